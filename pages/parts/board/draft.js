// A machine draft beside the board: each group with what it would bring in; every part can be accepted alone.
import { element } from "../frame/elements.js";

const button = (draft, spot, label, action, properties = {}) => {
  const made = element("button", { type: "button", textContent: label, data: { spot }, ...properties });
  made.addEventListener("click", () => draft.trigger("action", action));
  return made;
};

const card = (draft, group, one) => {
  const { words } = draft.data;
  const accept =
    one.changed &&
    button(
      draft,
      `card ${one.id}`,
      words.card,
      { act: "card", group: group.index, idea: one.id },
      { ariaLabel: `${words.card} ${one.text}` },
    );
  const from = one.changed ? `${words.new} ${one.from}` : words.stays;
  return element(
    "li",
    { className: one.changed ? "card new" : "card" },
    element("p", { textContent: one.text, lang: one.lang }),
    element("div", { className: "way" }, element("p", { className: "note", textContent: from }), accept),
  );
};

const section = (draft, group) => {
  const { words } = draft.data;
  const moving = group.cards.some((one) => one.changed);
  const name = element(
    "h3",
    {},
    group.letter && element("b", { className: "letter", textContent: group.letter }),
    element("span", { textContent: group.title, lang: group.lang }),
  );
  const accept = moving
    ? button(
        draft,
        `group ${group.index}`,
        words.group,
        { act: "group", group: group.index },
        { ariaLabel: `${words.group} ${group.title}` },
      )
    : element("p", { className: "note", textContent: `✓ ${words.done}` });
  return element(
    "section",
    { className: "column", ariaLabel: group.title, data: { colour: group.colour } },
    element(
      "header",
      {},
      name,
      group.suggested && element("p", { className: "mark", textContent: words.suggested }),
      group.terms && element("p", { className: "note", textContent: group.terms }),
      element("p", { className: "note", textContent: words.ideas.replace("#", group.cards.length) }),
      accept,
    ),
    element("ul", {}, ...group.cards.map((one) => card(draft, group, one))),
  );
};

const loose = (draft) =>
  draft.data.loose.length &&
  element(
    "section",
    { className: "column aside", ariaLabel: draft.data.words.loose },
    element("header", {}, element("h3", { textContent: draft.data.words.loose })),
    element(
      "ul",
      {},
      ...draft.data.loose.map((one) =>
        element("li", { className: "card" }, element("p", { textContent: one.text, lang: one.lang })),
      ),
    ),
  );

const draw = (draft) => {
  const { words, left } = draft.data;
  const root = draft.place.getRootNode();
  const spot = root.activeElement?.dataset.spot;
  draft.place.replaceChildren(
    element(
      "div",
      { className: "top" },
      element("p", { className: "count", role: "status", textContent: words.title.replace("#", left) }),
      button(draft, "all", words.all, { act: "all" }, { className: "main", disabled: !left }),
      button(draft, "drop", words.drop, { act: "drop" }),
    ),
    ...draft.data.groups.map((group) => section(draft, group)),
    ...[loose(draft)].filter(Boolean),
  );
  if (spot)
    (
      draft.place.querySelector(`[data-spot="${CSS.escape(spot)}"]`) ??
      draft.place.querySelector("[data-spot]")
    )?.focus({ preventScroll: true });
};

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".draft");
  const draft = (place.recolte ??= { place });
  draft.trigger = setTriggerValue;
  const news = JSON.stringify(data);
  if (draft.news === news) return;
  Object.assign(draft, { data, news });
  draw(draft);
}
