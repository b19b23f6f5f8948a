// The same generation on other platforms: where the comparison of it is.
import type { OperationInfo } from "drawdown";
import { rawOf, type Raw } from "@elements/engine/selection";
import { worded } from "../url-state/address";
import { write } from "../url-state/compare-address";
import { models } from "./offered";
import { FIRST } from "./wanted";

export interface Elsewhere {
  href: string;
  /** How many other platforms offer the model. */
  others: number;
}

/** Nothing if no other platform offers the model. */
export function elsewhere(
  catalog: string, operation: OperationInfo, settings: Readonly<Record<string, Raw>>,
): Elsewhere | undefined {
  const { model: written } = operation;
  const model = models.find(({ catalogs }) => written !== undefined && catalogs[catalog]?.includes(written));
  const others = Object.keys(model?.catalogs ?? {}).length - 1;
  if (!model || others < 1) return undefined;
  const isElsewhere = (name: string) => model.settings[name]?.some((id) => id !== catalog);
  const set = operation.settings.flatMap(({ name, default: standard }) => {
    const raw = settings[name];
    const isUsual = raw === undefined || raw === "" || (standard !== undefined && raw === rawOf(standard));
    return isUsual || !isElsewhere(name) ? [] : [[name, worded(raw)] as const];
  });
  const row = { model: model.name, settings: Object.fromEntries(set), count: "100", every: "month" as const, days: "" };
  return { href: `./compare.html?${write({ ...FIRST, rows: [row] }, FIRST)}`, others };
}
