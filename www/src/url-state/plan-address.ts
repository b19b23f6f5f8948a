// The state of the plan calculator in its address: only what differs from what it starts with.
import type { Opened } from "../engine/catalogs";
import { MOST_ROWS, PAID, type Paid, type Plan, type Row } from "../engine/plan";
import { EVERY, type Every } from "../engine/scenario";
import { rawOf, type Raw } from "../engine/selection";
import { unused } from "./address";

const ASSUME = "assume.";

/** What an address asks for; what the catalog does not have becomes a notice. */
export function read(address: URLSearchParams, opened: Opened, standard: Plan): { plan: Plan; notices: string[] } {
  const notices: string[] = [];
  const taken = (word: string, allowed: (text: string) => boolean, why: string): string | undefined => {
    const text = address.get(word)?.trim();
    if (!text || allowed(text)) return text || undefined;
    notices.push(unused(word, text, why));
    return undefined;
  };
  const rows = rowsIn(address, opened, notices);
  const margin = taken("margin", (text) => /^\d+(\.\d+)?(-\d+(\.\d+)?)?$/.test(text), "expected per cent, such as 20-30");
  const [low = standard.low, high = low] = margin?.split("-") ?? [standard.low, standard.high];
  return {
    notices,
    plan: {
      rows: rows.length > 0 ? rows : standard.rows,
      low,
      high,
      months: taken("months", (text) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 120, "expected 1 to 120") ?? standard.months,
      start: taken("start", (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)), "expected a date such as 2026-11-01") ?? standard.start,
      zone: taken("zone", isZone, "no such time zone is known here") ?? standard.zone,
      paid: (taken("paid", (text) => PAID.some(({ value }) => value === text), "expected any, month or year") as Paid | undefined) ?? standard.paid,
      season: taken("season", (text) => /^\d+(\.\d+)?(,\d+(\.\d+)?){11}$/.test(text), "expected twelve factors")?.split(",") ?? standard.season,
      assume: Object.fromEntries([...address].filter(([key]) => key.startsWith(ASSUME)).map(([key, text]) => [key.slice(ASSUME.length), text])),
      option: address.get("option")?.trim() ?? "",
    },
  };
}

/** The address of what is set, shortest form. */
export function write(platform: string, plan: Plan, opened: Opened, standard: { platform: string; plan: Plan }): string {
  const address = new URLSearchParams();
  if (platform !== standard.platform) address.set("platform", platform);
  if (JSON.stringify(plan.rows) !== JSON.stringify(standard.plan.rows)) plan.rows.forEach((row, i) => writeRow(address, `l${i + 1}`, row, opened));
  const margin = [plan.low.trim() || "0", plan.high.trim()].filter(Boolean).join("-");
  if (margin !== `${standard.plan.low}-${standard.plan.high}`) address.set("margin", margin);
  for (const word of ["months", "zone", "paid"] as const) {
    if (plan[word].trim() && plan[word].trim() !== standard.plan[word]) address.set(word, plan[word].trim());
  }
  if (plan.season.some((factor) => Number(factor || "1") !== 1)) address.set("season", plan.season.map((factor) => factor.trim() || "1").join(","));
  // Today's date is not the same tomorrow.
  address.set("start", plan.start);
  if (plan.option) address.set("option", plan.option);
  for (const [at, text] of Object.entries(plan.assume)) if (text.trim()) address.set(ASSUME + at, text.trim());
  return address.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%2F", "/");
}

function writeRow(address: URLSearchParams, word: string, row: Row, { info }: Opened): void {
  address.set(word, row.operation);
  address.set(`${word}.n`, `${row.count.trim() || "0"}/${row.every}`);
  if (row.every === "day" && row.days.trim()) address.set(`${word}.days`, row.days.trim());
  const operation = info.operations.find(({ id }) => id === row.operation);
  for (const setting of operation?.settings ?? []) {
    const raw = row.settings[setting.name];
    const usual = setting.default === undefined ? "" : rawOf(setting.default);
    if (raw !== undefined && raw !== "" && raw !== usual) {
      address.set(`${word}.s.${setting.name}`, typeof raw === "boolean" ? (raw ? "yes" : "no") : raw.trim());
    }
  }
}

function rowsIn(address: URLSearchParams, { info }: Opened, notices: string[]): Row[] {
  const rows: Row[] = [];
  for (let i = 1; i <= MOST_ROWS && address.has(`l${i}`); i += 1) {
    const word = `l${i}`;
    const id = address.get(word) ?? "";
    const operation = info.operations.find((operation) => operation.id === id);
    if (!operation) {
      notices.push(unused(word, id, `${info.name} has no such operation`));
      continue;
    }
    const rate = address.get(`${word}.n`) ?? "1/day";
    const [, count, every] = /^([\d.]+)\/(day|week|month)$/.exec(rate) ?? [];
    if (!every) notices.push(unused(`${word}.n`, rate, "expected such as 30/day, 5/week or 100/month"));
    const days = address.get(`${word}.days`) ?? "";
    const fits = /^([1-9]|[12]\d|3[01])?$/.test(days);
    if (!fits) notices.push(unused(`${word}.days`, days, "expected 1 to 31"));
    const settings: Record<string, Raw> = {};
    for (const setting of operation.settings) {
      const text = address.get(`${word}.s.${setting.name}`);
      if (text !== null) settings[setting.name] = setting.kind === "flag" ? text === "yes" : text;
    }
    rows.push({ operation: id, settings, count: count ?? "1", every: EVERY.find((word) => word === every) ?? ("day" satisfies Every), days: fits ? days : "" });
  }
  return rows;
}

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
