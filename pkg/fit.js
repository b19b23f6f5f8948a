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

/** An option of a fit without what has been found out about it: for more than the need, with the purchases for the margin. */
export function choiceOf(option, more) {
  const { plan, term, top_ups: own = [], with_margin: margin } = option ?? {};
  const bought = margin && Number(more) > 0 ? margin.top_ups ?? [] : own;
  const actions = bought.map(({ at, top_up, count }) => ({ at, do: "buy", top_up, count }));
  return { plan, term, more, actions };
}

/** A fit whose options each have their own purchases: equal ones come from the engine once. */
export function lengthened({ fit, same }) {
  const copy = (bought) => bought.map((one) => ({ ...one }));
  for (const [place, other] of same) {
    const [option, { top_ups: own, with_margin: margin }] = [fit.options[place], fit.options[other]];
    if (own) option.top_ups = copy(own);
    if (margin?.top_ups) option.with_margin.top_ups = copy(margin.top_ups);
  }
  return fit;
}
