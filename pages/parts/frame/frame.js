// Says the page's language, and gives Streamlit's own buttons their names in it; its icons say nothing aloud.
import { keepFocus } from "./focus.js";

const rename = (root, words) => {
  for (const one of root.querySelectorAll("[aria-label], [title]")) {
    for (const name of ["aria-label", "title", "aria-roledescription"]) {
      const own = one.getAttribute(name) ?? "";
      const found = words[own] ?? (own.startsWith("Remove ") ? own.replace("Remove", words.Remove) : null);
      if (found && found !== own) one.setAttribute(name, found);
    }
  }
  const skip = root.querySelector('a[href="#stMain"]');
  if (skip && skip.textContent !== words.skip) skip.textContent = words.skip;
  for (const icon of root.querySelectorAll(
    '[data-testid="stIconMaterial"], [role="img"][aria-label$=" icon"]',
  )) {
    icon.setAttribute("aria-hidden", "true");
  }
  // A figure is told by its text alternative; Vega would name its frames, in English.
  for (const drawn of root.querySelectorAll('[data-testid="stVegaLiteChart"] > svg'))
    drawn.setAttribute("aria-hidden", "true");
};

const askHelp = (event) => {
  if (event.key !== "F1" || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault(); // the browser's own help
  document.querySelector(".st-key-console_help button")?.click();
};

export default function ({ data, parentElement }) {
  const host = parentElement.host ?? parentElement;
  document.documentElement.lang = data.language;
  host.recolteFrame?.disconnect();
  rename(document, data.words);
  document.recolteFocus ??= keepFocus();
  const watch = new MutationObserver(() => {
    rename(document, data.words);
    document.recolteFocus();
  });
  watch.observe(document.body, { childList: true, subtree: true });
  host.recolteFrame = watch;
  document.addEventListener("keydown", askHelp); // adding the same one again changes nothing
  return () => {
    watch.disconnect();
    document.removeEventListener("keydown", askHelp);
  };
}
