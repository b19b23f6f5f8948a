// What platforms offer, for reading.
import type { CatalogInfo, MoneyRange, OfferedLine, OperationInfo, SettingValue } from "drawdown";
import { readable } from "@elements/format/amount";
import { titled, valued } from "@elements/format/setting";
import { text } from "../words";

/** The operation of a line, as the catalog of its platform describes it. */
export function operationOf({ request }: OfferedLine, info: CatalogInfo | undefined): OperationInfo | undefined {
  return info?.operations.find(({ id }) => id === request.operation);
}

/** A setting that is off is not mentioned. */
export function isShown(value: SettingValue | undefined): boolean {
  return value !== undefined && value !== false && String(value) !== "0";
}

/** A line with its settings, without those that are off: `Kling 3.0: Duration 5 s, Resolution 1080p`. */
export function lineText(line: OfferedLine, info: CatalogInfo | undefined): string {
  const operation = operationOf(line, info);
  const set = Object.entries(line.settings)
    .filter(([, value]) => isShown(value))
    .map(([name, value]) => {
      const { label = titled(name), unit } = operation?.settings.find((setting) => setting.name === name) ?? {};
      return `${label} ${valued(value, unit).replace(/^(\S+) (\S+)$/, "$1\u00a0$2")}`;
    });
  return set.length > 0 ? `${line.name}: ${set.join(", ")}` : line.name;
}

/** Money of one generation: it may be less than a cent. */
export function rangeText({ low, high }: MoneyRange): string {
  const [from, to] = [low, high].map((end) => readable(Number(end).toFixed(Number(end) < 0.1 ? 4 : 2)));
  return from === to ? (from ?? "") : text().span(from ?? "", to ?? "");
}
