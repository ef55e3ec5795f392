// The ideas board: columns of cards, one toolbar, everything by click or keyboard. Texts are set with textContent.
// Redrawn whole at each change; ticks, half-typed words, focus and scroll live in `state` and survive it.
const button = (spot, label, press, properties = {}) => {
  const made = element("button", { type: "button", textContent: label, data: { spot }, ...properties });
  made.addEventListener("click", press);
  return made;
};

const field = (board, spot, label, value, properties = {}) => {
  const { many, usual, ...rest } = properties;
  const input = element(many ? "textarea" : "input", {
    value: board.state.typed[spot] ?? value, data: { spot }, maxLength: 280, ...rest,
  });
  input.addEventListener("input", () => { board.state.typed[spot] = input.value; });
  const made = element("label", { className: "field", textContent: label }, input);
  if (!usual) return made;
  const id = `usual-${spot.replaceAll(" ", "-")}`;
  input.setAttribute("list", id);
  made.append(element("datalist", { id }, ...usual.map((value) => element("option", { value }))));
  return made;
};

const written = (board, spot, fallback) => board.state.typed[spot] ?? fallback;

const forget = (board, start) => {
  for (const spot of Object.keys(board.state.typed)) if (spot.startsWith(start)) delete board.state.typed[spot];
};

const send = (board, action) => {
  board.state.panel = null;
  board.state.editing = null;
  for (const id of action.ideas ?? []) board.state.ticked.delete(id);
  board.trigger("action", action);
  draw(board);
};

const bars = (board) => [toolbar(board), panel(board)].filter(Boolean);

const tickedCards = (board) => board.data.cards.filter((card) => board.state.ticked.has(card.id));

// --- the toolbar -----------------------------------------------------------------------------------

const toolbar = (board) => {
  const { words, frozen } = board.data;
  const ideas = tickedCards(board).map((card) => card.id);
  const none = frozen || ideas.length === 0;
  const target = element("select", { data: { spot: "target" }, disabled: frozen });
  const places = [["", words.to_sort], ...board.data.columns.filter((one) => one.id).map((one) => [one.id, one.title])];
  for (const [value, text] of [...places, ["+", words.new_group]]) target.append(element("option", { value, textContent: text }));
  target.value = board.state.target ?? "+";
  if (target.selectedIndex < 0) target.value = "+";
  target.addEventListener("change", () => { board.state.target = target.value; });
  const move = () => {
    if (target.value === "+") return open(board, "create");
    return send(board, { act: "move", ideas, group: target.value || null });
  };
  return element("div", { className: "bar" },
    element("p", { className: "count" }),
    element("label", { className: "target", textContent: words.move_to }, target),
    button("move", words.move, move, { disabled: none, className: "main" }),
    button("group", words.group, () => open(board, "create"), { disabled: none }),
    button("merge", words.merge, () => open(board, "merge"), { disabled: frozen || ideas.length < 2 }),
    button("park", words.park, () => open(board, "park"), { disabled: none }),
    button("mask", words.mask, () => open(board, "mask"), { disabled: none }),
    button("like", words.like, () => { const chosen = ideas; board.trigger("action", { act: "like", ideas: chosen }); }, { disabled: ideas.length === 0 }),
    button("release", words.release, () => send(board, { act: "release", ideas: tickedCards(board).filter((card) => card.pinned).map((card) => card.id) }), { disabled: frozen || !tickedCards(board).some((card) => card.pinned) }),
    button("undo", words.undo, () => send(board, { act: "undo" }), { disabled: frozen || !board.data.undo }),
    stepButton(board, "back", "↶"), stepButton(board, "again", "↷"),
    button("untick", words.untick, () => { board.state.ticked.clear(); draw(board); }, { disabled: ideas.length === 0 }),
    button("keys", "?", () => showKeys(board), { title: words.keys, ariaLabel: words.keys }));
};

// A sign, and in words what it would undo or do again.
const stepButton = (board, way, sign) => {
  const { words, steps, frozen } = board.data;
  const act = steps[way] && words[{ name: "rename" }[steps[way]] ?? steps[way]];
  const title = act ? `${words[way]} (${act})` : words[way];
  return button(way, sign, () => send(board, { act: way }), { disabled: frozen || !act, title, ariaLabel: title });
};

const open = (board, name) => {
  board.state.panel = name;
  forget(board, "panel");
  draw(board);
  board.place.querySelector('[data-spot^="panel"]')?.focus();
};

const PANELS = {
  create: (board, ideas) => ({
    fields: [field(board, "panel fr", board.data.words.title_fr, "", { maxLength: 80 }),
      field(board, "panel en", board.data.words.title_en, "", { maxLength: 80, lang: "en" })],
    label: board.data.words.create,
    action: () => ({ act: "create", ideas, title_fr: written(board, "panel fr", ""), title_en: written(board, "panel en", "") }),
  }),
  merge: (board, ideas) => {
    const first = tickedCards(board)[0];
    return {
      fields: [field(board, "panel text", board.data.words.merged_text, first?.text ?? "", { many: true, lang: first?.lang ?? "" })],
      label: board.data.words.merge,
      action: () => ({ act: "merge", ideas, text: written(board, "panel text", first?.text ?? "") }),
    };
  },
  park: (board, ideas) => reasonPanel(board, ideas, "park"),
  mask: (board, ideas) => reasonPanel(board, ideas, "mask"),
};

const reasonPanel = (board, ideas, act) => ({
  fields: [field(board, "panel reason", board.data.words[`${act}_reason`], "", { usual: board.data.reasons })],
  label: board.data.words[act],
  action: () => ({ act, ideas, reason: written(board, "panel reason", "") }),
});

const panel = (board) => {
  if (!board.state.panel) return null;
  const made = PANELS[board.state.panel](board, tickedCards(board).map((card) => card.id));
  const form = element("form", { className: "panel" }, ...made.fields,
    element("button", { type: "submit", textContent: made.label, className: "main", data: { spot: "panel go" } }),
    button("panel no", board.data.words.cancel, () => { board.state.panel = null; draw(board); }));
  form.addEventListener("submit", (event) => { event.preventDefault(); send(board, made.action()); });
  form.addEventListener("keydown", (event) => { if (event.key === "Escape") { board.state.panel = null; draw(board); } });
  return form;
};

// --- columns -------------------------------------------------------------------------------------

const naming = (board, column) => {
  const { words } = board.data;
  const at = `name ${column.id}`;
  const form = element("form", { className: "naming" },
    field(board, `${at} fr`, words.title_fr, column.title_fr, { maxLength: 80 }),
    field(board, `${at} en`, words.title_en, column.title_en, { maxLength: 80, lang: "en" }),
    element("div", { className: "way" },
      element("button", { type: "submit", textContent: words.save, className: "main", data: { spot: `${at} go` } }),
      button(`${at} no`, words.cancel, () => { board.state.editing = null; draw(board); })));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(board, { act: "name", group: column.id, title_fr: written(board, `${at} fr`, column.title_fr), title_en: written(board, `${at} en`, column.title_en) });
  });
  return form;
};

const heading = (board, column, cards) => {
  const { words, frozen } = board.data;
  const name = element("h3", {}, column.letter && element("b", { className: "letter", textContent: column.letter }), element("span", { textContent: column.title, lang: column.lang }));
  const parts = [name, column.suggested && element("p", { className: "mark", textContent: words.suggested }), element("p", { className: "size", textContent: words.ideas.replace("#", cards.length) })];
  if (column.terms) parts.push(element("p", { className: "note", textContent: column.terms }));
  if (cards.length > 10 && column.group) parts.push(element("p", { className: "note", textContent: words.many }));
  if (column.stale) parts.push(element("p", { className: "note strong", textContent: words.stale }));
  if (!column.group) return element("header", {}, ...parts);
  if (board.state.editing === column.id) return element("header", {}, ...parts, naming(board, column));
  const edit = () => {
    board.state.editing = column.id;
    forget(board, `name ${column.id}`);
    draw(board);
    board.place.querySelector(`[data-spot="name ${column.id} fr"]`)?.focus();
  };
  const ways = [button(`edit ${column.id}`, words.rename, edit, { disabled: frozen, ariaLabel: `${words.rename} ${column.title}` })];
  if (column.project) {
    parts.push(element("p", { className: "badge", textContent: `${words.project} ${column.project}` }));
    ways.push(button(`withdraw ${column.id}`, words.withdraw, () => send(board, { act: "withdraw", project: column.project }), { disabled: frozen, ariaLabel: `${words.withdraw} ${column.project}` }));
  } else {
    if (!cards.length) ways.push(button(`remove ${column.id}`, words.remove, () => send(board, { act: "remove", group: column.id }), { disabled: frozen, ariaLabel: `${words.remove} ${column.title}` }));
    ways.push(button(`promote ${column.id}`, words.promote, () => send(board, { act: "promote", group: column.id }), { disabled: frozen || !cards.length, ariaLabel: `${words.promote} ${column.title}` }));
  }
  return element("header", {}, ...parts, element("div", { className: "way" }, ...ways));
};

const column = (board, one) => {
  const cards = board.data.cards.filter((each) => each.column === one.id);
  const list = element("ul", { className: "cards", data: { scroll: one.id } }, ...cards.map((each) => card(board, each)));
  if (!cards.length) list.append(element("li", { className: "note", textContent: board.data.words.empty }));
  const data = one.group ? { colour: one.colour } : {};
  return element("section", { className: one.group ? "column" : "column aside", ariaLabel: one.title, data }, heading(board, one, cards), list);
};

// Like ideas are ticked here or in their column: it is the same tick.
const alike = (board) => {
  const { words } = board.data;
  const found = board.data.alike.map((id) => board.data.cards.find((one) => one.id === id)).filter(Boolean);
  if (!found.length) return null;
  const line = (one) => {
    const place = board.data.columns.find((each) => each.id === one.column)?.title ?? "";
    return element("li", { className: "card" }, element("label", { className: "tick" }, tickBox(board, one.id, "alike"), element("span", { textContent: one.text, lang: one.lang })), element("p", { className: "note", textContent: place }));
  };
  return element("section", { className: "alike", ariaLabel: words.alike },
    element("header", { className: "way" }, element("h3", { textContent: words.alike }), button("alike no", words.close, () => board.trigger("action", { act: "like", ideas: [] }))),
    element("ul", { className: "cards" }, ...found.map(line)));
};

// --- drawing ---------------------------------------------------------------------------------------

const draw = (board) => {
  const { place } = board;
  const root = place.getRootNode();
  const focused = root.activeElement;
  const spot = focused?.dataset.spot;
  const selection = spot && typeof focused.selectionStart === "number" ? [focused.selectionStart, focused.selectionEnd] : null;
  const scrolled = new Map([...place.querySelectorAll("[data-scroll]")].map((one) => [one.dataset.scroll, one.scrollTop]));
  const known = new Set(board.data.cards.map((one) => one.id));
  for (const id of board.state.ticked) if (!known.has(id)) board.state.ticked.delete(id);
  place.replaceChildren(
    element("div", { className: "top" }, ...bars(board)), filters(board), ...[alike(board)].filter(Boolean),
    element("div", { className: "columns" }, ...board.data.columns.map((one) => column(board, one))));
  for (const one of place.querySelectorAll("[data-scroll]")) one.scrollTop = scrolled.get(one.dataset.scroll) ?? 0;
  sift(board);
  if (spot) refocus(place, spot, selection);
};

const refocus = (place, spot, selection) => {
  const found = (name) => place.querySelector(`[data-spot="${CSS.escape(name)}"]`);
  const back = found(spot) ?? found(`edit ${spot.split(" ")[1]}`) ?? found("target");
  back?.focus({ preventScroll: true });
  if (selection && back?.setSelectionRange) back.setSelectionRange(...selection);
};

export default function ({ data: { now, ...data }, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".board");
  const board = place.recolte ??= {
    place, said: parentElement.querySelector(".said"), sheet: parentElement.querySelector(".keys"),
    state: { ticked: new Set(), unfolded: new Set(), typed: {}, panel: null, editing: null, target: null, filters: unfiltered() },
  };
  board.trigger = setTriggerValue;
  board.deafen ??= followKeys(board);
  const call = board.call = (board.call ?? 0) + 1; // Streamlit tidies up with what the latest call returned
  const leave = () => { if (board.call === call) { board.deafen?.(); board.deafen = null; } };
  if (board.now !== now) Object.assign(board, { now, ahead: now - Date.now() / 1000 }); // the server's clock
  const news = JSON.stringify(data);
  if (board.news !== news) {
    Object.assign(board, { data, news });
    draw(board);
  }
  return leave;
}
