// What three kinds of people make, as a beginning: images and videos, or what a platform offers instead.
import type { Catalog, CatalogInfo, OperationInfo, SettingInfo } from "drawdown";
import { attempted } from "@elements/engine/faults";
import type { Row } from "@elements/engine/plan";
import type { Raw } from "@elements/engine/selection";

export const PRESETS = ["hobbyist", "studio", "agency"] as const;
export type Preset = (typeof PRESETS)[number];

type Pace = Pick<Row, "count" | "every" | "days">;

/** Made up: what it is for is to be changed. */
const PACES: Readonly<Record<Preset, { image: Pace; video: Pace; other: Pace }>> = {
  hobbyist: { image: monthly(60), video: monthly(8), other: monthly(60) },
  studio: { image: daily(30), video: daily(4), other: daily(30) },
  agency: { image: daily(200), video: daily(25), other: daily(200) },
};

/** Of a video, if it has to be said. */
const SECONDS = "5";

/** The rows of a preset: a model for images and one for videos whose cost is known; else any such model. */
export function rowsOf(preset: Preset, catalog: Catalog, { operations }: CatalogInfo): Row[] {
  const paces = PACES[preset];
  const rowFor = (offered: readonly OperationInfo[], pace: Pace): Row | undefined => {
    for (const operation of offered) {
      const settings = settingsOf(operation);
      const { value } = attempted(() => catalog.total({ operation: operation.id, settings }));
      if (value?.state === "exact" && !value.free) return { operation: operation.id, settings, ...pace };
    }
    return undefined;
  };
  const by = (tool: RegExp) => operations.filter((operation) => tool.test(operation.tool ?? ""));
  const rows = [rowFor(by(/^image$/), paces.image), rowFor(by(/^video$/), paces.video)].flatMap((row) => row ?? []);
  return rows.length > 0 ? rows : [rowFor(operations, paces.other)].flatMap((row) => row ?? []);
}

/** What a model needs to be told. */
function settingsOf({ settings }: OperationInfo): Record<string, Exclude<Raw, undefined>> {
  return Object.fromEntries(settings.flatMap((setting) => {
    const value = needed(setting);
    return value === undefined ? [] : [[setting.name, value] as const];
  }));
}

function needed({ kind, unit, default: standard, optional, after, choices, min, max }: SettingInfo): string | undefined {
  if (standard !== undefined || optional || after) return undefined;
  if (choices) return choices.map(String).find((choice) => choice === SECONDS) ?? String(choices[0] ?? "");
  if (kind !== "number") return undefined;
  const isBetween = Number(min ?? 0) <= Number(SECONDS) && Number(SECONDS) <= Number(max ?? Infinity);
  return unit === "s" && isBetween ? SECONDS : String(min ?? 1);
}

function daily(count: number): Pace {
  return { count: String(count), every: "day", days: "22" };
}

function monthly(count: number): Pace {
  return { count: String(count), every: "month", days: "" };
}
