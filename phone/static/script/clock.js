// The pitch's clock on «follow the screen», and the time for the question on every page: they tell the
// server's time, end nothing, and go below zero.
let lag = -Infinity; // the quickest answer tells the server's time best

function setClock(now) {
  if (now) lag = Math.max(lag, Number(now) - Date.now());
}
function minutes(seconds) {
  const left = Math.ceil(seconds);
  const size = Math.abs(left);
  return (left < 0 ? "−" : "") + Math.floor(size / 60) + ":" + String(size % 60).padStart(2, "0");
}
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
function tick() {
  each("section[data-clock]", (box) => {
    const clock = JSON.parse(box.dataset.clock);
    const running = clock.started !== null;
    const elapsed = running ? Math.max(0, (Date.now() + lag - clock.started) / 1000) : 0;
    const passed = clock.signals.filter((one) => elapsed >= one.at);
    write(box.querySelector("[data-left]"), minutes(clock.seconds - elapsed));
    write(box.querySelector("[data-sign]"), passed.length ? passed[passed.length - 1].text : running ? clock.running : clock.ready);
  });
}
function tickTimer() {
  each("[data-timer]", (place) => {
    const timer = JSON.parse(place.dataset.timer);
    setClock(timer.now);
    const left = (timer.end === null ? timer.left : timer.end - Date.now() - lag) / 1000;
    const said = timer.end === null ? timer.words.held : left > 0 ? timer.words.left : timer.words.over;
    write(place, said + " " + minutes(left));
  });
}
if (page.follow) {
  setClock(page.clock);
  setInterval(tick, 250);
}
setInterval(tickTimer, 250);
