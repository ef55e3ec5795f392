// A table of plain words: every cell is set with textContent and carries its own language.
import { element } from "./elements.js";

const cell = ({ text, lang }, number, column) => {
  const width = text.length <= 12 ? "short" : "";
  const made = element("td", { textContent: text, className: number ? "number" : width, role: "cell" });
  made.dataset.column = column;
  if (lang) Object.assign(made, { lang, className: "" });
  return made;
};

const tick = (row, chosen, words, choose) => {
  const box = element("input", {
    type: "checkbox",
    checked: chosen.has(row.id),
    ariaLabel: `${words.choose} ${row.id}`,
  });
  box.dataset.spot = `${row.id} tick`;
  box.addEventListener("change", () => choose(row.id, box.checked));
  return element("td", { className: "tick" }, element("label", {}, box));
};

const buttons = (row, press) =>
  element(
    "td",
    { className: "actions" },
    ...row.actions.map(({ act, label }) => {
      const button = element("button", {
        type: "button",
        textContent: label,
        ariaLabel: `${label} ${row.id}`,
      });
      button.dataset.spot = `${row.id} ${act}`;
      button.addEventListener("click", () => press(row.id, act));
      return button;
    }),
  );

const heading = (data) => {
  const titles = data.columns.map((title, index) =>
    element("th", { scope: "col", textContent: title, className: data.numbers[index] ? "number" : "" }),
  );
  if (data.choosing) titles.unshift(element("th", { scope: "col", textContent: data.words.choose }));
  if (data.acting) titles.push(element("th", { scope: "col", textContent: data.words.actions }));
  return element("thead", {}, element("tr", {}, ...titles));
};

export default function ({ data, parentElement, setTriggerValue, setStateValue }) {
  const place = parentElement.querySelector(".rows");
  const chosen = new Set(data.chosen);
  const choose = (id, on) => {
    if (on) chosen.add(id);
    else chosen.delete(id);
    setStateValue("chosen", [...chosen]);
  };
  const press = (row, act) => setTriggerValue("pressed", { row, act });
  const lines = data.rows.map((row) => {
    const cells = row.cells.map((one, index) => cell(one, data.numbers[index], data.columns[index]));
    if (data.choosing) cells.unshift(tick(row, chosen, data.words, choose));
    if (data.acting) cells.push(buttons(row, press));
    return element("tr", { role: "row" }, ...cells);
  });
  const spot = parentElement.activeElement?.dataset.spot;
  place.replaceChildren(
    data.rows.length
      ? element(
          "table",
          { role: "table", className: data.columns.length > 2 ? "wide" : "" },
          element("caption", { textContent: data.caption }),
          heading(data),
          element("tbody", {}, ...lines),
        )
      : element("p", { textContent: data.empty }),
  );
  if (spot) place.querySelector(`[data-spot="${CSS.escape(spot)}"]`)?.focus();
}
