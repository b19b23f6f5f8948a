// Simulations, forecasts and fits on a separate thread, for pages: `drawdown/worker`.

import { page } from "./compiled.js";
import { DrawdownError } from "./errors.js";

export class SimulationWorker {
  #worker;
  #options;
  /** Why the thread is no more; the next question starts another, unless it was ended on purpose. */
  #dead;
  /** Pending requests, in order. */
  #waiting = new Map();
  #last = 0;

  constructor(options = {}) {
    if (typeof Worker === "undefined") {
      throw new DrawdownError("not_loaded", "this host has no Worker: use simulateAsync() and forecastAsync() instead");
    }
    this.#options = options;
    this.#start();
  }

  simulate(catalog, scenario, options) {
    return this.#ask("simulate", catalog, scenario, options);
  }

  forecast(catalog, scenario, options) {
    return this.#ask("forecast", catalog, scenario, options);
  }

  fit(catalog, need, options) {
    return this.#ask("fit", catalog, need, options);
  }

  breakEven(catalog, need, options) {
    return this.#ask("breakEven", catalog, need, options);
  }

  sensitivity(catalog, need, options) {
    return this.#ask("sensitivity", catalog, need, options);
  }

  seasonalPlan(catalog, need, options) {
    return this.#ask("seasonalPlan", catalog, need, options);
  }

  savings(catalog, need, options) {
    return this.#ask("savings", catalog, need, options);
  }

  compare(catalogs, need, options) {
    return this.#ask("compare", Array.from(catalogs ?? []), need, options);
  }

  compareRun(catalogs, run, options) {
    return this.#ask("compareRun", Array.from(catalogs ?? []), run, options);
  }

  #ask(kind, catalog, scenario, { signal, onProgress, ...options } = {}) {
    const id = (this.#last += 1);
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = () => {
        const { began } = this.#waiting.get(id);
        this.#done(id);
        if (began) this.#restart();
        else this.#worker.postMessage({ id, abort: true });
        reject(signal.reason);
      };
      const message = { id, kind, catalog, scenario, options, progress: onProgress !== undefined };
      this.#send(message);
      this.#waiting.set(id, { message, share: 0, resolve, reject, onProgress, signal, abort });
      signal?.addEventListener("abort", abort);
    });
  }

  /** Refuses values that cannot be sent to the thread, as the thread would. */
  #send(message) {
    if (this.#dead?.name === "AbortError") throw this.#dead;
    if (this.#dead) this.#start();
    if ([message.catalog].flat().some((catalog) => typeof catalog?.estimate === "function")) {
      throw new DrawdownError("type", "a thread takes no catalog handle: pass the catalog's object or text", "/catalog");
    }
    try {
      this.#worker.postMessage(message);
    } catch (error) {
      const refused = refusal(message);
      if (refused) throw refused;
      if (error.name !== "DataCloneError") throw error;
      // Proxies, in which frameworks wrap objects, cannot be sent; what they say can.
      const { catalog, scenario, options } = message;
      Object.assign(message, JSON.parse(JSON.stringify({ catalog, scenario, options })));
      this.#worker.postMessage(message);
    }
  }

  terminate() {
    this.#worker.terminate();
    this.#fail(new DOMException("the worker was terminated", "AbortError"));
  }

  [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
    this.terminate();
  }

  #start() {
    this.#dead = undefined;
    const { thread, module } = this.#options;
    // Bundlers find the thread by this very form.
    const worker = thread === undefined
      ? new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module", name: "drawdown" })
      : new Worker(thread, { type: "module", name: "drawdown" });
    const start = (module) => worker.postMessage({ start: { module: module instanceof URL ? module.href : module } });
    // A thread of one's own may be of another build.
    if (module === undefined && thread === undefined && page.coming) {
      worker.postMessage({ start: { soon: true } });
      // If the page has none, the thread tries for itself.
      page.coming.then(start).catch(() => start());
    } else start(module);
    worker.onmessage = ({ data }) => {
      if (worker === this.#worker) this.#heard(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker !== this.#worker) return;
      worker.terminate();
      this.#fail(new DrawdownError("not_loaded", event.message || "the thread could not be loaded"));
    };
    this.#worker = worker;
  }

  /** A thread hears nothing while it computes a fit, so an abort ends it, and another thread takes
   * over. */
  #restart() {
    this.#worker.terminate();
    this.#start();
    for (const waiting of this.#waiting.values()) {
      waiting.began = false;
      this.#worker.postMessage(waiting.message);
    }
  }

  #heard({ id, began, progress, result, error }) {
    const waiting = this.#waiting.get(id);
    if (began && !waiting) return this.#restart();
    if (!waiting) return;
    if (began) return void (waiting.began = true);
    if (progress !== undefined) {
      // Progress does not fall when another thread starts again.
      waiting.share = Math.max(waiting.share, progress);
      return this.#tell(id, waiting);
    }
    this.#done(id);
    if (error) waiting.reject(Object.assign(new Error(error.message), error));
    else waiting.resolve(result);
  }

  /** What `onProgress` throws ends the question. */
  #tell(id, { share, onProgress, reject, began }) {
    try {
      onProgress(share);
    } catch (error) {
      this.#done(id);
      if (began) this.#restart();
      else this.#worker.postMessage({ id, abort: true });
      reject(error);
    }
  }

  #done(id) {
    const { signal, abort } = this.#waiting.get(id);
    signal?.removeEventListener("abort", abort);
    this.#waiting.delete(id);
  }

  #fail(error) {
    this.#dead = error;
    for (const [id, { reject }] of this.#waiting) {
      this.#done(id);
      reject(error);
    }
  }
}

/** The first function or symbol in a request, as an error with its path. */
function refusal({ catalog, scenario, options }) {
  for (const part of [catalog, scenario, options]) {
    const found = placeOf(part, []);
    if (!found) continue;
    const path = found.keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
    const [code, message] = ["type", `expected a value that JSON can hold, found a ${typeof found.value}`];
    return new DrawdownError(code, message, path);
  }
  return undefined;
}

/** The path of the first one; every object is visited once. */
function placeOf(value, keys, seen = new Set()) {
  if (["function", "symbol"].includes(typeof value)) return { value, keys };
  if (typeof value !== "object" || value === null || seen.has(value)) return undefined;
  seen.add(value);
  for (const key of Object.keys(value)) {
    const found = placeOf(value[key], [...keys, key], seen);
    if (found) return found;
  }
  return undefined;
}
