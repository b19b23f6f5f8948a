// The geometry of the charts.
import assert from "node:assert/strict";
import { writeFile, rm } from "node:fs/promises";
import { join } from "node:path";
import test, { after } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const PKG = join(import.meta.dirname, "..");
const FILE = join(PKG, `test/charts.${process.pid}.built.mjs`);
const PARTS = ["parts/chart-plan", "parts/chart-cursor", "parts/volume-plan", "engine/volumes", "format/amount"];

const contents = PARTS.map((part) => `export * from "./${part}";`).join("\n");
const [{ text }] = (
  await build({
    stdin: { contents, resolveDir: join(PKG, "elements"), loader: "ts" },
    bundle: true, format: "esm", platform: "node", external: ["lit", "lit/*"], write: false,
  })
).outputFiles;
await writeFile(FILE, text);
after(() => rm(FILE));
const { scaleTo, shapesOf, stepsOf, planOf, ChartCursor, volumePlan, costsOf, scaled, sharesOf, percentOf } = await import(pathToFileURL(FILE));

const DAY = 86_400_000;

/** A balance of so many days, with these classes. */
function balance(days, ...closings) {
  const series = closings.map((amount, i) => ({ name: `Class ${i}`, closing: Float64Array.from({ length: days }, (_, day) => amount(day)) }));
  const total = Float64Array.from({ length: days }, (_, day) => series.reduce((sum, { closing }) => sum + closing[day], 0));
  const none = new Float64Array(days);
  return {
    days: Float64Array.from({ length: days }, (_, day) => day * DAY), until: days * DAY, zone: "UTC", series, total, spendable: total,
    issued: none, spent: none, ended: none, months: [], bought: new Set(), short: [], unmarked: false, runOut: null, runOutLabel: "",
  };
}

test("a scale ends at a round number, and has about four steps", () => {
  assert.deepEqual(scaleTo(0), { top: 1, steps: [0, 1] });
  assert.deepEqual(scaleTo(4100), { top: 5000, steps: [0, 1000, 2000, 3000, 4000, 5000] });
  for (const most of [0.003, 1, 7, 99, 1234.5, 3e9]) {
    const { top, steps } = scaleTo(most);
    assert.ok(top >= most && steps.at(-1) === top && steps[0] === 0 && steps.length >= 3 && steps.length <= 7, `${most}: ${steps}`);
  }
});

/** A path without its points that are no corners. */
function corners(path) {
  const points = path.slice(1).replace("Z", "").split("L").map((point) => point.split(",").map(Number));
  const isBetween = ([x, y], before, after) => before && after && ((x === before[0] && x === after[0]) || (y === before[1] && y === after[1]));
  const unique = points.filter(([x, y], i) => x !== points[i - 1]?.[0] || y !== points[i - 1]?.[1]);
  return unique.filter((point, i) => !isBetween(point, unique[i - 1], unique[i + 1])).map((point) => point.join()).join(" ");
}

test("classes are stacked, and each day has its width, the last one too", () => {
  const { areas, lines } = shapesOf(balance(3, () => 10, (day) => day), [0, 10, 20, 30], (amount) => 100 - amount);
  assert.deepEqual(areas.map(corners), [
    "0,90 30,90 30,100 0,100",
    "0,90 10,90 10,89 20,89 20,88 30,88 30,90 0,90",
  ]);
  assert.deepEqual(lines.map(corners), ["0,90 30,90", "10,89 20,89 20,88 30,88"]);
});

test("a class without credits has no line, which falls to where they end", () => {
  const { lines } = shapesOf(balance(4, () => 10, (day) => (day === 1 ? 5 : 0)), [0, 10, 20, 30, 40], (amount) => 100 - amount);
  assert.match(lines[1], /^M10,85L20,85L20,90(L\d+,90)*$/);
});

test("of the days in a pixel, the one with the least spendable is drawn", () => {
  const spendable = Float64Array.from({ length: 3660 }, (_, day) => (day === 1801 ? 0 : 100 + (day % 7)));
  const edges = Array.from({ length: 3661 }, (_, day) => (day * 732) / 3660);
  const steps = stepsOf(spendable, edges, 1);
  assert.equal(steps.length, 733);
  assert.ok(steps.some(({ day }) => day === 1801));
  assert.equal(steps.at(-1).x, 732);
  assert.deepEqual(stepsOf(new Float64Array(), [], 1), []);
});

test("rises that are too close share a step of the line, but not of the ground", () => {
  const often = planOf(balance(365, (day) => (day % 7 === 0 ? 100 : 4)), 320).shapes;
  const seldom = planOf(balance(365, (day) => 100 - (day % 90)), 320).shapes;
  const points = ([path]) => path.split("L").length;
  assert.ok(points(often.lines) < 60 && points(often.areas) > 300, `${points(often.lines)}, ${points(often.areas)}`);
  assert.ok(points(seldom.lines) > 300);
});

test("ten years of four classes are as small as the pixels, and take (no gate)", (context) => {
  const data = balance(3660, (day) => 100 - (day % 30), (day) => 4000 - ((day * 131) % 4000), (day) => day % 50, () => 10);
  const times = Array.from({ length: 9 }, () => {
    const began = performance.now();
    planOf(data, 742);
    return performance.now() - began;
  }).sort((a, b) => a - b);
  const { areas, lines } = planOf(data, 742).shapes;
  const characters = [...areas, ...lines].join("").length;
  context.diagnostic(`${times[4].toFixed(1)} ms in the middle, ${characters} characters`);
  assert.ok(characters < 250_000);
});

test("a cursor stays within the places, and leaves other keys alone", () => {
  const host = { addController() {}, requestUpdate() {} };
  let count = 40;
  const cursor = new ChartCursor(host, () => ({ count, page: 7, at: (x) => Math.floor(x / 10) }));
  const press = (key, more) => {
    let isTaken = false;
    cursor.keyed({ key, preventDefault: () => (isTaken = true), ...more });
    return [cursor.place, isTaken];
  };
  assert.deepEqual(press("ArrowLeft"), [0, true]);
  assert.deepEqual(press("ArrowRight"), [1, true]);
  assert.deepEqual(press("PageUp"), [8, true]);
  assert.deepEqual(press("End"), [39, true]);
  assert.deepEqual(press("ArrowUp"), [39, true]);
  assert.deepEqual(press("Home", { ctrlKey: true }), [39, false]);
  assert.deepEqual(press("Tab"), [39, false]);
  cursor.pointed({ clientX: 125, currentTarget: { getBoundingClientRect: () => ({ left: 100 }) } });
  assert.equal(cursor.place, 2);
  count = 2;
  cursor.hostUpdate();
  assert.equal(cursor.place, 1);
});

test("a percentage of an amount is exact", () => {
  assert.equal(percentOf(4, 41.7804), "1.671216");
  assert.equal(percentOf("0.1", "0.1"), "0.0001");
  assert.equal(percentOf("1.5", 200), "3");
  assert.equal(percentOf("0.333333333333", "12.3456"), "0.041151999999");
  assert.equal(percentOf("x", 5), "x");
});

test("a need is scaled line by line", () => {
  const lines = [{ request: { operation: "a" }, per_day: 4, days: 20 }, { request: { operation: "b" }, per_week: "3" }];
  assert.deepEqual(scaled({ months: 3, lines }, 50), {
    months: 3,
    lines: [{ request: { operation: "a" }, per_day: "2", days: 20 }, { request: { operation: "b" }, per_week: "1.5" }],
  });
});

const step = (from, until) => ({ from, until });

test("volumes are round, and those where another option becomes the cheapest", () => {
  assert.deepEqual(sharesOf({ up_to: 200, steps: [step(0.1, 41.7803), step(41.7804, 200)] }, 50), [0.1, 41.7804, 50, 100, 150]);
  const many = Array.from({ length: 100 }, (_, i) => step(i + 0.1, i + 1));
  assert.equal(sharesOf({ up_to: 200, steps: many }, 20).length, 10);
});

/** Options as a fit lists them: the best first. */
const fit = (...options) => ({ options: options.map(([plan, cost, state = "covers"]) => ({ plan, name: plan, cost, state })) });
const FITS = [
  [0.1, fit(["small", 10], ["large", 50])],
  [50, fit(["small", 40], ["large", 50])],
  [100, fit(["large", 50], ["small", 70], ["huge", 900], ["none", undefined])],
  [200, fit(["large", 60], ["small", 200, "need_only"], ["huge", 900])],
];

test("costs list the options that suffice, the cheapest first", () => {
  const { volumes, options } = costsOf(FITS, 1000);
  assert.deepEqual(volumes.map(({ need }) => need), [1, 500, 1000, 2000]);
  assert.deepEqual(volumes.map(({ costs }) => [...costs.keys()].join()), ["small,large", "small,large", "large,small,huge", "large,huge"]);
  assert.deepEqual(options.map(({ key, isCheapest }) => [key, isCheapest]), [["small", true], ["large", true], ["huge", false]]);
});

test("the cheapest is drawn along, up to where another one is cheaper", () => {
  const plan = volumePlan(costsOf(FITS, 1000), 742);
  assert.deepEqual(plan.best.map(({ option, from, until }) => [option, from, until]), [[0, 0, 2], [1, 2, 3]]);
  // What costs many times as much is left to the reading and the table.
  assert.equal(plan.top, 120);
  assert.equal(plan.lines[2], "");
  assert.deepEqual(plan.names.map(({ text }) => text), ["small", "large"]);
  for (const { path } of plan.best) assert.doesNotMatch(path, /NaN|Infinity/);
});

test("volumes for which no option suffices are a gap", () => {
  const { best, names } = volumePlan(costsOf([[50, fit(["small", 40])], [100, fit()], [200, fit(["large", 80])]], 1000), 320);
  assert.deepEqual(best.map(({ option, path }) => [option, path !== ""]), [[0, true], [-1, false], [1, true]]);
  assert.equal(names.length, 2);
  assert.deepEqual(volumePlan(costsOf([[100, fit()]], 0), 320).names, []);
});
