// Runs on a thread of their own, so that none, however long, holds the page up.
import type { Forecast, ForecastOptions, Scenario } from "drawdown";
import { SimulationWorker, type ProjectionData } from "drawdown/worker";
import { isDrawdownError } from "./faults";

export type Progress = (share: number) => void;

/** To hand more over would hold the page up. */
const MOST = 10_000;
/** A run that has lasted so long, in milliseconds, goes with its thread: it may be slow to hear. */
const LONG = 1000;

/** One run of a kind at a time: a new one stops the former. */
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

  /** Stops what runs; its promise gives nothing. */
  stop(): void {
    if (!this.control) return;
    this.control.abort();
    this.control = undefined;
    if (performance.now() - this.began > LONG) this.end();
  }

  /** Ends the thread; the next run begins another. */
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
      // A thread that has failed otherwise than by a word of the engine may be of no more use.
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
