// Cases that take long to install or to run: `cargo xtask test packaging`.
import assert from "node:assert/strict";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { node, run, same, served, textAt, answerAt, tool, versionOf, withServer } from "./tools.mjs";

const app = (folder, name) => join(folder, "apps", name);
const nodeOf = (folder, name) => join(folder, "node_modules", name, "bin/node");
const program = (folder, name, path) => join(folder, "node_modules", name, path);

/** Another Node: both ways in. */
const oldAndNew = (name) => async ({ folder, expected }) => {
  for (const file of ["import.mjs", "require.cjs", "web.mjs"]) same(await run(nodeOf(folder, name), [file], { cwd: app(folder, "node") }), expected);
  return `Node ${(await run(nodeOf(folder, name), ["--version"])).slice(1)}`;
};

/** The page of one of the browser's apps. */
async function page(script) {
  const html = await readFile(new URL("apps/browser/index.html", import.meta.url), "utf8");
  return html.replace("./ENTRY", script);
}

/** For a development server, which needs its own scripts. */
const openPage = async (script) => (await page(script)).replace(/<meta http-equiv[^>]*>/, "");

const PORT = 47_000;

const viteDev = (entry, port) => async ({ folder, expected }) => {
  const cwd = join(folder, "apps", `vite-dev-${entry}`);
  await cp(app(folder, "browser"), cwd, { recursive: true });
  await writeFile(join(cwd, "vite.config.mjs"), `export default { cacheDir: "cache" };`);
  await writeFile(join(cwd, "index.html"), await openPage(`./${entry}.mjs`));
  const args = [program(folder, "vite", "bin/vite.js"), "--host", "127.0.0.1", "--port", `${port}`];
  await withServer(process.execPath, args, { cwd }, async (address) => same(await answerAt(folder, address), expected));
  return versionOf(folder, "vite");
};

const jest = (test, environment, ...flags) => async ({ folder, expected }) => {
  const config = JSON.stringify({ testMatch: ["**/*.test.{c,m}js"], testEnvironment: environment, transform: {}, moduleFileExtensions: ["js", "cjs", "mjs", "json", "node"] });
  await node([...flags, program(folder, "jest", "bin/jest.js"), "--config", config, test], { cwd: app(folder, "jest"), env: { EXPECTED: expected } });
  return versionOf(folder, "jest");
};

/** What an element shows: three runs with two versions. */
const ELEMENT = "12";

/** Server component, client component, route handler and edge route; elements, whose bare tags the server renders. */
const nextAnswers = (folder, expected) => async (address) => {
  assert.ok((await textAt(`${address}/`)).includes(expected));
  same(await textAt(`${address}/api`), expected);
  same(await textAt(`${address}/edge`), expected);
  assert.ok((await textAt(`${address}/client`)).includes(expected));
  assert.equal(await answerAt(folder, address, "/client"), expected);
  assert.match(await textAt(`${address}/elements`), /<drawdown-cost[^>]*><drawdown-settings/);
  assert.equal(await answerAt(folder, address, "/elements"), ELEMENT);
};

const next = (port, ...flags) => async ({ folder, expected }) => {
  const cwd = app(folder, "next");
  await cp(join(folder, "apps/answer.mjs"), join(cwd, "answer.mjs"));
  const bin = program(folder, "next", "dist/bin/next");
  const env = { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "" };
  await node([bin, "build", ...flags], { cwd, env });
  await withServer(process.execPath, [bin, "start", "-p", `${port}`], { cwd, env }, nextAnswers(folder, expected));
  await withServer(process.execPath, [bin, "dev", "-p", `${port + 1}`, ...flags], { cwd, env }, nextAnswers(folder, expected));
  return versionOf(folder, "next");
};

const miniflare = (date) => async ({ folder, expected }) => {
  // As wrangler does it: modules of wasm stay files of their own.
  const cwd = app(folder, "miniflare");
  const out = join(cwd, `out-${date}`);
  const { build } = createRequire(join(folder, "package.json"))("esbuild");
  const modules = [{ type: "ESModule", path: join(out, "worker.mjs") }];
  await build({
    entryPoints: [join(cwd, "worker.mjs")], bundle: true, format: "esm", outfile: join(out, "worker.mjs"), conditions: ["workerd", "worker", "browser"], logLevel: "error",
    plugins: [{
      name: "wasm",
      setup(build) {
        build.onResolve({ filter: /\.wasm$/ }, async ({ path, resolveDir }) => {
          const name = `${modules.length}.wasm`;
          modules.push({ type: "CompiledWasm", path: join(out, name) });
          await mkdir(out, { recursive: true });
          await cp(join(resolveDir, path), join(out, name));
          return { path: `./${name}`, external: true };
        });
      },
    }],
  });
  const { Miniflare } = createRequire(join(folder, "package.json"))("miniflare");
  const worker = new Miniflare({ modules, modulesRoot: out, compatibilityDate: date });
  try {
    same(await (await worker.dispatchFetch("http://localhost/")).text(), expected);
  } finally {
    await worker.dispose();
  }
  return versionOf(folder, "miniflare");
};

export const cases = {
  "Node 20.18, import and require": oldAndNew("node-20-18"),
  "Node 22, import and require": oldAndNew("node-22"),
  "Node 24, import and require": oldAndNew("node-24"),
  async Deno({ folder, expected }) {
    same(await run(tool(folder, "deno"), ["run", "--no-lock", "--allow-read", "--allow-env", "--node-modules-dir=manual", "import.mjs"], { cwd: app(folder, "node") }), expected);
    return versionOf(folder, "deno");
  },
  async Bun({ folder, expected }) {
    for (const file of ["import.mjs", "require.cjs", "web.mjs"]) same(await run(tool(folder, "bun"), [file], { cwd: app(folder, "node") }), expected);
    return versionOf(folder, "bun");
  },
  "workerd, compatibility date 2023-01-01": miniflare("2023-01-01"),
  "workerd, compatibility date 2026-07-01": miniflare("2026-07-01"),
  "Vite dev, ready at once": viteDev("inline", PORT),
  "Vite dev, streamed, with a worker": viteDev("web", PORT + 1),
  async "Parcel, streamed, with a worker"({ folder, expected }) {
    const cwd = join(folder, "apps/parcel-web");
    await cp(app(folder, "browser"), cwd, { recursive: true });
    await writeFile(join(cwd, "index.html"), await page("./web.mjs"));
    await run(tool(folder, "parcel"), ["build", "index.html", "--no-cache", "--no-source-maps", "--dist-dir", "dist", "--public-url", "./", "--log-level", "error"], { cwd });
    same(await served(join(cwd, "dist"), (address) => answerAt(folder, address)), expected);
    return versionOf(folder, "parcel");
  },
  async "Vite SSR"({ folder, expected }) {
    const cwd = app(folder, "vite");
    for (const external of ["", ', ssr: { noExternal: ["drawdown"] }']) {
      await writeFile(join(cwd, "vite.config.mjs"), `export default { build: { ssr: "ssr.mjs", outDir: "out" }${external} };`);
      await node([program(folder, "vite", "bin/vite.js"), "build", "--logLevel", "error"], { cwd });
      same(await node(["--input-type=module", "--eval", 'import { render } from "./out/ssr.mjs"; console.log(render());'], { cwd }), expected);
    }
    return versionOf(folder, "vite");
  },
  async Rollup({ folder, expected }) {
    const out = join(folder, "apps/rollup");
    await run(tool(folder, "rollup"), ["apps/browser/inline.mjs", "--plugin", "node-resolve", "--file", join(out, "main.js"), "--format", "es", "--silent"], { cwd: folder });
    await writeFile(join(out, "index.html"), await page("./main.js"));
    same(await served(out, (address) => answerAt(folder, address)), expected);
    return versionOf(folder, "rollup");
  },
  async Parcel({ folder, expected }) {
    const cwd = app(folder, "parcel");
    await cp(app(folder, "browser"), cwd, { recursive: true });
    await writeFile(join(cwd, "index.html"), await page("./inline.mjs"));
    await run(tool(folder, "parcel"), ["build", "index.html", "--no-cache", "--no-source-maps", "--dist-dir", "dist", "--public-url", "./", "--log-level", "error"], { cwd });
    same(await served(join(cwd, "dist"), (address) => answerAt(folder, address)), expected);
    return versionOf(folder, "parcel");
  },
  async Vitest({ folder, expected }) {
    await run(nodeOf(folder, "node-22"), [program(folder, "vitest", "vitest.mjs"), "run"], { cwd: app(folder, "vitest"), env: { EXPECTED: expected } });
    return versionOf(folder, "vitest");
  },
  "Jest, CommonJS": jest("cjs", "node"),
  "Jest, CommonJS, jsdom": jest("cjs", "jsdom"),
  "Jest, ES modules": jest("esm", "node", "--experimental-vm-modules"),
  "Jest, ES modules, jsdom": jest("esm", "jsdom", "--experimental-vm-modules"),
  "Next, Turbopack, with elements": next(PORT + 10),
  "Next, webpack, with elements": next(PORT + 20, "--webpack"),
  async "React Router, server and page"({ folder, expected }) {
    const cwd = app(folder, "react-router");
    const [program22, env] = [nodeOf(folder, "node-22"), { PORT: `${PORT + 30}`, NODE_ENV: "production" }];
    await cp(join(folder, "apps/answer.mjs"), join(cwd, "app/answer.mjs"));
    await run(program22, [program(folder, "@react-router/dev", "bin.cjs"), "build"], { cwd, env: { NODE_ENV: "production" } });
    await withServer(program22, [program(folder, "@react-router/serve", "bin.cjs"), "build/server/index.js"], { cwd, env }, async (address) => {
      assert.ok((await textAt(`${address}/`)).includes(expected));
      assert.equal(await answerAt(folder, address), expected);
    });
    return versionOf(folder, "@react-router/dev");
  },
  async "Astro, static and page, with elements"({ folder, expected }) {
    const cwd = app(folder, "astro");
    await cp(join(folder, "apps/answer.mjs"), join(cwd, "src/answer.mjs"));
    await run(nodeOf(folder, "node-22"), [program(folder, "astro", "bin/astro.mjs"), "build", "--silent"], { cwd, env: { ASTRO_TELEMETRY_DISABLED: "1" } });
    assert.ok((await readFile(join(cwd, "dist/index.html"), "utf8")).includes(expected));
    await served(join(cwd, "dist"), async (address) => {
      assert.equal(await answerAt(folder, address), expected);
      assert.equal(await answerAt(folder, address, "/elements/"), ELEMENT);
    });
    return versionOf(folder, "astro");
  },
  async "a page from a file, as in Electron"({ folder, expected }) {
    const out = join(folder, "apps/file");
    await mkdir(out, { recursive: true });
    const { build } = createRequire(join(folder, "package.json"))("esbuild");
    await build({ entryPoints: [join(app(folder, "browser"), "inline.mjs")], bundle: true, format: "iife", outfile: join(out, "main.js"), logLevel: "error" });
    const html = (await page("./main.js")).replace('type="module"', "defer").replace("'self'; script-src 'self'", "'self' file:; script-src 'self' file:");
    await writeFile(join(out, "index.html"), html);
    assert.equal(await answerAt(folder, pathToFileURL(join(out, "index.html")).href, ""), expected);
    return versionOf(folder, "playwright-core");
  },
};
