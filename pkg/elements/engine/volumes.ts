// What each option costs at other volumes than the one that is set.
import type { Amount, BreakEven, Fit, FitOption, FitOptions, Need, NeedLine } from "drawdown";
import { percentOf } from "../format/amount";
import { optionName } from "../format/fit";
import type { Opened } from "./opened";
import { keyOf } from "./plan";
import type { Planner } from "./planner";

/** One volume. */
export interface Volume {
  /** In per cent of what is set. */
  share: Amount;
  /** In credits a month, rounded. */
  need: number;
  /** The options that suffice, by key, with money in total; the cheapest first. */
  costs: ReadonlyMap<string, Amount>;
}

export interface VolumeCosts {
  /** Rising. */
  volumes: Volume[];
  /** All that suffice at one of the volumes: first those that are the cheapest somewhere. */
  options: { key: string; name: string; isCheapest: boolean }[];
}

/** Fits on the planner's thread, one after the other: in between, the thread hears other questions. */
export async function volumeCosts(
  planner: Planner,
  opened: Opened,
  need: Need,
  broken: BreakEven,
  { signal, onProgress }: FitOptions = {},
): Promise<VolumeCosts> {
  const fitAt = (share: Amount) => planner.ask("fit", opened, scaled(need, share), { signal });
  const began = performance.now();
  const last = await fitAt(broken.up_to);
  const shares = sharesOf(broken, stepFor(performance.now() - began));
  const fits: [Amount, Fit][] = [];
  for (const [place, share] of shares.entries()) {
    signal?.throwIfAborted();
    onProgress?.(place / shares.length);
    fits.push([share, await fitAt(share)]);
  }
  return costsOf([...fits, [broken.up_to, last]], broken.need);
}

/** Per cent between two volumes: a few seconds suffice for all of them. */
function stepFor(milliseconds: number): number {
  return milliseconds < 75 ? 5 : milliseconds < 150 ? 10 : 20;
}

/** Round ones below the largest, what is set, and where another option becomes the cheapest for a hundredth or more. */
export function sharesOf({ steps, up_to: most }: BreakEven, step: number): Amount[] {
  const changes = steps.filter(({ from, until }, i) => i === 0 || Number(until) - Number(from) >= most / 100);
  const round = Array.from({ length: Math.ceil(most / step) - 1 }, (_, i) => step * (i + 1));
  const all = [...changes.map(({ from }) => from), 100, ...round].filter((share) => Number(share) < most);
  const byValue = new Map(all.map((share) => [Number(share), share]));
  return [...byValue.values()].sort((a, b) => Number(a) - Number(b));
}

/** A need of which everything is made that much; a margin in credits stays. */
export function scaled(need: Need, share: Amount): Need {
  const part = (name: "per_day" | "per_week" | "per_month", line: NeedLine) =>
    line[name] === undefined ? {} : { [name]: percentOf(line[name], share) };
  const lines = (need.lines ?? []).map((line) => ({
    ...line, ...part("per_day", line), ...part("per_week", line), ...part("per_month", line),
  }));
  return { ...need, lines };
}

export function costsOf(fits: readonly (readonly [share: Amount, fit: Fit])[], need: Amount): VolumeCosts {
  const names = new Map<string, string>();
  const volumes = fits.map(([share, { options }]) => {
    const enough = options.filter(suffices);
    for (const option of enough) names.set(keyOf(option), optionName(option));
    const costs = new Map(enough.map((option) => [keyOf(option), option.cost]));
    return { share, need: Math.round(Number(percentOf(need, share))), costs };
  });
  const cheapest = new Set(volumes.flatMap(({ costs }) => [...costs.keys()].slice(0, 1)));
  const keys = new Set([...cheapest, ...names.keys()]);
  const options = [...keys].map((key) => ({ key, name: names.get(key) ?? key, isCheapest: cheapest.has(key) }));
  return { volumes, options };
}

/** As in a break-even: the margin is covered, too, and the price is known. */
function suffices(option: FitOption): option is FitOption & { cost: Amount } {
  return option.state === "covers" && option.cost !== undefined;
}
