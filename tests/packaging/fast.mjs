// Cases that are quick to install and to run: a part of `cargo xtask test`.
import assert from "node:assert/strict";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { node, run, same, served, answerAt, tool, versionOf } from "./tools.mjs";

const app = (folder, name) => join(folder, "apps", name);

const inNode = (file, ...flags) => async ({ folder, expected }) => {
  same(await node([...flags, file], { cwd: app(folder, "node") }), expected);
  return `Node ${process.version.slice(1)}`;
};

/** Builds one of the browser's apps, serves it, and reads the answer that it shows. */
const inChromium = (tools, entry, build, answer) => async ({ folder, expected }) => {
  const out = join(folder, "apps", `${tools}-${entry}`);
  await mkdir(out, { recursive: true });
  await build({ folder, out, entry, page: await pageWith(folder) });
  same(await served(out, (address) => answerAt(folder, address)), answer ?? expected);
  return versionOf(folder, tools);
};

const pageWith = async (folder) => {
  const page = await readFile(join(app(folder, "browser"), "index.html"), "utf8");
  return (script) => page.replace("./ENTRY", script);
};

async function viteBuild({ folder, out, entry, page }) {
  await writeFile(join(app(folder, "browser"), `${entry}.html`), page(`./${entry}.mjs`));
  const config = `export default { build: { rolldownOptions: { input: "${entry}.html" }, outDir: ${JSON.stringify(out)}, emptyOutDir: true, modulePreload: { polyfill: false } } };`;
  await writeFile(join(app(folder, "browser"), "vite.config.mjs"), config);
  await run(tool(folder, "vite"), ["build", "--logLevel", "error"], { cwd: app(folder, "browser") });
  await cp(join(out, `${entry}.html`), join(out, "index.html"));
}

async function webpackBuild({ folder, out, entry, page }) {
  const script = `
    import webpack from "webpack";
    import config from "./apps/webpack/config.mjs";
    webpack({ ...config, entry: "./apps/browser/${entry}.mjs", output: { ...config.output, path: ${JSON.stringify(out)} } }, (error, stats) => {
      if (error || stats.hasErrors()) { console.error(error ?? stats.toString()); process.exit(1); }
    });`;
  await node(["--input-type=module", "--eval", script], { cwd: folder });
  await writeFile(join(out, "index.html"), page("./main.mjs"));
}

async function esbuildBuild({ folder, out, entry, page }) {
  const source = entry === "web" ? "apps/esbuild/web.mjs" : `apps/browser/${entry}.mjs`;
  const thread = entry === "web" ? ["worker-thread=drawdown/worker-thread"] : [];
  await run(tool(folder, "esbuild"), [
    `main=${source}`, ...thread, "--bundle", "--format=esm", "--loader:.wasm=file", `--outdir=${out}`, "--minify", "--log-level=warning",
  ], { cwd: folder });
  await writeFile(join(out, "index.html"), page("./main.js"));
}

const react = (suffix, entry = "main", answer = undefined) => async ({ folder, expected }) => {
  const out = join(folder, "apps", `react${suffix}-${entry}`);
  const at = (name) => JSON.stringify(join(folder, "node_modules", name));
  const alias = `{ "react-dom": ${at(`react-dom${suffix}`)}, "react/jsx-runtime": ${at(`react${suffix}/jsx-runtime`)}, "react": ${at(`react${suffix}`)} }`;
  const config = `export default { resolve: { alias: ${alias} }, build: { outDir: ${JSON.stringify(out)}, minify: false } };`;
  const cwd = app(folder, "react");
  await writeFile(join(cwd, "vite.config.mjs"), config);
  await writeFile(join(cwd, "index.html"), (await pageWith(folder))(`./${entry}.mjs`));
  // In development, StrictMode renders everything twice.
  await run(tool(folder, "vite"), ["build", "--mode", "development", "--logLevel", "error"], { cwd, env: { NODE_ENV: "development" } });
  const name = `react${suffix}`;
  const { version } = JSON.parse(await readFile(join(folder, "node_modules", name, "package.json"), "utf8"));
  same(await served(out, (address) => answerAt(folder, address)), `${answer ?? expected} React ${version.split(".")[0]}`);
  return `react ${version}`;
};

/** The component of `docs/javascript.md` for a framework, whose slider is moved. */
const component = (name, file, plugin, more = "") => async ({ folder, repository }) => {
  const [out, cwd] = [join(folder, "apps", `${name}-out`), app(folder, name)];
  const page = await readFile(join(repository, "docs/javascript.md"), "utf8");
  assert.ok(page.includes(`\`\`\`${name}\n${await readFile(join(cwd, file), "utf8")}\`\`\``), `docs/javascript.md does not show ${file}`);
  const config = `${plugin} export default { plugins: [plugin()], build: { outDir: ${JSON.stringify(out)}, modulePreload: { polyfill: false } } };`;
  await writeFile(join(cwd, "vite.config.mjs"), config);
  await writeFile(join(cwd, "index.html"), (await pageWith(folder))("./main.mjs"));
  await run(tool(folder, "vite"), ["build", "--logLevel", "error"], { cwd });
  assert.equal(await served(out, (address) => answerAt(folder, address)), `This costs 4 credits. This costs 10 credits.${more}`);
  return versionOf(folder, name);
};

/** What compiles, and what must not, by one resolution. */
const compiles = (files, ...options) => async ({ folder }) => {
  const strict = ["--noEmit", "--strict", "--types", "", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"];
  await run(tool(folder, "tsc"), [...strict, ...options, ...files], { cwd: app(folder, "types") });
  return versionOf(folder, "typescript");
};

/** The snippets of `docs/javascript.md`, as they stand there; those of Vue and Svelte have cases of their own. */
async function snippets({ folder, repository }) {
  const page = await readFile(join(repository, "docs/javascript.md"), "utf8");
  const [start, html, jsx, check] = [...page.matchAll(/^```(?:js|html|jsx)\n(.*?)^```$/gms)].map(([, code]) => code);
  const out = join(folder, "apps/docs");
  await mkdir(out, { recursive: true });
  await writeFile(join(out, "start.mjs"), start);
  assert.match(await node(["start.mjs"], { cwd: out }), /^This costs 4 credits\. /);
  const quote = 'import { Catalog } from "drawdown";\nimport kive from "drawdown/catalogs/kive";\nconst quoteFromTheBrowser = JSON.stringify(new Catalog(kive).quote({ operation: "erase" }));\n';
  await writeFile(join(out, "check.mjs"), `${quote}${check}console.log(verdict);`);
  assert.equal(await node(["check.mjs"], { cwd: out }), "verified");
  const render = 'import { renderToStaticMarkup } from "react-dom/server";\nconsole.log(renderToStaticMarkup(<Cost versions={2} />));';
  await writeFile(join(out, "cost.jsx"), `${jsx}${render}`);
  await run(tool(folder, "esbuild"), ["cost.jsx", "--bundle", "--platform=node", "--jsx=automatic", "--outfile=cost.cjs", "--log-level=error"], { cwd: out });
  assert.equal(await node(["cost.cjs"], { cwd: out }), "<output>This costs 4 credits.</output>");
  await writeFile(join(out, "index.html"), `<!doctype html><meta charset="utf-8"><p id="cost"></p>${html}<script type="module">document.body.dataset.answer = document.querySelector("#cost").textContent;</script>`);
  await cp(join(folder, "node_modules/drawdown"), join(out, "drawdown"), { recursive: true });
  assert.equal(await served(out, (address) => answerAt(folder, address)), "4 credits");
  return "without a framework, and React";
}

const ELEMENTS = "12; 12 credits";

/** The price beside a button of `docs/elements.md`, in a page and in React, as it stands there. */
async function elementSnippets({ folder, repository }) {
  const page = await readFile(join(repository, "docs/elements.md"), "utf8");
  const [html, jsx] = [...page.matchAll(/^```(?:html|jsx)\n(.*?)^```$/gms)].map(([, code]) => code);
  const out = join(folder, "apps/elements");
  await mkdir(out, { recursive: true });
  await cp(join(folder, "node_modules/drawdown"), join(out, "drawdown"), { recursive: true });
  const hear = 'document.addEventListener("drawdown-change", ({ detail }) => { document.body.dataset.answer = `${detail.estimate.total}`; });';
  await writeFile(join(out, "index.html"), `<!doctype html><meta charset="utf-8"><script>${hear}</script>${html}`);
  assert.equal(await served(out, (address) => answerAt(folder, address)), "2");
  const show = `import { createRoot } from "react-dom/client";
    createRoot(document.querySelector("main")).render(<Price onChange={({ total }) => { document.body.dataset.answer = \`\${total}\`; }} />);`;
  await writeFile(join(out, "price.jsx"), jsx + show);
  await run(tool(folder, "esbuild"), ["price.jsx", "--bundle", "--format=esm", "--jsx=automatic", "--outfile=price.js", "--log-level=error"], { cwd: out });
  await writeFile(join(out, "index.html"), '<!doctype html><meta charset="utf-8"><main></main><script type="module" src="./price.js"></script>');
  assert.equal(await served(out, (address) => answerAt(folder, address)), "2");
  return "both";
}

export const cases = {
  "the snippets of docs/javascript.md": snippets,
  "the snippets of docs/elements.md": elementSnippets,
  "Node, import": inNode("import.mjs"),
  "Node, import without its file system": inNode("import.mjs", "--no-addons"),
  "Node, import of /web": inNode("web.mjs"),
  "Node, import in a thread": inNode("thread.mjs"),
  async "Node, import of the elements"({ folder }) {
    assert.equal(await node(["elements.mjs"], { cwd: app(folder, "node") }), "function; object; undefined");
    return `Node ${process.version.slice(1)}`;
  },
  "Node, require": inNode("require.cjs"),
  "Node, require without its file system": inNode("require.cjs", "--no-addons"),
  async "the corpus of answers, by the packed package"({ folder, repository }) {
    const files = ["corpus.test.mjs", "wallet-logs.test.mjs", "native.mjs"];
    for (const file of files) await cp(join(repository, "pkg/test", file), join(folder, "apps/test", file));
    await cp(join(folder, "tests"), join(folder, "apps/tests"), { recursive: true, filter: (file) => !/packaging|node_modules/.test(file), dereference: true });
    await cp(join(repository, "catalogs"), join(folder, "catalogs"), { recursive: true });
    const printed = await node(["--test", "--test-reporter=tap", "apps/test/corpus.test.mjs", "apps/test/wallet-logs.test.mjs"], { cwd: folder });
    const [, count] = /^# pass (\d+)$/m.exec(printed);
    assert.match(printed, /^# fail 0$/m);
    return `${count} tests`;
  },
  "TypeScript, bundler, lib ES2023": compiles(["template.ts"], "--target", "es2023", "--lib", "ES2023,DOM", "--module", "esnext", "--moduleResolution", "bundler"),
  "TypeScript, bundler, every entry": compiles(["all.mts"], "--target", "es2023", "--lib", "ES2023,DOM", "--module", "esnext", "--moduleResolution", "bundler"),
  "TypeScript, node16": compiles(["module.mts", "common.cts"], "--target", "es2022", "--lib", "ES2022,DOM", "--module", "node16"),
  "TypeScript, the hooks of React": compiles(["react.tsx"], "--jsx", "react-jsx", "--types", "react", "--target", "es2023", "--lib", "ES2023,DOM", "--module", "esnext", "--moduleResolution", "bundler"),
  "TypeScript, the elements, bundler": compiles(["elements.mts"], "--types", "react", "--target", "es2023", "--lib", "ES2023,DOM", "--module", "esnext", "--moduleResolution", "bundler"),
  "TypeScript, the elements, nodenext": compiles(["elements.mts"], "--types", "react", "--target", "es2023", "--lib", "ES2023,DOM", "--module", "nodenext"),
  "TypeScript, nodenext": compiles(["module.mts", "common.cts", "all.mts"], "--target", "es2023", "--lib", "ES2023,DOM", "--module", "nodenext"),
  "Vite build, ready at once": inChromium("vite", "inline", viteBuild),
  "Vite build, streamed, with a worker": inChromium("vite", "web", viteBuild),
  "Vite build, a live wallet, streamed": inChromium("vite", "wallet", viteBuild, "1040; paid; 1036; true"),
  "webpack, ready at once": inChromium("webpack", "inline", webpackBuild),
  "webpack, streamed, with a worker": inChromium("webpack", "web", webpackBuild),
  "esbuild, ready at once": inChromium("esbuild", "inline", esbuildBuild),
  "esbuild, streamed, with a worker": inChromium("esbuild", "web", esbuildBuild),
  "Vite build, elements": inChromium("vite", "elements", viteBuild, ELEMENTS),
  "webpack, elements": inChromium("webpack", "elements", webpackBuild, ELEMENTS),
  "esbuild, elements": inChromium("esbuild", "elements", esbuildBuild, ELEMENTS),
  "React 18, hooks": react("-18"),
  "React 19, hooks": react(""),
  "React 18, hooks, streamed": react("-18", "web", "12 loading"),
  "React 19, hooks, streamed": react("", "web", "12 loading"),
  "React 18, elements": react("-18", "elements", "18"),
  "React 19, elements": react("", "elements", "18"),
  "Vue, the component of the page": component("vue", "Cost.vue", 'import plugin from "@vitejs/plugin-vue";', " In proxies: 2,6."),
  "Svelte, the component of the page": component("svelte", "Cost.svelte", 'import { svelte as plugin } from "@sveltejs/vite-plugin-svelte";'),
  async publint({ folder }) {
    const { publint } = await import(createRequire(join(folder, "package.json")).resolve("publint"));
    const { messages } = await publint({ pkgDir: join(folder, "node_modules/drawdown"), strict: true, pack: false });
    assert.deepEqual(messages, []);
    return versionOf(folder, "publint");
  },
  async "are the types wrong?"({ folder }) {
    const pack = join(folder, "drawdown-0.1.0.tgz");
    // A page's thread is a module of browsers, which nothing imports; what a module of wasm is, its loader says.
    // Elements are modules alone, as Lit is.
    const modules = ["drawdown_bg.wasm", "prices/drawdown_bg.wasm", "usage/drawdown_bg.wasm", "wallet/drawdown_bg.wasm"];
    const without = ["worker-thread", "usage/thread", ...modules, "elements", "react/elements"];
    const printed = await run(tool(folder, "attw"), [pack, "--format", "ascii", "--no-emoji", "--exclude-entrypoints", ...without]);
    assert.match(printed, /No problems found/);
    return versionOf(folder, "@arethetypeswrong/cli");
  },
};
