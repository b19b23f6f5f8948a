// The thread behind `drawdown/worker`: takes scenarios, and returns outcomes as plain data.
import { answering } from "./thread.js";
import { turn } from "./turn.js";
import { Catalog, compare, compareRun, forecastAsync, init, simulateAsync } from "./web.js";

const COLUMNS = [
  "opened", "issued", "spent", "refunded", "held", "expired",
  "rolled_in", "rolled_out", "forfeited", "revoked", "closing", "withheld",
];
/** The last catalogs: a page mostly asks about the same ones. */
let last = new Map();

answering(init, async ({ kind, catalog, scenario, options, progress }, { signal, tell, post }) => {
  if (QUESTIONS.includes(kind)) {
    // From here on the thread hears nothing until there is an answer, so handle an earlier abort
    // now.
    await turn();
    signal.throwIfAborted();
    post({ began: true });
  }
  return KINDS[kind](opened(MANY.includes(kind) ? catalog : [catalog]), scenario, { ...options, onProgress: progress ? tell : undefined, signal });
});

/** Questions to several catalogs. */
const MANY = ["compare", "compareRun"];
const ONE = ["fit", "breakEven", "sensitivity", "seasonalPlan", "savings"];
const QUESTIONS = [...ONE, ...MANY];

const KINDS = {
  async simulate([catalog], scenario, { most, ...options }) {
    const projection = await simulateAsync(catalog, scenario, options);
    const result = dataOf(projection, most);
    projection.free();
    const columns = Object.values(result.columns).flatMap((of) => Object.values(of));
    return [result, [result.days, ...columns].map(({ buffer }) => buffer)];
  },
  async forecast([catalog], scenario, options) {
    return [await forecastAsync(catalog, scenario, options), []];
  },
  ...Object.fromEntries(ONE.map((question) => [question, ([catalog], need, options) => [catalog[question](need, options), []]])),
  compare: (catalogs, need, options) => [compare(catalogs, need, options), []],
  compareRun: (catalogs, run, options) => [compareRun(catalogs, run, options), []],
};

function opened(catalogs) {
  const now = new Map();
  const handles = catalogs.map((catalog) => {
    const key = typeof catalog === "string" ? catalog : JSON.stringify(catalog);
    if (!now.has(key)) now.set(key, last.get(key) ?? new Catalog(catalog));
    return now.get(key);
  });
  // The old ones are left to the garbage collector: a run may still use them.
  last = now;
  return handles;
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
