// One option day by day: its balance, what happens with more use, and what its credits are for.
import type { CatalogInfo, Fit, FitOption } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { counted, readable } from "../format/amount";
import { optionName } from "../format/fit";
import { on, spendableOf } from "../format/projection";
import { sentence } from "../format/setting";
import { text } from "../localise";
import { Part } from "../part";
import type { View } from "../planner-store";
import type { Pick } from "./pick";
import { base, tables } from "./styles";
import { worded } from "./words";
import "./balance-chart";
import "./balance-table";
import "./number-field";

/** By how many per cent the need is increased; text as typed. */
export class MoreEvent extends Event {
  constructor(readonly more: string) {
    super("more");
  }
}

@element("drawdown-option-view")
export class OptionView extends Part {
  static override styles = [
    base,
    tables,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.125rem; }
      h3 + .scroll { margin-top: 0.375rem; }
      .wrap { white-space: normal; }
    `,
  ];

  @property({ attribute: false }) option: FitOption | undefined;
  @property({ attribute: false }) fit: Fit | undefined;
  @property({ attribute: false }) info: CatalogInfo | undefined;
  /** Absent if it cannot be simulated. */
  @property({ attribute: false }) view: View | undefined;
  @property({ attribute: false }) more = "0";

  override render() {
    const { option, fit, info, view } = this;
    if (!option || !fit || !info) return nothing;
    const words = text();
    const heading = html`<h2 id="chosen">${words.dayByDay(optionName(option))}</h2>`;
    if (!view) return html`<div>${heading}<p class="muted" lang="en">${worded(sentence(option.reason))}</p></div>`;
    const take = (event: CustomEvent<Pick>) => {
      event.stopPropagation();
      this.dispatchEvent(new MoreEvent(String(event.detail.value ?? "0")));
    };
    return html`
      <div>${heading}<p class="muted small">${said(view, info)}</p></div>
      <drawdown-balance-chart .data=${view.data} .units=${info}></drawdown-balance-chart>
      <drawdown-number-field .label=${words.ifYouMakeMore} unit="%" .value=${this.more} placeholder="0" .min=${0}
        .max=${100} .step=${1} @pick=${take}></drawdown-number-field>
      <drawdown-balance-table .data=${view.data} .units=${info}></drawdown-balance-table>
      ${option.generations.length > 0 ? this.generations(option, info, fit) : nothing}
    `;
  }

  /** How many runs the credits pay for with these settings, unlike the platform's own count. */
  private generations({ generations }: FitOption, info: CatalogInfo, fit: Fit) {
    const words = text();
    return html`
      <div>
        <h3>${words.howManyOfOneKind}</h3>
        <div class="scroll" tabindex="0" role="region" aria-label=${words.runsAMonth}>
          <table>
            <caption class="visually-hidden">${words.runsOfMonth(info.units)}</caption>
            <thead><tr><th scope="col">${words.model}</th><th scope="col"
              class="amount wrap">${words.defaultSettings}</th><th scope="col"
              class="amount wrap">${words.yourSettings}</th></tr></thead>
            <tbody>
              ${generations.map(({ standard, actual }, i) => {
                const id = fit.need.lines[i]?.estimate.operation ?? "";
                return html`<tr>
                  <th scope="row">${info.operations.find((operation) => operation.id === id)?.name ?? id}</th>
                  <td class="amount">${count(standard)}</td><td class="amount">${count(actual)}</td></tr>`;
              })}
            </tbody>
          </table>
        </div>
      </div>
    `;
  }
}

/** Until when nothing is refused, and what is left then. */
function said({ more, summary, data }: View, { unit, units }: CatalogInfo): string {
  const words = text();
  const { run_out: runOut, until, totals } = summary;
  const hasMore = Number(more) > 0;
  const date = on(runOut ?? until, data.zone);
  const refused = runOut === null ? words.notRefusedUntil(date) : words.refusedFrom(date);
  const all = hasMore ? words.withMore(refused, words.percent(readable(more))) : refused;
  const left = spendableOf(totals);
  if (runOut !== null || !(Number(left) > 0)) return `${all}.`;
  return `${all}. ${words.leftThen(counted(left, unit, units), Number(left) === 1)}`;
}

function count(value: number | undefined) {
  return value === undefined ? html`<span class="muted">${text().notKnown}</span>` : readable(value);
}

declare global {
  interface HTMLElementEventMap {
    more: MoreEvent;
  }
}
