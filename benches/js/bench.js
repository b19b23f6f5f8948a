// Measures the package in Node and in Chromium, and prints times beside their baselines.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { Catalog } from "drawdown";
import { Catalog as Prices } from "drawdown/prices";
import { measureModels } from "./all-models.js";
import { measureLines } from "./lines.js";
import { measure } from "./measure.js";

const HERE = import.meta.dirname;
const CATALOG = join(HERE, "../data/bench.json");
const WALLET = join(HERE, "../data/simulate.json");
const PLANS = join(HERE, "../data/fit.json");
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

function coldStart(entry) {
  const once = () => JSON.parse(execFileSync(process.execPath, [join(HERE, "cold.js"), entry, CATALOG]));
  const times = Array.from({ length: 9 }, once);
  const least = (key) => Math.min(...times.map((time) => time[key])).toFixed(1);
  return `${least("loaded")} ms until it is there, ${least("estimated")} ms until the first estimate`;
}

async function inChromium(...texts) {
  const bundle = await build({
    stdin: { contents: 'export { measure } from "./measure.js"', resolveDir: HERE },
    bundle: true, format: "iife", globalName: "bench", write: false, platform: "browser",
  });
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: bundle.outputFiles[0].text });
    return await page.evaluate((texts) => globalThis.bench.measure(...texts), texts);
  } finally {
    await browser.close();
  }
}

function print(host, times) {
  const { checksum, ...rows } = times;
  if (!checksum) throw new Error("a total was no number");
  const floats = rows["plain floats"];
  console.log(`\n${host}`);
  for (const [name, micros] of Object.entries(rows)) {
    const ratio = `${(micros / floats).toFixed(1)} x plain floats`;
    console.log(`  ${name.padEnd(38)}${micros.toFixed(4).padStart(11)} us   ${ratio}`);
  }
  const ratio = rows["token price, whole object"] / rows["token price, @pydantic/genai-prices"];
  console.log(`  token price: ${ratio.toFixed(2)} x the time of @pydantic/genai-prices`);
}

function printModels({ rows, equal, models, mixed, cold }) {
  console.log(`\nAll ${models} models in one catalog, ${equal} prices equal; ${mixed} of them mixed`);
  const ratio = (mine, theirs) => `${(mine / theirs).toFixed(2)} x the time of @pydantic/genai-prices`;
  const [theirs] = Object.values(rows);
  for (const [name, micros] of Object.entries(rows)) {
    console.log(`  ${name.padEnd(38)}${micros.toFixed(4).padStart(11)} us   ${ratio(micros, theirs)}`);
  }
  for (const [entry, millis] of Object.entries(cold)) {
    const least = ratio(millis, cold["@pydantic/genai-prices"]);
    console.log(`  ${`cold start, ${entry}`.padEnd(38)}${millis.toFixed(1).padStart(11)} ms   ${least}`);
  }
}

/** What an estimate costs by its lines, and one line more. */
function printLines(entry, rows) {
  const [few, many] = [rows[0], rows.at(-1)];
  console.log(`\nvaried requests, whole object, ${entry}`);
  for (const { lines, micros } of rows) {
    console.log(`  ${`${lines} lines`.padEnd(38)}${micros.toFixed(4).padStart(11)} us`);
  }
  const line = (many.micros - few.micros) / (many.lines - few.lines);
  console.log(`  ${"a line more".padEnd(38)}${line.toFixed(4).padStart(11)} us`);
}

const texts = [CATALOG, WALLET, PLANS].map((path) => readFileSync(path, "utf8"));
for (const entry of ["drawdown", "drawdown/prices"]) {
  console.log(`cold start of ${entry} in Node: ${coldStart(entry)}`);
}
printModels(measureModels());
printLines("drawdown", measureLines(Catalog));
printLines("drawdown/prices", measureLines(Prices));
print("Node", measure(...texts));
print("Chromium", await inChromium(...texts));
