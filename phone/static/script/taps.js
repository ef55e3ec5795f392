// Said by tapping alone: «I am done», «I need help», and the ranks of the cells one would like to join.
import { sources } from "./live.js";
import { draftOf, forget, keep, mine, recall, waiting, waitingItems, whose } from "./memory.js";
import { put, sending } from "./outbox.js";
import { each } from "./page.js";

export const isHelpDue = () => Boolean(document.querySelector("[data-signal=help][data-value='1']"));

const tapped = {}; // when each kind of signal was tapped last

function paintSignal(box, value) {
  const focused = document.activeElement;
  box.dataset.value = value;
  sources.delete(box.dataset.part); // what the server says next is drawn, even if it says the same as before
  each(
    "[data-set]",
    (button) => {
      if (button.hasAttribute("aria-pressed"))
        button.setAttribute("aria-pressed", String(button.dataset.set === value));
    },
    box,
  );
  each(
    "[data-when]",
    (one) => {
      one.hidden = one.dataset.when !== value;
    },
    box,
  );
  if (focused.hidden && box.contains(focused)) box.querySelector("button:not([hidden])").focus();
}
function unsaid(box) {
  return (item) => item.path === box.dataset.signal && mine(item) && item.body.about === box.dataset.about;
}
function signal(button) {
  const box = button.closest("[data-signal]");
  const again = Date.now() - tapped[box.dataset.signal] < 800; // a double tap, not a second thought
  tapped[box.dataset.signal] = Date.now();
  // A tap on the pressed button takes it back, as with any such button.
  const value = button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.set;
  if (again || box.dataset.value === value) return;
  waiting()
    .filter((name) => name !== sending && unsaid(box)(recall(name) || { body: {} }))
    .forEach(forget);
  paintSignal(box, value);
  put(box.dataset.signal, { about: box.dataset.about, value: Boolean(value) });
}
export function dressSignal(box) {
  const left = waitingItems().filter(unsaid(box));
  if (left.length) paintSignal(box, left[left.length - 1].body.value ? "1" : "");
}

// Choices stay on the phone until the server has them; one cell has one rank, and one rank one cell.
const WISH = draftOf("wish");

function paintWish(form, wish) {
  each(
    "[data-rank]",
    (button) => {
      const cell = button.closest("[data-cell]").dataset.cell;
      button.setAttribute("aria-pressed", String(wish.ranked[button.dataset.rank] === cell));
    },
    form,
  );
  form.querySelector("[data-none]").setAttribute("aria-pressed", String(!wish.ranked.some(Boolean)));
  each(
    "[name='ranked[]']",
    (field, n) => {
      field.value = wish.ranked[n] || "";
    },
    form,
  );
  form.elements.flexible.checked = wish.flexible;
}
function wishOf(form) {
  return {
    ranked: Array.from(form.querySelectorAll("[name='ranked[]']"), (field) => field.value),
    flexible: form.elements.flexible.checked,
  };
}
function choose(button) {
  const form = button.closest("form");
  const wish = wishOf(form);
  const on = button.getAttribute("aria-pressed") === "true";
  if ("none" in button.dataset) wish.ranked = wish.ranked.map(() => "");
  else {
    const cell = button.closest("[data-cell]").dataset.cell;
    wish.ranked = wish.ranked.map((one) => (one === cell ? "" : one));
    if (!on) wish.ranked[button.dataset.rank] = cell;
  }
  keep(WISH, wish);
  paintWish(form, wish);
  sayUnsent();
}
function sayUnsent() {
  each("[data-part=wished]", (saved) => {
    saved.hidden = Boolean(recall(WISH));
  });
}
export function dressWish(form) {
  const left = waitingItems().filter((one) => one.path === "wish" && mine(one));
  const wish = recall(WISH) || (left.length ? left[left.length - 1].body : null);
  if (wish) paintWish(form, { ranked: wish.ranked, flexible: Boolean(wish.flexible) });
  sayUnsent();
}
export function settleWish(item) {
  const sent = item.body,
    name = draftOf("wish", whose(item));
  const wish = recall(name);
  const same =
    wish && wish.ranked.filter(Boolean).join() === sent.ranked.join() && wish.flexible === sent.flexible;
  if (same) forget(name);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-set],[data-rank],[data-none]");
  if (button) ("set" in button.dataset ? signal : choose)(button);
});
document.addEventListener("change", (event) => {
  if (event.target.name !== "flexible") return;
  keep(WISH, wishOf(event.target.form));
  sayUnsent();
});
