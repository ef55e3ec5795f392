// Minutes that count on in the browser, from the server's time; they never end anything by themselves.
const length = (seconds, { minutes, hours }) => {
  const all = Math.floor(Math.abs(seconds) / 60);
  return all < 60
    ? minutes.replace("#", all)
    : hours.replace("#", Math.floor(all / 60)).replace("@", String(all % 60).padStart(2, "0"));
};

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".minutes");
  place.recolteTick?.();
  const start = Date.now();
  const draw = () => {
    const seconds = data.value + Math.max(0, (Date.now() - start) / 1000 - data.slack);
    const { text } = data.bands.find(({ below }) => below === null || seconds < below);
    const said = text.replace("#", length(seconds, data.lengths));
    if (place.textContent !== said) place.textContent = said;
  };
  draw();
  const tick = setInterval(draw, 1000);
  const stop = () => clearInterval(tick);
  place.recolteTick = stop;
  return () => {
    if (place.recolteTick === stop) stop();
  };
}
