// What the fit methods are given: a need whose zone is a table, and an option by what it is.
import { withZone } from "./zone.js";

/** A need in which the account's zone is a table, if it was a name. */
export function withNeedZone(need, catalog) {
  if (typeof need?.account?.zone !== "string") return need;
  const { account, start = catalog.info().as_of, months = 12 } = need;
  const span = `${months} months`;
  return { ...need, account: withZone({ start, for: span, account }).account };
}

/**
 * Asks while somebody listens: `onProgress` hears how much is done, 0 to 1. What it throws ends the
 * search, and so does an abort of the signal in it.
 */
export function heard(options, ask) {
  const { signal, onProgress } = options ?? {};
  if (!signal && !onProgress) return ask();
  signal?.throwIfAborted();
  let fault;
  const tell = (thousandths) => {
    try {
      onProgress?.(thousandths / 1000);
    } catch (error) {
      fault = { error };
    }
    return !fault && !signal?.aborted;
  };
  try {
    return ask(tell);
  } catch (error) {
    if (fault) throw fault.error;
    if (error.code === "stopped") signal?.throwIfAborted();
    throw error;
  }
}

/** An option of a fit without what has been found out about it. */
export function choiceOf(option, more) {
  const { plan, term, top_ups: bought = [] } = option ?? {};
  const actions = bought.map(({ at, top_up, count }) => ({ at, do: "buy", top_up, count }));
  return { plan, term, more, actions };
}

/** A fit whose options each have their own purchases: equal ones come from the engine once. */
export function lengthened({ fit, same }) {
  for (const [option, other] of same) {
    fit.options[option].top_ups = fit.options[other].top_ups.map((bought) => ({ ...bought }));
  }
  return fit;
}
