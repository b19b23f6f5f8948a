// The same generation on other platforms: where the comparison of it is.
import type { CatalogInfo, OperationInfo } from "drawdown";
import type { Often } from "@elements/engine/scenario";
import { rawOf, type Raw } from "@elements/engine/selection";
import { worded } from "../url-state/address";
import { write } from "../url-state/compare-address";
import { modelNamed, models } from "./offered";
import { FIRST, type ModelRow } from "./wanted";

export interface Elsewhere {
  href: string;
  /** How many other platforms offer the model. */
  others: number;
}

/** Nothing if no other platform offers the model. */
export function elsewhere(
  catalog: string, operation: OperationInfo, settings: Readonly<Record<string, Raw>>,
): Elsewhere | undefined {
  const row = rowOf(catalog, operation, settings, { count: "100", every: "month", days: "" });
  const others = Object.keys(row ? (modelNamed(row.model)?.catalogs ?? {}) : {}).length - 1;
  return row && others >= 1 ? { href: `./compare.html?${write({ ...FIRST, rows: [row] }, FIRST)}`, others } : undefined;
}

/** One operation that is made, and how often. */
export interface Made extends Often {
  operation: string;
  settings: Readonly<Record<string, Raw>>;
}

/** The query of the comparison of all that is made; empty if no model of it has a common name. */
export function comparedOn(catalog: string, made: readonly Made[], { operations }: CatalogInfo): string {
  const rows = made.flatMap(({ operation: id, settings, count, every, days }) => {
    const operation = operations.find((operation) => operation.id === id);
    return (operation && rowOf(catalog, operation, settings, { count, every, days })) ?? [];
  });
  return rows.length > 0 ? write({ ...FIRST, rows }, FIRST) : "";
}

/** What is made, by the common name of its model, with the settings that others have too. */
function rowOf(
  catalog: string, { model: written, settings: all }: OperationInfo, settings: Readonly<Record<string, Raw>>, often: Often,
): ModelRow | undefined {
  const model = models.find(({ catalogs }) => written !== undefined && catalogs[catalog]?.includes(written));
  if (!model) return undefined;
  const isElsewhere = (name: string) => model.settings[name]?.some((id) => id !== catalog);
  const set = all.flatMap(({ name, default: standard }) => {
    const raw = settings[name];
    const isUsual = raw === undefined || raw === "" || (standard !== undefined && raw === rawOf(standard));
    return isUsual || !isElsewhere(name) ? [] : [[name, worded(raw)] as const];
  });
  return { model: model.name, settings: Object.fromEntries(set), ...often };
}
