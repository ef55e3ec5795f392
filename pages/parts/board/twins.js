// Pairs that may say the same, one below the other: the text that stays is chosen, then the pair is decided.
import { element } from "../frame/elements.js";

const choice = (pair, which, chosen) => {
  const box = element("input", {
    type: "radio",
    name: pair.id,
    checked: chosen.get(pair.id) === which || (which === "first" && !chosen.has(pair.id)),
  });
  box.dataset.spot = `${pair.id} ${which}`;
  box.addEventListener("change", () => chosen.set(pair.id, which));
  return element(
    "label",
    {},
    box,
    element("span", { textContent: pair[which].text, lang: pair[which].lang }),
  );
};

const deed = (pair, name, label, press) => {
  const made = element("button", {
    type: "button",
    textContent: label,
    ariaLabel: `${label} ${pair.id}`,
    className: name,
  });
  made.dataset.spot = `${pair.id} ${name}`;
  made.addEventListener("click", press);
  return made;
};

const listed = (pair, { words, chosen, press }) =>
  element(
    "li",
    {},
    element(
      "fieldset",
      {},
      element("legend", { textContent: words.stays }),
      choice(pair, "first", chosen),
      choice(pair, "second", chosen),
    ),
    element(
      "div",
      { className: "ways" },
      deed(pair, "merge", words.merge, () => press(pair.id, chosen.get(pair.id) ?? "first")),
      deed(pair, "apart", words.apart, () => press(pair.id, "apart")),
    ),
  );

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".twins");
  const chosen = (place.recolteChosen ??= new Map()); // outlives a redrawing, as a half-typed word does
  const press = (row, act) => setTriggerValue("pressed", { row, act });
  const spot = parentElement.activeElement?.dataset.spot;
  const pairs = data.pairs.map((pair) => listed(pair, { words: data.words, chosen, press }));
  place.replaceChildren(element("p", { textContent: data.caption }), element("ul", {}, ...pairs));
  if (spot) place.querySelector(`[data-spot="${CSS.escape(spot)}"]`)?.focus();
}
