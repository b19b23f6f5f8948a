// Objects in and out, where JavaScript is quicker than the module.

/** What goes in, as JSON; nothing for what JSON has no form for. */
export function textOf(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

// An estimate, put together from what estimate.rs takes apart, in the same order: its numbers in
// one list, its texts in one string, for each of which the list has its length.

const STATES = ["exact", "range", "rate", "unknown"];
const KINDS = ["component", "factor", "minimum", "maximum", "rounding", "conversion"];
const LINE_STATES = ["priced", "free", "unpriced", "after"];
const CODES = ["unpriced", "missing_cell", "not_valid", "known_after", "too_many_choices"];
const GATES = ["requires", "class"];

let numbers, place, texts, start;

export function assemble(list, string) {
  numbers = list;
  texts = string;
  place = start = 0;
  return estimate();
}

function estimate() {
  const estimate = { catalog: text(), version: text(), operation: text(), settings: settings(), runs: number() };
  set(estimate, "plan", text());
  estimate.at = text();
  estimate.state = STATES[number()];
  estimate.unit = text();
  set(estimate, "total", amount());
  set(estimate, "low", amount());
  set(estimate, "high", amount());
  set(estimate, "known", amount());
  set(estimate, "per_run", amount());
  estimate.free = flag();
  estimate.approximate = flag();
  estimate.lines = all(line);
  estimate.open = all(text);
  estimate.reasons = all(reason);
  estimate.gates = all(gate);
  estimate.notes = all(text);
  estimate.sources = all(source);
  estimate.as_of = text();
  if (flag()) estimate.balance = balance();
  return estimate;
}

function settings() {
  const settings = {};
  for (let count = number(); count > 0; count -= 1) {
    const name = text();
    if (name === "__proto__") Object.defineProperty(settings, name, { value: setting(), ...OWN });
    else settings[name] = setting();
  }
  return settings;
}

const OWN = { configurable: true, enumerable: true, writable: true };
const SETTINGS = [amount, text, flag, () => all(amount)];
const setting = () => SETTINGS[number()]();

function line() {
  const line = { kind: KINDS[number()], label: text(), text: text(), rule: text(), state: LINE_STATES[number()] };
  set(line, "quantity", amount());
  set(line, "unit", text());
  set(line, "rate", amount());
  set(line, "per", amount());
  set(line, "amount", amount());
  set(line, "low", amount());
  set(line, "high", amount());
  return line;
}

const reason = () => ({ code: CODES[number()], text: text(), rule: text() });

function gate() {
  const gate = { kind: GATES[number()], reason: text() };
  const classes = all(text);
  if (classes.length > 0) gate.classes = classes;
  gate.rule = text();
  return gate;
}

function source() {
  const source = { at: text(), as_of: text() };
  set(source, "note", text());
  return source;
}

function balance() {
  const balance = { before: amount() };
  set(balance, "as_of", text());
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

/** Nothing for NaN; infinity for an amount that is a text. */
function amount() {
  const amount = number();
  if (amount === Infinity) return text();
  return Number.isNaN(amount) ? undefined : amount;
}

/** Nothing where the length is NaN. */
function text() {
  const length = number();
  return Number.isNaN(length) ? undefined : texts.slice(start, (start += length));
}

function all(item) {
  const items = [];
  for (let count = number(); count > 0; count -= 1) items.push(item());
  return items;
}
