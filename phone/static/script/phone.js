// A participant's page.
import "./outbox.js";
import "./forms.js";
import "./taps.js";
import "./clock.js";
import "./install.js";
import "./ballots.js";
import { begin } from "./live.js";

begin();
