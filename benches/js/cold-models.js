// From nothing to the price of one model among all, in a process of its own: by a catalog in a file, or by
// the package that brings its data along.
import { readFileSync } from "node:fs";
const [, , entry, file] = process.argv;
const counts = { input_tokens: 1000, output_tokens: 100 };
const before = performance.now();
if (file && entry.startsWith("drawdown")) {
  const { Catalog } = await import(entry);
  new Catalog(readFileSync(file, "utf8")).estimate({ operation: "openai/gpt-4o", settings: counts });
} else {
  const { calcPrice } = await import(entry);
  calcPrice(counts, "gpt-4o", { providerId: "openai" });
}
console.log(performance.now() - before);
