// From nothing to the first price, in a process of its own: prints the milliseconds.
import { readFileSync } from "node:fs";

const [, , way, entry, file] = process.argv;
const settings = { input_tokens: 1000, output_tokens: 100 };

const WAYS = {
  async drawdown() {
    const { Catalog } = await import(entry);
    return new Catalog(readFileSync(file, "utf8")).estimate({ operation: "openai/gpt-4o", settings }).total;
  },
  async genai() {
    const { calcPrice } = await import("@pydantic/genai-prices");
    return calcPrice(settings, "gpt-4o", { providerId: "openai" }).total_price;
  },
  async zen() {
    const { evaluateExpression, initSync } = await import("@gorules/zen-engine-wasm");
    const file = import.meta.resolve("@gorules/zen-engine-wasm/dist/zen_engine_wasm_bg.wasm");
    initSync({ module: readFileSync(new URL(file)) });
    return evaluateExpression("input_tokens * 25 + output_tokens * 100", settings) / 10_000_000;
  },
};

const before = performance.now();
const total = await WAYS[way]();
const after = performance.now();
if (!(Math.abs(total - 0.0035) < 1e-9)) throw new Error(`${way}: ${total}`);
console.log(after - before);
