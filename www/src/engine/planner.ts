// Questions about a need that take longer than a frame.
import type { BreakEven, Fit, Need, Saving, SeasonalPlan, Sensitivity } from "drawdown";
import type { Opened } from "./catalogs";

export interface Answers {
  fit: Fit;
  breakEven: BreakEven;
  sensitivity: Sensitivity;
  savings: Saving[];
  seasonalPlan: SeasonalPlan;
}

export type Question = keyof Answers;

export class Planner {
  async ask<Q extends Question>(question: Q, { catalog }: Opened, need: Need): Promise<Answers[Q]> {
    // The words that say so are drawn first.
    await new Promise((resolve) => setTimeout(resolve));
    return catalog[question](need) as Answers[Q];
  }

  end(): void {}
}
