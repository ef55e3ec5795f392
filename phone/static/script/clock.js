// The pitch's clock on «follow the screen», and the time for the question on every page.
import { each, page } from "./page.js";
import { pitch, timeLeft } from "../../../web/clock.js";

let lag = -Infinity; // the quickest answer tells the server's time best

export function setClock(now) {
  if (now) lag = Math.max(lag, now - Date.now());
}
function write(box, text) {
  if (box.textContent !== text) box.textContent = text;
}
setClock(page.clock);
setInterval(() => {
  each("[data-pitch]", (box) => {
    const [left, said] = pitch(JSON.parse(box.dataset.pitch), Date.now() + lag);
    write(box.querySelector("[data-left]"), left);
    write(box.querySelector("[data-sign]"), said);
  });
  each("[data-timer]", (box) => {
    const timer = JSON.parse(box.dataset.timer);
    setClock(timer.now);
    const [left, said] = timeLeft(timer, Date.now() + lag);
    write(box, said + " " + left);
  });
}, 250);
