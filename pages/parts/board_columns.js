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

const heading = (board, column, cards) =>
  kept(board, `heading ${column.id}`, [column, cards.length, board.state.editing === column.id], () => drawnHeading(board, column, cards));

const drawnHeading = (board, column, cards) => {
  const { words, frozen } = board.data;
  const name = element("h3", {}, column.letter && element("b", { className: "letter", textContent: column.letter }), element("span", { textContent: column.title, lang: column.lang }));
  const parts = [name, column.suggested && element("p", { className: "mark", textContent: words.suggested }), element("p", { className: "size", textContent: words.ideas.replace("#", cards.length) })];
  if (column.waits) parts.push(underWay(board));
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
  const shell = kept(board, `column ${one.id}`, one.group, () => element("section", { className: one.group ? "column" : "column aside" }));
  const list = kept(board, `list ${one.id}`, one.group, () => element("ul", { className: "cards" }));
  Object.assign(shell, { ariaLabel: one.title, ariaBusy: String(Boolean(one.waits)) });
  if (one.group) shell.dataset.colour = one.colour;
  const empty = () => kept(board, `empty ${one.id}`, one.group, () => element("li", { className: "note", textContent: board.data.words.empty }));
  arrange(list, cards.length ? cards.map((each) => card(board, each)) : [empty()]);
  arrange(shell, [heading(board, one, cards), list]);
  return shell;
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
    element("header", { className: "way" }, element("h3", { textContent: words.alike }), button("alike no", words.close, () => ask(board, { act: "like", ideas: [] }))),
    element("ul", { className: "cards" }, ...found.map(line)));
};

