/// <reference lib="esnext.disposable" />
import type { OperationOf, PlanOf, RequestOf, SettingOf } from "./typed.js";

export * from "./compare.js";
export type { OperationOf, PlanOf, RequestFor, RequestOf, SettingOf, TypedCatalog } from "./typed.js";

/**
 * drawdown: exact costs of AI generations, and simulations of a credit balance, in the browser, in
 * Node and on the server.
 *
 * Amounts are exact. An amount is returned as a number if that number prints as exactly that
 * decimal, otherwise as a decimal string. Both are accepted as input.
 */

/** An exact decimal: `72`, `0.79`, or `"12345678901234567.25"` if a number cannot hold it. */
export type Amount = number | string;

/** A value of a setting: a number or decimal text, a choice, yes or no, or a list of numbers. */
export type SettingValue = Amount | boolean | readonly Amount[];

/** What every request may say, whatever its operation. */
export interface RequestRest {
  /** Number of runs (1). */
  runs?: number;
  /** Instant of the run, `2026-11-01T09:00:00Z`; the catalog's `as_of` date when left out. */
  at?: InstantInput;
  /** The balance before the run; the answer states it after the cost. */
  balance?: Amount | { amount: Amount; as_of?: InstantInput };
  /** Earlier use in the period of each of the catalog's meters; 0 when left out. */
  used?: Record<string, Amount>;
}

/** A request to any catalog. `RequestOf` has those of one that the compiler knows. */
export interface Request extends RequestRest {
  /** Id of the operation. */
  operation: string;
  /** Values by setting; a setting that is left out takes its default, or stays open. */
  settings?: Readonly<Record<string, SettingValue | undefined>>;
  /** Id of the current plan; no plan when left out. */
  plan?: string;
}

/** exact: `total`. range: `low` and `high`. rate: known only after the run. unknown: not published. */
export type State = "exact" | "range" | "rate" | "unknown";

export interface Line {
  kind: "component" | "factor" | "minimum" | "maximum" | "rounding" | "conversion" | "before";
  label: string;
  /** How the amount was computed, in words: `12 s x 24`. */
  text: string;
  /** JSON pointer of the rule in the catalog. */
  rule: string;
  state: "priced" | "free" | "unpriced" | "after";
  quantity?: Amount;
  unit?: string;
  rate?: Amount;
  /** The ends of a rate that is a range: published as such, or over open settings. */
  rate_low?: Amount;
  rate_high?: Amount;
  /** The number of units that the rate is for (1 when absent). */
  per?: Amount;
  /** Present when the estimate is exact, or the line is priced in a `rate` or `unknown` estimate. */
  amount?: Amount;
  /** Amounts in the cheapest and in the most expensive case, if the estimate is a range. `high`
   * alone: the maximum of a line known only after the run. */
  low?: Amount;
  high?: Amount;
}

export interface Gate {
  /** `requires`: the request is not allowed. `class`: some credits cannot pay. */
  kind: "requires" | "class";
  reason: string;
  /** Classes that cannot pay, if `kind` is `class`. */
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

/** Which values of a setting are sold, with everything else as in the request. */
export interface Sold {
  setting: string;
  sold: SettingValue[];
  not_sold: SettingValue[];
  /**
   * For a number: the ranges that can be requested, rising, both ends included, in the steps of the
   * setting. An end is absent if the setting has none. `sold` and `not_sold` are empty then.
   */
  ranges?: { from?: Amount; to?: Amount }[];
}

export interface BalanceAfter {
  before: Amount;
  as_of?: string;
  /** After an exact estimate. */
  after?: Amount;
  /** After a range: with the most expensive and with the cheapest choice. */
  low?: Amount;
  high?: Amount;
  /** Credits missing (for a range: at its high end), if the balance does not cover the cost. */
  shortfall?: Amount;
}

/** The cost of a request, without its lines: `total` if it is exact, `low` and `high` if it is a
 * range. */
export interface Total {
  state: State;
  total?: Amount;
  low?: Amount;
  /** Also for a rate, if every value known only after the run has a maximum. */
  high?: Amount;
  /** Published as free. */
  free: boolean;
}

export interface Estimate {
  catalog: string;
  version: string;
  operation: string;
  /** Every setting with a value, including defaults, by name. */
  settings: Record<string, SettingValue>;
  runs: number;
  plan?: string;
  at: string;
  state: State;
  /** Plural name of the unit of all amounts. */
  unit: string;
  total?: Amount;
  low?: Amount;
  /** Also in a `rate` estimate, if every value known only after the run has a maximum. */
  high?: Amount;
  /** In a `rate` or `unknown` estimate: the sum of the priced lines. */
  known?: Amount;
  /** One run of an exact estimate, if all runs cost the same. */
  per_run?: Amount;
  /** Published as free, which differs from an amount of 0. */
  free: boolean;
  /** The vendor says "about". */
  approximate: boolean;
  /** `total` is the exact sum of the lines' amounts; `low` and `high` likewise. */
  lines: Line[];
  /** Settings without a value, which make the cost a range. */
  open: string[];
  /** Why the cost is `rate` or `unknown`. */
  reasons: Reason[];
  gates: Gate[];
  notes: string[];
  sources: Source[];
  /** Date on which the price was read. */
  as_of: string;
  balance?: BalanceAfter;
  /** The use of the catalog's meters, on which the price depends; left out if there is none. */
  meters?: Metering[];
}

/** The use of a meter by a request. */
export interface Metering {
  /** Name of the meter. */
  meter: string;
  /** Its period. */
  per: "day" | "month" | "cycle";
  unit?: string;
  /** Earlier use, from the request. */
  used: Amount;
  /** The request does not state the earlier use, so 0 is assumed. */
  assumed: boolean;
  /** What this request adds; left out if that is open or unknown. */
  counts?: Amount;
}

export interface Affordable {
  budget: Amount;
  unit: string;
  /**
   * The number of runs that fit, with everything else as in the request and open settings at their
   * most expensive. Absent if some cost is unknown, `null` if there is no limit.
   */
  runs?: number | null;
  /** The cost of those runs. */
  cost?: Amount;
  /** More runs fit or may fit: requests have no larger number, or the search could not rule them
   * out. */
  at_least: boolean;
  /** Settings without value and bounds on which the number of runs depends. */
  needs: string[];
  /** The vendor says "about". */
  approximate: boolean;
  /** Open settings for which only one value can be requested. */
  notes?: string[];
  /**
   * For each ordered setting (numbers, choices): the largest value that fits, with everything else
   * as in the request. `value` is `null` if no value fits, or if `any` does because the setting has
   * no maximum.
   */
  settings: { setting: string; value: SettingValue | null; cost?: Amount; any: boolean; at_least: boolean; unit?: string }[];
}

export interface Alternative<R = Request> {
  request: R;
  /** The changes, in words. */
  change: string;
  changes: { what: "operation" | "setting" | "runs" | "at"; name: string; from: SettingValue | null; to: SettingValue }[];
  total: Amount;
  saving: Amount;
  approximate: boolean;
  gates: Gate[];
}

export interface Cheaper<R = Request> {
  /** The cost of the request; its high end for a published range. */
  total: Amount;
  unit: string;
  /** Open settings for which only one value can be requested. */
  notes?: string[];
  /** Cheapest first. */
  alternatives: Alternative<R>[];
}

/** What the maker of a quote may say besides the answer. */
export interface QuoteTerms {
  /** Id of the quote, up to 200 characters; its digest when left out. */
  id?: string | undefined;
  /** The first instant at which it is valid. */
  issued?: InstantInput | undefined;
  /** The first instant at which it is no longer valid. */
  expires?: InstantInput | undefined;
  /** Who may accept it, up to 200 characters. */
  audience?: string | undefined;
}

/** Which catalog it is. */
export interface CatalogRef {
  id: string;
  version: string;
  digest: string;
}

/** What quotes of every kind have. */
export interface QuoteHead {
  /** Version of the rules; it changes whenever any number could change. */
  semantics: number;
  /** Version of this package. */
  drawdown: string;
  catalog: CatalogRef;
  id?: string;
  issued?: InstantText;
  expires?: InstantText;
  audience?: string;
}

export interface Quote<R = Request> extends QuoteHead {
  kind: "estimate";
  /** SHA-256 of the canonical JSON of the request. */
  request_digest: string;
  request: R;
  estimate: Estimate;
  /** SHA-256 over everything above. */
  digest: string;
}

/** What a quote says of a projection. */
export interface QuotedProjection {
  /** SHA-256 of the canonical JSON of the projection, without its ledger. */
  digest: string;
  start: InstantText;
  until: InstantText;
  /** The first refusal of a run. */
  run_out?: InstantText;
  totals: Totals;
}

/** A quote of a simulation. */
export interface ProjectionQuote extends QuoteHead {
  kind: "projection";
  /** SHA-256 of the canonical JSON of the scenario. */
  scenario_digest: string;
  /** As it was given; its zone is a table. */
  scenario: Scenario;
  projection: QuotedProjection;
  /** SHA-256 over everything above. */
  digest: string;
}

/** What a quote says of an option of a fit. */
export interface QuotedOption {
  /** SHA-256 of the canonical JSON of the option. */
  digest: string;
  plan?: string;
  term?: Term;
  state: FitOption["state"];
  /** Money for the need as given. */
  cost?: Amount;
  per_month?: Amount;
  /** Money if the smaller margin is used too. */
  cost_with_margin?: Amount;
  /** In credits. */
  issued: Amount;
  spent: Amount;
  top_ups?: TopUpPurchase[];
}

/** A quote of an option of a fit. */
export interface FitQuote extends QuoteHead {
  kind: "fit";
  /** SHA-256 of the canonical JSON of the need. */
  need_digest: string;
  /** As it was given; its zone is a table. */
  need: Need;
  option: QuotedOption;
  /** SHA-256 over everything above. */
  digest: string;
}

export type Verdict =
  | { verdict: "verified" }
  /** A value differs: of the first one the JSON pointer; and how far the total is off. */
  | { verdict: "differs"; pointer: string; expected: string; found: string; difference?: Amount }
  /** It was made with another catalog, or another version of it: its total, and what the total is now. */
  | { verdict: "stale_catalog"; quoted: CatalogRef; current: CatalogRef; quoted_total?: Amount; current_total?: Amount }
  /** It was made with another version of the rules. */
  | { verdict: "other_semantics"; quoted: number; current: number }
  | { verdict: "expired"; expired: InstantText; now: InstantText }
  | { verdict: "not_yet_valid"; issued: InstantText; now: InstantText }
  /** A signature does not fit. */
  | { verdict: "forged" }
  /** The engine has no keys: take the quote out of a signed one, after `verifySignature` of `drawdown/quotes`. */
  | { verdict: "unknown_key"; key: string }
  /** It is no quote, or asks for what the catalog does not have. */
  | { verdict: "malformed"; pointer: string; text: string };

export interface SettingInfo {
  name: string;
  label: string;
  kind: "number" | "choice" | "flag" | "list";
  unit?: string;
  note?: string;
  /** Range and step of a number, or of each item of a list. */
  min?: Amount;
  max?: Amount;
  step?: Amount;
  /** Choices from lowest to highest: texts, or numbers if `numeric`. */
  choices?: Amount[];
  numeric: boolean;
  default?: SettingValue;
  optional: boolean;
  after: boolean;
  results: boolean;
  /** Values that are not listed are allowed too; their cost is unknown. */
  others?: boolean;
  /** Other values give the same result in another quality or style: `cheaper` may suggest them. */
  tradable?: boolean;
  /** Limits by other settings, in words: `at most input_tokens`. */
  limits?: string[];
  min_items?: number;
  max_items?: number;
}

export interface OperationInfo<Id = string> {
  id: Id;
  name: string;
  about?: string;
  tool?: string;
  model?: string;
  tier?: string;
  tags: string[];
  /** In catalog order. */
  settings: SettingInfo[];
  pricing: "priced" | "free" | "unpriced" | "not_sold";
  approximate: boolean;
  /** Errors of its settings, which are then missing. */
  error?: string;
}

export interface PlanInfo<Id = string> {
  id: Id;
  name: string;
  audience?: string;
  contact: boolean;
}

/** The rules of a catalog, in sentences. */
export interface Terms {
  catalog: string;
  version: string;
  /** An account without a plan, then each plan. */
  plans: PlanTerms[];
  /** Rules for every account. */
  account: TermsLine[];
}

export interface PlanTerms {
  /** Id; absent for an account without a plan. */
  plan?: string;
  name: string;
  lines: TermsLine[];
}

export interface TermsLine {
  topic:
    | "price" | "cycle" | "credits" | "rollover" | "top_up" | "limit" | "free_run" | "change" | "lapse"
    | "burn_order" | "overage" | "failed_runs" | "billing" | "members" | "alerts" | "when_empty";
  text: string;
  /** The vendor publishes no rule; this is the default. */
  assumed?: boolean;
}

export interface CatalogInfo<Operation = string, Plan = string> {
  id: string;
  name: string;
  about?: string;
  version: string;
  as_of: string;
  /** `sha256:` and 64 hex digits over the canonical JSON. */
  digest: string;
  unit: string;
  units: string;
  step: Amount;
  notes: string[];
  operations: OperationInfo<Operation>[];
  plans: PlanInfo<Plan>[];
}

/** An amount or a price that nobody publishes. */
export interface Unpublished {
  /** Id of the plan that it belongs to, if any. */
  plan?: string;
  /** JSON pointer of the place in a scenario or need where it is assumed: `/account/assume/grants/basic-monthly`. */
  path: string;
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
  | "no_answer" | "stopped" | "internal" | "not_loaded" | "freed";

/**
 * What this package throws, except the errors of the host that pass through it: `RangeError` of `Intl` for a
 * locale or a zone, the reason of an abort. `instanceof` also knows errors of other copies of the package
 * and of worker threads.
 */
export class DrawdownError extends Error {
  constructor(code: ErrorCode, message: string, path?: string);
  name: "DrawdownError";
  /** `not_loaded`: `init()` was not awaited, or found no module. `freed`: `free()` was called before. */
  code: ErrorCode;
  /** JSON pointer of the place, `""` for the whole. */
  path: string;
  /** All errors of a catalog or request; the first one is also this error. */
  errors: Finding[];
}

/** An instant, `2026-11-01T09:00:00Z`, or a date, which stands for its first instant in UTC. */
export type InstantText = string;
/** An instant as input: a text or a `Date`. Fractions of a second are dropped. */
export type InstantInput = InstantText | Date;

/** An offset from UTC in seconds, from an instant on. */
export interface Zone {
  name: string;
  /** In order of time; the first offset also holds before its start. */
  offsets: readonly { readonly from: InstantText; readonly seconds: number }[];
  /** First instant after the table, where that is known: from then on the last offset holds. */
  until?: InstantText;
}

/** The billing term of a plan. */
export type Term = "month" | "quarter" | "year";

/** An account at the start. */
export interface Account {
  /** Id of the current plan; no plan when left out. */
  plan?: string;
  /** A month when left out. */
  term?: Term;
  /** When the plan began, or the account was opened; the start when left out. */
  since?: InstantInput;
  /** The account's wall clock: an IANA name, or its table; UTC when left out. */
  zone?: string | Zone;
  /** Who shares the balance. */
  members?: readonly { readonly id: string; readonly cap?: Amount }[];
  /** The balance at the start; when left out, what grants issue in the period that contains it. */
  lots?: readonly OpeningLot[];
  /** The balance by class, instead of `lots`; other classes have what their grants issue. */
  balance?: Readonly<Record<string, Amount>>;
  debt?: Amount;
  /** Use of the catalog's meters before the start, in the periods that contain it. */
  used?: Record<string, Amount>;
  /** Alert levels, in addition to the catalog's. */
  alerts?: readonly ({ readonly percent: Amount } | { readonly credits: Amount })[];
  /** A rule for automatic top-ups. */
  auto_top_up?: { top_up: string; below: Amount; count?: number; target?: Amount; limit?: number; cooldown?: string };
  /** Amounts and prices to assume if the catalog publishes none, by id. */
  assume?: {
    grants?: Readonly<Record<string, Amount>>;
    plans?: Readonly<Record<string, { readonly [term in Term]?: Amount }>>;
    top_ups?: Readonly<Record<string, { readonly credits?: Amount; readonly price?: Amount }>>;
  };
}

/** Credits in the account at the start. */
export interface OpeningLot {
  id?: string;
  class: string;
  amount: Amount;
  effective?: InstantInput;
  /** By the rule of the grant or top-up when left out. */
  expires?: InstantInput;
  /** Id of their grant or top-up. */
  from?: string;
  /** The smallest number pays first. */
  priority?: number;
  member?: string;
}

export type Days =
  | "every" | "weekdays" | "weekends"
  | "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

/** A request and its frequency: exactly one of `per_day`, `per_week`, `per_month`, `on`. */
export interface Demand<R = Request> {
  id?: string;
  request: R;
  /** May be a fraction. */
  per_day?: Amount;
  per_week?: Amount;
  per_month?: Amount;
  on?: readonly InstantInput[];
  /** Runs at each instant of `on` (1). */
  count?: number;
  /** Days of the week; every day when left out. */
  days?: Days | readonly Days[];
  /** Number of active days in each calendar month, spread evenly. */
  active_days?: number;
  /** Time of day on the account's wall clock (`12:00`). */
  at?: InstantInput;
  from?: InstantInput;
  until?: InstantInput;
  /** Growth in per cent from month to month. */
  growth?: Amount;
  /** Percentage of the runs that fail. */
  fails?: Amount;
  member?: string;
  /** A label for totals. */
  project?: string;
}

/** An action at an instant. */
export interface Action {
  at: InstantInput;
  do:
    | "subscribe" | "change" | "upgrade" | "downgrade" | "change_term" | "cancel" | "resume"
    | "buy" | "grant" | "revoke" | "fail" | "spend" | "hold" | "settle" | "release";
  plan?: string;
  term?: Term;
  when?: "now" | "cycle_end" | "term_end";
  top_up?: string;
  count?: number;
  /** Credits to buy, instead of a count: as many bundles as have them. */
  credits?: Amount;
  class?: string;
  amount?: Amount;
  expires?: InstantInput;
  effective?: InstantInput;
  priority?: number;
  /** Grant or top-up whose rules given credits follow. */
  from?: string;
  lot?: string;
  demand?: string;
  /** What credits are spent on or held for; without one, only credits for everything pay. */
  operation?: string;
  member?: string;
  /** Id of the hold. */
  hold?: string;
  /** When the hold is released, unless it is settled before (a day later). */
  until?: InstantInput;
  /** What happens if the action is not possible (`error`). */
  if_refused?: "error" | "note";
}

/** A what-if. */
export interface Scenario<R = Request> {
  /** Id of its catalog; any catalog when left out. */
  catalog?: string;
  about?: string;
  start: InstantInput;
  /** End (exclusive); `for` gives it as a span instead. */
  until?: InstantInput;
  /** `90 days`, `12 months` (`12 months` if `until` is left out too). */
  for?: string;
  account?: Account;
  demand?: readonly Demand<R>[];
  actions?: readonly Action[];
  /** Instants at which `readings` say what each lot and class has. */
  read?: readonly InstantInput[];
  /** What to do when credits are short (`refuse`). */
  when_short?: "refuse" | "wait" | "top_up" | "upgrade";
  /** Which end of a cost range is charged (`high`). */
  ranges?: "high" | "low";
}

export interface SimulateOptions {
  /** Record every ledger entry (no). */
  ledger?: boolean | undefined;
}

export interface AsyncOptions extends SimulateOptions {
  /** Stops the run: the promise is rejected with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Receives the completed share now and then, 0 to 1. */
  onProgress?: ((share: number) => void) | undefined;
}

/** In each row of a class: closing = opened + issued + refunded + rolled in - spent - held -
 * expired - rolled out - forfeited - revoked. `withheld` is the part of `closing` that has not
 * begun or is frozen. */
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
  /** Money paid for those, to the cent; absent if a price is unknown. */
  wasted_money?: Amount;
  closing: Amount;
  /** The withheld part of `closing`: not begun, or frozen. */
  withheld: Amount;
  /** Credits owed at the end. */
  debt: Amount;
  /** Money invoiced, for known prices. */
  billed: Amount;
  /** Invoices whose price is not published. */
  unpriced: number;
  wanted: number;
  made: number;
  /** Free runs after credits had run out. */
  free: number;
  refused: number;
  failed: number;
}

export interface Cycle {
  start: string;
  until: string;
  plan?: string;
  /** It has not ended yet. */
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
  /** Absent if not published. */
  credits?: Amount;
  /** Money; absent if free or not published. */
  price?: Amount;
  count?: number;
  term?: Term;
  /** Whether it covers the missing credits. */
  covers: boolean;
}

/** A time in which runs were refused. */
export interface Shortfall {
  from: string;
  /** When a run could next be paid; absent if never. */
  until?: string;
  demand?: string;
  operation: string;
  cause:
    | "out_of_credits" | "not_eligible" | "subscription_ended" | "used_by_members"
    | "member_cap" | "limit" | "gate" | "no_price";
  /** Runs that were refused. */
  runs: number;
  /** How many of them waited and were made later. */
  later?: number;
  missing: Amount;
  ways: Way[];
}

/** An important event, as a sentence with its date. */
export interface ProjectionEvent {
  at: string;
  kind: EntryKind;
  text: string;
}

export type EntryKind =
  | "issue" | "spend" | "expire" | "roll_over" | "forfeit" | "revoke" | "freeze" | "thaw"
  | "refund" | "hold" | "settle" | "release" | "refuse" | "alert" | "invoice" | "payment" | "plan"
  | "forgive";

/** A ledger entry. */
export interface Entry {
  at: string;
  kind: EntryKind;
  /** `granted`, `bought`, `usage`, `unused`, `out_of_credits`, ... */
  reason: string;
  amount: Amount;
  /** `to`: the class that they join when they roll over into another. */
  lots?: { lot: string; class: string; to?: string; amount: Amount }[];
  /** Id of the grant, top-up, operation, plan or class. */
  about?: string;
  member?: string;
  runs?: number;
  /** Credits that were missing or became debt. */
  missing?: Amount;
  /** Id of the limit that has refused it. */
  limit?: string;
  /** When the limit allows it, if nothing else is charged until then. */
  until?: string;
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
  /** Frozen until a subscription is active again. */
  frozen: boolean;
  /** Usable only for what the free tier may use. */
  restricted: boolean;
}

/** What an account has at an instant, after all that happens then. */
export interface Reading {
  at: string;
  spendable: Amount;
  /** Credits owed. */
  owed: Amount;
  /** `left`: spendable or not; `held`: reserved beside it. */
  classes: { class: string; left: Amount; spendable: Amount; frozen: Amount; held: Amount }[];
  /** Lots with remaining or held credits, in burn order. */
  lots: Lot[];
}

export interface Used {
  made: number;
  refused: number;
  /** Credits, less refunds. */
  spent: Amount;
}

/** A projection without series and ledger. */
export interface ProjectionSummary {
  catalog: string;
  version: string;
  unit: string;
  currency: string | null;
  start: string;
  until: string;
  /** Some price is "about". */
  approximate: boolean;
  /** Some cost is one end of a range. */
  ranged: boolean;
  /** Assumptions about holdings that the account does not state. */
  assumptions?: string[];
  /** The first refusal of a run. */
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
  /** Remaining lots at the end, in burn order. */
  lots: Lot[];
  /** What the account has at the instants that the scenario reads. */
  readings?: Reading[];
  /** Purchases, plan changes, invoices, paid credits that expired, alerts, refusals. */
  events: ProjectionEvent[];
}

/** A calendar month on the account's wall clock, all classes together: closing = opened + issued + refunded - spent - held - lost - revoked. */
export interface Month {
  /** First covered instant. */
  start: string;
  /** First instant after the covered part. */
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
  /** Money invoiced, for known prices. */
  billed: Amount;
  /** Invoices whose price is not published. */
  unpriced: number;
}

/** How demand varies, and how many paths are simulated. */
export interface ForecastOptions {
  /** 1 to 100000 (1000). */
  paths?: number | undefined;
  /** The same seed gives the same forecast on every host: a whole number below 2^64 (0). */
  seed?: Amount | undefined;
  /** The distribution of a day's runs around their mean (`poisson`). */
  distribution?: "poisson" | "negative_binomial" | undefined;
  /** For `negative_binomial`: the variance is mean + mean² / dispersion. */
  dispersion?: Amount | undefined;
}

export interface AsyncForecastOptions extends ForecastOptions {
  /** Stops the run: the promise is rejected with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Receives the completed share now and then, 0 to 1. */
  onProgress?: ((share: number) => void) | undefined;
}

/** Values that one, five and nine paths in ten do not exceed. */
export interface Percentiles<T> {
  p10: T;
  p50: T;
  p90: T;
}

/** The possible outcomes of a scenario: percentiles over the paths. */
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
  /** Some invoice has no published price: money covers the known prices only. */
  unpriced: boolean;
  /** The instant by which one, five or nine paths in ten had a run refused; `null` if fewer ever
   * have. */
  run_out: Percentiles<string | null> & {
    /** Shares of the paths, 0 to 1. */
    probability: Amount;
    never: Amount;
    /** By month from the start: for the first time in this month, and by its end. */
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

/** A forecast in progress: the outcomes of the paths so far. */
export class Forecasting {
  private constructor();
  /** Simulates some more paths. Returns how many are left. */
  run(paths: number): number;
  /** The outcome of the paths so far. The forecast cannot continue afterwards. */
  finish(): Forecast;
  free(): void;
  [Symbol.dispose](): void;
}

/** The outcome of a scenario. */
export class Projection {
  private constructor();
  /** Everything except series and ledger. */
  summary(): ProjectionSummary;
  /** The same by calendar month, all classes together; the first and the last may be partial. */
  months(): Month[];
  /** The start of each row of the columns, in milliseconds as in `Date`: the days of the account's
   * wall clock. */
  days(): Float64Array;
  /** Ids of the classes, in catalog order. */
  classes(): string[];
  /** A column of a class, one number per day: the nearest to the exact amount. Class `"*"` or
   * `null`: the sum of all. */
  column(of: string | null, name: ColumnName): Float64Array;
  /** Number of ledger entries; 0 unless the ledger was recorded. */
  readonly entryCount: number;
  /** A range of ledger entries; all when left out. */
  entries(from?: number, until?: number): Entry[];
  /** The exact JSON text of everything, amounts as decimal strings: the same bytes on all hosts. */
  toJSON(): string;
  free(): void;
  [Symbol.dispose](): void;
}

/** A running scenario. */
export class Simulation {
  private constructor();
  /** First instant, in milliseconds. */
  readonly start: number;
  /** End (exclusive), in milliseconds. */
  readonly end: number;
  /** Runs up to an instant or the end, whichever is first. Returns whether more is to come. */
  runUntil(instant: InstantInput): boolean;
  /** The projection so far. The simulation cannot continue afterwards. */
  finish(): Projection;
  free(): void;
  [Symbol.dispose](): void;
}

/** The requests of a month, and what may be bought for them. */
export interface Need<R = Request> {
  /** Id of its catalog; any catalog when left out. */
  catalog?: string;
  about?: string;
  lines?: readonly NeedLine<R>[];
  /** The margin on top: per cent, `"20-30%"`, `"500 credits"` (`"20-30%"`). */
  buffer?: Amount | { low: Amount; high: Amount; unit?: "percent" | "credits" };
  /** First instant; the date of the catalog's prices when left out. */
  start?: InstantInput;
  /** 1 to 120 (12). */
  months?: number;
  /** Twelve factors for the need of each month, January to December. */
  season?: readonly Amount[];
  /** The account at the start, and assumptions; a new account when left out. */
  account?: Account;
  /** Ids of the plans to compare, `none` for no plan; all when left out. */
  plans?: readonly string[];
  /** All terms that plans are sold for when left out. */
  terms?: readonly Term[];
  /** Ids of the top-ups that may be bought; all when left out. */
  top_ups?: readonly string[];
  /** Which end of a cost range is charged (`high`). */
  ranges?: "high" | "low";
  /** Past runs: each different request becomes a line, as often as in an average month of that
   * time. */
  history?: {
    from: InstantInput;
    until: InstantInput;
    runs: readonly { readonly at: InstantInput; readonly request: Request; readonly count?: number }[];
  };
}

/** A request and its frequency: exactly one of `per_day`, `per_week`, `per_month`. */
export interface NeedLine<R = Request> {
  request: R;
  /** May be a fraction. */
  per_day?: Amount;
  /** With `per_day`: active days of the month; every day when left out, which counts as 30. */
  days?: number;
  per_week?: Amount;
  per_month?: Amount;
}

/** The smallest and the largest value; equal if exact. */
export interface Between {
  low: Amount;
  high: Amount;
}

export interface NeedItem {
  /** Requests in a month. */
  count: Amount;
  /** The cost of one request. */
  estimate: Estimate;
  /** The cost of all of them. */
  amount: Between;
}

/** The cost of a need in a month. */
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
  /** Credits of all bundles. */
  credits: Amount;
  /** Money for all bundles; absent if not published. */
  price?: Amount;
}

/** The identity of an option: a plan or none, a term, and purchases. */
export interface FitChoice {
  /** Id; absent for the option without a plan. */
  plan?: string | undefined;
  term?: Term | undefined;
  /** For the need as given. */
  top_ups?: readonly Pick<TopUpPurchase, "at" | "top_up" | "count">[] | undefined;
  /** If the smaller margin is used too. */
  with_margin?: { top_ups?: readonly Pick<TopUpPurchase, "at" | "top_up" | "count">[] | undefined } | undefined;
}

/** The cost of an option if the need and the smaller margin are both used. */
export interface WithMargin {
  /** Money in total; absent if a price is unknown. */
  cost?: Amount;
  per_month?: Amount;
  /** The purchases; exactly these also cover the need as given. */
  top_ups?: TopUpPurchase[];
  /** Remaining credits of top-ups at the end. */
  left: Amount;
  /** Money paid for them. */
  left_money?: Amount;
  /** True if no cheaper set of purchases suffices. */
  proven: boolean;
  /** The most that a cheaper set could save, if it is not proven. */
  gap?: Amount;
}

/** covers: need and smaller margin. need_only: the need alone. blocked: an operation of the need is
 * not allowed. unknown: its allowance is not published. */
export type FitState = "covers" | "need_only" | "short" | "blocked" | "unknown";

/** An option and its outcome. */
export interface FitOption extends FitChoice {
  name: string;
  state: FitState;
  /** Why it is the best, or why it is not. */
  reason: string;
  /** JSON pointers of unpublished amounts and prices, which must be assumed. */
  assume?: string[];
  /** It covers the need and the smaller margin, and no other such option is better in both cost
   * with the margin and headroom. */
  frontier: boolean;
  /** Total money for the need as given; absent if a price is unknown. */
  cost?: Amount;
  per_month?: Amount;
  /** Per credit issued. */
  per_credit?: Amount;
  /** Per run made. */
  per_run?: Amount;
  /** Cost and purchases if the smaller margin is used too; absent if that is not covered. */
  with_margin?: WithMargin;
  /** The need of a month, at the plan's prices. */
  need?: Amount;
  /** The share of the need that is covered without purchases, in per cent of its cost. */
  covered: Amount;
  /** The need and the smaller margin are covered, by the purchases of `with_margin`. */
  buffer_low: boolean;
  /** The need and the larger margin are covered, by the same purchases. */
  buffer_high: boolean;
  /**
   * Growth of the need before a run is refused, in whole per cent up to 100, with the purchases of
   * `with_margin` or else its own. Negative if a run is refused already.
   */
  headroom?: number;
  /** The need may grow without limit: uncovered credits become debt, which has no limit. */
  unlimited?: true;
  /** In total for the need as given, including purchases. */
  issued: Amount;
  spent: Amount;
  /** Credits expired or forfeited. */
  wasted: Amount;
  /** Money paid for them. */
  wasted_money?: Amount;
  /** Cost in credits of everything that is refused without purchases. */
  missing: Amount;
  /** The first refusal without purchases. */
  run_out?: InstantText;
  /** Operations that the option does not allow. */
  blocked?: { operation: string; reason: string }[];
  /** Remaining credits of top-ups at the end. */
  left: Amount;
  /** Money paid for them. */
  left_money?: Amount;
  /** The purchases for the need as given. */
  top_ups?: TopUpPurchase[];
  /**
   * True if no cheaper set of purchases suffices. If the need is not covered, true means that no
   * set at a published price covers it; if false, there may be one that was not found.
   */
  proven: boolean;
  /** The most that a cheaper set could save, if it is not proven. */
  gap?: Amount;
  /** How many runs a month's credits pay for, by line of the need: with default settings, and with
   * the need's. Credits that cannot pay for them do not count. */
  generations: { standard?: number; actual?: number }[];
}

/** A plan for a longer term, compared with the same plan by the month. */
export interface LongerTerm {
  plan: string;
  term: Term;
  /** For the whole term. */
  price: Amount;
  /** The price of the same time in monthly payments. */
  by_month: Amount;
  /** The first month in which the longer term has cost less; absent if it never does. */
  pays_off_in?: number;
  text: string;
}

/** Progress and cancellation of a long computation. */
export interface FitOptions {
  /** Ends it with the signal's reason. On the thread that computes, only `onProgress` can abort. */
  signal?: AbortSignal | undefined;
  /** Receives the completed share, 0 to 1, never falling. An exception from it ends the
   * computation. */
  onProgress?: ((share: number) => void) | undefined;
}

/** How the options fit a need: all of them, the best first. */
export interface Fit {
  catalog: string;
  version: string;
  unit: string;
  currency?: string;
  start: InstantText;
  months: number;
  /** Of a month, independent of plans. */
  need: NeedEstimate;
  /**
   * Whether some option covers the need and its smaller margin at a known price. The first option
   * is then the one that costs least for the need as given.
   */
  found: boolean;
  /** The recommendation, as a sentence. */
  verdict: string;
  /** Assumptions about holdings that the account does not state. */
  assumptions?: string[];
  longer_terms: LongerTerm[];
  options: FitOption[];
}

/** The cheapest option, by need. */
export interface BreakEven {
  /** Of a month as given, before the margin. */
  need: Amount;
  /** The steps in order; each ends where the next begins. */
  steps: BreakEvenStep[];
  /** The largest need, in per cent of the given one. */
  up_to: number;
}

export interface BreakEvenOptions {
  /** The largest need to compute, in per cent of the given one: 1 to 1000 (200). */
  upTo?: number | undefined;
}

/** An option, and the needs for which it is the cheapest. */
export interface BreakEvenStep {
  /** In per cent of the given need, to four places. */
  from: Amount;
  until: Amount;
  /** In credits a month. */
  from_need: Amount;
  until_need: Amount;
  /** Absent for the option without a plan, and if no option with a known price suffices. */
  plan?: string;
  /** Absent if no option with a known price suffices. */
  name?: string;
  term?: Term;
  /** Money in total for the smallest and for the largest need. */
  cost?: Amount;
  until_cost?: Amount;
  text: string;
}

/** Whether the winner stays the best for needs from half to one and a half. */
export interface Sensitivity {
  steps: SensitivityStep[];
  /** The range of changes, in per cent, with the same winner; absent if there is none. */
  holds_from?: number;
  holds_until?: number;
  /** How the winner does with random demand; absent if there is none. */
  chance?: {
    paths: number;
    seed: string;
    /** Share of the paths in which nothing is refused. */
    served: Amount;
    /** The number of refused runs that nine paths of ten do not exceed. */
    refused: number;
    /** Nothing is refused in at least nine paths of ten. */
    holds: boolean;
  };
  text: string;
}

export interface SensitivityStep {
  /** The change of the need, in per cent. */
  change: number;
  /** Absent for the option without a plan, and if no option with a known price suffices. */
  plan?: string;
  /** Absent if no option with a known price suffices. */
  name?: string;
  term?: Term;
  cost?: Amount;
  /** It is also the winner for the given need. */
  same: boolean;
}

/** The best plan for each month, and the benefit of changing. */
export interface SeasonalPlan {
  /** Empty if changing does not pay. */
  months: { from: InstantText; plan?: string; name: string; action?: "subscribe" | "change" | "cancel" }[];
  /** End of the period (exclusive), an hour before the end of the need. */
  until: InstantText;
  /** Money until then, if the smaller margin is used too. */
  cost?: Amount;
  /** The cost of the cheapest single option of any term, if the smaller margin is used too. */
  single?: Amount;
  /** Changing is cheaper than the best single option. */
  pays: boolean;
  /** All sequences of plans were followed to their end. */
  complete: boolean;
  text: string;
}

/** A line of the need, with a cheaper request. */
export interface Saving<R = Request> {
  /** Index of the line in the need. */
  line: number;
  /** The cheaper request. */
  request: R;
  /** The change, in words. */
  change: string;
  /** Credits saved in a month. */
  credits: Amount;
  /** The best option then; absent for the option without a plan, and if no option with a known
   * price suffices. */
  plan?: string;
  name?: string;
  term?: Term;
  /** Money in total then. */
  cost?: Amount;
  /** Money saved compared with the best option for the unchanged need; 0 if no cheaper option then
   * suffices. */
  money?: Amount;
  text: string;
}

export interface FitProjectionOptions extends SimulateOptions {
  /** By how many per cent the need is increased (0). */
  more?: Amount | undefined;
}

/** A handle for sliders: set a slot, read the total. Earlier positions of a slider are cached. */
export class Preview<Setting extends string = string> {
  private constructor();
  /** Slot of a setting, by name, or of `"runs"`. Throws if there is none. */
  slot(setting: Setting | "runs"): number;
  /** Sets a number. Throws if it is not allowed. */
  set(slot: number, value: number): void;
  /** Sets a choice by its index in `choices`, or a flag by 0 or 1. */
  pick(slot: number, index: number): void;
  /** Opens the setting: removes its value. */
  clear(slot: number): void;
  /** Sets the earlier use of a meter in its period, like `used` of a request; 0 by default. */
  used(meter: string, amount: number): void;
  /**
   * The total, or `NaN` if it is not exact or no number can hold it (then ask `estimate`). Throws
   * what `estimate` throws: settings that exclude each other (`out_of_range`), `not_sold`,
   * `below_zero`, `inexact`, `division_by_zero`.
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
   * Parses a catalog and checks everything except its operations: each is checked and compiled on
   * first use, and throws then if it has errors. To check all at once, call `check()` or
   * `warnings()`. Throws a `DrawdownError` that lists every error.
   */
  constructor(catalog: string | (C & object));
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  /** An overview, for menus and inputs. */
  info(): CatalogInfo<OperationOf<C>, PlanOf<C>>;
  /** Checks the whole catalog and returns the warnings. Throws a `DrawdownError` that lists every
   * error. */
  warnings(): Finding[];
  /** The rules of its plans and of every account, in sentences made from its data. */
  terms(): Terms;
  /** Checks the whole catalog, then runs its tests. Throws a `DrawdownError` that lists every
   * error. */
  check(): TestReport;
  /** Amounts and prices that the catalog leaves open: plan by plan, then without a plan, then top-ups. */
  unpublished(): Unpublished[];
  estimate(request: RequestOf<C>): Estimate;
  /** The total of `estimate` alone, several times as fast: without lines, gates and notes. */
  total(request: RequestOf<C>): Total;
  preview(operation: OperationOf<C>, plan?: PlanOf<C>, at?: InstantInput): Preview<SettingOf<C>>;
  /** How many runs, how long, what quality a budget of credits pays for; open settings count at
   * their most expensive. Errors of the budget have the path `/budget`. */
  affordable(request: RequestOf<C>, budget: Amount): Affordable;
  /** Cheaper equivalents: settings, models of the same tool, batches, hours. Throws `no_answer` if
   * the request has no exact total. */
  cheaper(request: RequestOf<C>): Cheaper<RequestOf<C>>;
  /** Which values of each choice, flag and number are sold, with everything else as in the request,
   * so that a page can grey out the others. */
  sold(request: RequestOf<C>): Sold[];
  /** Simulates a scenario. Throws `no_answer` for a cost or an allowance that is neither published
   * nor assumed. */
  simulate(scenario: Scenario<RequestOf<C>>, options?: SimulateOptions): Projection;
  /** The same in steps. */
  simulation(scenario: Scenario<RequestOf<C>>, options?: SimulateOptions): Simulation;
  /** The possible outcomes of a scenario with random demand. Throws like `simulate`, and for
   * options out of range. */
  forecast(scenario: Scenario<RequestOf<C>>, options?: ForecastOptions): Forecast;
  /** The same in steps. */
  forecasting(scenario: Scenario<RequestOf<C>>, options?: ForecastOptions): Forecasting;
  /** Which plan, term and purchases cover a need for least, and why the others lose. Throws
   * `no_answer` for a line without a known cost. */
  fit(need: Need<RequestOf<C>>, options?: FitOptions): Fit;
  /** Which option is the cheapest at which need. */
  breakEven(need: Need<RequestOf<C>>, options?: BreakEvenOptions & FitOptions): BreakEven;
  /** Whether the best option stays the best for other needs, and how often it suffices with random
   * demand (200 paths by default). */
  sensitivity(need: Need<RequestOf<C>>, chance?: ForecastOptions & FitOptions): Sensitivity;
  /** The best plan for each month, if plans may change. Throws `no_answer` for an account that
   * already has a plan or credits. */
  seasonalPlan(need: Need<RequestOf<C>>, options?: FitOptions): SeasonalPlan;
  /** Cheaper requests, line by line, and the best option for them. */
  savings(need: Need<RequestOf<C>>, options?: FitOptions): Saving<RequestOf<C>>[];
  /** Simulates an option of a fit, day by day; with more than the need, with the purchases for the
   * margin. */
  fitProjection(need: Need<RequestOf<C>>, option: FitChoice, options?: FitProjectionOptions): Projection;
  quote(request: RequestOf<C>, terms?: QuoteTerms): Quote<RequestOf<C>>;
  quoteSimulation(scenario: Scenario<RequestOf<C>>, terms?: QuoteTerms): ProjectionQuote;
  /** Quotes the best option, or that of a plan and a term. */
  quoteFit(need: Need<RequestOf<C>>, choice?: { plan?: string | undefined; term?: Term | undefined }, terms?: QuoteTerms): FitQuote;
  /** Computes a quote again; with `now`, it must be valid then. */
  verify(quote: Quote | ProjectionQuote | FitQuote, now?: InstantInput): Verdict;
  free(): void;
  [Symbol.dispose](): void;
}

/** Simulates without blocking, in slices of some milliseconds. The catalog is a handle, or what
 * makes one. */
export function simulateAsync(
  catalog: Catalog | string | object,
  scenario: Scenario,
  options?: AsyncOptions,
): Promise<Projection>;

/** Forecasts without blocking, path by path, in slices of some milliseconds. */
export function forecastAsync(
  catalog: Catalog | string | object,
  scenario: Scenario,
  options?: AsyncForecastOptions,
): Promise<Forecast>;

/**
 * The table of a zone, from the host's database: the offsets of its wall clock from UTC. Hosts with
 * different versions of the database give different tables; if hosts must agree, send the table
 * along. Throws a `RangeError` for a name that the host does not know.
 */
export function zone(name: string, from: InstantText | Date | number, until: InstantText | Date | number): Zone;

/** Version of this package. */
export function version(): string;
/** Version of the rules; it changes whenever any number could change. */
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
