// What a room's clocks show, on its screen and on its phones: the server's time in milliseconds goes in.
// A clock ends nothing: it goes on below zero.

// Seconds as «4:05», below zero with a minus sign.
export function minutes(seconds) {
  const left = Math.ceil(seconds);
  const size = Math.abs(left);
  return (left < 0 ? "−" : "") + Math.floor(size / 60) + ":" + String(size % 60).padStart(2, "0");
}
// A pitch: the time left, how many of its signals are behind, and what is said meanwhile.
export function pitch({ started, seconds, signals, ready, running }, now) {
  const elapsed = started === null ? 0 : Math.max(0, (now - started) / 1000);
  const behind = signals.filter((signal) => elapsed >= signal.at);
  const quiet = started === null ? ready : running;
  return {
    left: minutes(seconds - elapsed),
    behind: behind.length,
    said: behind.length ? behind[behind.length - 1].text : quiet,
  };
}
// The time for the question: what is left of it, whether it is over, and the words beside it.
export function questionTime({ end, left, words }, now) {
  const seconds = (end === null ? left : end - now) / 1000;
  const over = end !== null && seconds <= 0;
  const running = over ? words.over : words.left;
  return { left: minutes(seconds), over, said: end === null ? words.held : running };
}
