// Models across platforms: which there are, and what can be set of one wherever it is offered.
import type { CatalogInfo, OperationInfo, SettingInfo } from "drawdown";
import { decimal } from "@elements/format/amount";
import models from "virtual:models";
import { shipped, type Shipped } from "./catalogs";

export { models };

export type Model = (typeof models)[number];

export function modelNamed(name: string): Model | undefined {
  return models.find((model) => model.name === name);
}

/** Platforms that offer at least one of these models. */
export function platformsWith(names: readonly string[]): Shipped[] {
  const wanted = names.flatMap((name) => Object.keys(modelNamed(name)?.catalogs ?? {}));
  return shipped.filter(({ id }) => wanted.includes(id));
}

/** The settings that a model has too. */
export function settingsFor<T>(name: string, settings: Readonly<Record<string, T>>): Record<string, T> {
  const { settings: known = {} } = modelNamed(name) ?? {};
  return Object.fromEntries(Object.entries(settings).filter(([setting]) => setting in known));
}

/** The catalogs that offer a model, of those that are open. */
export function catalogsOf(model: Model, opened: ReadonlyMap<string, CatalogInfo>): CatalogInfo[] {
  return [...opened.values()].filter(({ id }) => id in model.catalogs);
}

/** The operations of a platform that make a model. */
function operationsOf(model: Model, { id, operations }: CatalogInfo): OperationInfo[] {
  const names = model.catalogs[id] ?? [];
  return operations.filter((operation) => operation.model !== undefined && names.includes(operation.model));
}

/** A setting of a model, whatever the platform. */
export interface CommonSetting {
  name: string;
  label: string;
  /** Its values; without any, a number is typed. */
  values: readonly string[];
  /** Values that are not listed are allowed too. */
  others: boolean;
  unit: string;
  /** How many platforms have it. */
  count: number;
  /** Some platform has no default for it. */
  needed: boolean;
}

/**
 * What can be set, the settings of most platforms first; among those the ones that some platform cannot do without.
 * A list belongs to one platform's forms, so there is none.
 */
export function settingsOf(model: Model, catalogs: readonly CatalogInfo[]): CommonSetting[] {
  const found = new Map<string, { infos: SettingInfo[]; count: number }>();
  for (const info of catalogs) {
    const here = new Map<string, SettingInfo[]>();
    for (const operation of operationsOf(model, info)) {
      for (const setting of operation.settings.filter(({ kind, after }) => kind !== "list" && !after))
        here.set(setting.name, [...(here.get(setting.name) ?? []), setting]);
    }
    for (const [name, infos] of here) {
      const known = found.get(name) ?? { infos: [], count: 0 };
      found.set(name, { infos: [...known.infos, ...infos], count: known.count + 1 });
    }
  }
  return [...found]
    .map(([name, { infos, count }]) => ({ name, count, ...common(infos) }))
    .sort((a, b) => b.count - a.count || Number(b.needed) - Number(a.needed) || Number(isChosen(b)) - Number(isChosen(a)));
}

/** It has values to choose from. */
const isChosen = ({ values }: CommonSetting): boolean => values.length > 0;

function common(infos: readonly SettingInfo[]): Omit<CommonSetting, "name" | "count"> {
  const [{ label, unit = "" }] = infos as [SettingInfo];
  const others = infos.some(({ others }) => others);
  const needed = infos.some(({ default: standard, optional }) => standard === undefined && !optional);
  if (infos.some(({ kind }) => kind === "number")) return { label, unit, needed, others, values: [] };
  const values = infos.flatMap(({ kind, choices = [] }) => (kind === "flag" ? ["no", "yes"] : choices.map(String)));
  const unique = [...new Set(values)];
  const isNumeric = infos.every(({ numeric }) => numeric);
  return { label, unit, needed, others, values: isNumeric ? unique.sort((a, b) => Number(a) - Number(b)).map(decimal) : unique };
}
