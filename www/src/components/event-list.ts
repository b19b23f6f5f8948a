// Events and invoices.
import type { ProjectionSummary } from "drawdown";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { readable } from "@elements/format/amount";
import { money, on } from "@elements/format/projection";
import { sentence } from "@elements/format/setting";
import { Part } from "@elements/part";
import { base, tables } from "@elements/parts/styles";
import { text } from "../words";

const FIRST = 6;
const MOST = 200;

@customElement("event-list")
export class EventList extends Part {
  static override styles = [
    base,
    tables,
    css`
      :host { display: grid; gap: 1.25rem; grid-template-columns: minmax(0, 1fr); }
      ol { display: grid; font-size: 0.9375rem; }
      li {
        padding-block: 0.3125rem; padding-inline-start: 0.75rem; border-inline-start: 3px solid var(--line);
        overflow-wrap: anywhere;
      }
      li.alert, li.expire, li.forfeit { border-color: var(--warn-line); }
      h2 { margin-bottom: 0.5rem; }
      .scroll { max-height: 19rem; }
      thead th { position: sticky; top: 0; background: var(--surface); box-shadow: 0 1px 0 var(--line); }
      tfoot th, tfoot td {
        position: sticky; bottom: 0; background: var(--surface); box-shadow: 0 -1px 0 var(--line); font-weight: 600;
      }
      td.what { overflow-wrap: break-word; }
      td.amount .muted { white-space: normal; }
    `,
  ];

  @property({ attribute: false }) summary: ProjectionSummary | undefined;
  @property() zone = "UTC";
  /** Number of items that the summary leaves out. */
  @property({ type: Number }) leftOff = 0;

  override render() {
    const { summary } = this;
    if (!summary) return nothing;
    return html`${this.events(summary)}${this.invoices(summary)}`;
  }

  private events(summary: ProjectionSummary) {
    // Invoices have their own table, and so do shortfalls.
    const events = summary.events.filter(({ kind }) => kind !== "invoice" && kind !== "refuse");
    if (events.length === 0) return nothing;
    const entries = (list: typeof events) =>
      html`<ol>${list.map(({ kind, text }) => html`<li class=${kind} lang="en">${sentence(text)}</li>`)}</ol>`;
    const words = text();
    const more = events.slice(FIRST, MOST);
    const all = this.leftOff > 0 ? words.ofMany : readable(events.length - FIRST);
    return html`
      <div>
        <h2>${words.eventsHeading}</h2>
        ${entries(events.slice(0, FIRST))}
        ${more.length > 0 ? html`<details><summary>${events.length > MOST
          ? words.shortMoreOf(more.length, all) : words.shortMore(more.length)}</summary>${entries(more)}
          </details>` : nothing}
      </div>
    `;
  }

  private invoices({ invoices, currency, totals }: ProjectionSummary) {
    if (invoices.length === 0) return nothing;
    const words = text();
    return html`
      <div>
        <h2>${words.invoicesHeading}</h2>
        <div class="scroll" tabindex="0" role="region" aria-label=${words.invoicesHeading}>
          <table>
            <caption class="visually-hidden">${words.moneyDue}</caption>
            <thead><tr><th scope="col">${words.invoiceDate}</th><th scope="col">${words.invoiceFor}</th><th scope="col"
              class="amount">${words.invoiceAmount}</th></tr></thead>
            <tbody>
              ${invoices.slice(0, MOST).map(
                (invoice) => html`
                <tr>
                  <th scope="row">${on(invoice.at, this.zone)}</th>
                  <td class="what" lang="en">${what(invoice.text)}</td>
                  <td class="amount">${invoice.money === undefined
                    ? html`<span class="muted">${words.notPublished}</span>` : money(invoice.money, currency)}</td>
                </tr>`,
              )}
            </tbody>
            <tfoot><tr><th scope="row" colspan="2">${totals.unpriced > 0
              ? words.invoiceTotalPublished : words.invoiceTotal}</th>
              <td class="amount">${money(totals.billed, currency)}</td></tr></tfoot>
          </table>
        </div>
      </div>
    `;
  }
}

/** The sentence of an invoice contains its price; here the price has its own column. */
function what(text: string): string {
  return sentence(text.replace(/ invoiced.*$/, ""));
}
