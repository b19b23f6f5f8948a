// A rate card as people read one: what a model costs as it usually is, and what each setting makes of it.
import type { Amount, Catalog, Line, OperationInfo, Request, SettingInfo, SettingValue, Total } from "drawdown";
import { attempted } from "@elements/engine/faults";
import { valued } from "@elements/format/setting";

export interface Cost {
  total: Total;
  /** If it is known only after the run: what each unit costs. */
  rates: readonly Line[];
}

export interface Price {
  /** The value of the setting, in words. */
  value: string;
  cost: Cost | undefined;
}

/** What one setting makes of the price. */
export interface Effect {
  label: string;
  prices: Price[];
}

export interface Rated {
  operation: OperationInfo;
  usual: Cost | undefined;
  /** Settings without a default that the effects have at their least, in words. */
  at: string[];
  effects: Effect[];
}

/** More choices than this make a list that nobody reads. */
const MOST = 12;

export function rated(catalog: Catalog, operation: OperationInfo): Rated {
  const least = Object.fromEntries(operation.settings.flatMap((setting) => {
    const value = leastOf(setting);
    return value === undefined ? [] : [[setting.name, value] as const];
  }));
  const price = (settings: Record<string, SettingValue>) => costOf(catalog, { operation: operation.id, settings });
  const effects = operation.settings.flatMap((setting) => {
    const prices = valuesOf(setting).map((value) => ({
      value: valued(value, typeof value === "boolean" ? undefined : setting.unit), cost: price({ ...least, [setting.name]: value }),
    }));
    return differ(prices) ? [{ label: setting.label, prices }] : [];
  });
  const at = operation.settings.flatMap(({ name, label, unit }) =>
    name in least && effects.some((effect) => effect.label !== label) ? [`${label}: ${valued(least[name] ?? "", unit)}`] : []);
  return { operation, usual: price({}), at, effects };
}

function costOf(catalog: Catalog, request: Request): Cost | undefined {
  const total = attempted(() => catalog.total(request)).value;
  if (!total) return undefined;
  const lines = total.state === "rate" ? (attempted(() => catalog.estimate(request)).value?.lines ?? []) : [];
  return { total, rates: lines.filter(({ state, rate }) => state === "after" && rate !== undefined) };
}

/** For a setting that has to be set. */
function leastOf({ kind, default: standard, optional, after, min, choices, numeric }: SettingInfo): SettingValue | undefined {
  if (standard !== undefined || optional || after) return undefined;
  if (kind === "choice" && !numeric) return choices?.[0];
  return kind === "number" || kind === "choice" ? (choices?.[0] ?? min) : undefined;
}

/** The values that a card shows: each choice, or the ends of a range and what is usual. */
function valuesOf({ kind, choices, min, max, default: standard, after }: SettingInfo): SettingValue[] {
  if (after) return [];
  if (kind === "flag") return [false, true];
  if (choices && kind !== "list") return choices.slice(0, MOST);
  if (kind !== "number") return [];
  const usual = typeof standard === "boolean" ? undefined : (standard as Amount | undefined);
  return [...new Set([min, usual, max].flatMap((value) => value ?? []).map(String))];
}

function differ(prices: readonly Price[]): boolean {
  return new Set(prices.flatMap(({ cost }) => (cost ? JSON.stringify(cost) : []))).size > 1;
}
