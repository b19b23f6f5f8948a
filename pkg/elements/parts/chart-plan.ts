// The geometry of the balance chart.
import { svg } from "lit";
import { text } from "../localise";
import type { Messages } from "../messages";
import type { BalanceData, BalanceSeries } from "./balance-chart";

export const HEIGHT = 232;
export const TOP = 20;
export const LEFT = 52;
export const RIGHT = 6;
export const LANE = 15;

/** The geometry of one set of data at one width. */
export interface ChartPlan {
  data: BalanceData;
  width: number;
  /** The texts, and with them the locale, that its labels are in. */
  words: Messages;
  edges: number[];
  steps: number[];
  top: number;
  lanes: ReturnType<typeof lanesOf>;
  x: (at: number) => number;
}

export function planOf(data: BalanceData, width: number): ChartPlan {
  const [first = 0] = data.days;
  const span = Math.max(data.until - first, 1);
  const x = (at: number) => LEFT + ((at - first) / span) * (width - LEFT - RIGHT);
  const edges = [...data.days, data.until].map((at) => round(x(at)));
  const { top, steps } = ticks(data.total.reduce((most, amount) => Math.max(most, amount), 0));
  return { data, width, words: text(), edges, steps, top, lanes: lanesOf(data, edges), x };
}

export function heightOf(amount: number, top: number): number {
  return TOP + HEIGHT - (Math.min(amount, top) / top) * HEIGHT;
}

/** The marks below the balance; empty lanes are left out. */
function lanesOf(data: BalanceData, edges: number[]) {
  const words = text();
  const wide = (first: number, last: number) => Math.max((edges[last + 1] ?? 0) - (edges[first] ?? 0), 2.5);
  // As high as the credits that expired that day, relative to the maximum.
  const most = data.ended.reduce((most, amount) => Math.max(most, amount), 0);
  const ended = [...data.ended].flatMap((amount, i) =>
    amount > 0 ? [`M${edges[i + 1]} 10v${-round(2 + (8 * amount) / most)}`] : [],
  );
  const bought = [...data.bought].map((i) => `M${edges[i]} 0l5 10h-10z`);
  const short = data.short.map(
    ([first, last]) => `M${edges[first]} 2h${round(wide(first, last))}v8h-${round(wide(first, last))}z`,
  );
  return [
    { name: words.chartEnded, shape: ended.length > 0 && svg`<path class="ended" d=${ended.join("")} />` },
    { name: words.chartBought, shape: bought.length > 0 && svg`<path class="bought" d=${bought.join("")} />` },
    { name: words.chartShort, shape: short.length > 0 && svg`<path class="short" d=${short.join("")} />` },
  ].filter(({ shape }) => shape);
}

/** One path for each class, stacked on the classes before it. */
export function stacked(series: BalanceSeries[], edges: number[], y: (amount: number) => number): string[] {
  let below = new Float64Array(edges.length - 1);
  return series.map(({ closing }) => {
    const above = below.map((amount, i) => amount + (closing[i] ?? 0));
    let path = `M${edges[0]} ${round(y(below[0] ?? 0))}`;
    above.forEach((amount, i) => (path += `V${round(y(amount))}H${edges[i + 1]}`));
    for (let i = below.length - 1; i >= 0; i -= 1) path += `V${round(y(below[i] ?? 0))}H${edges[i]}`;
    below = above;
    return `${path}z`;
  });
}

/** Pixels between two rises of a line, at least: closer ones would run together into a block. */
const ROOM_OF_RISE = 8;

/** The line on top of each class, over the classes before it; none where the class has no credits. */
export function tops(series: BalanceSeries[], edges: number[], y: (amount: number) => number): string[] {
  let below = new Float64Array(edges.length - 1);
  return series.map(({ closing }) => {
    const before = below;
    const above = (below = below.map((amount, i) => amount + (closing[i] ?? 0)));
    const length = lengthOf(above, edges);
    let path = "";
    let isDrawn = false;
    for (let i = 0; i < above.length; i += length) {
      const has = closing.subarray(i, i + length).some((amount) => amount > 0);
      // It falls to where it ends.
      if (has || isDrawn) {
        const least = above.subarray(i, i + length).reduce((least, amount) => Math.min(least, amount), Infinity);
        path += `${isDrawn ? "" : `M${edges[i]} ${round(y(before[i] ?? 0))}`}V${round(y(least))}`;
      }
      if (has) path += `H${edges[Math.min(i + length, above.length)]}`;
      isDrawn = has;
    }
    return path;
  });
}

/** The days that one step of a line stands for: one, or as many as it takes to be told apart, with their least. */
function lengthOf(amounts: Float64Array, edges: number[]): number {
  const width = (edges.at(-1) ?? 0) - (edges[0] ?? 0);
  const rises = amounts.filter((amount, i) => i > 0 && amount > (amounts[i - 1] ?? 0)).length;
  return rises * ROOM_OF_RISE > width ? Math.max(1, Math.ceil((ROOM_OF_RISE * amounts.length) / width)) : 1;
}

/** About four round numbers from 0 to above the maximum. */
export function ticks(most: number): { top: number; steps: number[] } {
  if (!(most > 0)) return { top: 1, steps: [0, 1] };
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const count = Math.ceil(most / step);
  return { top: step * count, steps: Array.from({ length: count + 1 }, (_, i) => step * i) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
