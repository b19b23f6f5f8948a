// Dates and instants for people, and the instants that the page fills in.
import { locale, text as messages } from "../localise";

/** `2026-10-30` or an instant of that day: `30 October 2026`. */
export function day(text: string): string {
  const instant = new Date(text.length === 10 ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(instant.valueOf())) return text;
  return instant.toLocaleDateString(locale(), { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** The instant in the user's zone: `22 Nov 2026, 17:05`. */
export function moment(text: string): string {
  const instant = new Date(text);
  if (Number.isNaN(instant.valueOf())) return text;
  return instant.toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" });
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
