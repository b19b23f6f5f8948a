/// <reference lib="esnext.disposable" />
import type { OperationOf, PlanOf, RequestOf, SettingOf } from "./typed.js";

export type { OperationOf, PlanOf, RequestFor, RequestOf, SettingOf, TypedCatalog } from "./typed.js";

/**
 * drawdown: exact costs of AI generations and what a balance will do, in the browser, in Node and
 * on the server.
 *
 * Amounts are exact. One comes back as a number when that number prints as exactly that
 * decimal, otherwise as a decimal string; both go in.
 */

/** An exact decimal: `72`, `0.79`, or `"12345678901234567.25"` where a number cannot hold it. */
export type Amount = number | string;

/** A value of a setting: a number or decimal text, a choice, yes or no, or a list of numbers. */
export type SettingValue = Amount | boolean | readonly Amount[];

/** What a request may say whatever it asks for. */
export interface RequestRest {
  /** How many times it is run (1). */
  runs?: number;
  /** Instant of the run, `2026-11-01T09:00:00Z`; the catalog's as-of date when left out. */
  at?: InstantInput;
  /** The balance before the run: its cost is taken off in the answer. */
  balance?: Amount | { amount: Amount; as_of?: InstantInput };
  /** What was used so far in the period of each of the catalog's meters; 0 when left out. */
  used?: Record<string, Amount>;
}

/** A request to any catalog. `RequestOf` has those of one that the compiler knows. */
export interface Request extends RequestRest {
  /** Id of the operation. */
  operation: string;
  /** Values by setting; what is left out takes its default, or stays open. */
  settings?: Readonly<Record<string, SettingValue | undefined>>;
  /** Id of the plan held; none when left out. */
  plan?: string;
}

/** exact: `total`. range: `low` and `high`. rate: known only after the run. unknown: not published. */
export type State = "exact" | "range" | "rate" | "unknown";

export interface Line {
  kind: "component" | "factor" | "minimum" | "maximum" | "rounding" | "conversion" | "before";
  label: string;
  /** How it was worked out, in words: `12 s x 24`. */
  text: string;
  /** JSON pointer of the rule in the catalog. */
  rule: string;
  state: "priced" | "free" | "unpriced" | "after";
  quantity?: Amount;
  unit?: string;
  rate?: Amount;
  /** The ends of a rate that is a span: of a vendor's own, or over what is open. */
  rate_low?: Amount;
  rate_high?: Amount;
  /** The rate is per so many units (1 when absent). */
  per?: Amount;
  /** Present when the estimate is exact, or the line is priced in a `rate` or `unknown` estimate. */
  amount?: Amount;
  /** Amounts in the cheapest and in the dearest case, when the estimate is a range. `high` alone: at most, known only after the run. */
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
  code: "unpriced" | "missing_cell" | "not_valid" | "known_after" | "too_many_choices" | "not_listed" | "calendar_ends";
  text: string;
  /** JSON pointer into the catalog. */
  rule: string;
}

export interface Source {
  at: string;
  as_of: string;
  note?: string;
}

/** Which values of a setting are sold, all else as asked. */
export interface Sold {
  setting: string;
  sold: SettingValue[];
  not_sold: SettingValue[];
  /**
   * Of a number: what can be asked for, rising, both ends included, in the steps of the setting. An end
   * is absent where the setting has none. `sold` and `not_sold` are empty then.
   */
  ranges?: { from?: Amount; to?: Amount }[];
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

/** What a request will cost, without its lines: `total` when it is exact, `low` and `high` when it is a range. */
export interface Total {
  state: State;
  total?: Amount;
  low?: Amount;
  /** Of a rate too, where all that is known only after the run has a maximum. */
  high?: Amount;
  /** Free by the vendor's word. */
  free: boolean;
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
  /** In a `rate` estimate too, where all that is known only after the run has a maximum. */
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
  /** What it counts in the meters of the catalog, on which its price depends; left out when there is nothing. */
  meters?: Metering[];
}

/** How far a request counts in a meter. */
export interface Metering {
  /** Name of the meter. */
  meter: string;
  /** The period over which it counts. */
  per: "day" | "month" | "cycle";
  unit?: string;
  /** What was used before, as the request says. */
  used: Amount;
  /** The request does not say what was used, so 0 is assumed. */
  assumed: boolean;
  /** What this request adds; left out when that is open or not known. */
  counts?: Amount;
}

export interface Affordable {
  budget: Amount;
  unit: string;
  /**
   * How many runs fit, all else as asked, in the dearest case of what is open; absent when the cost is
   * not known in each case, `null` when there is no limit.
   */
  runs?: number | null;
  /** What that many runs cost. */
  cost?: Amount;
  /** More runs fit or may fit: a request has no larger number, or the search could not rule them out. */
  at_least: boolean;
  /** Settings without a value and without bounds, which the number of runs depends on. */
  needs: string[];
  /** The vendor says "about". */
  approximate: boolean;
  /** Which settings without a value have only one that can be asked for. */
  notes?: string[];
  /**
   * For each setting with an order (numbers, choices): the most that fits, all else as asked. `value` is
   * `null` when nothing fits; or when `any` does, because the setting has no largest value.
   */
  settings: { setting: string; value: SettingValue | null; cost?: Amount; any: boolean; at_least: boolean; unit?: string }[];
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
  /** What the request as asked costs; where the vendor publishes a span, its high end. */
  total: Amount;
  unit: string;
  /** Which settings without a value have only one that can be asked for. */
  notes?: string[];
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
  /** What is not listed may be chosen too; its cost is unknown. */
  others?: boolean;
  /** Other values give the same thing in another quality or way: `cheaper` may suggest them. */
  tradable?: boolean;
  /** What it may be beside other settings, in words: `at most input_tokens`. */
  limits?: string[];
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
  pricing: "priced" | "free" | "unpriced" | "not_sold";
  approximate: boolean;
  /** What is wrong with its settings, which are missing then. */
  error?: string;
}

export interface PlanInfo {
  id: string;
  name: string;
  audience?: string;
  contact: boolean;
}

/** The rules of a catalog, in sentences. */
export interface Terms {
  catalog: string;
  version: string;
  /** Who holds no plan first, then each plan. */
  plans: PlanTerms[];
  /** What holds for every account. */
  account: TermsLine[];
}

export interface PlanTerms {
  /** Id; absent for who holds none. */
  plan?: string;
  name: string;
  lines: TermsLine[];
}

export interface TermsLine {
  topic:
    | "price" | "cycle" | "credits" | "rollover" | "top_up" | "free_run" | "change" | "lapse"
    | "burn_order" | "overage" | "failed_runs" | "billing" | "members" | "alerts" | "when_empty";
  text: string;
  /** The vendor publishes no rule: this one is taken. */
  assumed?: boolean;
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
  failed: { rule: string; operation: string; expected: string; found: string; lines?: string[] }[];
}

/** What is wrong, in a word that stays the same from version to version. */
export type ErrorCode =
  | "syntax" | "type" | "missing" | "unknown_key" | "unknown_name" | "duplicate" | "out_of_range" | "number" | "overlap"
  | "unreachable" | "cycle" | "expression" | "inexact" | "division_by_zero" | "limit" | "not_sold" | "below_zero"
  | "no_answer" | "stopped" | "not_loaded" | "freed";

/**
 * Every error that this package throws. `instanceof` knows those of other copies of the package too, and
 * those that come from a worker.
 */
export class DrawdownError extends Error {
  constructor(code: ErrorCode, message: string, path?: string);
  name: "DrawdownError";
  /** `not_loaded`: `init()` was not awaited, or found no module. `freed`: `free()` was called before. */
  code: ErrorCode;
  /** JSON pointer of the place, `""` for the whole. */
  path: string;
  /** All errors of a catalog or request; the first is also the error itself. */
  errors: Finding[];
}

/** An instant, `2026-11-01T09:00:00Z`, or a date, which is its first instant in UTC. */
export type InstantText = string;
/** An instant as it goes in: its text or a `Date`. Fractions of a second are cut. */
export type InstantInput = InstantText | Date;

/** From an instant on, the wall clock is so many seconds ahead of UTC. */
export interface Zone {
  name: string;
  /** In order of time; the first holds before its instant too. */
  offsets: readonly { readonly from: InstantText; readonly seconds: number }[];
}

/** How a plan is paid. */
export type Term = "month" | "quarter" | "year";

/** An account as it stands at the start. */
export interface Account {
  /** Id of the plan held; none when left out. */
  plan?: string;
  /** By the month when left out. */
  term?: Term;
  /** When the plan began, or the account was opened; the start when left out. */
  since?: InstantInput;
  /** The account's wall clock: an IANA name, or its table; UTC when left out. */
  zone?: string | Zone;
  /** Who shares the balance. */
  members?: readonly { readonly id: string; readonly cap?: Amount }[];
  /** The balance at the start; when left out, what the grants give in the period that holds it. */
  lots?: readonly OpeningLot[];
  /** Instead of `lots`, what is left by class; classes it does not name have what their grants give. */
  balance?: Readonly<Record<string, Amount>>;
  debt?: Amount;
  /** What was used of the catalog's meters before the start, in the periods that hold it. */
  used?: Record<string, Amount>;
  /** Levels at which to alert, beside those of the catalog. */
  alerts?: readonly ({ readonly percent: Amount } | { readonly credits: Amount })[];
  /** A purchase that makes itself. */
  auto_top_up?: { top_up: string; below: Amount; count?: number; target?: Amount; limit?: number; cooldown?: string };
  /** Amounts and prices to assume where the catalog publishes none, by id. */
  assume?: {
    grants?: Readonly<Record<string, Amount>>;
    plans?: Readonly<Record<string, { readonly [term in Term]?: Amount }>>;
    top_ups?: Readonly<Record<string, { readonly credits?: Amount; readonly price?: Amount }>>;
  };
}

/** Credits that are there at the start. */
export interface OpeningLot {
  id?: string;
  class: string;
  amount: Amount;
  effective?: InstantInput;
  /** As the rule they come from says when left out. */
  expires?: InstantInput;
  /** Id of the grant or top-up they come from. */
  from?: string;
  /** Smaller pays first. */
  priority?: number;
  member?: string;
}

export type Days =
  | "every" | "weekdays" | "weekends"
  | "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

/** A request, and how often it is wanted: exactly one of `per_day`, `per_week`, `per_month`, `on`. */
export interface Demand<R = Request> {
  id?: string;
  request: R;
  /** May be a fraction. */
  per_day?: Amount;
  per_week?: Amount;
  per_month?: Amount;
  on?: readonly InstantInput[];
  /** How many times at each instant of `on` (1). */
  count?: number;
  /** On which days; every day when left out. */
  days?: Days | readonly Days[];
  /** On so many days of each calendar month, spread evenly. */
  active_days?: number;
  /** Time of day on the account's wall clock (`12:00`). */
  at?: InstantInput;
  from?: InstantInput;
  until?: InstantInput;
  /** Per cent from month to month. */
  growth?: Amount;
  /** Per cent of the runs that fail. */
  fails?: Amount;
  member?: string;
  /** A label to add up by. */
  project?: string;
}

/** Something that is done at an instant. */
export interface Action {
  at: InstantInput;
  do:
    | "subscribe" | "change" | "upgrade" | "downgrade" | "change_term" | "cancel" | "resume"
    | "buy" | "grant" | "revoke" | "fail";
  plan?: string;
  term?: Term;
  when?: "now" | "cycle_end" | "term_end";
  top_up?: string;
  count?: number;
  class?: string;
  amount?: Amount;
  expires?: InstantInput;
  lot?: string;
  demand?: string;
}

/** A what-if. */
export interface Scenario<R = Request> {
  /** Id of the catalog it is for; any when left out. */
  catalog?: string;
  about?: string;
  start: InstantInput;
  /** First instant after it; `for` says the same as a span. */
  until?: InstantInput;
  /** `90 days`, `12 months`, which it is when neither is there. */
  for?: string;
  account?: Account;
  demand?: readonly Demand<R>[];
  actions?: readonly Action[];
  /** What is done when credits are short (`refuse`). */
  when_short?: "refuse" | "wait" | "top_up" | "upgrade";
  /** Which end of a cost is charged that is a range (`high`). */
  ranges?: "high" | "low";
}

export interface SimulateOptions {
  /** Keep every line of the ledger (no). */
  ledger?: boolean | undefined;
}

export interface AsyncOptions extends SimulateOptions {
  /** Stops it: the promise is rejected with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Told now and then how much is done, 0 to 1. */
  onProgress?: ((share: number) => void) | undefined;
}

/** In each row of a class: closing = opened + issued + refunded + rolled in - spent - held - expired - rolled out - forfeited - revoked. `withheld` is the part of `closing` that cannot be spent then: not begun, or frozen. */
export type ColumnName =
  | "opened" | "issued" | "spent" | "refunded" | "held" | "expired"
  | "rolled_in" | "rolled_out" | "forfeited" | "revoked" | "closing"
  | "withheld";

export type ClassTotals = { class: string } & Record<ColumnName, Amount>;

export interface Totals {
  opened: Amount;
  issued: Amount;
  spent: Amount;
  refunded: Amount;
  /** Expired and forfeited. */
  wasted: Amount;
  /** Money that was paid for those, to the cent; absent where some price is not known. */
  wasted_money?: Amount;
  closing: Amount;
  /** The part of `closing` that cannot be spent then: not begun, or frozen. */
  withheld: Amount;
  /** Credits owed at the end. */
  debt: Amount;
  /** Money invoiced, as far as prices are known. */
  billed: Amount;
  /** Invoices whose price is not published. */
  unpriced: number;
  wanted: number;
  made: number;
  /** Runs that cost nothing because credits had run out. */
  free: number;
  refused: number;
  failed: number;
}

export interface Cycle {
  start: string;
  until: string;
  plan?: string;
  /** It has not closed yet. */
  open: boolean;
  classes: ClassTotals[];
}

/** A way out of a shortfall. */
export interface Way {
  kind: "wait" | "top_up" | "upgrade" | "free_run";
  /** Id of the grant, top-up or plan. */
  id?: string;
  name: string;
  /** When it helps. */
  at: string;
  /** Absent when that is not published. */
  credits?: Amount;
  /** Money; absent when it costs nothing or that is not published. */
  price?: Amount;
  count?: number;
  term?: Term;
  /** Whether it covers what was missing. */
  covers: boolean;
}

/** A time in which a wanted generation was refused. */
export interface Shortfall {
  from: string;
  /** The next time that it could be paid for; absent when it never was. */
  until?: string;
  demand?: string;
  operation: string;
  cause:
    | "out_of_credits" | "not_eligible" | "subscription_ended" | "used_by_members"
    | "member_cap" | "gate" | "no_price";
  /** Runs that were refused. */
  runs: number;
  /** So many of them waited, and were made later. */
  later?: number;
  missing: Amount;
  ways: Way[];
}

/** Something important, in a sentence with its date. */
export interface ProjectionEvent {
  at: string;
  kind: EntryKind;
  text: string;
}

export type EntryKind =
  | "issue" | "spend" | "expire" | "roll_over" | "forfeit" | "revoke" | "freeze" | "thaw"
  | "refund" | "hold" | "settle" | "release" | "refuse" | "alert" | "invoice" | "plan"
  | "forgive";

/** A line of the ledger. */
export interface Entry {
  at: string;
  kind: EntryKind;
  /** `granted`, `bought`, `usage`, `unused`, `out_of_credits`, ... */
  reason: string;
  amount: Amount;
  lots?: { lot: string; class: string; amount: Amount }[];
  /** Id of the grant, top-up, operation, plan or class. */
  about?: string;
  member?: string;
  runs?: number;
  /** Credits that were missing, or became debt. */
  missing?: Amount;
  money?: Amount;
  text: string;
}

export interface Lot {
  id: string;
  class: string;
  issued: string;
  effective: string;
  expires?: string;
  amount: Amount;
  remaining: Amount;
  held: Amount;
  /** It waits until a subscription is active again. */
  frozen: boolean;
  /** It buys only what the free tier may use. */
  restricted: boolean;
}

export interface Used {
  made: number;
  refused: number;
  /** Credits, less what came back. */
  spent: Amount;
}

/** A projection without its series and its ledger. */
export interface ProjectionSummary {
  catalog: string;
  version: string;
  unit: string;
  currency: string | null;
  start: string;
  until: string;
  /** Some cost is "about". */
  approximate: boolean;
  /** Some cost is one end of a range. */
  ranged: boolean;
  /** What was assumed of an account that does not say all of what it holds. */
  assumptions?: string[];
  /** The first instant at which a wanted generation was refused. */
  run_out: string | null;
  totals: Totals;
  classes: ClassTotals[];
  cycles: Cycle[];
  shortfalls: Shortfall[];
  alerts: { at: string; left: Amount; text: string }[];
  invoices: { at: string; about?: string; reason: string; money?: Amount; text: string }[];
  members: ({ member: string } & Used)[];
  operations: ({ operation: string } & Used)[];
  projects: ({ project: string } & Used)[];
  /** What is left at the end, in burn order. */
  lots: Lot[];
  /** Purchases, plan changes, invoices, paid credits that ended, alerts, refusals. */
  events: ProjectionEvent[];
}

/** A calendar month on the account's wall clock, all classes together: closing = opened + issued + refunded - spent - held - lost - revoked. */
export interface Month {
  /** First instant of it that the projection covers. */
  start: string;
  /** First instant after that. */
  until: string;
  opened: Amount;
  issued: Amount;
  spent: Amount;
  refunded: Amount;
  held: Amount;
  /** Expired or forfeited. */
  lost: Amount;
  revoked: Amount;
  closing: Amount;
  /** Money invoiced, as far as prices are known. */
  billed: Amount;
  /** Invoices whose price is not published. */
  unpriced: number;
}

/** How demand varies, and how often the scenario is played through. */
export interface ForecastOptions {
  /** 1 to 100000 (1000). */
  paths?: number | undefined;
  /** The same seed gives the same forecast on every host: a whole number below 2^64 (0). */
  seed?: Amount | undefined;
  /** How the runs of a day vary around their mean (`poisson`). */
  distribution?: "poisson" | "negative_binomial" | undefined;
  /** Of `negative_binomial`: the variance is mean + mean² / dispersion. */
  dispersion?: Amount | undefined;
}

export interface AsyncForecastOptions extends ForecastOptions {
  /** Stops it: the promise is rejected with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Told now and then how much is done, 0 to 1. */
  onProgress?: ((share: number) => void) | undefined;
}

/** Values that one, five and nine paths of ten do not exceed. */
export interface Percentiles<T> {
  p10: T;
  p50: T;
  p90: T;
}

/** What may come of a scenario: percentiles over the paths. */
export interface Forecast {
  catalog: string;
  version: string;
  unit: string;
  currency: string | null;
  start: string;
  until: string;
  paths: number;
  seed: string;
  distribution: "poisson" | "negative_binomial";
  dispersion?: Amount;
  approximate: boolean;
  ranged: boolean;
  /** Some invoice has no published price: the money is what is known of it. */
  unpriced: boolean;
  /** By when so many paths have had a wanted generation refused; `null` when fewer ever have. */
  run_out: Percentiles<string | null> & {
    /** Shares of the paths, 0 to 1. */
    probability: Amount;
    never: Amount;
    /** By month from the start: for the first time in it, and until its end. */
    months: { start: string; until: string; first: Amount; by_then: Amount }[];
  };
  spent: Percentiles<Amount>;
  /** Money for top-ups. */
  top_ups: Percentiles<Amount>;
  /** Money invoiced. */
  billed: Percentiles<Amount>;
  /** Runs refused. */
  refused: Percentiles<number>;
}

/** A forecast on its way: as many paths as have been played through. */
export class Forecasting {
  private constructor();
  /** Plays through so many paths more; how many are left. */
  run(paths: number): number;
  /** What came of those. It cannot go on afterwards. */
  finish(): Forecast;
  free(): void;
  [Symbol.dispose](): void;
}

/** What a scenario leads to. */
export class Projection {
  private constructor();
  /** Everything but the series and the ledger. */
  summary(): ProjectionSummary;
  /** The same by calendar month, all classes together; the first and the last may be parts of one. */
  months(): Month[];
  /** When each row of the columns begins, in milliseconds as `Date` counts them: the days of the account's wall clock. */
  days(): Float64Array;
  /** Ids of the classes, in the catalog's order. */
  classes(): string[];
  /** A column of a class, one number for each day: the nearest to the exact amount. Class `"*"` or `null`: the sum of all. */
  column(of: string | null, name: ColumnName): Float64Array;
  /** Lines of the ledger; 0 unless it was kept. */
  readonly entryCount: number;
  /** Lines of the ledger from one place to another; all when left out. */
  entries(from?: number, until?: number): Entry[];
  /** The exact JSON text of all of it, amounts as decimal strings: byte for byte what every host gives. */
  toJSON(): string;
  free(): void;
  [Symbol.dispose](): void;
}

/** A scenario on its way: as far as it has been run. */
export class Simulation {
  private constructor();
  /** First instant, in milliseconds. */
  readonly start: number;
  /** First instant after it, in milliseconds. */
  readonly end: number;
  /** Runs up to an instant, or to the end; whether there is more to come. */
  runUntil(instant: InstantInput): boolean;
  /** What has come out so far. It cannot go on afterwards. */
  finish(): Projection;
  free(): void;
  [Symbol.dispose](): void;
}

/** What is wanted in a month, and what may be bought for it. */
export interface Need<R = Request> {
  /** Id of the catalog it is for; any when left out. */
  catalog?: string;
  about?: string;
  lines?: readonly NeedLine<R>[];
  /** The margin on top: per cent, `"20-30%"`, `"500 credits"` (`"20-30%"`). */
  buffer?: Amount | { low: Amount; high: Amount; unit?: "percent" | "credits" };
  /** First instant; that of the catalog's prices when left out. */
  start?: InstantInput;
  /** 1 to 120 (12). */
  months?: number;
  /** Twelve factors, January to December, by which the need of each month is multiplied. */
  season?: readonly Amount[];
  /** The account as it stands, and what is assumed; a new one when left out. */
  account?: Account;
  /** Ids of the plans to look at, `none` for going without; all when left out. */
  plans?: readonly string[];
  /** All that plans are sold by when left out. */
  terms?: readonly Term[];
  /** Ids of the top-ups that may be bought; all when left out. */
  top_ups?: readonly string[];
  /** Which end of a cost is charged that is a range (`high`). */
  ranges?: "high" | "low";
  /** What was made so far: each request of it is a line more, as often as in an average month of that time. */
  history?: {
    from: InstantInput;
    until: InstantInput;
    runs: readonly { readonly at: InstantInput; readonly request: Request; readonly count?: number }[];
  };
}

/** A request, and how often it is wanted: exactly one of `per_day`, `per_week`, `per_month`. */
export interface NeedLine<R = Request> {
  request: R;
  /** May be a fraction. */
  per_day?: Amount;
  /** On so many days of the month, for `per_day`; every day, which counts as 30, when left out. */
  days?: number;
  per_week?: Amount;
  per_month?: Amount;
}

/** From the least to the most it can be; equal when it is exact. */
export interface Between {
  low: Amount;
  high: Amount;
}

export interface NeedItem {
  /** How many times a month. */
  count: Amount;
  /** Of one. */
  estimate: Estimate;
  /** What all of them cost. */
  amount: Between;
}

/** What a need comes to in a month. */
export interface NeedEstimate {
  catalog: string;
  version: string;
  unit: string;
  state: "exact" | "range";
  approximate: boolean;
  /** In the order of the need. */
  lines: NeedItem[];
  need: Between;
  buffer: { low: Amount; high: Amount; unit: "percent" | "credits" };
  /** The low end with the smaller margin, the high end with the larger one. */
  with_buffer: Between;
}

export interface TopUpPurchase {
  at: InstantText;
  /** Id. */
  top_up: string;
  name: string;
  count: number;
  /** Of all of them. */
  credits: Amount;
  /** Money for all of them; absent where it is not published. */
  price?: Amount;
}

/** A plan, or none, and how it is paid, and purchases: all that makes an option. */
export interface FitChoice {
  /** Id; absent for going without. */
  plan?: string | undefined;
  term?: Term | undefined;
  /** If the need is as it is said. */
  top_ups?: readonly Pick<TopUpPurchase, "at" | "top_up" | "count">[] | undefined;
  /** If the smaller margin is used too. */
  with_margin?: { top_ups?: readonly Pick<TopUpPurchase, "at" | "top_up" | "count">[] | undefined } | undefined;
}

/** What an option costs if the need and the smaller margin are both used. */
export interface WithMargin {
  /** Money over the whole time; absent where some price is not known. */
  cost?: Amount;
  per_month?: Amount;
  /** What to buy; with exactly these the need as it is said is covered too. */
  top_ups?: TopUpPurchase[];
  /** Credits of top-ups that are left at the end. */
  left: Amount;
  /** Money that was paid for those. */
  left_money?: Amount;
  /** No other purchases that are enough cost less. */
  proven: boolean;
  /** What other purchases could cost less at most, where it is not proven. */
  gap?: Amount;
}

/** covers: need and smaller margin. need_only: the need alone. blocked: something wanted is not open to it. unknown: what it gives is not published. */
export type FitState = "covers" | "need_only" | "short" | "blocked" | "unknown";

/** An option, and what comes of it. */
export interface FitOption extends FitChoice {
  name: string;
  state: FitState;
  /** Why it is the best, or why it is not. */
  reason: string;
  /** JSON pointers of what has to be assumed, because nobody publishes it. */
  assume?: string[];
  /** It covers need and smaller margin, and no other that does costs less with the margin and leaves more. */
  frontier: boolean;
  /** Money over the whole time if the need is as it is said; absent where some price is not known. */
  cost?: Amount;
  per_month?: Amount;
  /** For a credit that is issued. */
  per_credit?: Amount;
  /** For a generation that is made. */
  per_run?: Amount;
  /** What it costs, and what to buy, if the smaller margin is used too; absent where that is not covered. */
  with_margin?: WithMargin;
  /** What is needed in a month, at the prices of the plan. */
  need?: Amount;
  /** Per cent of the need that is covered without purchases, by what it costs. */
  covered: Amount;
  /** The need and the smaller margin are covered, with the purchases of `with_margin`. */
  buffer_low: boolean;
  /** The need and the larger margin, with those too. */
  buffer_high: boolean;
  /**
   * By how many per cent the need can grow until something is refused, with the purchases of `with_margin`
   * or else its own: 100 at most, below 0 when it is too much already.
   */
  headroom?: number;
  /** The need may grow without limit: what credits do not cover is owed, and nothing limits that. */
  unlimited?: true;
  /** Over the whole time if the need is as it is said, with the purchases. */
  issued: Amount;
  spent: Amount;
  /** Credits that ended unused. */
  wasted: Amount;
  /** Money that was paid for those. */
  wasted_money?: Amount;
  /** The cost of all that is refused without purchases. */
  missing: Amount;
  /** When something is first refused without purchases. */
  run_out?: InstantText;
  /** Operations that it does not open. */
  blocked?: { operation: string; reason: string }[];
  /** Credits of top-ups that are left at the end. */
  left: Amount;
  /** Money that was paid for those. */
  left_money?: Amount;
  /** What to buy if the need is as it is said. */
  top_ups?: TopUpPurchase[];
  /**
   * No other purchases that are enough cost less. Where these are not enough, none are at a known
   * price; when it is not proven, some may be that were not found.
   */
  proven: boolean;
  /** What other purchases could cost less at most, where it is not proven. */
  gap?: Amount;
  /** How many generations the credits of a month are that may pay for them, by line of the need: with standard settings, and as wanted. */
  generations: { standard?: number; actual?: number }[];
}

/** A plan by a longer term, against the same plan by the month. */
export interface LongerTerm {
  plan: string;
  term: Term;
  /** For the whole of it. */
  price: Amount;
  /** What as many months cost one by one. */
  by_month: Amount;
  /** The first month with which it has cost less; absent when it never does. */
  pays_off_in?: number;
  text: string;
}

/** How an answer that may take long is watched, and given up. */
export interface FitOptions {
  /** Ends it with the signal's reason. On the thread that works it out, only `onProgress` can abort. */
  signal?: AbortSignal | undefined;
  /** Told how much is done, 0 to 1, never less than before. What it throws ends it. */
  onProgress?: ((share: number) => void) | undefined;
}

/** What fits a need: all options, the best first. */
export interface Fit {
  catalog: string;
  version: string;
  unit: string;
  currency?: string;
  start: InstantText;
  months: number;
  /** Of a month, without regard to plans. */
  need: NeedEstimate;
  /**
   * The first option costs least, if the need is as it is said, of those that can also cover the smaller
   * margin. Otherwise none can, or nobody publishes what those cost that do.
   */
  found: boolean;
  /** What to do, in a sentence. */
  verdict: string;
  /** What was assumed of an account that does not say all of what it holds. */
  assumptions?: string[];
  longer_terms: LongerTerm[];
  options: FitOption[];
}

/** Which option costs least, by need. */
export interface BreakEven {
  /** Of a month as it is given, before the margin. */
  need: Amount;
  /** From the smallest need that is looked at, each step up to the next. */
  steps: BreakEvenStep[];
  /** The largest need that was looked at, in per cent of the given one. */
  up_to: number;
}

export interface BreakEvenOptions {
  /** The largest need to look at, in per cent of the given one: 1 to 1000 (200). */
  upTo?: number | undefined;
}

/** One option, and the needs for which nothing costs less. */
export interface BreakEvenStep {
  /** In per cent of the given need, to four places. */
  from: Amount;
  until: Amount;
  /** In credits a month. */
  from_need: Amount;
  until_need: Amount;
  /** Absent for going without, and where nothing serves at a known price. */
  plan?: string;
  /** Absent where nothing serves at a known price. */
  name?: string;
  term?: Term;
  /** Money over the whole time for the smallest and for the largest need. */
  cost?: Amount;
  until_cost?: Amount;
  text: string;
}

/** Whether the best stays so when the need is half smaller to half larger. */
export interface Sensitivity {
  steps: SensitivityStep[];
  /** It is the same from so many per cent on, and up to so many; absent when there is none. */
  holds_from?: number;
  holds_until?: number;
  /** What comes of it when demand varies by chance; absent when there is none. */
  chance?: {
    paths: number;
    seed: string;
    /** Share of the paths in which nothing is refused. */
    served: Amount;
    /** Runs refused in the path that nine of ten do not exceed. */
    refused: number;
    /** Nothing is refused in nine paths of ten. */
    holds: boolean;
  };
  text: string;
}

export interface SensitivityStep {
  /** By how many per cent the need is changed. */
  change: number;
  /** Absent for going without, and where nothing serves at a known price. */
  plan?: string;
  /** Absent where nothing serves at a known price. */
  name?: string;
  term?: Term;
  cost?: Amount;
  /** It is the option that is best for the need as it is given. */
  same: boolean;
}

/** The best plan for each month, and what one gains by changing. */
export interface SeasonalPlan {
  /** Empty where changing does not pay. */
  months: { from: InstantText; plan?: string; name: string; action?: "subscribe" | "change" | "cancel" }[];
  /** First instant that is no longer looked at: an hour before the whole time is over. */
  until: InstantText;
  /** Money until then, if the smaller margin is used too. */
  cost?: Amount;
  /** What the single option costs, with the smaller margin too, that then costs least, whatever its term. */
  single?: Amount;
  /** Changing is cheaper than the best single option. */
  pays: boolean;
  /** All ways were followed to their end. */
  complete: boolean;
  text: string;
}

/** A line of the need by a cheaper request. */
export interface Saving {
  /** Place of the line in the need. */
  line: number;
  /** What to request instead. */
  request: Request;
  /** What changes, in words. */
  change: string;
  /** Less in a month. */
  credits: Amount;
  /** The best option then; absent for going without, and where nothing serves at a known price. */
  plan?: string;
  name?: string;
  term?: Term;
  /** Money over the whole time then. */
  cost?: Amount;
  /** Money less than the best option as the need is; 0 when no cheaper option becomes enough. */
  money?: Amount;
  text: string;
}

export interface FitProjectionOptions extends SimulateOptions {
  /** By how many per cent more is wanted than the need (0). */
  more?: Amount | undefined;
}

/** A handle for sliders: set a slot, read the total. Where a slider was before is looked up. */
export class Preview<Setting extends string = string> {
  private constructor();
  /** Slot of a setting, by name; `"runs"` is one too. Throws when there is none. */
  slot(setting: Setting | "runs"): number;
  /** Sets a number. Throws when it is not allowed. */
  set(slot: number, value: number): void;
  /** Sets a choice by its place in `choices`, or a flag by 0 or 1. */
  pick(slot: number, index: number): void;
  /** Leaves the setting open. */
  clear(slot: number): void;
  /** What was used of a meter before in its period, as `used` of a request; 0 until then. */
  used(meter: string, amount: number): void;
  /**
   * The total, or `NaN` when it is not exact or no number can hold it (then ask `estimate`). Throws
   * what `estimate` throws: settings that do not go together (`out_of_range`), what is not sold
   * (`not_sold`), `below_zero`, `inexact`, `division_by_zero`.
   */
  total(): number;
  free(): void;
  [Symbol.dispose](): void;
}

/**
 * A rate card that can be asked. A shipped catalog, or a constant, lets the compiler check requests:
 * `new Catalog(kive)`, whose type is `Catalog<typeof kive>`.
 */
export class Catalog<const C = object> {
  /**
   * Parses a catalog and checks all but its operations: each of them is checked and compiled when it
   * is first used, and one that is wrong throws then. For the whole check at once, call `check()`
   * or `warnings()`. Throws a `DrawdownError` that lists every error.
   */
  constructor(catalog: string | (C & object));
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  /** What is in it, for menus and inputs. */
  info(): CatalogInfo;
  /** Checks the whole catalog: what the checker would rather see changed. Throws a `DrawdownError` that lists every error. */
  warnings(): Finding[];
  /** The rules of its plans and of every account, in sentences made from its data. */
  terms(): Terms;
  /** Checks the whole catalog, then runs its own tests. Throws a `DrawdownError` that lists every error. */
  check(): TestReport;
  estimate(request: RequestOf<C>): Estimate;
  /** The total of `estimate` alone, several times as fast: without lines, gates and notes. */
  total(request: RequestOf<C>): Total;
  preview(operation: OperationOf<C>, plan?: PlanOf<C>, at?: InstantInput): Preview<SettingOf<C>>;
  /** How many, how long and how fine a budget of credits reaches; with open settings, in the dearest case. Errors of the budget have the path `/budget`. */
  affordable(request: RequestOf<C>, budget: Amount): Affordable;
  /** The same for less: cheaper settings, models of the same tool, batches, hours. Throws `no_answer` when the request has no exact total. */
  cheaper(request: RequestOf<C>): Cheaper;
  /** For each choice, flag and number: which values are sold, all else as asked, so that a page can grey out the others. */
  sold(request: RequestOf<C>): Sold[];
  /** What a scenario leads to. Throws `no_answer` where a cost or an allowance is neither published nor assumed. */
  simulate(scenario: Scenario<RequestOf<C>>, options?: SimulateOptions): Projection;
  /** The same in steps of your own. */
  simulation(scenario: Scenario<RequestOf<C>>, options?: SimulateOptions): Simulation;
  /** What may come of a scenario when demand varies by chance. Throws as `simulate`, and for options out of range. */
  forecast(scenario: Scenario<RequestOf<C>>, options?: ForecastOptions): Forecast;
  /** The same in steps of your own. */
  forecasting(scenario: Scenario<RequestOf<C>>, options?: ForecastOptions): Forecasting;
  /** Which plan, term and purchases cover a need for least, and why the others do not. Throws `no_answer` for a line without a known cost. */
  fit(need: Need<RequestOf<C>>, options?: FitOptions): Fit;
  /** From which need on which option costs least. */
  breakEven(need: Need<RequestOf<C>>, options?: BreakEvenOptions & FitOptions): BreakEven;
  /** Whether the best option stays so when the need is another, and how often it serves when demand varies by chance (200 paths when nothing is said about that). */
  sensitivity(need: Need<RequestOf<C>>, chance?: ForecastOptions & FitOptions): Sensitivity;
  /** The best plan for each month, where plans may be changed. Throws `no_answer` for an account that has a plan or credits already. */
  seasonalPlan(need: Need<RequestOf<C>>, options?: FitOptions): SeasonalPlan;
  /** The same for less, line by line: cheaper settings and models, and what the best option then costs. */
  savings(need: Need<RequestOf<C>>, options?: FitOptions): Saving[];
  /** What an option of a fit leads to, day by day; with more than the need, with the purchases for the margin. */
  fitProjection(need: Need<RequestOf<C>>, option: FitChoice, options?: FitProjectionOptions): Projection;
  quote(request: RequestOf<C>): Quote;
  verify(quote: Quote): Verdict;
  free(): void;
  [Symbol.dispose](): void;
}

/** Simulates without blocking: in slices of some milliseconds. The catalog is a handle, or what makes one. */
export function simulateAsync(
  catalog: Catalog | string | object,
  scenario: Scenario,
  options?: AsyncOptions,
): Promise<Projection>;

/** Forecasts without blocking: path by path, in slices of some milliseconds. */
export function forecastAsync(
  catalog: Catalog | string | object,
  scenario: Scenario,
  options?: AsyncForecastOptions,
): Promise<Forecast>;

/**
 * The table of a zone, from what the host knows: by how much its wall clock is ahead of UTC. Hosts
 * whose databases differ by a change of the law give other tables; pass one along where they must agree.
 * Throws a `RangeError` for a name that the host does not know.
 */
export function zone(name: string, from: InstantText | Date | number, until: InstantText | Date | number): Zone;

/** Version of this package. */
export function version(): string;
/** Version of the rules; it changes whenever any number could. */
export function semantics(): number;

export interface FormatOptions {
  /** A language tag, as `Intl` takes it; the host's own when left out. */
  locale?: string | readonly string[] | undefined;
  /** Three digits and a word for the rest: `1.23M`. */
  compact?: boolean | undefined;
}

/** Names of one and of several, as `CatalogInfo` has them. */
export interface UnitNames {
  readonly unit: string;
  readonly units: string;
}

/**
 * An amount for reading, every digit of it: `format("1234.5", "credits")` is `1,234.5 credits` in English.
 * Three capitals are the code of a currency: `format(9.5, "USD")` is `$9.50`, and a price of less than a
 * cent keeps its digits.
 *
 * @param unit the name, as it is; or both names, of which one is chosen.
 */
export function format(amount: Amount, unit?: string | UnitNames, options?: FormatOptions): string;

export interface ExplainOptions {
  /** Of the numbers; the sentences are English. */
  locale?: string | readonly string[] | undefined;
  /** Instead of the estimate's own name for several. */
  unit?: string | UnitNames | undefined;
}

/** An estimate in the few sentences that a customer reads: its cost, its parts, what is in the way, what is left. */
export function explain(estimate: Estimate, options?: ExplainOptions): string[];

/** What the module of an entry is. */
export const provenance: {
  /** Version of this package. */
  readonly version: string;
  /** Version of the rules. */
  readonly semantics: number;
  /** `sha256:` and 64 hex digits, over the `.wasm` file. */
  readonly digest: string;
};
