// Needs that come with the repository: the one for a catalog is what its page begins with.
import type { NeedLine } from "drawdown";

interface Example {
  catalog?: string;
  lines?: NeedLine[];
}

const examples = Object.values(
  import.meta.glob<Example>("../../../examples/needs/*.json", { eager: true, import: "default" }),
);

export function linesFor(catalog: string): readonly NeedLine[] {
  return examples.find((need) => need.catalog === catalog)?.lines ?? [];
}
