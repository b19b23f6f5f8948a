// Zones by name get their table: for the time that an account has existed, and ten years ahead.
import { DrawdownError } from "../errors.js";
import { zone } from "../zone.js";

const YEAR = 366 * 86_400_000;

export function accountWithTable(account, at) {
  if (typeof account?.zone !== "string") return account;
  return { ...account, zone: zoneTable(account.zone, account.since ?? at, at) };
}

export function zoneTable(name, since, now) {
  if (typeof name !== "string" || name === "UTC") return name;
  const [from, until] = [timeOf(since) - YEAR, timeOf(now) + 10 * YEAR];
  // Leave an invalid date to the engine.
  if (Number.isNaN(from + until)) return "UTC";
  try {
    return zone(name, from, until);
  } catch {
    throw new DrawdownError("unknown_name", `there is no time zone \`${name}\` here`, "/account/zone");
  }
}

const timeOf = (at) => (typeof at === "string" || at instanceof Date ? Date.parse(at) : NaN);
