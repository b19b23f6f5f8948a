// The chart's numbers as a table, made on request.
import type { Amount, Month } from "drawdown";
import { css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { element } from "../element";
import { lastBegun } from "../engine/days";
import { readable } from "../format/amount";
import type { Units } from "../format/estimate";
import { spendableOf } from "../format/projection";
import { Part } from "../part";
import type { BalanceData } from "./balance-chart";
import { base, tables } from "./styles";
import { locale, text } from "../localise";

/** Longer times are shown by month: three years. */
const MOST_DAYS = 1100;

/** A heading and its column. */
type Column = [name: string, of: (row: Month) => Amount];

@element("drawdown-balance-table")
export class BalanceTable extends Part {
  static override styles = [
    base,
    tables,
    css`
      .scroll { max-height: 24rem; border: 1px solid var(--line); border-radius: var(--radius-small); }
      th, td { padding: 0.25rem 0.75rem; white-space: nowrap; }
      thead th { position: sticky; top: 0; background: var(--surface); box-shadow: 0 1px 0 var(--line); }
    `,
  ];

  @property({ attribute: false }) data: BalanceData | undefined;
  @property({ attribute: false }) units: Units = { unit: "", units: "" };
  @state() private open = false;

  override render() {
    return html`
      <details @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}>
        <summary>${text().tableSummary}</summary>
        ${this.open && this.data ? this.table(this.data) : nothing}
      </details>
    `;
  }

  private table(data: BalanceData) {
    return data.days.length > MOST_DAYS ? this.byMonth(data) : this.byDay(data);
  }

  /** A long time, by month: nobody reads thousands of days. */
  private byMonth({ months, zone, days, total, spendable }: BalanceData) {
    const words = text();
    const month = new Intl.DateTimeFormat(locale(), { timeZone: zone, month: "short", year: "numeric" });
    const heldBack = new Map(
      months.map((row) => {
        const last = lastBegun(days, Date.parse(row.until) - 1);
        return [row, Number(((total[last] ?? 0) - (spendable[last] ?? 0)).toFixed(6))];
      }),
    );
    const withheld = (row: Month) => heldBack.get(row) ?? 0;
    const columns: Column[] = [
      [words.tableLeft, (row) => spendableOf({ closing: row.closing, withheld: withheld(row) })],
      [words.figureIssued, ({ issued }) => issued],
      [words.figureSpent, ({ spent }) => spent],
      [words.figureLost, ({ lost }) => lost],
    ];
    if (months.some((row) => withheld(row) !== 0)) columns.splice(1, 0, [words.figureWithheld, withheld]);
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${words.tableByMonth}>
        <table>
          <caption class="visually-hidden">${words.tableEndOfMonths(this.units.units)}</caption>
          <thead><tr><th scope="col">${words.tableMonth}</th>${columns.map(([name]) => html`<th scope="col"
            class="amount">${name}</th>`)}</tr></thead>
          <tbody>
            ${months.map(
              (row) => html`
              <tr><th scope="row">${month.format(Date.parse(row.start))}</th>${columns.map(([, of]) => html`
                <td class="amount">${readable(of(row))}</td>`)}</tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  private byDay(data: BalanceData) {
    const words = text();
    const date = new Intl.DateTimeFormat(locale(), {
      timeZone: data.zone,
      day: "numeric",
      month: "short",
      year: "numeric",
    });
    const columns = [
      ...data.series.map(({ name, closing }) => ({ name, values: closing })),
      { name: words.tableLeft, values: data.spendable },
      { name: words.figureIssued, values: data.issued },
      { name: words.figureSpent, values: data.spent },
      { name: words.figureLost, values: data.ended },
    ];
    const amount = (value: number | undefined) => readable(Number((value ?? 0).toFixed(6)));
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${words.tableByDay}>
        <table>
          <caption class="visually-hidden">${words.tableEndOfDays(this.units.units)}</caption>
          <thead><tr><th scope="col">${words.tableDay}</th>${columns.map(({ name }) => html`<th scope="col"
            class="amount">${name}</th>`)}</tr></thead>
          <tbody>
            ${[...data.days].map(
              (at, i) => html`
              <tr><th scope="row">${date.format(at)}</th>${columns.map(({ values }) => html`
                <td class="amount">${amount(values[i])}</td>`)}</tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }
}
