// A projection of this thread in the form that another thread would send.
import type { ColumnName, Projection } from "drawdown";
import type { ProjectionData } from "drawdown/worker";

/** The data of a chart and its table. */
const COLUMNS: readonly ColumnName[] = ["issued", "spent", "expired", "forfeited", "closing", "withheld"];

export function projected(projection: Projection): ProjectionData {
  const classes = projection.classes();
  const of = (id: string, names: readonly ColumnName[]) =>
    [id, Object.fromEntries(names.map((name) => [name, projection.column(id, name)]))] as const;
  return {
    summary: projection.summary(),
    left_off: {},
    months: projection.months(),
    days: projection.days(),
    classes,
    columns: Object.fromEntries([of("*", COLUMNS), ...classes.map((id) => of(id, ["closing", "withheld"]))]),
    entries: [],
  };
}
