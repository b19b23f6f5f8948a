// Numbers as people type them: with the digits and separators of the locale, or with a decimal point. They are turned
// as texts; no digit passes through a float.
import { locale } from "../localise";

interface Numerals {
  digits: readonly string[];
  /** What begins decimals. */
  decimal: string;
  /** A pattern of whole digits, grouped or not. */
  whole: RegExp;
}

/** Cached: making a format takes far longer than using it. */
const known = new Map<string, Numerals>();

function numerals(): Numerals {
  const key = String(locale());
  const found = known.get(key) ?? made();
  known.set(key, found);
  return found;
}

function made(): Numerals {
  const parts = new Intl.NumberFormat(locale()).formatToParts(1234567.5);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const digits = [...new Intl.NumberFormat(locale(), { useGrouping: false }).format(9876543210)].reverse();
  const decimal = part("decimal") || ".";
  // Blanks and apostrophes have several forms, of which keyboards have one.
  const groups = [part("group"), ".", ",", "\\s", "'", "\u2019"].filter((sign) => sign.trim() && sign !== decimal);
  const between = `[${groups.join("")}]`;
  // In India, all groups but the last have two digits.
  const size = parts.filter(({ type }) => type === "integer").at(-2)?.value.length ?? 3;
  const whole = new RegExp(`^-?(?:\\d+|[1-9]\\d{0,${size - 1}}(${between})(?:\\d{${size}}\\1)*\\d{3})$`);
  return { digits, decimal, whole };
}

/**
 * The numbers that a typed text can mean, as plain decimal texts: two if its separator may stand before thousands or
 * before decimals, as in `1.000` where the comma begins decimals; none if it is no number.
 */
export function meanings(typed: string): readonly string[] {
  const text = latin(typed);
  const { decimal } = numerals();
  const [whole = "", fraction, ...more] = text.split(decimal);
  const ungrouped = wholeOf(whole);
  if (fraction !== undefined)
    return ungrouped && more.length === 0 && /^\d+$/.test(fraction) ? [`${ungrouped}.${fraction}`] : [];
  const [, before, after] = /^(-?\d+)[.,](\d+)$/.exec(text) ?? [];
  return [...(before ? [`${before}.${after}`] : []), ...(ungrouped ? [ungrouped] : [])];
}

/** Whole digits without the signs between their groups; empty if they are not grouped so. */
function wholeOf(text: string): string {
  return numerals().whole.test(text) ? text.replace(/[^\d-]/g, "") : "";
}

/** With the digits 0 to 9, an ASCII minus, and without marks of direction. */
function latin(typed: string): string {
  const { digits } = numerals();
  const plain = typed.trim().replace(/[\u200e\u200f\u061c]/g, "").replace(/^\u2212/, "-");
  return Array.from(plain, (sign) => (digits.includes(sign) ? digits.indexOf(sign) : sign)).join("");
}

/** A plain decimal text as people type it; other texts as they are. */
export function written(plain: string): string {
  if (!isDecimal(plain)) return plain;
  const { digits, decimal } = numerals();
  return Array.from(plain, (sign) => (sign === "." ? decimal : (digits[Number(sign)] ?? sign))).join("");
}

/** What stands between the numbers of a list. */
export function separator(): "," | ";" {
  return numerals().decimal === "," ? ";" : ",";
}

/** The lists that a typed text can mean, as plain decimal texts with commas between them. */
export function listMeanings(typed: string): readonly string[] {
  const hasCommas = separator() === ",";
  const pieces = typed.split(hasCommas ? /[;,]/ : /;|,\s/).map((piece) => piece.trim());
  const numbers = pieces.map(meanings);
  // What is no number stays one piece.
  const rest = pieces.map((piece) => piece.replaceAll(",", " "));
  const list = (place: number) => numbers.map((found, i) => found.at(place) ?? rest[i]).join(", ");
  // Commas may also stand before thousands.
  const whole = hasCommas && pieces.length > 1 ? wholeOf(latin(typed)) : "";
  return [...new Set([list(0), list(-1)]), ...(whole ? [whole] : [])];
}

export function writtenList(plain: string): string {
  const numbers = plain.split(",").map((one) => one.trim());
  return numbers.every(isDecimal) ? numbers.map(written).join(`${separator()} `) : plain;
}

function isDecimal(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}
