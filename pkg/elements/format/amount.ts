// Amounts for people, computed on decimal text: no digit passes through a float.
import type { Amount } from "drawdown";
import { locale, text } from "../localise";

const MINUS = "\u2212";

/** The plain decimal text of an amount: `1e-7` becomes `0.0000001`. */
export function decimal(amount: Amount): string {
  const text = String(amount).trim();
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]?\d+)$/i.exec(text);
  if (!match) return text;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  return sign + shifted(whole + fraction, whole.length + Number(exponent));
}

/** As the locale writes it, all its digits, with a true minus sign: `−12,345.5`. */
export function readable(amount: Amount): string {
  const text = decimal(amount);
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  return numbers(text.split(".")[1]?.length ?? 0)
    .format(text as Intl.StringNumericLiteral)
    .replace(/^-/, MINUS);
}

/** Cached: making a format takes far longer than using it. */
const formats = new Map<string, Intl.NumberFormat>();

function numbers(places: number): Intl.NumberFormat {
  const key = `${locale()} ${places}`;
  let found = formats.get(key);
  if (!found) {
    const most = Math.min(places, 20);
    found = new Intl.NumberFormat(locale(), { minimumFractionDigits: most, maximumFractionDigits: most });
    formats.set(key, found);
  }
  return found;
}

/** `1 credit`, `72 credits`. */
export function counted(amount: Amount, unit: string, units: string): string {
  return `${readable(amount)} ${named(amount, unit, units)}`;
}

/** The unit's name for this many. */
export function named(amount: Amount, unit: string, units: string): string {
  return text().unitName(decimal(amount) === "1" ? unit : units);
}

/** A number if it prints as exactly this text, otherwise the text. */
export function amountOf(text: string): Amount {
  const trimmed = text.trim();
  const number = Number(trimmed);
  return trimmed !== "" && String(number) === trimmed ? number : trimmed;
}

/** One step up (1) or down (-1) from a decimal, within bounds; `null` if it is not a decimal. */
export function stepped(text: string, step: Amount, direction: 1 | -1, min?: Amount, max?: Amount): string | null {
  const parts = [text.trim(), decimal(step), ...[min, max].flatMap((bound) => bound ?? []).map(decimal)];
  if (!parts.every((part) => /^-?\d+(\.\d+)?$/.test(part))) return null;
  const places = Math.max(...parts.map((part) => part.split(".")[1]?.length ?? 0));
  const scaled = (amount: Amount) =>
    BigInt(
      decimal(amount).replace(
        /^(-?\d+)\.?(\d*)$/,
        (_, whole: string, fraction: string) => whole + fraction.padEnd(places, "0"),
      ),
    );
  let next = scaled(parts[0] ?? "0") + BigInt(direction) * scaled(step);
  if (min !== undefined && next < scaled(min)) next = scaled(min);
  if (max !== undefined && next > scaled(max)) next = scaled(max);
  const sign = next < 0n ? "-" : "";
  const digits = (next < 0n ? -next : next).toString().padStart(places + 1, "0");
  return sign + shifted(digits, digits.length - places);
}

/** A percentage of an amount, cut after the twelfth decimal; a text that is not a decimal stays as it is. */
export function percentOf(amount: Amount, percent: Amount): string {
  const parts = [decimal(amount), decimal(percent)];
  if (!parts.every((part) => /^\d+(\.\d+)?$/.test(part))) return String(amount);
  const [one = 0n, other = 0n] = parts.map((part) => BigInt(part.replace(".", "")));
  const places = parts.reduce((sum, part) => sum + (part.split(".")[1]?.length ?? 0), 2);
  const digits = String(one * other).padStart(places + 1, "0");
  const cut = Math.max(places - 12, 0);
  return shifted(digits.slice(0, digits.length - cut), digits.length - places);
}

/** Digits with a decimal point after the first `point` of them, without superfluous zeros. */
function shifted(digits: string, point: number): string {
  const padded = point <= 0 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 1);
  const whole = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  const fraction = padded.slice(at).replace(/0+$/, "");
  return fraction ? `${whole}.${fraction}` : whole;
}
