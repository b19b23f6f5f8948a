// Simulations, forecasts and fits on a thread of their own, for pages: `drawdown/worker`.

export class SimulationWorker {
  #worker;
  /** What was asked and not answered, in that order. */
  #waiting = new Map();
  #last = 0;

  constructor() {
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
      this.#worker.postMessage(message);
      this.#waiting.set(id, { message, share: 0, resolve, reject, onProgress, signal, abort });
      signal?.addEventListener("abort", abort);
    });
  }

  terminate() {
    this.#worker.terminate();
    this.#fail(new DOMException("the worker was terminated", "AbortError"));
  }

  [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
    this.terminate();
  }

  #start() {
    const worker = new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module", name: "drawdown" });
    worker.onmessage = ({ data }) => {
      if (worker === this.#worker) this.#heard(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#fail(new Error(event.message || "the worker could not be loaded"));
    };
    this.#worker = worker;
  }

  /** A thread hears of nothing while it works out what fits: it is ended, and another takes the rest. */
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
      // What another thread began anew does not fall back.
      waiting.share = Math.max(waiting.share, progress);
      return waiting.onProgress(waiting.share);
    }
    this.#done(id);
    if (error) waiting.reject(Object.assign(new Error(error.message), error));
    else waiting.resolve(result);
  }

  #done(id) {
    const { signal, abort } = this.#waiting.get(id);
    signal?.removeEventListener("abort", abort);
    this.#waiting.delete(id);
  }

  #fail(error) {
    for (const [id, { reject }] of this.#waiting) {
      this.#done(id);
      reject(error);
    }
  }
}
