// --- dragging: one more way to move; clicks, keys and a finger that scrolls know nothing of it -----------
import { send, tickedCards } from "./board.js";
import { isParked } from "./columns.js";

export const followDrags = (board) => {
  const { place } = board;
  const over = (event) => event.target.closest?.(".columns [data-column]");
  const show = (target) => {
    for (const one of place.querySelectorAll(".over")) if (one !== target) one.classList.remove("over");
    target?.classList.add("over");
  };
  place.addEventListener("dragstart", (event) => {
    const id = event.target.dataset?.card;
    if (!id) return;
    const { ticked } = board.state;
    board.dragged = ticked.has(id) ? tickedCards(board).map((card) => card.id) : [id];
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", ""); // Firefox needs it; no other window gets words
  });
  place.addEventListener("dragover", (event) => {
    const target = board.dragged && over(event);
    if (!target || isParked({ id: target.dataset.column })) return show(null);
    event.preventDefault();
    show(target);
  });
  place.addEventListener("drop", (event) => {
    const target = over(event);
    const ideas = board.dragged;
    show(null);
    if (!ideas || !target || isParked({ id: target.dataset.column })) return;
    event.preventDefault();
    board.dragged = null;
    send(board, { act: "move", ideas, group: target.dataset.column || null });
  });
  place.addEventListener("dragend", () => {
    board.dragged = null;
    show(null);
  });
};
