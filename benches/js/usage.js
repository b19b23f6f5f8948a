// Rows per second of usage logs in Chromium: read by the package, rated by a catalog, and beside it a plain sum
// in JavaScript over the same file. Run by `node usage.js [rows]` once the package is built.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

const ROOT = join(import.meta.dirname, "../..");
const ROWS = Number(process.argv[2] ?? 1_000_000);
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };

const server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url, "http://localhost").pathname);
  const content = path === "/" ? "<!doctype html><title>usage</title>" : await readFile(join(ROOT, path)).catch(() => undefined);
  response.writeHead(content === undefined ? 404 : 200, { "Content-Type": TYPES[extname(path)] ?? "text/html" }).end(content);
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"];
const browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: flags });
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const times = await page.evaluate(measure, ROWS);
  const version = browser.version();
  console.log(`Chromium ${version}, ${ROWS.toLocaleString("en")} rows of CSV, ${(times.size / 1e6).toFixed(0)} MB`);
  for (const [name, ms] of Object.entries(times.ms)) {
    console.log(`  ${name.padEnd(52)}${ms.toFixed(0).padStart(7)} ms  ${Math.round(ROWS / ms).toLocaleString("en").padStart(7)} k rows/s`);
  }
  console.log(`  ${times.bytes.toFixed(1)} bytes an event; memory of the module ${(times.memory / 1e6).toFixed(0)} MB`);
} finally {
  await browser.close();
  server.close();
}

/** In the page. */
async function measure(rows) {
  const { default: kive } = await import("/pkg/catalogs/kive.js");
  const { Catalog, UsageLog, readLog } = await import("/pkg/usage/index.js");
  const { initSync } = await import("/pkg/generated/usage/drawdown.js");
  const { UsageWorker } = await import("/pkg/usage/worker.js");
  const file = new File(parts(rows), "log.csv");
  const ms = {};
  const time = async (name, work) => {
    const began = performance.now();
    const result = await work();
    ms[name] = performance.now() - began;
    return result;
  };
  await time("plain JavaScript: split and sum by member", () => plain(file));
  const log = new UsageLog();
  await time("read, on this thread", () => readLog(log, file));
  const memory = initSync().memory.buffer.byteLength;
  const catalog = new Catalog(kive);
  await time("a report by member", () => log.report({ by: ["member"] }));
  await time("a report by operation, rated by a catalog", () => log.report({ by: ["operation"], rate_all: true }, catalog));
  await time("a report by day and member", () => log.report({ by: ["day", "member"] }));
  const account = { start: "2026-09-01", account: { plan: "pro", lots: [{ class: "subscription", amount: 100_000_000 }] } };
  await time("run through an account", () => log.replay({ ...account, rate_all: true }, catalog));
  await time("the pace, the date and the fit", () => log.forecast({ account: { plan: "pro" } }, catalog));
  const worker = new UsageWorker();
  await worker.info(kive);
  const unpriced = new File(parts(rows, true), "log.csv");
  await time("read and rated by a catalog, on a thread", async () => {
    await worker.read(unpriced);
    const { total } = await worker.report({ by: ["operation"] }, kive);
    if (total.rated !== rows || total.unknown > 0) throw new Error("not all rows were rated");
  });
  worker.terminate();
  const bytes = log.bytes / rows;
  return { ms, bytes, size: file.size, memory };

  function parts(rows, isOpen = false) {
    const parts = ["Job ID,Created At,User,Project,Model,settings.versions,Count,Status,Credits\n"];
    const start = Date.UTC(2026, 8, 1);
    let block = "";
    for (let i = 0; i < rows; i += 1) {
      const at = new Date(start + i * 7_000).toISOString().slice(0, 19);
      const credits = isOpen ? "" : `${(i % 50) + 0.5}`;
      block += `job-${i},${at}Z,user ${i % 40},project ${i % 5},erase,${1 + (i % 4)},1,success,${credits}\n`;
      if (block.length > 1 << 20) [block] = ["", parts.push(block)];
    }
    return [...parts, block];
  }

  async function plain(file) {
    const sums = new Map();
    let rest = "";
    for await (const text of file.stream().pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const cells = line.split(",");
        sums.set(cells[2], (sums.get(cells[2]) ?? 0) + Number(cells[8]));
      }
    }
    return sums;
  }
}
