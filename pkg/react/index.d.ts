import type { Catalog as Whole, Fit, Forecast, ForecastOptions, Need, Scenario } from "../index.js";
import type { Catalog as Prices, Estimate } from "../prices/index.js";
import type { ProjectionData, SimulationWorker, WorkerOptions } from "../worker.js";

/** Where a catalog comes from: its object or text, a promise of one, or an entry of `drawdown/catalogs`. */
export type CatalogSource<C = object> = C | string | PromiseLike<C | string> | { load(): Promise<C> };

type Loaded<S> = S extends string ? object : S extends PromiseLike<infer C> ? Loaded<C> : S extends { load(): Promise<infer C> } ? C : S;

export interface CatalogState<Handle> {
  /** Absent while it is on its way, and where it is wrong. Components that name the same object share one handle: do not free it. */
  catalog: Handle | undefined;
  /** A `DrawdownError` that lists what is wrong, or why it did not come. */
  error: Error | undefined;
  loading: boolean;
}

/**
 * A catalog, ready in the first render where its object or text is there.
 *
 * @param options `Catalog` of another entry, for more than prices.
 */
export function useCatalog<const S>(source: S | undefined): CatalogState<Prices<Loaded<S>>>;
export function useCatalog<const S>(source: S | undefined, options: { Catalog: typeof Whole }): CatalogState<Whole<Loaded<S>>>;

/** What a request costs. The request may be made anew at each render; an estimate is, when it says something else. */
export function useEstimate<R>(
  catalog: { estimate(request: R): Estimate } | undefined,
  request: NoInfer<R> | undefined,
): { estimate: Estimate | undefined; error: Error | undefined };

export interface PreviewState {
  /** `NaN` where it is not exact; absent where there is none, or `error` says why. */
  total: number | undefined;
  error: Error | undefined;
  /** Moves a slider, a choice or a flag. The component renders again only if the total is another. */
  set(setting: string, value: number | string | boolean): void;
  /** Leaves a setting open. */
  clear(setting: string): void;
}

/**
 * A total for sliders. `request` is where they begin: a request that says something else begins anew.
 * Settings and runs that move go through `set`.
 */
export function usePreview<R>(
  catalog: (Pick<Prices, "preview" | "info"> & { estimate(request: R): Estimate }) | undefined,
  request: NoInfer<R> | undefined,
): PreviewState;

export interface AnswerState<Data> {
  /** The last answer; it stays until the next is there. */
  data: Data | undefined;
  error: Error | undefined;
  pending: boolean;
  /** How much of what is pending is done, 0 to 1. */
  progress: number;
}

interface OnThread {
  /** A thread of your own, where a bundler needs help to find it; all hooks share one when left out. */
  worker?: SimulationWorker | undefined;
}

/** What a scenario leads to, from a thread of its own. The catalog is its object or text. */
export function useSimulation(
  catalog: string | object | undefined,
  scenario: Scenario | undefined,
  options?: Omit<WorkerOptions, "signal" | "onProgress"> & OnThread,
): AnswerState<ProjectionData>;

/** What may come of it when demand varies, from a thread of its own. */
export function useForecast(
  catalog: string | object | undefined,
  scenario: Scenario | undefined,
  options?: ForecastOptions & OnThread,
): AnswerState<Forecast>;

/** Which plan fits a need, from a thread of its own. */
export function useFit(catalog: string | object | undefined, need: Need | undefined, options?: OnThread): AnswerState<Fit>;
