// What is asked of all platforms, as typed.
import type { Often } from "@elements/engine/scenario";

/** A line of the need, as typed. */
export interface ModelRow extends Often {
  model: string;
  /** Only what differs from each platform's default. */
  settings: Readonly<Record<string, string>>;
}

export interface Wanted {
  rows: readonly ModelRow[];
  low: string;
  high: string;
  months: string;
}

/** What a fresh page begins with: a model that several platforms sell at published prices. */
export const FIRST: Wanted = {
  rows: [{ model: "kling-3-0", settings: { seconds: "5" }, count: "200", every: "month", days: "" }],
  low: "20", high: "30", months: "12",
};

/** A new row. */
export const FRESH: ModelRow = { model: "nano-banana-2", settings: {}, count: "100", every: "month", days: "" };
