// The back end of examples/clients/wallet.mjs, with quotes that a browser has made.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { Catalog as Prices } from "drawdown/prices";
import { Catalog } from "drawdown/wallet";

const root = new URL("../../", import.meta.url);
const atelier = await readFile(new URL("examples/catalogs/atelier.json", root), "utf8");
const catalog = new Catalog(atelier);
const browser = new Prices(atelier);
const NOON = new Date("2026-11-02T12:00:00Z");

/** Inside the package, so that its own name is found. */
async function example() {
  const file = new URL(`.example-${randomUUID()}.mjs`, import.meta.url);
  await copyFile(new URL("examples/clients/wallet.mjs", root), file);
  return import(file).finally(() => rm(file, { force: true }));
}

const { Books } = await example();
const folder = await mkdtemp(join(tmpdir(), "drawdown-"));
test.after(() => rm(folder, { recursive: true }));

const opened = (name, account = { plan: "pro" }) => Books.open(join(folder, name), catalog, "acct-7", account, NOON);
const quoteOf = (seconds, rest) => JSON.parse(JSON.stringify(browser.quote({ operation: "film", settings: { seconds }, plan: "pro", at: NOON, ...rest })));
const kinds = (books) => books.rows.ledger.map(({ kind }) => kind);

test("a job is held and settled once, by whoever asks and after a new start", async () => {
  const books = await opened("once.json");
  const quote = quoteOf(8);
  const asked = await Promise.all([1, 2, 3].map(() => books.hold("job-1", quote, NOON)));
  assert.deepEqual(asked.map(({ status, hold }) => [status, hold.amount]), Array(3).fill([200, 96]));
  assert.equal((await books.hold("job-2", quote, NOON)).status, 409);
  assert.deepEqual(await books.end("job-1", 72, NOON), { outcome: "paid", paid: 72 });
  const again = await opened("once.json");
  assert.deepEqual(await again.hold("job-1", quote, NOON), asked[0]);
  assert.deepEqual(await again.end("job-1", 72, NOON), { outcome: "paid", paid: 72 });
  assert.deepEqual([again.balance, kinds(again)], [968, ["invoice", "issue", "issue", "hold", "settle", "release"]]);
});

// Each lot has an entry of its own.
test("a run that fails is free", async () => {
  const books = await opened("fails.json");
  await books.hold("job-1", quoteOf(8), NOON);
  assert.equal(books.balance, 944);
  assert.deepEqual(await books.end("job-1", undefined, NOON), { outcome: "paid", paid: 0 });
  assert.deepEqual([books.balance, kinds(books).slice(3)], [1040, ["hold", "release", "release"]]);
});

test("what is refused holds nothing", async () => {
  const books = await opened("refused.json");
  const quote = quoteOf(8);
  const cheaper = { ...quote, estimate: { ...quote.estimate, total: 9 } };
  const late = new Date(NOON.getTime() + 6 * 60_000);
  for (const [job, quote, now, status, why] of [
    ["altered", cheaper, NOON, 409, /total/],
    ["late", quoteOf(8), late, 409, /it is 2026-11-02T12:06:00Z/],
    ["other plan", quoteOf(8, { plan: undefined }), NOON, 409, /plan/],
    ["many", quoteOf(10, { runs: 50 }), NOON, 402, /4960 credits are missing/],
  ]) {
    const answer = await books.hold(job, quote, now);
    assert.deepEqual([job, answer.status], [job, status]);
    assert.match(answer.why, why);
  }
  assert.equal(books.balance, 1040);
  const free = await opened("free.json", {});
  assert.deepEqual(await free.hold("gate", quoteOf(1, { plan: undefined }), NOON), { status: 403, why: "Films need a plan" });
  assert.equal(free.balance, 40);
});

test("a file that cannot be written changes nothing", async () => {
  const books = await opened("gone.json");
  books.file = join(folder, "no-such-folder", "file.json");
  await assert.rejects(books.hold("job-1", quoteOf(8), NOON), { code: "ENOENT" });
  books.file = join(folder, "gone.json");
  assert.equal(books.balance, 1040);
  assert.equal((await books.hold("job-1", quoteOf(8), NOON)).status, 200);
});
