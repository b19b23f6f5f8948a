// Questions about a need, on a separate thread: some take seconds.
import type { BreakEven, Fit, FitOptions, Need, Saving, SeasonalPlan, Sensitivity } from "drawdown";
import { SimulationWorker } from "drawdown/worker";
import { isDrawdownError } from "./faults";
import type { Opened } from "./opened";

export interface Answers {
  fit: Fit;
  breakEven: BreakEven;
  sensitivity: Sensitivity;
  savings: Saving[];
  seasonalPlan: SeasonalPlan;
}

export type Question = keyof Answers;

export class Planner {
  private worker: SimulationWorker | undefined;
  private open = 0;
  /** Whether this page has threads; not so, once one could not be loaded. */
  canBegin = typeof Worker !== "undefined";

  /** Begins to load the thread; a question says it if that fails. */
  prepare(): void {
    try {
      if (this.canBegin) this.begin();
    } catch {
      // It will not be asked.
    }
  }

  /** An abort ends it at once, with its thread. */
  async ask<Q extends Question>(
    question: Q,
    { text }: Opened,
    need: Need,
    options: FitOptions = {},
  ): Promise<Answers[Q]> {
    const worker = this.begin();
    this.open += 1;
    try {
      return (await worker[question](text, need, options)) as Answers[Q];
    } catch (error) {
      if (isDrawdownError(error) && error.code === "not_loaded") this.canBegin = false;
      throw error;
    } finally {
      if (this.worker === worker) this.open -= 1;
    }
  }

  /** A browser begins no thread from a file of another origin. */
  private begin(): SimulationWorker {
    try {
      return (this.worker ??= new SimulationWorker());
    } catch (error) {
      this.canBegin = false;
      throw error;
    }
  }

  /** Drops the current computation: a busy thread hears nothing, so it is ended. */
  drop(): void {
    if (this.open > 0) this.end();
  }

  end(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.open = 0;
  }
}
