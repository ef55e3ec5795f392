// Drafts are kept at each pause; a box is emptied only once its text is in the outbox on this phone.
import { draftOf, forget, keep, kept, recall } from "./memory.js";
import { put } from "./outbox.js";
import { add, byId, each, fill, me, own, page } from "./page.js";

const pauses = new Map();
export const boxes = (draft) =>
  Array.from(document.querySelectorAll("[data-draft]")).filter((box) => box.dataset.draft === draft);
export const length = (text) => Array.from(text.trim()).length;
export const linesOf = (box) => box.value.trimEnd().split("\n");

function keepDraft(box) {
  clearTimeout(pauses.get(box));
  if (!pauses.delete(box)) return;
  if (box.value) keep(draftOf(box.dataset.draft), box.value);
  else forget(draftOf(box.dataset.draft));
}
export function keepDrafts() {
  Array.from(pauses.keys()).forEach(keepDraft);
}
export function typed(box) {
  clearTimeout(pauses.get(box));
  pauses.set(
    box,
    setTimeout(() => keepDraft(box), 300),
  );
  count(box);
}
export function retype(box, text) {
  box.value = text;
  count(box);
  const around = box.closest("details");
  if (around) around.open = true;
}
export function giveBack(draft, text, who) {
  keepDrafts();
  const since = recall(draftOf(draft, who));
  const all = since && since !== text ? text + "\n" + since : text;
  keep(draftOf(draft, who), all);
  if (who === me) boxes(draft).forEach((box) => retype(box, all));
}
// What was never sent stays readable once its box is gone.
export function listUnsent(section) {
  const start = "draft:" + own(me);
  const texts = kept(start)
    .filter((name) => !name.slice(start.length).includes(":"))
    .map(recall);
  const list = section.querySelector("ul");
  list.textContent = "";
  texts
    .filter((text) => text && text.trim)
    .forEach((text) => {
      add(add(list, "li", ""), "p", text).className = "note card";
    });
  section.hidden = !list.firstChild;
}
export function clear(draft, sent) {
  boxes(draft).forEach((box) => {
    if (sent !== undefined && box.value.trimEnd() !== sent.trimEnd()) return; // more was typed since
    clearTimeout(pauses.get(box));
    pauses.delete(box);
    box.value = "";
    count(box);
    const around = box.closest("details");
    if (around) around.open = false;
  });
  forget(draftOf(draft));
}
// How a box is measured, and what is wrong in it; a scribe's page reads a box of several notes otherwise.
export const reading = {
  size: (box) => length(box.value),
  wrong: (box) => {
    const long = length(box.value),
      limit = Number(box.dataset.limit);
    return !long ? page.empty : long > limit ? fill(page.tooLong, { length: long, limit }) : "";
  },
};
function count(box) {
  const counter = byId(box.id + "-count");
  const size = reading.size(box);
  counter.firstElementChild.textContent = size;
  counter.classList.toggle("over", size > Number(box.dataset.limit));
}
function complain(box, text) {
  const note = byId(box.id + "-error");
  note.textContent = text;
  note.hidden = !text;
  box.setAttribute("aria-invalid", String(Boolean(text)));
  if (text) box.focus();
}

let submittedAt = 0;

export function submit(form) {
  const box = form.querySelector("textarea");
  const again = Date.now() - submittedAt < 800; // a double tap, not a second thought
  if (again && (!box || !box.value.trim())) return;
  if (box) {
    const wrong = reading.wrong(box);
    complain(box, wrong);
    if (wrong) return;
  }
  submittedAt = Date.now();
  const draft = box ? box.dataset.draft : undefined;
  const safe = put(form.dataset.post, collect(form), { draft });
  if ("reset" in form.dataset) form.reset();
  if (!safe || !box) return;
  clear(draft);
  each(
    "#off-hat",
    (details) => {
      details.open = false;
    },
    form,
  );
  each(
    "#off-hat select",
    (select) => {
      select.value = "";
    },
    form,
  );
}
function collect(form) {
  const body = {};
  Array.from(form.elements)
    .filter((field) => field.name)
    .forEach((field) => {
      const [outer, inner] = field.name.replace("[]", "").split(".");
      const part = inner ? (body[outer] = body[outer] || {}) : body;
      const off = (field.type === "radio" || field.type === "checkbox") && !field.checked;
      if (field.name.endsWith("[]")) {
        part[outer] = part[outer] || [];
        if (field.value && !off) part[outer].push(field.value);
      } else if (field.type !== "radio" || !off) part[inner || outer] = read(field, off);
    });
  return body;
}
function read(field, off) {
  if (field.type === "checkbox") return !off;
  if ("flag" in field.dataset) return Boolean(field.value);
  if ("lines" in field.dataset) return linesOf(field);
  if ("number" in field.dataset) return field.value ? Number(field.value) : null;
  return field.type === "radio" ? field.value || null : field.value;
}
