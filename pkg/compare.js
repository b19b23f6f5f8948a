// Several catalogs, asked the same question.
import { Catalog as Engine, Comparing as EngineComparing } from "./generated/drawdown.js";
import { DrawdownError } from "./errors.js";
import { heard } from "./fit.js";
import { needsModule } from "./handles.js";
import { guarded } from "./unwound.js";
import { withZone } from "./zone.js";

const Comparing = guarded(EngineComparing, Engine);

export function compare(catalogs, need, options) {
  const handles = [...catalogs];
  return asked(handles, "compare", withZones(need, handles), options);
}

export function compareRun(catalogs, run, options) {
  return asked([...catalogs], "compareRun", run, options);
}

function asked(catalogs, question, about, options) {
  needsModule(Engine);
  const comparing = new Comparing();
  try {
    catalogs.forEach((catalog, place) => comparing.add(handleOf(catalog, place)));
    return heard(options, (tell) => comparing.ask(question, about, [options?.models, tell]));
  } finally {
    comparing.free();
  }
}

/** The handle itself, behind a proxy too; what was freed says so. */
function handleOf(catalog, place) {
  const handle = catalog?._itself?.() ?? catalog;
  if (handle instanceof Engine && handle.id) return handle;
  throw new DrawdownError("type", "expected an open catalog, such as new Catalog(text)", `/catalogs/${place}`);
}

/** Accounts with their zones as tables, if they were names. */
function withZones(need, catalogs) {
  const accounts = Object.entries(need?.accounts ?? {});
  if (!accounts.some(([, account]) => typeof account?.zone === "string")) return need;
  const dates = catalogs.map((catalog) => catalog.info().as_of).sort();
  const { start = dates.at(-1), months = 12 } = need;
  const span = `${months} months`;
  const tabled = accounts.map(([id, account]) => [id, withZone({ start, for: span, account }).account]);
  return { ...need, accounts: Object.fromEntries(tabled) };
}
