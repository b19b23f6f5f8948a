// The columns of a projection as a chart wants them.
import type { Projection, ProjectionSummary } from "drawdown";
import type { BalanceData } from "../components/balance-chart";
import { isPurchase } from "../format/projection";
import type { CatalogDocument } from "./catalogs";

export function balanceOf(projection: Projection, summary: ProjectionSummary, document: CatalogDocument, zone: string): BalanceData {
  const days = projection.days();
  const until = Date.parse(summary.until);
  const dayOf = (at: number) => {
    const after = days.findIndex((day) => day > at);
    return after < 0 ? days.length - 1 : Math.max(after - 1, 0);
  };
  const forfeited = projection.column("*", "forfeited");
  const series = projection.classes().map((id) => ({ name: document.classes?.[id]?.name ?? id, closing: projection.column(id, "closing") }));
  const held = series.filter(({ closing }) => closing.some((amount) => amount !== 0));
  return {
    days,
    until,
    zone,
    series: held.length > 0 ? held : series.slice(0, 1),
    total: projection.column("*", "closing"),
    issued: projection.column("*", "issued"),
    spent: projection.column("*", "spent"),
    ended: projection.column("*", "expired").map((amount, i) => amount + (forfeited[i] ?? 0)),
    bought: new Set(summary.invoices.filter(isPurchase).map(({ at }) => dayOf(Date.parse(at)))),
    short: summary.shortfalls.map(({ from, until: end }) => {
      const first = dayOf(Date.parse(from));
      return [first, end ? Math.max(first, dayOf(Date.parse(end) - 1)) : days.length - 1] as const;
    }),
    runOut: summary.run_out === null ? null : dayOf(Date.parse(summary.run_out)),
    runOutLabel: summary.shortfalls[0]?.cause === "out_of_credits" ? "runs out" : "refused",
  };
}
