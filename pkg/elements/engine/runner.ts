// Runs on a separate thread, so that a long run does not block the page.
import type { Forecast, ForecastOptions, Scenario } from "drawdown";
import { SimulationWorker, type ProjectionData } from "drawdown/worker";
import { isDrawdownError } from "./faults";

export type Progress = (share: number) => void;

/** Sending more would block the page. */
const MOST = 10_000;
/** After this many milliseconds a run is stopped together with its thread, which may be slow to
 * hear. */
const LONG = 1000;

/** One run of a kind at a time: a new one stops the previous one. */
export class Runner {
  private worker: SimulationWorker | undefined;
  private control: AbortController | undefined;
  private began = 0;

  simulate(catalog: string, scenario: Scenario, onProgress: Progress): Promise<ProjectionData | undefined> {
    return this.run((worker, signal) => worker.simulate(catalog, scenario, { signal, onProgress, most: MOST }));
  }

  forecast(
    catalog: string,
    scenario: Scenario,
    options: ForecastOptions,
    onProgress: Progress,
  ): Promise<Forecast | undefined> {
    return this.run((worker, signal) => worker.forecast(catalog, scenario, { ...options, signal, onProgress }));
  }

  /** Stops the run; its promise resolves to nothing. */
  stop(): void {
    if (!this.control) return;
    this.control.abort();
    this.control = undefined;
    if (performance.now() - this.began > LONG) this.end();
  }

  /** Ends the thread; the next run starts another. */
  end(): void {
    this.stop();
    this.worker?.terminate();
    this.worker = undefined;
  }

  private async run<T>(begin: (worker: SimulationWorker, signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.stop();
    const control = (this.control = new AbortController());
    this.began = performance.now();
    const worker = (this.worker ??= new SimulationWorker());
    try {
      return await begin(worker, control.signal);
    } catch (error) {
      if (control.signal.aborted) return undefined;
      // After an error that is not the engine's, the thread may be unusable.
      if (!isDrawdownError(error)) {
        worker.terminate();
        if (this.worker === worker) this.worker = undefined;
      }
      throw error;
    } finally {
      if (this.control === control) this.control = undefined;
    }
  }
}
