// Usage logs on a separate thread, for pages: `drawdown/usage/worker`. The thread holds one log.
import { DrawdownError } from "../errors.js";

export class UsageWorker {
  #worker;
  /** Why the thread is no more. */
  #dead;
  /** Pending questions, by number. */
  #waiting = new Map();
  #last = 0;

  constructor({ thread, module } = {}) {
    if (typeof Worker === "undefined") {
      throw new DrawdownError("not_loaded", "this host has no Worker: use UsageLog and readLog() instead");
    }
    // Bundlers find the thread by this very form.
    this.#worker = thread === undefined
      ? new Worker(new URL("./thread.js", import.meta.url), { type: "module", name: "drawdown-usage" })
      : new Worker(thread, { type: "module", name: "drawdown-usage" });
    this.#worker.postMessage({ start: { module: module instanceof URL ? module.href : module } });
    this.#worker.onmessage = ({ data }) => this.#heard(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#end(new DrawdownError("not_loaded", event.message || "the thread could not be loaded"));
    };
  }

  recognise(file, mapping, options) {
    return this.#ask("recognise", [file, mapping], options);
  }

  read(files, readOptions, options) {
    return this.#ask("read", [typeof files?.stream === "function" ? [files] : [...files], readOptions], options);
  }

  info(catalog, options) {
    return this.#ask("info", [catalog], options);
  }

  report(spec, catalog, options) {
    return this.#ask("report", [spec, catalog], options);
  }

  rerate(spec, to, from, options) {
    return this.#ask("rerate", [spec, to, from], options);
  }

  replay(spec, catalog, { others, ...options } = {}) {
    return this.#ask("replay", [spec, catalog, others], options);
  }

  invoices(spec, catalog, { others, ...options } = {}) {
    return this.#ask("invoices", [spec, catalog, others], options);
  }

  forecast(spec, catalog, options) {
    return this.#ask("forecast", [spec, catalog], options);
  }

  terminate() {
    this.#end(new DOMException("the worker was terminated", "AbortError"));
  }

  [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
    this.terminate();
  }

  #ask(kind, given, { signal, onProgress } = {}) {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#dead) throw this.#dead;
      const id = (this.#last += 1);
      this.#worker.postMessage({ id, kind, given });
      const abort = () => {
        this.#worker.postMessage({ id, abort: true });
        this.#done(id);
        reject(signal.reason);
      };
      this.#waiting.set(id, { resolve, reject, onProgress, signal, abort });
      signal?.addEventListener("abort", abort);
    });
  }

  #heard({ id, progress, result, error }) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    if (progress !== undefined) return void waiting.onProgress?.(progress);
    this.#done(id);
    if (error) waiting.reject(Object.assign(new Error(error.message), error));
    else waiting.resolve(result);
  }

  #done(id) {
    const { signal, abort } = this.#waiting.get(id);
    signal?.removeEventListener("abort", abort);
    this.#waiting.delete(id);
  }

  #end(error) {
    this.#worker.terminate();
    this.#dead = error;
    for (const [id, { reject }] of this.#waiting) {
      this.#done(id);
      reject(error);
    }
  }
}
