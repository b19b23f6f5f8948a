// The thread behind `drawdown/worker`: takes scenarios, hands projections over as plain data.
import { Catalog, init, simulateAsync } from "./web.js";

const COLUMNS = [
  "opened", "issued", "spent", "refunded", "held", "expired",
  "rolled_in", "rolled_out", "forfeited", "revoked", "closing",
];

const ready = init();
const running = new Map();
/** The last catalog: a page asks about the same one again and again. */
let last = { key: undefined, catalog: undefined };

addEventListener("message", async ({ data: { id, abort, catalog, scenario, ledger, progress } }) => {
  if (abort) return running.get(id)?.abort();
  const control = new AbortController();
  running.set(id, control);
  try {
    await ready;
    const onProgress = progress ? (share) => postMessage({ id, progress: share }) : undefined;
    const options = { ledger, onProgress, signal: control.signal };
    const projection = await simulateAsync(opened(catalog), scenario, options);
    const result = dataOf(projection);
    projection.free();
    const columns = Object.values(result.columns).flatMap((of) => Object.values(of));
    postMessage({ id, result }, [result.days, ...columns].map(({ buffer }) => buffer));
  } catch (error) {
    const { name, message, code, path, errors } = error;
    if (!control.signal.aborted) postMessage({ id, error: { name, message, code, path, errors } });
  } finally {
    running.delete(id);
  }
});

function opened(catalog) {
  const key = typeof catalog === "string" ? catalog : JSON.stringify(catalog);
  // The one before is left to the garbage collector: a run may still be on its way with it.
  if (key !== last.key) last = { key, catalog: new Catalog(catalog) };
  return last.catalog;
}

function dataOf(projection) {
  const columns = {};
  for (const id of ["*", ...projection.classes()]) {
    const all = COLUMNS.map((name) => [name, projection.column(id, name)]);
    columns[id] = Object.fromEntries(all.filter(([, column]) => column.some((amount) => amount !== 0)));
  }
  return {
    summary: projection.summary(),
    days: projection.days(),
    classes: projection.classes(),
    columns,
    entries: projection.entries(),
  };
}
