// The rows of a report as a table.
import type { ReportRow, UsageReport } from "drawdown/usage";
import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { readable } from "@elements/format/amount";
import { locale } from "@elements/localise";
import { base, tables } from "@elements/parts/styles";

/** A row with its name for people. */
export interface NamedRow {
  name: string;
  row: ReportRow;
}

@customElement("usage-table")
export class UsageTable extends LitElement {
  static override styles = [
    base,
    tables,
    css`
      .scroll { max-height: 24rem; border: 1px solid var(--line); border-radius: var(--radius-small); }
      th, td { padding: 0.25rem 0.75rem; white-space: nowrap; }
      th[scope="row"] { white-space: normal; overflow-wrap: anywhere; min-width: 7rem; }
      thead th { position: sticky; top: 0; background: var(--surface); box-shadow: 0 1px 0 var(--line); }
      tfoot tr { border-top: 1px solid var(--line); }
      tfoot th, tfoot td { font-weight: 600; }
    `,
  ];

  @property() heading = "";
  @property() label = "";
  @property({ attribute: false }) rows: readonly NamedRow[] = [];
  @property({ attribute: false }) report: UsageReport | undefined;

  override render() {
    const { report } = this;
    if (!report) return nothing;
    const columns = columnsOf(report);
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${this.label}>
        <table>
          <caption class="visually-hidden">${this.label}</caption>
          <thead><tr><th scope="col">${this.heading}</th>${columns.map(({ name }) => html`
            <th scope="col" class="amount">${name}</th>`)}</tr></thead>
          <tbody>${this.rows.map(({ name, row }) => html`
            <tr><th scope="row">${name}</th>${columns.map(({ of }) => html`<td class="amount">${of(row)}</td>`)}</tr>`)}
          </tbody>
          <tfoot><tr><th scope="row">All</th>${columns.map(({ of }) => html`
            <td class="amount">${of(totalOf(report))}</td>`)}</tr></tfoot>
        </table>
      </div>
    `;
  }
}

interface Column {
  name: string;
  of: (row: ReportRow) => string;
}

/** Columns that say nothing are left out. */
function columnsOf(report: UsageReport): Column[] {
  const { total, cost, before } = report;
  const column = (name: string, of: Column["of"]): Column => ({ name, of });
  return [
    column("Credits", ({ sums }) => readable(sums.credits)),
    column("Share", ({ share }) => (share === undefined ? "" : percent(share))),
    column("Runs", ({ sums }) => readable(sums.runs)),
    ...(total.failed > 0 ? [column("Failed", ({ sums }) => readable(sums.failed))] : []),
    ...(Number(total.refunded) > 0 ? [column("Refunded", ({ sums }) => readable(sums.refunded))] : []),
    ...(total.rated > 0 ? [column("Rated here", ({ sums }) => readable(sums.rated))] : []),
    ...(total.unknown > 0 ? [column("Unknown", ({ sums }) => readable(sums.unknown))] : []),
    ...(cost === undefined ? [] : [column("Cost", ({ cost }) => (cost === undefined ? "" : readable(cost)))]),
    ...(before === undefined ? [] : [
      column("Before", ({ before }) => readable(before ?? 0)),
      column("Change", ({ change }) => (change === undefined ? "" : percent(change, true))),
    ]),
  ];
}

function totalOf({ total, cost, before }: UsageReport): ReportRow {
  const change = Number(before) > 0 ? ((Number(total.credits) - Number(before)) / Number(before)) * 100 : undefined;
  return {
    key: [], sums: total, ...(Number(total.credits) > 0 && { share: 100 }), ...(cost !== undefined && { cost }),
    ...(before !== undefined && { before }), ...(change !== undefined && { change }),
  };
}

function percent(share: string | number, signed = false): string {
  return new Intl.NumberFormat(locale(), {
    style: "percent", maximumFractionDigits: 1, ...(signed && { signDisplay: "exceptZero" as const }),
  }).format(Number(share) / 100);
}
