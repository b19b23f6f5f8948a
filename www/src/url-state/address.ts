// The state of the preview in the page's address, without defaults; and functions for the addresses
// of all pages.
import type { CatalogInfo, OperationInfo } from "drawdown";
import type { Opened } from "@elements/engine/opened";
import { EVERY, MOST_ROWS, type Given, type Often } from "@elements/engine/scenario";
import { EMPTY, rawOf, type Plain, type Raw, type Selection } from "@elements/engine/selection";
import { text as words } from "../words";

const PLATFORM = "platform";
/** Of the prices that a link was made with. */
export const VERSION = "version";
const SETTING = "s.";
const USED = "used.";
const ASSUME = "assume.";
/** The address keys of the fields of a selection. */
const WORDS = {
  operation: "operation",
  plan: "plan",
  runs: "runs",
  at: "at",
  balance: "balance",
  balanceAsOf: "balance-as-of",
  budget: "budget",
} as const satisfies Record<Plain, string>;

const FIELDS = Object.entries(WORDS) as [Plain, string][];

export function platformIn(address: URLSearchParams): string | null {
  return address.get(PLATFORM);
}

/** Words that newsletters and other sites add to a link, to count who follows it. */
const FOREIGN = /^(utm_\w+|ref|fbclid|gclid|msclkid|mc_[ce]id)$/;

/** The address of this page, without the words that others have added. */
export function addressHere(): URLSearchParams {
  return new URLSearchParams([...new URLSearchParams(location.search)].filter(([word]) => !FOREIGN.test(word)));
}

/** The selection of an address; names that are not in the catalog become notices. */
export function read(address: URLSearchParams, info: CatalogInfo): { selection: Selection; notices: string[] } {
  const notices: string[] = [];
  const plain = FIELDS.map(([field, word]) => [field, address.get(word)?.trim() || EMPTY[field]]);
  const selection: Selection = { ...EMPTY, ...Object.fromEntries(plain) };
  const asked = info.operations.find((operation) => operation.id === selection.operation);
  if (selection.operation && !asked)
    notices.push(unused(WORDS.operation, selection.operation, words().whyNoOperation(info.name)));
  const operation = asked ?? info.operations[0];
  const settings: Record<string, Raw> = {};
  for (const [key, text] of address) {
    if (!key.startsWith(SETTING)) continue;
    const value = settingIn(text, key.slice(SETTING.length), operation);
    if (value === undefined)
      notices.push(unused(key, text, words().whyNoSetting(operation?.name ?? words().theCatalog)));
    else settings[key.slice(SETTING.length)] = value;
  }
  // The engine refuses unknown meters.
  const used = Object.fromEntries(
    [...address]
      .filter(([key, text]) => key.startsWith(USED) && text.trim())
      .map(([key, text]) => [key.slice(USED.length), text.trim()]),
  );
  return { selection: { ...selection, operation: operation?.id ?? "", settings, used }, notices };
}

/** The shortest address of a selection. */
export function write(
  platform: string,
  selection: Selection,
  info: CatalogInfo,
): string {
  const address = new URLSearchParams({ [PLATFORM]: platform });
  const [first] = info.operations;
  for (const [field, word] of FIELDS) {
    // The age of a balance is meaningless without the balance.
    const value = field === "balanceAsOf" && !selection.balance ? "" : selection[field].trim();
    if (value && value !== (field === "operation" ? first?.id : EMPTY[field])) address.set(word, value);
  }
  const operation = info.operations.find(({ id }) => id === selection.operation);
  writeSettings(address, SETTING, selection.settings, operation);
  for (const [meter, used] of Object.entries(selection.used)) if (used.trim()) address.set(USED + meter, used.trim());
  return text(address);
}

/** A word of an address if it is allowed; otherwise a notice says why it is not used. */
export type Taken = (word: string, isAllowed: (text: string) => boolean, why: string) => string | undefined;

export function taker(address: URLSearchParams, notices: string[]): Taken {
  return (word, isAllowed, why) => {
    const text = address.get(word)?.trim();
    if (!text || isAllowed(text)) return text || undefined;
    notices.push(unused(word, text, why));
    return undefined;
  };
}

/** Settings that differ from their defaults. */
export function writeSettings(
  address: URLSearchParams,
  prefix: string,
  settings: Selection["settings"],
  operation: OperationInfo | undefined,
): void {
  for (const setting of operation?.settings ?? []) {
    const raw = settings[setting.name];
    const standard = setting.default === undefined ? "" : rawOf(setting.default);
    if (raw !== undefined && raw !== "" && raw !== standard) address.set(prefix + setting.name, worded(raw));
  }
}

/** The settings of an operation in an address. */
export function settingsIn(address: URLSearchParams, prefix: string, operation: OperationInfo): Record<string, Raw> {
  const settings: Record<string, Raw> = {};
  for (const { name, kind } of operation.settings) {
    const text = address.get(prefix + name);
    if (text !== null) settings[name] = kind === "flag" ? text === "yes" : text;
  }
  return settings;
}

/** The user's values for unpublished numbers. */
export function assumeIn(address: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...address].filter(([key]) => key.startsWith(ASSUME)).map(([key, text]) => [key.slice(ASSUME.length), text]),
  );
}

export function writeAssume(address: URLSearchParams, assume: Readonly<Record<string, string>>): void {
  for (const [at, text] of Object.entries(assume)) if (text.trim()) address.set(ASSUME + at, text.trim());
}

/** Credits at the start, each as class, amount and date. */
export function lotsIn(address: URLSearchParams, { document }: Opened, notices: string[]): Given[] {
  const given: Given[] = [];
  for (let i = 1; address.has(`lot${i}`); i += 1) {
    const text = address.get(`lot${i}`) ?? "";
    const [id = "", amount = "", expires = ""] = text.split(",");
    if (document.classes && id in document.classes) given.push({ class: id, amount, expires });
    else notices.push(unused(`lot${i}`, text, words().whyNoClass));
  }
  return given;
}

export function writeLots(address: URLSearchParams, given: readonly Given[]): void {
  given.forEach(({ class: id, amount, expires }, i) => address.set(`lot${i + 1}`, [id, amount, expires].join(",")));
}

/** The rows of what is made, numbered from 1. `read` returns nothing for a row that it gives a notice of. */
export function rowsIn<T>(
  address: URLSearchParams,
  letter: string,
  notices: string[],
  read: (word: string, value: string) => T | undefined,
): T[] {
  const found = [...address].filter(([key]) => key.startsWith(letter) && /^[1-9]\d*$/.test(key.slice(letter.length)));
  const numbers = [...new Set(found.map(([key]) => Number(key.slice(letter.length))))].sort((a, b) => a - b);
  const keys = numbers.filter((number) => number <= MOST_ROWS).map((number) => `${letter}${number}`);
  const rows = keys.flatMap((word, place) => {
    const value = address.get(word) ?? "";
    const before = `${letter}${place + 1}`;
    if (word === before) return read(word, value) ?? [];
    notices.push(unused(word, value, words().whyNoRow(before)));
    return [];
  });
  const more = numbers.find((number) => number > MOST_ROWS);
  if (more !== undefined)
    notices.push(unused(`${letter}${more}`, address.get(`${letter}${more}`) ?? "", words().whyTooManyRows(MOST_ROWS)));
  return rows;
}

/** How often something is made: `30/day`, and on how many days. */
export function oftenIn(address: URLSearchParams, word: string, notices: string[]): Often {
  const rate = address.get(`${word}.n`) ?? "1/day";
  const [, count, every] = /^([\d.]+)\/(day|week|month)$/.exec(rate) ?? [];
  if (!every) notices.push(unused(`${word}.n`, rate, words().whyOften));
  const days = address.get(`${word}.days`) ?? "";
  const fits = /^([1-9]|[12]\d|3[01])?$/.test(days);
  if (!fits) notices.push(unused(`${word}.days`, days, words().whyUpTo(31)));
  return { count: count ?? "1", every: EVERY.find((word) => word === every) ?? "day", days: fits ? days : "" };
}

export function writeOften(address: URLSearchParams, word: string, { count, every, days }: Often): void {
  address.set(`${word}.n`, `${count.trim() || "0"}/${every}`);
  if (every === "day" && days.trim()) address.set(`${word}.days`, days.trim());
}

/** A safety margin from and to; text as typed. */
interface Margin {
  low: string;
  high: string;
}

export function marginIn(taken: Taken, standard: Margin): Margin {
  const isMargin = (text: string) => /^\d+(\.\d+)?(-\d+(\.\d+)?)?$/.test(text);
  const [low = standard.low, high = low] = taken("margin", isMargin, words().whyMargin)?.split("-")
    ?? [standard.low, standard.high];
  return { low, high };
}

export function writeMargin(address: URLSearchParams, { low, high }: Margin, standard?: Margin): void {
  const margin = [low.trim() || "0", high.trim()].filter(Boolean).join("-");
  if (margin !== `${standard?.low}-${standard?.high}`) address.set("margin", margin);
}

export function monthsIn(taken: Taken, standard: string): string {
  const isMonths = (text: string) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 120;
  return taken("months", isMonths, words().whyUpTo(120)) ?? standard;
}

export function writeMonths(address: URLSearchParams, months: string, standard = ""): void {
  if (months.trim() && months.trim() !== standard) address.set("months", months.trim());
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

export function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

/** For the address bar: characters that are allowed in a query stay readable. */
export function text(address: URLSearchParams): string {
  return address.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%2F", "/");
}

/** Characters of a name and of a value in a notice. */
const SAID = 40;

/** The notice that a part of the address is ignored. */
export function unused(key: string, text: string, why: string): string {
  return words().notUsed(`${brief(key)}=${brief(text)}`, why);
}

function brief(text: string): string {
  const letters = [...text];
  return letters.length > SAID ? `${letters.slice(0, SAID).join("")}\u2026` : text;
}

/** The address key of a field. */
export function wordOf(field: string): string {
  if (field.startsWith("settings.")) return SETTING + field.slice(9);
  return WORDS[field as Plain] ?? field;
}

function settingIn(text: string, name: string, operation: OperationInfo | undefined): Raw | undefined {
  const info = operation?.settings.find((setting) => setting.name === name);
  if (info?.kind !== "flag") return info && text;
  return text === "yes" ? true : text === "no" ? false : undefined;
}

/** A value as an address has it. */
export function worded(raw: Raw): string {
  return typeof raw === "boolean" ? (raw ? "yes" : "no") : raw.trim().replace(/\s*,\s*/g, ",");
}
