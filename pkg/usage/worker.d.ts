import type { ThreadOptions } from "../worker.js";
import type {
  CatalogInfo, FitOptions, Mapping, ReadLogOptions, ReadOptions, ReadSummary, Recognised, Replay, ReplayLogOptions, ReplaySpec,
  Rerated, ReportSpec, RerateSpec, UsageForecast, UsageForecastSpec, UsageInvoice, UsageReport,
} from "./index.js";

export interface Stoppable {
  signal?: AbortSignal | undefined;
}

/** A thread of its own that holds one log. For browsers. Nothing that it reads leaves the browser. */
export class UsageWorker {
  /** Throws `not_loaded` where the host has no `Worker`. */
  constructor(options?: ThreadOptions);
  /** The form and the columns of a file. */
  recognise(file: Blob, mapping?: Mapping, options?: Stoppable): Promise<Recognised>;
  /** Reads files, in place of those read before. After an abort or an error there is no log. */
  read(files: Blob | Iterable<Blob>, readOptions?: ReadOptions, options?: ReadLogOptions): Promise<ReadSummary>;
  /** Checks a catalog, and says what it holds. */
  info(catalog: string | object, options?: Stoppable): Promise<CatalogInfo>;
  /** The catalog is its text or object: a handle cannot go to another thread. */
  report(spec?: ReportSpec, catalog?: string | object, options?: Stoppable): Promise<UsageReport>;
  rerate(
    spec: RerateSpec | undefined, to: string | object, from?: string | object, options?: Stoppable,
  ): Promise<Rerated>;
  replay(spec: ReplaySpec | undefined, catalog: string | object, options?: ReplayLogOptions): Promise<Replay>;
  /** After a replay by the same specification, at once. */
  invoices(spec: ReplaySpec | undefined, catalog: string | object, options?: ReplayLogOptions): Promise<UsageInvoice[]>;
  /** After an abort, the thread computes on to its next answer. */
  forecast(spec: UsageForecastSpec | undefined, catalog: string | object, options?: FitOptions): Promise<UsageForecast>;
  /** Ends the thread; pending promises are rejected with an `AbortError`. */
  terminate(): void;
  [Symbol.dispose](): void;
}
