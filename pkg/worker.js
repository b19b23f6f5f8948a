// Simulations, forecasts and fits on a thread of their own, for pages: `drawdown/worker`.

export class SimulationWorker {
  #worker = new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module", name: "drawdown" });
  #waiting = new Map();
  #last = 0;

  constructor() {
    this.#worker.onmessage = ({ data }) => this.#heard(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new Error(event.message || "the worker could not be loaded"));
    };
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
        this.#worker.postMessage({ id, abort: true });
        this.#done(id);
        reject(signal.reason);
      };
      this.#worker.postMessage({ id, kind, catalog, scenario, options, progress: onProgress !== undefined });
      this.#waiting.set(id, { resolve, reject, onProgress, signal, abort });
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

  #heard({ id, progress, result, error }) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    if (progress !== undefined) return waiting.onProgress(progress);
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
