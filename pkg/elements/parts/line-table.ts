// The lines of a cost: label, computation, amount.
import type { Estimate, Line } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { readable } from "../format/amount";
import type { Units } from "../format/estimate";
import { sentence } from "../format/setting";
import { text } from "../localise";
import { Part } from "../part";
import { base } from "./styles";

@element("drawdown-line-table")
export class LineTable extends Part {
  static override styles = [
    base,
    css`
      table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
      caption { text-align: start; }
      th, td { padding: 0.5rem 0; vertical-align: top; text-align: start; font-weight: 400; }
      thead th { padding-block: 0 0.375rem; color: var(--muted); font-size: 0.8125rem; }
      tbody tr { border-top: 1px solid var(--line); }
      tfoot tr { border-top: 2px solid var(--line); }
      tfoot th, tfoot td { font-weight: 650; }
      td:last-child, th.amount { padding-inline-start: 0.75rem; text-align: end; }
      td.amount { font-variant-numeric: tabular-nums; white-space: nowrap; }
      tbody th { overflow-wrap: anywhere; }
      .how { display: block; color: var(--muted); font-size: 0.8125rem; }
      .step { color: var(--muted); }
      .word { color: var(--muted); font-style: italic; }
    `,
  ];

  @property({ attribute: false }) estimate: Estimate | undefined;
  @property({ attribute: false }) units: Units = { unit: "", units: "" };

  override render() {
    const { estimate } = this;
    if (!estimate || estimate.lines.length === 0) return nothing;
    return html`
      <table>
        <caption class="visually-hidden">${text().lines}</caption>
        <thead>
          <tr><th scope="col">${text().line}</th><th scope="col" class="amount">${text().unitName(this.units.units)}</th></tr>
        </thead>
        <tbody>${estimate.lines.map(row)}</tbody>
        <tfoot>
          <tr><th scope="row">${total(estimate)}</th><td class="amount">${sum(estimate)}</td></tr>
        </tfoot>
      </table>
    `;
  }
}

function row(line: Line) {
  return html`
    <tr>
      <th scope="row" class=${line.kind === "component" ? "" : "step"}>
        ${sentence(line.label)}<span class="how">${line.text}</span>
      </th>
      <td class="amount">${amount(line)}</td>
    </tr>
  `;
}

function amount({ state, amount, low, high }: Line) {
  if (state === "free") return html`<span class="word">${text().lineFree}</span>`;
  if (state === "unpriced") return html`<span class="word">${text().lineUnpriced}</span>`;
  if (state === "after") return html`<span class="word">${text().lineAfter}</span>`;
  if (amount !== undefined) return readable(amount);
  if (low === undefined || high === undefined) return "";
  return low === high ? readable(low) : between(low, high);
}

function total({ state }: Estimate): string {
  const { total: exact, totalRange: range, totalRate: rate, totalUnknown: unknown } = text();
  return { exact, range, rate, unknown }[state];
}

function sum({ state, free, approximate, total, low, high, known }: Estimate) {
  const about = approximate
    ? html`<span class="visually-hidden">${text().about}</span><span aria-hidden="true">\u2248\u00a0</span>`
    : nothing;
  if (free) return text().lineFree;
  if (state === "exact") return html`${about}${readable(total ?? 0)}`;
  if (state === "range") return html`${about}${between(low ?? 0, high ?? 0)}`;
  return known === undefined ? text().nothing : readable(known);
}

function between(low: string | number, high: string | number): string {
  return `${readable(low)}\u2009\u2013\u2009${readable(high)}`;
}
