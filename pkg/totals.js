// Totals by number: a table with open addressing, because a `Map` takes four times as long for
// fractional numbers.

const NONE = new Float64Array([NaN]);
const FEW = 64;
/** Cached positions of one slider; when full, the table is cleared. */
const MOST = 1 << 16;

/** A number and its two 32-bit halves. */
const number = new Float64Array(1);
const halves = new Int32Array(number.buffer);

export class Totals {
  _keys = NONE;
  _totals = NONE;
  _count = 0;

  /** The index of a number; negative if absent. */
  find(key) {
    const keys = this._keys;
    for (let place = this._first(key); ; place = (place + 1) & (keys.length - 1)) {
      const found = keys[place];
      if (found === key) return place;
      // An empty entry holds NaN.
      if (found !== found) return -1;
    }
  }

  at(place) {
    return this._totals[place];
  }

  keep(key, total) {
    if (this._count * 2 + 2 > this._keys.length) this._grow();
    this._put(key, total);
  }

  clear() {
    if (this._count > 0) this._start(NONE, NONE);
  }

  _first(key) {
    number[0] = key;
    const hash = Math.imul(halves[1] ^ Math.imul(halves[0], 0x85ebca6b), 0x9e3779b1);
    return (hash >>> 15) & (this._keys.length - 1);
  }

  _put(key, total) {
    const keys = this._keys;
    let place = this._first(key);
    while (keys[place] === keys[place] && keys[place] !== key) place = (place + 1) & (keys.length - 1);
    if (keys[place] !== key) this._count += 1;
    keys[place] = key;
    this._totals[place] = total;
  }

  _grow() {
    const [keys, totals] = [this._keys, this._totals];
    const size = keys.length < MOST * 2 ? Math.max(keys.length * 2, FEW) : FEW;
    this._start(new Float64Array(size).fill(NaN), new Float64Array(size));
    if (size === FEW) return;
    for (let place = 0; place < keys.length; place += 1) {
      if (keys[place] === keys[place]) this._put(keys[place], totals[place]);
    }
  }

  _start(keys, totals) {
    this._keys = keys;
    this._totals = totals;
    this._count = 0;
  }
}
