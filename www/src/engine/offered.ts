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
  unit: string;
  /** How many platforms have it. */
  count: number;
}

/** What can be set, the settings of most platforms first. A list belongs to one platform's forms, so there is none. */
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
    .filter(({ values }) => values.length !== 1)
    .sort((a, b) => b.count - a.count);
}

function common(infos: readonly SettingInfo[]): Pick<CommonSetting, "label" | "values" | "unit"> {
  const [{ label, unit = "" }] = infos as [SettingInfo];
  if (infos.some(({ kind }) => kind === "number")) return { label, unit, values: [] };
  const values = infos.flatMap(({ kind, choices = [] }) => (kind === "flag" ? ["no", "yes"] : choices.map(String)));
  const unique = [...new Set(values)];
  const isNumeric = infos.every(({ numeric }) => numeric);
  return { label, unit, values: isNumeric ? unique.sort((a, b) => Number(a) - Number(b)).map(decimal) : unique };
}
