// The inputs of the fit methods: a need whose zone is a table, and the identity of an option.
import { withZone } from "./zone.js";

/** A need whose account has its zone as a table, if it was a name. */
export function withNeedZone(need, catalog) {
  return typeof need?.account?.zone === "string" ? withAccountZone(need, catalog.info().as_of) : need;
}

/** The same for an account whose zone is a name, from a start that the need may leave out. */
export function withAccountZone(need, as_of) {
  const { account, start = as_of, months = 12 } = need;
  const span = `${months} months`;
  return { ...need, account: withZone({ start, for: span, account }).account };
}

/**
 * Runs a question with a progress callback: `onProgress` receives the completed share, 0 to 1. An
 * exception from it ends the search, and so does an abort of the signal during it.
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

/** An option of a fit without its outcome; with more than the need, it has the purchases for the
 * margin. */
export function choiceOf(option, more) {
  const { plan, term, top_ups: own = [], with_margin: margin } = option ?? {};
  const bought = margin && Number(more) > 0 ? margin.top_ups ?? [] : own;
  const actions = bought.map(({ at, top_up, count }) => ({ at, do: "buy", top_up, count }));
  return { plan, term, more, actions };
}

/** A fit whose options each have their own purchases; the engine sends equal lists once. */
export function lengthened({ fit, same }) {
  const copy = (bought) => bought.map((one) => ({ ...one }));
  for (const [place, other] of same) {
    const [option, { top_ups: own, with_margin: margin }] = [fit.options[place], fit.options[other]];
    if (own) option.top_ups = copy(own);
    if (margin?.top_ups) option.with_margin.top_ups = copy(margin.top_ups);
  }
  return fit;
}
