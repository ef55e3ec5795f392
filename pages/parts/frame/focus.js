// Keeps the focus in place when the pressed button disappears, instead of at the top of the page: on the same
// button of the form that was emptied, else on what now stands in its place. That is never a control: a
// second press would do something nobody has read yet.
const WAIT = 150; // milliseconds: Streamlit may take something away and bring it back

const steps = (target) => {
  const path = [];
  for (let at = target; at && at !== document.body; at = at.parentElement) {
    path.push({ at, place: at.parentElement, index: [...at.parentElement.children].indexOf(at) });
  }
  return path;
};

const sameInForm = ({ path, name }) => {
  if (!path.some(({ at }) => at.dataset.testid === "stForm")) return null;
  const found = [...document.querySelectorAll('[data-testid="stForm"] button')].find(
    (one) => one.textContent === name,
  );
  return found?.checkVisibility() ? found : found?.closest("details")?.querySelector("summary"); // folded
};

const standIn = ({ path }) => {
  const { place, index } = path.find((one) => one.place.isConnected) ?? {};
  const now = place?.children[Math.min(index, place.children.length - 1)];
  const found = now?.getClientRects().length && now.offsetHeight > 1 ? now : place;
  if (found && !found.matches("a, button, input, summary, [tabindex]")) found.tabIndex = -1;
  return found;
};

// One for as long as the window is open: a page is drawn anew many times between a press and its effect.
export const keepFocus = () => {
  let last = null,
    waiting = null;
  const lost = () => last && !last.path[0].at.isConnected && document.activeElement === document.body;
  const back = () => {
    waiting = null;
    if (lost()) (sameInForm(last) ?? standIn(last))?.focus({ preventScroll: true });
  };
  document.addEventListener("focusin", ({ target }) => {
    last = { path: steps(target), name: target.textContent };
  });
  return () => {
    if (lost()) waiting ??= setTimeout(back, WAIT);
  };
};
