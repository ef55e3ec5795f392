// The outbox: one entry for each write, sent in order until the server has answered that it is kept.
// A key made here makes every resend harmless, from another tab too.
import { boxes, clear, giveBack, keepDrafts } from "./forms.js";
import { later, place, refresh } from "./live.js";
import { forget, keep, mine, recall, textsOf, waiting, waitingItems, whose } from "./memory.js";
import { add, base, byId, each, fill, jitter, me, page } from "./page.js";
import { settleWish } from "./taps.js";

const absent = new Set(); // those who have no place now: theirs waits, the others' goes on
export let sending = null;
export let stranger = false;
let last = 0,
  alarm = 0;
export const line = { live: true, downSince: 0, failures: 0 }; // to the server

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
export function put(path, body, more) {
  last = Math.max(last + 1, Date.now());
  const key = newKey();
  const name = "out:" + String(last).padStart(15, "0") + ":" + key;
  // The proof that it was written on this person's page: it may be sent once somebody else holds the phone.
  const item = Object.assign({ path, who: me, proof: page.proof, body: Object.assign({ key }, body) }, more);
  const safe = keep(name, item);
  if (!safe) item.unsaved = true;
  show();
  wake(0);
  return safe;
}
export function wake(delay) {
  clearTimeout(alarm);
  alarm = setTimeout(flush, delay);
}
async function flush() {
  // A person without a place takes one first; what was written before waits for it.
  const ready = waiting().filter((one) => {
    const item = recall(one) || {};
    return !absent.has(whose(item)) && (!mine(item) || page.enrolled || item.path === "check-in");
  });
  const name = ready.find((one) => mine(recall(one) || {})) || ready[0]; // who holds the phone goes first
  if (sending || !name) return;
  const item = recall(name);
  if (!item) return forget(name);
  const early = Math.min((item.after || 0) - Date.now(), 600);
  if (early > 0) return wake(early);
  sending = name;
  const answer = await post(item);
  sending = null;
  line.failures = answer ? 0 : line.failures + 1;
  if (answer && answer.pause) return wake(answer.pause * 1000 * (1 + jitter(0.3))); // too fast: later
  if (answer) settle(name, item, answer);
  show();
  wake(answer ? 0 : Math.min(500 * 2 ** line.failures, 15000) * (0.5 + jitter(1)));
}
async function post(item) {
  const gate = new AbortController();
  const limit = setTimeout(() => gate.abort(), 20000);
  try {
    const answer = await fetch(base + "/" + item.path + "?who=" + whose(item), {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-Proof": item.proof || "" },
      body: JSON.stringify(item.body),
      signal: gate.signal,
    });
    if (answer.status === 429 || answer.status === 408)
      return { pause: Number(answer.headers.get("retry-after")) || 5 };
    const said = await answer.json();
    // Anything but our own words (a hotel's sign-in page, a proxy's apology) is no answer at all.
    if (answer.ok ? typeof said.seq === "number" : answer.status < 500 && said.refusal) return said;
  } catch {
    // no network: the same as no answer
  } finally {
    clearTimeout(limit);
  }
  return null;
}
function settle(name, item, answer) {
  const shut = ["participant.unknown", "participant.removed", "participant.handed_on", "access.scribe_link"];
  if (shut.includes(answer.key)) {
    absent.add(whose(item)); // for when the place or the phone is taken again
    return mine(item) && shutOut(answer);
  }
  if (recall(name) === null) return later(0); // another tab was faster
  forget(name);
  if (answer.key === "workshop.archived") return tooLate(item, answer.refusal);
  if (answer.refusal) return refuse(item, answer.refusal);
  if (item.path === "wish") settleWish(item);
  keep("sent", Date.now()); // for the other tabs of this browser too
  if (!mine(item)) return;
  settleRefusals();
  if (item.unsaved && item.draft) clear(item.draft, textsOf(item).join("\n"));
  if (item.path === "check-in") location.replace(page.home);
  else if (answer.now) place(answer.now);
  else if (item.path !== "ballot") refresh();
}
function refuse(item, sentence) {
  const text = textsOf(item).join("\n");
  if (item.draft && !item.unsaved) giveBack(item.draft, text, whose(item));
  if (!mine(item)) return keep("no:" + whose(item) + ":" + item.body.key, [sentence, item.draft, text]);
  byId("refusals").textContent = "";
  tell(sentence, item.draft, text);
  if (item.path !== "check-in") refresh(item.path === "ballot"); // the ballot that counts is the one before
}
// After the archive: a text stays here to be copied (`listUnsent`), a choice is told of, a tap is not.
const TAPS = ["done", "help", "hat"];
function tooLate(item, sentence) {
  if (item.draft && !item.unsaved) giveBack(item.draft, textsOf(item).join("\n"), whose(item));
  if (!mine(item)) return;
  if (!item.draft && !TAPS.includes(item.path)) tell(sentence, "", "", "wait");
  refresh();
}
export function tell(sentence, draft, text, look) {
  const note = add(byId("refusals"), "div", "");
  note.className = look || "refusal";
  add(note, "p", sentence);
  if (draft && !boxes(draft).length) add(note, "blockquote", text);
  add(note, "button", page.dismiss).onclick = () => {
    note.remove();
    byId("now").focus({ preventScroll: true });
  };
  note.scrollIntoView();
}
export function settleRefusals() {
  each("#refusals > .refusal", (note) => {
    if (!note.querySelector("blockquote")) note.remove(); // a text that has no box any more stays readable
  });
}
export function shutOut(answer) {
  if (answer.key === "participant.removed") return location.reload(); // that page says so, and waits
  stranger = true;
  absent.add(me);
  byId("stranger").hidden = false;
  byId("stranger").firstElementChild.textContent = answer.refusal;
  const away = answer.key === "participant.handed_on";
  byId("stranger").lastElementChild.hidden = !away && answer.key !== "participant.unknown";
  if (!away) return;
  keepDrafts();
  byId("now").replaceChildren(); // of somebody who handed the phone on, in a tab that was left open
  byId("refusals").replaceChildren();
}
// The status line says what is true: sent, waiting, offline.
const SAID = 4000; // for so many milliseconds

export function show() {
  const items = waitingItems();
  const down =
    navigator.onLine === false || line.failures > 1 || (!line.live && Date.now() - line.downSince > 2500);
  const loose = items.some((item) => item.unsaved);
  const age = Math.abs(Date.now() - recall("sent"));
  if (age < SAID) setTimeout(show, SAID + 100 - age);
  let text = age < SAID ? page.sent : "";
  if (items.length)
    text = fill(loose ? page.unsaved : down ? page.offlineWaiting : page.waiting, { n: items.length });
  else if (down) text = page.offline;
  const status = byId("status");
  if (status.textContent !== text) status.textContent = text;
  status.className = "status" + (down ? " down" : items.length ? " busy" : "");
  each("[data-pending-for]", (list) => listPending(list, items));
}
function listPending(list, items) {
  const texts = items.filter((one) => one.draft === list.dataset.pendingFor && mine(one)).flatMap(textsOf);
  if (list.dataset.shown === texts.join("\n")) return;
  list.dataset.shown = texts.join("\n");
  list.textContent = "";
  texts.forEach((text) => {
    const row = add(list, "li", "");
    row.className = "card";
    add(row, "p", text).className = "note";
    add(row, "p", page.pending).className = "hint";
  });
}
