// The handle of a slider. A slider returns to the same positions again and again, so the totals of
// one slot, while the others stay, are cached here: much faster than the engine.

import { needsModule, own, revocable } from "./handles.js";
import { Totals } from "./totals.js";
import { guard, guarded } from "./unwound.js";

/** No private fields: frameworks wrap objects in proxies, which cannot reach them. */
export class Preview {
  _engine;
  _total;
  /** The slot that moves, its value in the engine, and the totals of its earlier values. */
  _slot;
  _there;
  _totals = new Totals();
  /** Its current value, if the engine has another. */
  _here;

  constructor(engine) {
    this._engine = own(engine);
    own(this);
  }

  slot(setting) {
    return this._engine.slot(setting);
  }

  set(slot, value) {
    if (slot === this._slot && typeof value === "number") {
      const place = this._totals.find(value);
      if (place >= 0) {
        this._here = value;
        this._total = this._totals.at(place);
        return;
      }
    }
    this._move(slot, value);
  }

  _move(slot, value) {
    if (slot !== this._slot) this._settle();
    this._engine.set(placeOf(slot), typeof value === "number" ? value : NaN);
    this._slot = slot;
    this._there = value;
    this._here = undefined;
    this._total = undefined;
  }

  /** Brings the engine to the current value; cached totals become invalid. */
  _settle() {
    if (this._here !== undefined) this._engine.set(this._slot, this._here);
    this._forget();
  }

  _forget() {
    this._slot = undefined;
    this._here = undefined;
    this._totals.clear();
    this._total = undefined;
  }

  pick(slot, index) {
    this._settle();
    this._engine.pick(placeOf(slot), placeOf(index));
  }

  clear(slot) {
    this._settle();
    this._engine.clear(placeOf(slot));
  }

  used(meter, amount) {
    this._settle();
    this._engine.used(`${meter}`, typeof amount === "number" ? amount : NaN);
  }

  total() {
    return this._total ?? this._ask();
  }

  _ask() {
    const total = this._engine.total();
    if (Number.isNaN(total)) this._engine.refusal();
    this._total = total;
    if (this._slot !== undefined && typeof this._there === "number") {
      this._totals.keep(this._there, this._total);
    }
    return this._total;
  }

  free() {
    this._forget();
    this._engine.free();
  }
}

/** The catalog of a module, with such handles; what is asked once is asked by name. */
export function withSliders(Engine, EnginePreview) {
  guarded(EnginePreview, Engine);
  return class Catalog extends guarded(Engine, Engine) {
    constructor(catalog) {
      needsModule(Engine);
      guard(Engine, () => super(catalog));
      own(this);
    }

    preview(operation, plan, at) {
      return new Preview(super.preview(operation, plan, at));
    }

    info() {
      return this.ask("info");
    }

    affordable(request, budget) {
      return this.ask("affordable", request, budget);
    }

    cheaper(request) {
      return this.ask("cheaper", request);
    }

    sold(request) {
      return this.ask("sold", request);
    }

    quote(request, terms) {
      return this.ask("quote", request, terms);
    }

    verify(quote, now) {
      return this.ask("verify", quote, now);
    }
  };
}

revocable(Preview, "preview");

/** The engine would read 0 for a value that is not a number, so pass an index without an entry. */
function placeOf(value) {
  return Number.isInteger(value) && value >= 0 ? value : 2 ** 32 - 1;
}
