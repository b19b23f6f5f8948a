// The balance before and after, and the missing credits.
import type { Amount, BalanceAfter, Estimate } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { counted, readable } from "../format/amount";
import { ago } from "../format/date";
import type { Units } from "../format/estimate";
import { text } from "../localise";
import { Part } from "../part";
import { base } from "./styles";

@element("drawdown-balance-summary")
export class BalanceSummary extends Part {
  static override styles = [
    base,
    css`
      dl {
        display: grid; grid-template-columns: 1fr auto; gap: 0.25rem 1rem; padding: 0.75rem 0.875rem;
        border-radius: var(--radius-small); background: var(--sunken); font-size: 0.9375rem;
      }
      dt { color: var(--muted); }
      dd { text-align: end; font-variant-numeric: tabular-nums; }
      .after { font-weight: 650; color: var(--ink); }
      .short dd, .short dt { color: var(--bad); font-weight: 650; }
      .short { display: contents; }
    `,
  ];

  @property({ attribute: false }) estimate: Estimate | undefined;
  @property({ attribute: false }) units: Units = { unit: "", units: "" };
  /** The current instant, for the balance's age. */
  @property() now = "";

  override render() {
    const balance = this.estimate?.balance;
    if (!this.estimate || !balance) return nothing;
    const { shortfall } = balance;
    return html`
      <dl aria-label=${text().balance}>
        <dt>${text().balanceBefore}${balance.as_of
          ? html` <span class="small">${text().readAt(ago(balance.as_of, this.now))}</span>`
          : nothing}</dt>
        <dd>${readable(balance.before)}</dd>
        <dt class="after">${text().balanceAfter}</dt>
        <dd class="after">${after(balance, this.estimate)}</dd>
        ${shortfall === undefined ? nothing : html`<div class="short"><dt>${this.missing}</dt>
          <dd>${this.count(shortfall)}</dd></div>`}
      </dl>
    `;
  }

  private get missing(): string {
    return this.estimate?.state === "range" ? text().missingAtMost : text().missing;
  }

  private count(amount: Amount): string {
    return counted(amount, this.units.unit, this.units.units);
  }
}

function after({ after, low, high }: BalanceAfter, { approximate }: Estimate): string {
  const about = approximate ? "\u2248\u00a0" : "";
  if (after !== undefined) return about + readable(after);
  if (low === undefined || high === undefined) return text().notKnown;
  return `${about}${readable(low)} ${text().to} ${readable(high)}`;
}
