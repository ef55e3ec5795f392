// A ballot is always sent whole, never «one more»; a newer one takes the place of one that still waits.
// What is on it stands in the page alone: `marksOf` reads it there, `paint` writes it.
import { forget, mine, recall, waiting, waitingItems } from "./memory.js";
import { put, sending } from "./outbox.js";
import { byId, each, fill } from "./page.js";

function marksOf(ballot) {
  const marks = {};
  each(
    "[data-item]",
    (row) => {
      const mark = row.querySelector("[data-mark]");
      if (mark && Number(mark.textContent)) marks[row.dataset.item] = Number(mark.textContent);
      each(
        "input:checked",
        (grade) => {
          marks[grade.name] = Number(grade.value);
        },
        row,
      );
    },
    ballot,
  );
  return marks;
}
function paint(ballot, marks) {
  const painted =
    "graded" in ballot.dataset ? paintGrades : "ranked" in ballot.dataset ? paintRanks : paintDots;
  const done = painted(ballot, marks);
  Array.from(ballot.querySelector("[data-budget]").children).forEach((line, n) => {
    line.hidden = n !== done;
  });
}
function paintGrades(ballot, marks) {
  let whole = 0; // rows with an answer to all that is asked of them
  each(
    "[data-item]",
    (row) => {
      each(
        "input",
        (grade) => {
          grade.checked = Number(grade.value) === marks[grade.name];
        },
        row,
      );
      const given = row.querySelectorAll("input:checked").length === row.querySelectorAll("fieldset").length;
      row.classList.toggle("marked", given);
      whole += given;
    },
    ballot,
  );
  return whole;
}
function paintDots(ballot, marks) {
  const prices = ballot.dataset.prices && JSON.parse(ballot.dataset.prices); // in words, for credits
  const cost = (votes) => (prices ? votes * votes : votes);
  const spent = Object.values(marks).reduce((sum, votes) => sum + cost(votes), 0);
  each(
    "[data-item]",
    (row) => {
      const mark = marks[row.dataset.item] || 0;
      const next = spent + cost(mark + 1) - cost(mark);
      const full = next > Number(ballot.dataset.dots) || mark >= Number(ballot.dataset.cap);
      row.querySelector("[data-mark]").textContent = mark;
      row.classList.toggle("marked", mark > 0);
      each(
        "[data-add]",
        (button) => {
          button.setAttribute("aria-disabled", String(button.dataset.add === "1" ? full : !mark));
        },
        row,
      );
      each(
        "[data-price]",
        (price) => {
          price.textContent = prices[mark];
        },
        row,
      );
    },
    ballot,
  );
  return spent;
}
function paintRanks(ballot, marks) {
  const rows = Array.from(ballot.querySelectorAll("[data-item]"));
  const place = (row) => marks[row.dataset.item] || 0;
  const placed = rows.filter(place).sort((one, two) => place(one) - place(two));
  // What nobody placed stands in this person's own order, which is no ranking.
  const loose = rows.filter((row) => !place(row)).sort((one, two) => one.dataset.own - two.dataset.own);
  arrange(ballot.querySelector("ol"), placed);
  arrange(ballot.querySelector("ul"), loose);
  rows.forEach((row) => {
    row.querySelector("[data-mark]").textContent = place(row) || "";
    row.classList.toggle("marked", place(row) > 0);
    each(
      "[data-move]",
      (button) => {
        const ends = { "-1": 1, 1: placed.length };
        button.hidden = (button.dataset.move === "in") === place(row) > 0;
        button.setAttribute("aria-disabled", String(place(row) === ends[button.dataset.move]));
      },
      row,
    );
  });
  return placed.length;
}
function arrange(list, rows) {
  if (rows.some((row, n) => list.children[n] !== row)) list.prepend(...rows);
  list.previousElementSibling.hidden = !list.children.length;
}

function added(marks, item, more) {
  const mark = (marks[item] || 0) + more;
  const others = Object.assign({}, marks);
  delete others[item];
  return mark ? Object.assign(others, { [item]: mark }) : others;
}
// One place up or down, into the ranking as the last, or out of it: whatever remains has no gap.
function moved(marks, item, way) {
  const order = Object.keys(marks).sort((one, two) => marks[one] - marks[two]);
  const from = order.indexOf(item);
  if (from >= 0) order.splice(from, 1);
  if (way === "in") order.push(item);
  else if (way !== "out") order.splice(from + Number(way), 0, item);
  return Object.fromEntries(order.map((one, n) => [one, n + 1]));
}
function tap(button, byKey) {
  if (button.getAttribute("aria-disabled") === "true") return;
  const ballot = button.closest("[data-ballot]");
  const row = button.closest("[data-item]");
  if (!row) return cast(ballot, {});
  const { add, move } = button.dataset;
  if (move) return rank(ballot, row, button, byKey);
  cast(ballot, added(marksOf(ballot), row.dataset.item, Number(add)));
}
// The rest stays under a thumb that adds one after the other; the focus goes along with what was moved.
function rank(ballot, row, button, byKey) {
  const rest = ballot.querySelector("ul");
  const end = () => rest.getBoundingClientRect().bottom;
  const before = end();
  cast(ballot, moved(marksOf(ballot), row.dataset.item, button.dataset.move));
  if (button.dataset.move === "in" && !byKey) window.scrollBy(0, end() - before);
  follow(ballot, row, button, byKey);
}
function follow(ballot, row, button, byKey) {
  const place = row.querySelector("[data-mark]").textContent;
  const item = row.querySelector("p [lang]").textContent;
  const stays = button.hidden ? row.querySelector(place ? "[data-move=out]" : "[data-move=in]") : button;
  stays.focus({ preventScroll: !byKey });
  byId("announce").textContent = fill(place ? ballot.dataset.saidIn : ballot.dataset.saidOut, {
    item,
    place,
  });
}
const unsent = (ballot) => (item) =>
  item.path === "ballot" && mine(item) && item.body.round === ballot.dataset.ballot;

function cast(ballot, marks) {
  paint(ballot, marks);
  waiting()
    .filter((name) => name !== sending && unsent(ballot)(recall(name) || {}))
    .forEach(forget);
  put("ballot", { round: ballot.dataset.ballot, marks }, { after: Date.now() + 400 });
}

document.addEventListener("dressed", () => {
  each("[data-ballot]", (ballot) => {
    const left = waitingItems().filter(unsent(ballot));
    paint(ballot, left.length ? left[left.length - 1].body.marks : marksOf(ballot));
  });
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add],[data-move],[data-blank]");
  // The second click of a double one would move what has come under the thumb meanwhile.
  if (button && !(button.dataset.move && event.detail > 1)) tap(button, event.detail === 0);
});
document.addEventListener("change", (event) => {
  const graded = event.target.closest("[data-graded]");
  if (graded) cast(graded, marksOf(graded));
});
