// Several catalogs, asked the same question.
import { Catalog as Engine, Comparing as EngineComparing } from "./generated/drawdown.js";
import { DrawdownError } from "./errors.js";
import { heard, withAccountZone } from "./fit.js";
import { needsModule } from "./handles.js";
import { guarded } from "./unwound.js";

const Comparing = guarded(EngineComparing, Engine);

export function compare(catalogs, need, options) {
  const handles = handlesOf(catalogs);
  return asked(handles, "compare", withZones(need, handles), options);
}

export function compareRun(catalogs, run, options) {
  return asked(handlesOf(catalogs), "compareRun", run, options);
}

function asked(handles, question, about, options) {
  const comparing = new Comparing();
  try {
    handles.forEach((handle) => comparing.add(handle));
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

/** What is no list holds no catalog, which the engine says. */
function handlesOf(catalogs) {
  needsModule(Engine);
  return Array.from(catalogs ?? [], handleOf);
}

/** Accounts with their zones as tables, if they were names. */
function withZones(need, handles) {
  const named = Object.entries(need?.accounts ?? {}).filter(([, account]) => typeof account?.zone === "string");
  if (named.length === 0) return need;
  const as_of = handles.map((handle) => handle.info().as_of).sort().at(-1);
  const tabled = named.map(([id, account]) => [id, withAccountZone({ ...need, account }, as_of).account]);
  return { ...need, accounts: { ...need.accounts, ...Object.fromEntries(tabled) } };
}
