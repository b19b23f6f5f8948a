// The balance by class over time: stacked steps, with one day selected by pointer or keyboard.
import type { Month } from "drawdown";
import { css, html, nothing, svg, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { element } from "../element";
import { guard } from "lit/directives/guard.js";
import { counted, readable } from "../format/amount";
import type { Units } from "../format/estimate";
import { Part } from "../part";
import { base } from "./styles";
import { locale } from "../localise";

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

const HEIGHT = 232;
const TOP = 20;
const LEFT = 52;
const RIGHT = 6;
const LANE = 15;

@element("drawdown-balance-chart")
export class BalanceChart extends Part {
  static override styles = [
    base,
    css`
      :host { display: grid; gap: 0.75rem; grid-template-columns: minmax(0, 1fr); }
      .plot { position: relative; border-radius: var(--radius-small); touch-action: pan-y; cursor: crosshair; }
      .plot:focus-visible { outline-offset: 4px; }
      svg { display: block; width: 100%; overflow: visible; }
      text { fill: var(--muted); font-size: 12px; font-variant-numeric: tabular-nums; }
      .grid { stroke: var(--line); stroke-width: 1; shape-rendering: crispEdges; }
      .zero { stroke: var(--control-line); }
      .c0 { --series: var(--series-1); } .c1 { --series: var(--series-2); } .c2 { --series: var(--series-3); }
      .c3 { --series: var(--series-4); } .c4 { --series: var(--series-5); } .c5 { --series: var(--series-6); }
      .area { fill: var(--series); }
      .area.withheld { fill: url(#hatch); stroke: var(--muted); stroke-width: 1; stroke-dasharray: 3 3; }
      .hatch { stroke: var(--muted); stroke-width: 1.25; }
      .ended { stroke: var(--warn); stroke-width: 1.5; } .bought { fill: var(--good); } .short { fill: var(--bad); }
      .run-out { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 4 3; }
      .run-out-text { fill: var(--bad); font-weight: 600; }
      .cursor { stroke: var(--ink); stroke-width: 1; }
      .dot { fill: var(--ink); stroke: var(--surface); stroke-width: 1.5; }
      .reading {
        display: grid; gap: 0.375rem; padding: 0.625rem 0.875rem; border-radius: var(--radius-small);
        background: var(--sunken); font-size: 0.9375rem; min-height: 5.25rem;
      }
      .reading header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
      .reading strong { font-weight: 650; }
      .key { display: flex; flex-wrap: wrap; gap: 0.125rem 1.125rem; }
      .key li { display: inline-flex; align-items: baseline; gap: 0.4375rem; }
      .swatch { flex: none; width: 0.6875rem; height: 0.6875rem; border-radius: 0.1875rem; background: var(--series); }
      .withheld .swatch {
        background: repeating-linear-gradient(135deg, var(--muted) 0 1px, transparent 1px 3px);
        outline: 1px dashed var(--muted); outline-offset: -1px;
      }
      @media (forced-colors: active) { .area, .swatch { forced-color-adjust: none; } }
    `,
  ];

  @property({ attribute: false }) data: BalanceData | undefined;
  @property({ attribute: false }) units: Units = { unit: "", units: "" };
  @state() private width = 640;
  /** The selected day. */
  @state() private day = 0;
  @query(".plot") private plot!: HTMLElement | null;

  private readonly observer = new ResizeObserver(([entry]) => {
    if (entry) this.width = Math.max(220, Math.round(entry.contentRect.width));
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { data } = this;
    if (!changed.has("data") || !data) return;
    const before = changed.get("data") as BalanceData | undefined;
    // Keep the selected day while inputs change; at first, select the run-out day or the last.
    const kept = before && before.days[0] === data.days[0] && before.days.length === data.days.length;
    if (!kept) this.day = data.runOut ?? data.days.length - 1;
    this.day = Math.min(this.day, data.days.length - 1);
  }

  override render() {
    const { data } = this;
    if (!data) return nothing;
    return html`
      <div
        class="plot" tabindex="0" role="slider" aria-label="Balance, day by day" aria-orientation="horizontal"
        aria-valuemin="1" aria-valuemax=${data.days.length} aria-valuenow=${this.day + 1}
        aria-valuetext=${this.spoken(data)}
        @keydown=${this.keyed} @pointermove=${this.pointed} @pointerdown=${this.pointed}>
        ${this.drawing(data)}
      </div>
      ${data.unmarked ? html`
        <p class="muted small">Only the first ten thousand purchases and shortfalls are marked.</p>` : nothing}
      ${this.reading(data)}
    `;
  }

  private drawing(data: BalanceData) {
    const { width } = this;
    const plan = (this.planned =
      this.planned?.data === data && this.planned.width === width ? this.planned : planOf(data, width));
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

  private backdrop(data: BalanceData, { width, edges, steps, top, lanes, x }: ChartPlan, axis: number) {
    const y = (amount: number) => heightOf(amount, top);
    const compact = new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1 });
    return svg`
        <defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"><line class="hatch" y2="5" /></pattern></defs>
        ${steps.map(
          (amount) => svg`
          <line class="grid ${amount === 0 ? "zero" : ""}" x1=${LEFT} x2=${width - RIGHT} y1=${y(amount)}
            y2=${y(amount)} />
          <text x=${LEFT - 8} y=${y(amount) + 4} text-anchor="end">${compact.format(amount)}</text>`,
        )}
        ${stacked(data.series, edges, y).map((path, i) => svg`<path class="area ${look(data.series[i], i)}" d=${path}
          />`)}
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
    const { zone: timeZone } = data;
    const part = new Intl.DateTimeFormat(locale(), { timeZone, day: "numeric", month: "short", year: "numeric" });
    const read = (at: number) => {
      const parts = Object.fromEntries(part.formatToParts(at).map(({ type, value }) => [type, value]));
      return { at: x(at), day: parts["day"] ?? "", month: parts["month"] ?? "", year: parts["year"] ?? "" };
    };
    const firsts = data.months.map(({ start }) => read(Date.parse(start))).filter(({ day }) => day === "1");
    const long = firsts.length > 2;
    const candidates = long ? firsts : [...data.days].map(read);
    const years = firsts.length > 30;
    let last = -Infinity;
    return (years ? candidates.filter(({ month }) => month === "Jan") : candidates).flatMap(
      ({ at, day, month, year }) => {
        const label = years
          ? year
          : long
            ? month === "Jan"
              ? year
              : month.slice(0, 3)
            : `${day} ${month.slice(0, 3)}`;
        const room = label.length * 7 + 10;
        if (at < last || at + room - 8 > this.width) return [];
        last = at + room;
        return [{ at, label }];
      },
    );
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
            <li class=${look(series, i)}><span class="swatch"></span><span>${series.name}</span> <span
              class="number">${readable(shown(series.closing[day]))}</span></li>`,
          )}
        </ul>
        <p class="muted small number">${moved.join(" \u00b7 ") || "No change"}</p>
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

  private keyed(event: KeyboardEvent): void {
    const last = (this.data?.days.length ?? 1) - 1;
    const moves: Record<string, number> = {
      ArrowLeft: this.day - 1,
      ArrowDown: this.day - 1,
      ArrowRight: this.day + 1,
      ArrowUp: this.day + 1,
      PageDown: this.day - 30,
      PageUp: this.day + 30,
      Home: 0,
      End: last,
    };
    const next = moves[event.key];
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.day = Math.max(0, Math.min(last, next));
  }

  private pointed(event: PointerEvent): void {
    const { data, plot } = this;
    if (!data || !plot) return;
    const share = (event.clientX - plot.getBoundingClientRect().left - LEFT) / (this.width - LEFT - RIGHT);
    const [first = 0] = data.days;
    const at = first + Math.max(0, Math.min(share, 1)) * (data.until - first);
    const after = data.days.findIndex((day) => day > at);
    this.day = after < 0 ? data.days.length - 1 : Math.max(after - 1, 0);
  }
}

/** The geometry of one set of data at one width. */
interface ChartPlan {
  data: BalanceData;
  width: number;
  edges: number[];
  steps: number[];
  top: number;
  lanes: ReturnType<typeof lanesOf>;
  x: (at: number) => number;
}

function planOf(data: BalanceData, width: number): ChartPlan {
  const [first = 0] = data.days;
  const span = Math.max(data.until - first, 1);
  const x = (at: number) => LEFT + ((at - first) / span) * (width - LEFT - RIGHT);
  const edges = [...data.days, data.until].map((at) => round(x(at)));
  const { top, steps } = ticks(data.total.reduce((most, amount) => Math.max(most, amount), 0));
  return { data, width, edges, steps, top, lanes: lanesOf(data, edges), x };
}

function heightOf(amount: number, top: number): number {
  return TOP + HEIGHT - (Math.min(amount, top) / top) * HEIGHT;
}

/** The marks below the balance; empty lanes are left out. */
function lanesOf(data: BalanceData, edges: number[]) {
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
    { name: "ended", shape: ended.length > 0 && svg`<path class="ended" d=${ended.join("")} />` },
    { name: "bought", shape: bought.length > 0 && svg`<path class="bought" d=${bought.join("")} />` },
    { name: "short", shape: short.length > 0 && svg`<path class="short" d=${short.join("")} />` },
  ].filter(({ shape }) => shape);
}

/** A colour for each class; withheld credits have none. */
function look(series: BalanceSeries | undefined, place: number): string {
  return series?.withheld ? "withheld" : `c${place % 6}`;
}

/** The events of a day, in words. */
function moves(data: BalanceData, day: number): string[] {
  const said = (amount: number | undefined, word: string) => (amount ? [`${readable(shown(amount))} ${word}`] : []);
  return [
    ...said(data.issued[day], "issued"),
    ...said(data.spent[day], "spent"),
    ...said(data.ended[day], "lost unused"),
    ...(data.bought.has(day) ? ["bought"] : []),
    ...(data.short.some(([first, last]) => first <= day && day <= last) ? ["short of credits"] : []),
  ];
}

/** One path for each class, stacked on the classes before it. */
function stacked(series: BalanceSeries[], edges: number[], y: (amount: number) => number): string[] {
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

/** About four round numbers from 0 to above the maximum. */
function ticks(most: number): { top: number; steps: number[] } {
  if (!(most > 0)) return { top: 1, steps: [0, 1] };
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const count = Math.ceil(most / step);
  return { top: step * count, steps: Array.from({ length: count + 1 }, (_, i) => step * i) };
}

/** Sums of floats have rounding errors; amounts have at most these places. */
function shown(amount: number | undefined): number {
  return Number((amount ?? 0).toFixed(6));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
