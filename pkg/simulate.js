// Simulations and forecasts that leave the event loop free: slices of some milliseconds.
import { Catalog } from "./catalog.js";
import { turn } from "./turn.js";

const DAY = 86_400_000;
/** One slice, in milliseconds: half a frame. */
const SLICE = 8;

export async function simulateAsync(catalog, scenario, options) {
  const { signal, onProgress, ledger } = options ?? {};
  return inSlices(catalog, (handle) => handle.simulation(scenario, { ledger }), days, signal, onProgress);
}

export async function forecastAsync(catalog, scenario, options) {
  const { signal, onProgress, ...chance } = options ?? {};
  return inSlices(catalog, (handle) => handle.forecasting(scenario, chance), paths, signal, onProgress);
}

/** Starts a run and takes its steps; each step reports the completed share. */
async function inSlices(catalog, begin, steps, signal, onProgress) {
  signal?.throwIfAborted();
  // Tested by method, because catalogs of other entries have their own class.
  const own = typeof catalog?.simulation === "function" ? undefined : new Catalog(catalog);
  let run;
  try {
    run = begin(own ?? catalog);
    let began = performance.now();
    for (const share of steps(run)) {
      onProgress?.(share);
      signal?.throwIfAborted();
      if (performance.now() - began < SLICE) continue;
      await turn();
      signal?.throwIfAborted();
      began = performance.now();
    }
    return run.finish();
  } finally {
    run?.free();
    own?.free();
  }
}

/** Runs a simulation in steps that each take a part of a slice: the number of days adapts. */
function* days(simulation) {
  const { start, end } = simulation;
  let [at, step, more] = [start, 32 * DAY, true];
  while (more) {
    const before = performance.now();
    at = Math.min(at + step, end);
    more = simulation.runUntil(new Date(at).toISOString());
    const took = performance.now() - before;
    if (took < SLICE / 8) step *= 2;
    else if (took > SLICE / 2) step = Math.max(step / 2, DAY / 24);
    yield end > start ? (at - start) / (end - start) : 1;
  }
}

/** A forecast path by path. */
function* paths(forecasting) {
  let [done, left] = [0, 1];
  while (left > 0) {
    left = forecasting.run(1);
    done += 1;
    yield done / (done + left);
  }
}
