// The part of the page that follows the workshop: asked for when something moved, put in place so that
// neither what is typed nor the phone's keyboard is disturbed.
import { setClock } from "./clock.js";
import { keepDrafts, listUnsent, retype, submit, typed } from "./forms.js";
import { draftOf, forget, keep, kept, recall } from "./memory.js";
import { line, put, settleRefusals, show, shutOut, stranger, tell, wake } from "./outbox.js";
import { base, byId, each, jitter, me, page, prefix } from "./page.js";
import { dressSignal, dressWish, isHelpDue } from "./taps.js";

let composing = false,
  asking = false,
  again = null,
  soon = 0,
  due = 0,
  lastAsked = 0;
export let sources = new Map();
const taken = new Set();
const parts = (root) => Array.from(root.children).filter((one) => one.dataset.part);
const written = (root) => new Map(parts(root).map((one) => [one.dataset.part, one.outerHTML]));

export function later(delay) {
  if (soon && due <= Date.now() + delay) return;
  clearTimeout(soon);
  due = Date.now() + delay;
  soon = setTimeout(() => {
    soon = 0;
    refresh();
  }, delay);
}
export function refresh(force) {
  if (!page.enrolled) {
    if (document.querySelector("[data-reload]")) location.reload();
  } else if (asking || composing) again = { force: force || (again && again.force) };
  else if (!stranger) ask(force);
}
function where() {
  return page.now + (page.follow ? "&seen=" + byId("now").dataset.mark : "");
}
async function ask(force) {
  asking = true;
  lastAsked = Date.now();
  let fresh = null,
    done = false;
  try {
    const answer = await fetch(where(), { credentials: "same-origin", cache: "no-store" });
    done = answer.status < 500 && answer.status !== 429;
    setClock(answer.headers.get("x-now"));
    if (!answer.ok && done) shutOut(await answer.json());
    else fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("now");
  } catch {} // asked again below
  asking = false;
  if (fresh && composing) again = { force };
  else if (fresh) swap(fresh, force);
  if (!done) later(1000 + jitter(3000));
  else if (again && !composing) {
    const next = again;
    again = null;
    refresh(next.force);
  }
}
// How to find a control again on the page that follows: by its name, or by the places it stands in.
const marks = ["data-part", "data-item", "data-post", "data-add", "data-move", "data-blank", "name", "value"];
function address(one) {
  const steps = [];
  for (let at = one; at && at.id !== "now"; at = at.parentElement) {
    const known = marks.filter((mark) => at.hasAttribute(mark));
    const said = known.map((mark) => "[" + mark + '="' + CSS.escape(at.getAttribute(mark)) + '"]').join("");
    if (at.id || said || at === one) steps.unshift(at.localName + (at.id ? "#" + CSS.escape(at.id) : said));
    if (at.id) break;
  }
  return steps.join(" ");
}
// What the answer to a write brings along; the dots of a ballot stay as the thumb left them.
export function place(html) {
  const fresh = page.follow ? null : new DOMParser().parseFromString(html, "text/html").getElementById("now");
  if (!fresh || composing || stranger) return refresh();
  swap(fresh);
  if (asking) again = again || {}; // what was asked before may still come, and be older
}
// The server of an archived workshop knows nobody: what this phone was told of its ideas stays.
function carryOver(old, fresh) {
  const section = fresh.querySelector("[data-part=kept]"),
    told = old.querySelector("[data-part=receipts]");
  if (!section || !told) return;
  section.append(told.cloneNode(true));
  section.hidden = false;
}
function swap(fresh, force) {
  keepDrafts();
  const old = byId("now");
  carryOver(old, fresh);
  const focus = document.activeElement;
  const inside = old.contains(focus);
  const at = inside && focus !== old && address(focus);
  const mark = focus.tagName === "TEXTAREA" ? [focus.selectionStart, focus.selectionEnd] : null;
  const open = Array.from(document.querySelectorAll("details[open][id]"), (one) => one.id);
  const moved = fresh.dataset.step !== old.dataset.step;
  const typing = Array.from(document.querySelectorAll("#contact input"), (field) => [
    field.id,
    field.value,
    field.checked,
  ]);
  const now = written(fresh);
  const alike =
    !force &&
    !moved &&
    Array.from(now.keys()).join() ===
      parts(old)
        .map((one) => one.dataset.part)
        .join();
  if (alike) {
    Object.assign(old.dataset, fresh.dataset);
    const news = parts(fresh);
    parts(old).forEach((part, n) => {
      if (sources.get(part.dataset.part) !== now.get(part.dataset.part)) part.replaceWith(news[n]);
    });
  } else old.replaceWith(fresh);
  sources = now;
  open.forEach((id) => {
    if (byId(id)) byId(id).open = true;
  });
  typing.forEach(([id, value, checked]) => {
    if (byId(id)) Object.assign(byId(id), { value, checked });
  });
  dress();
  document.title = byId("now").dataset.tab || document.title;
  const field = at && byId("now").querySelector(at);
  if (field && field !== document.activeElement) {
    field.focus({ preventScroll: true });
    if (mark) field.setSelectionRange(mark[0], mark[1]);
  }
  // A control that is gone, or shut, leaves its reader at the beginning of the step.
  if (inside && !byId("now").contains(document.activeElement)) byId("now").focus({ preventScroll: true });
  if (moved) {
    window.scrollTo(0, 0);
    settleRefusals();
    byId("announce").textContent = document.querySelector("#now h1").textContent;
  }
}
function dress() {
  each("[data-draft]", (box) => {
    const text = recall(draftOf(box.dataset.draft));
    if (text && text !== box.value) retype(box, text);
  });
  each("[data-back]", (link) => {
    link.href = page.home;
  });
  each("[data-signal]", dressSignal);
  each("[data-ranks]", dressWish);
  each("[data-unsent]", listUnsent);
  each("[data-take]", (form) => {
    const subject = form.dataset.take;
    if (!taken.has(subject)) put("hat", { subject });
    taken.add(subject); // once for each page: a refusal is shown, not repeated
  });
  document.dispatchEvent(new Event("dressed"));
  show();
}

let waits = 0;

function listen() {
  const stream = new EventSource("/live/" + page.code + (page.live === "seq" ? "/all" : ""));
  stream.onopen = () => {
    line.live = true;
    waits = line.failures = 0;
    wake(0);
    show();
  };
  stream.onerror = () => {
    if (line.live) line.downSince = Date.now();
    line.live = false;
    setTimeout(show, 2600);
    if (stream.readyState !== 2) return;
    waits += 1; // the browser gave up, as it does when a proxy answers for a server that is starting
    setTimeout(listen, Math.min(1000 * 2 ** waits, 15000) * (0.5 + jitter(1)));
  };
  stream.addEventListener("now", (message) => {
    const news = JSON.parse(message.data);
    if (String(news[page.live]) === byId("now").dataset.moves) return;
    // A whole room hears at once: spread the questions, and ask once for several changes.
    later(Math.max(jitter(news.spread), 1000 - (Date.now() - lastAsked)));
  });
}

// An answered call for help wakes no phone, and neither do counts: who waits for one asks now and then.
function watch() {
  const pause = page.follow ? Number(byId("now").dataset.pause) : isHelpDue() ? 10000 : 0;
  if (pause && !document.hidden && Date.now() - lastAsked > pause) refresh();
  setTimeout(watch, 500 + jitter(1000));
}

document.addEventListener("submit", (event) => {
  if (!event.target.dataset.post) return;
  event.preventDefault();
  submit(event.target);
});
document.addEventListener("click", (event) => {
  // The hand-over screen comes from the server; without a network there would be nothing at all.
  if (event.target.closest("[data-hand-over]") && (navigator.onLine === false || !line.live))
    event.preventDefault();
});
document.addEventListener("input", (event) => {
  if (event.target.dataset.draft) typed(event.target);
});
document.addEventListener("compositionstart", () => {
  composing = true;
});
document.addEventListener("compositionend", () => {
  composing = false;
  if (again) later(0);
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return keepDrafts();
  wake(0);
  later(jitter(500));
});
// A page that a browser keeps for its back button shows nobody's words when the phone has changed hands.
window.addEventListener("pagehide", () => {
  keepDrafts();
  document.body.hidden = true;
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
window.addEventListener("offline", show);
if (page.proof) keep("holder", me); // for the tabs that the one before left open
window.addEventListener("storage", (event) => {
  show();
  if (page.proof && event.key === prefix + "holder") refresh(true);
  const settled = event.key && event.key.startsWith(prefix + "out:") && !event.newValue;
  if (settled) later(200); // by another tab of this browser
});
window.addEventListener("online", () => {
  line.failures = 0;
  wake(0);
  show();
});

export function begin() {
  if (location.pathname.startsWith("/j/")) history.replaceState(null, "", base);
  sources = written(byId("now"));
  dress();
  kept("no:" + me + ":").forEach((name) => {
    const told = recall(name);
    if (told) tell(...told);
    forget(name);
  });
  wake(0);
  if (page.enrolled === "yes") watch();
  // Newcomers, and people who come after the end, have nothing to follow: one request fewer on the way in.
  if (page.enrolled === "yes" || document.querySelector("[data-reload]")) listen();
  page.ready = "yes";
}
