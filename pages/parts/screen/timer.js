// Seconds since a pitch started; it never ends anything by itself, and shows what runs over.
const shown = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".timer");
  place.recolteTick?.();
  const start = Date.now() - data.elapsed * 1000;
  const draw = () => {
    const elapsed = (Date.now() - start) / 1000;
    const over = elapsed >= data.length;
    place.textContent = over
      ? data.over.replace("#", shown(elapsed - data.length))
      : data.left.replace("#", shown(data.length - elapsed));
    place.classList.toggle("over", over);
  };
  draw();
  const tick = setInterval(draw, 250);
  const stop = () => clearInterval(tick);
  place.recolteTick = stop;
  return () => {
    if (place.recolteTick === stop) stop();
  };
}
