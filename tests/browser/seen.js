// What a test of the keyboard looks at: where the focus is, whether its ring is to be seen, whether it is covered.
(() => {
  if (window.recolteSeen) return;
  const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";
  const LOOKS = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderColor", "backgroundColor"];
  const all = (root) =>
    [...root.querySelectorAll("*")].flatMap((one) => (one.shadowRoot ? [one, ...all(one.shadowRoot)] : [one]));
  const focused = () => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  };
  const over = (one) => one.parentElement ?? one.getRootNode().host;
  // What may change with the focus: the control, what it stands in, and all of a hidden box's own label.
  const looks = (one) => {
    const seen = [];
    for (let at = one; at && seen.length < 4; at = at.parentElement) seen.push(at);
    if (one.matches("input")) seen.push(...(one.closest("label")?.querySelectorAll("*") ?? []));
    return seen.map((each) => LOOKS.map((name) => getComputedStyle(each)[name]).join("|"));
  };
  const under = (x, y) => {
    let at = document.elementFromPoint(x, y);
    for (let inner = at; inner; at = inner) {
      const deeper = at.shadowRoot?.elementFromPoint(x, y);
      inner = deeper === at ? null : deeper;
      if (!inner) break;
    }
    return at;
  };
  let before = new Map();
  window.recolteSeen = {
    focused,
    around: () => {
      const found = [];
      for (let at = focused(); at; at = over(at)) {
        for (const name of at.classList) if (name.startsWith("st-key-")) found.push(name.slice("st-key-".length));
        if (at.ariaLabel) found.push(at.ariaLabel);
      }
      return found;
    },
    remember: () => {
      const others = all(document).filter((one) => one.matches(STOPS) && one !== focused());
      before = new Map(others.map((one) => [one, looks(one)]));
    },
    ringed: () => {
      const now = looks(focused()), old = before.get(focused());
      return !old || now.some((look, n) => look !== old[n]);
    },
    uncovered: () => {
      const at = focused();
      const seen = at.matches("[type=checkbox], [type=radio]") ? at.closest("label") ?? at : at;
      const box = seen.getBoundingClientRect();
      const spots = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
      return spots.some(([x, y]) => seen.contains(under(box.x + box.width * x, box.y + box.height * y)));
    },
  };
})();
