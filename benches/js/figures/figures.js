// Writes docs/figures.md: what the package weighs and how fast it is, beside what else a page could use.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { bundles } from "./bundles.js";
import { calls } from "./calls.js";
import { drag } from "./drag.js";
import { sizes } from "./sizes.js";
import { starts } from "./starts.js";

const HERE = import.meta.dirname;
const PAGE = join(HERE, "../../../docs/figures.md");

function versionOf(name) {
  return JSON.parse(readFileSync(join(HERE, "../node_modules", name, "package.json"), "utf8")).version;
}

const PACKAGES = ["drawdown", "@pydantic/genai-prices", "@gorules/zen-engine-wasm"];
const versions = () => PACKAGES.map((name) => `\`${name}\` ${versionOf(name)}`).join(", ");

const head = () => `# Figures

Written by \`cargo xtask figures\` on ${new Date().toISOString().slice(0, 10)}, with ${cpus().length} cores,
Node ${process.versions.node}, ${versions()}.
Sizes are the same on every machine. Times are those of this run, while the machine was
${busy()}; ratios are of times taken in turns.`;

/** How many programs wanted a core in the last minute. */
function busy() {
  const [load] = loadavg();
  return load < cpus().length ? "quiet" : `busy (${load.toFixed(0)} programs wanted a core)`;
}

const SECTIONS = { sizes, bundles, starts, calls, drag };

const sections = [head()];
for (const [name, section] of Object.entries(SECTIONS)) {
  console.log(name);
  sections.push((await section()).trimEnd());
}
writeFileSync(PAGE, `${sections.join("\n\n").replaceAll(/\n{3,}/g, "\n\n")}\n`);
