// Settings, and names from catalogs, for people.
import type { SettingInfo, SettingValue } from "drawdown";
import { text } from "../localise";
import { decimal, readable } from "./amount";
import { separator } from "./numeral";

/** An id as a heading: `text-to-video` becomes `Text to video`. */
export function titled(id: string): string {
  return sentence(id.replace(/[-_]+/g, " ").trim());
}

/** With an initial capital. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A value in words: `yes`, `12 s`, `5, 10`. */
export function valued(value: SettingValue, unit?: string): string {
  if (typeof value === "boolean") return value ? text().yes.toLowerCase() : text().no.toLowerCase();
  const number = (amount: string | number) => (/^-?\d/.test(decimal(amount)) ? readable(amount) : String(amount));
  const told = Array.isArray(value) ? value.map(number).join(`${separator()} `) : number(value as string | number);
  return unit ? `${told} ${unit}` : told;
}

/** The allowed values: `3–30 s, in steps of 0.5`. */
export function allowed(info: SettingInfo): string {
  const { min, max, step } = info;
  const parts = [bounds(min, max, info.unit)];
  if (step !== undefined && decimal(step) !== "1") parts.push(text().stepsOf(readable(step)));
  if (info.kind === "list") parts.push(text().values(info.min_items, info.max_items, separator()));
  return parts.filter(Boolean).join(", ");
}

function bounds(min: SettingInfo["min"], max: SettingInfo["max"], unit = ""): string {
  const tail = unit && ` ${unit}`;
  if (min !== undefined && max !== undefined) return `${readable(min)}\u2013${readable(max)}${tail}`;
  if (min !== undefined) return text().orMore(`${readable(min)}${tail}`);
  if (max !== undefined) return text().upTo(`${readable(max)}${tail}`);
  return unit;
}
