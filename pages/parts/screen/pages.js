// Where the pages of a section end, and how the cards of a page stand in rows: as few of both as hold the
// cards, and as even as they can be. Nine cards are five and four, never eight and an orphan.

// `fits(from, to)` says whether those cards fit on one page; a single card has a page in any case.
export function pageEnds(count, most, fits) {
  const full = greedy(count, most, fits);
  const even = full.map((_, page) => Math.round((count * (page + 1)) / full.length));
  return even.every((to, page) => fits(even[page - 1] ?? 0, to)) ? even : smoothed(full, fits);
}

// Each page as full as it can be, from the first on. A page tries what the one before it could hold.
function greedy(count, most, fits) {
  const ends = [];
  for (let from = 0, held = 1; from < count; from = ends.at(-1)) {
    const last = Math.min(from + most, count);
    let to = Math.min(from + held, last);
    while (to > from + 1 && !fits(from, to)) to--;
    while (to < last && fits(from, to + 1)) to++;
    held = to - from;
    ends.push(to);
  }
  return ends;
}

// Cards of unlike heights: a page gives its neighbour a card as long as that makes the two more alike.
function smoothed(ends, fits) {
  for (let moved = true; moved;) {
    moved = false;
    for (let page = 0; page < ends.length - 1; page++) {
      const [from, end, to] = [ends[page - 1] ?? 0, ends[page], ends[page + 1]];
      const lean = 2 * end - from - to; // how many cards more the first of the two has
      const next = end - Math.sign(lean);
      if (Math.abs(lean) < 2 || !fits(from, next) || !fits(next, to)) continue;
      ends[page] = next;
      moved = true;
    }
  }
  return ends;
}

// The rows of a page, none with a place left empty: five cards beside each other in threes are 3 and 2.
function evenRows(count, most) {
  const rows = Math.ceil(count / most);
  return Array.from({ length: rows }, (_, row) => Math.floor((count + rows - 1 - row) / rows));
}

// Each card as wide as its row asks, on one grid for all rows.
export function inRows(grid, most) {
  const cards = [...grid.children];
  const rows = evenRows(cards.length, most);
  const tracks = rows[0] === rows.at(-1) ? rows[0] : rows[0] * rows.at(-1);
  grid.style.gridTemplateColumns = `repeat(${tracks}, minmax(0, 1fr))`;
  const sizes = rows.flatMap((size) => Array(size).fill(size));
  cards.forEach((card, n) => {
    card.style.gridColumn = `span ${tracks / sizes[n]}`;
  });
}

// How many cards stand side by side at most: a wide window takes one more, a high one fewer.
export function across(columns) {
  const shape = innerWidth / innerHeight;
  if (columns === 1) return 1;
  if (shape <= 1.1) return columns === 2 ? 1 : 2;
  return columns === 2 && shape >= 1.5 ? 3 : columns;
}
