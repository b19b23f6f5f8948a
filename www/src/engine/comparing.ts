// What is asked of all platforms, and the thread that answers.
import type { Comparison, ModelNeed, ModelRequest, RunComparison } from "drawdown";
import { SimulationWorker } from "drawdown/worker";
import { isDrawdownError } from "@elements/engine/faults";
import { amountOf } from "@elements/format/amount";
import type { ModelRow, Wanted } from "./wanted";

/** The money of every shipped catalog. */
const CURRENCY = "USD";

export function requestOf({ model, settings }: ModelRow): ModelRequest {
  const set = Object.entries(settings).filter(([, text]) => text.trim() !== "").sort(([a], [b]) => (a < b ? -1 : 1));
  return { model, settings: Object.fromEntries(set.map(([name, text]) => [name, flagged(text.trim())])) };
}

const flagged = (text: string): string | boolean => (text === "yes" ? true : text === "no" ? false : text);

export function needOf({ rows, low, high, months }: Wanted): ModelNeed {
  return {
    currency: CURRENCY,
    // A text that is not a number is passed on: the engine reports the error.
    months: amountOf(months.trim() || "12") as number,
    buffer: { low: amountOf(low.trim() || "0"), high: amountOf(high.trim() || low.trim() || "0"), unit: "percent" },
    lines: rows.map((row) => ({
      request: requestOf(row),
      [`per_${row.every}`]: amountOf(row.count.trim() || "0"),
      ...(row.every === "day" && row.days.trim() && { days: amountOf(row.days) as number }),
    })),
  };
}

export interface Answers {
  /** What they are about. */
  wanted: Wanted;
  need: Comparison;
  /** One generation of each row; of rows that differ in their numbers only, once. */
  runs: { row: ModelRow; answer: RunComparison }[];
}

/** One question at a time: a new one stops the one before. */
export class Comparer {
  private worker: SimulationWorker | undefined;
  private control: AbortController | undefined;

  async ask(catalogs: readonly string[], wanted: Wanted): Promise<Answers | undefined> {
    this.control?.abort();
    const control = (this.control = new AbortController());
    const { signal } = control;
    const worker = (this.worker ??= new SimulationWorker());
    try {
      const need = await worker.compare(catalogs, needOf(wanted), { signal });
      const unlike = new Map(wanted.rows.map((row) => [JSON.stringify(requestOf(row)), row]));
      const runs: Answers["runs"] = [];
      for (const row of unlike.values()) {
        const answer = await worker.compareRun(catalogs, { request: requestOf(row), currency: CURRENCY }, { signal });
        runs.push({ row, answer });
      }
      return { wanted, need, runs };
    } catch (error) {
      if (signal.aborted) return undefined;
      if (!isDrawdownError(error)) this.end();
      throw error;
    }
  }

  end(): void {
    this.control?.abort();
    this.worker?.terminate();
    this.worker = undefined;
  }
}
