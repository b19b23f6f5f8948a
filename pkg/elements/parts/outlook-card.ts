// The outcome as a sentence, and its totals.
import type { Amount, CatalogInfo, ProjectionSummary } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { readable } from "../format/amount";
import { money, outlook, spendableOf } from "../format/projection";
import { text } from "../localise";
import { Part } from "../part";
import { base, verdict } from "./styles";

/**
 * @slot heading - Replaces the heading.
 */
@element("drawdown-outlook-card")
export class OutlookCard extends Part {
  static override styles = [
    base,
    verdict,
    css`
      :host { display: grid; gap: 1.125rem; grid-template-columns: minmax(0, 1fr); }
      .rest { margin-top: 0.375rem; font-size: 0.9375rem; text-wrap: pretty; }
    `,
  ];

  @property({ attribute: false }) summary: ProjectionSummary | undefined;
  @property({ attribute: false }) info: CatalogInfo | undefined;
  @property() zone = "UTC";
  /** Number of invoices that the summary leaves out. */
  @property({ type: Number }) leftOff = 0;

  override render() {
    const { summary, info } = this;
    if (!summary || !info) return nothing;
    const { look, badge, title, rest, hint } = outlook(summary, info, this.zone, this.leftOff);
    const words = text();
    return html`
      <div class=${look}>
        <header><slot name="heading"><h2>${words.willHappen}</h2></slot><span
          class="badge">${badge}</span></header>
        <div class="sentence">
          <p class="title">${title}</p>
          <p class="rest">${rest}${hint ? html` <span class="muted">${hint}</span>` : nothing}</p>
        </div>
      </div>
      <dl class="figures">${figures(summary)}</dl>
    `;
  }
}

function figures({ totals, currency }: ProjectionSummary) {
  const words = text();
  const { wasted_money: wasted, unpriced } = totals;
  const worth = wasted === undefined || Number(wasted) === 0 ? "" : words.figureWorth(money(wasted, currency));
  const without = unpriced > 0 ? words.figureUnpriced(unpriced, readable(unpriced)) : "";
  const some = (label: string, value: Amount) => (Number(value) > 0 ? figure(label, value) : nothing);
  return html`
    ${figure(words.figureMade, totals.made, totals.refused > 0 ? words.figureWanted(readable(totals.wanted)) : "")}
    ${some(words.figureFree, totals.free)}
    ${some(words.figureAtStart, totals.opened)}
    ${figure(words.figureIssued, totals.issued)}
    ${figure(words.figureSpent, totals.spent)}
    ${figure(words.figureLost, totals.wasted, worth)}
    ${figure(words.figureLeft, spendableOf(totals))}
    ${some(words.figureWithheld, totals.withheld)}
    ${some(words.figureOwed, totals.debt)}
    ${figure(words.figureBilled, money(totals.billed, currency), without)}
  `;
}

function figure(label: string, value: Amount, more = "") {
  const shown = typeof value === "string" && !/^-?\d/.test(value) ? value : readable(value);
  const rest = more ? html` <span class="more">${more}</span>` : nothing;
  return html`<div><dt>${label}</dt><dd>${shown}${rest}</dd></div>`;
}
