// Makes the elements from their source: modules that share their parts, one file for pages without a bundler,
// declarations, and the manifest that editors read.
import { execFile } from "node:child_process";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { cli } from "@custom-elements-manifest/analyzer/cli.js";
import { build } from "esbuild";

const HERE = join(import.meta.dirname, "..");
const FROM = join(HERE, "elements");
const OUT = join(HERE, "generated/elements");
const PUBLIC = ["cost", "settings", "planner", "balance"];

const started = promisify(execFile);
const run = (name, ...args) => started(join(HERE, "node_modules/.bin", name), args, { cwd: HERE });

/** Other entries of the package are files beside this one, so that a page without a bundler finds them. */
const entries = {
  name: "entries",
  setup({ onResolve }) {
    onResolve({ filter: /^drawdown(\/|$)/ }, ({ path }) => {
      const file = { drawdown: "index.js", "drawdown/prices": "prices/index.js", "drawdown/worker": "worker.js" }[path];
      if (!file) return { errors: [{ text: `elements do not use ${path}` }] };
      return { path: relative(OUT, join(HERE, file)), external: true };
    });
  },
};

export async function elements() {
  await rm(OUT, { recursive: true, force: true });
  await Promise.all([modules(), standalone(), declarations(), manifest()]);
}

const OPTIONS = { bundle: true, format: "esm", target: "es2022", plugins: [entries], logLevel: "warning" };

function modules() {
  const entryPoints = ["index", "localise", "german", ...PUBLIC].map((name) => join(FROM, `${name}.ts`));
  const external = ["lit", "lit/*"];
  return build({ ...OPTIONS, entryPoints, external, splitting: true, outdir: OUT, chunkNames: "shared-[hash]" });
}

/** With Lit inside. */
function standalone() {
  return build({ ...OPTIONS, entryPoints: [join(FROM, "index.ts")], minify: true, outfile: join(OUT, "standalone.js") });
}

/** Declarations name files as Node finds them. */
async function declarations() {
  await run("tsc", "--project", "elements");
  for (const file of await readdir(OUT, { recursive: true })) {
    if (!file.endsWith(".d.ts")) continue;
    const text = await readFile(join(OUT, file), "utf8");
    // What Lit is made of is not a dependency of ours.
    const named = text.replaceAll('import("lit-html', 'import("lit');
    await writeFile(join(OUT, file), named.replaceAll(/((?:from|import) ")(\.[^"]*?)(?:\.js)?"/g, '$1$2.js"'));
  }
  const standalone = 'export * from "./index.js";\n';
  await writeFile(join(OUT, "standalone.d.ts"), standalone);
}

// The analyzer also notes the manifest's place in package.json.
async function manifest() {
  const globs = ["catalog-element", ...PUBLIC].flatMap((name) => ["--globs", `elements/${name}.ts`]);
  const found = await cli({ argv: ["analyze", "--litelement", "--quiet", "--outdir", "generated/elements", ...globs], cwd: HERE, noWrite: true });
  const modules = found.modules.map(shown).filter(({ declarations }) => declarations.length > 0);
  await mkdir(OUT, { recursive: true });
  await writeFile(join(OUT, "custom-elements.json"), JSON.stringify({ ...found, modules }, undefined, 2));
}

/** The elements of a module, with what they show to others. */
function shown({ path, declarations, exports, ...rest }) {
  const file = `generated/${path.replace(/\.ts$/, ".js")}`;
  const isShown = ({ privacy = "public" }) => privacy === "public";
  // The analyzer also lists what it guesses from code.
  const isDescribed = ({ description }) => description;
  return {
    ...rest,
    path: file,
    declarations: declarations
      .filter(({ tagName }) => tagName)
      .map((one) => ({ ...one, members: one.members.filter(isShown), events: one.events?.filter(isDescribed) })),
    exports: (exports ?? []).map((one) => ({ ...one, declaration: { ...one.declaration, module: file } })),
  };
}
