// The weight of each entry: its file and all files that it imports. Each file is compressed separately, as
// servers do.
import { readFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { kB, table } from "./table.js";

const PACKAGE = resolve(import.meta.dirname, "../../../pkg");

/** Entries, and what they load without importing it. */
const ENTRIES = [
  { name: "drawdown/prices", file: "prices/index.js", reads: [] },
  { name: "drawdown/prices/web", file: "prices/web.js", reads: ["generated/prices/drawdown_bg.wasm"] },
  { name: "drawdown", file: "index.js", reads: [] },
  { name: "drawdown/web", file: "web.js", reads: ["generated/drawdown_bg.wasm"] },
  { name: "drawdown/react", file: "react/index.js", reads: [] },
  { name: "drawdown/elements/standalone", reads: ["generated/elements/standalone.js"] },
  { name: "drawdown/worker", file: "worker.js", reads: [] },
  { name: "drawdown/worker-thread", file: "worker-thread.js", reads: ["generated/drawdown_bg.wasm"] },
];

export const weighed = (bytes) => ({
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length,
});

export function sum(weights) {
  const total = { files: weights.length, raw: 0, gzip: 0, brotli: 0 };
  for (const weight of weights) for (const key of ["raw", "gzip", "brotli"]) total[key] += weight[key];
  return total;
}

async function imported(file) {
  const { metafile } = await build({
    entryPoints: [join(PACKAGE, file)], absWorkingDir: PACKAGE, bundle: true, format: "esm", write: false,
    metafile: true, external: ["react", "drawdown/*"], outdir: "out", logLevel: "error",
  });
  return Object.keys(metafile.inputs);
}

async function weigh(files) {
  const all = await Promise.all(files.map((file) => readFile(join(PACKAGE, file))));
  return sum(all.map(weighed));
}

const row = (name, { files, raw, gzip, brotli }) => [`\`${name}\``, files, kB(raw), kB(gzip), kB(brotli)];

export async function sizes() {
  const rows = [];
  for (const { name, file, reads } of ENTRIES) {
    const files = file ? await imported(file) : [];
    rows.push(row(name, await weigh([...files, ...reads])));
  }
  const catalogs = (await readdir(join(PACKAGE, "catalogs"))).filter((name) => /^(?!index).*\.js$/.test(name));
  for (const name of catalogs.sort()) {
    rows.push(row(`drawdown/catalogs/${name.replace(".js", "")}`, await weigh([`catalogs/${name}`])));
  }
  return `## Files of each entry

What a page without a bundler loads, in kB of 1,000 bytes: the file of the entry and all files that it
imports. Each file is compressed separately, at the highest level. The figures of \`drawdown/react\` leave out
\`drawdown/prices\`, \`drawdown/worker\` and React, which it imports; those of \`drawdown/elements/standalone\`
hold Lit, and leave out the engine, which it imports when it needs one. \`drawdown/worker\` starts
\`drawdown/worker-thread\` as a thread of its own. In Node, each entry is one file and its module.

${table(["entry", "files", "raw", "gzip", "brotli"], rows)}`;
}
