// Options of a fit, in words and figures.
import type { Amount, Between, FitOption, NeedEstimate, Term } from "drawdown";
import { text } from "../localise";
import { decimal, readable } from "./amount";

export function paid(term: Term): string {
  const { paidMonthly: month, paidQuarterly: quarter, paidYearly: year } = text();
  return { month, quarter, year }[term];
}

/** `Pro, paid yearly`. */
export function optionName({ name, term }: FitOption): string {
  return term ? `${name}, ${paid(term)}` : name;
}

/** With cents, as prices are written: `1,250.00 USD`. */
export function price(amount: Amount, currency?: string): string {
  const [whole = "", cents = ""] = decimal(amount).split(".");
  const known = readable(`${whole}.${cents.padEnd(2, "0")}`);
  return currency ? `${known}\u00a0${currency}` : known;
}

/** `62,040`, or `49 – 98`. */
export function between({ low, high }: Between): string {
  return decimal(low) === decimal(high) ? brief(low) : `${brief(low)}\u2009\u2013\u2009${brief(high)}`;
}

/** With a number of decimals; marked with ≈ if it has more. */
export function brief(amount: Amount, places = 2): string {
  const short = rounded(amount, places);
  return short === undefined ? readable(amount) : `\u2248\u00a0${readable(short.replace(/\.?0+$/, ""))}`;
}

/** A price with cents; marked with ≈ if it has parts of a cent. */
export function briefPrice(amount: Amount, currency?: string): string {
  const short = rounded(amount, 2);
  return short === undefined ? price(amount, currency) : `\u2248\u00a0${price(short, currency)}`;
}

/** Rounded to this many decimals; `undefined` if the amount has no more than those. */
function rounded(amount: Amount, places: number): string | undefined {
  const [, whole = "", fraction = ""] = /^(\d+)\.(\d+)$/.exec(decimal(amount)) ?? [];
  if (fraction.length <= places) return undefined;
  const scaled = String((BigInt(whole + fraction.slice(0, places + 1)) + 5n) / 10n).padStart(places + 1, "0");
  return `${scaled.slice(0, -places)}.${scaled.slice(-places)}`;
}

/** `20 to 30 %`, or `500 credits`. */
export function marginText({ low, high, unit }: NeedEstimate["buffer"], units: string): string {
  const words = text();
  const told = decimal(low) === decimal(high) ? readable(low) : words.rangeOf(readable(low), readable(high));
  return unit === "percent" ? words.percent(told) : `${told} ${words.unitName(units)}`;
}

/** How far the need may grow. */
export function headroom({ headroom: percent, state, unlimited }: FitOption, short = false): string {
  if (percent === undefined || state === "blocked" || state === "unknown") return "";
  const words = text();
  if (unlimited) return words.noLimit;
  const told = words.percent(readable(Math.min(percent, 100)));
  return percent < 100 ? told : short ? words.andMore(told) : words.orMore(told);
}

export function topUps({ top_ups: bought = [] }: FitOption): number {
  return bought.reduce((sum, { count }) => sum + count, 0);
}

/** `1 top-up`, `12 top-ups`. */
export function topUpCount(count: number): string {
  return text().topUpCount(count, readable(count));
}

export function times(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${readable(count)} ${many}`;
}

/** Money per year, to the cent, half up. */
export function perYear(cost: Amount, months: number): string {
  const [, whole = "0", fraction = ""] = /^(\d+)(?:\.(\d+))?$/.exec(decimal(cost)) ?? [];
  const scaled = BigInt(whole + fraction.padEnd(6, "0").slice(0, 6)) * 12n;
  const unit = BigInt(months) * 10_000n;
  const cents = (scaled + unit / 2n) / unit;
  return `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
}
