// The geometry of the charts: the scale of amounts, and the days of a balance as areas and lines.
import { nice, ticks } from "d3-array";
import { area, curveStepAfter, line, stack, type SeriesPoint } from "d3-shape";
import { svg } from "lit";
import { text } from "../localise";
import type { Messages } from "../messages";
import type { BalanceData } from "./balance-chart";

export const HEIGHT = 232;
export const TOP = 20;
export const LEFT = 58;
export const RIGHT = 6;
export const LANE = 15;
/** Pixels between two rises of a line, at least: closer ones would run together into a block. */
const ROOM_OF_RISE = 14;

/** The geometry of one set of data at one width. */
export interface ChartPlan {
  data: BalanceData;
  width: number;
  /** The texts, and with them the locale, that its labels are in. */
  words: Messages;
  /** Where each day begins, in pixels, and where the last one ends. */
  edges: number[];
  steps: number[];
  top: number;
  lanes: ReturnType<typeof lanesOf>;
  /** Its rises are so close that lines should be thin. */
  isDense: boolean;
  shapes: Shapes;
  x: (at: number) => number;
}

/** A path for each class: its area, stacked on the classes before it, and the line on top of that. */
interface Shapes {
  areas: string[];
  lines: string[];
}

export function planOf(data: BalanceData, width: number): ChartPlan {
  const [first = 0] = data.days;
  const span = Math.max(data.until - first, 1);
  const x = (at: number) => LEFT + ((at - first) / span) * (width - LEFT - RIGHT);
  const edges = [...data.days, data.until].map((at) => round(x(at)));
  const { top, steps } = scaleTo(data.total.reduce((most, amount) => Math.max(most, amount), 0));
  const shapes = shapesOf(data, edges, (amount) => heightOf(amount, top));
  const isDense = roomOfRises(data.total, edges) < 2 * ROOM_OF_RISE;
  return { data, width, words: text(), edges, steps, top, lanes: lanesOf(data, edges), isDense, shapes, x };
}

/** About four round numbers from 0 to above the maximum. */
export function scaleTo(most: number): { top: number; steps: number[] } {
  const [, top] = nice(0, most > 0 ? most : 1, 4);
  return { top, steps: ticks(0, top, most > 0 ? 4 : 1) };
}

export function heightOf(amount: number, top: number): number {
  return TOP + HEIGHT - (Math.min(amount, top) / top) * HEIGHT;
}

/** Columns, each `step` pixels wide, as one shape, and the line on top of it. */
export function outlineOf(amounts: readonly number[], step: number, top: number): { ground: string; line: string } {
  const shape = area<number>()
    .x((_, place) => LEFT + place * step).y0(TOP + HEIGHT).y1((amount) => heightOf(amount, top))
    .curve(curveStepAfter).digits(1);
  // The last one has its width, too.
  const ends = [...amounts, ...amounts.slice(-1)];
  return { ground: shape(ends) ?? "", line: shape.lineY1()(ends) ?? "" };
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

/** A step of the drawing: the day that it shows, and where it begins. */
interface Step {
  day: number;
  x: number;
}

type Point = SeriesPoint<Step>;

export function shapesOf(data: BalanceData, edges: number[], y: (amount: number) => number): Shapes {
  const { series, spendable } = data;
  const stacked = stack<unknown, Step, number>().keys(series.keys()).value(({ day }, of) => series[of]?.closing[day] ?? 0);
  // Grounds are light enough for every pixel; lines need room.
  const grounds = stacked(stepsOf(spendable, edges, 1));
  const isNarrow = roomOfRises(data.total, edges) < ROOM_OF_RISE;
  const tops = isNarrow ? stacked(stepsOf(spendable, edges, ROOM_OF_RISE)) : grounds;
  const [x, y0, y1] = [({ data }: Point) => data.x, ([low]: Point) => y(low), ([, high]: Point) => y(high)];
  const areas = area<Point>().x(x).y0(y0).y1(y1).curve(curveStepAfter).digits(1);
  return {
    areas: grounds.map((points) => areas(points) ?? ""),
    lines: tops.map((points) => lineOn(points).x(x).y(y1)(points) ?? ""),
  };
}

/** None where the class has no credits; it falls to where they end. */
function lineOn(points: readonly Point[]) {
  const has = (point: Point | undefined) => point !== undefined && point[1] > point[0];
  return line<Point>().defined((point, i) => has(point) || has(points[i - 1])).curve(curveStepAfter).digits(1);
}

/**
 * The days that are drawn: of each `column` pixels, the day with the least spendable, so that no shortage is hidden.
 * The last day stands twice, so that it has a width.
 */
export function stepsOf(spendable: Float64Array, edges: number[], column: number): Step[] {
  const [left = 0] = edges;
  const steps: Step[] = [];
  let current = -1;
  for (let day = 0; day < spendable.length; day += 1) {
    const x = edges[day] ?? left;
    const place = Math.floor((x - left) / column);
    const last = steps.at(-1);
    if (!last || place !== current) steps.push({ day, x });
    else if ((spendable[day] ?? 0) < (spendable[last.day] ?? 0)) last.day = day;
    current = place;
  }
  const last = steps.at(-1);
  return last ? [...steps, { day: last.day, x: edges.at(-1) ?? left }] : [];
}

/** Pixels between two rises, on average: of those that are high enough to be seen as a line of their own. */
export function roomOfRises(amounts: Float64Array, edges: number[]): number {
  const least = amounts.reduce((most, amount) => Math.max(most, amount), 0) / 10;
  const rises = amounts.filter((amount, i) => i > 0 && amount - (amounts[i - 1] ?? 0) > least).length;
  return ((edges.at(-1) ?? 0) - (edges[0] ?? 0)) / rises;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
