// Seconds as «4:05», below zero with a minus sign: a clock that ends nothing goes on.

export function minutes(seconds) {
  const left = Math.ceil(seconds);
  const size = Math.abs(left);
  return (left < 0 ? "−" : "") + Math.floor(size / 60) + ":" + String(size % 60).padStart(2, "0");
}
