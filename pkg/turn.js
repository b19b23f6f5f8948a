// A pause in which the host does what else there is to do.

/**
 * Lets the host run waiting tasks. A message comes after earlier ones; a continuation by
 * `scheduler.yield` would precede all of them, so that a worker would never hear of an abort.
 */
export function turn() {
  return new Promise((resolve) => {
    if (globalThis.setImmediate) return setImmediate(resolve);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
