// --- the toolbar -----------------------------------------------------------------------------------
import { ask } from "./ahead.js";
import { button, draw, field, forget, send, tickedCards, written } from "./board.js";
import { showKeys } from "./keys.js";
import { element } from "../frame/elements.js";

export const toolbar = (board) => {
  const { words, frozen } = board.data;
  const ideas = tickedCards(board).map((card) => card.id);
  const none = frozen || ideas.length === 0;
  const target = element("select", {
    data: { spot: "target" },
    disabled: frozen,
    ariaLabel: words.move_to,
    title: words.move_to,
  });
  const places = [
    ["", words.to_sort],
    ...board.data.columns.filter((one) => one.id).map((one) => [one.id, one.title]),
  ];
  for (const [value, text] of [...places, ["+", words.new_group]])
    target.append(element("option", { value, textContent: text }));
  target.value = board.state.target ?? "+";
  if (target.selectedIndex < 0) target.value = "+";
  target.addEventListener("change", () => {
    board.state.target = target.value;
  });
  const move = () => {
    if (target.value === "+") return open(board, "create");
    return send(board, { act: "move", ideas, group: target.value || null });
  };
  const filter = button("filters", words.filters, () => turnFold(board, "filters"), {
    ariaExpanded: String(board.state.unfolded.has("filters")),
  });
  return element(
    "div",
    { className: "bars" },
    element(
      "div",
      { className: "bar" },
      filter,
      stepButton(board, "back", "↶"),
      stepButton(board, "again", "↷"),
      button("keys", "?", () => showKeys(board), { title: words.keys, ariaLabel: words.keys }),
      element("p", { className: "count" }),
      button(
        "untick",
        words.untick,
        () => {
          board.state.ticked.clear();
          draw(board);
        },
        { disabled: ideas.length === 0 },
      ),
    ),
    element(
      "div",
      { className: "bar" },
      target,
      button("move", words.move, move, { disabled: none, className: "main" }),
      button("group", words.group, () => open(board, "create"), { disabled: none }),
      button("merge", words.merge, () => open(board, "merge"), { disabled: frozen || ideas.length < 2 }),
      more(board, ideas),
    ),
  );
};

// What is asked for less often, in a menu: it closes by Escape, by a click beside it, and by what it does.
const more = (board, ideas) => {
  const { words, frozen } = board.data;
  const none = frozen || ideas.length === 0;
  const pinned = tickedCards(board)
    .filter((card) => card.pinned)
    .map((card) => card.id);
  const shown = board.state.unfolded.has("more");
  const item = (spot, press, disabled) =>
    button(
      spot,
      words[spot],
      () => {
        board.state.unfolded.delete("more");
        press();
      },
      { disabled },
    );
  const menu = element(
    "div",
    { className: "menu", hidden: !shown },
    item("park", () => open(board, "park"), none),
    item("mask", () => open(board, "mask"), none),
    item("like", () => ask(board, { act: "like", ideas }), ideas.length === 0),
    item("release", () => send(board, { act: "release", ideas: pinned }), frozen || !pinned.length),
    item("undo", () => send(board, { act: "undo" }), frozen || !board.data.undo),
  );
  const made = element(
    "div",
    { className: "more" },
    button("more", `${words.more} ▾`, () => turnFold(board, "more"), { ariaExpanded: String(shown) }),
    menu,
  );
  made.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) turnFold(board, "more", true);
  });
  made.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !made.contains(relatedTarget)) foldMore(board);
  });
  return made;
};

// Not drawn anew: that would take away what is being clicked.
export const foldMore = (board) => {
  if (!board.state.unfolded.delete("more")) return;
  board.place.querySelector(".menu").hidden = true;
  board.place.querySelector('[data-spot="more"]').ariaExpanded = "false";
};

const turnFold = (board, name, back = false) => {
  const { unfolded } = board.state;
  if (!unfolded.delete(name)) unfolded.add(name);
  draw(board);
  if (back) board.place.querySelector(`[data-spot="${name}"]`).focus();
};

// A sign, and in words what it would undo or do again.
const stepButton = (board, way, sign) => {
  const { words, steps, frozen } = board.data;
  const act = steps[way] && words[{ name: "rename" }[steps[way]] ?? steps[way]];
  const title = act ? `${words[way]} (${act})` : words[way];
  // Until the last act is answered nobody knows what there is to undo.
  const settled = () => board.waiting.every((one) => one.act === way);
  return button(
    way,
    sign,
    () => {
      if (settled()) send(board, { act: way });
    },
    { disabled: frozen || !act, title, ariaLabel: title },
  );
};

const open = (board, name) => {
  board.state.panel = name;
  forget(board, "panel");
  draw(board);
  board.place.querySelector('[data-spot^="panel"]')?.focus();
};

const PANELS = {
  create: (board, ideas) => ({
    fields: [
      field(board, "panel fr", board.data.words.title_fr, "", { maxLength: 80 }),
      field(board, "panel en", board.data.words.title_en, "", { maxLength: 80, lang: "en" }),
    ],
    label: board.data.words.create,
    action: () => ({
      act: "create",
      ideas,
      title_fr: written(board, "panel fr", ""),
      title_en: written(board, "panel en", ""),
    }),
  }),
  merge: (board, ideas) => {
    const first = tickedCards(board)[0];
    return {
      fields: [
        field(board, "panel text", board.data.words.merged_text, first?.text ?? "", {
          many: true,
          lang: first?.lang ?? "",
        }),
      ],
      label: board.data.words.merge,
      action: () => ({ act: "merge", ideas, text: written(board, "panel text", first?.text ?? "") }),
    };
  },
  park: (board, ideas) => reasonPanel(board, ideas, "park"),
  mask: (board, ideas) => reasonPanel(board, ideas, "mask"),
};

const reasonPanel = (board, ideas, act) => ({
  fields: [
    field(board, "panel reason", board.data.words[`${act}_reason`], "", { usual: board.data.reasons }),
  ],
  label: board.data.words[act],
  action: () => ({ act, ideas, reason: written(board, "panel reason", "") }),
});

export const panel = (board) => {
  if (!board.state.panel) return null;
  const made = PANELS[board.state.panel](
    board,
    tickedCards(board).map((card) => card.id),
  );
  const form = element(
    "form",
    { className: "panel" },
    ...made.fields,
    element("button", {
      type: "submit",
      textContent: made.label,
      className: "main",
      data: { spot: "panel go" },
    }),
    button("panel no", board.data.words.cancel, () => {
      board.state.panel = null;
      draw(board);
    }),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(board, made.action());
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      board.state.panel = null;
      draw(board);
    }
  });
  return form;
};
