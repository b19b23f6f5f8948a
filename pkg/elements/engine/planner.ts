// Questions about a need, on a separate thread: some take seconds.
import type { BreakEven, Fit, FitOptions, Need, Saving, SeasonalPlan, Sensitivity } from "drawdown";
import { SimulationWorker } from "drawdown/worker";
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

  /** An abort ends it at once, with its thread. */
  async ask<Q extends Question>(
    question: Q,
    { text }: Opened,
    need: Need,
    options: FitOptions = {},
  ): Promise<Answers[Q]> {
    const worker = (this.worker ??= new SimulationWorker());
    this.open += 1;
    try {
      return (await worker[question](text, need, options)) as Answers[Q];
    } finally {
      if (this.worker === worker) this.open -= 1;
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
