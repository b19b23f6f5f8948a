// The columns of a projection in the form that the chart needs.
import type { ColumnName } from "drawdown";
import type { ProjectionData } from "drawdown/worker";
import type { BalanceData } from "../parts/balance-chart";
import { isPurchase } from "../format/projection";
import type { CatalogDocument } from "./opened";
import { text } from "../localise";
import { lastBegun } from "./days";

export function balanceOf(
  { summary, left_off: leftOff, months, days, classes, columns }: ProjectionData,
  document: CatalogDocument,
  zone: string,
): BalanceData {
  const words = text();
  const column = (of: string, name: ColumnName) => columns[of]?.[name] ?? new Float64Array(days.length);
  const until = Date.parse(summary.until);
  const dayOf = (at: number) => Math.max(lastBegun(days, at), 0);
  const forfeited = column("*", "forfeited");
  const series: BalanceData["series"][number][] = classes.map((id) => {
    const withheld = column(id, "withheld");
    return {
      name: document.classes?.[id]?.name ?? id,
      closing: Float64Array.from(column(id, "closing"), (amount, i) => amount - (withheld[i] ?? 0)),
    };
  });
  // Withheld credits (not begun, or frozen) are a separate series.
  const withheld = column("*", "withheld");
  const total = column("*", "closing");
  series.push({ name: words.figureWithheld, closing: withheld, withheld: true });
  const held = series.filter(({ closing }) => closing.some((amount) => amount !== 0));
  return {
    days,
    until,
    months,
    zone,
    series: held.length > 0 ? held : series.slice(0, 1),
    total,
    spendable: total.map((amount, i) => amount - (withheld[i] ?? 0)),
    issued: column("*", "issued"),
    spent: column("*", "spent"),
    ended: column("*", "expired").map((amount, i) => amount + (forfeited[i] ?? 0)),
    bought: new Set(summary.invoices.filter(isPurchase).map(({ at }) => dayOf(Date.parse(at)))),
    short: summary.shortfalls.map(({ from, until: end }) => {
      const first = dayOf(Date.parse(from));
      return [first, end ? Math.max(first, dayOf(Date.parse(end) - 1)) : days.length - 1] as const;
    }),
    unmarked: leftOff.invoices !== undefined || leftOff.shortfalls !== undefined,
    runOut: summary.run_out === null ? null : dayOf(Date.parse(summary.run_out)),
    runOutLabel: summary.shortfalls[0]?.cause === "out_of_credits" ? words.chartRunsOut : words.chartRefused,
  };
}
