// The handle of a slider. A slider comes by the same places again and again: what one slot came to
// while the others stayed is looked up here, many times quicker than it is worked out in the engine.

/** A slider of more places asks the engine beyond them. */
const PLACES = 1024;

export class Preview {
  #engine;
  #total;
  /** The slot that moves, where the engine has it, and the totals by its whole numbers. */
  #slot;
  #there;
  #totals = [];
  /** Where it is now, when the engine has it elsewhere. */
  #here;

  constructor(engine) {
    this.#engine = engine;
  }

  slot(setting) {
    return this.#engine.slot(setting);
  }

  set(slot, value) {
    if (slot === this.#slot && typeof value === "number") {
      const total = this.#totals[value];
      if (total !== undefined) {
        this.#here = value;
        this.#total = total;
        return;
      }
    }
    this.#move(slot, value);
  }

  #move(slot, value) {
    if (slot !== this.#slot) this.#settle();
    this.#engine.set(slot, value);
    this.#slot = slot;
    this.#there = value;
    this.#here = undefined;
    this.#total = undefined;
  }

  /** The engine comes to where the handle is; what is known holds no longer. */
  #settle() {
    if (this.#here !== undefined) this.#engine.set(this.#slot, this.#here);
    this.#forget();
  }

  #forget() {
    this.#slot = undefined;
    this.#here = undefined;
    this.#totals = [];
    this.#total = undefined;
  }

  pick(slot, index) {
    this.#settle();
    this.#engine.pick(slot, index);
  }

  clear(slot) {
    this.#settle();
    this.#engine.clear(slot);
  }

  total() {
    return this.#total ?? this.#ask();
  }

  #ask() {
    this.#total = this.#engine.total();
    if (this.#slot !== undefined && isPlace(this.#there)) this.#totals[this.#there] = this.#total;
    return this.#total;
  }

  free() {
    this.#forget();
    this.#engine.free();
  }
}

/** The catalog of a module, with such handles. */
export const withSliders = (Engine) =>
  class Catalog extends Engine {
    preview(operation, plan, at) {
      return new Preview(super.preview(operation, plan, at));
    }
  };

if (Symbol.dispose) Preview.prototype[Symbol.dispose] = Preview.prototype.free;

function isPlace(value) {
  return Number.isInteger(value) && value >= 0 && value < PLACES;
}
