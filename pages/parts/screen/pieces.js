// The pieces a scene is drawn with. Everything people wrote goes in through textContent.
export const SVG = "http://www.w3.org/2000/svg";

export function make(tag, classes = "", text = "", lang = null) {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  if (text) element.textContent = text;
  if (lang) element.lang = lang;
  return element;
}

// What people wrote reads in its own direction, whatever the screen's language is.
export const worded = (tag, words, classes = "") =>
  Object.assign(make(tag, classes, words.text, words.lang), { dir: "auto" });

export function standing(card) {
  const box = make("li", "card standing");
  const line = make("div", "line");
  line.append(make("span", "rank", card.rank), worded("h3", card.title));
  box.append(line, measure(card.bar));
  return box;
}

export function measure(given) {
  const box = make("div", "measure");
  box.append(bar(given), make("span", "label", given.label));
  return box;
}

// A cell seat by seat: a shape for each kind, an outline where somebody is still missing.
export function seats({ row, label, words }) {
  const box = make("div", "measure");
  const places = make("div", "seats");
  places.setAttribute("role", "img");
  places.setAttribute("aria-label", words || label);
  places.style.gridTemplateColumns = `repeat(${Math.min(row.length, 15)}, minmax(0, 1fr))`;
  places.append(...row.map(({ sign, state, even }) => make("i", `${state}${even ? " even" : ""}`, sign)));
  box.append(places, make("span", "label", label));
  return box;
}

export function kinds(list) {
  const box = make("ul", "kinds");
  for (const { sign, name } of list) {
    const line = make("li");
    line.append(hidden(make("b", "", sign)), name);
    box.append(line);
  }
  return box;
}

export function amount(card) {
  const box = make("span", "unit");
  box.append(make("span", "big", card.big));
  if (card.unit) box.append(` ${card.unit}`);
  return box;
}

export function bar({ value, most, floor }) {
  const box = hidden(make("div", "bar"));
  const share = (part) => `${most ? Math.min(100, (100 * part) / most) : 0}%`;
  const filled = make("i");
  filled.style.width = share(value);
  box.append(filled);
  if (floor !== undefined && floor < most) {
    const tick = make("u");
    tick.style.insetInlineStart = share(floor);
    box.append(tick);
  }
  return box;
}

export function mark({ path, background, ink, edge }) {
  const sign = hidden(make("i", "mark"));
  Object.assign(sign.style, { background, color: ink, borderColor: edge });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  sign.append(svg);
  return sign;
}

export const arrow = () => hidden(make("span", "arrow", "→"));

export function hidden(element) {
  element.setAttribute("aria-hidden", "true");
  return element;
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Whole seconds left, as the room counts them: 5:00 at the start, 0:00 at the end, then −0:01.
