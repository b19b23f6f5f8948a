// Credits over time: a column for each period, one of which is selected by pointer or keyboard.
import type { ReportRow } from "drawdown/usage";
import { css, html, nothing, svg } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { HEIGHT, LEFT, RIGHT, TOP, heightOf, ticks } from "@elements/parts/chart-plan";
import { locale } from "@elements/localise";
import { counted, readable } from "@elements/format/amount";
import { Part } from "@elements/part";
import { base } from "@elements/parts/styles";
import { Width } from "@elements/parts/width";
import { periodName } from "../format/days";
import { text } from "../words";

const AXIS = TOP + HEIGHT;

@customElement("usage-columns")
export class UsageColumns extends Part {
  static override styles = [
    base,
    css`
      :host { display: grid; gap: 0.75rem; grid-template-columns: minmax(0, 1fr); }
      .plot { border-radius: var(--radius-small); touch-action: pan-y; cursor: crosshair; }
      .plot:focus-visible { outline-offset: 4px; }
      svg { display: block; width: 100%; overflow: visible; direction: ltr; }
      text { fill: var(--muted); font-size: 12px; font-variant-numeric: tabular-nums; }
      .grid { stroke: var(--line); stroke-width: 1; shape-rendering: crispEdges; }
      .column { fill: var(--series-2); }
      .chosen { fill: var(--ink); }
      .reading {
        display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; padding: 0.625rem 0.875rem;
        border-radius: var(--radius-small); background: var(--sunken); font-size: 0.9375rem;
      }
      .reading strong { font-weight: 650; }
      @media (forced-colors: active) {
        svg { forced-color-adjust: none; }
        text { fill: CanvasText; } .grid { stroke: GrayText; }
        .column { fill: CanvasText; } .chosen { fill: Highlight; }
        .reading { border: 1px solid; }
      }
    `,
  ];

  /** All periods, also those without events. */
  @property({ attribute: false }) periods: readonly string[] = [];
  @property({ attribute: false }) rows: ReadonlyMap<string, ReportRow> = new Map();
  @property() unit = "";
  @property() units = "";
  @state() private chosen = 0;
  private readonly room = new Width(this);


  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("periods")) this.chosen = this.highest();
  }

  private highest(): number {
    const credits = this.periods.map((period) => this.credits(period));
    return Math.max(0, credits.indexOf(Math.max(...credits, 0)));
  }

  private credits(period: string): number {
    return Number(this.rows.get(period)?.sums.credits ?? 0);
  }

  override render() {
    const { periods } = this;
    if (periods.length === 0) return nothing;
    return html`
      <div class="plot" tabindex="0" role="slider" aria-label=${text().creditsOverTime} aria-orientation="horizontal"
        aria-valuemin="1" aria-valuemax=${periods.length} aria-valuenow=${this.chosen + 1}
        aria-valuetext=${this.reading().join(", ")}
        @keydown=${this.keyed} @pointermove=${this.pointed} @pointerdown=${this.pointed}>${this.drawing()}</div>
      <p class="reading">${this.reading().map((part, place) =>
        place < 2 ? html`<strong class="number">${part}</strong>` : html`<span class="muted number">${part}</span>`)}
      </p>
    `;
  }

  private drawing() {
    const { periods, chosen } = this;
    const { value: width } = this.room;
    const step = (width - LEFT - RIGHT) / periods.length;
    const gap = Math.min(2, step / 4);
    const amounts = periods.map((period) => this.credits(period));
    const { top, steps } = ticks(Math.max(...amounts, 0));
    const compact = new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1, useGrouping: "always" });
    return svg`
      <svg viewBox="0 0 ${width} ${AXIS + 24}" height=${AXIS + 24} aria-hidden="true">
        ${steps.map((amount) => svg`
          <line class="grid" x1=${LEFT} x2=${width - RIGHT} y1=${heightOf(amount, top)} y2=${heightOf(amount, top)} />
          <text x=${LEFT - 8} y=${heightOf(amount, top) + 4} text-anchor="end">${compact.format(amount)}</text>`)}
        ${amounts.map((amount, place) => amount > 0 ? svg`
          <rect class=${place === chosen ? "chosen" : "column"} x=${LEFT + place * step + gap / 2}
            width=${Math.max(step - gap, 0.5)} y=${heightOf(amount, top)} height=${AXIS - heightOf(amount, top)} />`
          : nothing)}
        ${this.marks(step).map(({ at, label }) => svg`
          <line class="grid" x1=${at} x2=${at} y1=${AXIS} y2=${AXIS + 5} />
          <text x=${at + 3} y=${AXIS + 17}>${label}</text>`)}
      </svg>
    `;
  }

  /** Names of periods below the axis, as many as fit. */
  private marks(step: number): { at: number; label: string }[] {
    let free = 0;
    return this.periods.flatMap((period, place) => {
      const at = LEFT + place * step;
      const label = brief(period);
      if (at < free || at + label.length * 7 > this.room.value) return [];
      free = at + label.length * 7 + 16;
      return [{ at, label }];
    });
  }

  private reading(): string[] {
    const period = this.periods[this.chosen] ?? "";
    const sums = this.rows.get(period)?.sums;
    const runs = sums?.runs ?? 0;
    return [
      periodName(period, locale()),
      counted(sums?.credits ?? 0, this.unit, this.units),
      text().runsMade(readable(runs), runs),
      ...(sums && sums.failed > 0 ? [text().runsFailed(readable(sums.failed))] : []),
    ];
  }

  private keyed(event: KeyboardEvent): void {
    const last = this.periods.length - 1;
    const moves: Record<string, number> = {
      ArrowLeft: this.chosen - 1, ArrowDown: this.chosen - 1, ArrowRight: this.chosen + 1, ArrowUp: this.chosen + 1,
      PageDown: this.chosen - 7, PageUp: this.chosen + 7, Home: 0, End: last,
    };
    const next = moves[event.key];
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.chosen = Math.max(0, Math.min(last, next));
  }

  private pointed({ clientX, currentTarget }: PointerEvent): void {
    const from = (currentTarget as HTMLElement).getBoundingClientRect().left + LEFT;
    const place = Math.floor(((clientX - from) / (this.room.value - LEFT - RIGHT)) * this.periods.length);
    this.chosen = Math.max(0, Math.min(this.periods.length - 1, place));
  }
}

/** `3 Nov`, `W45`, `Nov 2026`. */
function brief(period: string): string {
  if (period.includes("W")) return text().weekBrief(period.slice(6));
  const form = period.length === 7 ? { month: "short", year: "numeric" } as const
    : { day: "numeric", month: "short" } as const;
  const date = new Date(period.length === 7 ? `${period}-01` : period);
  return date.toLocaleDateString(locale(), { ...form, timeZone: "UTC" });
}
