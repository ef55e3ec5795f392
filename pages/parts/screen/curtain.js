// Masks and freezes the room's screen without waiting for this page, which may be drawing something slow.
const MASKED = 1,
  FROZEN = 2;
const KEYS = { F8: 0, F9: 1 };

const parts = (box) => {
  const buttons = [MASKED, FROZEN].map(() =>
    Object.assign(document.createElement("button"), { type: "button" }),
  );
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  box.replaceChildren(...buttons, said);
  return [buttons, said];
};

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".curtain");
  box.recolteLeave?.();
  const [buttons, said] = (box.recolteParts ??= parts(box)); // drawn once: a new button would lose the focus
  let screen = data.screen;

  const paint = (now, problem = "") => {
    screen = now;
    const { words } = data;
    const labels = [
      screen & MASKED ? words.unmask : words.mask,
      screen & FROZEN ? words.release : words.freeze,
    ];
    buttons.forEach((button, n) => {
      const key = document.createElement("kbd");
      key.textContent = Object.keys(KEYS)[n];
      button.replaceChildren(labels[n], key);
      button.classList.toggle("on", Boolean(screen & (n ? FROZEN : MASKED)));
    });
    const state = screen & MASKED ? words.masked : screen & FROZEN ? words.frozen : "";
    if (said.textContent !== (problem || state)) said.textContent = problem || state;
    said.classList.toggle("problem", Boolean(problem));
  };
  const press = async (n) => {
    const bit = n ? FROZEN : MASKED;
    const what = n ? (screen & bit ? "release" : "freeze") : screen & bit ? "unmask" : "mask";
    const wanted = screen ^ bit;
    try {
      const answer = await fetch(data.ask + what, { method: "POST", credentials: "same-origin" });
      if (answer.ok) paint(wanted);
      else paint(screen, await answer.text());
    } catch {
      paint(screen, data.words.failed);
    }
  };
  const onKey = (event) => {
    if (!(event.key in KEYS) || event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    press(KEYS[event.key]);
  };
  const onNews = (event) => paint(event.detail);

  buttons.forEach((button, n) => {
    button.onclick = () => press(n);
  });
  addEventListener("keydown", onKey);
  addEventListener("recolte-screen", onNews);
  paint(screen);
  box.recolteLeave = () => {
    removeEventListener("keydown", onKey);
    removeEventListener("recolte-screen", onNews);
  };
  return box.recolteLeave;
}
