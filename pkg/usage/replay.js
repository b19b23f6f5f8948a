// Runs a log through an account in slices of some milliseconds, so that it can be stopped.
import { turn } from "../turn.js";

/** One slice, in milliseconds. */
const SLICE = 30;
/** Events between two looks at the clock. */
const STEP = 1024;

export async function replayLog(log, spec, catalog, { others, signal, onProgress } = {}) {
  signal?.throwIfAborted();
  const replay = log.replaying(spec, catalog, { others });
  try {
    let began = performance.now();
    for (let done = 0; done < 1000; ) {
      done = replay.run(STEP);
      if (done < 1000 && performance.now() - began < SLICE) continue;
      onProgress?.(done / 1000);
      await turn();
      signal?.throwIfAborted();
      began = performance.now();
    }
    return replay;
  } catch (error) {
    replay.free();
    throw error;
  }
}
