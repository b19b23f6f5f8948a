// What the links to the other pages take along: the platform, the plan, and what is made.
import type { CatalogInfo } from "drawdown";
import { comparedOn, type Made } from "../engine/elsewhere";
import { text, writeOften, writeSettings } from "./address";

export interface Carried {
  /** Id of the plan that the reader has; empty: none is known. */
  plan: string;
  rows: readonly Made[];
}

export const NOTHING: Carried = { plan: "", rows: [] };

/** The query of a page, by the name of its file. */
export function queryOf(page: string, platform: string, carried: Carried, info: CatalogInfo): string {
  const address = new URLSearchParams({ platform });
  const [first] = carried.rows;
  switch (page) {
    case "preview":
      if (carried.plan) address.set("plan", carried.plan);
      if (first) {
        address.set("operation", first.operation);
        settings(address, "s.", first, info);
      }
      break;
    case "plan":
      if (carried.plan) address.set("held", carried.plan);
      carried.rows.forEach((row, place) => {
        const word = `l${place + 1}`;
        address.set(word, row.operation);
        writeOften(address, word, row);
        settings(address, `${word}.s.`, row, info);
      });
      break;
    case "projection":
      if (carried.plan) address.set("plan", carried.plan);
      carried.rows.forEach((row, place) => {
        const word = `d${place + 1}`;
        address.set(word, row.operation);
        address.set(`${word}.runs`, `${row.count.trim() || "0"}/${row.every}`);
        if (row.every === "day" && row.days.trim()) address.set(`${word}.days`, row.days.trim());
        settings(address, `${word}.s.`, row, info);
      });
      break;
    case "compare":
      return comparedOn(platform, carried.rows, info);
  }
  return text(address);
}

function settings(address: URLSearchParams, prefix: string, { operation, settings }: Made, info: CatalogInfo): void {
  writeSettings(address, prefix, settings, info.operations.find(({ id }) => id === operation));
}
