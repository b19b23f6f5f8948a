// The back end: serves the page, and asks the service on behalf of the customer. It alone has the API key.
//
// DRAWDOWN_URL, DRAWDOWN_KEY: the service. DATA: a folder for its jobs. PORT, ACCOUNT: see below.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { Refused, serviceAt } from "../clients/service.mjs";
import { made, WISHES } from "./generator.mjs";
import { Jobs } from "./jobs.mjs";
// In a project of your own: from "drawdown/prices".
import { Catalog } from "../../pkg/prices/index.js";

const { DRAWDOWN_URL, DRAWDOWN_KEY, DATA, PORT = "8080", ACCOUNT = "customer-1", SECONDS = "2" } = process.env;
const PAGE = join(import.meta.dirname, "page");
const PACKAGE = join(import.meta.dirname, "../../pkg");
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
const HEADERS = {
  "Content-Security-Policy":
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-cache",
};
const MOST_BYTES = 100_000;

// Your sign-in says whose account it is; what a browser says about that is never taken.
const account = ACCOUNT;
const service = serviceAt(DRAWDOWN_URL, DRAWDOWN_KEY);
await service.post("/v1/accounts", { id: account, catalog: "atelier", account: { plan: "pro" } }, "open");
const path = `/v1/accounts/${encodeURIComponent(account)}`;
const catalogs = new Map();

/** A version of the catalog, with the engine of the page and of the service, in this process. */
async function catalogAt(digest) {
  if (!catalogs.has(digest)) {
    const document = await service.get(`/v1/catalogs/${digest}`);
    catalogs.set(digest, { document, prices: new Catalog(JSON.stringify(document)) });
  }
  return catalogs.get(digest);
}

/** Makes what a quote is for. Returns what was really made, and what that costs. */
async function make(job, { request, catalog }, wish) {
  const { prices } = await catalogAt(catalog.digest);
  // All settings: those that the request leaves to their defaults, too.
  const asked = prices.estimate(request).settings;
  const settings = await made(job, asked, wish, { seconds: Number(SECONDS) });
  const { total } = prices.estimate({ ...request, settings });
  return { made: settings, cost: String(total) };
}

const jobs = new Jobs({ folder: join(DATA, "jobs"), service, account, make });
await jobs.resume();

const API = {
  // That of the account: new accounts may have a newer one.
  "GET /api/catalog": async () => (await catalogAt((await service.get(path)).catalog.digest)).document,
  "GET /api/account": async () => {
    const { balance, holds, subscription } = await service.get(path);
    return { balance, holds, plan: subscription?.plan };
  },
  "GET /api/ledger": async () => {
    const entries = [];
    for (let after = 0; after !== null; ) {
      const page = await service.get(`${path}/ledger?limit=1000&after=${after}`);
      entries.push(...page.entries);
      after = page.next;
    }
    return entries.slice(-20).reverse();
  },
  "POST /api/jobs": async (request) => {
    const { job, quote, wish } = await body(request);
    const isJob = typeof job === "string" && /^[\w-]{1,64}$/.test(job);
    if (!isJob || quote?.id !== job || !WISHES.includes(wish)) throw new Wrong(400);
    return jobs.take(job, { quote, wish });
  },
};

/** A request that cannot be answered. */
class Wrong extends Error {
  constructor(status) {
    super(`${status}`);
    this.status = status;
  }
}

async function body(request) {
  // Another site cannot send this type without asking first.
  if (request.headers["content-type"] !== "application/json") throw new Wrong(415);
  let text = "";
  for await (const piece of request.setEncoding("utf8")) {
    text += piece;
    if (text.length > MOST_BYTES) throw new Wrong(413);
  }
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new Wrong(400);
  }
}

/** A file of the page, or of the package below `/drawdown/`. */
async function file(place) {
  // None of its files has a name that addresses have to escape.
  const name = normalize(place === "/" ? "/index.html" : place);
  const isOfPackage = name.startsWith("/drawdown/") && !name.includes("/node_modules/");
  const at = isOfPackage ? join(PACKAGE, name.slice("/drawdown".length)) : join(PAGE, name);
  const content = await readFile(at).catch(() => {
    throw new Wrong(404);
  });
  return { content, type: TYPES[extname(at)] ?? "application/octet-stream" };
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, "http://page");
  const [, job] = /^\/api\/jobs\/([\w-]{1,64})$/.exec(pathname) ?? [];
  const asked = job ? () => jobs.look(job) : API[`${request.method} ${pathname}`];
  if (asked) {
    const said = await asked(request);
    if (said === undefined) throw new Wrong(404);
    response.writeHead(200, { ...HEADERS, "Content-Type": "application/json" }).end(JSON.stringify(said));
  } else if (request.method === "GET") {
    const { content, type } = await file(pathname);
    response.writeHead(200, { ...HEADERS, "Content-Type": type }).end(content);
  } else throw new Wrong(405);
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    const status = error instanceof Wrong ? error.status : error instanceof Refused ? 502 : 503;
    if (status >= 500) console.error(error);
    response.writeHead(status, HEADERS).end();
  });
});
server.listen(Number(PORT), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
