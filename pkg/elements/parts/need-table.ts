// The need, line by line, and with its margin.
import type { CatalogInfo, NeedEstimate, NeedItem } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { readable } from "../format/amount";
import { between, brief, marginText } from "../format/fit";
import { text } from "../localise";
import { Part } from "../part";
import { base, tables } from "./styles";

@element("drawdown-need-table")
export class NeedTable extends Part {
  static override styles = [
    base,
    tables,
    css`
      .name { overflow-wrap: anywhere; }
      .how { display: block; color: var(--muted); font-size: 0.8125rem; }
      tfoot tr { border-top: 2px solid var(--line); }
      tfoot tr + tr { border-top: 0; }
      tfoot th, tfoot td { font-weight: 650; }
      tfoot tr.sum td { font-size: 1.0625rem; }
      td.amount { overflow-wrap: anywhere; }
    `,
  ];

  @property({ attribute: false }) need: NeedEstimate | undefined;
  @property({ attribute: false }) info: CatalogInfo | undefined;

  override render() {
    const { need, info } = this;
    if (!need || !info) return nothing;
    const about = need.approximate ? "\u2248\u00a0" : "";
    const words = text();
    const margin = marginText(need.buffer, info.units);
    return html`
      <table>
        <caption class="visually-hidden">${words.needByLine}</caption>
        <thead><tr><th scope="col">${words.aMonth}</th><th scope="col" class="amount">${words.unitName(info.units)}</th></tr></thead>
        <tbody>
          ${need.lines.map(
            ({ count, estimate, amount }) => html`
            <tr>
              <th scope="row" class="name">
                ${info.operations.find(({ id }) => id === estimate.operation)?.name ?? estimate.operation}
                <span class="how number">${brief(count)} \u00d7 ${each(estimate)}</span>
              </th>
              <td class="amount">${between(amount)}</td>
            </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr class="sum"><th scope="row">${words.needOfMonth}</th>
            <td class="amount">${about}${between(need.need)}</td></tr>
          <tr><th scope="row">${words.withOnTop(margin)}</th>
            <td class="amount">${about}${between(need.with_buffer)}</td></tr>
        </tfoot>
      </table>
    `;
  }
}

/** The cost of one run. */
function each({ total, low = 0, high = 0 }: NeedItem["estimate"]): string {
  return total === undefined ? between({ low, high }) : readable(total);
}
