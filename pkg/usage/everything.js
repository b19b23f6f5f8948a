// All that `drawdown/usage` exports; an entry adds how the module is loaded.
import {
  Catalog as Engine, Preview as EnginePreview, UsageLog as EngineLog, UsageReplay as EngineReplay,
  recognise as engineRecognise, semantics as engineSemantics, version as engineVersion,
} from "../generated/usage/drawdown.js";
import { DrawdownError } from "../errors.js";
import { heard } from "../fit.js";
import { needsModule, own, revocable } from "../handles.js";
import { withSliders } from "../preview.js";
import { guard, guarded } from "../unwound.js";
import { withZoneTables, withZoneTable } from "./zoned.js";

export { DrawdownError } from "../errors.js";
export { explain } from "../explain.js";
export { format } from "../format.js";
export { provenance } from "../generated/usage/provenance.js";
export { Preview } from "../preview.js";
export { readLog } from "./read.js";
export { replayLog } from "./replay.js";

export const Catalog = revocable(withSliders(Engine, EnginePreview), "catalog");

export class UsageLog extends guarded(EngineLog, Engine) {
  constructor(options) {
    needsModule(Engine);
    guard(Engine, () => super(withZoneTable(options)));
    own(this);
  }

  begin(name) {
    super.begin(name);
  }

  feed(bytes) {
    super.feed(bytesIn(bytes));
  }

  report(spec, catalog) {
    const zoned = withZoneTable(spec);
    return catalog === undefined ? super.report(zoned) : this.reportBy(zoned, handle(catalog));
  }

  rerate(spec, to, from) {
    return from === undefined ? super.rerate(spec, handle(to)) : this.rerateBy(spec, handle(to), handle(from));
  }

  replay(spec, catalog, options) {
    return ended(this.replaying(spec, catalog, options), (replay) => replay.answer());
  }

  invoices(spec, catalog, options) {
    return ended(this.replaying(spec, catalog, options), (replay) => replay.invoices());
  }

  replaying(spec, catalog, { others } = {}) {
    return own(super.replaying(withZoneTables(spec), handle(catalog), others?.map(textOf)));
  }

  forecast(spec, catalog, options) {
    return heard(options, (tell) => super.forecast(withZoneTables(spec), handle(catalog), tell));
  }
}

revocable(UsageLog, "log");

export const UsageReplay = revocable(guarded(EngineReplay, Engine), "replay");

export function recognise(bytes, mapping) {
  needsModule(Engine);
  return guard(Engine, () => engineRecognise(bytesIn(bytes), mapping));
}

export function semantics() {
  needsModule(Engine);
  return engineSemantics();
}

export function version() {
  needsModule(Engine);
  return engineVersion();
}

/** The glue would take the length of anything else for a number of bytes. */
function bytesIn(bytes) {
  if (bytes instanceof Uint8Array) return bytes;
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes);
  throw new DrawdownError("type", `expected bytes as a Uint8Array, found a ${typeof bytes}`, "/bytes");
}

function ended(replay, answer) {
  try {
    replay.run(2 ** 32 - 1);
    return answer(replay);
  } finally {
    replay.free();
  }
}

/** Another version of a catalog. */
function textOf(other, place) {
  if (typeof other === "string") return other;
  if (typeof other?.estimate !== "function") return JSON.stringify(other);
  throw new DrawdownError("type", "expected the object or the text of a catalog, found a handle", `/others/${place}`);
}

/** The engine knows its handles by identity. */
function handle(catalog) {
  const itself = catalog?._itself?.() ?? catalog;
  if (itself instanceof Engine) return itself;
  throw new DrawdownError("type", "expected a Catalog of `drawdown/usage`: each entry has its own module", "/catalog");
}
