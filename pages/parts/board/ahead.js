// --- acts that the server has not answered yet: shown where they lead, and marked as under way ----------
// Each has a number; all that wait are sent again with the next one, and the server does each once.
import { draw } from "./board.js";
import { element } from "../frame/elements.js";

const PATIENCE = 5000; // milliseconds until what was never answered is sent again
const LATER = new Set(["back", "again", "like"]); // what they change, only the server knows

export const ask = (board, action) => {
  board.number = Math.max(board.number ?? 0, board.told.answered) + 1;
  board.waiting.push({ ...action, number: board.number });
  tellServer(board);
  draw(board);
};

const tellServer = (board) => {
  dispatchEvent(new CustomEvent("recolte-asked"));
  board.trigger("action", { acts: board.waiting });
  clearTimeout(board.retry);
  board.retry = setTimeout(() => {
    if (board.waiting.length && board.place.isConnected) tellServer(board);
  }, PATIENCE);
};

// A number that went back belongs to another session: what it never heard of is not shown as done.
export const answered = (board, told) => {
  const anew = told.answered < (board.told?.answered ?? 0);
  board.waiting = anew ? [] : board.waiting.filter((one) => one.number > told.answered);
  alarm(board, told);
  board.told = told;
};

// A refusal stays on screen even if its author had pressed again before it came.
const alarm = (board, told) => {
  const earlier = told.answered !== board.told?.answered && told.answered <= board.alarmed;
  if (told.refused) board.alarmed = board.number ?? 0;
  else if (earlier) return;
  Object.assign(board.alarm, { textContent: told.refused, hidden: !told.refused });
};

const AHEAD = {
  move: (card, { group }) => ({ ...card, column: group ?? "", parked: false, reason: "" }),
  park: (card, { reason }) => ({ ...card, column: "parked", parked: true, pinned: false, reason }),
  merge: (card, { ideas, text }) => (card.id === ideas[0] ? { ...card, text } : null),
};

export const foreseen = (told, waiting) =>
  waiting.reduce((data, act) => {
    const ideas = new Set(act.ideas ?? [act.idea]);
    const onCard = (card) => {
      const led = (AHEAD[act.act] ?? ((same) => same))(card, act);
      return led && { ...led, waits: true };
    };
    const onColumn = (one) => {
      if (!(one.group && one.id === act.group) || act.act === "move") return one;
      const title =
        act.act === "name" && ((document.documentElement.lang === "en" && act.title_en) || act.title_fr);
      return { ...one, waits: true, ...(title ? { title, suggested: false } : {}) };
    };
    return {
      ...data,
      cards: data.cards
        .map((card) => (ideas.has(card.id) && !LATER.has(act.act) ? onCard(card) : card))
        .filter(Boolean),
      columns: data.columns.map(onColumn),
    };
  }, told);

export const underWay = (board) => element("p", { className: "wait", textContent: board.data.words.waiting });
