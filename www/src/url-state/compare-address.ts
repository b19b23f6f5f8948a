// What is compared, in the page's address: only known models and settings, without defaults.
import type { CatalogInfo, OfferedLine, Request } from "drawdown";
import { rawOf } from "@elements/engine/selection";
import { catalogsOf, modelNamed, settingsOf } from "../engine/offered";
import type { ModelRow, Wanted } from "../engine/wanted";
import { marginIn, monthsIn, oftenIn, rowsIn, taker, text, unused, worded, writeMargin, writeMonths, writeOften } from "./address";
import { text as said } from "../words";

export interface Read {
  wanted: Wanted;
  /** The address key of each row: `m2`. */
  words: readonly string[];
  notices: string[];
}

/** The inputs of an address; `sifted` checks their settings once the catalogs are open. */
export function read(address: URLSearchParams, standard: Wanted): Read {
  const notices: string[] = [];
  const taken = taker(address, notices);
  const found = rowsIn(address, "m", notices, (word, model) => {
    const row = rowIn(address, word, model, notices);
    return row && { word, row };
  });
  const rows = found.length > 0 ? found.map(({ row }) => row) : standard.rows;
  const months = monthsIn(taken, standard.months);
  return { notices, words: found.map(({ word }) => word), wanted: { rows, ...marginIn(taken, standard), months } };
}

export function write({ rows, low, high, months }: Wanted, standard: Wanted): string {
  const address = new URLSearchParams();
  if (JSON.stringify(rows) !== JSON.stringify(standard.rows))
    rows.forEach(({ model, settings, ...often }, i) => {
      const word = `m${i + 1}`;
      address.set(word, model);
      writeOften(address, word, often);
      for (const [name, value] of Object.entries(settings)) if (value.trim()) address.set(`${word}.s.${name}`, value.trim());
    });
  writeMargin(address, { low, high }, standard);
  writeMonths(address, months, standard.months);
  return text(address);
}

/** Rows without the settings and values that no catalog has, and a notice for each of those. */
export function sifted(
  rows: readonly ModelRow[], opened: ReadonlyMap<string, CatalogInfo>, words: readonly string[],
): { rows: readonly ModelRow[]; notices: string[] } {
  const notices: string[] = [];
  const sift = (row: ModelRow, place: number): ModelRow => {
    const model = modelNamed(row.model);
    const catalogs = model ? catalogsOf(model, opened) : [];
    // A catalog that could not be loaded may have what the others lack.
    if (!model || catalogs.length < Object.keys(model.catalogs).length) return row;
    const all = settingsOf(model, catalogs);
    const kept = Object.entries(row.settings).filter(([name, value]) => {
      const setting = all.find((one) => one.name === name);
      const isFree = setting?.values.length === 0 || setting?.others || !value.trim();
      const isKnown = setting && (isFree || setting.values.includes(value.trim()));
      if (!isKnown) notices.push(unused(`${words[place]}.s.${name}`, value, said().whyNoModelSetting(model.label)));
      return isKnown;
    });
    return kept.length === Object.keys(row.settings).length ? row : { ...row, settings: Object.fromEntries(kept) };
  };
  return { rows: rows.map(sift), notices };
}

/** The address of the plan calculator for a platform, with its operations for the rows. */
export function planOf(catalog: string, lines: readonly OfferedLine[], { rows, low, high, months }: Wanted): string {
  const address = new URLSearchParams({ platform: catalog });
  lines.forEach(({ request }, place) => {
    const row = rows[place];
    if (!row) return;
    const word = `l${place + 1}`;
    address.set(word, request.operation);
    writeOften(address, word, row);
    writeRequest(address, `${word}.s.`, request);
  });
  writeMargin(address, { low, high: high.trim() || low.trim() || "0" });
  writeMonths(address, months.trim() || "12");
  return `./plan.html?${text(address)}`;
}

/** The address of the cost preview for a request. */
export function previewOf(platform: string, request: Request): string {
  const address = new URLSearchParams({ platform, operation: request.operation });
  writeRequest(address, "s.", request);
  return `./preview.html?${text(address)}`;
}

function writeRequest(address: URLSearchParams, prefix: string, { settings = {} }: Request): void {
  for (const [name, value] of Object.entries(settings)) if (value !== undefined) address.set(prefix + name, worded(rawOf(value)));
}

function rowIn(address: URLSearchParams, word: string, model: string, notices: string[]): ModelRow | undefined {
  if (!modelNamed(model)) {
    notices.push(unused(word, model, said().whyNoModel));
    return undefined;
  }
  const prefix = `${word}.s.`;
  const settings = [...address].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value] as const);
  return { model, settings: Object.fromEntries(settings), ...oftenIn(address, word, notices) };
}
