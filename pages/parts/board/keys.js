// --- keys: only where nobody is typing; letters stay with the browser and with screen readers ----------
import { element } from "../frame/elements.js";

const KEYS = ["tab", "arrows", "space", "enter", "undo", "redo", "escape", "help"];
const writing = (at) =>
  Boolean(
    at?.isContentEditable ||
    at?.matches?.('textarea, select, input:not([type="checkbox"]):not([type="radio"])'),
  );

export const showKeys = (board) => {
  const { words } = board.data;
  const close = element("button", { type: "button", textContent: words.close, className: "main" });
  close.addEventListener("click", () => board.sheet.close());
  board.sheet.replaceChildren(
    element("h3", { textContent: words.keys, id: "board-keys" }),
    element("ul", {}, ...KEYS.map((name) => element("li", { textContent: words[`key_${name}`] }))),
    close,
  );
  board.sheet.setAttribute("aria-labelledby", "board-keys");
  board.sheet.showModal();
};

// From card to card with the arrows: up and down in a column, left and right to the next column with cards.
const towards = (board, here, key) => {
  const boxes = (list) => [
    ...list.querySelectorAll(':scope > [data-card]:not([hidden]) input[data-spot^="tick "]'),
  ];
  const columns = [...board.place.querySelectorAll(".columns .cards")]
    .map(boxes)
    .filter((list) => list.length);
  const across = columns.findIndex((list) => list.includes(here));
  if (across < 0) return null;
  const down = columns[across].indexOf(here);
  const beside = (list) => list?.[Math.min(down, list.length - 1)];
  return {
    ArrowUp: columns[across][down - 1],
    ArrowDown: columns[across][down + 1],
    ArrowLeft: beside(columns[across - 1]),
    ArrowRight: beside(columns[across + 1]),
  }[key];
};

// Until what it returns is called: a listener that stayed would keep the whole board of a page that was left.
export const followKeys = (board) => {
  const pressed = (event) => {
    const at = event.composedPath()[0];
    if (board.sheet.open || event.altKey || writing(at)) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      board.place.querySelector(`[data-spot="${event.shiftKey ? "again" : "back"}"]`).click();
    } else if (event.key === "?") {
      event.preventDefault();
      showKeys(board);
    } else {
      const next = towards(board, at, event.key);
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
};
