// Draws one scene over the whole window, with the pieces of stage_pieces.js and the film of stage_film.js.
// Pages are cut by measuring: as many cards as fit without scrolling, at most `section.most`.

const COLUMNS = { 1: "one", 2: "two", 4: "four", 5: "five" };
const FORWARD = new Set(["ArrowRight", "ArrowDown", "PageDown"]);
const BACK = new Set(["ArrowLeft", "ArrowUp", "PageUp"]);
const MASK = new Set(["b", "B", "."]); // what presenter remotes send to blank a screen
const MASKED = 1; // in what the stream says of the screen
const KEPT = "recolte:stage:"; // how this window likes its screen
const FITS = 3;
const SVG = "http://www.w3.org/2000/svg";

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".stage");
  const stage = (root.recolteStage ??= new Stage(root));
  stage.show(data);
  return () => stage.rest();
}

class Stage {
  constructor(root) {
    this.root = root;
    this.page = 0;
    this.cuts = new Map();
    this.before = { screen: "", page: 0 };
    this.onKey = (event) => this.key(event);
    this.onResize = () => (this.layout(), this.film?.draw());
    this.onFont = () => (this.cuts.clear(), this.onResize()); // pages were cut by the font before
    this.onNews = (event) => this.hush(event.detail & MASKED && !this.scene.masked); // the scene follows
  }

  show(given) {
    const scene = { ...given, sections: given.sections.filter((section) => section.cards.length) };
    this.rest();
    if (scene.masked || scene.screen !== this.scene?.screen) this.endFilm(false);
    if (scene.masked && !this.scene?.masked) this.before = { screen: this.scene?.screen, page: this.page };
    if (scene.masked) this.page = 0;
    else if (this.scene?.masked) this.page = scene.screen === this.before.screen ? this.before.page : 0;
    else if (scene.screen !== this.scene?.screen) this.page = this.fromEnd ? Infinity : 0;
    this.fromEnd = this.fromEnd && scene.screen === this.scene?.screen;
    if (scene.masked) this.hush(false); // it holds the question alone
    this.dress();
    const told = (scene.clock ?? scene.timer)?.now; // the server's time, if this drawing is a new one
    if (told && told !== this.told) this.lag = told - Date.now();
    this.told = told ?? this.told;
    this.scene = scene;
    this.root.lang = document.documentElement.lang = scene.language;
    addEventListener("keydown", this.onKey);
    addEventListener("resize", this.onResize);
    addEventListener("recolte-screen", this.onNews);
    document.fonts.addEventListener("loadingdone", this.onFont);
    if (scene.clock || scene.timer) this.ticking = setInterval(() => this.tick(), 200);
    this.layout();
    this.film?.draw();
  }

  // How the figure came about, once somebody asks; the same key ends it.
  async roll() {
    if (this.film) return this.endFilm();
    const answer = await fetch(this.scene.film, { credentials: "same-origin" });
    if (!answer.ok || this.film || this.scene.masked) return;
    this.film = new Film(await answer.json(), this);
  }

  endFilm(redraw = true) {
    if (!this.film) return;
    this.film.stop();
    this.film = null;
    if (redraw) this.layout();
  }

  rest() {
    clearInterval(this.ticking);
    removeEventListener("keydown", this.onKey);
    removeEventListener("resize", this.onResize);
    removeEventListener("recolte-screen", this.onNews);
    document.fonts.removeEventListener("loadingdone", this.onFont);
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.repeat) return;
    if (event.key === "r" && this.scene.film) this.roll();
    if (event.key === "Escape") this.endFilm();
    if (MASK.has(event.key)) this.mask(!this.scene.masked);
    else if (event.key === "f") this.ask(this.scene.frozen ? "release" : "freeze");
    else if (event.key === "t") this.like("theme", this.dark() ? "light" : "dark");
    else if (event.key === "s") this.like("strip", this.root.dataset.strip === "none" ? "" : "none");
    const move = FORWARD.has(event.key) ? 1 : BACK.has(event.key) ? -1 : 0;
    if (!move) return;
    event.preventDefault();
    this.turn(move);
  }

  // The room must not read on while the answer is on its way: covered here first, then for all screens.
  mask(masked) {
    if (masked) this.hush(true);
    this.ask(masked ? "mask" : "unmask");
  }

  hush(covered) {
    this.root.toggleAttribute("data-hush", Boolean(covered));
  }

  async ask(what) {
    try {
      const answer = await fetch(this.scene.ask + what, { method: "POST", credentials: "same-origin" });
      if (what === "mask" && answer.status >= 400 && answer.status < 500) this.hush(false);
      if (answer.status < 500) return;
    } catch {} // no network: asked again below
    setTimeout(() => this.ask(what), 1000);
  }

  dark() {
    const asked = this.root.dataset.theme;
    return asked ? asked === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  like(what, value) {
    try {
      localStorage.setItem(KEPT + what, value);
    } catch {} // a browser that keeps nothing: for now only
    this.root.dataset[what] = value;
    this.layout();
    this.film?.draw();
  }

  dress() {
    for (const what of ["theme", "strip"]) {
      try {
        this.root.dataset[what] ??= localStorage.getItem(KEPT + what) ?? "";
      } catch {
        this.root.dataset[what] ??= "";
      }
    }
  }

  turn(move) {
    if (this.film) return this.film.step(move);
    const before = this.page;
    this.page = Math.max(0, Math.min(this.page + move, this.pages.length - 1));
    if (this.page === before) return this.beyond(move);
    this.draw();
    this.status.textContent = this.counter();
  }

  // At the end of the pages another stage of a result begins: all screens go there, so the server is asked.
  beyond(move) {
    const what = this.scene.beyond[move > 0 ? "next" : "previous"];
    if (!what) return;
    this.fromEnd = move < 0;
    this.ask(what);
  }

  counter() {
    const { page } = this.scene.words;
    return page.replace("{page}", this.page + 1).replace("{pages}", this.pages.length);
  }

  // --- layout -----------------------------------------------------------------------------------

  layout() {
    this.cutsNow = new Map();
    for (let fit = 0; fit <= FITS; fit++) {
      this.root.dataset.fit = fit;
      this.frame();
      this.tight = false;
      this.pages = this.paginate();
      if (!this.tight) break;
    }
    this.cuts = this.cutsNow;
    this.page = Math.max(0, Math.min(this.page, this.pages.length - 1));
    this.draw();
  }

  frame() {
    const focused = this.root.getRootNode().activeElement?.dataset.move;
    this.head = make("header", "head");
    this.body = make("section", "body"); // Streamlit's own main stands around it
    this.status ??= Object.assign(make("p", "unseen"), { role: "status" });
    this.status.textContent = ""; // a page number announced before belongs to another scene
    this.pager = this.pagerButtons();
    this.showPager(this.scene.sections.length > 0); // a screen that has one page only needs no room for it
    this.strip = make("footer", "strip");
    const who = make("div", "who");
    who.append(make("b", "", this.scene.strip.code), make("span", "", this.scene.strip.people));
    this.strip.append(who, this.pager.box);
    this.root.replaceChildren(this.head, this.body, this.strip, this.status);
    if (focused) this.pager[focused]?.focus();
    this.fillHead(null);
  }

  pagerButtons() {
    const { words } = this.scene;
    const box = make("nav", "pager");
    const back = Object.assign(make("button", "", "◀\ufe0e"), { type: "button", onclick: () => this.turn(-1) });
    const next = Object.assign(make("button", "", "▶\ufe0e"), { type: "button", onclick: () => this.turn(1) });
    back.setAttribute("aria-label", words.previous);
    next.setAttribute("aria-label", words.next);
    back.dataset.move = "back";
    next.dataset.move = "next";
    const count = make("span", "", words.page.replace("{page}", 88).replace("{pages}", 88)); // room while measuring
    const film = Object.assign(make("button", "film", "↻"), { type: "button", onclick: () => this.roll() });
    film.setAttribute("aria-label", words.film);
    film.title = words.film;
    film.dataset.move = "film";
    box.append(film, back, count, next);
    return { box, back, next, count, film };
  }

  showPager(several) {
    const { beyond, film } = this.scene;
    const shown = several || beyond.next || beyond.previous || film;
    this.pager.box.hidden = !shown;
    this.pager.box.style.display = shown ? "" : "none";
    this.pager.film.style.display = film ? "" : "none";
  }

  // On a page whose section has a title, that title is the large one and the scene's heading steps back.
  fillHead(section) {
    const { scene } = this;
    const parts = [];
    if (section?.title) {
      const kicker = scene.heading && worded("p", scene.heading, "lead kicker");
      if (kicker && section.suggested) kicker.append(` · ${section.suggested}`);
      if (kicker) parts.push(kicker);
    } else {
      if (scene.heading) parts.push(worded("h1", scene.heading, scene.heading.text.length > 110 ? "long" : ""));
      parts.push(...scene.lead.filter((one) => one.text).map((one) => worded("p", one, "lead")));
      if (scene.figures.length && !scene.cover) parts.push(this.figures());
      if (scene.notice) parts.push(this.notice());
    }
    if (scene.timer) parts.push(this.timer());
    this.head.classList.toggle("timed", Boolean(scene.timer));
    this.head.replaceChildren(...parts);
  }

  // Pages are lists of [section, from, to]; an empty list is a page without cards.
  paginate() {
    const { scene } = this;
    const pages = scene.cover || !scene.sections.length ? [[]] : [];
    if (pages.length) this.body.replaceChildren(...this.alone(scene.cover));
    this.tight ||= this.overflows();
    for (const section of scene.sections) {
      this.fillHead(section);
      const { ends, tight } = this.cut(section);
      this.tight ||= tight;
      ends.forEach((to, index) => pages.push([section, ends[index - 1] ?? 0, to]));
    }
    return pages;
  }

  // Where the pages of a section end, and whether one does not fit. Measuring hundreds of cards takes long:
  // a section that is as it was, with as much room as it had, is cut as it was.
  cut(section) {
    const { clientWidth, clientHeight } = this.body;
    const name = JSON.stringify([this.root.dataset.fit, innerWidth, innerHeight, clientWidth, clientHeight, this.scene.words, section]);
    const cut = this.cuts.get(name) ?? this.measured(section);
    this.cutsNow.set(name, cut);
    return cut;
  }

  measured(section) {
    const before = this.tight;
    const ends = [];
    this.tight = false;
    while ((ends.at(-1) ?? 0) < section.cards.length) ends.push(this.reach(section, ends.at(-1) ?? 0));
    const cut = { ends, tight: this.tight };
    this.tight = before;
    return cut;
  }

  // How far a page that begins with card `from` can go.
  reach(section, from) {
    if (section.map) return section.cards.length;
    const last = Math.min(from + section.most, section.cards.length);
    const grid = this.place(section, from, from + 1);
    this.tight ||= this.overflows();
    if (grid.classList.contains("alone")) return from + 1;
    for (let to = from + 1; to < last; to++) {
      grid.append(this.card(section.cards[to], section));
      if (this.overflows()) return to;
    }
    return last;
  }

  place(section, from, to) {
    const parts = [];
    if (section.title) parts.push(this.title(section, from));
    if (section.map) return this.map(section, parts);
    if (section.kinds?.length) parts.push(kinds(section.kinds));
    const columns = section.cards.length === 1 ? "one" : COLUMNS[section.columns];
    const grid = make("ul", `cards ${columns}${section.tiles ? " tiles" : ""}${section.cards[0].rank ? " tight" : ""}${section.large ? " large" : ""}${section.lines ? " lines" : ""}`);
    grid.append(...section.cards.slice(from, to).map((card) => this.card(card, section)));
    parts.push(grid);
    this.body.className = "body";
    this.body.replaceChildren(...parts);
    if (to === from + 1 && this.overflows()) grid.classList.add("alone");
    return grid;
  }

  // The map: every idea a ring with its group's letter, and the letters explained beside it in words.
  map(section, parts) {
    const box = make("div", "map");
    const svg = document.createElementNS(SVG, "svg");
    for (const [name, value] of Object.entries({ viewBox: "-6 -6 112 112", "aria-hidden": "true" })) svg.setAttribute(name, value);
    for (const point of section.map) {
      const spot = document.createElementNS(SVG, "g");
      spot.setAttribute("transform", `translate(${point.x * 100} ${point.y * 100})`);
      spot.dataset.colour = point.colour;
      const ring = document.createElementNS(SVG, "circle");
      ring.setAttribute("r", 2.9);
      const name = document.createElementNS(SVG, "text");
      name.setAttribute("dy", "0.35em");
      name.textContent = point.letter;
      spot.append(ring, name);
      svg.append(spot);
    }
    const list = make("ul", "legend");
    for (const card of section.cards) {
      const line = make("li");
      const name = hidden(make("b", "letter", card.letter));
      name.dataset.colour = card.colour;
      line.append(name, worded("span", card.title));
      list.append(line);
    }
    box.append(svg, list);
    parts.push(box);
    this.body.className = "body";
    this.body.replaceChildren(...parts);
    return box;
  }

  overflows() {
    return this.body.scrollHeight > this.body.clientHeight + 1;
  }

  draw() {
    const [section, from, to] = this.pages[this.page];
    const cover = this.scene.cover && this.page === 0;
    this.fillHead(section);
    this.body.className = `body${section ? "" : " middle"}${cover ? " cover" : ""}`;
    if (section) this.place(section, from, to);
    else this.body.replaceChildren(...this.alone(cover));
    const { next, previous } = this.scene.beyond;
    const { film } = this.scene;
    this.showPager(this.pages.length > 1);
    // The button of the film takes the room of two words.
    this.pager.count.textContent = film ? `${this.page + 1} / ${this.pages.length}` : this.counter();
    this.pager.back.disabled = this.page === 0 && !previous;
    this.pager.next.disabled = this.page === this.pages.length - 1 && !next;
    this.tick();
  }

  alone(cover) {
    if (cover) return [this.figures()];
    if (this.scene.join) return [this.join()];
    if (this.scene.clock) return [this.clock()];
    return [];
  }

  // --- pieces -----------------------------------------------------------------------------------

  figures() {
    const list = make("ul", "figures");
    this.scene.figures.forEach((figure, index) => {
      const item = make("li");
      if (index && this.scene.arrows) item.append(arrow());
      item.append(make("b", "", figure.value), make("span", "", figure.label));
      list.append(item);
    });
    return list;
  }

  notice() {
    const { symbol, text, tone } = this.scene.notice;
    const box = make("p", `notice ${tone}`);
    box.append(hidden(make("span", "sign", symbol)), make("span", "", text));
    return box;
  }

  title(section, from) {
    const heading = make("h1", `titled${section.title.text.length > 110 ? " long" : ""}`);
    if (section.mark) heading.append(mark(section.mark));
    const text = worded("span", section.title);
    heading.append(text);
    if (from) heading.append(make("span", "lead", `(${this.scene.words.continued})`));
    return heading;
  }

  card(card, section) {
    if (card.rank) return standing(card);
    const box = make("li", `card${card.mark ? " row" : ""}`);
    if (card.mark) box.append(mark(card.mark));
    if (card.title) box.append(worded("h3", card.title));
    box.append(...card.texts.filter((one) => one.text).map((one) => worded("p", one)));
    if (card.bar) box.append(measure(card.bar));
    if (card.seats) box.append(seats(card.seats));
    if (card.big) box.append(amount(card));
    box.append(...card.tags.map((tag) => make("span", card.seats ? "tag seat" : "tag", tag)));
    return box;
  }

  join() {
    const { join } = this.scene;
    const box = make("section", "join");
    const code = Object.assign(make("img"), { src: join.qr, alt: join.alt });
    const say = make("div", "say");
    const address = make("p", "address");
    const [host, ...path] = join.address.split("/");
    address.append(host, make("wbr"), `/${path.join("/")}`);
    say.append(make("p", "", join.scan), make("p", "lead", join.type), address);
    say.append(make("p", "lead", join.code_label), make("p", "code", join.code));
    box.append(code, say);
    return box;
  }

  clock() {
    const box = make("section", "clock");
    this.time = make("time");
    this.signal = make("p", "signal");
    this.dots = hidden(make("span"));
    this.signalText = Object.assign(make("span"), { role: "status" });
    this.signal.append(this.dots, this.signalText);
    box.append(this.time, this.signal);
    this.clockBox = box;
    this.tick();
    return box;
  }

  // The time for the question, beside it.
  timer() {
    this.left = make("time");
    this.leftText = make("span");
    this.timerBox = Object.assign(make("p", "timer"), { role: "timer" });
    this.timerBox.append(this.left, this.leftText);
    this.tickTimer();
    return this.timerBox;
  }

  tickTimer() {
    const { end, left, words } = this.scene.timer;
    const seconds = (end === null ? left : end - Date.now() - this.lag) / 1000;
    const over = end !== null && seconds <= 0;
    setText(this.left, minutes(seconds));
    setText(this.leftText, end === null ? words.held : over ? words.over : words.left);
    if (over && !this.over) setText(this.status, words.over);
    this.over = over;
    this.timerBox.classList.toggle("over", over);
  }

  // A clock only tells the time: it never ends anything.
  tick() {
    if (this.scene.timer) this.tickTimer();
    const { clock } = this.scene;
    if (!clock || !this.time) return;
    const elapsed = clock.started === null ? 0 : Math.max(0, (Date.now() + this.lag - clock.started) / 1000);
    const passed = clock.signals.filter((signal) => elapsed >= signal.at);
    const text = passed.length ? passed.at(-1).text : clock.started === null ? clock.ready : clock.running;
    setText(this.time, minutes(clock.seconds - elapsed));
    setText(this.signalText, text);
    setText(this.dots, "●".repeat(passed.length) + "○".repeat(clock.signals.length - passed.length));
    const over = passed.length === clock.signals.length;
    this.clockBox.className = `clock${over ? " over" : passed.length ? " near" : ""}`;
  }
}
