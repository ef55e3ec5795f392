// The pitch's clock on «follow the screen», and the time for the question on every page.
import { each, page } from "./page.js";
import { pitch, questionTime } from "../../../web/clock.js";

let lag = -Infinity; // the quickest answer tells the server's time best

export function setClock(now) {
  if (now) lag = Math.max(lag, Number(now) - Date.now());
}
function write(box, text) {
  if (box.textContent !== text) box.textContent = text;
}
function tick() {
  each("section[data-clock]", (box) => {
    const { left, said } = pitch(JSON.parse(box.dataset.clock), Date.now() + lag);
    write(box.querySelector("[data-left]"), left);
    write(box.querySelector("[data-sign]"), said);
  });
}
function tickTimer() {
  each("[data-timer]", (box) => {
    const timer = JSON.parse(box.dataset.timer);
    setClock(timer.now);
    const { left, said } = questionTime(timer, Date.now() + lag);
    write(box, said + " " + left);
  });
}
if (page.follow) {
  setClock(page.clock);
  setInterval(tick, 250);
}
setInterval(tickTimer, 250);
