// Live wallets by `drawdown/wallet`: every method, every outcome; and what every host makes of the same commands.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Catalog, DrawdownError, Projection, Wallet, zone } from "drawdown/wallet";
import * as web from "drawdown/wallet/web";
import { Catalog as Everything } from "drawdown";
import { Catalog as Prices } from "drawdown/prices";
import { grownBy } from "./collected.mjs";
import { assertPrints, examplesOf } from "./examples.mjs";

const root = new URL("../../", import.meta.url);
const read = async (path) => JSON.parse(await readFile(new URL(path, root), "utf8"));
const studio = await read("examples/wallet/studio.json");
const log = await read("tests/corpus/wallets/studio.json");

const catalog = new Catalog(log.catalogs.first);
const NOON = "2026-11-01T12:00:00Z";
const plain = () => Wallet.open(catalog, "acct-7", undefined, NOON);
const pro = (more) => Wallet.open(catalog, "acct-7", { plan: "pro", ...more }, NOON).wallet;
const kinds = (entries) => entries.map(({ kind }) => kind);

test("a wallet is opened, and says what it began with and what it has", () => {
  const { wallet, entries } = Wallet.open(catalog, "acct-7", { plan: "pro", members: [{ id: "ada", cap: 100 }] }, new Date(NOON));
  assert.deepEqual(entries.map(({ kind, amount, about, money }) => [kind, amount, about, money]), [
    ["invoice", 0, "pro", 24], ["issue", 40, "daily", undefined], ["issue", 1000, "monthly", undefined],
  ]);
  const { id, now, plan, balance, withheld, debt, billed, nextDue, zoneUntil } = wallet;
  assert.deepEqual({ id, now, plan, balance, withheld, debt, billed, nextDue, zoneUntil }, {
    id: "acct-7", now: NOON, plan: "pro", balance: 1040, withheld: 0, debt: 0, billed: 24,
    nextDue: "2026-11-02T00:00:00Z", zoneUntil: undefined,
  });
  assert.deepEqual(wallet.subscription(), {
    plan: "pro", term: "month", since: NOON, cycle_from: NOON, cycle_until: "2026-12-01T12:00:00Z",
    paid_from: NOON, paid_until: "2026-12-01T12:00:00Z",
  });
  assert.deepEqual(wallet.balances(), [
    { class: "free", left: 40, spendable: 40, frozen: 0, held: 0 },
    { class: "plan", left: 1000, spendable: 1000, frozen: 0, held: 0 },
    { class: "pack", left: 0, spendable: 0, frozen: 0, held: 0 },
  ]);
  assert.deepEqual(wallet.lots().map(({ id, number, grant, carried, remaining }) => [id, number, grant, carried, remaining]), [
    ["daily#1", 1, "daily", false, 40], ["monthly#2", 2, "monthly", false, 1000],
  ]);
  assert.deepEqual([wallet.holds(), wallet.receipts(), wallet.used()], [[], [], { searches: 0 }]);
  assert.deepEqual(wallet.limits(), { late: "5 minutes", leap: "1 year", remember: "24 hours", hold: "24 hours", receipts: "90 days", invoices: "180 days" });
  // The daily credits are Ada's own.
  assert.deepEqual([wallet.available("image"), wallet.available("image", "ada")], [1000, 100]);
  const none = plain().wallet;
  assert.deepEqual([none.plan, none.subscription(), none.balance], [undefined, undefined, 40]);
});

test("a price is that of the account as it stands", () => {
  const { total, plan, at, balance } = pro().price({ operation: "film", settings: { seconds: 5 }, plan: "max", at: "2020-01-01" });
  assert.deepEqual([total, plan, at], [150, "pro", NOON]);
  assert.deepEqual(balance, { before: 1040, as_of: NOON, after: 890 });
  assert.equal(plain().wallet.price({ operation: "film", settings: { seconds: 5 } }).gates[0].reason, 'Films need a "plan"');
});

test("charges are paid, or refused with what is missing", () => {
  const { wallet } = plain();
  const paid = wallet.charge({ operation: "image", amount: "12.5" });
  assert.deepEqual(paid.receipt, {
    id: "acct-7/r1", at: NOON, operation: "image", amount: 12.5,
    lots: [{ lot: "daily#1", number: 1, class: "free", grant: "daily", issued: NOON, expires: "2026-11-02T00:00:00Z", amount: 12.5 }],
  });
  assert.deepEqual(wallet.receiptOf("acct-7/r1"), paid.receipt);
  assert.deepEqual(wallet.chargeRequest({ operation: "image", runs: 2 }).receipt.amount, 16.5);
  const { outcome, refusal, receipt, entries } = wallet.charge({ operation: "image", amount: 30 });
  assert.deepEqual([outcome, refusal, receipt], ["refused", { cause: "out_of_credits", available: 11, shortfall: 19 }, undefined]);
  assert.deepEqual(kinds(entries), ["refuse"]);
  assert.deepEqual(wallet.chargeRequest({ operation: "film", settings: { seconds: 1 } }).refusal, {
    cause: "gate", available: 0, shortfall: 0, gate: 'Films need a "plan"',
  });
  assert.equal(wallet.chargeRequest({ operation: "song" }).refusal.cause, "no_price");
  const team = pro({ members: [{ id: "ada", cap: 10 }, { id: "ben" }] });
  assert.equal(team.chargeRequest({ operation: "image", runs: 2 }, { member: "ada" }).refusal.cause, "member_cap");
  assert.equal(team.chargeRequest({ operation: "image" }, { member: "ada" }).receipt.member, "ada");
});

test("a hold reserves, and is settled, released, or over", () => {
  const wallet = pro();
  const { hold } = wallet.holdRequest({ operation: "film" });
  assert.deepEqual(hold, { id: "acct-7/h1", at: NOON, until: "2026-11-02T12:00:00Z", operation: "film", amount: 300 });
  assert.deepEqual([wallet.holds(), wallet.holdOf(hold.id), wallet.balance], [[hold], hold, 740]);
  const { outcome, receipt } = wallet.settle(hold.id, 210);
  assert.deepEqual([outcome, receipt.amount, wallet.balance], ["paid", 210, 830]);
  const second = wallet.hold({ operation: "image", amount: 800, until: new Date("2026-11-01T13:00:00Z") }).hold;
  const partly = wallet.settle(second.id, 900);
  assert.deepEqual([partly.outcome, partly.receipt.amount, partly.refusal.shortfall], ["partly", 800, 70]);
  const third = wallet.holdRequest({ operation: "image" }, { bound: 20, until: "2026-11-01T12:30Z" }).hold;
  assert.deepEqual(kinds(wallet.release(third.id)), ["release"]);
  assert.equal(wallet.hold({ operation: "image", amount: 31 }).outcome, "refused");
  wallet.hold({ operation: "image", amount: 30, until: "2026-11-01T12:10Z" });
  assert.deepEqual(wallet.advanceTo("2026-11-01T12:10Z").map(({ kind, reason }) => [kind, reason]), [["release", "hold_ended"]]);
  for (const gone of [() => wallet.settle(third.id, 1), () => wallet.release("acct-8/h1"), () => wallet.holdOf("acct-7/h9")]) {
    assert.throws(gone, { name: "DrawdownError", code: "unknown_name", path: "/hold" });
  }
});

test("an invoice is paid, fails, is given back or charged back", () => {
  const { wallet } = plain();
  assert.equal(wallet.paymentPolicy(), undefined);
  wallet.setPaymentPolicy({ issue: "payment", grace: "7 days" });
  assert.deepEqual(wallet.paymentPolicy(), { issue: "payment", grace: "7 days" });
  const { invoices: [first] } = wallet.subscribe("pro");
  assert.deepEqual(first, {
    id: "acct-7/i1", at: NOON, status: "open", reason: "term", plan: "pro", money: 24, until: "2026-11-08T12:00:00Z",
    lots: [{ number: 2, amount: 1000 }],
  });
  assert.deepEqual([wallet.balance, wallet.withheld], [40, 1000]);
  const paid = wallet.payInvoice(first.id);
  assert.deepEqual(paid.entries.map(({ kind, reason, amount, money }) => [kind, reason, amount, money]), [["payment", "paid", 1000, 24]]);
  assert.deepEqual([paid.invoices[0].status, wallet.balance], ["paid", 1040]);
  wallet.buy("pack");
  assert.equal(wallet.failPayment("acct-7/i2").invoices[0].failed, 1);
  assert.equal(wallet.failPayment("acct-7/i2", { last: true }).invoices[0].status, "void");
  assert.equal(wallet.refundMoney(first.id, { money: "4.50" }).invoices[0].returned, 4.5);
  assert.deepEqual(kinds(wallet.chargeBack(first.id).entries), ["payment", "revoke", "plan"]);
  assert.deepEqual(wallet.invoices().map(({ id, status }) => [id, status]), [["acct-7/i1", "charged_back"], ["acct-7/i2", "void"]]);
  assert.equal(wallet.invoiceOf("acct-7/i2").top_up, "pack");
  const saved = Wallet.load(catalog, wallet.save());
  assert.deepEqual([saved.invoices(), saved.paymentPolicy()], [wallet.invoices(), wallet.paymentPolicy()]);
  assert.throws(() => wallet.payInvoice(first.id), { code: "no_answer", path: "/invoice" });
  assert.throws(() => wallet.invoiceOf("acct-8/i1"), { code: "unknown_name", path: "/invoice" });
  assert.throws(() => wallet.setPaymentPolicy({ grace: "0 days" }), { code: "type", path: "/grace" });
  wallet.setPaymentPolicy();
  assert.equal(wallet.paymentPolicy(), undefined);
});

test("a receipt is refunded, no further than to nothing", () => {
  const wallet = pro();
  const { receipt } = wallet.charge({ operation: "image", amount: 50 });
  assert.deepEqual(wallet.refund(receipt.id, 5).map(({ kind, amount, lots }) => [kind, amount, lots[0].lot]), [["refund", 5, "monthly#2"]]);
  assert.equal(wallet.receiptOf(receipt.id).refunded, 5);
  wallet.refund(receipt.id);
  assert.equal(wallet.balance, 1040);
  assert.throws(() => wallet.refund(receipt.id), { code: "out_of_range", path: "/receipt" });
  assert.throws(() => wallet.receiptOf("acct-8/r1"), { code: "unknown_name", path: "/receipt" });
});

test("credits are granted, revoked and bought", () => {
  const { wallet } = plain();
  const [{ lots: [{ lot }] }] = wallet.grant({ class: "free", amount: "0.123456789012", expires: "2027-01-01" });
  assert.equal(wallet.balance, 40.123456789012);
  assert.deepEqual(wallet.revoke(lot).map(({ kind, amount }) => [kind, amount]), [["revoke", 0.123456789012]]);
  assert.deepEqual(wallet.buy("pack", 2).filter(({ kind }) => kind === "invoice").map(({ money }) => money), [30]);
  assert.deepEqual([wallet.buy("pack").length, wallet.balance, wallet.billed], [2, 1540, 45]);
  // A number cannot hold these digits.
  wallet.grant({ class: "pack", amount: "12345678901234567.25" });
  assert.equal(wallet.balance, "12345678901236107.25");
});

test("plans are changed, cancelled and resumed", () => {
  const { wallet } = plain();
  assert.deepEqual(kinds(wallet.subscribe("pro", { term: "year" }).entries), ["plan", "invoice", "issue"]);
  assert.deepEqual([wallet.plan, wallet.subscription().term, wallet.billed], ["pro", "year", 240]);
  const end = "2027-11-01T12:00:00Z";
  assert.deepEqual(wallet.cancel(), { entries: [], invoices: [], planned: { at: end } });
  assert.deepEqual(wallet.subscription().planned, { at: end });
  assert.deepEqual(wallet.resume(), []);
  assert.deepEqual(wallet.subscribe("max", { term: "month", when: "term_end" }).planned, { at: end, plan: "max", term: "month" });
  assert.equal(wallet.cancel("now").planned, undefined);
  assert.equal(wallet.plan, undefined);
  assert.throws(() => wallet.resume(), { code: "no_answer" });
  assert.throws(() => wallet.subscribe("pr"), { code: "unknown_name", path: "/plan", message: /did you mean `pro`/ });
});

test("meters are counted by runs and by hand", () => {
  const { wallet } = plain();
  assert.equal(wallet.count("searches", "1.5"), undefined);
  assert.equal(wallet.chargeRequest({ operation: "search" }).receipt.amount, 0.75);
  assert.deepEqual(wallet.used(), { searches: 2.5 });
  wallet.count("searches", -9);
  assert.deepEqual(wallet.used(), { searches: 0 });
  assert.throws(() => wallet.count("search", 1), { code: "unknown_name" });
});

test("time passes as it is told, and never back", () => {
  const wallet = pro();
  const day = wallet.advanceTo(new Date("2026-11-02T00:00:00Z"));
  assert.deepEqual(day.map(({ kind, amount }) => [kind, amount]), [["expire", 40], ["issue", 40]]);
  assert.equal(wallet.now, "2026-11-02T00:00:00Z");
  assert.throws(() => wallet.advanceTo(NOON), { code: "out_of_range" });
  assert.throws(() => wallet.advanceTo("yesterday"), { code: "out_of_range", path: "/at" });
});

test("a command happens once, however often it comes", () => {
  const wallet = pro();
  const command = { id: "job-1", at: new Date(NOON), charge: { operation: "image", amount: 24 } };
  const first = wallet.apply(command);
  assert.equal(first.repeated, undefined);
  const state = wallet.save();
  for (const again of [command, JSON.stringify(command), { ...command, at: "2026-11-01T12:01:00Z", charge: { amount: "24.00", operation: "image" } }]) {
    assert.deepEqual(wallet.apply(again), { ...first, repeated: true });
  }
  assert.throws(() => wallet.apply({ ...command, charge: { operation: "image", amount: 25 } }), { code: "duplicate", path: "/id" });
  assert.equal(wallet.save(), state);
  // Also by a wallet that was loaded meanwhile.
  assert.deepEqual(Wallet.load(catalog, state).apply(command), { ...first, repeated: true });
  assert.throws(() => wallet.apply({ id: "2", at: "2026-11-01T11:00:00Z", advance: true }), { code: "out_of_range", path: "/at" });
  const far = { id: "3", at: "2028-11-01", advance: true };
  assert.throws(() => wallet.apply(far), { code: "out_of_range", path: "/at", message: /`confirm` the command/ });
  assert.equal(wallet.apply({ ...far, confirm: true }).outcome, "paid");
});

test("errors say where they are in what was passed, and change nothing", () => {
  const wallet = pro();
  const state = wallet.save();
  for (const [act, code, path] of [
    [() => wallet.charge({ operation: "imaeg", amount: 1 }), "unknown_name", "/operation"],
    [() => wallet.charge({ operation: "image", amount: -1 }), "out_of_range", "/amount"],
    [() => wallet.charge({ operation: "image", amount: NaN }), "type", "/amount"],
    [() => wallet.charge({ operation: "image", amount: 1, membr: "ada" }), "unknown_key", "/membr"],
    [() => wallet.charge({ operation: "image", amount: 1, member: "eve" }), "unknown_name", "/member"],
    [() => wallet.charge({ operation: "image" }), "missing", ""],
    [() => wallet.charge(), "type", ""],
    [() => wallet.charge(Promise.resolve({})), "type", ""],
    [() => wallet.chargeRequest({ operation: "film", settings: { seconds: 11 } }), "out_of_range", "/request/settings/seconds"],
    [() => wallet.chargeRequest({ operation: "film" }), "no_answer", "/request"],
    [() => wallet.chargeRequest({ operation: "image" }, { membr: "ada" }), "unknown_key", "/membr"],
    [() => wallet.hold({ operation: "image", amount: 1, until: NOON }), "out_of_range", "/until"],
    [() => wallet.buy("pak"), "unknown_name", "/top_up"],
    [() => wallet.buy("pack", 1.5), "type", "/count"],
    [() => wallet.grant({ class: "fre", amount: 1 }), "unknown_name", "/class"],
    [() => wallet.revoke("daily#9"), "unknown_name", "/lot"],
    [() => wallet.apply({ id: "1", at: NOON }), "missing", ""],
    [() => wallet.apply({ id: "1", at: NOON, charge: { operation: "image", amount: "x" } }), "type", "/charge/amount"],
    [() => wallet.apply("{"), "syntax", ""],
    [() => wallet.apply(5), "type", ""],
    [() => wallet.price({ operation: "imaeg" }), "unknown_name", "/operation"],
    [() => wallet.available("imaeg"), "unknown_name", "/operation"],
    [() => wallet.available("image", "eve"), "unknown_name", "/member"],
    [() => wallet.runOut([{ request: { operation: "image" }, per_dya: 1 }]), "unknown_key", "/demand/0/per_dya"],
    [() => wallet.simulate({ account: {} }), "overlap", "/account"],
    [() => wallet.simulate({ start: "2026-10-01" }), "out_of_range", "/start"],
    [() => wallet.setMembers([{ id: "ada", cap: -1 }]), "out_of_range", "/account/members/0/cap"],
    [() => wallet.setAlerts([{ percent: 101 }]), "out_of_range", "/account/alerts/0/percent"],
    [() => wallet.setAutoTopUp({ top_up: "pak", below: 10 }), "unknown_name", "/account/auto_top_up/top_up"],
    [() => wallet.setAssumptions({ grants: { mothly: 1 } }), "unknown_name", "/account/assume/grants/mothly"],
    [() => wallet.setZone("Mars/Olympus"), "unknown_name", "/account/zone"],
    [() => wallet.setLimits({ late: "0 minutes" }), "type", "/late"],
    [() => Wallet.open(catalog, "", {}, NOON), "out_of_range", "/wallet"],
    [() => Wallet.open(catalog, 5, {}, NOON), "type", "/wallet"],
    [() => Wallet.open(catalog, "acct-7", { plan: "pr" }, NOON), "unknown_name", "/account/plan"],
    [() => Wallet.open(catalog, "acct-7", { plam: "pro" }, NOON), "unknown_key", "/account/plam"],
    [() => Wallet.open(catalog, "acct-7", { zone: "Mars/Olympus" }, NOON), "unknown_name", "/account/zone"],
    [() => Wallet.open(catalog, "acct-7", { zone: "Europe/Berlin" }, "noon"), "out_of_range", "/at"],
    [() => Wallet.open(new Prices(studio), "acct-7", {}, NOON), "type", "/catalog"],
    [() => Wallet.open(studio, "acct-7", {}, NOON), "type", "/catalog"],
    [() => Wallet.load(catalog, {}), "missing", ""],
    [() => Wallet.load(catalog, undefined), "type", ""],
    [() => Wallet.load(catalog, { ...wallet.toJSON(), lots: [] }), "out_of_range", "/classes"],
    [() => Wallet.load(new Catalog(studio), state), "no_answer", "/catalog/digest"],
    [() => new Wallet(catalog, "load", [state]), "type", ""],
  ]) {
    assert.throws(act, (error) => {
      assert.ok(error instanceof DrawdownError, error.message);
      assert.deepEqual([error.code, error.path], [code, path], `${act}: ${error.message}`);
      return error.errors.length > 0;
    });
  }
  assert.equal(wallet.save(), state);
});

test("whatever is passed, the error is one of ours, and the wallet goes on", () => {
  const odd = [
    undefined, null, true, 5, -1, NaN, 5n, "", "x", "\ud800", [], [[]], {}, { request: 5 }, Symbol("x"), () => {}, new Map(), new Date(NaN),
    Promise.resolve(1), { toJSON() { return undefined; } }, { get operation() { throw new DrawdownError("type", "x"); } }, new Proxy({}, {}),
  ];
  const wallet = pro({ members: [{ id: "ada" }] });
  const methods = Object.getOwnPropertyNames(Wallet.prototype).filter((name) => {
    const { value } = Object.getOwnPropertyDescriptor(Wallet.prototype, name);
    return typeof value === "function" && !["constructor", "free"].includes(name);
  });
  assert.ok(methods.length > 30, methods.join());
  const tries = [...methods.map((name) => (...given) => wallet[name](...given)), ...["open", "load", "migrate"].map((name) => (...given) => Wallet[name](catalog, ...given))];
  let refused = 0;
  for (const attempt of tries) for (const first of odd) for (const second of [undefined, ...odd]) {
    try {
      attempt(first, second, second);
    } catch (error) {
      refused += 1;
      assert.ok(error instanceof DrawdownError && error.code !== "internal", `${first?.toString?.()}: ${error.stack}`);
    }
  }
  assert.ok(refused > 5000, `${refused}`);
  assert.equal(Wallet.load(catalog, wallet.save()).save(), wallet.save());
});

test("settings change, and what follows from them is told", () => {
  const wallet = pro();
  assert.deepEqual(wallet.setMembers([{ id: "ada", cap: 10 }, { id: "ben" }]), []);
  assert.equal(wallet.available("image", "ada"), 10);
  assert.deepEqual(wallet.setAlerts([{ credits: 1030 }]), []);
  assert.deepEqual(kinds(wallet.charge({ operation: "image", amount: 20, member: "ben" }).entries), ["spend", "alert"]);
  const bought = wallet.setAutoTopUp({ top_up: "pack", below: 1100 });
  assert.deepEqual(bought.map(({ kind, reason }) => [kind, reason]), [["issue", "auto_top_up"], ["invoice", "auto_top_up"]]);
  assert.deepEqual(wallet.setAutoTopUp(), []);
  assert.equal(wallet.toJSON().auto_top_up, undefined);
  assert.deepEqual(wallet.setAssumptions({}), []);
  assert.equal(wallet.setLimits({ hold: "10 minutes" }), undefined);
  assert.deepEqual([wallet.limits().hold, wallet.limits().late], ["10 minutes", "5 minutes"]);
  assert.equal(wallet.hold({ operation: "image", amount: 1 }).hold.until, "2026-11-01T12:10:00Z");
});

test("a zone by name becomes a table that ends in ten years, and can be extended", () => {
  const wallet = pro({ zone: "Europe/Berlin", since: "2026-10-20" });
  const { name, offsets } = wallet.toJSON().zone;
  assert.deepEqual([name, offsets[0].from, wallet.zoneUntil.slice(0, 7)], ["Europe/Berlin", "2025-10-19T00:00:00Z", "2036-11"]);
  assert.equal(wallet.nextDue, "2026-11-01T23:00:00Z");
  wallet.advanceTo("2027-06-01");
  assert.deepEqual(wallet.setZone("Europe/Berlin"), []);
  assert.equal(wallet.zoneUntil.slice(0, 7), "2037-06");
  const table = zone("Asia/Tokyo", "2026-01-01", "2029-01-01");
  wallet.setZone(table);
  assert.deepEqual([wallet.zoneUntil, wallet.nextDue], ["2029-01-01T00:00:00Z", "2027-06-01T15:00:00Z"]);
  assert.equal(Wallet.open(catalog, "u", { zone: "UTC" }, NOON).wallet.zoneUntil, undefined);
});

test("a state is text or an object, and neither loses a digit", () => {
  const { wallet } = plain();
  wallet.grant({ class: "pack", amount: "12345678901234567.123456789012" });
  wallet.apply({ id: "ü \"1\"", at: NOON, charge: { operation: "image", amount: "0.000000000001" } });
  const state = wallet.save();
  assert.equal(JSON.stringify(wallet), state);
  for (const form of [state, wallet.toJSON(), structuredClone(wallet.toJSON()), wallet]) {
    assert.equal(Wallet.load(catalog, form).save(), state);
    assert.equal(Wallet.fromJSON(catalog, form).balance, "12345678901234607.123456789011");
  }
  assert.deepEqual([wallet.toJSON().wallet, wallet.toJSON().catalog.digest], ["acct-7", catalog.digest]);
});

test("a wallet moves to another version of its catalog, or is only asked what would differ", () => {
  const next = new Catalog(log.catalogs.second);
  const wallet = pro();
  wallet.buy("pack");
  wallet.hold({ operation: "film", amount: 30 });
  const state = wallet.save();
  assert.throws(() => Wallet.migrate(next, state), ({ errors }) => {
    assert.deepEqual(errors.map(({ code, path }) => [code, path]), [
      ["unknown_name", "/subscription/plan"], ["unknown_name", "/lot_kinds/2/class"], ["unknown_name", "/lot_kinds/2/top_up"], ["unknown_name", "/holds/0/operation"],
    ]);
    return true;
  });
  const mapping = { plans: { pro: "premium" }, classes: { pack: "bought" }, top_ups: { pack: "bundle" }, operations: { film: null } };
  const { wallet: moved, entries, report } = Wallet.migrate(next, state, mapping);
  assert.deepEqual([moved.plan, moved.balance, moved.save() === Wallet.migrate(next, wallet.toJSON(), JSON.stringify(mapping)).wallet.save()], ["premium", 1540, true]);
  assert.deepEqual(entries.map(({ kind, reason }) => [kind, reason]), [["release", "migrated"]]);
  assert.deepEqual([report.from, report.to, report.entries], ["studio 1", "studio 2", entries]);
  assert.deepEqual(report.names.map(({ what, from, to }) => [what, from, to]), [
    ["plan", "pro", "premium"], ["class", "pack", "bought"], ["top_up", "pack", "bundle"], ["operation", "film", undefined],
  ]);
  assert.equal(wallet.save(), state);
  assert.throws(() => Wallet.migrate(next, state, { plan: {} }), { code: "unknown_key", path: "/plan" });
});

test("what becomes of a balance, from the wallet as it stands", () => {
  const wallet = pro();
  const demand = [{ request: { operation: "film", settings: { seconds: 5 } }, per_day: 1 }];
  assert.equal(wallet.runOut(demand), "2026-11-10T12:00:00Z");
  assert.equal(wallet.runOut([{ request: { operation: "image" }, per_day: 1 }]), undefined);
  const state = wallet.save();
  const projection = wallet.simulate({ for: "1 month", demand }, { ledger: true });
  assert.ok(projection instanceof Projection);
  assert.deepEqual([projection.summary().start, projection.summary().run_out], [NOON, "2026-11-10T12:00:00Z"]);
  assert.ok(projection.entryCount > 10 && projection.column("plan", "closing") instanceof Float64Array);
  assert.equal(projection.months()[0].opened, 1040);
  assert.equal(wallet.simulate({ for: "1 month", demand }).entryCount, 0);
  assert.equal(wallet.save(), state);
});

test("a catalog answers as that of prices, and accepts quotes of browsers", async () => {
  const request = { operation: "film", settings: { seconds: 5 }, plan: "pro", at: NOON };
  assert.deepEqual(catalog.estimate(request), new Prices(log.catalogs.first).estimate(request));
  const quote = new Everything(log.catalogs.first).quote(request);
  const seen = new Set();
  const isNew = async (digest) => !seen.has(digest) && Boolean(seen.add(digest));
  const checks = { now: new Date(NOON), plan: "pro" };
  const { accepted, total, digest, request: asked, estimate } = await catalog.verifyFor(quote, checks, isNew);
  assert.deepEqual([accepted, total, digest, asked.operation, estimate.total], [true, 150, quote.digest, "film", 150]);
  const faults = [];
  for (const [quoted, given, answer] of [
    [quote, checks, isNew],
    [quote, { ...checks, plan: undefined }, isNew],
    [quote, { ...checks, now: "2026-11-01T12:06:00Z" }, isNew],
    [{ ...quote, estimate: { ...quote.estimate, total: 1 } }, checks, isNew],
    [{ ...quote, catalog: { ...quote.catalog, version: "0" } }, checks, isNew],
    [catalog.quote({ ...request, plan: undefined }), { now: NOON }, isNew],
    [catalog.quote({ operation: "film", plan: "pro", at: NOON }), checks, isNew],
    [catalog.quote({ operation: "search", at: NOON }), { now: NOON, used: { searches: 1 } }, isNew],
  ]) faults.push((await catalog.verifyFor(quoted, given, answer)).fault);
  assert.deepEqual(faults, ["replayed", "other_plan", "not_near", "differs", "stale_catalog", "gate", "no_total", "other_use"]);
  assert.equal((await catalog.verifyFor(quote, { ...checks, now: "2026-11-01T12:06:00Z", tolerance: "1 hour" }, () => true)).accepted, true);
  await assert.rejects(catalog.verifyFor(quote, checks, () => 1), { code: "type", path: "/isNew" });
  await assert.rejects(catalog.verifyFor(quote, checks), { code: "type", path: "/isNew" });
  await assert.rejects(catalog.verifyFor(quote, { plan: "pro" }, isNew), { code: "missing", message: /`now`/ });
  assert.equal((await catalog.verifyFor({}, checks, isNew)).fault, "malformed");
  assert.equal((await catalog.verifyFor(quote, { ...checks, audience: "shop" }, isNew)).fault, "other_audience");
  assert.equal((await catalog.verifyFor({ quote, signatures: [{ alg: "Ed25519", key: "k", signature: "A".repeat(86) }] }, checks, isNew)).fault, "unknown_key");
});

test("a freed wallet says so; a wallet outlives its catalog, works behind a proxy, and can be disposed of twice", () => {
  const own = new Catalog(log.catalogs.first);
  const { wallet } = Wallet.open(own, "acct-7", {}, NOON);
  own.free();
  const deep = (object) => new Proxy(object, { get(target, key) {
    const value = Reflect.get(target, key, target);
    return typeof value === "object" && value !== null ? deep(value) : value;
  } });
  const behind = deep(wallet);
  assert.equal(behind.charge({ operation: "image", amount: 8 }).outcome, "paid");
  assert.deepEqual([behind.balance, behind.apply({ id: "1", at: NOON, advance: true }).outcome, JSON.stringify(behind) === wallet.save()], [32, "paid", true]);
  assert.equal(Wallet.load(deep(new Catalog(log.catalogs.first)), behind).balance, 32);
  behind.free();
  for (const use of [() => wallet.balance, () => wallet.save(), () => wallet.charge({}), () => wallet.subscription(), () => wallet.simulate({}), () => wallet.free()]) {
    assert.throws(use, { name: "DrawdownError", code: "freed", message: "this wallet has been freed" });
  }
  wallet[Symbol.dispose]();
  assert.throws(() => Wallet.open(own, "acct-7", {}, NOON), { code: "freed" });
});

test("an accessor may use the wallet that it is passed to, and overflow the stack", () => {
  const { wallet } = plain();
  const nested = { operation: "image", get amount() { return wallet.charge({ operation: "image", amount: 8 }).receipt.amount; } };
  assert.equal(wallet.charge(nested).receipt.amount, 8);
  const endless = { get operation() { return endless.operation; } };
  for (const act of [() => wallet.charge(endless), () => wallet.price(endless), () => wallet.apply(endless), () => wallet.simulate(endless)]) assert.throws(act);
  assert.equal(Wallet.load(catalog, wallet.save()).balance, wallet.balance);
});

test("a wallet that the host has stopped in the middle of a change says so, and no half of it can be saved", () => {
  const { wallet } = plain();
  const before = wallet.save();
  const codes = new Set();
  let calls = 0;
  const dig = () => {
    try {
      dig();
    } catch (error) {
      calls += 1;
      try {
        wallet.charge({ operation: "image", amount: 1 });
      } catch ({ name, code }) {
        codes.add(code ?? name);
      }
      if (calls < 100) throw error;
    }
  };
  dig();
  for (const code of codes) assert.ok(["RangeError", "stopped"].includes(code), code);
  if (codes.has("stopped")) {
    for (const use of [() => wallet.balance, () => wallet.save(), () => wallet.advanceTo("2026-11-02")]) {
      assert.throws(use, { code: "stopped", message: /load its last state/ });
    }
  } else {
    assert.equal(wallet.receipts().reduce((left, { amount }) => left - amount, 40), wallet.balance);
  }
  assert.equal(Wallet.load(catalog, before).charge({ operation: "image", amount: 40 }).outcome, "paid");
});

test("the collector frees wallets", () => {
  const more = grownBy(
    `import { Catalog, Wallet } from "drawdown/wallet";
    const catalog = new Catalog(${JSON.stringify(studio)});`,
    `const { wallet } = Wallet.open(catalog, "acct-7", { plan: "pro" }, "2026-11-01T12:00Z");
    for (let job = 0; job < 20; job += 1) wallet.apply({ id: "job-" + job, at: "2026-11-01T12:00Z", charge: { operation: "image", amount: 1 } });`,
  );
  assert.ok(more < 32 << 20, `${more} bytes more`);
});

test("the streamed entry is the same, once it is there", async () => {
  await web.init();
  const { wallet } = web.Wallet.open(new web.Catalog(studio), "acct-7", { plan: "pro" }, NOON);
  assert.equal(wallet.balance, 1040);
  assert.throws(() => web.Wallet.load(catalog, wallet.save()), { code: "type", path: "/catalog" });
  const script = `
    import { Catalog, Wallet } from "drawdown/wallet/web";
    for (const early of [() => new Catalog("{}"), () => Wallet.load(undefined, "{}")]) try { early(); } catch ({ code }) { console.log(code); }`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: import.meta.dirname, encoding: "utf8" });
  assert.equal(printed, "not_loaded\nnot_loaded\n");
});

for (const page of ["docs/javascript.md", "docs/server.md"]) test(`the example of ${page} prints what it says`, async () => {
  const examples = await examplesOf(page, "drawdown/wallet");
  assert.equal(examples.length, 1);
  await assertPrints(examples[0]);
});
