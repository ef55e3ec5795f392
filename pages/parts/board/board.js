// The ideas board: columns of cards and a toolbar, all by click or keyboard; texts are set with textContent.
// A change redraws only what it touches; ticks, half-typed words, focus and scroll live in `state`.
import { answered, ask, foreseen } from "./ahead.js";
import { foldMore, panel, toolbar } from "./bar.js";
import { alike, column } from "./columns.js";
import { followDrags } from "./drag.js";
import { filters, sift, unfiltered } from "./filters.js";
import { followKeys } from "./keys.js";
import { element } from "../frame/elements.js";

export const button = (spot, label, press, properties = {}) => {
  const made = element("button", { type: "button", textContent: label, data: { spot }, ...properties });
  made.addEventListener("click", press);
  return made;
};

export const field = (board, spot, label, value, properties = {}) => {
  const { many, usual, ...rest } = properties;
  const input = element(many ? "textarea" : "input", {
    value: board.state.typed[spot] ?? value,
    data: { spot },
    maxLength: 280,
    ...rest,
  });
  input.addEventListener("input", () => {
    board.state.typed[spot] = input.value;
  });
  const made = element("label", { className: "field", textContent: label }, input);
  if (!usual) return made;
  const id = `usual-${spot.replaceAll(" ", "-")}`;
  input.setAttribute("list", id);
  made.append(element("datalist", { id }, ...usual.map((one) => element("option", { value: one }))));
  return made;
};

export const written = (board, spot, fallback) => board.state.typed[spot] ?? fallback;

export const forget = (board, start) => {
  for (const spot of Object.keys(board.state.typed))
    if (spot.startsWith(start)) delete board.state.typed[spot];
};

export const send = (board, action) => {
  board.state.panel = null;
  board.state.editing = null;
  for (const id of action.ideas ?? []) board.state.ticked.delete(id);
  ask(board, action);
};

export const tickedCards = (board) => board.data.cards.filter((card) => board.state.ticked.has(card.id));

// --- drawing ---------------------------------------------------------------------------------------

// What was drawn under that name, as long as all that it is drawn from is the same.
export const kept = (board, name, from, make) => {
  const print = JSON.stringify(from);
  const known = board.drawn.get(name);
  const made = known && known.print === print ? known : { print, node: make() };
  board.drawing.set(name, made);
  return made.node;
};

// Those nodes in that order; what stands right already is not touched, and keeps its focus and scroll.
export const arrange = (parent, nodes) => {
  const wanted = new Set(nodes);
  for (const child of Array.from(parent.childNodes)) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  });
};

export const draw = (board) => {
  const { place } = board;
  board.data = foreseen(board.told, board.waiting);
  const root = place.getRootNode();
  const focused = root.activeElement;
  const spot = focused?.dataset.spot;
  const selection =
    spot && typeof focused.selectionStart === "number"
      ? [focused.selectionStart, focused.selectionEnd]
      : null;
  const known = new Set(board.data.cards.map((one) => one.id));
  for (const id of board.state.ticked) if (!known.has(id)) board.state.ticked.delete(id);
  board.drawing = new Map();
  drawTop(board);
  const columns = kept(board, "columns", "", () => element("div", { className: "columns" }));
  arrange(
    columns,
    board.data.columns.map((one) => column(board, one)),
  );
  arrange(place, [board.top, filters(board), alike(board), columns].filter(Boolean));
  board.drawn = board.drawing;
  for (const box of place.querySelectorAll("[data-tick]"))
    box.checked = board.state.ticked.has(box.dataset.tick);
  sift(board);
  if (spot && root.activeElement !== focused) refocus(place, spot, selection);
};

// A tick draws this alone: hundreds of cards stay as they are.
export const drawTop = (board) => {
  board.place.classList.toggle("archived", board.data.archived);
  board.place.classList.toggle("ticking", tickedCards(board).length > 0);
  arrange(board.top, [board.alarm, toolbar(board), panel(board)].filter(Boolean));
};

const refocus = (place, spot, selection) => {
  const found = (name) => place.querySelector(`[data-spot="${CSS.escape(name)}"]`);
  const back = found(spot) ?? found(`edit ${spot.split(" ")[1]}`) ?? found("target");
  back?.focus({ preventScroll: true });
  if (selection && back?.setSelectionRange) back.setSelectionRange(...selection);
};

export default function ({ data: { now, ...data }, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".board");
  const first = !place.recolte;
  const board = (place.recolte ??= {
    place,
    said: parentElement.querySelector(".said"),
    sheet: parentElement.querySelector(".keys"),
    top: element("div", { className: "top" }),
    alarm: element("p", { className: "refused", role: "alert" }),
    waiting: [],
    drawn: new Map(),
    state: {
      ticked: new Set(),
      unfolded: new Set(),
      typed: {},
      panel: null,
      editing: null,
      target: null,
      filters: unfiltered(),
    },
  });
  board.trigger = setTriggerValue;
  if (first) {
    followDrags(board);
    place.addEventListener("pointerdown", (event) => {
      if (!event.target.closest(".more")) foldMore(board);
    });
  }
  board.deafen ??= followKeys(board);
  const call = (board.call = (board.call ?? 0) + 1); // Streamlit tidies up with what the latest call returned
  const leave = () => {
    if (board.call === call) {
      board.deafen?.();
      board.deafen = null;
    }
  };
  if (board.now !== now) Object.assign(board, { now, ahead: now - Date.now() / 1000 }); // the server's clock
  const news = JSON.stringify(data);
  if (board.news === news) return leave;
  const everywhere = JSON.stringify([
    data.words,
    data.frozen,
    data.archived,
    data.reasons,
    data.languages,
    data.origins,
  ]);
  if (board.everywhere !== everywhere) Object.assign(board, { everywhere, drawn: new Map() });
  board.news = news;
  answered(board, data);
  draw(board);
  return leave;
}
