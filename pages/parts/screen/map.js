// The map: every idea a ring, every group a large letter on its ideas, and the letters' names beside it.
// Where the names need several pages the map stays, and the letters named on the page stand out.
import { SVG, hidden, make, worded } from "./pieces.js";

const LETTER = 6; // the radius of a large letter; the map is 100 wide, and as high
const TURNS = 60; // of pushing letters apart

export function ideaMap(points, named) {
  const box = make("div", "map");
  const picture = drawn("svg", { viewBox: "-6 -6 112 112", "aria-hidden": "true" });
  picture.append(...points.map(spot), ...islands(points).map((one) => island(one, named.has(one.letter))));
  box.append(picture);
  return box;
}

export function legend(cards) {
  const list = make("ul", "legend");
  list.append(
    ...cards.map((card) => {
      const line = make("li");
      const name = hidden(make("b", "letter", card.letter));
      name.dataset.colour = card.colour;
      line.append(name, worded("span", card.title));
      return line;
    }),
  );
  return list;
}

function spot({ x, y, letter, colour }) {
  return ringed("spot", { x: x * 100, y: y * 100, letter, colour }, 2.9);
}

function island(one, named) {
  return ringed(`island${named ? " named" : ""}`, one, LETTER);
}

function ringed(kind, { x, y, letter, colour }, radius) {
  const group = drawn("g", { class: kind, transform: `translate(${x} ${y})` });
  group.dataset.colour = colour;
  const name = drawn("text", { dy: "0.35em" });
  name.textContent = letter;
  group.append(drawn("circle", { r: radius }), name);
  return group;
}

// One place for each group, in the middle of its ideas and clear of the others' letters.
function islands(points) {
  const groups = Map.groupBy(
    points.filter((point) => point.colour >= 0),
    (point) => point.letter,
  );
  const middle = (own, axis) => (100 * own.reduce((sum, point) => sum + point[axis], 0)) / own.length;
  const places = [...groups].map(([letter, own], n) => ({
    letter,
    colour: own[0].colour,
    x: middle(own, "x") + Math.cos(n) / 9, // letters in one place are pushed each its own way
    y: middle(own, "y") + Math.sin(n) / 9,
  }));
  for (let turn = 0; turn < TURNS; turn++) {
    places.forEach((one, n) => places.slice(n + 1).forEach((other) => pushApart(one, other)));
  }
  return places;
}

function pushApart(one, other) {
  const [x, y] = [other.x - one.x, other.y - one.y];
  const apart = Math.hypot(x, y);
  const short = 2 * LETTER + 1 - apart;
  if (short <= 0) return;
  const [dx, dy] = [x / apart, y / apart];
  const within = (place) => Math.max(0, Math.min(100, place));
  Object.assign(one, { x: within(one.x - (dx * short) / 2), y: within(one.y - (dy * short) / 2) });
  Object.assign(other, { x: within(other.x + (dx * short) / 2), y: within(other.y + (dy * short) / 2) });
}

function drawn(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
