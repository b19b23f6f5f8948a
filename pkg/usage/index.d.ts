/// <reference lib="esnext.disposable" />
/**
 * Usage logs: what was spent, on what and by whom. Also prices, as in `drawdown/prices`, in the same module.
 */
import type { Amount, InstantInput, InstantText, Zone } from "../index.js";
import { Catalog } from "../prices/index.js";

export type {
  Amount, CatalogInfo, ErrorCode, Estimate, Finding, InstantInput, InstantText, OperationInfo, Request, TypedCatalog,
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

export type GroupBy =
  | "account" | "member" | "project" | "operation" | "outcome" | "day" | "week" | "month" | "cycle";

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
  free(): void;
  [Symbol.dispose](): void;
}

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
