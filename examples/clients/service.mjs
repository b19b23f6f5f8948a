// A back end in Node that has its balances kept by `drawdown-server`: fetch, and no dependencies.
//
//   cargo run -p drawdown-server -- --catalogs examples/catalogs
//   DRAWDOWN_URL=http://127.0.0.1:8787 DRAWDOWN_KEY=dd_... node examples/clients/service.mjs
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

/** The service has said no, and nothing has changed: `problem` says why. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail);
    Object.assign(this, { status, problem });
  }
}

/**
 * The service at an address, under an API key. Requests that find no answer are sent again, those that change
 * something under the same key, until `patience` (in ms) ends: then it is unknown whether they have happened.
 */
export function serviceAt(address, apiKey, { patience = 60_000 } = {}) {
  async function send(method, path, body, key) {
    const headers = { authorization: `Bearer ${apiKey}`, ...(key && { "idempotency-key": key }) };
    if (body !== undefined) headers["content-type"] = "application/json";
    const end = Date.now() + patience;
    for (let wait = 100; ; wait = Math.min(2 * wait, 5_000)) {
      const request = { method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(30_000) };
      const response = await fetch(address + path, request).catch((error) => error);
      const isAnswer = response instanceof Response && response.status < 500 && response.status !== 429;
      // An answer that breaks off is none.
      const answer = isAnswer && (await response.json().catch(() => undefined));
      if (answer && response.ok) return answer;
      if (answer) throw new Refused(response.status, answer);
      const asked = response instanceof Response ? 1_000 * Number(response.headers.get("retry-after")) : 0;
      if (Date.now() + Math.max(wait, asked) > end) throw new Error(`no answer to ${method} ${path}`, { cause: response });
      await sleep(Math.max(wait * (0.5 + Math.random() / 2), asked));
    }
  }
  return { get: (path) => send("GET", path), post: (path, body, key) => send("POST", path, body, key) };
}

/**
 * Holds what a quote says, runs it, and settles what it has cost; a run that fails is free. All under the id of
 * the job: called again with the same, after a crash too, it changes nothing twice. `run` gets the id for that
 * reason: ask your generator under it, so that it does not run twice either. An error of `run` says that it made
 * nothing.
 */
export async function generate(service, account, { job, quote, until }, run) {
  const path = `/v1/accounts/${encodeURIComponent(account)}`;
  const { hold } = await service.post(`${path}/holds`, { quote, until }, `${job}-hold`);
  const held = `${path}/holds/${hold.id.slice(account.length + 1)}`;
  let cost;
  try {
    cost = await run(quote.request, job, hold);
  } catch (error) {
    await service.post(`${held}/release`, undefined, `${job}-release`);
    throw error;
  }
  // Not inside the `try`: a run that has happened is not released.
  const { receipt } = await service.post(`${held}/settle`, { amount: cost }, `${job}-settle`).catch((error) => {
    if (error.status !== 404) throw error;
    // The hold has ended before the run.
    return service.post(`${path}/charges`, { operation: hold.operation, amount: cost }, `${job}-charge`);
  });
  return { held: hold.amount, paid: receipt.amount };
}

/** What to tell the customer, or the developer. */
export function explained({ status, problem }) {
  const { code, detail } = problem;
  const helps = problem.ways?.filter(({ covers }) => covers).map(({ name, credits }) => `${credits} of ${name}`) ?? [];
  if (status === 402) return `${problem.shortfall} credits are missing; what helps: ${helps.join(", ") || "nothing"}`;
  if (code === "price_moved") return `the price was ${problem.quoted} and is ${problem.current}: quote again, and ask the customer`;
  if (code === "quote_used") return "this quote has been paid for: a second click";
  if (status === 403) return `not allowed: ${detail}`;
  return `${status} ${problem.fault ?? code}: ${detail}`;
}

async function main({ DRAWDOWN_URL = "http://127.0.0.1:8787", DRAWDOWN_KEY, JOB = randomUUID() }) {
  const service = serviceAt(DRAWDOWN_URL, DRAWDOWN_KEY);
  const account = "acct-node";
  await service.post("/v1/accounts", { id: account, catalog: "atelier" }, "open");
  // A browser makes such quotes, and sends them along with the click.
  const at = new Date().toISOString().replace(/\.\d+/, "");
  const quoted = (operation, settings, runs = 1) =>
    service.post("/v1/quote", { catalog: "atelier", request: { operation, settings, runs, at } });
  const images = await quoted("image", { images: 2, size: "large" });
  const small = await quoted("image", { images: 2 });
  const cheaper = { ...small, estimate: { ...small.estimate, total: "1" } };
  const many = await quoted("image", {}, 100);
  const film = await quoted("film", { seconds: 2 });
  for (const [name, quote] of Object.entries({ images, again: images, cheaper, many, film, fails: small })) {
    // One image fewer than was asked for.
    const run = async () => (name === "fails" ? Promise.reject(new Error("the generator has failed")) : "10");
    const done = await generate(service, account, { job: `${JOB}-${name}`, quote }, run).catch((error) => error);
    if (done instanceof Refused) console.log(`${name}: ${explained(done)}`);
    else console.log(`${name}: ${done.message ?? `${done.held} held, ${done.paid} paid`}`);
  }
  console.log(`balance: ${(await service.get(`/v1/accounts/${account}`)).balance}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(process.env);
