// The state of the preview in the page's address: only what a person set, defaults left out.
import type { CatalogInfo, OperationInfo } from "drawdown";
import { EMPTY, rawOf, type Raw, type Selection } from "../engine/selection";

const PLATFORM = "platform";
const SETTING = "s.";
/** Words of the address for the fields of a selection. */
const WORDS = {
  operation: "operation",
  plan: "plan",
  runs: "runs",
  at: "at",
  balance: "balance",
  balanceAsOf: "balance-as-of",
  budget: "budget",
} as const satisfies Record<keyof Omit<Selection, "settings">, string>;

type Plain = keyof typeof WORDS;
const FIELDS = Object.entries(WORDS) as [Plain, string][];

export function platformIn(address: URLSearchParams): string | null {
  return address.get(PLATFORM);
}

/** What an address asks for; names that the catalog does not have become notices. */
export function read(address: URLSearchParams, info: CatalogInfo): { selection: Selection; notices: string[] } {
  const notices: string[] = [];
  const plain = FIELDS.map(([field, word]) => [field, address.get(word)?.trim() || EMPTY[field]]);
  const selection: Selection = { ...EMPTY, ...Object.fromEntries(plain) };
  const asked = info.operations.find((operation) => operation.id === selection.operation);
  if (selection.operation && !asked) notices.push(unused(WORDS.operation, selection.operation, `${info.name} has no such operation`));
  const operation = asked ?? info.operations[0];
  const settings: Record<string, Raw> = {};
  for (const [key, text] of address) {
    if (!key.startsWith(SETTING)) continue;
    const value = settingIn(text, key.slice(SETTING.length), operation);
    if (value === undefined) notices.push(unused(key, text, `${operation?.name ?? "the catalog"} has no such setting or value`));
    else settings[key.slice(SETTING.length)] = value;
  }
  return { selection: { ...selection, operation: operation?.id ?? "", settings }, notices };
}

/** The address of a selection, shortest form. */
export function write(platform: string, selection: Selection, info: CatalogInfo, standard: { platform: string }): string {
  const address = new URLSearchParams();
  const [first] = info.operations;
  if (platform !== standard.platform) address.set(PLATFORM, platform);
  for (const [field, word] of FIELDS) {
    // When a balance was read says nothing without the balance.
    const value = field === "balanceAsOf" && !selection.balance ? "" : selection[field].trim();
    if (value && value !== (field === "operation" ? first?.id : EMPTY[field])) address.set(word, value);
  }
  const operation = info.operations.find(({ id }) => id === selection.operation);
  for (const setting of operation?.settings ?? []) {
    const raw = selection.settings[setting.name];
    const standard = setting.default === undefined ? "" : rawOf(setting.default);
    if (raw !== undefined && raw !== "" && raw !== standard) address.set(SETTING + setting.name, worded(raw));
  }
  // These may stand in a query as they are, and read better.
  return address.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
}

/** The notice that a part of the address was left aside. */
export function unused(key: string, text: string, why: string): string {
  return `\u201c${key}=${text}\u201d in the address is not used: ${why}.`;
}

/** The word that stands for a field in the address. */
export function wordOf(field: string): string {
  if (field.startsWith("settings.")) return SETTING + field.slice(9);
  return WORDS[field as Plain] ?? field;
}

function settingIn(text: string, name: string, operation: OperationInfo | undefined): Raw | undefined {
  const info = operation?.settings.find((setting) => setting.name === name);
  if (info?.kind !== "flag") return info && text;
  return text === "yes" ? true : text === "no" ? false : undefined;
}

function worded(raw: Raw): string {
  return typeof raw === "boolean" ? (raw ? "yes" : "no") : raw.trim().replace(/\s*,\s*/g, ",");
}
