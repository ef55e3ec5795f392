// What a room's clocks show, on its screen and on its phones: the server's time in milliseconds goes in.
// A clock ends nothing: it goes on below zero.

// Seconds as «4:05», below zero with a minus sign.
export function minutes(seconds) {
  const left = Math.ceil(seconds);
  const size = Math.abs(left);
  return (left < 0 ? "−" : "") + Math.floor(size / 60) + ":" + String(size % 60).padStart(2, "0");
}
// A pitch: the time left, what is said meanwhile, and how many of its signals are behind.
export function pitch(clock, now) {
  const elapsed = clock.started === null ? 0 : Math.max(0, (now - clock.started) / 1000);
  const passed = clock.signals.filter((one) => elapsed >= one.at);
  return [
    minutes(clock.seconds - elapsed),
    passed.length ? passed[passed.length - 1].text : clock.started === null ? clock.ready : clock.running,
    passed.length,
  ];
}
// The time for the question: what is left of it, and the words beside it.
export function timeLeft(timer, now) {
  const left = (timer.end === null ? timer.left : timer.end - now) / 1000;
  return [minutes(left), timer.words[timer.end === null ? "held" : left > 0 ? "left" : "over"]];
}
