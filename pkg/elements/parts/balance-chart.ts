// The balance by class over time: a line with a light ground for each class, stacked from 0, with one day selected
// by pointer or keyboard.
import type { Month } from "drawdown";
import { bisectRight } from "d3-array";
import { css, html, nothing, svg, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { guard } from "lit/directives/guard.js";
import { counted, readable } from "../format/amount";
import type { Units } from "../format/estimate";
import { Part } from "../part";
import { ChartCursor } from "./chart-cursor";
import { HEIGHT, heightOf, LANE, LEFT, planOf, RIGHT, TOP, type ChartPlan } from "./chart-plan";
import { chart } from "./chart-styles";
import { base } from "./styles";
import { Width } from "./width";
import { locale, text } from "../localise";

export interface BalanceSeries {
  name: string;
  /** The remaining credits at the end of each day. */
  closing: Float64Array;
  /** These credits are withheld. */
  withheld?: boolean;
}

export interface BalanceData {
  /** The start of each day, in milliseconds. */
  days: Float64Array;
  until: number;
  zone: string;
  series: BalanceSeries[];
  /** All remaining credits. */
  total: Float64Array;
  /** The spendable part. */
  spendable: Float64Array;
  issued: Float64Array;
  spent: Float64Array;
  /** Expired or forfeited. */
  ended: Float64Array;
  months: readonly Month[];
  /** Days with a purchase. */
  bought: ReadonlySet<number>;
  /** Ranges of days from a refusal to the next time that a run could be paid. */
  short: readonly (readonly [first: number, last: number])[];
  /** There are more purchases or shortfalls than are marked. */
  unmarked: boolean;
  /** The day of the first refusal. */
  runOut: number | null;
  runOutLabel: string;
}

/** What tells the second class from the sixth apart where the system chooses the colours: a line and its angle. */
const WEAVES: readonly (readonly [path: string, angle: number])[] = [
  ["M0 2.5h5", 0],
  ["M0 2.5h5", 90],
  ["M0 2.5h2.5", 0],
  ["M0 2.5h5M2.5 0v5", 0],
  ["M0 2.5h5", 45],
];

@element("drawdown-balance-chart")
export class BalanceChart extends Part {
  static override styles = [
    base,
    chart,
    css`
      .area { fill: var(--series); fill-opacity: 0.16; }
      .area.withheld { fill: url(#hatch); fill-opacity: 1; }
      .edge.dense { stroke-width: 1.25; }
      .edge.withheld { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 3 3; }
      .weave { fill: none; stroke: CanvasText; stroke-width: 1.5; }
      .hatch { stroke: var(--muted); stroke-width: 1.25; }
      .ended { stroke: var(--warn); stroke-width: 1.5; } .bought { fill: var(--good); } .short { fill: var(--bad); }
      .run-out { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 4 3; }
      .run-out-text { fill: var(--bad); font-weight: 600; }
      .reading { display: grid; gap: 0.375rem; min-height: 5.25rem; }
      .reading header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
      .key { display: flex; flex-wrap: wrap; gap: 0.125rem 1.125rem; }
      .key li { display: inline-flex; align-items: baseline; gap: 0.4375rem; }
      @media (forced-colors: active) {
        .run-out-text { fill: CanvasText; }
        .hatch, .ended, .run-out { stroke: CanvasText; }
        .bought, .short { fill: CanvasText; }
        .area { fill-opacity: 1; }
        .edge.withheld { stroke: CanvasText; }
        .area.c0 { fill: CanvasText; } .area.c1 { fill: url(#weave-1); } .area.c2 { fill: url(#weave-2); }
        .area.c3 { fill: url(#weave-3); } .area.c4 { fill: url(#weave-4); } .area.c5 { fill: url(#weave-5); }
      }
    `,
  ];

  @property({ attribute: false }) data: BalanceData | undefined;
  @property({ attribute: false }) units: Units = { unit: "", units: "" };
  private readonly room = new Width(this);
  private readonly cursor = new ChartCursor(this, () => ({
    count: this.data?.days.length ?? 1,
    page: 30,
    at: (x) => this.dayBelow(x),
  }));

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { data } = this;
    if (!changed.has("data") || !data) return;
    const before = changed.get("data") as BalanceData | undefined;
    // Keep the selected day while inputs change; at first, select the run-out day or the last.
    const kept = before && before.days[0] === data.days[0] && before.days.length === data.days.length;
    if (!kept) this.cursor.place = data.runOut ?? data.days.length - 1;
  }

  /** The selected day. */
  private get day(): number {
    return this.cursor.place;
  }

  override render() {
    const { data } = this;
    if (!data) return nothing;
    return html`
      ${this.cursor.slider(text().chartLabel, this.spoken(data), this.drawing(data))}
      ${data.unmarked ? html`
        <p class="muted small">${text().chartUnmarked}</p>` : nothing}
      ${this.reading(data)}
    `;
  }

  private drawing(data: BalanceData) {
    const { value: width, isKnown } = this.room;
    if (!isKnown) return svg`<svg height=${TOP + HEIGHT + 24} aria-hidden="true"></svg>`;
    const plan = (this.planned =
      this.planned?.data === data && this.planned.width === width && this.planned.words === text()
        ? this.planned
        : planOf(data, width));
    const { edges, top, lanes } = plan;
    const y = (amount: number) => heightOf(amount, top);
    const axis = TOP + HEIGHT + lanes.length * LANE + (lanes.length > 0 ? 12 : 0);
    const at = (edges[this.day] ?? 0) / 2 + (edges[this.day + 1] ?? 0) / 2;
    // While the cursor moves, do not redraw the days: there may be many.
    return svg`
      <svg viewBox="0 0 ${width} ${axis + 24}" height=${axis + 24} aria-hidden="true">
        ${guard([plan], () => this.backdrop(data, plan, axis))}
        <line class="cursor" x1=${at} x2=${at} y1=${TOP} y2=${axis} />
        <circle class="dot" cx=${at} cy=${y(data.spendable[this.day] ?? 0)} r="4" />
      </svg>
    `;
  }

  private planned: ChartPlan | undefined;

  private backdrop(data: BalanceData, { width, edges, steps, top, lanes, isDense, shapes, x }: ChartPlan, axis: number) {
    const y = (amount: number) => heightOf(amount, top);
    const compact = new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1, useGrouping: "always" });
    return svg`
        <defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"><line class="hatch" y2="5" /></pattern>${WEAVES.map(
          ([path, angle], i) => svg`<pattern id="weave-${i + 1}" width="5" height="5" patternUnits="userSpaceOnUse"
            patternTransform="rotate(${angle})"><path class="weave" d=${path} /></pattern>`,
        )}</defs>
        ${steps.map(
          (amount) => svg`
          <line class="grid ${amount === 0 ? "zero" : ""}" x1=${LEFT} x2=${width - RIGHT} y1=${y(amount)}
            y2=${y(amount)} />
          <text x=${LEFT - 8} y=${y(amount) + 4} text-anchor="end">${compact.format(amount)}</text>`,
        )}
        ${shapes.areas.map((path, i) => svg`<path class="area ${look(data.series[i], i)}" d=${path} />`)}
        ${shapes.lines.map((path, i) => svg`<path class="edge ${isDense ? "dense" : ""} ${look(data.series[i], i)}"
          d=${path} />`).reverse()}
        ${lanes.map(
          ({ name, shape }, i) => svg`
          <g transform="translate(0 ${TOP + HEIGHT + 9 + i * LANE})">
            <text x=${LEFT - 8} y="10" text-anchor="end">${name}</text>${shape}
          </g>`,
        )}
        ${this.months(data, x).map(
          ({ at, label }) => svg`
          <line class="grid" x1=${at} x2=${at} y1=${axis} y2=${axis + 5} />
          <text x=${at + 3} y=${axis + 17}>${label}</text>`,
        )}
        ${
          data.runOut === null
            ? nothing
            : svg`
          <line class="run-out" x1=${edges[data.runOut]} x2=${edges[data.runOut]} y1=${TOP - 6} y2=${TOP + HEIGHT} />
          <text class="run-out-text" x=${Math.min(Math.max(edges[data.runOut] ?? 0, LEFT + 22), width - 28)}
            y=${TOP - 9} text-anchor="middle">${data.runOutLabel}</text>`
        }
    `;
  }

  /** First days of months (days, for a short time), as many as fit. */
  private months(data: BalanceData, x: (at: number) => number): { at: number; label: string }[] {
    const read = reader(data.zone);
    const firsts = data.months.map(({ start }) => read(Date.parse(start))).filter(({ isFirst }) => isFirst);
    const long = firsts.length > 2;
    const candidates = long ? firsts : [...data.days].map(read);
    const years = firsts.length > 30;
    let last = -Infinity;
    return candidates.flatMap(({ instant, isJanuary, day, month, year }) => {
      if (years && !isJanuary) return [];
      const label = !long ? text().chartDay(day, month) : isJanuary ? year : month;
      const at = x(instant);
      const room = label.length * 7 + 10;
      if (at < last || at + room - 8 > this.room.value) return [];
      last = at + room;
      return [{ at, label }];
    });
  }

  private reading(data: BalanceData) {
    const { unit, units } = this.units;
    const { day } = this;
    const moved = moves(data, day);
    return html`
      <div class="reading">
        <header><strong>${this.date(data)}</strong><strong
          class="number">${counted(shown(data.spendable[day]), unit, units)}</strong></header>
        <ul class="key">
          ${data.series.map(
            (series, i) => html`
            <li><svg class="swatch" viewBox="0 0 24 11" aria-hidden="true"><rect class="area ${look(series, i)}"
              y="1" width="24" height="10" /><path class="edge ${look(series, i)}" d="M0 1h24" /></svg><span>${series.name}</span> <span
              class="number">${readable(shown(series.closing[day]))}</span></li>`,
          )}
        </ul>
        <p class="muted small number">${moved.join(" \u00b7 ") || text().chartNoChange}</p>
      </div>
    `;
  }

  private spoken(data: BalanceData): string {
    const { unit, units } = this.units;
    const parts = data.series.map(({ name, closing }) => `${name} ${readable(shown(closing[this.day]))}`);
    return [
      this.date(data),
      counted(shown(data.spendable[this.day]), unit, units),
      ...parts,
      ...moves(data, this.day),
    ].join(", ");
  }

  private date(data: BalanceData): string {
    const options = { timeZone: data.zone, weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;
    return new Date(data.days[this.day] ?? 0).toLocaleDateString(locale(), options);
  }

  private dayBelow(x: number): number {
    const { days = new Float64Array(), until = 0 } = this.data ?? {};
    const [first = 0] = days;
    const share = (x - LEFT) / (this.room.value - LEFT - RIGHT);
    return bisectRight(days, first + share * (until - first)) - 1;
  }
}

/** A colour for each class; withheld credits have none. */
function look(series: BalanceSeries | undefined, place: number): string {
  return series?.withheld ? "withheld" : `c${place % 6}`;
}

/** The events of a day, in words. */
function moves(data: BalanceData, day: number): string[] {
  const words = text();
  const said = (amount: number | undefined, sentence: (credits: string) => string) =>
    amount ? [sentence(readable(shown(amount)))] : [];
  return [
    ...said(data.issued[day], words.movedIssued),
    ...said(data.spent[day], words.movedSpent),
    ...said(data.ended[day], words.movedLost),
    ...(data.bought.has(day) ? [words.movedBought] : []),
    ...(data.short.some(([first, last]) => first <= day && day <= last) ? [words.movedShort] : []),
  ];
}

/** Reads an instant: its date as the locale writes it, and whether a month or a year begins. */
function reader(timeZone: string) {
  const shownIn = new Intl.DateTimeFormat(locale(), { timeZone, day: "numeric", month: "short", year: "numeric" });
  const numbers = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", { timeZone, day: "numeric", month: "numeric" });
  const isEnglish = shownIn.resolvedOptions().locale.startsWith("en");
  return (instant: number) => {
    const { day = "", month = "", year = "" } = partsOf(shownIn, instant);
    const number = partsOf(numbers, instant);
    const isFirst = number["day"] === "1";
    const isJanuary = number["month"] === "1";
    return { instant, isFirst, isJanuary, day, month: isEnglish ? month.slice(0, 3) : month, year };
  };
}

function partsOf(format: Intl.DateTimeFormat, at: number): Record<string, string> {
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** Sums of floats have rounding errors; amounts have at most these places. */
function shown(amount: number | undefined): number {
  return Number((amount ?? 0).toFixed(6));
}
