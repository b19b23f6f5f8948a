// Makes what the package carries beside its modules, in generated/: entries in one file for Node and for
// `require`, types for `require`, catalogs, and where each module comes from. Run by `cargo xtask build`.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build as esbuild } from "esbuild";
import { elements } from "./elements.mjs";

const HERE = join(import.meta.dirname, "..");
const OUT = join(HERE, "generated");
const CATALOGS = join(HERE, "../catalogs");

const ENTRIES = [
  { name: "everything", glue: "drawdown.js", folder: "", entry: "index" },
  { name: "prices", glue: "prices/drawdown.js", folder: "prices", entry: "prices/index" },
  { name: "usage", glue: "usage/drawdown.js", folder: "usage", entry: "usage/index" },
  { name: "wallet", glue: "wallet/drawdown.js", folder: "wallet", entry: "wallet/index" },
];
const DECLARATIONS = [
  "index", "compare", "typed", "web", "worker", "prices/index", "prices/web", "usage/index", "usage/web", "usage/worker",
  "wallet/index", "wallet/web", "quotes/index", "react/hooks", "react/index", "react/web",
];

const engine = await provenance();
await Promise.all([...ENTRIES.map(entries), parts(), declarations(), catalogs(), elements()]);

/** Writes down what each module is; answers with the glue of the last one, loaded. */
async function provenance() {
  let glue;
  for (const { glue: file, folder } of ENTRIES) {
    const module = await readFile(join(OUT, folder, "drawdown_bg.wasm"));
    glue = await import(join(OUT, file));
    glue.initSync({ module });
    const facts = { version: glue.version(), semantics: glue.semantics(), digest: `sha256:${sha256(module)}` };
    await write(join(folder, "provenance.js"), `export const provenance = Object.freeze(${JSON.stringify(facts)});\n`);
  }
  return glue;
}

/** The entries of one module that are files of their own. */
async function entries({ name, entry }) {
  const options = { bundle: true, target: "es2021", logLevel: "warning" };
  const node = { ...options, entryPoints: [join(HERE, "node", `${name}.js`)], platform: "node", target: "node20" };
  const url = 'const here = require("node:url").pathToFileURL(__filename).href;';
  await Promise.all([
    esbuild({ ...node, format: "esm", outfile: join(OUT, `node-${name}.js`) }),
    esbuild({ ...node, format: "cjs", outfile: join(OUT, `node-${name}.cjs`), define: { "import.meta.url": "here" }, banner: { js: url } }),
    esbuild({ ...options, entryPoints: [join(HERE, `${entry}.js`)], format: "cjs", platform: "neutral", outfile: join(OUT, "cjs", `${entry}.cjs`) }),
    write(
      join("cjs", entry.replace("index", "web.cjs")),
      "// `require` waits for the module anyway.\nmodule.exports = { ...require(\"./index.cjs\"), async init() {} };\n",
    ),
  ]);
}

/** For `require`, what stands on an entry: where its thread is, a page has to say. */
async function parts() {
  const build = (name, external, js) => esbuild({
    entryPoints: [join(HERE, `${name}.js`)], bundle: true, external, format: "cjs", platform: "neutral", target: "es2021",
    outfile: join(OUT, "cjs", `${name}.cjs`), define: { "import.meta.url": "here" }, banner: { js }, logLevel: "warning",
  });
  const hooks = (name) => build(name, ["react", "drawdown/*"], '"use client";');
  const thread = (name) => build(name, [], "const here = globalThis.location?.href;");
  const quotes = build("quotes/index", [], "");
  await Promise.all([quotes, thread("worker"), thread("usage/worker"), hooks("react/index"), hooks("react/web")]);
}

/** What is declared for `import`, once more for `require`. */
async function declarations() {
  await Promise.all(DECLARATIONS.map(async (name) => {
    const text = await readFile(join(HERE, `${name}.d.ts`), "utf8");
    await write(join("cjs", `${name}.d.cts`), text.replaceAll(/(from ".*)\.js"/g, '$1.cjs"'));
  }));
}

/** Each catalog as JSON and as a module, and the list of all, beside their declarations. */
async function catalogs() {
  const to = join(HERE, "catalogs");
  const put = (name, text) => writeFile(join(to, name), text);
  for (const name of await readdir(to)) if (!name.endsWith(".d.ts")) await rm(join(to, name));
  const files = (await readdir(CATALOGS)).filter((name) => name.endsWith(".json"));
  const ids = files.map((name) => name.replace(/\.json$/, "")).sort();
  const list = await Promise.all(ids.map(async (id) => {
    const file = `${id}.json`;
    const text = await readFile(join(CATALOGS, file), "utf8");
    const catalog = new engine.Catalog(text);
    const { name, version, as_of, digest } = catalog.ask("info");
    catalog.free();
    const json = JSON.stringify(JSON.parse(text));
    const types = await readFile(join(to, `${id}.d.ts`), "utf8");
    await put(file, json);
    await put(`${id}.js`, `export default ${json};\n`);
    await put(`${id}.cjs`, `module.exports = ${json};\n`);
    await put(`${id}.d.cts`, types.replace("../typed.js", "../generated/cjs/typed.cjs").replace("export default", "export ="));
    return { facts: JSON.stringify({ id, name, version, as_of, digest }), id };
  }));
  const index = (load) => list.map(({ facts, id }) => `  { ...${facts}, load: ${load(id)} },\n`).join("");
  await put("index.js", `export const catalogs = [\n${index((id) => `() => import("./${id}.js").then(({ default: catalog }) => catalog)`)}];\n`);
  await put("index.cjs", `exports.catalogs = [\n${index((id) => `async () => require("./${id}.cjs")`)}];\n`);
  await put("index.d.cts", await readFile(join(to, "index.d.ts"), "utf8"));
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

async function write(path, text) {
  const file = join(OUT, path);
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, text);
}
