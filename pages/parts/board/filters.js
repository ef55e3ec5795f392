// --- filters: they hide cards on this screen only, without drawing anything anew: hundreds stay fluid ---
import { button, draw, kept } from "./board.js";
import { element } from "../frame/elements.js";

const FRESH = 5 * 60; // seconds
export const unfiltered = () => ({
  text: "",
  fresh: false,
  loose: false,
  flagged: false,
  lang: "",
  origin: "",
});

export const filters = (board) => kept(board, "filters", "", () => drawnFilters(board));

const drawnFilters = (board) => {
  const { words, languages, origins } = board.data;
  const chosen = board.state.filters;
  const search = element("input", {
    type: "search",
    value: chosen.text,
    maxLength: 280,
    data: { spot: "filter text" },
  });
  search.addEventListener("input", () => {
    chosen.text = search.value;
    sift(board);
  });
  const box = (name) => {
    const made = element("input", {
      type: "checkbox",
      checked: chosen[name],
      data: { spot: `filter ${name}` },
    });
    made.addEventListener("change", () => {
      chosen[name] = made.checked;
      sift(board);
    });
    return element("label", { className: "choice" }, made, element("span", { textContent: words[name] }));
  };
  const choice = (name, groups) => {
    const made = element(
      "select",
      { data: { spot: `filter ${name}` } },
      element("option", { value: "", textContent: words.any }),
    );
    for (const { label, options } of groups) {
      const shown = options.map(([value, textContent]) => element("option", { value, textContent }));
      made.append(...(label ? [element("optgroup", { label }, ...shown)] : shown));
    }
    made.value = chosen[name];
    if (made.selectedIndex < 0) made.value = chosen[name] = "";
    made.addEventListener("change", () => {
      chosen[name] = made.value;
      sift(board);
    });
    return element("label", { className: "target", textContent: words[name] }, made);
  };
  const clear = () => {
    board.state.filters = unfiltered();
    board.drawn.delete("filters");
    draw(board);
    board.place.querySelector('[data-spot="filters"]').focus();
  };
  const fields = element(
    "div",
    { className: "bar fields" },
    element("label", { className: "target", textContent: words.search }, search),
    box("fresh"),
    box("loose"),
    box("flagged"),
    choice("lang", [{ options: languages }]),
    origins.length > 0 && choice("origin", origins),
  );
  return element(
    "div",
    { className: "filters", role: "search", ariaLabel: words.filters },
    fields,
    element(
      "div",
      { className: "bar away" },
      element("p", { className: "hidden-cards" }),
      button("filter clear", words.show_all, clear),
    ),
  );
};

const plainly = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const passes = (board, one, wanted) => {
  const { fresh, loose, flagged, lang, origin } = board.state.filters;
  if (fresh && one.at < Date.now() / 1000 + board.ahead - FRESH) return false;
  if (loose && one.column !== "") return false;
  if (flagged && !one.flag) return false;
  if (lang && one.lang !== lang) return false;
  if (origin && !one.origins.includes(origin)) return false;
  if (!wanted.length) return true;
  const said = plainly([one.text, one.original, ...one.merged.map((twin) => twin.text)].join(" "));
  return wanted.every((word) => said.includes(word));
};

// What is ticked stays ticked while it is hidden: the count says so.
export const sift = (board) => {
  const { words, cards } = board.data;
  const wanted = plainly(board.state.filters.text).split(/\s+/).filter(Boolean);
  const shown = new Set(cards.filter((one) => passes(board, one, wanted)).map((one) => one.id));
  for (const one of board.place.querySelectorAll("[data-card]")) one.hidden = !shown.has(one.dataset.card);
  const filtered = JSON.stringify(board.state.filters) !== JSON.stringify(unfiltered());
  const away = filtered ? words.hidden.replace("#", cards.length - shown.size) : "";
  board.place.querySelector(".hidden-cards").textContent = away;
  board.place.querySelector(".away").hidden = !filtered;
  board.place.querySelector(".fields").hidden = !board.state.unfolded.has("filters");
  const used = Object.entries(unfiltered()).filter(
    ([name, none]) => board.state.filters[name] !== none,
  ).length;
  board.place.querySelector('[data-spot="filters"]').textContent = words.filters + (used ? ` (${used})` : "");
  const unseen = [...board.state.ticked].filter((id) => !shown.has(id)).length;
  const count =
    words.ticked.replace("#", board.state.ticked.size) +
    (unseen ? `, ${words.unseen.replace("#", unseen)}` : "");
  board.place.querySelector(".count").textContent = count;
  const told = away ? `${count}. ${away}` : count;
  if (board.said.textContent !== told) board.said.textContent = told;
  clearTimeout(board.later);
  if (board.state.filters.fresh)
    board.later = setTimeout(() => {
      if (board.place.isConnected) sift(board);
    }, 15_000);
};
