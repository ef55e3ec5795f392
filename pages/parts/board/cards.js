// --- cards: one idea each, and in its place what may be done to it alone ----------------------------
import { underWay } from "./ahead.js";
import { button, draw, drawTop, field, forget, kept, send, written } from "./board.js";
import { sift } from "./filters.js";
import { element } from "../frame/elements.js";

// A tick changes the toolbar and its twin among the like ideas; hundreds of cards are not drawn anew for it.
export const tickBox = (board, id, spot, disabled = false) => {
  const box = element("input", {
    type: "checkbox",
    checked: board.state.ticked.has(id),
    disabled,
    data: { spot: `${spot} ${id}`, tick: id },
  });
  box.addEventListener("change", () => {
    if (box.checked) board.state.ticked.add(id);
    else board.state.ticked.delete(id);
    for (const same of board.place.querySelectorAll(`[data-tick="${CSS.escape(id)}"]`))
      same.checked = box.checked;
    drawTop(board);
    sift(board);
  });
  return box;
};

export const card = (board, one) =>
  kept(board, `card ${one.id}`, [one, board.state.editing === one.id], () => drawnCard(board, one));

const drawnCard = (board, one) => {
  const { words, frozen, archived } = board.data;
  const face = element(
    "div",
    { className: "face" },
    element(
      "label",
      { className: "tick" },
      tickBox(board, one.id, "tick", frozen),
      element("span", { textContent: one.text, lang: one.lang }),
    ),
    !archived &&
      button(`edit ${one.id}`, "✎", () => openCard(board, one), {
        className: "edit",
        title: words.edit,
        ariaLabel: `${words.edit} ${one.text}`,
        ariaExpanded: String(board.state.editing === one.id),
      }),
  );
  const made = element(
    "li",
    {
      className: "card",
      draggable: !frozen && board.state.editing !== one.id,
      ariaBusy: String(Boolean(one.waits)),
      data: { card: one.id },
    },
    face,
  );
  if (one.waits) made.append(underWay(board));
  if (one.flag) made.append(element("p", { className: "flag", textContent: one.flag }));
  if (one.pinned) made.append(element("p", { className: "pin", textContent: `● ${words.pinned}` }));
  if (one.reason) made.append(element("p", { className: "note", textContent: one.reason }));
  if (board.state.editing === one.id && !archived) made.append(cardForm(board, one));
  if (one.parked)
    made.append(
      button(`restore ${one.id}`, words.restore, () => send(board, { act: "restore", idea: one.id }), {
        disabled: frozen,
        ariaLabel: `${words.restore} ${one.text}`,
      }),
    );
  if (one.original)
    made.append(
      folded(
        board,
        `original ${one.id}`,
        words.corrected,
        element("p", { className: "original", textContent: one.original, lang: one.lang }),
      ),
    );
  if (one.merged.length) made.append(twins(board, one));
  return made;
};

const openCard = (board, one) => {
  board.state.editing = board.state.editing === one.id ? null : one.id;
  forget(board, `card ${one.id}`);
  draw(board);
  board.place.querySelector(`[data-spot^="card ${one.id} "]`)?.focus();
};

// A name must leave the screen even while a vote runs; the words and the places of cards wait for its end.
const cardForm = (board, one) => {
  const { words, frozen, reasons } = board.data;
  const at = `card ${one.id}`;
  const away = (act) =>
    button(`${at} ${act}`, words[act], () =>
      send(board, { act, ideas: [one.id], reason: written(board, `${at} reason`, "") }),
    );
  const form = element(
    "form",
    { className: "editing", ariaLabel: `${words.edit} ${one.text}` },
    !frozen && field(board, `${at} text`, words.correct_text, one.text, { many: true, lang: one.lang }),
    !frozen &&
      element("button", {
        type: "submit",
        textContent: words.correct,
        className: "main",
        data: { spot: `${at} go` },
      }),
    field(board, `${at} reason`, words.reason, "", { usual: reasons }),
    element(
      "div",
      { className: "way" },
      !frozen && !one.parked && away("park"),
      away("mask"),
      button(`${at} no`, words.cancel, () => openCard(board, one)),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!frozen) send(board, { act: "correct", idea: one.id, text: written(board, `${at} text`, one.text) });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") openCard(board, one);
  });
  return form;
};

const folded = (board, spot, title, inside) => {
  const made = element(
    "details",
    { open: board.state.unfolded.has(spot) },
    element("summary", { textContent: title, data: { spot } }),
    inside,
  );
  made.addEventListener("toggle", () => {
    if (made.open) board.state.unfolded.add(spot);
    else board.state.unfolded.delete(spot);
  });
  return made;
};

const twins = (board, one) => {
  const { words, frozen } = board.data;
  const list = one.merged.map((twin) =>
    element(
      "li",
      {},
      element("span", { textContent: twin.text, lang: twin.lang }),
      button(`separate ${twin.id}`, words.separate, () => send(board, { act: "separate", idea: twin.id }), {
        disabled: frozen,
        ariaLabel: `${words.separate} ${twin.text}`,
      }),
    ),
  );
  return folded(
    board,
    `twins ${one.id}`,
    words.merged.replace("#", one.merged.length),
    element("ul", {}, ...list),
  );
};
