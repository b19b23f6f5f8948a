// A log run through an account: balance over time, what paid, alerts, and what differs from the charges.
import type { CatalogInfo } from "drawdown";
import type { DifferenceCause, Replay } from "drawdown/usage";
import { css, html, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { balanceOf } from "@elements/engine/balance";
import { classesOf, type CatalogDocument } from "@elements/engine/opened";
import { counted, readable } from "@elements/format/amount";
import { money, on, spendableOf } from "@elements/format/projection";
import { sentence } from "@elements/format/setting";
import { Part } from "@elements/part";
import type { BalanceData } from "@elements/parts/balance-chart";
import { base, buttons, card, sides, verdict } from "@elements/parts/styles";
import { worded } from "@elements/parts/words";
import { projected } from "../engine/account";
import { sheet } from "../engine/csv";
import { save } from "../engine/save";
import { text } from "../words";
import { headed, saves } from "./saves";
import "@elements/parts/balance-chart";
import "@elements/parts/balance-table";
import "./plain-table";

/** Rows of a table of events; files have more. */
const MOST_ROWS = 100;

@customElement("replay-panel")
export class ReplayPanel extends Part {
  static override styles = [
    base,
    buttons,
    card,
    sides,
    verdict,
    headed,
    css`
      :host { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
      .causes { margin-top: 0.375rem; padding-inline-start: 1.125rem; list-style: disc; font-size: 0.9375rem; }
    `,
  ];

  @property({ attribute: false }) replay: Replay | undefined;
  @property({ attribute: false }) info: CatalogInfo | undefined;
  @property({ attribute: false }) document: CatalogDocument = {};
  @property() zone = "UTC";
  /** What each lot paid of each event; absent if there are too many events. */
  @property({ attribute: false }) payments: (() => Promise<Replay | undefined>) | undefined;
  @state() private data: BalanceData | undefined;
  @state() private listing = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("replay") && !changed.has("zone")) return;
    const { replay, zone } = this;
    this.data = replay && balanceOf(projected(replay.projection, zone), this.document, zone);
  }

  override render() {
    const { replay, info } = this;
    if (!replay || !info) return nothing;
    return html`
      ${this.outcome(replay, info)}
      ${this.balance(replay, info)}
      ${this.refused(replay, info)}
      ${this.charges(replay)}
      ${this.differing(replay)}
      ${this.compared(replay)}
      ${this.paid(replay)}
      ${this.alerts(replay)}
    `;
  }

  private outcome({ projection, outside, unknown, unmatched_refunds: unmatched, unrated }: Replay, info: CatalogInfo) {
    const words = text();
    const { totals, currency, until, assumptions = [] } = projection;
    const unpriced = totals.unpriced > 0 ? words.figureUnpriced(totals.unpriced, readable(totals.unpriced)) : "";
    const notes = [
      ...assumptions.map((one) => words.assumedThat(one)),
      outside > 0 ? words.eventsOutside(readable(outside), outside) : "",
      unknown > 0 ? words.eventsNotCharged(readable(unknown), unknown) : "",
      Number(unmatched) > 0 ? words.refundsUnmatched(readable(unmatched)) : "",
      ...unrated.map(({ reason, events }) => words.timesReason(readable(events), reason)),
    ].filter(Boolean);
    return html`
      <section class="card" aria-labelledby="left">
        <div>
          <h2 id="left">${words.leftAtTheEnd}</h2>
          <p class="title" role="status">${words.leftOn(counted(spendableOf(totals), info.unit, info.units), on(until, this.zone))}</p>
        </div>
        <dl class="figures">
          ${figure(words.figureIssued, readable(totals.issued))}
          ${figure(words.figureSpent, readable(totals.spent))}
          ${Number(totals.refunded) > 0 ? figure(words.figureRefunded, readable(totals.refunded)) : nothing}
          ${figure(words.figureLost, readable(totals.wasted))}
          ${figure(words.figureBilled, money(totals.billed, currency), unpriced)}
        </dl>
        ${notes.length > 0 ? html`<ul class="small muted">${notes.map((note) => html`<li>${worded(sentence(note))}</li>`)}</ul>` : nothing}
      </section>
    `;
  }

  private balance({ projection }: Replay, info: CatalogInfo) {
    const words = text();
    const { days } = projection;
    const ids = Object.keys(days.classes);
    const csv = () => sheet(
      ["day", ...ids.flatMap((id) => ["issued", "spent", "closing"].map((name) => `${id} ${name}`))],
      days.start.map((at, day) => [at, ...ids.flatMap((id) => (["issued", "spent", "closing"] as const).map((name) => days.classes[id]?.[name]?.[day] ?? 0))]),
    );
    return html`
      <section class="card" aria-labelledby="balance">
        <div class="row"><h2 id="balance">${words.balanceByClass}</h2>${saves(words.balanceByClass, "balance", csv, projection)}</div>
        <drawdown-balance-chart .data=${this.data} .units=${info}></drawdown-balance-chart>
        <drawdown-balance-table .data=${this.data} .units=${info}></drawdown-balance-table>
      </section>
    `;
  }

  private refused({ refused, refused_events: count, refused_credits: credits }: Replay, info: CatalogInfo) {
    if (count === 0) return nothing;
    const words = text();
    const csv = () => sheet(
      ["id", "at", "operation", "amount", "cause", "missing"],
      refused.map(({ id, at, operation, amount, cause, missing }) => [id, at, operation, amount, cause, missing]),
    );
    return html`
      <section class="card" aria-labelledby="unpaid">
        <div class="row"><h2 id="unpaid">${words.notPaid}</h2>${saves(words.notPaid, "not-paid", csv, refused)}</div>
        <p class="needs">${words.notPaidHint(readable(count), counted(credits, info.unit, info.units), count)}</p>
        <plain-table .label=${words.asTable(words.notPaid)}
          .heads=${[{ name: words.columnWhen }, { name: words.columnOperation, kind: "names" }, { name: words.columnCredits },
            { name: words.columnMissing }]}
          .rows=${refused.slice(0, MOST_ROWS).map(({ at, operation, amount, missing }) => [on(at, this.zone), operation, readable(amount), readable(missing)])}
          ></plain-table>
      </section>
    `;
  }

  /** Charges of the log beside those by the catalog. */
  private charges({ audit }: Replay) {
    const words = text();
    if (audit.compared === 0) return nothing;
    const differing = audit.operations.reduce((sum, row) => sum + row.differing, 0);
    const csv = () => sheet(
      ["operation", "events", "differing", "charged", "rated", "difference", "bias", "least", "most"],
      audit.operations.map((row) => [row.operation, row.events, row.differing, row.charged, row.rated, row.difference, row.bias, row.least, row.most]),
    );
    return html`
      <section class="card" aria-labelledby="charges">
        <div class="row"><h2 id="charges">${words.chargesCompared}</h2>${saves(words.chargesCompared, "charges", csv, audit)}</div>
        ${differing === 0 ? html`<p>${words.everyChargeAgrees(readable(audit.compared), audit.compared)}</p>` : html`
          <div>
            <p>${words.chargesDiffer(readable(differing), readable(audit.compared), signed(audit.difference))}</p>
            <ul class="causes">${audit.causes.map(({ cause, about, events, difference }) => html`
              <li>${words.causeOf(readable(events), events, signed(difference), causeText(cause, about))}</li>`)}</ul>
          </div>
          <plain-table .label=${words.asTable(words.chargesCompared)}
            .heads=${[words.columnOperation, words.columnEvents, words.columnDiffering, words.columnCharged, words.columnByCatalog,
              words.columnDifference, words.columnMean, words.columnSpread].map((name) => ({ name }))}
            .rows=${audit.operations.map((row) => [
              row.operation, readable(row.events), readable(row.differing), readable(row.charged), readable(row.rated),
              signed(row.difference), row.bias === undefined ? "" : signed(row.bias), words.spread(signed(row.least), signed(row.most)),
            ])}></plain-table>`}
      </section>
    `;
  }

  /** Each event whose charge is another one. */
  private differing({ audit }: Replay) {
    const words = text();
    const { events, operations } = audit;
    if (events.length === 0) return nothing;
    const count = operations.reduce((sum, row) => sum + row.differing, 0);
    const csv = () => sheet(
      ["id", "at", "operation", "charged", "rated", "difference", "cause", "about"],
      events.map((one) => [one.id, one.at, one.operation, one.charged, one.rated, one.difference, one.cause, one.about]),
    );
    return html`
      <section class="card" aria-labelledby="differing">
        <div class="row"><h2 id="differing">${words.differingEvents}</h2>${saves(words.differingEvents, "differing", csv, events)}</div>
        <plain-table .label=${words.asTable(words.differingEvents)}
          .heads=${[{ name: words.columnWhen }, { name: words.columnOperation, kind: "names" }, { name: words.columnCharged },
            { name: words.columnByCatalog }, { name: words.columnDifference }, { name: words.columnCause, kind: "sentences" }]}
          .rows=${events.slice(0, MOST_ROWS).map((one) => [
            on(one.at, this.zone), one.operation, readable(one.charged), readable(one.rated), signed(one.difference),
            sentence(causeText(one.cause, one.about)),
          ])}></plain-table>
        ${count > MOST_ROWS ? html`<p class="small muted">${words.firstOf(readable(Math.min(MOST_ROWS, events.length)), readable(count))}</p>` : nothing}
      </section>
    `;
  }

  private compared({ balances }: Replay) {
    if (balances.length === 0) return nothing;
    const words = text();
    const csv = () => sheet(
      ["at", "expected", "found", "difference"],
      balances.map(({ at, expected, found, difference }) => [at, expected, found, difference]),
    );
    return html`
      <section class="card" aria-labelledby="compared">
        <div class="row"><h2 id="compared">${words.balancesCompared}</h2>${saves(words.balancesCompared, "balances", csv, balances)}</div>
        <plain-table .label=${words.asTable(words.balancesCompared)}
          .heads=${[words.columnWhen, words.columnShown, words.columnComputed, words.columnDifference].map((name) => ({ name }))}
          .rows=${balances.map(({ at, expected, found, difference }) =>
            [on(at, this.zone), readable(expected), readable(found), signed(difference)])}></plain-table>
      </section>
    `;
  }

  private paid({ paid }: Replay) {
    if (paid.length === 0) return nothing;
    const words = text();
    const named = new Map(classesOf(this.document).map(({ value, label }) => [value, label]));
    const csv = () => sheet(["class", "operation", "member", "credits"], paid.map((row) => [row.class, row.operation, row.member, row.credits]));
    return html`
      <section class="card" aria-labelledby="paid">
        <div class="row"><h2 id="paid">${words.whatPaid}</h2>${saves(words.whatPaid, "paid", csv, paid)}</div>
        <plain-table .label=${words.asTable(words.whatPaid)}
          .heads=${[{ name: words.columnClass }, { name: words.columnOperation, kind: "names" }, { name: words.columnMember, kind: "names" },
            { name: words.columnCredits }]}
          .rows=${paid.map((row) => [
            row.class === "debt" ? words.paidByDebt : (named.get(row.class) ?? row.class), row.operation, row.member ?? "",
            readable(row.credits),
          ])}></plain-table>
        ${this.payments ? html`<button ?disabled=${this.listing} @click=${() => void this.list()}>${words.savePayments}</button>`
          : html`<p class="small muted">${words.tooManyPayments}</p>`}
      </section>
    `;
  }

  private async list(): Promise<void> {
    this.listing = true;
    try {
      const replay = await this.payments?.();
      const rows = replay?.payments?.flatMap(({ id, at, receipt }) => [
        ...receipt.lots.map((lot) => [id, at, receipt.operation, receipt.member, lot.class, lot.lot, lot.amount]),
        ...(Number(receipt.debt) > 0 ? [[id, at, receipt.operation, receipt.member, "debt", "", receipt.debt]] : []),
      ]);
      save("payments.csv", "text/csv", sheet(["id", "at", "operation", "member", "class", "lot", "credits"], rows ?? []));
    } finally {
      this.listing = false;
    }
  }

  private alerts({ projection: { alerts } }: Replay) {
    const words = text();
    const csv = () => sheet(["at", "left", "text"], alerts.map(({ at, left, text }) => [at, left, text]));
    return html`
      <section class="card" aria-labelledby="alerts">
        <div class="row"><h2 id="alerts">${words.alertsSent}</h2>${alerts.length > 0 ? saves(words.alertsSent, "alerts", csv, alerts) : nothing}</div>
        ${alerts.length === 0 ? html`<p class="muted small">${words.noAlerts}</p>` : html`<plain-table .label=${words.asTable(words.alertsSent)}
          .heads=${[{ name: words.columnWhen }, { name: words.columnAlert, kind: "sentences" }, { name: words.columnLeft }]}
          .rows=${alerts.map(({ at, left, text }) => [on(at, this.zone), sentence(text), readable(left)])}></plain-table>`}
      </section>
    `;
  }
}

function figure(name: string, value: string, more = "") {
  return html`<div><dt>${name}</dt><dd>${value}${more ? html` <span class="more">${more}</span>` : nothing}</dd></div>`;
}

/** A difference, with its sign. */
function signed(amount: string | number): string {
  return Number(amount) > 0 ? `+${readable(amount)}` : readable(amount);
}

function causeText(cause: DifferenceCause, about = ""): string {
  const words = text();
  const table: Record<DifferenceCause, string> = {
    refund_missing: words.causeRefundMissing,
    not_charged: words.causeNotCharged,
    other_plan: words.causeOtherPlan(about),
    other_version: words.causeOtherVersion(about),
    rounding_scope: words.causeRoundingScope,
    charged_twice: words.causeChargedTwice,
    unexplained: words.causeUnexplained,
  };
  return table[cause];
}
