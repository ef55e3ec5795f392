// A scribe's page.
import "./outbox.js";
import "./forms.js";
import "./taps.js";
import "./clock.js";
import "./install.js";
import "./lines.js";
import { begin } from "./live.js";

begin();
