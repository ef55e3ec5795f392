// Links to show, copy and open, and a join code that a phone can read.
import { element } from "./elements.js";

const copy = (field, said, words) => {
  field.select();
  const done = () => {
    said.textContent = words.copied;
  };
  // On a plain http address the clipboard interface is absent: the old command still copies the selection.
  if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(done, () => {});
  else if (document.execCommand("copy")) done();
};

const line = ({ label, note, url, open }, words, said) => {
  const field = element("input", { readOnly: true, value: url, ariaLabel: label });
  field.addEventListener("focus", () => field.select());
  const button = element("button", {
    type: "button",
    textContent: words.copy,
    ariaLabel: `${words.copy} ${label}`,
  });
  button.addEventListener("click", () => copy(field, said, words));
  const parts = [field, button];
  if (open)
    parts.push(
      element("a", {
        href: open,
        target: "_blank",
        rel: "noopener",
        textContent: words.open,
        ariaLabel: `${words.open} ${label}`,
      }),
    );
  return element(
    "div",
    { className: "line" },
    element("p", { className: "label", textContent: label }),
    element("p", { className: "note", textContent: note }),
    element("div", { className: "way" }, ...parts),
  );
};

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".links");
  const news = JSON.stringify(data);
  if (place.recolteNews === news) return; // drawn anew, a link would lose the focus
  place.recolteNews = news;
  const said = element("p", { className: "said" });
  said.setAttribute("role", "status");
  const lines = element(
    "div",
    { className: "lines" },
    ...data.links.map((one) => line(one, data.words, said)),
    said,
  );
  place.replaceChildren(lines);
  place.append(
    ...data.codes.map(({ src, alt, caption }, n) =>
      element(
        "figure",
        { className: n ? "more" : "" },
        element("img", { src, alt }),
        element("figcaption", { textContent: caption }),
      ),
    ),
  );
  if (data.greet) place.querySelector("input")?.focus();
}
