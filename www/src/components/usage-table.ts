// The rows of a report as a table.
import type { ReportRow, UsageReport } from "drawdown/usage";
import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { readable } from "@elements/format/amount";
import { locale } from "@elements/localise";
import { Part } from "@elements/part";
import { text } from "../words";
import "./plain-table";

/** A row with its name for people. */
export interface NamedRow {
  name: string;
  row: ReportRow;
}

@customElement("usage-table")
export class UsageTable extends Part {
  @property() heading = "";
  @property() label = "";
  @property({ attribute: false }) rows: readonly NamedRow[] = [];
  @property({ attribute: false }) report: UsageReport | undefined;

  override render() {
    const { report } = this;
    if (!report) return nothing;
    const columns = columnsOf(report);
    const cells = (name: string, row: ReportRow) => [name, ...columns.map(({ of }) => of(row))];
    return html`<plain-table .label=${this.label} .heads=${[{ name: this.heading }, ...columns.map(({ name }) => ({ name }))]}
      .rows=${this.rows.map(({ name, row }) => cells(name, row))}
      .foot=${cells(text().rowAll, totalOf(report))}></plain-table>`;
  }
}

interface Column {
  name: string;
  of: (row: ReportRow) => string;
}

/** Columns that say nothing are left out. */
function columnsOf(report: UsageReport): Column[] {
  const words = text();
  const { total, cost, before } = report;
  const column = (name: string, of: Column["of"]): Column => ({ name, of });
  return [
    column(words.columnCredits, ({ sums }) => readable(sums.credits)),
    column(words.columnShare, ({ share }) => (share === undefined ? "" : percent(share))),
    column(words.columnRuns, ({ sums }) => readable(sums.runs)),
    ...(total.failed > 0 ? [column(words.columnFailed, ({ sums }) => readable(sums.failed))] : []),
    ...(Number(total.refunded) > 0 ? [column(words.columnRefunded, ({ sums }) => readable(sums.refunded))] : []),
    ...(total.rated > 0 ? [column(words.columnRated, ({ sums }) => readable(sums.rated))] : []),
    ...(total.unknown > 0 ? [column(words.columnUnknown, ({ sums }) => readable(sums.unknown))] : []),
    ...(cost === undefined ? [] : [column(words.columnCost, ({ cost }) => (cost === undefined ? "" : readable(cost)))]),
    ...(before === undefined ? [] : [
      column(words.columnBefore, ({ before }) => readable(before ?? 0)),
      column(words.columnChange, ({ change }) => (change === undefined ? "" : percent(change, true))),
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
