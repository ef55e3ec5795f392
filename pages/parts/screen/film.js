// How many became few, played in twelve seconds at most. With reduced motion nothing moves by itself: next
// and previous turn to the next moment, a dozen in all.
import { bar, make, setText } from "./pieces.js";

const LONGEST = 12_000; // milliseconds
const SLOWEST = 500; // for one frame
const MOMENTS = 12;

export class Film {
  constructor(frames, stage) {
    Object.assign(this, { frames, stage, at: 0 });
    this.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!this.still) this.play();
    this.draw();
  }

  play() {
    const pause = Math.min(SLOWEST, LONGEST / this.frames.length);
    this.playing = setInterval(() => (this.last ? this.stop() : this.go(this.at + 1)), pause);
  }

  stop() {
    clearInterval(this.playing);
  }

  get last() {
    return this.at >= this.frames.length - 1;
  }

  // A hand on the remote stops the film and turns it on or back; after the last moment it is over.
  step(move) {
    this.stop();
    if (move > 0 && this.last) return this.stage.endFilm();
    const moment = Math.ceil(this.frames.length / MOMENTS);
    this.go(this.at + move * moment);
    setText(this.stage.status, this.said());
  }

  go(at) {
    this.at = Math.max(0, Math.min(at, this.frames.length - 1));
    this.draw();
  }

  said() {
    const { when, levels } = this.frames[this.at];
    return [when, ...levels.map(({ value, label }) => `${value} ${label}`)].join(", ");
  }

  draw() {
    const frame = this.frames[this.at];
    if (!frame) return;
    const most = Math.max(...this.frames.flatMap(({ levels }) => levels.map(({ n }) => n)), 1);
    const list = make("ul", "levels");
    for (const { n, value, label } of frame.levels) {
      const line = make("li");
      line.append(make("b", "", value), make("span", "", label), bar({ value: n, most }));
      list.append(line);
    }
    const { head, body, pager } = this.stage;
    head.replaceChildren(make("h1", "", frame.when));
    body.className = "body middle";
    body.replaceChildren(list);
    pager.count.textContent = `${this.at + 1} / ${this.frames.length}`;
    pager.back.disabled = this.at === 0;
    pager.next.disabled = false;
  }
}
