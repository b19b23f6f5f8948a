// The total of a request that moves, for components to subscribe to.

/** Nobody hears of a move that leaves the answer as it is. What is refused stays set, until it moves again. */
export function previewStore(catalog, request) {
  const listeners = new Set();
  const { settings, ...rest } = request ?? {};
  const moved = { ...rest, settings: { ...settings } };
  const ask = () => {
    if (!catalog || !request) return NOTHING;
    try {
      return { ...NOTHING, ...catalog.total(moved) };
    } catch (error) {
      return { ...NOTHING, error };
    }
  };
  let shown = ask();
  const look = () => {
    const next = ask();
    if (SHOWN.every((key) => Object.is(next[key], shown[key])) && next.error?.message === shown.error?.message) return;
    shown = next;
    for (const listener of listeners) listener();
  };
  const set = (setting, value) => {
    if (setting === "runs") moved.runs = value;
    else moved.settings = { ...moved.settings, [setting]: value };
    look();
  };
  return {
    shown: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set,
    clear: (setting) => set(setting, undefined),
  };
}

const NOTHING = { state: undefined, total: undefined, low: undefined, high: undefined, free: false, error: undefined };
const SHOWN = ["state", "total", "low", "high", "free"];
