// A browser's `Worker` in Node, as far as `drawdown/worker` uses one: a thread that runs a module.
import { readFile } from "node:fs/promises";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";

export class BrowserWorker {
  static started = 0;

  constructor(url) {
    BrowserWorker.started += 1;
    this.thread = new Worker(new URL(import.meta.url), { workerData: url.href });
    this.thread.on("message", (data) => this.onmessage?.({ data }));
    this.thread.on("error", ({ message }) => this.onerror?.({ message, preventDefault() {} }));
  }

  postMessage(data) {
    this.thread.postMessage(data);
  }

  terminate() {
    this.thread.terminate();
  }
}

if (!isMainThread && typeof workerData === "string") {
  globalThis.postMessage = (data, transfer) => parentPort.postMessage(data, transfer);
  globalThis.addEventListener = (_, hear) => parentPort.on("message", (data) => hear({ data }));
  globalThis.fetch = async (url) => new Response(await readFile(url), { headers: { "content-type": "application/wasm" } });
  await import(workerData);
}
