// Dates of a wall clock, as `2026-11-03`.
import type { Period } from "../engine/usage";
import { text } from "../words";

const DAY = 86_400_000;

/** The date of an instant. */
export function dateOf(instant: string, timeZone: string): string {
  return wall(Date.parse(instant), timeZone).slice(0, 10);
}

/** The first instant of a date. */
export function startOfDay(date: string, timeZone: string): string {
  const sought = Date.parse(`${date}T00:00:00Z`);
  let at = sought;
  // The second look has the offset of the right side of a change of the clock.
  for (let look = 0; look < 2; look += 1) at = sought - (Date.parse(`${wall(at, timeZone)}Z`) - at);
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

export function dayAfter(date: string): string {
  return iso(Date.parse(date) + DAY);
}

export function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / DAY) + 1;
}

/** A date so many days later. */
export function later(date: string, days: number): string {
  return iso(Date.parse(date) + days * DAY);
}

/** Every period from a date to another, as a report names them. */
export function periods(from: string, until: string, period: Period): string[] {
  const found: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(until); at += DAY) {
    const key = nameOf(at, period);
    if (key !== found.at(-1)) found.push(key);
  }
  return found;
}

function nameOf(at: number, period: Period): string {
  const date = iso(at);
  if (period === "day") return date;
  return period === "month" ? date.slice(0, 7) : week(at);
}

/** By ISO 8601: the week belongs to the year of its Thursday. */
function week(at: number): string {
  const thursday = at + (3 - ((new Date(at).getUTCDay() + 6) % 7)) * DAY;
  const year = new Date(thursday).getUTCFullYear();
  const number = Math.floor((thursday - Date.UTC(year, 0, 1)) / DAY / 7) + 1;
  return `${year}-W${String(number).padStart(2, "0")}`;
}

/** A period for people: `3 Nov 2026`, `week 45 of 2026`, `November 2026`. */
export function periodName(key: string, language: string | undefined): string {
  const [, year, number] = /^(\d{4})-W(\d\d)$/.exec(key) ?? [];
  if (year && number) return text().weekOf(Number(number), year);
  const date = new Date(key.length === 7 ? `${key}-01` : key);
  const form = key.length === 7 ? { month: "long", year: "numeric" } as const
    : { day: "numeric", month: "short", year: "numeric" } as const;
  return date.toLocaleDateString(language, { ...form, timeZone: "UTC" });
}

function iso(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the wall clock shows: `2026-11-03T09:00:00`. */
function wall(at: number, timeZone: string): string {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
    clocks.set(timeZone, clock);
  }
  return clock.format(at).replace(" ", "T");
}
