// The outcome as a sentence, and its totals.
import type { Amount, CatalogInfo, ProjectionSummary } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { readable } from "../format/amount";
import { money, outlook, spendableOf } from "../format/projection";
import { Part } from "../part";
import { base, verdict } from "./styles";

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
    const { totals, currency } = summary;
    return html`
      <div class=${look}>
        <header><h2>What will happen</h2><span class="badge">${badge}</span></header>
        <div class="sentence">
          <p class="title">${title}</p>
          <p class="rest">${rest}${hint ? html` <span class="muted">${hint}</span>` : nothing}</p>
        </div>
      </div>
      <dl class="figures">
        ${figure("Runs made", totals.made, totals.refused > 0 ? `of ${readable(totals.wanted)} wanted` : "")}
        ${totals.free > 0 ? figure("Runs for free", totals.free) : nothing}
        ${Number(totals.opened) > 0 ? figure("At the start", totals.opened) : nothing}
        ${figure("Issued", totals.issued)}
        ${figure("Spent", totals.spent)}
        ${figure("Lost unused", totals.wasted, totals.wasted_money === undefined || Number(totals.wasted_money) === 0 ? "" : `worth ${money(totals.wasted_money, currency)}`)}
        ${figure("Left at the end", spendableOf(totals))}
        ${Number(totals.withheld) > 0 ? figure("Withheld", totals.withheld) : nothing}
        ${Number(totals.debt) > 0 ? figure("Owed", totals.debt) : nothing}
        ${figure("Billed", money(totals.billed, currency), totals.unpriced > 0
          ? `and ${invoices(totals.unpriced)} without a published price` : "")}
      </dl>
    `;
  }
}

function figure(label: string, value: Amount, more = "") {
  const text = typeof value === "string" && !/^-?\d/.test(value) ? value : readable(value);
  return html`<div><dt>${label}</dt><dd>${text}${more ? html` <span class="more">${more}</span>` : nothing}</dd></div>`;
}

function invoices(count: number): string {
  return count === 1 ? "1 invoice" : `${readable(count)} invoices`;
}
