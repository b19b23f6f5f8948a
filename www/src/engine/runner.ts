// Runs on a thread of their own, so that none, however long, holds the page up.
import type { Forecast, ForecastOptions, Scenario } from "drawdown";
import { SimulationWorker, type ProjectionData } from "drawdown/worker";
import { isDrawdownError } from "./faults";

export type Progress = (share: number) => void;

/** One run of a kind at a time: a new one stops the former. */
export class Runner {
  private worker: SimulationWorker | undefined;
  private control: AbortController | undefined;

  simulate(catalog: string, scenario: Scenario, onProgress: Progress): Promise<ProjectionData | undefined> {
    return this.run((worker, signal) => worker.simulate(catalog, scenario, { signal, onProgress }));
  }

  forecast(catalog: string, scenario: Scenario, options: ForecastOptions, onProgress: Progress): Promise<Forecast | undefined> {
    return this.run((worker, signal) => worker.forecast(catalog, scenario, { ...options, signal, onProgress }));
  }

  /** Stops what runs; its promise gives nothing. */
  stop(): void {
    this.control?.abort();
    this.control = undefined;
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
