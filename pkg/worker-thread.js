// The thread behind `drawdown/worker`: takes scenarios, and returns outcomes as plain data.
import { turn } from "./simulate.js";
import { Catalog, forecastAsync, init, simulateAsync } from "./web.js";

const COLUMNS = [
  "opened", "issued", "spent", "refunded", "held", "expired",
  "rolled_in", "rolled_out", "forfeited", "revoked", "closing", "withheld",
];
/** Minimum milliseconds between two progress messages. */
const PAUSE = 50;

/** Where the module is; undefined for the file beside this one. */
let module;
const running = new Map();
/** The last catalog: a page mostly asks about the same one. */
let last = { key: undefined, catalog: undefined };

addEventListener("message", async ({ data: { start, id, abort, kind, catalog, scenario, options, progress } }) => {
  if (start) {
    ({ module } = start);
    // A failure is told when somebody asks, and then tried again.
    return void init(module).catch(() => {});
  }
  if (abort) return running.get(id)?.abort();
  const control = new AbortController();
  running.set(id, control);
  try {
    await init(module);
    control.signal.throwIfAborted();
    if (QUESTIONS.includes(kind)) {
      // From here on the thread hears nothing until there is an answer, so handle an earlier abort
      // now.
      await turn();
      control.signal.throwIfAborted();
      postMessage({ id, began: true });
    }
    const onProgress = progress ? told(id) : undefined;
    const [result, buffers] = await KINDS[kind](opened(catalog), scenario, { ...options, onProgress, signal: control.signal });
    postMessage({ id, result }, buffers);
  } catch (error) {
    const { name, message, code, path, errors } = error;
    if (!control.signal.aborted) postMessage({ id, error: { name, message, code, path, errors } });
  } finally {
    running.delete(id);
  }
});

const QUESTIONS = ["fit", "breakEven", "sensitivity", "seasonalPlan", "savings"];

const KINDS = {
  async simulate(catalog, scenario, { most, ...options }) {
    const projection = await simulateAsync(catalog, scenario, options);
    const result = dataOf(projection, most);
    projection.free();
    const columns = Object.values(result.columns).flatMap((of) => Object.values(of));
    return [result, [result.days, ...columns].map(({ buffer }) => buffer)];
  },
  async forecast(catalog, scenario, options) {
    return [await forecastAsync(catalog, scenario, options), []];
  },
  ...Object.fromEntries(QUESTIONS.map((question) => [question, (catalog, need, options) => [catalog[question](need, options), []]])),
};

/** Reports the progress of a run, no more often than a reader can see. */
function told(id) {
  let before = -PAUSE;
  return (share) => {
    const now = performance.now();
    if (share < 1 && now - before < PAUSE) return;
    before = now;
    postMessage({ id, progress: share });
  };
}

function opened(catalog) {
  const key = typeof catalog === "string" ? catalog : JSON.stringify(catalog);
  // The old catalog is left to the garbage collector: a run may still use it.
  if (key !== last.key) last = { key, catalog: new Catalog(catalog) };
  return last.catalog;
}

function dataOf(projection, most = Infinity) {
  const summary = projection.summary();
  const leftOff = {};
  for (const list of ["shortfalls", "alerts", "invoices", "events"]) {
    const rest = summary[list].splice(most);
    if (rest.length > 0) leftOff[list] = rest.length;
  }
  const columns = {};
  for (const id of ["*", ...projection.classes()]) {
    const all = COLUMNS.map((name) => [name, projection.column(id, name)]);
    columns[id] = Object.fromEntries(all.filter(([, column]) => column.some((amount) => amount !== 0)));
  }
  return {
    summary,
    left_off: leftOff,
    months: projection.months(),
    days: projection.days(),
    classes: projection.classes(),
    columns,
    entries: projection.entries(),
  };
}
