// The thread behind `drawdown/usage/worker`: holds one log, and answers questions about it.
import { DrawdownError } from "../errors.js";
import { turn } from "../turn.js";
import { answering } from "../thread.js";
import { firstBytes } from "./read.js";
import { Catalog, UsageLog, init, readLog, recognise, replayLog } from "./web.js";

let log;
/** The last replay: invoices are mostly asked for after it. */
let last = { key: undefined, replay: undefined };
/** The last catalogs: a page mostly asks about the same ones. */
const opened = new Map();

answering(init, async ({ kind, given }, task) => [await KINDS[kind](given, task)]);

const KINDS = {
  async recognise([file, mapping]) {
    return recognise(await firstBytes(file), mapping);
  },
  async read([files, options], { signal, tell }) {
    forget();
    log?.free();
    log = undefined;
    const fresh = new UsageLog(options);
    try {
      const onProgress = (progress) => tell(progress, progress.bytes / progress.of);
      const summary = await readLog(fresh, files, { signal, onProgress });
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
  async replay(given, task) {
    return (await replayed(given, task)).answer();
  },
  async invoices(given, task) {
    return (await replayed(given, task)).invoices();
  },
  async forecast([spec, catalog], { signal, tell }) {
    // From here on the thread hears nothing until there is an answer.
    await turn();
    signal.throwIfAborted();
    return known().forecast(spec, catalogOf(catalog), { onProgress: tell });
  },
};

function known() {
  if (log) return log;
  throw new DrawdownError("no_answer", "no log has been read");
}

async function replayed([spec, catalog, others], { signal, tell }) {
  const key = JSON.stringify([spec, catalog, others]);
  if (key !== last.key) {
    forget();
    const replay = await replayLog(known(), spec, catalogOf(catalog), { others, signal, onProgress: tell });
    forget();
    last = { key, replay };
  }
  return last.replay;
}

function forget() {
  last.replay?.free();
  last = { key: undefined, replay: undefined };
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
