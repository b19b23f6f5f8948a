/**
 * drawdown: exact costs of AI generations, in the browser, in Node and on the server.
 *
 * Amounts are exact. One comes back as a number when that number prints as exactly that
 * decimal, otherwise as a decimal string; both go in.
 */

/** An exact decimal: `72`, `0.79`, or `"12345678901234567.25"` where a number cannot hold it. */
export type Amount = number | string;

/** A value of a setting: a number or decimal text, a choice, yes or no, or a list of numbers. */
export type SettingValue = Amount | boolean | readonly Amount[];

export interface Request {
  /** Id of the operation. */
  operation: string;
  /** Values by setting; what is left out takes its default, or stays open. */
  settings?: Readonly<Record<string, SettingValue | undefined>>;
  /** How many times it is run (1). */
  runs?: number;
  /** Id of the plan held; none when left out. */
  plan?: string;
  /** Instant of the run, `2026-11-01T09:00:00Z`; the catalog's as-of date when left out. */
  at?: string;
  /** The balance before the run: its cost is taken off in the answer. */
  balance?: Amount | { amount: Amount; as_of?: string };
}

/** exact: `total`. range: `low` and `high`. rate: known only after the run. unknown: not published. */
export type State = "exact" | "range" | "rate" | "unknown";

export interface Line {
  kind: "component" | "factor" | "minimum" | "maximum" | "rounding" | "conversion";
  label: string;
  /** How it was worked out, in words: `12 s x 24`. */
  text: string;
  /** JSON pointer of the rule in the catalog. */
  rule: string;
  state: "priced" | "free" | "unpriced" | "after";
  quantity?: Amount;
  unit?: string;
  rate?: Amount;
  /** The rate is per so many units (1 when absent). */
  per?: Amount;
  /** Present when the estimate is exact, or the line is priced in a `rate` or `unknown` estimate. */
  amount?: Amount;
  /** Amounts in the cheapest and in the dearest case, when the estimate is a range. */
  low?: Amount;
  high?: Amount;
}

export interface Gate {
  /** `requires`: not allowed as asked. `class`: some credits cannot pay for this. */
  kind: "requires" | "class";
  reason: string;
  /** Classes that cannot pay, when `kind` is `class`. */
  classes?: string[];
  /** JSON pointer of the rule in the catalog. */
  rule: string;
}

export interface Reason {
  code: "unpriced" | "missing_cell" | "not_valid" | "known_after" | "inexact" | "too_many_choices" | "division_by_zero";
  text: string;
  /** JSON pointer into the catalog. */
  rule: string;
}

export interface Source {
  at: string;
  as_of: string;
  note?: string;
}

export interface BalanceAfter {
  before: Amount;
  as_of?: string;
  /** After an exact estimate. */
  after?: Amount;
  /** After a range: with the dearest and with the cheapest choice. */
  low?: Amount;
  high?: Amount;
  /** Credits missing (for a range: at its high end), when the balance does not cover it. */
  shortfall?: Amount;
}

export interface Estimate {
  catalog: string;
  version: string;
  operation: string;
  /** Every setting that has a value, with defaults filled in, by name. */
  settings: Record<string, SettingValue>;
  runs: number;
  plan?: string;
  at: string;
  state: State;
  /** Name of the unit of all amounts, in the plural. */
  unit: string;
  total?: Amount;
  low?: Amount;
  high?: Amount;
  /** In a `rate` or `unknown` estimate: what the priced lines add up to. */
  known?: Amount;
  /** One run of an exact estimate, when every run costs the same. */
  per_run?: Amount;
  /** Free by the vendor's word, which is not the same as an amount of 0. */
  free: boolean;
  /** The vendor says "about". */
  approximate: boolean;
  /** `total` is the exact sum of the lines' amounts; `low` and `high` likewise. */
  lines: Line[];
  /** Settings without a value, which make it a range. */
  open: string[];
  /** Why it is `rate` or `unknown`. */
  reasons: Reason[];
  gates: Gate[];
  notes: string[];
  sources: Source[];
  /** Date at which the price was read. */
  as_of: string;
  balance?: BalanceAfter;
}

export interface Affordable {
  budget: Amount;
  unit: string;
  /** How many runs fit, all else as asked; absent when the cost is unknown, `null` when free (no limit). */
  runs?: number | null;
  /** What that many runs cost. */
  cost?: Amount;
  /** More runs may fit: the search could not rule them out. */
  at_least: boolean;
  /** The vendor says "about". */
  approximate: boolean;
  /** For each setting with an order (numbers, choices): the most that fits, all else as asked. */
  settings: { setting: string; value: SettingValue | null; cost?: Amount; at_least: boolean; unit?: string }[];
}

export interface Alternative {
  request: Request;
  /** What changes, in words. */
  change: string;
  changes: { what: "operation" | "setting" | "runs" | "at"; name: string; from: SettingValue | null; to: SettingValue }[];
  total: Amount;
  saving: Amount;
  approximate: boolean;
  gates: Gate[];
}

export interface Cheaper {
  /** What the request as asked costs. */
  total: Amount;
  unit: string;
  /** Cheapest first. */
  alternatives: Alternative[];
}

export interface Quote {
  kind: "estimate";
  /** Version of the rules; it changes whenever any number could. */
  semantics: number;
  /** Version of this package. */
  drawdown: string;
  catalog: { id: string; version: string; digest: string };
  /** SHA-256 of the canonical JSON of the request. */
  request_digest: string;
  request: Request;
  estimate: Estimate;
  /** SHA-256 over all of the above. */
  digest: string;
}

export type Verdict =
  | { verdict: "verified" }
  /** JSON pointer of the first difference. */
  | { verdict: "differs"; pointer: string; expected: string; found: string }
  /** Made with another catalog or other rules. */
  | { verdict: "stale"; pointer: string; expected: string; found: string };

export interface SettingInfo {
  name: string;
  label: string;
  kind: "number" | "choice" | "flag" | "list";
  unit?: string;
  note?: string;
  /** Bounds and step of a number, or of each item of a list. */
  min?: Amount;
  max?: Amount;
  step?: Amount;
  /** Choices from lowest to highest: texts, or numbers when `numeric`. */
  choices?: Amount[];
  numeric: boolean;
  default?: SettingValue;
  optional: boolean;
  after: boolean;
  results: boolean;
  min_items?: number;
  max_items?: number;
}

export interface OperationInfo {
  id: string;
  name: string;
  about?: string;
  tool?: string;
  model?: string;
  tier?: string;
  tags: string[];
  /** In the catalog's order. */
  settings: SettingInfo[];
  pricing: "priced" | "free" | "unpriced";
  approximate: boolean;
}

export interface PlanInfo {
  id: string;
  name: string;
  audience?: string;
  contact: boolean;
}

export interface CatalogInfo {
  id: string;
  name: string;
  about?: string;
  version: string;
  as_of: string;
  /** `sha256:` and 64 hex digits, over the canonical JSON. */
  digest: string;
  unit: string;
  units: string;
  step: Amount;
  notes: string[];
  operations: OperationInfo[];
  plans: PlanInfo[];
}

/** One finding of the catalog checker. */
export interface Finding {
  code: string;
  /** JSON pointer. */
  path: string;
  message: string;
}

export interface TestReport {
  passed: number;
  failed: { rule: string; operation: string; expected: string; found: string }[];
}

/** Every error thrown is an `Error` with these. */
export interface DrawdownError extends Error {
  name: "DrawdownError";
  /** `syntax`, `type`, `unknown_key`, `unknown_name`, `out_of_range`, `inexact`, ... */
  code: string;
  /** JSON pointer of the place, `""` for the whole. */
  path: string;
  /** All errors of a catalog or request; the first is also the error itself. */
  errors: Finding[];
}

/** A handle for sliders: set a slot, read the total; nothing is allocated. */
export class Preview {
  private constructor();
  /** Slot of a setting, by name; `"runs"` is one too. Throws when there is none. */
  slot(setting: string): number;
  /** Sets a number. Throws when it is not allowed. */
  set(slot: number, value: number): void;
  /** Sets a choice by its place in `choices`, or a flag by 0 or 1. */
  pick(slot: number, index: number): void;
  /** Leaves the setting open. */
  clear(slot: number): void;
  /** The total, or `NaN` when it is not exact or no number can hold it (then ask `estimate`). */
  total(): number;
  free(): void;
  [Symbol.dispose](): void;
}

export class Catalog {
  /** Parses and checks a catalog once. Throws a `DrawdownError` that lists every error. */
  constructor(catalog: string | object);
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  /** What is in it, for menus and inputs. */
  info(): CatalogInfo;
  /** What the checker would rather see changed. */
  warnings(): Finding[];
  /** Runs the catalog's own tests. */
  check(): TestReport;
  estimate(request: Request): Estimate;
  preview(operation: string, plan?: string, at?: string): Preview;
  /** How many, how long and how fine a budget of credits reaches; with open settings, in the dearest case. Errors of the budget have the path `/budget`. */
  affordable(request: Request, budget: Amount): Affordable;
  /** The same for less: cheaper settings, models of the same tool, batches, hours. Throws `no_answer` when the request has no exact total. */
  cheaper(request: Request): Cheaper;
  quote(request: Request): Quote;
  verify(quote: Quote): Verdict;
  free(): void;
  [Symbol.dispose](): void;
}

/** Version of this package. */
export function version(): string;
/** Version of the rules; it changes whenever any number could. */
export function semantics(): number;
