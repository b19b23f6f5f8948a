// Dates and instants for people, and the instants that the page fills in.
import { locale, text as messages } from "../localise";

const DAY = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
const MOMENT = { dateStyle: "medium", timeStyle: "short" } as const;

/** By locale: a formatter takes longer to make than to use. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(kind: typeof DAY | typeof MOMENT): Intl.DateTimeFormat {
  const key = (kind === DAY ? "day " : "moment ") + locale();
  let made = formatters.get(key);
  if (!made) formatters.set(key, (made = new Intl.DateTimeFormat(locale(), kind)));
  return made;
}

let here: string | undefined;

/** The zone of this place. */
export function zoneHere(): string {
  return (here ??= Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
}

/** `2026-10-30` or an instant of that day: `30 October 2026`. */
export function day(text: string): string {
  const instant = new Date(text.length === 10 ? `${text}T00:00:00Z` : text);
  return Number.isNaN(instant.valueOf()) ? text : formatter(DAY).format(instant);
}

/** The instant in the user's zone: `22 Nov 2026, 17:05`. */
export function moment(text: string): string {
  const instant = new Date(text);
  return Number.isNaN(instant.valueOf()) ? text : formatter(MOMENT).format(instant);
}

/** How long before `now` an instant was: `5 minutes ago`. */
export function ago(text: string, now: string): string {
  const seconds = Math.round((new Date(text).valueOf() - new Date(now).valueOf()) / 1000);
  if (Number.isNaN(seconds)) return text;
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  const size = Math.abs(seconds);
  if (size < 60) return messages().justNow;
  if (size < 3600) return words.format(Math.trunc(seconds / 60), "minute");
  if (size < 86_400) return words.format(Math.trunc(seconds / 3600), "hour");
  return words.format(Math.trunc(seconds / 86_400), "day");
}

/** The current instant, to the second, in UTC. */
export function now(): string {
  return instant(new Date());
}

/** The value of a `datetime-local` input for an instant, in the user's zone. */
export function toLocal(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.valueOf())) return "";
  const shifted = new Date(date.valueOf() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** The instant of a `datetime-local` input; empty if it has none. */
export function fromLocal(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.valueOf()) ? "" : instant(date);
}

function instant(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
