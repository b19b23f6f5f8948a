// The margin of a need and its time: months, dates, busy and quiet ones.
import type { Amount, CatalogInfo, Finding } from "drawdown";
import { css, html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { element } from "../element";
import { messagesAt } from "../engine/faults";
import { marginIn, type Margin, type Plan } from "../engine/plan";
import { zones } from "../engine/zones";
import { sentence } from "../format/setting";
import { locale, text } from "../localise";
import { Part } from "../part";
import type { Pick } from "./pick";
import { typed } from "./rows";
import { SetEvent } from "./set";
import { base, sides, tables } from "./styles";
import { unfolded } from "./unfolded";
import "./choice-field";
import "./number-field";
import "./text-field";

@element("drawdown-margin-fields")
export class MarginFields extends Part {
  static override styles = [
    base,
    tables,
    sides,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.125rem; }
      .months {
        display: grid; grid-template-columns: repeat(auto-fill, minmax(4.25rem, 1fr)); gap: 0.625rem;
        margin-top: 0.5rem;
      }
      .fault { margin-top: 0.375rem; color: var(--bad); font-size: 0.875rem; }
    `,
  ];

  @property({ attribute: false }) plan: Plan | undefined;
  @property({ attribute: false }) info: CatalogInfo | undefined;
  @property({ attribute: false }) faults: readonly Finding[] = [];
  /** The need of a month, once it is known. */
  @property({ attribute: false }) need: Amount | undefined;

  /** The need is on its way. */
  @property({ type: Boolean }) awaited = false;

  /** A unit that was chosen before the need was known: the amounts follow with it. */
  @state() private chosen: Margin | undefined;

  /** What was chosen for another plan or catalog is no longer wanted. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    const isOther = changed.has("info") || (changed.has("plan") && changed.get("plan")?.unit !== this.plan?.unit);
    if (isOther) this.chosen = undefined;
  }

  protected override updated(): void {
    const { plan, chosen } = this;
    if (!plan || !chosen || this.awaited) return;
    this.chosen = undefined;
    if (chosen !== plan.unit) this.tell(marginIn(chosen, plan, this.need));
  }

  override render() {
    const { plan, info } = this;
    if (!plan || !info) return nothing;
    const words = text();
    const units = [
      { value: "percent", label: words.percentOfNeed },
      { value: "credits", label: sentence(info.units) },
    ];
    const change = (event: CustomEvent<Pick>) => {
      this.chosen = typed(event) as Margin;
    };
    return html`
      <drawdown-choice-field .label=${words.marginIn} row .value=${this.chosen ?? plan.unit} .options=${units}
        @pick=${change}></drawdown-choice-field>
      ${this.amounts(plan)}
      <drawdown-number-field .label=${words.planMonths} .value=${plan.months} placeholder="12" .min=${1} .max=${36}
        .step=${1} .error=${this.about("/months")} @pick=${this.take("months")}></drawdown-number-field>
      <div class="pair">
        <drawdown-date-field .label=${words.planFrom} .value=${plan.start} .error=${this.about("/start")}
          @pick=${this.take("start")}></drawdown-date-field>
        <drawdown-choice-field .label=${words.planZone} menu lazy .value=${plan.zone} .options=${zones(plan.zone)}
          @pick=${this.take("zone")}></drawdown-choice-field>
      </div>
      ${this.season(plan)}
    `;
  }

  private amounts({ low, high, unit }: Plan) {
    const words = text();
    const isPercent = unit === "percent";
    const most = isPercent ? 100 : roundUp(Number(this.need ?? 0), Number(low), Number(high));
    const step = isPercent ? 1 : undefined;
    const sign = isPercent ? "%" : "";
    return html`
      <drawdown-number-field .label=${words.marginAtLeast} .unit=${sign} .value=${low} placeholder="0"
        .min=${0} .max=${most} .step=${step} .error=${this.about("/buffer") || this.about("/buffer/low")}
        @pick=${this.take("low")}></drawdown-number-field>
      <drawdown-number-field .label=${words.marginAtMost} .unit=${sign} .value=${high} .placeholder=${low || "0"}
        .min=${0} .max=${most} .step=${step} .error=${this.about("/buffer/high")}
        @pick=${this.take("high")}></drawdown-number-field>
    `;
  }

  /** Months with more or less use. */
  private season({ season }: Plan) {
    const words = text();
    const isSet = season.some((factor) => Number(factor || "1") !== 1);
    const change = (place: number) => (event: CustomEvent<Pick>) => {
      const factors = season.length === 12 ? season : Array.from({ length: 12 }, () => "1");
      const next = factors.with(place, typed(event));
      this.tell({ season: next.every((factor) => factor.trim() === "1" || factor.trim() === "") ? [] : next });
    };
    const fault = this.about("/season");
    return html`
      <details>
        <summary>${words.busyMonths}${isSet ? html` <span class="muted">\u00b7 ${words.busyMonthsSet}</span>`
          : nothing}</summary>
        <p class="muted small">${words.busyMonthsHint}</p>
        <div class="months" role="group" aria-label=${words.busyMonths}>
          ${unfolded(() => months().map((label, i) => html`<drawdown-number-field .label=${label}
            .value=${season[i] ?? ""} placeholder="1" .min=${0} .step=${0.1}
            @pick=${change(i)}></drawdown-number-field>`))}
        </div>
        ${fault ? html`<p class="fault">${sentence(fault)}</p>` : nothing}
      </details>
    `;
  }

  private about(pointer: string): string {
    return messagesAt(this.faults, pointer);
  }

  private take(key: "low" | "high" | "months" | "start" | "zone") {
    return (event: CustomEvent<Pick>) => {
      // An amount is meant in the unit that stands beside it.
      if (key === "low" || key === "high") this.chosen = undefined;
      this.tell({ [key]: typed(event) });
    };
  }

  private tell(change: Partial<Plan>): void {
    this.dispatchEvent(new SetEvent(change));
  }
}

let named: { in: string | undefined; months: readonly string[] } | undefined;

/** Their short names, January first. */
function months(): readonly string[] {
  const here = locale();
  if (!named || named.in !== here) {
    const name = new Intl.DateTimeFormat(here, { month: "short", timeZone: "UTC" });
    named = { in: here, months: Array.from({ length: 12 }, (_, month) => name.format(Date.UTC(2026, month))) };
  }
  return named.months;
}

/** A slider maximum with room for all of these values. */
function roundUp(...numbers: number[]): number {
  const most = Math.max(100, ...numbers.filter(Number.isFinite));
  const step = 10 ** Math.floor(Math.log10(most));
  return Math.ceil(most / step) * step;
}
