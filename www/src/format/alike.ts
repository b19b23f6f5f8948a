// How the things that ranked platforms make differ.
import type { CatalogInfo, OfferedLine, Platform, SettingInfo } from "drawdown";
import { decimal } from "@elements/format/amount";
import { listed } from "@elements/format/estimate";
import { titled, valued } from "@elements/format/setting";
import { modelNamed } from "../engine/offered";
import type { Wanted } from "../engine/wanted";
import { text } from "../words";
import { isShown, operationOf } from "./offered";

/** What a platform makes for one row. */
interface Made {
  platform: string;
  settings: OfferedLine["settings"];
  infos: readonly SettingInfo[];
  isRange: boolean;
}

/** A sentence for each setting that differs, for those that only some platforms have, and for costs that are ranges. */
export function unlike(
  { rows }: Wanted, ranked: readonly Platform[], catalogs: ReadonlyMap<string, CatalogInfo>,
): string[] {
  return rows.flatMap(({ model }, place) => {
    const made = ranked.flatMap(({ name, catalog, lines }): Made[] => {
      const line = lines?.[place];
      if (!line) return [];
      const { settings, low = 0, high = 0 } = line;
      const infos = operationOf(line, catalogs.get(catalog))?.settings ?? [];
      return [{ platform: name, settings, infos, isRange: decimal(low) !== decimal(high) }];
    });
    const named = rows.length > 1 ? `${modelNamed(model)?.label ?? model}: ` : "";
    return [...differing(made, model), ...partial(made), ...open(made)].map((sentence) => named + sentence);
  });
}

function differing(made: readonly Made[], model: string): string[] {
  const words = text();
  return names(made).flatMap((name) => {
    const values = grouped(made, ({ settings, infos }) => {
      const value = settings[name];
      return value === undefined ? undefined : valued(value, infos.find((info) => info.name === name)?.unit);
    }, platformOf);
    if (values.length < 2) return [];
    const label = labelOf(name, made);
    const differ = values.map(([value, platforms]) => words.valueAt(value, listed(platforms))).join("; ");
    const canBeSet = name in (modelNamed(model)?.settings ?? {});
    return [`${words.notTheSame(label, differ)}${canBeSet ? ` ${words.setItToCompare}` : ""}`];
  });
}

/** Settings that one platform has and another has not; what is off counts as not there, as in the table. */
function partial(made: readonly Made[]): string[] {
  const words = text();
  const some = names(made).filter((name) => made.some(({ infos }) => !infos.some((info) => info.name === name)));
  const by = (name: string) => listed(made.filter(({ settings }) => isShown(settings[name])).map(platformOf)) || undefined;
  const told = grouped(some, by, (name) => labelOf(name, made))
    .map(([platforms, labels]) => words.valueAt(listed(labels), platforms));
  return told.length > 0 ? [words.onlySomeHave(told.join("; "))] : [];
}

/** Costs that are ranges, because something is not set. */
function open(made: readonly Made[]): string[] {
  const words = text();
  const ranges = grouped(made, ({ settings, infos, isRange }) => {
    const left = infos.filter(({ name, optional, default: standard }) => !(name in settings) && !optional && standard === undefined);
    return isRange ? listed(left.map(({ label }) => label)) : undefined;
  }, platformOf);
  return ranges.map(([labels, platforms]) =>
    labels ? words.notSetAt(labels, listed(platforms)) : words.rangeAt(listed(platforms)));
}

/** Names by a text about each; without a text, a name is left out. */
function grouped<T>(
  all: readonly T[], by: (one: T) => string | undefined, nameOf: (one: T) => string,
): [string, string[]][] {
  const groups = new Map<string, string[]>();
  for (const one of all) {
    const key = by(one);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), nameOf(one)]);
  }
  return [...groups];
}

const platformOf = ({ platform }: Made): string => platform;

function names(made: readonly Made[]): string[] {
  return [...new Set(made.flatMap(({ settings }) => Object.keys(settings)))];
}

function labelOf(name: string, made: readonly Made[]): string {
  return made.flatMap(({ infos }) => infos).find((info) => info.name === name)?.label ?? titled(name);
}
