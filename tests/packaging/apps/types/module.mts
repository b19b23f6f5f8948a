// As in create-vite's TypeScript templates: ES2023 and the DOM, every declaration checked.
import { Catalog, DrawdownError, format } from "drawdown/prices";
import { catalogs } from "drawdown/catalogs";
import kive from "drawdown/catalogs/kive";

const catalog = new Catalog(kive);
export const cost: string = format(catalog.total({ operation: "erase" }).total ?? 0, "credits");
export const names: string[] = catalogs.map(({ name }) => name);
export const isOurs = (error: unknown): boolean => error instanceof DrawdownError && error.code === "type";
// @ts-expect-error no such setting
catalog.estimate({ operation: "erase", settings: { version: 2 } });
