// Draws one scene over the whole window, with the pieces of stage_pieces.js, the map of stage_map.js and the
// film of stage_film.js. Pages are cut by measuring (stage_pages.js): what fits without scrolling, at most
// `section.most` cards.
import { Film } from "./film.js";
import { ideaMap, legend } from "./map.js";
import { across, inRows, pageEnds } from "./pages.js";
import {
  amount,
  arrow,
  hidden,
  kinds,
  make,
  mark,
  measure,
  seats,
  setText,
  standing,
  worded,
} from "./pieces.js";
import { pitch, timeLeft } from "../../../web/clock.js";

const COLUMNS = { 1: "one", 2: "two", 4: "four", 5: "five" };
const FORWARD = new Set(["ArrowRight", "ArrowDown", "PageDown"]);
const BACK = new Set(["ArrowLeft", "ArrowUp", "PageUp"]);
const MASK = new Set(["b", "."]); // what presenter remotes send to blank a screen
const MASKED = 1; // in what the stream says of the screen
const KEPT = "recolte:stage:"; // how this window likes its screen
const FITS = 3;

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".stage");
  const stage = (root.recolteStage ??= new Stage(root));
  stage.tell = setTriggerValue;
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
    const other = scene.screen !== this.scene?.screen || scene.language !== this.scene.language;
    if (scene.masked || other) this.endFilm(false);
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
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key; // capitals may be locked
    if (key === "r" && this.scene.film) this.roll();
    if (key === "Escape") this.endFilm();
    if (MASK.has(key)) this.mask(!this.scene.masked);
    else if (key === "f") this.ask(this.scene.frozen ? "release" : "freeze");
    else if (key === "t") this.like("theme", this.dark() ? "light" : "dark");
    else if (key === "s") this.like("strip", this.root.dataset.strip === "none" ? "" : "none");
    else if (key === "l") this.translate();
    const move = FORWARD.has(event.key) ? 1 : BACK.has(event.key) ? -1 : 0;
    if (!move) return;
    event.preventDefault();
    this.turn(move);
  }

  // The page keeps its language in its address: it outlives a reload, and no other screen changes.
  translate() {
    this.tell("language", this.scene.other);
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
    this.strip.append(who, this.languageButton(), this.pager.box);
    this.root.replaceChildren(this.head, this.body, this.strip, this.status);
    if (focused) this.pager[focused]?.focus();
    this.fillHead(null);
  }

  languageButton() {
    const { other, words } = this.scene;
    const button = Object.assign(make("button", "switch", other.toUpperCase()), {
      type: "button",
      title: words.other,
    });
    button.setAttribute("aria-label", words.other);
    button.onclick = () => this.translate();
    return button;
  }

  pagerButtons() {
    const { words } = this.scene;
    const box = make("nav", "pager");
    const back = Object.assign(make("button", "", "◀\ufe0e"), {
      type: "button",
      onclick: () => this.turn(-1),
    });
    const next = Object.assign(make("button", "", "▶\ufe0e"), {
      type: "button",
      onclick: () => this.turn(1),
    });
    back.setAttribute("aria-label", words.previous);
    next.setAttribute("aria-label", words.next);
    back.dataset.move = "back";
    next.dataset.move = "next";
    const count = make("span", "", words.page.replace("{page}", 88).replace("{pages}", 88)); // the widest
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
      if (scene.heading)
        parts.push(worded("h1", scene.heading, scene.heading.text.length > 110 ? "long" : ""));
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
    const name = JSON.stringify([
      this.root.dataset.fit,
      innerWidth,
      innerHeight,
      clientWidth,
      clientHeight,
      this.scene.words,
      section,
    ]);
    const cut = this.cuts.get(name) ?? this.measured(section);
    this.cutsNow.set(name, cut);
    return cut;
  }

  measured(section) {
    const fits = (from, to) => {
      this.place(section, from, to);
      return !this.overflows();
    };
    const ends = pageEnds(section.cards.length, section.most, fits);
    const alone = ends.map((to, page) => [ends[page - 1] ?? 0, to]).filter(([from, to]) => to - from === 1);
    return { ends, tight: alone.some(([from, to]) => !fits(from, to)) };
  }

  place(section, from, to) {
    const cards = section.cards.slice(from, to);
    const parts = [];
    if (section.title) parts.push(this.title(section, from));
    if (section.kinds?.length) parts.push(kinds(section.kinds));
    parts.push(section.map ? this.map(section, cards) : this.grid(section, cards));
    this.body.className = "body";
    this.body.replaceChildren(...parts);
  }

  grid(section, cards) {
    const columns = section.cards.length === 1 ? "one" : COLUMNS[section.columns];
    const looks = ["tiles", "large", "lines"].filter((look) => section[look]);
    if (section.cards[0].rank) looks.push("tight");
    const grid = make("ul", ["cards", columns, ...looks].join(" "));
    grid.append(...cards.map((card) => this.card(card)));
    inRows(grid, across(section.columns));
    return grid;
  }

  map(section, cards) {
    const box = ideaMap(section.map, new Set(cards.map((card) => card.letter)));
    box.append(legend(cards));
    return box;
  }

  overflows() {
    const boxes = [this.body, ...this.body.querySelectorAll(".legend")];
    return boxes.some((box) => box.scrollHeight > box.clientHeight + 1);
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

  card(card) {
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
    const [left, said] = timeLeft(this.scene.timer, Date.now() + this.lag);
    const over = said === this.scene.timer.words.over;
    setText(this.left, left);
    setText(this.leftText, said);
    if (over && !this.over) setText(this.status, said);
    this.over = over;
    this.timerBox.classList.toggle("over", over);
  }

  tick() {
    if (this.scene.timer) this.tickTimer();
    const { clock } = this.scene;
    if (!clock || !this.time) return;
    const [left, said, behind] = pitch(clock, Date.now() + this.lag);
    setText(this.time, left);
    setText(this.signalText, said);
    setText(this.dots, "●".repeat(behind) + "○".repeat(clock.signals.length - behind));
    const over = behind === clock.signals.length;
    this.clockBox.className = `clock${over ? " over" : behind ? " near" : ""}`;
  }
}
