// All options side by side: what they cost, what they cover, why they lose.
import type { Fit, FitOption } from "drawdown";
import { LitElement, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { keyOf } from "../engine/plan";
import { readable } from "../format/amount";
import { headroom, optionName, perYear, price, times, topUps } from "../format/fit";
import { sentence } from "../format/setting";
import type { Pick } from "./pick";
import { base, buttons, tables } from "./styles";
import { worded } from "./words";
import "./choice-field";

/** An option is to be looked at. */
export class OptionEvent extends Event {
  constructor(readonly option: string) {
    super("option", { bubbles: true, composed: true });
  }
}

type Order = "fit" | "cost" | "headroom" | "wasted";
const ORDERS: readonly { value: Order; label: string }[] = [
  { value: "fit", label: "Best fit first" },
  { value: "cost", label: "Cheapest first" },
  { value: "headroom", label: "Most room to grow first" },
  { value: "wasted", label: "Least unused first" },
];
const FIRST = 6;

@customElement("option-table")
export class OptionTable extends LitElement {
  static override styles = [
    base,
    buttons,
    tables,
    css`
      :host { display: grid; gap: 0.75rem; grid-template-columns: minmax(0, 1fr); }
      th, td { padding: 0.625rem 0 0.625rem 0.875rem; }
      thead th { padding-block: 0 0.375rem; vertical-align: bottom; }
      th:first-child { width: 48%; padding-left: 0.75rem; }
      th:last-child, td:last-child { padding-right: 0.75rem; }
      tbody tr { cursor: pointer; }
      tbody tr:hover { background: var(--sunken); }
      tr.chosen, tr.chosen:hover { background: var(--accent-soft); box-shadow: inset 3px 0 0 var(--accent); }
      .pick { display: inline; min-height: 0; padding: 0; border: 0; background: none; color: var(--ink); font-weight: 600; text-align: left; text-decoration: underline; text-decoration-color: var(--control-line); text-underline-offset: 0.2em; }
      .pick:hover { background: none; text-decoration-color: var(--accent); }
      .chosen .pick { text-decoration-color: var(--accent); }
      .reason { display: block; margin-top: 0.125rem; color: var(--muted); font-size: 0.8125rem; overflow-wrap: anywhere; text-wrap: pretty; }
      .chosen .reason { color: var(--ink); }
      .head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.125rem 0.375rem; }
      .mark { padding: 0 0.4375rem; border-radius: 1rem; border: 1px solid var(--control-line); font-size: 0.75rem; font-weight: 600; white-space: nowrap; }
      .mark.best { border-color: transparent; background: var(--good-soft); color: var(--good); }
      .strong { font-weight: 650; }
      .sub { display: block; color: var(--muted); font-size: 0.8125rem; font-weight: 400; }
      .chosen .sub { color: var(--ink); }
      .yes { color: var(--good); } .no { color: var(--bad); } .chosen .yes, .chosen .no { color: inherit; }
      .center { text-align: center; }
      .more { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: 0.75rem; }
      choice-field { min-width: min(100%, 15rem); }
      @media (max-width: 47.99rem) {
        thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        table, tbody { display: block; }
        tr { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.375rem 0.75rem; padding: 0.75rem; }
        th, td, th + td, td:last-child, th:first-child { display: block; padding: 0; text-align: left; white-space: normal; }
        tbody th { grid-column: 1 / -1; width: auto !important; }
        .amount, .center { text-align: left !important; }
        td[data-label]::before { content: attr(data-label) " "; color: var(--muted); font-size: 0.8125rem; display: block; }
        .chosen td[data-label]::before { color: var(--ink); }
        td:empty { display: none; }
      }
    `,
  ];

  @property({ attribute: false }) fit: Fit | undefined;
  @property({ attribute: false }) units = "";
  @property() chosen = "";
  @property({ type: Boolean }) yearly = false;
  @state() private order: Order = "fit";
  @state() private all = false;

  override render() {
    const { fit } = this;
    if (!fit) return nothing;
    const sorted = order(fit.options, this.order);
    const place = sorted.findIndex((option) => keyOf(option) === this.chosen);
    const isCut = !this.all && sorted.length > FIRST + 1 && place < FIRST;
    const shown = isCut ? sorted.slice(0, FIRST) : sorted;
    return html`
      <table role="table">
        <caption class="visually-hidden">Options, ${ORDERS.find(({ value }) => value === this.order)?.label.toLowerCase()}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Option</th>
            <th role="columnheader" scope="col" class="amount">${this.yearly ? "Per year" : "Per month"}</th>
            <th role="columnheader" scope="col" class="center"><span class="visually-hidden">Covers the </span>Need</th>
            <th role="columnheader" scope="col" class="center"><span class="visually-hidden">Covers the </span>Margin</th>
            <th role="columnheader" scope="col" class="amount">Room</th>
            <th role="columnheader" scope="col" class="amount">Unused</th>
          </tr>
        </thead>
        <tbody role="rowgroup">${shown.map((option) => this.row(option, fit))}</tbody>
      </table>
      <p class="muted small">Room: by how much the need may grow until something is refused. Frontier: no other option costs less and leaves more room.</p>
      <div class="more">
        ${isCut ? html`<button @click=${() => (this.all = true)}>Show all ${sorted.length}</button>` : html`<span></span>`}
        ${fit.options.length > 2 ? html`<choice-field label="Order" menu .value=${this.order} .options=${ORDERS} @pick=${this.ordered}></choice-field>` : nothing}
      </div>
    `;
  }

  private row(option: FitOption, fit: Fit) {
    const key = keyOf(option);
    const isChosen = key === this.chosen;
    const known = option.state !== "unknown";
    const mean = option.cost === undefined || option.per_month === undefined ? undefined : this.yearly ? perYear(option.cost, fit.months) : option.per_month;
    const bought = topUps(option);
    const covers = option.state === "covers" || option.state === "need_only";
    return html`
      <tr role="row" class=${isChosen ? "chosen" : ""} @click=${() => this.dispatchEvent(new OptionEvent(key))}>
        <th role="rowheader" scope="row">
          <span class="head"><button class="pick" aria-pressed=${isChosen ? "true" : "false"}>${optionName(option)}</button>${fit.found && option === fit.options[0] ? html`<span class="mark best">best</span>` : nothing}${option.frontier && known && option.state !== "blocked" ? html`<span class="mark">frontier</span>` : nothing}</span>
          <span class="reason">${worded(sentence(option.reason))}</span>
        </th>
        <td role="cell" class="amount" data-label=${this.yearly ? "Per year" : "Per month"}>${this.cost(mean, option, fit)}${bought > 0 ? html`<span class="sub">${times(bought, "top-up", "top-ups")}</span>` : nothing}</td>
        <td role="cell" class="center" data-label="Covers need">${known ? mark(covers, `${readable(option.covered)}\u00a0%`) : nothing}</td>
        <td role="cell" class="center" data-label="Covers margin">${known ? margin(option, fit) : nothing}</td>
        <td role="cell" class="amount" data-label="Room to grow">${headroom(option, true)}</td>
        <td role="cell" class="amount" data-label="Ended unused">${known ? readable(option.wasted) : nothing}</td>
      </tr>
    `;
  }

  private cost(mean: string | number | undefined, option: FitOption, { currency, months }: Fit) {
    if (mean === undefined) return html`<span class="muted">not published</span>`;
    const whole = months === (this.yearly ? 12 : 1) || option.cost === undefined ? nothing : html`<span class="sub">${price(option.cost)} in all</span>`;
    return html`<span class="strong">${price(mean, currency)}</span>${whole}`;
  }

  private ordered(event: CustomEvent<Pick>): void {
    event.stopPropagation();
    this.order = String(event.detail.value) as Order;
  }
}

function mark(yes: boolean, otherwise: string) {
  return yes ? html`<span class="yes"><span aria-hidden="true">\u2713</span><span class="visually-hidden">yes</span></span>` : html`<span class="no">${otherwise}</span>`;
}

/** Both margins, the smaller alone, or none. */
function margin({ buffer_low: low, buffer_high: high }: FitOption, { need }: Fit) {
  if (low && !high) {
    const { unit, low: smaller } = need.buffer;
    return html`<span class="yes"><span aria-hidden="true">\u2713 </span>${readable(smaller)}${unit === "percent" ? "\u00a0%" : ""}</span>`;
  }
  return mark(high, "no");
}

/** In another order; what is not known stays at the end. */
function order(options: readonly FitOption[], by: Order): FitOption[] {
  if (by === "fit") return [...options];
  const value = ({ cost, headroom, wasted, state }: FitOption): number => {
    if (state === "unknown") return Infinity;
    if (by === "cost") return cost === undefined ? Infinity : Number(cost);
    return by === "headroom" ? -(headroom ?? -Infinity) : Number(wasted);
  };
  return [...options].sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    return one === other ? 0 : one - other;
  });
}

declare global {
  interface HTMLElementEventMap {
    option: OptionEvent;
  }
}
