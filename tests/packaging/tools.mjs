// What cases have in common: run a program, serve a folder, read what a page found.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { promisify } from "node:util";

const started = promisify(execFile);

/** What a program prints. It ends with an error where it fails, or after two minutes. */
export async function run(program, args, { cwd, env } = {}) {
  const options = { cwd, env: { ...process.env, ...env }, encoding: "utf8", timeout: 120_000, maxBuffer: 1 << 24 };
  const { stdout } = await started(program, args, options);
  return stdout.trim();
}

export const node = (args, options) => run(process.execPath, args, options);

/** A program of the workspace's packages. */
export const tool = (folder, name) => join(folder, "node_modules/.bin", name);

/** The version of a package of the workspace. */
export async function versionOf(folder, name) {
  const manifest = JSON.parse(await readFile(join(folder, "node_modules", name, "package.json"), "utf8"));
  return `${name} ${manifest.version}`;
}

export function same(found, expected) {
  assert.equal(found.trim().split("\n").at(-1), expected);
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".css": "text/css", ".json": "application/json" };

/** Serves a folder while something is done. */
export async function served(folder, act) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    try {
      const file = path.endsWith("/") ? `${path}index.html` : path;
      const body = await readFile(join(folder, decodeURIComponent(file)));
      response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream").end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await act(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** What a page shows as its answer, in Chromium. Faults of the page are thrown. */
export async function answerAt(folder, address, path = "/") {
  const { chromium } = createRequire(join(folder, "package.json"))("playwright-core");
  const browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: FLAGS });
  try {
    const page = await browser.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(`${error.stack ?? error}`));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
    await page.goto(address + path);
    try {
      await page.waitForFunction(() => document.body?.dataset.answer, undefined, { timeout: 30_000 });
    } catch (error) {
      throw new Error([...faults, error.message].join("\n"), { cause: error });
    }
    assert.deepEqual(faults, []);
    return await page.evaluate(() => document.body.dataset.answer);
  } finally {
    await browser.close();
  }
}

/** Starts a server and waits for a line that names its address; stopped after `act`. */
export async function withServer(program, args, { cwd, env, ready = /https?:\/\/(?:localhost|127\.0\.0\.1|\[::1?\]):\d+/ }, act) {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  try {
    const address = await new Promise((resolve, reject) => {
      const hear = (chunk) => {
        output += chunk;
        const found = output.replaceAll(/\u001b\[[0-9;]*m/g, "").match(ready);
        if (found) resolve(found[0]);
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.on("exit", (code) => reject(new Error(`ended with ${code}\n${output}`)));
      setTimeout(() => reject(new Error(`no address after a minute\n${output}`)), 60_000).unref();
    });
    return await act(address);
  } catch (error) {
    throw new Error(`${error.message}\n${output.slice(-2000)}`, { cause: error });
  } finally {
    try {
      process.kill(-child.pid);
    } catch {
      // It has ended by itself.
    }
  }
}

/** The text of an address, tried until the server is there. */
export async function textAt(address) {
  for (let left = 60; ; left -= 1) {
    try {
      const response = await fetch(address);
      const text = await response.text();
      if (!response.ok) throw new Error(`HTTP ${response.status}\n${text.slice(0, 2000)}`);
      return text;
    } catch (error) {
      if (left === 0 || /^HTTP/.test(error.message)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
