import type { Amount, Fit, Forecast, ForecastOptions, Need, Scenario, SettingValue, State, Total } from "../index.js";
import type { Estimate } from "../prices/index.js";
import type { SettingIn } from "../typed.js";
import type { ProjectionData, SimulationWorker, WorkerOptions } from "../worker.js";

/** What a source holds, when it has come. */
export type Loaded<S> = S extends string
  ? object
  : S extends PromiseLike<infer C>
    ? Loaded<C>
    : S extends { load(): Promise<infer C> }
      ? C
      : S extends { default: infer C }
        ? C
        : S;

export interface CatalogState<Handle> {
  /** Absent while it is on its way, and where it is wrong. Components that name the same object share one handle: do not free it. */
  catalog: Handle | undefined;
  /** A `DrawdownError` that lists what is wrong, or why it did not come. */
  error: Error | undefined;
  loading: boolean;
}

/** What a request costs. The request may be made anew at each render: the estimate stays while it says the same. */
export function useEstimate<R>(
  catalog: { estimate(request: R): Estimate } | undefined,
  request: NoInfer<R> | undefined,
): { estimate: Estimate | undefined; error: Error | undefined };

export interface PreviewState<Setting extends string = string> {
  /** As `Catalog.total`; absent where there is no request, and where `error` says why. */
  state: State | undefined;
  total: Amount | undefined;
  low: Amount | undefined;
  high: Amount | undefined;
  free: boolean;
  error: Error | undefined;
  /** Moves a slider, a choice or a flag. The component renders again only if the total is another. */
  set(setting: Setting | "runs", value: SettingValue): void;
  /** Leaves a setting open. */
  clear(setting: Setting | "runs"): void;
}

/**
 * A total for sliders. `request` is where they begin, and a request that says something else begins anew;
 * what moves goes through `set`.
 */
export function usePreview<R>(
  catalog: { total(request: R): Total } | undefined,
  request: NoInfer<R> | undefined,
): PreviewState<SettingIn<R>>;

export interface AnswerState<Data> {
  /** The last answer; it stays while the next is `pending`. */
  data: Data | undefined;
  error: Error | undefined;
  /** True from the first render on, until the answer to what is asked now is there. */
  pending: boolean;
  /** How much of what is pending is done, 0 to 1. */
  progress: number;
}

/** A catalog's object or text: a handle cannot go to another thread. */
type CatalogSource = string | (object & { estimate?: never });

interface OnThread {
  /** A thread of your own, where a bundler needs help to find it; all hooks share one when left out. */
  worker?: SimulationWorker | undefined;
}

/** What a scenario leads to, from a thread of its own. The catalog is its object or text. */
export function useSimulation(
  catalog: CatalogSource | undefined,
  scenario: Scenario | undefined,
  options?: Omit<WorkerOptions, "signal" | "onProgress"> & OnThread,
): AnswerState<ProjectionData>;

/** What may come of it when demand varies, from a thread of its own. */
export function useForecast(
  catalog: CatalogSource | undefined,
  scenario: Scenario | undefined,
  options?: ForecastOptions & OnThread,
): AnswerState<Forecast>;

/** Which plan fits a need, from a thread of its own. */
export function useFit(catalog: CatalogSource | undefined, need: Need | undefined, options?: OnThread): AnswerState<Fit>;
