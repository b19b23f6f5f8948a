// The inputs of the page, and the request that they make.
import type { Amount, Catalog, Finding, OperationInfo, Request, SettingInfo, SettingValue } from "drawdown/prices";
import { amountOf, decimal } from "../format/amount";
import { attempted, fieldOf } from "./faults";

/** The value of an input: a text, or yes or no. Text may be half typed; the engine checks it. */
export type Raw = string | boolean;

export interface Selection {
  operation: string;
  /** Values by name; a setting that is left out has its default, or stays open. */
  settings: Readonly<Record<string, Raw>>;
  /** Earlier use in the period of a meter, by name; 0 if left out. */
  used: Readonly<Record<string, string>>;
  /** Empty: none. */
  plan: string;
  /** Empty counts as 1. */
  runs: string;
  /** Instant of the run; empty: now. */
  at: string;
  /** Current credits; empty: not given. */
  balance: string;
  /** When the balance was read; empty: not given. */
  balanceAsOf: string;
  /** A budget of credits; empty: the balance. */
  budget: string;
}

/** Fields with a single value. */
export type Plain = keyof Omit<Selection, "settings" | "used">;

export type Field = Plain | `settings.${string}` | `used.${string}`;

export const EMPTY: Selection = {
  operation: "",
  settings: {},
  used: {},
  plan: "",
  runs: "1",
  at: "",
  balance: "",
  balanceAsOf: "",
  budget: "",
};

/** The selection with one field set; `undefined` resets it to its default. */
export function withField(selection: Selection, field: Field, value: Raw | undefined): Selection {
  const [group, name] = groupOf(field);
  if (!group) return { ...selection, [field]: value ?? EMPTY[field as Plain] };
  const { [name]: _, ...rest } = selection[group] as Record<string, Raw>;
  return { ...selection, [group]: value === undefined ? rest : { ...rest, [name]: value } };
}

/** The record of a field, and its name there. */
function groupOf(field: string): ["settings" | "used", string] | [undefined, string] {
  for (const group of ["settings", "used"] as const) {
    if (field.startsWith(`${group}.`)) return [group, field.slice(group.length + 1)];
  }
  return [undefined, field];
}

export function requestOf(selection: Selection, operation: OperationInfo, now: string): Request {
  const settings: Record<string, SettingValue> = {};
  for (const info of operation.settings) {
    const value = valueOf(info, selection.settings[info.name]);
    if (value !== undefined) settings[info.name] = value;
  }
  const { plan, runs, balance, balanceAsOf } = selection;
  const used = Object.entries(selection.used)
    .filter(([, text]) => text.trim() !== "")
    .map(([meter, text]) => [meter, amountOf(text)]);
  const amount = amountOf(balance);
  return {
    operation: selection.operation,
    settings,
    at: selection.at || now,
    ...(plan && { plan }),
    // A text that is not a number is passed on: the engine reports the error.
    ...(runs && { runs: amountOf(runs) as number }),
    ...(used.length > 0 && { used: Object.fromEntries(used) as Record<string, Amount> }),
    ...(balance && { balance: balanceAsOf ? { amount, as_of: balanceAsOf } : amount }),
  };
}

/** The selection for another request, keeping the inputs that a request does not contain. */
export function selectionOf(request: Request, previous: Selection): Selection {
  const settings: Record<string, Raw> = {};
  for (const [name, value] of Object.entries(request.settings ?? {})) {
    if (value !== undefined) settings[name] = rawOf(value);
  }
  return {
    ...previous,
    operation: request.operation,
    settings,
    plan: request.plan ?? "",
    runs: String(request.runs ?? 1),
  };
}

/** Drops the inputs that the engine refuses, with notices. */
export function sifted(
  catalog: Catalog,
  operation: OperationInfo,
  selection: Selection,
  now: string,
): { selection: Selection; refused: Finding[] } {
  const refused: Finding[] = [];
  let left = selection;
  for (;;) {
    const { faults } = attempted(() => catalog.estimate(requestOf(left, operation, now)));
    const before = left;
    for (const fault of faults) {
      const rest = without(left, fieldOf(fault.path));
      if (rest !== left) refused.push(fault);
      left = rest;
    }
    if (left === before) return { selection: left, refused };
  }
}

/** A value as text, or as yes or no. */
export function rawOf(value: SettingValue): Raw {
  if (typeof value === "boolean") return value;
  return Array.isArray(value) ? value.map((item) => decimal(item)).join(", ") : decimal(value as string | number);
}

export function valueOf(info: SettingInfo, raw: Raw | undefined): SettingValue | undefined {
  if (raw === undefined || typeof raw === "boolean") return raw;
  if (raw.trim() === "") return undefined;
  if (info.kind === "choice") return info.choices?.find((choice) => decimal(choice) === raw) ?? raw;
  if (info.kind === "list") return raw.split(",").map(amountOf);
  return amountOf(raw);
}

function without(selection: Selection, field: string): Selection {
  const [group, name] = groupOf(field);
  if (group) return name in selection[group] ? withField(selection, `${group}.${name}`, undefined) : selection;
  const key = field as keyof typeof EMPTY;
  return key in EMPTY && key !== "operation" && selection[key] !== EMPTY[key]
    ? { ...selection, [key]: EMPTY[key] }
    : selection;
}
