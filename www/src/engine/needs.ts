// Needs that come with the repository: the one for a catalog is what its page begins with.
import type { NeedLine } from "drawdown";
import beginning from "./first.json";

interface Example {
  catalog?: string;
  lines?: NeedLine[];
}

const examples = Object.values(
  import.meta.glob<Example>("../../../examples/needs/*.json", { eager: true, import: "default" }),
);

/** What a page makes that was opened without an address. */
export const FIRST: { plan: string; lines: readonly NeedLine[] } = beginning;

export function linesFor(catalog: string): readonly NeedLine[] {
  return examples.find((need) => need.catalog === catalog)?.lines ?? [];
}
