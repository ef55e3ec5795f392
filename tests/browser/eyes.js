// What a person at the back of the room could not read, on the page of the stage that is shown now.
({ body, title, sentence }) => {
  const roots = [...document.querySelectorAll("*")].map((one) => one.shadowRoot);
  const stage = roots.map((root) => root?.querySelector(".stage")).find(Boolean);
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => [0, 1, 2].map((n) => top[n] * top[3] + under[n] * (1 - top[3]));
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  // Every ground from the stage up to the element, one over the other.
  const ground = (element) => {
    const line = [];
    for (let at = element; at && at !== stage.parentNode; at = at.parentElement) line.unshift(rgba(getComputedStyle(at).backgroundColor));
    return line.reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const size = (element) => {
    const own = parseFloat(getComputedStyle(element).fontSize);
    return element.ownerSVGElement ? own * element.getScreenCTM().a : own;
  };
  const clips = (element) => {
    const boxes = [{ top: 0, left: 0, right: innerWidth, bottom: innerHeight }];
    for (let at = element; at && at !== stage.parentNode; at = at.parentElement) {
      if (getComputedStyle(at).overflow !== "visible" && !at.ownerSVGElement) boxes.push(at.getBoundingClientRect());
    }
    return boxes;
  };
  const wrong = [], seen = [], islands = [];
  const walker = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (!text || element.closest(".unseen") || !element.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const place = range.getBoundingClientRect();
    const px = size(element);
    // A title of more than 110 characters is a sentence: smaller than a title, larger than the rest.
    const heading = element.closest("h1");
    const least = !heading || element.closest(".lead") ? body : heading.classList.contains("long") ? sentence : title;
    const style = getComputedStyle(element);
    const back = ground(element);
    const ratio = contrast(over(rgba(element.ownerSVGElement ? style.fill : style.color), back), back);
    const told = `${text.slice(0, 40)} <${element.closest("[class]").className?.baseVal ?? element.closest("[class]").className}>`;
    // An idea's own ring on the map is a picture: its group's large letter, beside it, is the one that is read.
    if (element.closest(".spot")) continue;
    if (element.closest(".island")) islands.push(text);
    else seen.push(text);
    if (px < least - 0.5) wrong.push(`${Math.round(px)} px: ${told}`);
    // A hat's symbol is a picture, and its name stands beside it (1.4.11): its colours are the hat's.
    if (ratio < (element.closest(".mark") ? 4.5 : 7)) wrong.push(`contrast ${ratio.toFixed(1)}: ${told}`);
    for (const box of clips(element)) {
      const out = Math.max(box.left - place.left, place.right - box.right, box.top - place.top, place.bottom - box.bottom);
      if (out > 2) wrong.push(`cut by ${Math.round(out)} px: ${told}`);
    }
  }
  if (stage.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth) wrong.push("scrolls");
  const cards = stage.querySelectorAll(".cards:not(.tiles) > li").length;
  if (cards > 8) wrong.push(`${cards} cards`);
  const code = stage.querySelector(".join img")?.getBoundingClientRect();
  if (code && Math.min(code.width, code.height) < 300) wrong.push(`QR of ${Math.round(code.width)} px`);
  for (const big of stage.querySelectorAll(".join .address, .join .code")) if (size(big) < 40) wrong.push(`${big.className} of ${size(big)} px`);
  const next = stage.querySelector("[data-move=next]");
  return { wrong, seen, islands, fit: stage.dataset.fit, more: next.checkVisibility() && !next.disabled };
}
