// What the phone keeps, until the server has it or for good: by name, in the browser's store or in memory.
import { me, own, page, prefix } from "./page.js";

const memory = new Map(); // for a browser that refuses to keep anything (private window, full phone)

export function keep(name, value) {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
    memory.delete(name);
    return true;
  } catch {
    memory.set(name, value);
    return false;
  }
}
export function recall(name) {
  if (memory.has(name)) return memory.get(name);
  try {
    return JSON.parse(localStorage.getItem(prefix + name));
  } catch {
    return null;
  }
}
export function forget(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(prefix + name);
  } catch {} // it was only in memory
}
export function kept(start) {
  let stored = [];
  try {
    stored = Object.keys(localStorage)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  } catch {} // what is in memory is all there is
  const found = new Set(stored.concat(Array.from(memory.keys())));
  return Array.from(found)
    .filter((name) => name.startsWith(start))
    .sort();
}
export const waiting = () => kept("out:");
export const waitingItems = () => waiting().map(recall).filter(Boolean);
export const draftOf = (draft, who = me) => "draft:" + own(who) + draft;
export const whose = (item) => item.who || "1"; // «1» wrote alone on the pages of before
export const mine = (item) => whose(item) === me;
export const textsOf = (item) => item.body.texts || [item.body.text];

// The join code was replaced: what this phone kept under one of before is this page's now.
function adopt(code) {
  const old = "recolte:" + code + ":";
  try {
    Object.keys(localStorage)
      .filter((name) => name.startsWith(old))
      .forEach((name) => {
        const here = prefix + name.slice(old.length);
        if (localStorage.getItem(here) !== null) return;
        localStorage.setItem(here, localStorage.getItem(name));
        localStorage.removeItem(name);
      });
  } catch {} // nothing is kept, or there is no room for both: it stays where it was
}
if (page.former) page.former.split(" ").forEach(adopt);
