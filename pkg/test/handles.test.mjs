// Handles: one that was freed says so, whatever it is asked; what nobody frees, the collector takes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import * as everything from "drawdown";
import * as prices from "drawdown/prices";
import * as web from "drawdown/web";
import { grownBy } from "./collected.mjs";

const text = await readFile(new URL("clip.json", import.meta.url), "utf8");
const scenario = { start: "2026-11-01", for: "1 month" };

/** A handle of each kind, fresh. */
const handles = {
  catalog: () => new everything.Catalog(text),
  "catalog of prices": () => new prices.Catalog(text),
  preview: () => new everything.Catalog(text).preview("clip-2"),
  "preview of prices": () => new prices.Catalog(text).preview("clip-2"),
  projection: () => new everything.Catalog(text).simulate(scenario),
  simulation: () => new everything.Catalog(text).simulation(scenario),
  forecasting: () => new everything.Catalog(text).forecasting(scenario),
};

/** Everything that it can be asked, with its prototypes' own. */
function asked(handle) {
  const names = new Set();
  for (let at = Object.getPrototypeOf(handle); at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) if (name !== "constructor") names.add(name);
  }
  return [...names];
}

for (const [kind, make] of Object.entries(handles)) {
  test(`a freed ${kind} says so on every method, every property and a second free`, () => {
    const handle = make();
    const names = asked(handle);
    assert.ok(names.includes("free") && names.length > 3, names.join());
    handle.free();
    for (const name of names) {
      const use = () => (typeof handle[name] === "function" ? handle[name]() : undefined);
      assert.throws(use, { name: "DrawdownError", code: "freed" }, name);
    }
    assert.ok(handle instanceof make().constructor);
  });

  test(`a ${kind} is disposed of once, and again without harm`, () => {
    const handle = make();
    const dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");
    handle[dispose]();
    handle[dispose]();
    assert.throws(() => handle.free(), { code: "freed" });
  });
}

test("other handles of the same kind go on", () => {
  const [one, other] = [handles.preview(), handles.preview()];
  one.free();
  other.set(other.slot("seconds"), 12);
  other.pick(other.slot("resolution"), 1);
  assert.equal(other.total(), 294);
});

test("a preview, a projection and a run outlive their catalog", () => {
  const catalog = handles.catalog();
  const [preview, projection, simulation] = [catalog.preview("clip-2"), catalog.simulate(scenario), catalog.simulation(scenario)];
  catalog.free();
  preview.set(preview.slot("seconds"), 12);
  assert.equal(projection.summary().catalog, "example");
  assert.equal(simulation.finish().summary().totals.spent, 0);
});

test("before init, everything that needs the module says so", () => {
  const script = `
    const entries = await Promise.all([import("drawdown/web"), import("drawdown/prices/web")]);
    const said = (act) => { try { act(); return "nothing"; } catch ({ code }) { return code; } };
    const uses = ({ Catalog, version, semantics }) => [() => new Catalog("{}"), version, semantics];
    const before = entries.flatMap((entry) => uses(entry).map(said));
    await Promise.all(entries.flatMap(({ init }) => [init(), init()]));
    console.log(JSON.stringify([before, entries.map(({ version }) => version())]));`;
  const options = ["--input-type=module", "--eval", script];
  const printed = execFileSync(process.execPath, options, { cwd: import.meta.dirname, encoding: "utf8" });
  assert.deepEqual(JSON.parse(printed), [Array(6).fill("not_loaded"), Array(2).fill(everything.version())]);
});

test("init says where it found no module, and may be tried again", async () => {
  const { createServer } = await import("node:http");
  const server = createServer((request, response) => {
    if (request.url === "/page") response.setHeader("content-type", "text/html").end("<!doctype html>");
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${server.address().port}`;
  try {
    for (const [path, why] of [["/missing", "HTTP 404"], ["/page", "the answer is a page"]]) {
      const refused = { code: "not_loaded", message: new RegExp(`${path} \\(${why}\\): serve`) };
      await assert.rejects(web.init(address + path), refused);
      await assert.rejects(web.init(new URL(address + path)), refused);
    }
    await assert.rejects(web.init("http://127.0.0.1:9/none"), { code: "not_loaded" });
  } finally {
    server.close();
  }
  await web.init();
  assert.equal(new web.Catalog(text).id, "example");
});

test("100,000 handles made and freed, and as many bad inputs, leave memory flat and the instance well", () => {
  const script = `
    import { Catalog } from "drawdown";
import { grownBy } from "./collected.mjs";
    const text = ${JSON.stringify(text)};
    const kept = new Catalog(text);
    const rounds = (count) => {
      for (let i = 0; i < count; i += 1) {
        const preview = kept.preview("clip-2");
        preview.set(0, 3 + (i % 20));
        preview.free();
        try { kept.estimate(BAD[i % BAD.length]); throw new Error("it was taken"); }
        catch (error) { if (error.name !== "DrawdownError") throw error; }
        if (i % 20 === 0) {
          new Catalog(text).free();
          try { new Catalog(text.slice(0, i % text.length)); throw new Error("it was taken"); }
          catch (error) { if (error.name !== "DrawdownError") throw error; }
        }
      }
    };
    const deep = {}; let at = deep;
    for (let i = 0; i < 300; i += 1) at = at.settings = {};
    const BAD = [null, undefined, 5, "clip", [], {}, { operation: 5 }, { operation: "nope" }, { operation: "clip-2", settings: { seconds: NaN } },
      { operation: "clip-2", settings: { seconds: "x".repeat(999) } }, { operation: "clip-2", runs: -1 }, { operation: "clip-2", other: 1 },
      { operation: "clip-2", at: "never" }, { operation: "clip-2", settings: [] }, { operation: "clip-2", settings: { seconds: { deep } } }, Promise.resolve()];
    rounds(20_000);
    globalThis.gc();
    const before = process.memoryUsage();
    rounds(100_000);
    globalThis.gc();
    const after = process.memoryUsage();
    const { total } = kept.estimate({ operation: "clip-2", settings: { seconds: 12, resolution: "1080p" } });
    console.log(JSON.stringify([total, after.heapUsed - before.heapUsed, after.rss - before.rss]));`;
  const options = ["--expose-gc", "--input-type=module", "--eval", script];
  const printed = execFileSync(process.execPath, options, { cwd: import.meta.dirname, encoding: "utf8" });
  const [total, heap, resident] = JSON.parse(printed);
  assert.equal(total, 294);
  assert.ok(heap < 1 << 20, `${heap} bytes of heap are left over`);
  assert.ok(resident < 32 << 20, `${resident} bytes more are resident`);
});

test("the collector frees what nobody does", () => {
  const more = grownBy(
    `import { Catalog } from "drawdown";
    const catalog = new Catalog(${JSON.stringify(text)});
    const scenario = { start: "2026-01-01", for: "20 years" };`,
    "catalog.simulate(scenario);",
  );
  // A projection of 20 years holds half a megabyte: a thousand that stayed would be 500.
  assert.ok(more < 64 << 20, `${more} bytes more`);
});

test("a caller's accessor that overflows the stack locks no handle", () => {
  const [catalog, preview] = [handles.catalog(), handles.preview()];
  const endless = { get operation() { return endless.operation; } };
  for (const act of [
    () => catalog.estimate(endless), () => catalog.total(endless), () => catalog.quote(endless), () => catalog.verify(endless),
    () => catalog.simulate({ get start() { return endless.operation; } }), () => new everything.Catalog(endless),
    () => preview.slot({ toJSON() { return endless.operation; } }),
  ]) assert.throws(act);
  const deeper = (depth) => {
    try {
      catalog.estimate({ operation: "clip-2", settings: { get seconds() { return deeper(depth + 1); }, resolution: "1080p" } });
    } catch {
      return 12;
    }
    return 12;
  };
  deeper(0);
  assert.equal(catalog.estimate({ operation: "clip-2", settings: { seconds: 12, resolution: "1080p" } }).total, 294);
  preview.set(preview.slot("seconds"), 12);
  preview.pick(preview.slot("resolution"), 1);
  assert.equal(preview.total(), 294);
});

test("a handle freed through a proxy is freed once, whatever the collector does", () => {
  const script = `
    import { Catalog } from "drawdown";
    const text = ${JSON.stringify(text)};
    const request = { operation: "clip-2", settings: { seconds: 12, resolution: "1080p" } };
    const collect = async () => { globalThis.gc(); await new Promise((resolve) => setTimeout(resolve, 20)); };
    // Objects that are read from a proxy are wrapped too, as frameworks do it.
    const deep = (object) => new Proxy(object, { get(target, key) {
      const value = Reflect.get(target, key, target);
      return typeof value === "object" && value !== null ? deep(value) : value;
    } });
    let totals = [];
    for (let i = 0; i < 50; i += 1) {
      const catalog = new Catalog(text);
      for (const handle of [catalog.preview("clip-2"), catalog.simulate({ start: "2026-11-01", for: "1 month" }), catalog.simulation({ start: "2026-11-01", for: "1 month" }).finish(), catalog]) {
        deep(handle).free();
        try { handle.free(); totals.push("freed twice"); } catch ({ code }) { if (code !== "freed") totals.push(code); }
      }
    }
    const others = Array.from({ length: 50 }, () => new Catalog(text));
    await collect();
    await collect();
    totals.push(...others.map((other) => other.estimate(request).total));
    console.log(JSON.stringify([...new Set(totals)]));`;
  const options = ["--expose-gc", "--input-type=module", "--eval", script];
  assert.equal(execFileSync(process.execPath, options, { cwd: import.meta.dirname, encoding: "utf8" }).trim(), "[294]");
});

test("an init that ends late leaves a module alone that another entry has started", () => {
  const script = `
    import { readFile } from "node:fs/promises";
    import * as web from "../prices/web.js";
    const bytes = await readFile(new URL("../generated/prices/drawdown_bg.wasm", ${JSON.stringify(import.meta.url)}));
    const late = web.init(new Promise((resolve) => setTimeout(() => resolve(bytes), 50)));
    const { Catalog } = await import("../prices/index.js");
    const catalog = new Catalog(${JSON.stringify(text)});
    await late;
    await web.init("nowhere");
    console.log(catalog.estimate({ operation: "clip-2", settings: { seconds: 12, resolution: "1080p" } }).total);`;
  const options = ["--input-type=module", "--eval", script];
  assert.equal(execFileSync(process.execPath, options, { cwd: import.meta.dirname, encoding: "utf8" }).trim(), "294");
});

test("what is not the module is refused as such", () => {
  const script = `
    import { init } from "drawdown/web";
    const codes = [];
    for (const wrong of [new Uint8Array(8), new Response("text"), new Response("x", { headers: { "content-type": "application/wasm" } }), {}, 5]) {
      await init(wrong).catch(({ code }) => codes.push(code));
    }
    console.log(codes.join());`;
  const options = ["--input-type=module", "--eval", script];
  const printed = execFileSync(process.execPath, options, { cwd: import.meta.dirname, encoding: "utf8" });
  assert.equal(printed.trim(), Array(5).fill("not_loaded").join());
});
