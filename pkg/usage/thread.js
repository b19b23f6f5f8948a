// The thread behind `drawdown/usage/worker`: holds one log, and answers questions about it.
import { DrawdownError } from "../errors.js";
import { firstBytes } from "./read.js";
import { Catalog, UsageLog, init, readLog, recognise } from "./web.js";

/** Minimum milliseconds between two progress messages. */
const PAUSE = 50;

let module;
let log;
const running = new Map();
/** The last catalogs: a page mostly asks about the same ones. */
const opened = new Map();

addEventListener("message", async ({ data: { start, id, abort, kind, given } }) => {
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
    postMessage({ id, result: await KINDS[kind](given, { id, signal: control.signal }) });
  } catch (error) {
    const { name, message, code, path, errors } = error;
    if (!control.signal.aborted) postMessage({ id, error: { name, message, code, path, errors } });
  } finally {
    running.delete(id);
  }
});

const KINDS = {
  async recognise([file, mapping]) {
    return recognise(await firstBytes(file), mapping);
  },
  async read([files, options], { id, signal }) {
    log?.free();
    log = undefined;
    const fresh = new UsageLog(options);
    try {
      const summary = await readLog(fresh, files, { signal, onProgress: told(id) });
      log = fresh;
      return summary;
    } finally {
      if (log !== fresh) fresh.free();
    }
  },
  info([catalog]) {
    return catalogOf(catalog).info();
  },
  report([spec, catalog]) {
    return known().report(spec, catalogOf(catalog));
  },
  rerate([spec, to, from]) {
    return known().rerate(spec, catalogOf(to), catalogOf(from));
  },
};

function known() {
  if (log) return log;
  throw new DrawdownError("no_answer", "no log has been read");
}

/** Reports the progress of a reading, no more often than a reader can see. */
function told(id) {
  let before = -PAUSE;
  return (progress) => {
    const now = performance.now();
    if (progress.bytes < progress.of && now - before < PAUSE) return;
    before = now;
    postMessage({ id, progress });
  };
}

function catalogOf(catalog) {
  if (catalog === undefined) return undefined;
  const key = typeof catalog === "string" ? catalog : JSON.stringify(catalog);
  if (!opened.has(key)) {
    for (const handle of opened.size >= 4 ? opened.values() : []) handle.free();
    if (opened.size >= 4) opened.clear();
    opened.set(key, new Catalog(catalog));
  }
  return opened.get(key);
}
