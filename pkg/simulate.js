// A simulation that leaves the event loop free: in slices of some milliseconds.
import { Catalog } from "./catalog.js";
import { Catalog as Engine } from "./generated/drawdown.js";

const DAY = 86_400_000;
/** One slice, in milliseconds: half a frame. */
const SLICE = 8;

export async function simulateAsync(catalog, scenario, { signal, onProgress, ledger } = {}) {
  signal?.throwIfAborted();
  const own = catalog instanceof Engine ? undefined : new Catalog(catalog);
  let simulation;
  try {
    simulation = (own ?? catalog).simulation(scenario, { ledger });
    await run(simulation, signal, onProgress);
    return simulation.finish();
  } finally {
    simulation?.free();
    own?.free();
  }
}

async function run(simulation, signal, onProgress) {
  const { start, end } = simulation;
  let [at, step, began] = [start, 32 * DAY, performance.now()];
  for (;;) {
    const before = performance.now();
    at = Math.min(at + step, end);
    const more = simulation.runUntil(new Date(at).toISOString());
    const now = performance.now();
    if (now - before < SLICE / 8) step *= 2;
    else if (now - before > SLICE / 2) step = Math.max(step / 2, DAY / 24);
    onProgress?.(end > start ? (at - start) / (end - start) : 1);
    signal?.throwIfAborted();
    if (!more) return;
    if (now - began < SLICE) continue;
    await turn();
    signal?.throwIfAborted();
    began = performance.now();
  }
}

/** Lets the host do what waits. */
function turn() {
  return globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}
