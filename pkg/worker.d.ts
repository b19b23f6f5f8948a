import type {
  AsyncForecastOptions, AsyncOptions, BreakEven, BreakEvenOptions, ColumnName, Entry, Fit, FitOptions, Forecast, ForecastOptions,
  Month, Need, ProjectionSummary, Saving, Scenario, SeasonalPlan, Sensitivity,
} from "./index.js";

/** A projection as plain data: as it comes from another thread. */
export interface ProjectionData {
  summary: ProjectionSummary;
  /** How many were left off the end of a list of the summary because of `most`. */
  left_off: { shortfalls?: number; alerts?: number; invoices?: number; events?: number };
  months: Month[];
  /** When each row of the columns begins, in milliseconds. */
  days: Float64Array;
  classes: string[];
  /** By class, and by `"*"` for the sum of all; a column in which nothing happened is left out. */
  columns: Record<string, Partial<Record<ColumnName, Float64Array>>>;
  /** Empty unless the ledger was kept. */
  entries: Entry[];
}

export interface WorkerOptions extends AsyncOptions {
  /** So many shortfalls, alerts, invoices and events each (all): to hand a million over takes seconds. */
  most?: number | undefined;
}

export interface ThreadOptions {
  /** Address of `drawdown/worker-thread` as a file of its own, for bundlers that do not find it by themselves. */
  thread?: string | URL | undefined;
  /** Address of `drawdown/drawdown_bg.wasm`, or the module itself, for those that do not find that. */
  module?: string | URL | BufferSource | WebAssembly.Module | undefined;
}

/** A thread of its own, for runs that are long enough to be felt. For browsers. */
export class SimulationWorker {
  /** Throws `not_loaded` where the host has no `Worker`. */
  constructor(options?: ThreadOptions);
  /** The catalog is its text or object: a handle cannot go to another thread. */
  simulate(catalog: string | object, scenario: Scenario, options?: WorkerOptions): Promise<ProjectionData>;
  /** What may come of it when demand varies. */
  forecast(catalog: string | object, scenario: Scenario, options?: AsyncForecastOptions): Promise<Forecast>;
  /** Which plan fits a need, and what rests on that. An abort ends it at once. */
  fit(catalog: string | object, need: Need, options?: FitOptions): Promise<Fit>;
  breakEven(catalog: string | object, need: Need, options?: FitOptions & BreakEvenOptions): Promise<BreakEven>;
  sensitivity(catalog: string | object, need: Need, options?: FitOptions & ForecastOptions): Promise<Sensitivity>;
  seasonalPlan(catalog: string | object, need: Need, options?: FitOptions): Promise<SeasonalPlan>;
  savings(catalog: string | object, need: Need, options?: FitOptions): Promise<Saving[]>;
  /** Ends the thread; what has not come is rejected with an `AbortError`. */
  terminate(): void;
  [Symbol.dispose](): void;
}
