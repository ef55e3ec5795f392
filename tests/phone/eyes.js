// What a person with low vision or a shaking hand would notice; each function lists what is wrong.
window.eyes = (() => {
  const named = (one) => `${one.localName}${one.id ? "#" + one.id : ""}.${one.className} ${one.textContent.trim().slice(0, 40)}`;
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".unseen") && one.getBoundingClientRect().width > 0;
  const all = (selector) => Array.from(document.body.querySelectorAll(selector)).filter(seen);
  const controls = () => all("a[href], button, input, select, textarea, summary, [role=button]");
  const texts = () => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (!node.data.trim() || !seen(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      found.push([node, Array.from(range.getClientRects())]);
    }
    return found;
  };

  // A target is its own box, or its label's for a box to tick; a link inside a sentence is excepted (2.5.8).
  function small(least) {
    return controls().map((one) => [one, (/^(radio|checkbox)$/.test(one.type) && one.closest("label")) || one])
      .map(([one, target]) => [one, target.getBoundingClientRect()])
      .filter(([, box]) => box.width < least - 0.5 || box.height < least - 0.5)
      .map(([one, box]) => `${named(one)}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
  }

  // Nothing to scroll sideways, no text outside the screen or outside its box.
  function cut() {
    const width = document.documentElement.clientWidth;
    const wrong = document.documentElement.scrollWidth > width ? [`page: ${document.documentElement.scrollWidth} > ${width}`] : [];
    texts().forEach(([node, boxes]) => {
      if (boxes.some((box) => box.left < -0.5 || box.right > width + 0.5)) wrong.push("outside: " + named(node.parentElement));
    });
    const lines = texts();
    all("button, .button, a, legend, label, summary, .card, .status, .hat, output").forEach((one) => {
      const box = one.getBoundingClientRect();
      lines.filter(([node]) => one.contains(node)).forEach(([, boxes]) => boxes.forEach((text) => {
        if (text.left < box.left - 1 || text.right > box.right + 1 || text.top < box.top - 1 || text.bottom > box.bottom + 1) wrong.push("cut: " + named(one));
      }));
    });
    return Array.from(new Set(wrong));
  }

  // No text over another, no target over another.
  function overlapping() {
    window.scrollTo(0, 0);
    const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1.5;
    const wrong = new Set();
    const boxes = controls().map((one) => [one, one.getBoundingClientRect()]);
    boxes.forEach(([one, a], n) => boxes.slice(n + 1).forEach(([two, b]) => {
      if (over(a, b) && !one.contains(two) && !two.contains(one)) wrong.add(`over each other: ${named(one)} | ${named(two)}`);
    }));
    const lines = texts().filter(([node]) => !node.parentElement.closest("option, textarea"));
    lines.forEach(([one, first], n) => lines.slice(n + 1).forEach(([two, second]) => {
      // Line boxes of neighbours touch by their leading; only a real crossing counts.
      const shrunk = (box) => ({ left: box.left, right: box.right, top: box.top + box.height / 4, bottom: box.bottom - box.height / 4 });
      if (first.some((a) => second.some((b) => over(shrunk(a), shrunk(b))))) wrong.add(`text over text: ${one.data.slice(0, 30)} | ${two.data.slice(0, 30)}`);
    }));
    return Array.from(wrong);
  }

  // When a system forces its colours, only borders and text are left to tell what is what.
  function borderless() {
    return all("button, .button, input:not([type=radio]):not([type=checkbox]), select, textarea, .choice, .card, .hat, .wait, .refusal, .status")
      .filter((one) => one.textContent.trim() || one.matches("input, select, textarea"))
      .filter((one) => {
        const style = getComputedStyle(one);
        return parseFloat(style.borderLeftWidth) < 1 || style.borderLeftStyle === "none" || style.borderLeftColor === style.backgroundColor;
      }).map(named);
  }

  function moving() {
    return all("*").filter((one) => getComputedStyle(one).transitionDuration.split(", ").some((time) => time !== "0s") || one.getAnimations().length).map(named);
  }

  // One title for the page, and no level left out on the way down.
  function skipped() {
    const levels = all("h1, h2, h3, h4, h5, h6").map((one) => Number(one.localName[1]));
    const wrong = levels.filter((level, n) => level > (levels[n - 1] || 1) + 1).map((level) => `h${level}`);
    return levels.filter((level) => level === 1).length === 1 ? wrong : [...wrong, `h1: ${levels}`];
  }

  return { small, cut, overlapping, borderless, moving, skipped };
})();
