// The page's side of a thread, beside a thread that is made up: what happens when that fails.
import assert from "node:assert/strict";
import { test } from "node:test";

/** A thread that answers everything, or fails at once. */
class FakeWorker {
  static made = [];
  static fails = false;
  sent = [];

  constructor() {
    FakeWorker.made.push(this);
    if (FakeWorker.fails) queueMicrotask(() => this.onerror({ preventDefault() {}, message: "no such file" }));
  }

  postMessage(message) {
    structuredClone(message);
    this.sent.push(message);
    if (message.id !== undefined && !message.abort && !FakeWorker.fails) {
      queueMicrotask(() => {
        if (message.progress) this.onmessage({ data: { id: message.id, progress: 0.5 } });
        this.onmessage({ data: { id: message.id, result: message.scenario } });
      });
    }
  }

  terminate() {}
}

globalThis.Worker = FakeWorker;
const { SimulationWorker } = await import("drawdown/worker");
const scenario = { start: "2026-11-01" };

test("a thread that could not be loaded is started again by the next question", async () => {
  FakeWorker.fails = true;
  const worker = new SimulationWorker();
  await assert.rejects(worker.simulate("{}", scenario), { name: "DrawdownError", code: "not_loaded", message: "no such file" });
  FakeWorker.fails = false;
  assert.deepEqual(await worker.simulate("{}", scenario), scenario);
});

test("a thread that was ended stays so, and says so at once", async () => {
  const worker = new SimulationWorker();
  const pending = worker.simulate("{}", scenario);
  worker.terminate();
  await assert.rejects(pending, { name: "AbortError" });
  await assert.rejects(worker.simulate("{}", scenario), { name: "AbortError" });
});

test("what a proxy says is sent, and a handle is refused", async () => {
  const worker = new SimulationWorker();
  assert.deepEqual(await worker.simulate(new Proxy({ catalog: "x" }, {}), new Proxy(scenario, {})), scenario);
  await assert.rejects(worker.simulate({ estimate() {} }, scenario), { code: "type", path: "/catalog" });
  await assert.rejects(worker.simulate("{}", { start: () => 1 }), { code: "type", path: "/start" });
});

test("what onProgress throws ends the question", async () => {
  const worker = new SimulationWorker();
  const onProgress = () => {
    throw new Error("enough");
  };
  await assert.rejects(worker.simulate("{}", scenario, { onProgress }), { message: "enough" });
  assert.deepEqual(FakeWorker.made.at(-1).sent.at(-1), { id: 1, abort: true });
});
