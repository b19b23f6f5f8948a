// What platforms offer, for reading.
import type { MoneyRange, OfferedLine } from "drawdown";
import { readable } from "@elements/format/amount";
import { text } from "../words";

/** Settings without those that are off: `resolution 4K, seconds 8`. */
export function settingsText(settings: OfferedLine["settings"]): string {
  return Object.entries(settings)
    .filter(([, value]) => value !== false && String(value) !== "0")
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${value === true ? text().yes : String(value)}`)
    .join(", ");
}

/** Money of one generation: it may be less than a cent. */
export function rangeText({ low, high }: MoneyRange): string {
  const [from, to] = [low, high].map((end) => readable(Number(end).toFixed(Number(end) < 0.1 ? 4 : 2)));
  return from === to ? (from ?? "") : text().span(from ?? "", to ?? "");
}
