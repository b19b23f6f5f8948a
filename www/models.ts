// Which models the shipped catalogs offer and what can be set of them, worked out at build time: a page about a
// model fetches only the catalogs that have it.
import { readFileSync, readdirSync } from "node:fs";
import type { Plugin } from "vite";

/** A model, and by id of a catalog the names that it has there. */
export interface OfferedModel {
  name: string;
  label: string;
  catalogs: Record<string, string[]>;
  /** By name of a setting that a person can choose, the ids of the catalogs that have it for the model. */
  settings: Record<string, string[]>;
}

interface Known {
  label?: string;
  aliases?: string[];
}

type Settings = Record<string, { list?: unknown; after?: boolean }>;

interface Named {
  catalog: string;
  setting_groups?: Record<string, Settings>;
  operations: { name?: string; model?: string; use?: string | string[]; settings?: Settings }[];
}

const VIRTUAL = "virtual:models";
const ROOT = new URL("..", import.meta.url);
const read = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, ROOT), "utf8")) as T;

/** As the engine compares names. */
const plain = (name: string): string => name.trim().toLowerCase().replace(/[ ._-]+/g, "-");

export function offered(): OfferedModel[] {
  const known = Object.entries(read<Record<string, Known>>("data/models.json"));
  const common = new Map(known.flatMap(([name, { aliases = [] }]) => aliases.map((alias) => [plain(alias), plain(name)])));
  const labels = new Map(known.map(([name, { label }]) => [plain(name), label]));
  const models = new Map<string, OfferedModel>();
  for (const file of readdirSync(new URL("catalogs", ROOT)).filter((file) => file.endsWith(".json")).sort()) {
    const { catalog, operations, setting_groups: groups = {} } = read<Named>(`catalogs/${file}`);
    for (const { model: written, name: operation, use = [], settings: own = {} } of operations) {
      if (!written) continue;
      const name = common.get(plain(written)) ?? plain(written);
      const model = models.get(name) ?? { name, label: labels.get(name) ?? operation ?? name, catalogs: {}, settings: {} };
      const names = (model.catalogs[catalog] ??= []);
      if (!names.includes(written)) names.push(written);
      for (const setting of settable([...[use].flat().map((group) => groups[group] ?? {}), own])) {
        const places = (model.settings[setting] ??= []);
        if (!places.includes(catalog)) places.push(catalog);
      }
      models.set(name, model);
    }
  }
  return [...models.values()].sort((a, b) => a.label.localeCompare(b.label, "en"));
}

/** A list belongs to one platform's forms, and what is known after a run cannot be chosen. */
function settable(groups: readonly Settings[]): string[] {
  const all = groups.flatMap((group) => Object.entries(group));
  return all.filter(([, { list, after }]) => list === undefined && !after).map(([name]) => name);
}

export function models(): Plugin {
  return {
    name: "models",
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : undefined),
    load: (id) => (id === `\0${VIRTUAL}` ? `export default ${JSON.stringify(offered())};` : undefined),
  };
}
