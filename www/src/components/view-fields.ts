// Which part of a log is shown.
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { choice } from "@elements/engine/choice";
import type { Option } from "@elements/parts/choice-field";
import type { Pick } from "@elements/parts/pick";
import { Part } from "@elements/part";
import { base, buttons, sides } from "@elements/parts/styles";
import type { Period, View } from "../engine/usage";
import { later } from "../format/days";
import "@elements/parts/choice-field";
import "@elements/parts/flag-field";
import "@elements/parts/text-field";
import { text } from "../words";

/** Another part of the log. */
export class ViewEvent extends Event {
  constructor(readonly change: Partial<View>) {
    super("view", { bubbles: true, composed: true });
  }
}

const PERIODS = [
  choice("day", () => text().byDays), choice("week", () => text().byWeeks), choice("month", () => text().byMonths),
];
const TOPS: readonly Option[] = [
  { value: "5", label: "5" }, { value: "10", label: "10" }, { value: "25", label: "25" },
  choice("0", () => text().logAll),
];

@customElement("view-fields")
export class ViewFields extends Part {
  static override styles = [
    base,
    buttons,
    sides,
    css`
      :host { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
      .row { display: flex; flex-wrap: wrap; gap: 0.375rem; }
    `,
  ];

  @property({ attribute: false }) view!: View;
  /** The dates of the whole log. */
  @property({ attribute: false }) whole: readonly [first: string, last: string] = ["", ""];
  @property({ attribute: false }) members: readonly string[] = [];
  @property({ attribute: false }) operations: readonly string[] = [];

  override render() {
    const { view } = this;
    const wrong = view.from > view.until ? text().lastBeforeFirst : "";
    return html`
      <div class="pair">
        <drawdown-date-field .label=${text().logFirstDay} .value=${view.from} .error=${wrong}
          @pick=${(event: CustomEvent<Pick>) => this.date("from", event)}></drawdown-date-field>
        <drawdown-date-field .label=${text().logLastDay} .value=${view.until}
          @pick=${(event: CustomEvent<Pick>) => this.date("until", event)}></drawdown-date-field>
      </div>
      <div class="row">
        <button class="quiet" @click=${() => this.range(...this.whole)}>${text().wholeLog}</button>
        <button class="quiet" @click=${() => this.last(30)}>${text().lastDays(30)}</button>
        <button class="quiet" @click=${() => this.last(7)}>${text().lastDays(7)}</button>
      </div>
      <drawdown-choice-field .label=${text().logChartBy} row .options=${PERIODS} .value=${view.period}
        @pick=${(event: CustomEvent<Pick>) => this.pass(event, { period: event.detail.value as Period })}
        ></drawdown-choice-field>
      <drawdown-choice-field .label=${text().logTableRows} row .options=${TOPS} .value=${String(view.top)}
        @pick=${(event: CustomEvent<Pick>) => this.pass(event, { top: Number(event.detail.value) })}
        ></drawdown-choice-field>
      <div class="pair">
        ${this.filter(text().fieldOperation, "operation", this.operations)}
        ${this.filter(text().fieldMember, "member", this.members)}
      </div>
      <drawdown-flag-field .label=${text().logCompare} .value=${view.compare}
        @pick=${(event: CustomEvent<Pick>) => this.pass(event, { compare: event.detail.value === true })}
        ></drawdown-flag-field>
    `;
  }

  private filter(label: string, key: "member" | "operation", names: readonly string[]) {
    if (names.length < 2) return nothing;
    const options = names.map((name) => ({ value: name, label: name }));
    return html`<drawdown-choice-field .label=${label} menu .unset=${text().logAll}
      .options=${options} .value=${this.view[key]}
      @pick=${(event: CustomEvent<Pick>) => this.pass(event, { [key]: String(event.detail.value ?? "") })}
      ></drawdown-choice-field>`;
  }

  /** A date that is not whole yet changes nothing. */
  private date(key: "from" | "until", event: CustomEvent<Pick>): void {
    event.stopPropagation();
    const { value } = event.detail;
    if (typeof value === "string") this.dispatchEvent(new ViewEvent({ [key]: value }));
  }

  private last(days: number): void {
    this.range(later(this.whole[1], 1 - days), this.whole[1]);
  }

  private range(from: string, until: string): void {
    this.dispatchEvent(new ViewEvent({ from, until }));
  }

  private pass(event: Event, change: Partial<View>): void {
    event.stopPropagation();
    this.dispatchEvent(new ViewEvent(change));
  }
}

declare global {
  interface HTMLElementEventMap {
    view: ViewEvent;
  }
}
