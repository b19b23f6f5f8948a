import type {
  AsyncForecastOptions, AsyncOptions, BreakEven, BreakEvenOptions, ColumnName, CompareOptions, Comparison, Entry, Fit, FitOptions, Forecast, ForecastOptions,
  Month, Need, ModelNeed, ModelRun, ProjectionSummary,
  RunComparison, Saving, Scenario, SeasonalPlan, Sensitivity,
} from "./index.js";

/** A projection as plain data, as sent by another thread. */
export interface ProjectionData {
  summary: ProjectionSummary;
  /** How many items of each list of the summary `most` cut off. */
  left_off: { shortfalls?: number; alerts?: number; invoices?: number; events?: number };
  months: Month[];
  /** The start of each row of the columns, in milliseconds. */
  days: Float64Array;
  classes: string[];
  /** By class, and by `"*"` for the sum of all; a column that is always 0 is left out. */
  columns: Record<string, Partial<Record<ColumnName, Float64Array>>>;
  /** Empty unless the ledger was recorded. */
  entries: Entry[];
}

export interface WorkerOptions extends AsyncOptions {
  /** Maximum number of shortfalls, alerts, invoices and events each (all): sending a million takes
   * seconds. */
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
  /** The possible outcomes with random demand. */
  forecast(catalog: string | object, scenario: Scenario, options?: AsyncForecastOptions): Promise<Forecast>;
  /** Fits for a need, and questions about them. An abort ends them at once. */
  fit(catalog: string | object, need: Need, options?: FitOptions): Promise<Fit>;
  breakEven(catalog: string | object, need: Need, options?: FitOptions & BreakEvenOptions): Promise<BreakEven>;
  sensitivity(catalog: string | object, need: Need, options?: FitOptions & ForecastOptions): Promise<Sensitivity>;
  seasonalPlan(catalog: string | object, need: Need, options?: FitOptions): Promise<SeasonalPlan>;
  savings(catalog: string | object, need: Need, options?: FitOptions): Promise<Saving[]>;
  /** Where a need costs least; an abort ends it at once. */
  compare(catalogs: Iterable<string | object>, need: ModelNeed, options?: CompareOptions): Promise<Comparison>;
  compareRun(catalogs: Iterable<string | object>, run: ModelRun, options?: Pick<CompareOptions, "models" | "signal">): Promise<RunComparison>;
  /** Ends the thread; pending promises are rejected with an `AbortError`. */
  terminate(): void;
  [Symbol.dispose](): void;
}
