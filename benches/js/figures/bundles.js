// What bundlers emit for an app that shows one price.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import * as vite from "vite";
import { sum, weighed } from "./sizes.js";
import { kB, table } from "./table.js";

const HERE = import.meta.dirname;
const TARGET = 125_000;

const shows = 'document.body.textContent = new Catalog(kive).estimate({ operation: "erase" }).total;';
const kive = 'import kive from "drawdown/catalogs/kive";';

const APPS = {
  "`drawdown/prices`": { any: `import { Catalog } from "drawdown/prices"; ${kive} ${shows}` },
  "`drawdown/prices/web`": {
    any: `import { Catalog, init } from "drawdown/prices/web"; ${kive} await init(); ${shows}`,
    // It leaves addresses beside modules alone: the file comes in by its loader for files.
    esbuild: `import { Catalog, init } from "drawdown/prices/web"; ${kive}
      import module from "drawdown/prices/drawdown_bg.wasm"; await init(new URL(module, import.meta.url)); ${shows}`,
  },
};

const BUNDLERS = {
  async esbuild(file) {
    const { outputFiles } = await esbuild.build({
      entryPoints: [file], bundle: true, format: "esm", minify: true, write: false, outdir: "out",
      loader: { ".wasm": "file" }, logLevel: "error",
    });
    return outputFiles.map(({ contents }) => contents);
  },
  async vite(file) {
    const { output } = await vite.build({
      configFile: false, root: HERE, logLevel: "error",
      build: { write: false, modulePreload: { polyfill: false }, rolldownOptions: { input: file } },
    });
    return output.map(({ code, source }) => Buffer.from(code ?? source));
  },
};

/** Beside the packages, so that their names are found. */
async function emitted(bundler, { any, [bundler]: own = any }) {
  const folder = mkdtempSync(join(HERE, ".app-"));
  try {
    const file = join(folder, "app.js");
    writeFileSync(file, own);
    return sum((await BUNDLERS[bundler](file)).map(weighed));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const versions = { esbuild: esbuild.version, vite: vite.version };
const names = { esbuild: "esbuild", vite: "Vite" };

export async function bundles() {
  const rows = [];
  const brotlis = [];
  for (const [entry, app] of Object.entries(APPS)) {
    for (const bundler of ["vite", "esbuild"]) {
      const { files, raw, gzip, brotli } = await emitted(bundler, app);
      rows.push([`${entry}, ${names[bundler]} ${versions[bundler]}`, files, kB(raw), kB(gzip), kB(brotli)]);
      brotlis.push(brotli);
    }
  }
  const missed = brotlis.filter((brotli) => brotli > TARGET).length;
  const verdict = missed === 0 ? "Each app is within it." : `${missed} of ${brotlis.length} apps miss it.`;
  return `## What a bundler emits

An app that shows one price of one catalog, minified, in kB; with \`/web\`, the wasm module is a file of its
own. The target is at most ${TARGET / 1000} kB of brotli. ${verdict}

${table(["app", "files", "raw", "gzip", "brotli"], rows)}`;
}
