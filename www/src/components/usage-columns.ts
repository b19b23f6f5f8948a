// Credits over time: a column for each period, one of which is selected by pointer or keyboard.
import type { ReportRow } from "drawdown/usage";
import { css, html, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { ChartCursor } from "@elements/parts/chart-cursor";
import { HEIGHT, LEFT, RIGHT, TOP, heightOf, outlineOf, scaleTo } from "@elements/parts/chart-plan";
import { chart } from "@elements/parts/chart-styles";
import { locale } from "@elements/localise";
import { counted, readable } from "@elements/format/amount";
import { Part } from "@elements/part";
import { base } from "@elements/parts/styles";
import { Width } from "@elements/parts/width";
import { periodName } from "../format/days";
import { text } from "../words";

const AXIS = TOP + HEIGHT;
/** Pixels from one column to the next, at least. */
const APART = 5;

@customElement("usage-columns")
export class UsageColumns extends Part {
  static override styles = [
    base,
    chart,
    css`
      .column { fill: var(--series-2); fill-opacity: 0.75; }
      .ground { fill: var(--series-2); fill-opacity: 0.16; }
      .outline { fill: none; stroke: var(--series-2); stroke-width: 1.25; stroke-linejoin: round; }
      .chosen { fill: var(--ink); }
      .reading { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
      @media (forced-colors: active) { .column { fill: CanvasText; fill-opacity: 1; } .outline { stroke: CanvasText; } .chosen { fill: Highlight; } }
    `,
  ];

  /** All periods, also those without events. */
  @property({ attribute: false }) periods: readonly string[] = [];
  @property({ attribute: false }) rows: ReadonlyMap<string, ReportRow> = new Map();
  @property() unit = "";
  @property() units = "";
  private readonly room = new Width(this);
  private readonly cursor = new ChartCursor(this, () => ({
    count: this.periods.length,
    page: 7,
    at: (x) => Math.floor((x - LEFT) / this.step),
  }));

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("periods")) this.cursor.place = this.highest();
  }

  /** From one column to the next, in pixels. */
  private get step(): number {
    return (this.room.value - LEFT - RIGHT) / this.periods.length;
  }

  private highest(): number {
    const credits = this.periods.map((period) => this.credits(period));
    return Math.max(0, credits.indexOf(Math.max(...credits, 0)));
  }

  private credits(period: string): number {
    return Number(this.rows.get(period)?.sums.credits ?? 0);
  }

  override render() {
    if (this.periods.length === 0) return nothing;
    return html`
      ${this.cursor.slider(text().creditsOverTime, this.reading().join(", "), this.drawing())}
      <p class="reading">${this.reading().map((part, place) =>
        place < 2 ? html`<strong class="number">${part}</strong>` : html`<span class="muted number">${part}</span>`)}
      </p>
    `;
  }

  private drawing() {
    const { periods, step } = this;
    const { value: width } = this.room;
    const gap = Math.min(3, step / 3);
    const amounts = periods.map((period) => this.credits(period));
    const { top, steps } = scaleTo(Math.max(...amounts, 0));
    const column = (amount: number, place: number, look: string) => amount > 0 ? svg`
      <rect class=${look} rx=${Math.min(2, step / 8)} x=${LEFT + place * step + gap / 2}
        width=${Math.max(step - gap, 1)} y=${heightOf(amount, top)} height=${AXIS - heightOf(amount, top)} />` : nothing;
    const compact = new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1, useGrouping: "always" });
    return svg`
      <svg viewBox="0 0 ${width} ${AXIS + 24}" height=${AXIS + 24} aria-hidden="true">
        ${steps.map((amount) => svg`
          <line class="grid" x1=${LEFT} x2=${width - RIGHT} y1=${heightOf(amount, top)} y2=${heightOf(amount, top)} />
          <text x=${LEFT - 8} y=${heightOf(amount, top) + 4} text-anchor="end">${compact.format(amount)}</text>`)}
        ${step < APART ? outline(amounts, step, top) : amounts.map((amount, place) => column(amount, place, "column"))}
        ${column(amounts[this.cursor.place] ?? 0, this.cursor.place, "chosen")}
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
    const period = this.periods[this.cursor.place] ?? "";
    const sums = this.rows.get(period)?.sums;
    const runs = sums?.runs ?? 0;
    return [
      periodName(period, locale()),
      counted(sums?.credits ?? 0, this.unit, this.units),
      text().runsMade(readable(runs), runs),
      ...(sums && sums.failed > 0 ? [text().runsFailed(readable(sums.failed))] : []),
    ];
  }
}

/** Columns as one shape: on their own they would look like a bar code. */
function outline(amounts: readonly number[], step: number, top: number) {
  const { ground, line } = outlineOf(amounts, step, top);
  return svg`<path class="ground" d=${ground} /><path class="outline" d=${line} />`;
}

/** `3 Nov`, `W45`, `Nov 2026`. */
function brief(period: string): string {
  if (period.includes("W")) return text().weekBrief(period.slice(6));
  const form = period.length === 7 ? { month: "short", year: "numeric" } as const
    : { day: "numeric", month: "short" } as const;
  const date = new Date(period.length === 7 ? `${period}-01` : period);
  return date.toLocaleDateString(locale(), { ...form, timeZone: "UTC" });
}
