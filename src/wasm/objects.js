// Objects in and out, where JavaScript is faster than the module. Numbers go through the module's
// memory; texts follow each other, each with its length among the numbers.

/**
 * The input as JSON. JSON would write null for NaN, drop functions and turn a map into an empty
 * object. For such a value: `!`, its pointer and a description.
 */
function jsonOf(value) {
  try {
    const fault = value === undefined ? ["undefined"] : faultOf(value, "", []);
    if (!fault) return JSON.stringify(value);
    const [found, ...keys] = fault;
    return `!${keys.reverse().map((key) => `/${`${key}`.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")}\0${found}`;
  } catch {
    return undefined;
  }
}

/** A value that JSON cannot hold, and the keys to it, last key first; undefined if there is none. */
function faultOf(value, key, above) {
  if (typeof value?.toJSON === "function") {
    if (value instanceof Date && Number.isNaN(value.valueOf())) return ["an invalid date"];
    value = value.toJSON(key);
  }
  if (value instanceof Number) value = Number(value);
  if (typeof value === "number" && !Number.isFinite(value)) return [`${value}`];
  if (["bigint", "function", "symbol"].includes(typeof value)) return [`a ${typeof value}`];
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof Map || value instanceof Set) return [`a ${value.constructor.name}`];
  if (typeof value.then === "function") return ["a Promise: await it first"];
  if (above.includes(value)) return ["an object that holds itself"];
  above.push(value);
  for (const name of Object.keys(value)) {
    const fault = faultOf(value[name], name, above);
    if (fault) return fault.push(name), fault;
  }
  if (Array.isArray(value)) {
    const gap = value.findIndex((item) => item === undefined);
    if (gap >= 0) return ["undefined", gap];
  }
  above.pop();
  return undefined;
}

/** The output, from JSON. */
export function valueOf(text) {
  return JSON.parse(text);
}

/** Takes a text, or a value as JSON. Returns its length, or -1 if it is undefined. */
export function textOf(value, isText) {
  going = isText ? value : jsonOf(value);
  return going === undefined ? -1 : going.length;
}

/** Copies it into memory. Returns its length in bytes or, below 0, how many bytes to reserve. */
export function putText(at, room) {
  look();
  const { read, written } = encoder.encodeInto(going, bytes.subarray(at, at + room));
  return read === going.length ? written : -(written + 3 * (going.length - read));
}

const encoder = new TextEncoder();
let going;

let memory, numbers, bytes, place, texts, start, next;

export function setMemory(value) {
  if (memory !== value) numbers = undefined;
  memory = value;
}

/** When memory grows, its buffer changes: views of the old one have length 0. */
function look() {
  if (numbers?.length) return;
  numbers = new Float64Array(memory.buffer);
  bytes = new Uint8Array(memory.buffer);
}

// A request, split here for request.rs, which rebuilds it in the same order.

const MOST_SETTINGS = 16;
const MOST_BYTES = 512;
const KINDS_IN = ["number", "string", "boolean"];

/** Returns the length of the texts in bytes; -1 if only JSON can represent the request. */
export function takeApart(request, numbersAt, bytesAt) {
  try {
    look();
    const end = take(request, numbersAt >>> 3, bytesAt);
    // An accessor may have made the memory grow.
    return numbers.length > 0 ? end - bytesAt : -1;
  } catch {
    return -1;
  }
}

function take(request, place, start) {
  let operation, plan, at, runs, balance, settings;
  for (const key in plain(request)) {
    const value = request[key];
    if (key === "operation") operation = value;
    else if (key === "settings") settings = value;
    else if (key === "runs") runs = value;
    else if (key === "plan") plan = value;
    else if (key === "at") at = value;
    else if (key === "balance") balance = value;
    else throw key;
  }
  const most = start + MOST_BYTES;
  start = put(operation, place, start, most);
  start = maybe(plan, place + 1, start, most);
  start = maybe(at, place + 2, start, most);
  numbers[place + 3] = real(runs);
  numbers[place + 4] = real(balance);
  let next = place + 6;
  if (settings !== undefined) {
    const last = next + 3 * MOST_SETTINGS;
    for (const name in plain(settings)) {
      const value = settings[name];
      if (value === undefined || value === null) continue;
      const kind = KINDS_IN.indexOf(typeof value);
      if (kind < 0 || next === last) throw value;
      start = put(name, next, start, most);
      numbers[next + 1] = kind;
      if (kind === 1) start = put(value, next + 2, start, most);
      else numbers[next + 2] = Number(value);
      next += 3;
    }
  }
  numbers[place + 5] = (next - place - 6) / 3;
  return start;
}

function plain(value) {
  if (Object.getPrototypeOf(value) !== Object.prototype) throw value;
  return value;
}

function real(value) {
  if (value === undefined || value === null) return NaN;
  if (!Number.isFinite(value)) throw value;
  return value;
}

function maybe(text, place, start, most) {
  if (text !== undefined && text !== null) return put(text, place, start, most);
  numbers[place] = NaN;
  return start;
}

/** Writes a text that must be ASCII and not empty. Returns where the next text starts. */
function put(text, place, start, most) {
  if (typeof text !== "string" || text === "" || start + text.length > most) throw text;
  const { length } = text;
  numbers[place] = length;
  for (let i = 0; i < length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 32 || code > 126) throw text;
    bytes[start + i] = code;
  }
  return start + length;
}

// An estimate, rebuilt from what estimate.rs splits, in the same order.

const STATES = ["exact", "range", "rate", "unknown"];
const KINDS = ["component", "factor", "minimum", "maximum", "rounding", "conversion", "before"];
const LINE_STATES = ["priced", "free", "unpriced", "after"];
const CODES = ["unpriced", "missing_cell", "not_valid", "known_after", "too_many_choices", "not_listed", "calendar_ends"];
const GATES = ["requires", "class"];

/** A total, with numbers as amounts. */
export function totalOf(place, total, low, high, free) {
  const state = STATES[place];
  if (place === 0) return { state, total, free };
  if (place === 1) return { state, low, high, free };
  return Number.isNaN(high) ? { state, free } : { state, high, free };
}

export function assemble(numbersAt, string) {
  look();
  place = numbersAt >>> 3;
  texts = string;
  start = next = 0;
  return estimate();
}

// Each property by its own name, because engines optimise that; the most common shapes are made at
// once.

function estimate() {
  const catalog = kept(), version = kept(), operation = kept(), chosen = settings(), runs = number();
  const plan = kept(), at = instant(), state = STATES[number()], unit = kept();
  const total = amount(), low = amount(), high = amount(), known = amount(), per_run = amount();
  const free = flag(), approximate = flag(), lines = all(line), open = all(kept), reasons = all(reason);
  const gates = all(gate), notes = all(kept), sources = all(source), as_of = date();
  const rest = flag() ? balance() : undefined, meters = all(metering);
  if (state === "exact" && per_run !== undefined && plan === undefined && rest === undefined && !meters.length) {
    return {
      catalog, version, operation, settings: chosen, runs, at, state, unit, total, per_run, free, approximate,
      lines, open, reasons, gates, notes, sources, as_of,
    };
  }
  const estimate = { catalog, version, operation, settings: chosen, runs };
  if (plan !== undefined) estimate.plan = plan;
  estimate.at = at;
  estimate.state = state;
  estimate.unit = unit;
  if (total !== undefined) estimate.total = total;
  if (low !== undefined) estimate.low = low;
  if (high !== undefined) estimate.high = high;
  if (known !== undefined) estimate.known = known;
  if (per_run !== undefined) estimate.per_run = per_run;
  estimate.free = free;
  estimate.approximate = approximate;
  estimate.lines = lines;
  estimate.open = open;
  estimate.reasons = reasons;
  estimate.gates = gates;
  estimate.notes = notes;
  estimate.sources = sources;
  estimate.as_of = as_of;
  if (rest !== undefined) estimate.balance = rest;
  if (meters.length > 0) estimate.meters = meters;
  return estimate;
}

function settings() {
  const settings = {};
  for (let count = number(); count > 0; count -= 1) {
    const name = kept();
    if (name === "__proto__") Object.defineProperty(settings, name, { value: setting(), ...OWN });
    else settings[name] = setting();
  }
  return settings;
}

const OWN = { configurable: true, enumerable: true, writable: true };

function setting() {
  const kind = number();
  return kind === 0 ? amount() : kind === 1 ? text() : kind === 2 ? flag() : all(amount);
}

function line() {
  const bits = number(), present = bits >> 5;
  const kind = KINDS[bits & 7], label = kept(), words = text(), rule = kept(), state = LINE_STATES[(bits >> 3) & 3];
  if (present === 0b1000111) {
    return { kind, label, text: words, rule, state, quantity: amount(), unit: kept(), rate: amount(), amount: amount() };
  }
  const line = { kind, label, text: words, rule, state };
  if (present & 1) line.quantity = amount();
  if (present & 2) line.unit = kept();
  if (present & 4) line.rate = amount();
  if (present & 8) line.rate_low = amount();
  if (present & 16) line.rate_high = amount();
  if (present & 32) line.per = amount();
  if (present & 64) line.amount = amount();
  if (present & 128) line.low = amount();
  if (present & 256) line.high = amount();
  return line;
}

const reason = () => ({ code: CODES[number()], text: text(), rule: kept() });

function gate() {
  const gate = { kind: GATES[number()], reason: kept() };
  const classes = all(kept);
  if (classes.length > 0) gate.classes = classes;
  gate.rule = kept();
  return gate;
}

function source() {
  const source = { at: text(), as_of: date() };
  const note = text();
  if (note !== undefined) source.note = note;
  return source;
}

function metering() {
  const metering = { meter: kept(), per: text() };
  set(metering, "unit", kept());
  metering.used = amount();
  metering.assumed = flag();
  set(metering, "counts", amount());
  return metering;
}

function balance() {
  const balance = { before: amount() };
  set(balance, "as_of", instant());
  set(balance, "after", amount());
  set(balance, "low", amount());
  set(balance, "high", amount());
  set(balance, "shortfall", amount());
  return balance;
}

function set(object, key, value) {
  if (value !== undefined) object[key] = value;
}

function number() {
  return numbers[place++];
}

function flag() {
  return number() === 1;
}

/** Undefined for NaN; infinity marks an amount in text form. */
function amount() {
  const amount = number();
  if (amount === Infinity) return text();
  return Number.isNaN(amount) ? undefined : amount;
}

/** Undefined if the length is NaN. */
function text() {
  const length = number();
  return Number.isNaN(length) ? undefined : texts.slice(start, (start += length));
}

/** A catalog text; length -1 means that of the previous answer. */
function kept() {
  const length = number();
  if (length === -1) return before[next++];
  return Number.isNaN(length) ? undefined : (before[next++] = texts.slice(start, (start += length)));
}

const before = [];

/** Seconds since 1970 as a text, cached, because the same few recur. */
function instant() {
  const seconds = number();
  if (Number.isNaN(seconds)) return undefined;
  let text = instants.get(seconds);
  if (!text) {
    text = `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
    if (instants.size > 99) instants.clear();
    instants.set(seconds, text);
  }
  return text;
}

const instants = new Map();
const date = () => instant().slice(0, 10);

function all(item) {
  const items = [];
  for (let count = number(); count > 0; count -= 1) items.push(item());
  return items;
}
