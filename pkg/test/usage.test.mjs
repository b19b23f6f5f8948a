// Usage logs by `drawdown/usage`: every form, in pieces of any size; whatever is passed, errors are readable.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Catalog, UsageLog, readLog, recognise, replayLog } from "drawdown/usage";
import { UsageWorker } from "drawdown/usage/worker";
import * as web from "drawdown/usage/web";
import { DrawdownError } from "drawdown";
import kive from "drawdown/catalogs/kive";
import { BrowserWorker } from "./browser-worker.mjs";
import { assertPrints, examplesOf } from "./examples.mjs";

const bytes = (text) => new TextEncoder().encode(text);

const CSV = `Job,Created At,User,Model,Project,Count,Status,Credits
1,2026-11-02 09:00,ada,image,film,2,success,48
2,2026-11-02 10:00,ben,clip,film,1,success,96
3,2026-11-03 09:00,ada,clip,site,1,failed,0
3,2026-11-03 09:00,ada,clip,site,1,failed,0
4,2026-11-04 09:00,"cleo, the 2nd",image,,1,success,24
5,yesterday,ada,image,,1,success,24
6,2026-11-05 09:00,ada,image,,none,success,24
7,2026-11-06 09:00,ben,clip,film,1,refunded,-96
`;
const ID = { id: "Job" };

/** A log of a text, fed in pieces of so many bytes. */
function log(text, options = {}, size = Infinity) {
  const log = new UsageLog(options);
  const all = bytes(text);
  for (let at = 0; at < all.length; at += size) log.feed(all.subarray(at, Math.min(at + size, all.length)));
  log.end();
  return log;
}

const rows = ({ rows }) => rows.map(({ key, sums }) => [...key, sums.credits]);

test("a log in pieces of any size is the same log", () => {
  const whole = log(CSV, { mapping: ID });
  for (const size of [1, 2, 7, 64, 1000]) {
    const pieces = log(CSV, { mapping: ID }, size);
    assert.deepEqual(pieces.summary(), whole.summary());
    const spec = { by: ["member", "day"] };
    assert.deepEqual(pieces.report(spec), whole.report(spec));
  }
  const { events, duplicates, bad_rows: bad, problems, first, last } = whole.summary();
  assert.deepEqual({ events, duplicates, bad, first, last }, {
    events: 5, duplicates: 1, bad: 2, first: "2026-11-02T09:00:00Z", last: "2026-11-06T09:00:00Z",
  });
  assert.deepEqual(problems.map(({ line }) => line), [7, 8]);
  assert.match(problems[0].reason, /an instant such as/);
  assert.match(problems[1].reason, /at least 1, found `none`/);
});

test("one log answers many questions", () => {
  const read = log(CSV, { mapping: ID });
  assert.deepEqual(rows(read.report({ by: ["member"] })), [["ada", 48], ["cleo, the 2nd", 24], ["ben", 0]]);
  assert.deepEqual(rows(read.report({ by: ["operation"] })), [["image", 72], ["clip", 0]]);
  assert.deepEqual(rows(read.report({ by: ["project"], top: 1 })), [["film", 48], [null, 24]]);
  assert.deepEqual(rows(read.report({ by: ["day"], from: "2026-11-02", until: "2026-11-04" })), [["2026-11-02", 144], ["2026-11-03", 0]]);
  assert.deepEqual(rows(read.report({ by: ["week"], members: ["ben"] })), [["2026-W45", 0]]);
  const compared = read.report({ by: ["member"], from: "2026-11-03", until: "2026-11-05", compare: true });
  assert.deepEqual([compared.total.credits, compared.before], [24, 144]);
  const { total } = read.report();
  assert.deepEqual(total, { events: 5, runs: 4, failed: 1, credits: 72, refunded: 96, rated: 0, unknown: 0 });
  assert.equal(read.report({ credit_price: "0.01" }).cost, 0.72);
  assert.ok(read.bytes > 5 * 40 && read.bytes < 10_000, read.bytes);
});

test("days begin on the wall clock of a zone, by its name", () => {
  const text = "at,model,credits\n2026-11-02 23:30,image,1\n2026-11-02T23:30Z,image,2\n";
  const read = log(text, { zone: "Europe/Berlin" });
  assert.deepEqual(rows(read.report({ by: ["day"], zone: "Europe/Berlin" })), [["2026-11-02", 1], ["2026-11-03", 2]]);
  assert.deepEqual(rows(read.report({ by: ["day"] })), [["2026-11-02", 3]]);
  for (const attempt of [() => new UsageLog({ zone: "Mars/Olympus" }), () => read.report({ zone: "Mars/Olympus" })]) {
    assert.throws(attempt, { code: "unknown_name", path: "/zone", message: /no time zone `Mars\/Olympus`/ });
  }
});

test("JSON Lines and CloudEvents are recognised", () => {
  const lines = '{"at":"2026-11-02T09:00Z","model":"image","user":"ada","credits":48}\n{"at":"nope"}\n';
  assert.deepEqual(rows(log(lines, {}, 5).report({ by: ["member"] })), [["ada", 48]]);
  const event = (id) => ({
    specversion: "1.0", id, source: "studio", type: "run", time: "2026-11-02T09:00Z", subject: "team",
    data: { model: "image", user: "ada", credits: "48.5" },
  });
  const batch = log(JSON.stringify([event("1"), event("2"), event("1")]), {}, 11);
  assert.deepEqual(rows(batch.report({ by: ["account", "operation"] })), [["team", "image", 97]]);
  assert.equal(batch.summary().duplicates, 1);
});

test("a catalog rates what has no charge", () => {
  const catalog = new Catalog(kive);
  const cost = catalog.total({ operation: "erase", settings: { versions: 2 } }).total;
  const read = log("at,model,settings.versions,credits\n2026-11-02,erase,2,\n2026-11-02,erase,2,9\n2026-11-02,nothing,,\n");
  const report = read.report({ by: ["operation"] }, catalog);
  assert.deepEqual(rows(report), [["erase", cost + 9], ["nothing", 0]]);
  assert.deepEqual([report.total.rated, report.total.unknown], [1, 1]);
  assert.equal(report.catalog.digest, catalog.digest);
  assert.match(report.unrated[0].reason, /^nothing: /);
  assert.equal(read.report({ rate_all: true }, catalog).total.credits, 2 * cost);
  assert.equal(read.report({}).total.unknown, 2);
  const rerated = read.rerate({}, catalog, catalog);
  assert.deepEqual([rerated.total.was, rerated.total.becomes], [cost + 9, 2 * cost]);
  assert.equal(read.rerate(undefined, catalog).total.events, 1);
  catalog.free();
});

const example = (name) => new URL(`../../examples/usage/${name}`, import.meta.url);
const STUDIO = await readFile(example("studio.csv"), "utf8");
const ACCOUNT = JSON.parse(await readFile(example("studio-account.json"), "utf8"));
const catalog = new Catalog(kive);

test("a log runs through an account: balances, what paid, and what differs from the charges", () => {
  const read = log(STUDIO);
  const replay = read.replay(ACCOUNT, catalog);
  const { totals, lots, days } = replay.projection;
  assert.deepEqual([totals.issued, totals.spent, totals.closing], [1140, 396, 744]);
  assert.deepEqual(lots.map(({ id, remaining }) => [id, remaining]), [["basic-monthly#2", 604], ["subscription#3", 100], ["starter#1", 40]]);
  assert.equal(days.start.length, days.classes.subscription.closing.length);
  assert.deepEqual(replay.paid[0], { class: "subscription", operation: "erase", member: "ada", credits: 120 });
  assert.deepEqual(replay.balances, [{ at: "2026-10-16T22:00:00Z", expected: 760, found: 780, difference: -20 }]);
  assert.deepEqual(replay.audit.causes, [{ cause: "charged_twice", events: 1, difference: 4 }]);
  assert.deepEqual(replay.audit.operations[0], {
    operation: "remove-background", events: 14, differing: 1, charged: 88, rated: 84, difference: 4, bias: 0.285714, least: 0, most: 4,
  });
  assert.deepEqual(replay.audit.events.map(({ at, operation, charged, rated, cause }) => [at.slice(0, 10), operation, charged, rated, cause]), [
    ["2026-10-13", "remove-background", 8, 4, "charged_twice"],
  ]);
  assert.equal(replay.payments, undefined);
  // Asked again, and about another account.
  assert.deepEqual(read.replay(ACCOUNT, catalog), replay);
  const unpaid = read.replay({}, catalog);
  assert.ok(unpaid.refused_events > 0 && unpaid.refused.length > 0);
  assert.equal(unpaid.refused[0].cause, "out_of_credits");
});

test("a report of a replay says which class of credits paid", () => {
  const report = (report) => log(STUDIO).replay({ ...ACCOUNT, report }, catalog).report;
  // Runs that failed cost nothing, so nothing paid.
  assert.deepEqual(rows(report({ by: ["class"] })), [["subscription", 396], [null, 0]]);
  const early = report({ by: ["class", "day"], until: "2026-10-02", zone: "Europe/Stockholm" });
  assert.deepEqual(early.rows.map(({ key }) => key.length), early.rows.map(() => 2));
  assert.ok(early.rows.length > 0 && early.rows.every(({ key }) => key.includes("2026-10-01")));
  assert.throws(() => report({ by: ["clas"] }), { code: "unknown_name", path: "/report/by/0" });
  assert.throws(() => report({ zone: "Mars/Olympus" }), { code: "unknown_name", path: "/report/zone" });
  assert.throws(() => log(STUDIO).report({ by: ["class"] }), { path: "/by/0" });
});

test("payments name the lots, and the events if the log keeps their ids", () => {
  const lines = "id,at,model,user,credits\nlater,2026-11-03,erase,ada,8\nfirst,2026-11-02,erase,ada,4\n";
  const spec = { account: { plan: "basic" }, payments: true };
  const paid = (options) => log(lines, options).replay(spec, catalog).payments.map(({ id, at, receipt }) => [id, at, receipt.amount, receipt.lots.length]);
  const day = (date) => `2026-11-${date}T00:00:00Z`;
  assert.deepEqual(paid({ keep_ids: true }), [["first", day("02"), 4, 1], ["later", day("03"), 8, 1]]);
  assert.deepEqual(paid({}), [[undefined, day("02"), 4, 1], [undefined, day("03"), 8, 1]]);
});

test("other versions explain differences; they are objects or texts", () => {
  const dearer = structuredClone(kive);
  dearer.version = "older";
  for (const { price } of dearer.operations) for (const line of Array.isArray(price) ? price : []) if (line.rate) line.rate = "7";
  const read = log("at,model,settings.versions,credits\n2026-11-02,erase,1,7\n");
  const causes = (others) => read.replay({ account: { plan: "basic" } }, catalog, { others }).audit.causes[0];
  assert.deepEqual(causes([dearer]), { cause: "other_version", about: "older", events: 1, difference: 5 });
  assert.deepEqual(causes([JSON.stringify(dearer)]), causes([dearer]));
  assert.equal(causes().cause, "unexplained");
});

test("a replay in steps is the same, and a log that changes ends it", async () => {
  const read = log(STUDIO);
  const whole = read.replay(ACCOUNT, catalog);
  const replay = read.replaying(ACCOUNT, catalog);
  assert.throws(() => replay.answer(), { code: "limit", message: /not come to its end/ });
  const told = [];
  while (told.at(-1) !== 1000) told.push(replay.run(7));
  assert.ok(told.length > 5 && told.every((done, i) => done >= (told[i - 1] ?? 0)), String(told));
  assert.deepEqual(replay.answer(), whole);
  assert.deepEqual(replay.invoices(), read.invoices(ACCOUNT, catalog));
  replay.free();
  assert.throws(() => replay.answer(), { code: "freed" });
  const shares = [];
  const async = await replayLog(read, ACCOUNT, catalog, { onProgress: (share) => shares.push(share) });
  assert.deepEqual(async.answer(), whole);
  assert.equal(shares.at(-1), 1);
  const changed = read.replaying(ACCOUNT, catalog);
  read.begin("more.csv");
  read.feed(bytes("at,model\n2026-10-02,erase\n"));
  read.end();
  assert.throws(() => changed.run(1), { code: "limit", message: /begin the replay again/ });
  const control = new AbortController();
  const stopped = replayLog(read, ACCOUNT, catalog, { signal: control.signal, onProgress: () => control.abort(new Error("enough")) });
  await assert.rejects(stopped, { message: "enough" });
});

test("an invoice for each cycle", () => {
  const invoices = log(STUDIO).invoices(ACCOUNT, catalog);
  assert.equal(invoices.length, 1);
  const [{ number, open, plan, charges, unpriced, opened, issued, spent, closing, usage }] = invoices;
  assert.deepEqual({ number, open, plan, unpriced, opened, issued, spent, closing }, {
    number: 1, open: true, plan: "basic", unpriced: 1, opened: 0, issued: 1140, spent: 396, closing: 744,
  });
  assert.equal(charges.length, 1);
  assert.deepEqual(usage.map(({ operation, credits }) => [operation, credits]), [["erase", 200], ["remove-background", 88], ["replace", 108]]);
});

/** Thirty equal days. */
const DAYS = `at,model,settings.versions\n${Array.from({ length: 30 }, (_, day) => `2026-10-${String(day + 1).padStart(2, "0")} 10:00,erase,5\n`.repeat(4)).join("")}`;

test("the pace of a log, when credits run out at it, and which plan fits", () => {
  const read = log(DAYS, { zone: "Europe/Berlin" });
  const shares = [];
  const account = { plan: "basic", lots: [{ class: "subscription", amount: 400 }] };
  const { pace, run_out: runOut, fit, history, not_enough } = read.forecast({ account, months: 3 }, catalog, { onProgress: (share) => shares.push(share) });
  assert.equal(not_enough, undefined);
  assert.deepEqual([history.days, history.active_days, history.done], [30, 30, 120]);
  assert.deepEqual([pace.month.expected, pace.per_day, pace.lines.length], [1200, 40, 1]);
  assert.deepEqual(pace.lines[0].request, { operation: "erase", settings: { versions: "5" } });
  assert.equal(runOut.expected.slice(0, 10), "2026-11-10");
  assert.ok(fit.options.length > 1 && fit.months === 3 && shares.at(-1) <= 1);
  assert.ok(shares.length > 0);
  const control = new AbortController();
  const stop = { signal: control.signal, onProgress: () => control.abort(new Error("enough")) };
  assert.throws(() => read.forecast({ account }, catalog, stop), { message: "enough" });
});

test("a short log has no pace, and says why", () => {
  const forecast = log(STUDIO).forecast({ until: "2026-10-20" }, catalog);
  assert.match(forecast.not_enough, /the history has 19 days; a forecast needs 28/);
  assert.deepEqual([forecast.pace, forecast.run_out, forecast.fit], [undefined, undefined, undefined]);
});

test("what is wrong with an account has its pointer", () => {
  const read = log(STUDIO);
  const plan = { account: { plan: "basci" } };
  for (const [attempt, expected] of [
    [() => read.replay(plan, catalog), { code: "unknown_name", path: "/account/plan" }],
    [() => read.replay({ accounts: {} }, catalog), { code: "unknown_key" }],
    [() => read.replay({ actions: [{ at: "2026-10-02", do: "by" }] }, catalog), { path: "/actions/0/do" }],
    [() => read.replay({ balances: [{ at: "2026-10-02" }] }, catalog), { code: "missing", path: "/balances/0" }],
    [() => read.replay({ account: { zone: "Mars/Olympus" } }, catalog), { code: "unknown_name", path: "/account/zone" }],
    [() => read.replay({}, catalog, { others: ["{}"] }), { code: "missing" }],
    [() => read.replay({}, catalog, { others: [catalog] }), { code: "type", path: "/others/0" }],
    [() => read.replay({}, {}), { code: "type", path: "/catalog" }],
    [() => read.invoices(plan, catalog), { path: "/account/plan" }],
    [() => read.forecast(plan, catalog), { code: "unknown_name", path: "/account/plan" }],
    [() => read.forecast({ months: 121 }, catalog), { code: "out_of_range", path: "/months" }],
    [() => read.forecast({ until: "2026-10-01", from: "2026-10-02" }, catalog), { path: "/until" }],
  ]) {
    assert.throws(attempt, (error) => error instanceof DrawdownError, attempt);
    assert.throws(attempt, expected, attempt);
  }
});

test("another thread answers the same", async () => {
  globalThis.Worker = BrowserWorker;
  const worker = new UsageWorker();
  try {
    await assert.rejects(worker.replay(ACCOUNT, kive), { code: "no_answer" });
    await worker.read(new Blob([STUDIO]));
    const own = new UsageLog();
    await readLog(own, new Blob([STUDIO]));
    const shares = [];
    assert.deepEqual(await worker.replay(ACCOUNT, kive, { onProgress: (share) => shares.push(share) }), own.replay(ACCOUNT, catalog));
    assert.equal(shares.at(-1), 1);
    assert.deepEqual(await worker.invoices(ACCOUNT, kive), own.invoices(ACCOUNT, catalog));
    const spec = { account: ACCOUNT.account };
    assert.deepEqual(await worker.forecast(spec, kive), own.forecast(spec, catalog));
    await assert.rejects(worker.replay({ account: { plan: "basci" } }, kive), { code: "unknown_name", path: "/account/plan" });
    const control = new AbortController();
    const stopped = worker.replay({ ...ACCOUNT, rate_all: true }, kive, { signal: control.signal });
    control.abort(new Error("enough"));
    await assert.rejects(stopped, { message: "enough" });
    assert.equal((await worker.report()).total.credits, 396);
  } finally {
    worker.terminate();
    delete globalThis.Worker;
  }
});

test("columns are recognised before a log is read", () => {
  const { format, columns } = recognise(bytes(CSV), { ignored: ["Project"] });
  assert.equal(format, "csv");
  const fields = columns.map(({ name, field }) => [name, field]);
  assert.deepEqual(fields, [
    ["Job", undefined], ["Created At", "at"], ["User", "member"], ["Model", "operation"], ["Project", undefined],
    ["Count", "runs"], ["Status", "outcome"], ["Credits", "charged"],
  ]);
  assert.equal(columns[1].example, "2026-11-02 09:00");
  assert.throws(() => recognise(bytes("PK\x03\x04")), { code: "syntax", message: /workbook/ });
  assert.throws(() => recognise("Job"), { code: "type" });
});

test("files are read as streams, also compressed, with progress, and can be stopped", async () => {
  const file = (part, name) => new File([part], name);
  const read = new UsageLog({ mapping: ID });
  const told = [];
  const half = CSV.indexOf("4,2026");
  const header = CSV.slice(0, CSV.indexOf("\n") + 1);
  const files = [file(CSV.slice(0, half), "a.csv"), file(gzipSync(header + CSV.slice(half)), "b.csv.gz")];
  const summary = await readLog(read, files, { onProgress: (progress) => told.push(progress) });
  assert.equal(summary.events, 5);
  assert.deepEqual(summary.problems.map(({ file, line }) => [file, line]), [["b.csv.gz", 3], ["b.csv.gz", 4]]);
  const size = files[0].size + files[1].size;
  assert.deepEqual(told.at(-1), { bytes: size, of: size });
  const control = new AbortController();
  control.abort(new Error("enough"));
  await assert.rejects(readLog(new UsageLog(), files, { signal: control.signal }), { message: "enough" });
  const zstd = file(new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0, 0]), "c.zst");
  await assert.rejects(readLog(new UsageLog(), zstd), { code: "syntax", message: /c\.zst: .*(zstd|read to its end)/ });
  const cut = file(gzipSync(CSV).subarray(0, 60), "d.gz");
  await assert.rejects(readLog(new UsageLog(), cut), { code: "syntax", message: /d\.gz: the file could not be read to its end/ });
});

test("what is no log is refused, and the log stays usable", () => {
  for (const [text, code, message] of [
    ["a,b\n1,2\n", "missing", /no column for `at`; found `a`, `b`/],
    ["\xff\xfe", "syntax", /UTF-16/],
    ["\x28\xb5\x2f\xfd....", "syntax", /zstd/],
  ]) {
    const read = new UsageLog();
    const attempt = () => {
      read.begin("odd.csv");
      read.feed(Uint8Array.from(text, (c) => c.charCodeAt(0)));
      read.end();
    };
    assert.throws(attempt, (error) => error instanceof DrawdownError && error.code === code && message.test(error.message) && /odd\.csv/.test(error.message));
    assert.equal(read.summary().events, 0);
    assert.deepEqual(read.report().rows, []);
  }
  const strict = new UsageLog({ strict: true, mapping: ID });
  assert.throws(() => strict.feed(bytes(CSV)), { code: "syntax", message: /line 7: at: expected an instant/ });
  assert.equal(strict.report().total.events, 4);
});

test("hostile input gets an answer", () => {
  const long = log(`at,model\n2026-11-02,image\n2026-11-02,${"x".repeat(3 << 20)}\n2026-11-03,image\n`, {}, 1 << 16);
  assert.deepEqual([long.summary().events, long.summary().bad_rows], [2, 1]);
  assert.match(long.summary().problems[0].reason, /longer than 1 MiB/);
  const open = log('at,model,user\n2026-11-02,"image,ada\n2026-11-03,image,ada\n2026-11-04,image,ada\n');
  assert.equal(open.summary().events, 2);
  const nul = log("at,model\n2026-11-02,im\0age\n2026-11-02,\xff\n");
  assert.equal(nul.summary().events + nul.summary().bad_rows, 2);
  const future = log("at,model\n9999-01-01,image\n", { latest: "2030-01-01T00:00:00Z" });
  assert.match(future.summary().problems[0].reason, /in the future/);
});

test("wrong calls are errors with a code and a path", () => {
  const read = new UsageLog();
  for (const [attempt, expected] of [
    [() => new UsageLog({ formats: "csv" }), { code: "unknown_key" }],
    [() => new UsageLog({ mapping: { delimiter: "x" } }), { path: "/mapping/delimiter" }],
    [() => new UsageLog({ latest: () => 1 }), { code: "type", path: "/latest" }],
    [() => read.feed("text"), { code: "type", path: "/bytes" }],
    [() => read.begin(7), { code: "type", path: "/name" }],
    [() => read.report({ by: ["user"] }), { code: "unknown_name", path: "/by/0" }],
    [() => read.report({ from: "2026-11-02", until: "2026-11-01" }), { path: "/until" }],
    [() => read.report({ plan: "nope" }, new Catalog(kive)), { path: "/plan" }],
    [() => read.report({}, {}), { code: "type", path: "/catalog" }],
    [() => read.rerate({}, undefined), { code: "type", path: "/catalog" }],
  ]) {
    assert.throws(attempt, (error) => error instanceof DrawdownError, attempt);
    assert.throws(attempt, expected, attempt);
  }
  assert.equal(read.summary().events, 0);
});

test("a freed log says so", () => {
  const read = new UsageLog();
  read.free();
  for (const attempt of [() => read.feed(bytes("x")), () => read.report(), () => read.summary(), () => read.bytes]) {
    assert.throws(attempt, { code: "freed", message: /this log has been freed/ });
  }
  read[Symbol.dispose ?? Symbol.for("Symbol.dispose")]();
});

test("a hundred thousand rows take forty bytes each, and little more", () => {
  const read = new UsageLog();
  read.feed(bytes("at,user,model,credits\n"));
  const lines = Array.from({ length: 1000 }, (_, i) => `2026-11-02 09:00,user ${i % 50},model ${i % 7},${i % 13}.5\n`);
  const block = bytes(lines.join(""));
  for (let i = 0; i < 100; i += 1) read.feed(block);
  read.end();
  assert.equal(read.summary().events, 100_000);
  // The list may be half empty.
  assert.ok(read.bytes >= 40 * 100_000 && read.bytes < 85 * 100_000, String(read.bytes));
  assert.equal(read.report({ by: ["member"] }).rows.length, 50);
});

test("the streamed entry is the same", async () => {
  await web.init();
  const read = new web.UsageLog();
  read.feed(bytes(CSV));
  read.end();
  assert.deepEqual(read.report(), log(CSV).report());
});

const examples = await examplesOf("docs/javascript.md", "drawdown/usage");

test("the page has examples of logs", () => assert.equal(examples.length, 2));

for (const [place, code] of examples.entries()) test(`example ${place + 1} of docs/javascript.md prints what it says`, () => assertPrints(code));

const program = new URL("../../target/debug/drawdown", import.meta.url).pathname;
const cli = (...args) => JSON.parse(execFileSync(program, ["usage", ...args, "--json"], { encoding: "utf8" }), plain);
/** The program prints amounts as texts; here, those that a number holds are numbers. */
const plain = (_, value) => (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value);
/** The same in an answer of the package, where names of files and numbers in texts stand too. */
const same = (answer) => JSON.parse(JSON.stringify(answer), plain);

test("the command line says the same", { skip: !existsSync(program) && "not built" }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "usage-"));
  try {
    const put = async (name, text) => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    };
    const read = async (file, options) => {
      const own = new UsageLog(options);
      await readLog(own, new File([await readFile(file)], file));
      return own;
    };
    const file = await put("log.csv", CSV);
    const own = await read(file);
    assert.deepEqual(same(own.report({ by: ["member", "day"] })), cli("report", file, "--by", "member,day"));
    const studio = await read(example("studio.csv").pathname, { keep_ids: true });
    const [path, account] = ["studio.csv", "studio-account.json"].map((name) => example(name).pathname);
    const given = [path, "-c", "kive", "-a", account];
    assert.deepEqual(same(studio.replay(ACCOUNT, catalog)), cli("replay", ...given));
    assert.deepEqual(same(studio.replay({ ...ACCOUNT, payments: true }, catalog)), cli("replay", ...given, "--payments"));
    assert.deepEqual(same(studio.invoices(ACCOUNT, catalog)), cli("invoice", ...given));
    const days = await put("days.csv", DAYS);
    const paced = await read(days);
    assert.deepEqual(same(paced.forecast({ account: { plan: "basic" }, months: 5 }, catalog)), cli("forecast", days, "-c", "kive", "--plan", "basic", "--months", "5"));
  } finally {
    await rm(folder, { recursive: true });
  }
});
