// A preview that components can subscribe to.

/** What a preview shows, and how it is moved. Nobody hears of a move that leaves the total as it is. */
export function previewStore(catalog, request) {
  const listeners = new Set();
  let shown = { total: undefined, error: undefined };
  const look = (act) => {
    let next;
    try {
      next = { total: act(), error: undefined };
    } catch (error) {
      next = { total: undefined, error };
    }
    if (Object.is(next.total, shown.total) && next.error?.message === shown.error?.message) return;
    shown = next;
    for (const listener of listeners) listener();
  };
  let handle;
  look(() => {
    if (!catalog || !request) return undefined;
    handle = opened(catalog, request);
    return handle.total();
  });
  const move = (act) => handle && look(() => {
    act();
    return handle.total();
  });
  return {
    shown: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (setting, value) => move(() => handle.put(setting, value)),
    clear: (setting) => move(() => handle.clear(setting)),
  };
}

/** A preview whose settings go by name, and choices and flags by what they are. */
function opened(catalog, { operation, settings = {}, runs, plan, at }) {
  const preview = catalog.preview(operation, plan, at);
  const { settings: known = [] } = catalog.info().operations.find(({ id }) => id === operation) ?? {};
  const slots = new Map([...known.map(({ name }) => name), "runs"].map((name) => [name, preview.slot(name)]));
  const choices = new Map(known.filter(({ choices, numeric }) => choices && !numeric).map(({ name, choices }) => [name, choices]));
  const slotOf = (setting) => slots.get(setting) ?? preview.slot(setting);
  const handle = {
    put(setting, value) {
      if (typeof value === "boolean") preview.pick(slotOf(setting), value ? 1 : 0);
      else if (choices.has(setting)) preview.pick(slotOf(setting), choices.get(setting).indexOf(value));
      else preview.set(slotOf(setting), value);
    },
    clear: (setting) => preview.clear(slotOf(setting)),
    total: () => preview.total(),
  };
  for (const [setting, value] of Object.entries({ ...settings, runs })) if (value !== undefined) handle.put(setting, value);
  return handle;
}
