/// <reference lib="esnext.disposable" />
/**
 * Usage logs: what was spent, on what and by whom. Also prices, as in `drawdown/prices`, in the same module.
 */
import type {
  Account, Action, Amount, ColumnName, Fit, FitOptions, InstantInput, InstantText, ProjectionSummary, Request, Zone,
} from "../index.js";
import { Catalog } from "../prices/index.js";

export type {
  Account, Action, Amount, CatalogInfo, ErrorCode, Estimate, Finding, Fit, FitOption, FitOptions, InstantInput, InstantText,
  OperationInfo, ProjectionSummary, Request, TypedCatalog,
} from "../index.js";
export { DrawdownError, Preview, explain, format, provenance, semantics, version } from "../index.js";
export { Catalog } from "../prices/index.js";

/** How the runs of an event ended. */
export type Outcome = "done" | "failed" | "cancelled" | "filtered";

/** A field of an event. */
export type UsageField =
  | "id" | "at" | "account" | "member" | "project" | "operation" | "runs" | "outcome" | "charged";

/** Which column or key of a log holds what. What is left out is guessed from usual names. */
export interface Mapping extends Partial<Record<UsageField, string>> {
  /** The column of each setting. */
  settings?: Record<string, string>;
  /** Columns that are not used, whatever their names suggest. */
  ignored?: string[];
  /** Ids of operations, by their names in the log. */
  operations?: Record<string, string>;
  /** Outcomes, by their words in the log. */
  outcomes?: Record<string, Outcome>;
  /** How instants are written; recognised when left out, if their form is not ambiguous. */
  time?: "iso" | "unix" | "unix_ms" | "day_first" | "month_first";
  /** The sign of credits that were spent (`positive`). */
  spent?: "positive" | "negative";
  /** The character between columns of CSV; recognised when left out. */
  delimiter?: "," | ";" | "\t" | "|";
  /** The decimal sign (`.`). */
  decimal?: "." | ",";
}

export type LogFormat = "csv" | "jsonl" | "json";

export interface ReadOptions {
  mapping?: Mapping;
  /** The wall clock of instants without an offset (UTC). */
  zone?: string | Zone;
  /** The form of the log; recognised when left out. */
  format?: LogFormat;
  /** A row that cannot be read is an error, not a problem to report. */
  strict?: boolean;
  /** Whether an id that occurs again counts again. If not, each id takes sixteen bytes. */
  keep_duplicates?: boolean;
  /** Later events are problems: their clocks are wrong. */
  latest?: InstantInput;
  /** Keep the ids of events, to name them in the payments of a replay. */
  keep_ids?: boolean;
}

/** A row that is not counted, and why. */
export interface Problem {
  file?: string;
  /** The line on which the row begins, from 1. */
  line: number;
  reason: string;
}

/** What was read of a log. */
export interface ReadSummary {
  /** Events that count. */
  events: number;
  /** Rows whose id had occurred before. */
  duplicates: number;
  /** Rows that could not be read. */
  bad_rows: number;
  /** The first of them. */
  problems: Problem[];
  first?: InstantText;
  last?: InstantText;
  /** Columns or keys that were not used. */
  ignored: string[];
}

/** `class` is that of the credits that paid: for the report of a replay. */
export type GroupBy =
  | "account" | "member" | "project" | "operation" | "outcome" | "class" | "day" | "week" | "month" | "cycle";

export interface ReportSpec {
  /** What rows are grouped by, at most four; one row for everything when left out. */
  by?: GroupBy[];
  /** The first instant that counts. */
  from?: InstantInput;
  /** The first instant that no longer counts. */
  until?: InstantInput;
  /** The wall clock of days, weeks and months (UTC). */
  zone?: string | Zone;
  /** When the first cycle begins. */
  cycle_from?: InstantInput;
  /** Only these. */
  accounts?: string[];
  members?: string[];
  projects?: string[];
  operations?: string[];
  outcomes?: Outcome[];
  /** Only the rows with most credits, in each period; the others become one row. */
  top?: number;
  /** Compare with the period of the same length before `from`. */
  compare?: boolean;
  /** Rate events without a charge for an account with this plan. */
  plan?: string;
  /** Rate all events, also those whose charge is known. */
  rate_all?: boolean;
  /** What one credit costs, in money. */
  credit_price?: Amount;
}

export interface UsageSums {
  events: number;
  /** Runs that gave a result. */
  runs: number;
  /** Runs that failed, were cancelled, or were filtered. */
  failed: number;
  /** Credits, less refunds. */
  credits: Amount;
  /** Credits that the log gives back. */
  refunded: Amount;
  /** Events whose credits were computed, because the log does not say them. */
  rated: number;
  /** Events without known credits: they are not in the sum. */
  unknown: number;
}

export interface ReportRow {
  /** For each thing to group by, its value; null if events have none. */
  key: (string | null)[];
  /** The number of groups in it, if it holds those that are not among the top. */
  others?: number;
  sums: UsageSums;
  /** Its part of all credits, in per cent. */
  share?: Amount;
  cost?: Amount;
  /** The credits of the period before. */
  before?: Amount;
  /** The change since then, in per cent. */
  change?: Amount;
}

/** The catalog that rated events. */
export interface RatedBy {
  id: string;
  version: string;
  digest: string;
}

/** Why events have no known credits, and how many. */
export interface Unrated {
  reason: string;
  events: number;
}

export interface UsageReport {
  by: GroupBy[];
  from?: InstantText;
  until?: InstantText;
  catalog?: RatedBy;
  /** By period; within it, the largest first. */
  rows: ReportRow[];
  total: UsageSums;
  cost?: Amount;
  before?: Amount;
  unrated: Unrated[];
  read: ReadSummary;
}

export interface RerateSpec {
  /** The plan whose prices the log was charged by. */
  plan?: string;
  /** The plan to rate by; the same when left out. */
  to_plan?: string;
  /** Ids of operations in the other catalog, by their ids in the log. */
  operations?: Record<string, string>;
  /** Names of settings in the other catalog, by their names in the log; null drops a setting. */
  settings?: Record<string, string | null>;
  rate_all?: boolean;
  credit_price?: Amount;
  to_credit_price?: Amount;
}

export interface RerateSums {
  events: number;
  /** Events that could not be compared. */
  unknown: number;
  was: Amount;
  becomes: Amount;
  difference: Amount;
}

export interface RerateRow {
  account?: string;
  operation?: string;
  sums: RerateSums;
}

export interface Rerated {
  from?: RatedBy;
  to: RatedBy;
  rows: RerateRow[];
  accounts: RerateRow[];
  total: RerateSums;
  cost?: Amount;
  to_cost?: Amount;
  unrated: Unrated[];
  read: ReadSummary;
}

/** A balance that the vendor showed. */
export interface KnownBalance {
  /** When, after everything of that instant. */
  at: InstantInput;
  balance: Amount;
}

/** The account that a log belongs to, and what happened to it besides usage. */
export interface ReplaySpec {
  /** The first instant; the beginning of the first event's day in UTC when left out. */
  start?: InstantInput;
  /** The first instant after the replay; a day after the last event when left out. */
  until?: InstantInput;
  /** At the start; its zone is that of the log when left out. */
  account?: Account;
  actions?: readonly Action[];
  balances?: readonly KnownBalance[];
  /** Rate all events by the catalog, also those whose charge is in the log. */
  rate_all?: boolean;
  /** Keep what each lot paid of each event. */
  payments?: boolean;
  /** A report of the events, also by the class of the credits that paid; without `plan` and `rate_all`. */
  report?: ReportSpec;
}

/** A projection with its series: columns of each class, without those that are zero throughout. */
export interface ReplayedProjection extends ProjectionSummary {
  days: { start: InstantText[]; classes: Record<string, Partial<Record<ColumnName, Amount[]>>> };
}

/** What one class of credits paid. */
export interface PaidRow {
  /** `debt` for what no lot paid. */
  class: string;
  operation: string;
  member?: string;
  /** Without refunds. */
  credits: Amount;
}

/** The use of an operation in a cycle. */
export interface UsedInCycle {
  /** When the cycle began. */
  cycle: InstantText;
  operation: string;
  /** Runs that gave a result. */
  runs: number;
  failed: number;
  /** Credits, less refunds. */
  credits: Amount;
}

/** What a charge took. */
export interface PaidCharge {
  operation: string;
  /** Including debt. */
  amount: Amount;
  debt: Amount;
  member?: string | null;
  /** In the order in which they paid. */
  lots: ReceiptLot[];
}

/** What a lot paid. */
export interface ReceiptLot {
  lot: string;
  number: number;
  class: string;
  /** Where it came from, and whose it is. */
  grant?: string;
  top_up?: string;
  member?: string;
  issued: InstantText;
  expires?: InstantText | null;
  amount: Amount;
}

/** An event, and what each lot paid of it. */
export interface Payment {
  /** If the log keeps ids. */
  id?: string;
  at: InstantText;
  receipt: PaidCharge;
}

/** A charge of the log that the account could not pay. */
export interface RefusedEvent {
  id?: string;
  at: InstantText;
  operation: string;
  amount: Amount;
  /** Absent if the catalog has no such operation. */
  cause?:
    | "out_of_credits" | "not_eligible" | "subscription_ended" | "used_by_members" | "member_cap"
    | "limit" | "gate" | "no_price";
  /** Credits that were missing. */
  missing: Amount;
}

/** A balance that the vendor showed, and the one that was computed. */
export interface BalanceCheck {
  at: InstantText;
  /** The vendor's. */
  expected: Amount;
  /** The computed one. */
  found: Amount;
  /** The vendor's less the computed one. */
  difference: Amount;
}

/** Where a difference probably comes from. */
export type DifferenceCause =
  | "refund_missing" | "not_charged" | "other_plan" | "other_version" | "rounding_scope" | "charged_twice" | "unexplained";

/** Charges of a log, compared with a catalog. */
export interface Audit {
  /** Events with a charge and an exact price. */
  compared: number;
  /** Events with a charge but no exact price. */
  not_compared: number;
  /** The largest difference first. */
  operations: AuditRow[];
  difference: Amount;
  /** The most frequent first. */
  causes: CauseCount[];
  /** The first events that differ, at most 1,000, in order of time; all are counted. */
  events: DifferingEvent[];
}

/** An event whose charge is another one than the catalog says. */
export interface DifferingEvent {
  /** If the log keeps ids. */
  id?: string;
  at: InstantText;
  operation: string;
  charged: Amount;
  /** By the catalog. */
  rated: Amount;
  /** Charged less rated. */
  difference: Amount;
  cause: DifferenceCause;
  /** The plan or the version that it is about. */
  about?: string;
}

export interface AuditRow {
  operation: string;
  events: number;
  /** Events whose charge is another one. */
  differing: number;
  charged: Amount;
  /** By the catalog. */
  rated: Amount;
  /** Charged less rated. */
  difference: Amount;
  /** The mean difference of an event, to six places. */
  bias?: Amount;
  /** The smallest difference of an event. */
  least: Amount;
  most: Amount;
}

export interface CauseCount {
  cause: DifferenceCause;
  /** The plan or the version that it is about. */
  about?: string;
  events: number;
  /** Charged less rated. */
  difference: Amount;
}

/** A log, replayed. */
export interface Replay {
  catalog: RatedBy;
  /** The account from the start to the end: balances, alerts and invoices. */
  projection: ReplayedProjection;
  paid: PaidRow[];
  /** If asked for. */
  payments?: Payment[];
  used: UsedInCycle[];
  /** The first charges that the account could not pay. */
  refused: RefusedEvent[];
  /** How many there are in all. */
  refused_events: number;
  refused_credits: Amount;
  /** Refunds of the log for which no payment was found. */
  unmatched_refunds: Amount;
  /** Events before the start or after the end. */
  outside: number;
  /** Events without known credits. */
  unknown: number;
  balances: BalanceCheck[];
  audit: Audit;
  unrated: Unrated[];
  /** If asked for. */
  report?: UsageReport;
  read: ReadSummary;
}

/** What was billed and used in one cycle: closing = opened + issued + refunded - spent - lost. */
export interface UsageInvoice {
  /** Its place in the history, from 1. */
  number: number;
  from: InstantText;
  until: InstantText;
  /** The cycle has not ended yet. */
  open: boolean;
  plan?: string;
  catalog: RatedBy;
  currency?: string;
  /** What was billed in money. */
  charges: ProjectionSummary["invoices"];
  /** The known amounts together. */
  total: Amount;
  /** Charges whose price is not published: they are not in the total. */
  unpriced: number;
  usage: UsedInCycle[];
  opened: Amount;
  issued: Amount;
  spent: Amount;
  refunded: Amount;
  /** Expired, forfeited or revoked. */
  lost: Amount;
  closing: Amount;
}

export interface UsageForecastSpec {
  /** The first instant of the log; the day of the first run when left out. */
  from?: InstantInput;
  /** The first instant after the log; the end of the day of the last run when left out. */
  until?: InstantInput;
  /** At the end of the log; one without a plan when left out. Its zone is that of the log when left out. */
  account?: Account;
  /** Months to look ahead, at most 120 (12). */
  months?: number;
  /** Keep the requests of each member apart. */
  by_member?: boolean;
}

/** The days of a history. */
export interface UsagePeriod {
  from: InstantText;
  /** The forecast begins here. */
  until: InstantText;
  days: number;
  /** Days with runs. */
  active_days: number;
  /** Also those of other days. */
  events: number;
  /** Refunds among them, which are no runs. */
  refunds: number;
  done: number;
  failed: number;
}

/** A month to come. */
export interface UsageOutlook {
  from: InstantText;
  /** 30 days later. */
  until: InstantText;
  low: Amount;
  expected: Amount;
  high: Amount;
  /** Of 100 months, how many lie between both ends. */
  within: number;
}

/** Days far above the others. */
export interface PaceBursts {
  days: InstantText[];
  /** What such a day has above an ordinary one, on average. */
  size: Amount;
  /** What they add to the expected month; 0 for a single one, which only widens the range. */
  per_month: Amount;
}

/** A request and its pace. */
export interface PaceLine {
  request: Request;
  member?: string;
  /** Credits of one run. */
  each: Amount;
  /** Runs of an average day of the next month that cost credits. */
  per_day: Amount;
  per_month: Amount;
  done: number;
  failed: number;
  /** Whether a run that gives no result costs the same. */
  charges_failed: boolean;
}

/** How much is used, and how that changes. */
export interface UsagePace {
  /** No run has a known cost above zero: amounts are runs. */
  in_runs: boolean;
  per_day: Amount;
  month: UsageOutlook;
  /** From Monday on, in per cent of an average day; absent if the days do not differ clearly. */
  weekdays?: Amount[];
  /** The change from week to week, in per cent; absent without a clear trend. */
  trend?: Amount;
  bursts?: PaceBursts;
  /** The dearest first. */
  lines: PaceLine[];
}

/** When the first run is refused; null if none is. */
export interface PaceRunOut {
  /** At the expected pace. */
  expected: InstantText | null;
  /** At the high end of the range. */
  early: InstantText | null;
  /** At the low end. */
  late: InstantText | null;
  /** The end of the months that were simulated. */
  until: InstantText;
  /** What is assumed about the account. */
  assumptions?: string[];
}

/** What a log says about the months to come. */
export interface UsageForecast {
  catalog: RatedBy;
  unit: string;
  history: UsagePeriod;
  /** Why there is no pace: the history is too short. */
  not_enough?: string;
  pace?: UsagePace;
  /** Why runs have no known cost: they are not in the pace. */
  unrated?: Unrated[];
  /** With a pace. */
  run_out?: PaceRunOut;
  /** With a pace: the plans, the best first. */
  fit?: Fit;
  read: ReadSummary;
}

export interface ReplayOptions {
  /** Other versions of the catalog, as objects or texts, which differences may come from. */
  others?: readonly (string | object)[] | undefined;
}

export interface RecognisedColumn {
  /** Its name, as a mapping has it. */
  name: string;
  /** The field that it holds; `settings` for an object of settings. */
  field?: UsageField | "settings";
  /** The setting that it holds. */
  setting?: string;
  /** A value of it. */
  example?: string;
}

export interface Recognised {
  format: LogFormat;
  columns: RecognisedColumn[];
}

/** A log that is read once and reported on many times: its events take 40 bytes each. */
export class UsageLog {
  constructor(options?: ReadOptions);
  /** Begins a file with a name, which problems then state. Ids are compared across files. */
  begin(name: string): void;
  /** Reads more of the file: pieces of any size. */
  feed(bytes: Uint8Array | ArrayBuffer): void;
  /** Reads the rest of the file. */
  end(): void;
  /** What was read so far. */
  summary(): ReadSummary;
  /** The memory of events and names, in bytes. */
  readonly bytes: number;
  /** Without a catalog, only charges in the log count. */
  report(spec?: ReportSpec, catalog?: Catalog): UsageReport;
  /** What the log would have cost under other prices. */
  rerate(spec: RerateSpec | undefined, to: Catalog, from?: Catalog): Rerated;
  /** The log run through an account: balances, which credits paid what, and what differs from its charges. */
  replay(spec: ReplaySpec | undefined, catalog: Catalog, options?: ReplayOptions): Replay;
  /** The billing history of an account: an invoice for each cycle. */
  invoices(spec: ReplaySpec | undefined, catalog: Catalog, options?: ReplayOptions): UsageInvoice[];
  /** The pace of the log, when credits run out at it, and which plan fits. */
  forecast(spec: UsageForecastSpec | undefined, catalog: Catalog, options?: FitOptions): UsageForecast;
  /** A replay in steps, which gives both a replay and invoices. The log must not change meanwhile. */
  replaying(spec: ReplaySpec | undefined, catalog: Catalog, options?: ReplayOptions): UsageReplay;
  free(): void;
  [Symbol.dispose](): void;
}

/** A replay in steps. */
export class UsageReplay {
  private constructor();
  /** Runs some more events. Returns how much has run, in thousandths: at 1000, there are answers. */
  run(events: number): number;
  answer(): Replay;
  invoices(): UsageInvoice[];
  free(): void;
  [Symbol.dispose](): void;
}

export interface ReplayLogOptions extends ReplayOptions, FitOptions {}

/** Runs a log through an account without blocking the thread. */
export function replayLog(
  log: UsageLog, spec: ReplaySpec | undefined, catalog: Catalog, options?: ReplayLogOptions,
): Promise<UsageReplay>;

/** The form and the columns of a log, by its first bytes. */
export function recognise(bytes: Uint8Array | ArrayBuffer, mapping?: Mapping): Recognised;

export interface ReadProgress {
  /** Bytes of the files that have been read. */
  bytes: number;
  of: number;
}

export interface ReadLogOptions {
  /** Stops the reading; the promise is rejected with its reason. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: ReadProgress) => void) | undefined;
}

/** Reads files into a log, also as .gz; .zst where the host can decompress it. */
export function readLog(log: UsageLog, files: Blob | Iterable<Blob>, options?: ReadLogOptions): Promise<ReadSummary>;
