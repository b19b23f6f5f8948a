// Cold starts, each in a new process.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogOf, models } from "../models.js";
import { median, ms, ratio, table } from "./table.js";

const ROUNDS = 21;

/** In turns, so that what else the machine does meets each. */
export function starts() {
  const folder = mkdtempSync(join(tmpdir(), "drawdown-figures-"));
  try {
    const all = models();
    const files = { all: join(folder, "all.json"), one: join(folder, "one.json") };
    const asOf = new Date().toISOString().slice(0, 10);
    const one = all.filter(({ operation }) => operation === "openai/gpt-4o");
    writeFileSync(files.all, JSON.stringify(catalogOf(all, asOf)));
    writeFileSync(files.one, JSON.stringify(catalogOf(one, asOf)));
    const ways = {
      "`@pydantic/genai-prices`": ["genai"],
      "`@gorules/zen-engine-wasm`, one expression": ["zen"],
      "`drawdown/prices`, one model": ["drawdown", "drawdown/prices", files.one],
      [`\`drawdown/prices\`, ${all.length.toLocaleString("en")} models`]: ["drawdown", "drawdown/prices", files.all],
      "`drawdown`, one model": ["drawdown", "drawdown", files.one],
      [`\`drawdown\`, ${all.length.toLocaleString("en")} models`]: ["drawdown", "drawdown", files.all],
    };
    return page(timed(ways));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function timed(ways) {
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, args] of Object.entries(ways)) {
      times[name].push(Number(execFileSync(process.execPath, [join(import.meta.dirname, "first.js"), ...args])));
    }
  }
  return times;
}

function page(times) {
  const theirs = median(times["`@pydantic/genai-prices`"]);
  const cells = (all) => [ms(median(all)), ms(Math.min(...all)), ratio(median(all) / theirs)];
  const rows = Object.entries(times).map(([name, all]) => [name, ...cells(all)]);
  return `## Cold start

From the import to the first price, in a new Node process, in ms: the median of ${ROUNDS} processes, and the
least. The price is that of one model's tokens; a catalog is read from a file, while
\`@pydantic/genai-prices\` has its models in its code. Hand-written JavaScript has nothing to load.

${table(["", "median", "least", "× `genai-prices`, median"], rows)}`;
}
