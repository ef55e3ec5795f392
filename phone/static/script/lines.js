// A scribe's page: Enter sends, several lines are several notes, and each choice stays for the next note.
import { length, linesOf, reading } from "./forms.js";
import { keep, recall } from "./memory.js";
import { each, fill, me, own, page } from "./page.js";

const { size, wrong } = reading; // of one note
const hasLines = (box) => "lines" in box.dataset;

reading.size = (box) => (!hasLines(box) ? size(box) : box.value.trim() ? linesOf(box).length : 0);
reading.wrong = (box) => {
  if (!hasLines(box) || !box.value.trim()) return wrong(box);
  const lines = linesOf(box),
    most = Number(box.dataset.limit),
    limit = Number(box.dataset.lineLimit);
  if (lines.length > most) return fill(page.tooManyLines, { lines: lines.length, limit: most });
  const at = lines.findIndex((line) => !line.trim() || length(line) > limit);
  if (at < 0) return "";
  const words = lines[at].trim() ? page.lineTooLong : page.lineEmpty;
  return fill(words, { line: at + 1, length: length(lines[at]), limit });
};

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !("enter" in event.target.dataset))
    return;
  event.preventDefault();
  const button = event.target.form.querySelector("button");
  if (!event.repeat && !button.disabled) event.target.form.requestSubmit(button);
});

function remind() {
  each("[data-remember]", (field) => {
    const chosen = recall("choice:" + own(me) + field.dataset.remember);
    if (Array.from(field.options).some((option) => option.value === chosen)) field.value = chosen;
  });
}
document.addEventListener("change", (event) => {
  const name = event.target.dataset.remember;
  if (!name) return;
  keep("choice:" + own(me) + name, event.target.value);
  remind();
});
document.addEventListener("dressed", remind);
