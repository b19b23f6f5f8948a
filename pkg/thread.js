// The thread of a worker answers questions, reports its progress, and stops on request.

/** Minimum milliseconds between two progress messages. */
const PAUSE = 50;

/**
 * Answers each question by `answer(question, task)`, which returns a result and the buffers to hand over. A task has
 * a `signal`, a `tell` for progress, and a `post` for other messages.
 */
export function answering(init, answer) {
  /** Where the module is; undefined for the file beside the entry. */
  let module;
  /** Until it is known. */
  let started;
  let go;
  const running = new Map();

  // A module that cannot be received: the thread loads its own.
  addEventListener("messageerror", () => go?.());
  addEventListener("message", async ({ data: { start, id, abort, ...question } }) => {
    if (start?.soon) return void (started = new Promise((resolve) => (go = resolve)));
    if (start) {
      ({ module } = start);
      go?.();
      // A failure is told when somebody asks, and then tried again.
      return void init(module).catch(() => {});
    }
    if (abort) return running.get(id)?.abort();
    const control = new AbortController();
    const { signal } = control;
    running.set(id, control);
    try {
      await started;
      await init(module);
      signal.throwIfAborted();
      const post = (message) => postMessage({ id, ...message });
      const [result, buffers] = await answer(question, { signal, tell: teller(post), post });
      postMessage({ id, result }, buffers ?? []);
    } catch (error) {
      const { name, message, code, path, errors } = error;
      if (!signal.aborted) postMessage({ id, error: { name, message, code, path, errors } });
    } finally {
      running.delete(id);
    }
  });
}

/** Reports progress, no more often than a reader can see. */
function teller(post) {
  let before = -PAUSE;
  return (progress, share = progress) => {
    const now = performance.now();
    if (share < 1 && now - before < PAUSE) return;
    before = now;
    post({ progress });
  };
}
