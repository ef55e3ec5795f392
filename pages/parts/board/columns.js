// --- columns -------------------------------------------------------------------------------------
import { ask, underWay } from "./ahead.js";
import { arrange, button, draw, field, forget, kept, send, tickedCards, written } from "./board.js";
import { card, tickBox } from "./cards.js";
import { element } from "../frame/elements.js";

const naming = (board, column) => {
  const { words } = board.data;
  const at = `name ${column.id}`;
  const form = element(
    "form",
    { className: "naming" },
    field(board, `${at} fr`, words.title_fr, column.title_fr, { maxLength: 80 }),
    field(board, `${at} en`, words.title_en, column.title_en, { maxLength: 80, lang: "en" }),
    element(
      "div",
      { className: "way" },
      element("button", {
        type: "submit",
        textContent: words.save,
        className: "main",
        data: { spot: `${at} go` },
      }),
      button(`${at} no`, words.cancel, () => {
        board.state.editing = null;
        draw(board);
      }),
    ),
  );
  const save = () =>
    send(board, {
      act: "name",
      group: column.id,
      title_fr: written(board, `${at} fr`, column.title_fr),
      title_en: written(board, `${at} en`, column.title_en),
    });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      board.state.editing = null;
      draw(board);
    }
    if (event.key !== "Enter" || event.target.type !== "text") return;
    event.preventDefault();
    const next = followingSuggested(board, column);
    save();
    if (next) openName(board, next);
  });
  return form;
};

// Enter goes on to the next title that is still the machine's: a row of groups is named without the mouse.
const followingSuggested = (board, column) => {
  const { columns } = board.data;
  const at = columns.findIndex((one) => one.id === column.id);
  return [...columns.slice(at + 1), ...columns.slice(0, at)].find((one) => one.group && one.suggested);
};

const openName = (board, column) => {
  board.state.editing = column.id;
  forget(board, `name ${column.id}`);
  draw(board);
  const title = board.place.querySelector(`[data-spot="name ${CSS.escape(column.id)} fr"]`);
  title?.focus();
  title?.select();
};

// For all cards that the filters leave: ticked, or unticked when all of them are.
const tickAll = (board, column) => {
  const boxes = [
    ...board.place.querySelectorAll(
      `.columns [data-column="${CSS.escape(column.id)}"] [data-card]:not([hidden]) > .face [data-tick]`,
    ),
  ];
  const on = boxes.some((box) => !box.checked);
  for (const {
    dataset: { tick },
  } of boxes)
    if (on) board.state.ticked.add(tick);
    else board.state.ticked.delete(tick);
  draw(board);
};

// Shown while cards are ticked: one click takes them there.
const moveHere = (board, column) => {
  const press = () =>
    send(board, { act: "move", ideas: tickedCards(board).map((one) => one.id), group: column.id || null });
  return button(`here ${column.id}`, board.data.words.here, press, {
    className: "here main",
    ariaLabel: `${board.data.words.here} ${column.title}`,
  });
};

export const isParked = (column) => column.id === "parked";

const heading = (board, column, cards) =>
  kept(board, `heading ${column.id}`, [column, cards.length, board.state.editing === column.id], () =>
    drawnHeading(board, column, cards),
  );

const drawnHeading = (board, column, cards) => {
  const { words, frozen } = board.data;
  const name = element(
    "h3",
    {},
    column.letter && element("b", { className: "letter", textContent: column.letter }),
    element("span", { textContent: column.title, lang: column.lang }),
  );
  const parts = [
    name,
    column.suggested && element("p", { className: "mark", textContent: words.suggested }),
    element("p", { className: "size", textContent: words.ideas.replace("#", cards.length) }),
  ];
  if (column.waits) parts.push(underWay(board));
  if (column.terms) parts.push(element("p", { className: "note", textContent: column.terms }));
  if (cards.length > 10 && column.group)
    parts.push(element("p", { className: "note", textContent: words.many }));
  if (column.stale)
    parts.push(
      element("p", {
        className: "note strong",
        textContent: column.settled ? words.stale_settled : words.stale,
      }),
    );
  const all = button(`all ${column.id}`, words.tick_all, () => tickAll(board, column), {
    disabled: frozen || !cards.length,
    ariaLabel: `${words.tick_all} ${column.title}`,
  });
  const ways = [!frozen && !isParked(column) && moveHere(board, column), all];
  if (!column.group) return element("header", {}, ...parts, element("div", { className: "way" }, ...ways));
  if (board.state.editing === column.id) return element("header", {}, ...parts, naming(board, column));
  ways.push(
    button(`edit ${column.id}`, words.rename, () => openName(board, column), {
      disabled: frozen,
      ariaLabel: `${words.rename} ${column.title}`,
    }),
  );
  if (column.project) {
    parts.push(element("p", { className: "badge", textContent: `${words.project} ${column.project}` }));
    if (!column.settled)
      ways.push(
        button(
          `withdraw ${column.id}`,
          words.withdraw,
          () => send(board, { act: "withdraw", project: column.project }),
          { disabled: frozen, ariaLabel: `${words.withdraw} ${column.project}` },
        ),
      );
  } else {
    if (!cards.length)
      ways.push(
        button(`remove ${column.id}`, words.remove, () => send(board, { act: "remove", group: column.id }), {
          disabled: frozen,
          ariaLabel: `${words.remove} ${column.title}`,
        }),
      );
    ways.push(
      button(`promote ${column.id}`, words.promote, () => send(board, { act: "promote", group: column.id }), {
        disabled: frozen || !cards.length,
        ariaLabel: `${words.promote} ${column.title}`,
      }),
    );
  }
  return element("header", {}, ...parts, element("div", { className: "way" }, ...ways));
};

export const column = (board, one) => {
  const cards = board.data.cards.filter((each) => each.column === one.id);
  const shell = kept(board, `column ${one.id}`, one.group, () =>
    element("section", { className: one.group ? "column" : "column aside" }),
  );
  const list = kept(board, `list ${one.id}`, one.group, () => element("ul", { className: "cards" }));
  Object.assign(shell, { ariaLabel: one.title, ariaBusy: String(Boolean(one.waits)) });
  shell.dataset.column = one.id;
  if (one.group) shell.dataset.colour = one.colour;
  const empty = () =>
    kept(board, `empty ${one.id}`, one.group, () =>
      element("li", { className: "note", textContent: board.data.words.empty }),
    );
  arrange(list, cards.length ? cards.map((each) => card(board, each)) : [empty()]);
  arrange(shell, [heading(board, one, cards), list]);
  return shell;
};

// Like ideas are ticked here or in their column: it is the same tick.
export const alike = (board) => {
  const { words } = board.data;
  const found = board.data.alike.map((id) => board.data.cards.find((one) => one.id === id)).filter(Boolean);
  if (!found.length) return null;
  const line = (one) => {
    const place = board.data.columns.find((each) => each.id === one.column)?.title ?? "";
    return element(
      "li",
      { className: "card" },
      element(
        "label",
        { className: "tick" },
        tickBox(board, one.id, "alike"),
        element("span", { textContent: one.text, lang: one.lang }),
      ),
      element("p", { className: "note", textContent: place }),
    );
  };
  return element(
    "section",
    { className: "alike", ariaLabel: words.alike },
    element(
      "header",
      { className: "way" },
      element("h3", { textContent: words.alike }),
      button("alike no", words.close, () => ask(board, { act: "like", ideas: [] })),
    ),
    element("ul", { className: "cards" }, ...found.map(line)),
  );
};
