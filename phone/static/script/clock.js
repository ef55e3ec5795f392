// The pitch's clock on «follow the screen», and the time for the question on every page: they tell the
// server's time, end nothing, and go below zero.
import { each, page } from "./page.js";
import { minutes } from "../../../web/minutes.js";

let lag = -Infinity; // the quickest answer tells the server's time best

export function setClock(now) {
  if (now) lag = Math.max(lag, Number(now) - Date.now());
}
function write(box, text) {
  if (box.textContent !== text) box.textContent = text;
}
function tick() {
  each("section[data-clock]", (box) => {
    const clock = JSON.parse(box.dataset.clock);
    const running = clock.started !== null;
    const elapsed = running ? Math.max(0, (Date.now() + lag - clock.started) / 1000) : 0;
    const passed = clock.signals.filter((one) => elapsed >= one.at);
    write(box.querySelector("[data-left]"), minutes(clock.seconds - elapsed));
    write(
      box.querySelector("[data-sign]"),
      passed.length ? passed[passed.length - 1].text : running ? clock.running : clock.ready,
    );
  });
}
function tickTimer() {
  each("[data-timer]", (box) => {
    const timer = JSON.parse(box.dataset.timer);
    setClock(timer.now);
    const left = (timer.end === null ? timer.left : timer.end - Date.now() - lag) / 1000;
    const said = timer.end === null ? timer.words.held : left > 0 ? timer.words.left : timer.words.over;
    write(box, said + " " + minutes(left));
  });
}
if (page.follow) {
  setClock(page.clock);
  setInterval(tick, 250);
}
setInterval(tickTimer, 250);
