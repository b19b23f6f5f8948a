// The billing history: an invoice for each cycle, to read and to print.
import type { CatalogInfo } from "drawdown";
import type { UsageInvoice } from "drawdown/usage";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { readable } from "@elements/format/amount";
import { money, on } from "@elements/format/projection";
import { sentence } from "@elements/format/setting";
import { Part } from "@elements/part";
import { base, buttons, card, sides } from "@elements/parts/styles";
import { sheet } from "../engine/csv";
import { text } from "../words";
import { headed, saves } from "./saves";
import "./plain-table";

@customElement("invoice-list")
export class InvoiceList extends Part {
  static override styles = [
    base,
    buttons,
    card,
    sides,
    headed,
    css`
      :host { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
      @media print {
        :host { display: block; }
        .tools { display: none; }
        .card { border: 0; padding: 0; box-shadow: none; break-after: page; }
      }
    `,
  ];

  @property({ attribute: false }) invoices: readonly UsageInvoice[] = [];
  @property({ attribute: false }) info: CatalogInfo | undefined;
  @property() zone = "UTC";

  override render() {
    const { info, invoices } = this;
    if (!info) return nothing;
    const words = text();
    return html`
      <section class="card tools" aria-labelledby="history">
        <div class="row"><h2 id="history">${words.billingHistory}</h2>${saves(words.billingHistory, "invoices", () => csv(invoices), invoices)}</div>
        <p class="muted small">${words.billingHint}</p>
        <button @click=${() => print()}>${words.printInvoices}</button>
      </section>
      ${invoices.map((invoice) => this.invoice(invoice, info))}
    `;
  }

  private invoice(invoice: UsageInvoice, info: CatalogInfo) {
    const words = text();
    const plan = info.plans.find(({ id }) => id === invoice.plan)?.name ?? words.logNoPlan;
    const title = words.invoiceNumber(invoice.number);
    const id = `invoice-${invoice.number}`;
    const known = money(invoice.total, invoice.currency ?? null);
    const flow: [string, string | number][] = [
      [words.flowOpened, invoice.opened], [words.flowIssued, invoice.issued], [words.flowSpent, invoice.spent],
      [words.flowRefunded, invoice.refunded], [words.flowLost, invoice.lost], [words.flowClosing, invoice.closing],
    ];
    return html`
      <article class="card" aria-labelledby=${id}>
        <div>
          <h2 id=${id}>${title}</h2>
          <p>${info.name}, ${plan}</p>
          <p class="muted">${words.invoicePeriod(on(invoice.from, this.zone), on(invoice.until, this.zone), invoice.open)}</p>
        </div>
        <plain-table .label=${`${title}: ${words.invoiceCharges}`}
          .heads=${[words.invoiceCharge, words.invoiceAmount].map((name) => ({ name }))}
          .rows=${invoice.charges.map((charge) => [
            sentence(charge.text), charge.money === undefined ? words.notPublished : money(charge.money, invoice.currency ?? null),
          ])}
          .foot=${[words.invoiceTotal, invoice.unpriced > 0 ? words.invoiceTotalAndUnpriced(known) : known]}></plain-table>
        ${invoice.usage.length > 0 ? html`<plain-table .label=${`${title}: ${words.invoiceUsage}`}
          .heads=${[words.columnOperation, words.columnRuns, words.columnFailed, words.columnCredits].map((name) => ({ name }))}
          .rows=${invoice.usage.map(({ operation, runs, failed, credits }) =>
            [operation, readable(runs), readable(failed), readable(credits)])}></plain-table>` : nothing}
        <plain-table .label=${`${title}: ${info.units}`}
          .heads=${[sentence(info.units), words.columnAmount].map((name) => ({ name }))}
          .rows=${flow.map(([name, amount]) => [name, readable(amount)])}></plain-table>
        <footer class="small muted">${words.byCatalog(`${invoice.catalog.id} ${invoice.catalog.version}`, invoice.catalog.digest)}</footer>
      </article>
    `;
  }
}

/** A line for each charge, use and flow of each invoice. */
function csv(invoices: readonly UsageInvoice[]): string {
  const rows = invoices.flatMap((invoice) => {
    const of = (kind: string, what: string, runs: number | "", amount: string | number | undefined) =>
      [invoice.number, invoice.from, invoice.until, invoice.plan, kind, what, runs, amount];
    return [
      ...invoice.charges.map((charge) => of("charge", charge.text, "", charge.money)),
      ...invoice.usage.map(({ operation, runs, credits }) => of("usage", operation, runs, credits)),
      ...(["opened", "issued", "spent", "refunded", "lost", "closing"] as const).map((name) => of("credits", name, "", invoice[name])),
    ];
  });
  return sheet(["invoice", "from", "until", "plan", "kind", "what", "runs", "amount"], rows);
}
