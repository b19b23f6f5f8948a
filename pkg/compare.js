// Several catalogs, asked the same question.
import { Catalog as Engine, Comparing as EngineComparing } from "./generated/drawdown.js";
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
    for (const catalog of catalogs) comparing.add(catalog?._itself?.() ?? catalog);
    return heard(options, (tell) => comparing.ask(question, about, [options?.models, tell]));
  } finally {
    comparing.free();
  }
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
