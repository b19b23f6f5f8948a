// Amounts as people read them. No digit passes through a float: `Intl` is given decimal text.
import { DrawdownError } from "./errors.js";

const DECIMAL = /^[+-]?\d+(?:\.(\d+))?$/;
/** Most decimal places that every engine prints. */
const MOST_PLACES = 20;

/**
 * `format(72, "credits")` with the unit; `format("0.0015", "USD")` as money, where the unit is the code of a
 * currency. `{ unit, units }` are the names of one and of several, as in `catalog.info()`.
 */
export function format(amount, unit, { locale, compact = false } = {}) {
  const text = decimalText(amount);
  const places = Math.min(DECIMAL.exec(text)[1]?.length ?? 0, MOST_PLACES);
  const currency = typeof unit === "string" && /^[A-Z]{3}$/.test(unit) ? unit : undefined;
  const style = currency ? { style: "currency", currency } : {};
  const most = currency ? Math.max(places, placesOf(currency)) : places;
  const short = compact && !isSmall(text);
  const notation = short ? "compact" : "standard";
  const digits = short ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: most };
  const number = numberFormat(locale, { notation, ...style, ...digits }).format(text);
  const name = currency ? undefined : nameOf(unit, text);
  return name ? `${number} ${name}` : number;
}

/** Amounts below a thousand need no word for the rest. */
const isSmall = (text) => /^[+-]?0*\d{0,3}(?:\.|$)/.test(text);

/** Decimal text: `1e-7` becomes `0.0000001`. */
function decimalText(amount) {
  const text = typeof amount === "string" ? amount.trim() : Object.is(amount, -0) ? "0" : `${amount}`;
  if (typeof amount === "number" || typeof amount === "string") {
    if (DECIMAL.test(text)) return text;
    const [, sign, whole, fraction = "", exponent] = /^([+-]?)(\d+)(?:\.(\d+))?e([+-]?\d+)$/i.exec(text) ?? [];
    if (Math.abs(exponent) <= 1000) return sign + shifted(whole + fraction, whole.length + Number(exponent));
  }
  throw new DrawdownError("number", `expected an amount, found ${typeof amount === "string" ? `"${amount}"` : typeof amount === "number" ? amount : typeof amount}`);
}

/** Digits with the decimal point after the first `point` of them. */
function shifted(digits, point) {
  const padded = point <= 0 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 1);
  return padded.length > at ? `${padded.slice(0, at)}.${padded.slice(at)}` : padded;
}

function nameOf(unit, text) {
  if (unit === undefined || unit === null || typeof unit === "string") return unit;
  return /^[+-]?0*1(?:\.0+)?$/.test(text) ? unit.unit : unit.units;
}

function placesOf(currency) {
  return numberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
}

/** To make a formatter takes longer than to use it a hundred times. */
function numberFormat(locale, options) {
  const key = `${locale} ${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    if (formats.size > 99) formats.clear();
    formats.set(key, new Intl.NumberFormat(locale, options));
  }
  return formats.get(key);
}

const formats = new Map();
