// Pure functions, without a browser.
import { expect, test } from "@playwright/test";
import type { CatalogInfo } from "drawdown";
import { Catalog } from "drawdown";
import { balanceOf } from "@elements/engine/balance";
import { lastBegun } from "@elements/engine/days";
import { fieldOf } from "@elements/engine/faults";
import { projected } from "@elements/engine/projected";
import { EMPTY, requestOf, withField } from "@elements/engine/selection";
import { amountOf, counted, decimal, readable, stepped } from "@elements/format/amount";
import { ago, day } from "@elements/format/date";
import { between, brief, perYear, price, times } from "@elements/format/fit";
import { allowed, titled, valued } from "@elements/format/setting";
import type { UsageReport } from "drawdown/usage";
import { csv } from "../src/engine/usage";
import { read, write } from "../src/url-state/address";
import { localise } from "@elements/localise";

localise({ locale: "en-GB" });

test("amounts are read without loss", () => {
  const cases: [number | string, string][] = [
    [0, "0"], [7, "7"], [-7, "−7"], [1000, "1,000"], [999, "999"], [1234567.25, "1,234,567.25"],
    ["12345678901234567.25", "12,345,678,901,234,567.25"], ["-1000.0001", "−1,000.0001"],
    [1e-7, "0.0000001"], [1e21, "1,000,000,000,000,000,000,000"], [1.5e-9, "0.0000000015"],
    [0.000000000001, "0.000000000001"], ["0.10", "0.10"],
  ];
  for (const [amount, text] of cases) expect(readable(amount), String(amount)).toBe(text);
  expect(decimal(-2.5e-7)).toBe("-0.00000025");
  expect(counted(1, "credit", "credits")).toBe("1 credit");
  expect(counted("0.5", "credit", "credits")).toBe("0.5 credits");
});

test("typed text goes on as a number only where that is the same", () => {
  expect(amountOf(" 12 ")).toBe(12);
  expect(amountOf("0.5")).toBe(0.5);
  expect(amountOf("12345678901234567.25")).toBe("12345678901234567.25");
  expect(amountOf("0.50")).toBe("0.50");
  expect(amountOf("x")).toBe("x");
  expect(amountOf("")).toBe("");
});

test("steps are exact and stay within bounds", () => {
  expect(stepped("0.1", "0.2", 1)).toBe("0.3");
  expect(stepped("0.3", 0.1, -1)).toBe("0.2");
  expect(stepped("5", 1, 1, 3, 5)).toBe("5");
  expect(stepped("0", "0.5", -1)).toBe("-0.5");
  expect(stepped("9007199254740993", 1, 1)).toBe("9007199254740994");
  expect(stepped("x", 1, 1)).toBeNull();
});

test("dates, ages and settings in words", () => {
  expect(day("2026-10-30")).toBe("30 October 2026");
  expect(day("someday")).toBe("someday");
  expect(ago("2026-11-22T10:00:00Z", "2026-11-22T10:05:30Z")).toBe("5 minutes ago");
  expect(ago("2026-11-22T10:00:00Z", "2026-11-22T10:00:30Z")).toBe("just now");
  expect(ago("2026-11-20T10:00:00Z", "2026-11-22T11:00:00Z")).toBe("2 days ago");
  expect(titled("text-to-video")).toBe("Text to video");
  expect(valued(true)).toBe("yes");
  expect(valued([5, "1000"], "s")).toBe("5, 1,000 s");
  expect(valued("720p")).toBe("720p");
  const number = { name: "x", label: "X", kind: "number", numeric: true, optional: false, after: false, results: false } as const;
  expect(allowed({ ...number, min: 3, max: 30, step: 1, unit: "s" })).toBe("3–30 s");
  expect(allowed({ ...number, min: 0, step: "0.5" })).toBe("0 or more, in steps of 0.5");
  expect(allowed({ ...number, kind: "list", max_items: 5 })).toBe("0–5 values, separated by commas");
});

test("pointers lead to fields", () => {
  expect(fieldOf("/settings/seconds")).toBe("settings.seconds");
  expect(fieldOf("/settings/a~1b/2")).toBe("settings.a/b");
  expect(fieldOf("/used/web~1searches")).toBe("used.web/searches");
  expect(fieldOf("/balance/as_of")).toBe("balanceAsOf");
  expect(fieldOf("/balance/amount")).toBe("balance");
  expect(fieldOf("")).toBe("");
});

const INFO: CatalogInfo = {
  id: "t", name: "T", version: "1", as_of: "2026-11-01", digest: "", unit: "credit", units: "credits", step: 1, notes: [], plans: [],
  operations: ["a", "b"].map((id) => ({
    id, name: id, tags: [], pricing: "priced", approximate: false,
    settings: [
      { name: "seconds", label: "Seconds", kind: "number", numeric: true, default: 5, optional: false, after: false, results: false },
      { name: "size", label: "Size", kind: "choice", choices: [5, 10], numeric: true, optional: false, after: false, results: false },
      { name: "sound", label: "Sound", kind: "flag", numeric: false, default: true, optional: false, after: false, results: false },
      { name: "clips", label: "Clips", kind: "list", numeric: false, default: [1, 2], optional: false, after: false, results: false },
    ],
  })),
};

test("a selection survives the address, and its defaults stay out of it", () => {
  let selection = { ...EMPTY, operation: "b" };
  selection = withField(selection, "settings.seconds", "7.50");
  selection = withField(selection, "settings.size", "10");
  selection = withField(selection, "settings.sound", false);
  selection = withField(selection, "settings.clips", "3, 4");
  selection = withField(selection, "runs", "2");
  selection = withField(selection, "used.searches", " 4900 ");
  const query = write("t", selection, INFO);
  expect(query).toBe("platform=t&operation=b&runs=2&s.seconds=7.50&s.size=10&s.sound=no&s.clips=3,4&used.searches=4900");
  const back = read(new URLSearchParams(query), INFO);
  expect(back.notices).toEqual([]);
  expect(write("t", back.selection, INFO)).toBe(query);
  const standard = { ...EMPTY, operation: "a", settings: { seconds: "5", sound: true, clips: "1, 2", size: "" } };
  expect(write("t", standard, INFO)).toBe("platform=t");
});

test("a request is what is set, and the page's instant", () => {
  const [operation] = INFO.operations;
  if (!operation) throw new Error("no operation");
  const selection = { ...EMPTY, operation: "a", settings: { seconds: "", size: "10", clips: "3, 4" }, used: { searches: "4900", gpu: " " }, balance: "9", balanceAsOf: "2026-11-01" };
  expect(requestOf(selection, operation, "2026-11-22T10:00:00Z")).toEqual({
    operation: "a", settings: { size: 10, clips: [3, 4] }, at: "2026-11-22T10:00:00Z", runs: 1,
    used: { searches: 4900 },
    balance: { amount: 9, as_of: "2026-11-01" },
  });
});

test("money and needs are told without loss", () => {
  expect(price(74.17, "USD")).toBe("74.17\u00a0USD");
  expect(price("1234.5", "USD")).toBe("1,234.50\u00a0USD");
  expect(price(0)).toBe("0.00");
  expect(price("0.000994")).toBe("0.000994");
  expect(perYear(890, 12)).toBe("890.00");
  expect(perYear(100, 36)).toBe("33.33");
  expect(perYear("0.005", 12)).toBe("0.01");
  expect(perYear("12345678901234567.25", 6)).toBe("24691357802469134.50");
  expect(brief("25999.999992")).toBe("\u2248\u00a026,000");
  expect(brief("1083.333333")).toBe("\u2248\u00a01,083.33");
  expect(brief("0.105")).toBe("\u2248\u00a00.11");
  expect(brief("98.25")).toBe("98.25");
  expect(between({ low: 49, high: "49" })).toBe("49");
  expect(between({ low: 74448, high: 80652 })).toBe("74,448\u2009\u2013\u200980,652");
  expect(times(1, "top-up", "top-ups")).toBe("1 top-up");
  expect(times(1200, "top-up", "top-ups")).toBe("1,200 top-ups");
});

test("what nobody can spend stands apart from the balance", () => {
  const catalog = new Catalog({
    catalog: "t", version: "1", as_of: "2026-01-01", credit: { name: "credit", plural: "credits", step: "1" },
    classes: { pack: { name: "Packs" } }, operations: [{ id: "image", price: [{ line: "Image", rate: "10" }] }],
  });
  const lots = [{ class: "pack", amount: 50 }, { class: "pack", id: "later", amount: 100, effective: "2026-01-03" }];
  const projection = catalog.simulate({ start: "2026-01-01", until: "2026-01-05", account: { lots }, demand: [{ request: { operation: "image" }, on: ["2026-01-02T00:00:00Z"] }] });
  const { series, total, spendable } = balanceOf(projected(projection), { classes: { pack: { name: "Packs" } } }, "UTC");
  expect(series.map(({ name, closing, withheld = false }) => [name, [...closing], withheld])).toEqual([
    ["Packs", [50, 40, 140, 140], false],
    ["Not usable now", [100, 100, 0, 0], true],
  ]);
  expect([...total]).toEqual([150, 140, 140, 140]);
  expect([...spendable]).toEqual([50, 40, 140, 140]);
});

test("the last day that has begun is found by halving", () => {
  const days = Float64Array.from([10, 20, 30]);
  expect([9, 10, 19, 20, 29, 30, 99].map((at) => lastBegun(days, at))).toEqual([-1, 0, 0, 1, 1, 2, 2]);
  expect(lastBegun(new Float64Array(), 5)).toBe(-1);
});

test("no text of a log becomes a formula in a spreadsheet", () => {
  const sums = {
    events: 1, runs: 1, failed: 0, credits: "-1.5", refunded: "1.5", rated: 0, unknown: 0,
  } as unknown as UsageReport["total"];
  const row = (name: string) => ({ key: [name], sums }) as unknown as UsageReport["rows"][number];
  const report = { by: ["member"], rows: ["=1+1", "@ada", "-5", "a, \"b\""].map(row) } as unknown as UsageReport;
  const names = csv(report).split("\n").slice(1, 5).map((line) => line.split(",1,1,0,-1.5,")[0]);
  expect(names).toEqual(["'=1+1", "'@ada", "-5", "\"a, \"\"b\"\"\""]);
});
