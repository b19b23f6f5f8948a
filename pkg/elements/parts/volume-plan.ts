// The geometry of the cost of options against the volume.
import type { Amount } from "drawdown";
import { ticks } from "d3-array";
import { curveStepAfter, line } from "d3-shape";
import type { VolumeCosts } from "../engine/volumes";
import { HEIGHT, heightOf, LEFT, RIGHT, scaleTo, TOP } from "./chart-plan";

/** Room for names beside the lines, where the chart is wide enough for them. */
const BESIDE = 148;
const WIDE = 600;
/** How high and how wide letters are, about. */
const [LINE, LETTER] = [14, 6.6];

export interface Label {
  /** The place of its option among all. */
  option: number;
  x: number;
  y: number;
  anchor: "start" | "end";
  text: string;
}

export interface VolumePlan {
  costs: VolumeCosts;
  width: number;
  /** Right end of the scale of volumes. */
  right: number;
  top: number;
  steps: number[];
  /** Round volumes. */
  marks: number[];
  /** A path for each option. */
  lines: string[];
  /** Where an option is the cheapest, from one change to the next. */
  best: Stretch[];
  /** Names at the cheapest, and beside the lines. */
  names: Label[];
  beside: Label[];
  x: (need: number) => number;
  y: (cost: number) => number;
}

/** Volumes for which one option is the cheapest. */
interface Stretch {
  /** Its place among the options; -1 where none suffices. */
  option: number;
  from: number;
  /** The next volume, which has another cheapest option; at the end, the last. */
  until: number;
  path: string;
}

interface Point {
  need: number;
  /** NaN where the option does not suffice. */
  cost: number;
}

export function volumePlan(costs: VolumeCosts, width: number): VolumePlan {
  const right = width - (width < WIDE ? RIGHT : BESIDE);
  const most = Math.max(costs.volumes.at(-1)?.need ?? 0, 1);
  const x = (need: number) => LEFT + (need / most) * (right - LEFT);
  const { top, steps } = scaleTo(mostShown(costs));
  const y = (cost: number) => heightOf(cost, top);
  const shape = line<Point>()
    .defined(({ cost }) => cost <= top)
    .x(({ need }) => x(need)).y(({ cost }) => y(cost))
    .curve(curveStepAfter).digits(1);
  const lines = costs.options.map((_, option) => shape(pointsOf(costs, option)) ?? "");
  const best = stretches(costs).map((part) => ({ ...part, path: shape(along(costs, part)) ?? "" }));
  const marks = ticks(0, most, Math.max(2, Math.floor((right - LEFT) / 90)));
  const names = namesOf(costs, best, { x, y, right });
  const beside = width < WIDE ? [] : besideOf(costs, { y, top, right });
  return { costs, width, right, top, steps, marks, lines, best, names, beside, x, y };
}

/** What an option costs; NaN where it does not suffice. */
export function costAt({ volumes, options }: VolumeCosts, place: number, option: number): number {
  return Number(volumes[place]?.costs.get(options[option]?.key ?? "") ?? NaN);
}

function pointsOf(costs: VolumeCosts, option: number): Point[] {
  return costs.volumes.map(({ need }, place) => ({ need, cost: costAt(costs, place, option) }));
}

/** Up to twice the cheapest: beside an option that costs ten times as much, all others would be one line. */
function mostShown({ volumes }: VolumeCosts): number {
  const all = volumes.map(({ costs }) => [...costs.values()].map(Number));
  const cheapest = Math.max(...all.map(([cost = 0]) => cost));
  const most = Math.max(...all.flat(), 0);
  return cheapest > 0 ? Math.min(most, 2 * cheapest) : most;
}

function stretches({ volumes, options }: VolumeCosts): Omit<Stretch, "path">[] {
  const found: Omit<Stretch, "path">[] = [];
  const last = volumes.length - 1;
  volumes.forEach(({ costs }, from) => {
    const [cheapest] = costs.keys();
    const option = options.findIndex(({ key }) => key === cheapest);
    const before = found.at(-1);
    if (before) before.until = from;
    if (before?.option !== option) found.push({ option, from, until: last });
  });
  return found;
}

/** Its last cost holds until the next option is cheaper. */
function along(costs: VolumeCosts, { option, from, until }: Omit<Stretch, "path">): Point[] {
  const points = pointsOf(costs, option).slice(from, until + 1);
  const next = points.at(-1);
  const before = points.at(-2);
  if (next && before && Number.isNaN(next.cost)) next.cost = before.cost;
  return option < 0 ? [] : points;
}

/** No line runs below the cheapest, so its name stands there; above it, where the axis is near. */
function namesOf(
  costs: VolumeCosts,
  best: readonly Stretch[],
  { x, y, right }: Pick<VolumePlan, "x" | "y" | "right">,
): Label[] {
  const labels: Label[] = [];
  const volumes = costs.volumes.filter(({ costs }) => costs.size > 0);
  for (const { option, from } of longest(costs, best)) {
    const text = costs.options[option]?.name ?? "";
    const [left, height] = [x(costs.volumes[from]?.need ?? 0), y(costAt(costs, from, option))];
    const hasRoom = left + 4 + wide(text) <= right;
    const at = hasRoom ? left + 4 : right;
    const end = hasRoom ? at + wide(text) : right;
    const isLow = height + LINE + 4 > TOP + HEIGHT;
    const above = Math.min(height, ...volumes.filter(({ need }) => x(need) <= end).map(({ costs }) => y(leastOf(costs))));
    const label: Label = { option, x: at, y: isLow ? above - 8 : height + LINE + 3, anchor: hasRoom ? "start" : "end", text };
    if (!labels.some((other) => overlap(label, other))) labels.push(label);
  }
  return labels;
}

/** Of each option the longest stretch, where its name stands; in order. */
function longest({ volumes, options }: VolumeCosts, best: readonly Stretch[]): Stretch[] {
  const length = ({ from, until }: Stretch) => (volumes[until]?.need ?? 0) - (volumes[from]?.need ?? 0);
  const kept = options.map((_, option) => {
    const own = best.filter((stretch) => stretch.option === option);
    return own.sort((a, b) => length(b) - length(a))[0];
  });
  return best.filter((stretch) => kept.includes(stretch));
}

function leastOf(costs: ReadonlyMap<string, Amount>): number {
  const [cheapest = NaN] = costs.values();
  return Number(cheapest);
}

/** Names at the right ends of the lines, as many as fit below each other. */
function besideOf(costs: VolumeCosts, { y, top, right }: Pick<VolumePlan, "y" | "top" | "right">): Label[] {
  const last = costs.volumes.length - 1;
  const ends = costs.options
    .map(({ name }, option) => ({ option, text: name, cost: costAt(costs, last, option) }))
    .filter(({ cost }) => cost <= top)
    .sort((a, b) => a.cost - b.cost);
  let free = Infinity;
  return ends.flatMap(({ option, text, cost }) => {
    const at = Math.min(y(cost) + 4, free);
    // Farther from its line, it would be taken for the name of another.
    if (y(cost) + 4 - at > LINE / 2) return [];
    free = at - LINE;
    return [{ option, x: right + 8, y: at, anchor: "start" as const, text }];
  });
}

function overlap(one: Label, other: Label): boolean {
  const start = ({ x, anchor, text }: Label) => (anchor === "end" ? x - wide(text) : x);
  const beside = start(one) > start(other) + wide(other.text) || start(other) > start(one) + wide(one.text);
  return !beside && Math.abs(one.y - other.y) < LINE;
}

function wide(text: string): number {
  return text.length * LETTER;
}
