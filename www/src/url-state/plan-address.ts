// The state of the plan calculator in its address, without defaults.
import type { Opened } from "@elements/engine/opened";
import { PAID, type Paid, type Plan, type Row } from "@elements/engine/plan";
import { EVERY, MOST_ROWS, terms, type Every } from "@elements/engine/scenario";
import {
  assumeIn,
  isDate,
  isZone,
  lotsIn,
  settingsIn,
  taker,
  text,
  unused,
  writeAssume,
  writeLots,
  writeSettings,
} from "./address";

/** The inputs of an address; unknown names become notices. */
export function read(address: URLSearchParams, opened: Opened, standard: Plan): { plan: Plan; notices: string[] } {
  const notices: string[] = [];
  const taken = taker(address, notices);
  const rows = rowsIn(address, opened, notices);
  const margin = taken(
    "margin",
    (text) => /^\d+(\.\d+)?(-\d+(\.\d+)?)?$/.test(text),
    "expected per cent, such as 20-30",
  );
  const [low = standard.low, high = low] = margin?.split("-") ?? [standard.low, standard.high];
  const unit = taken("margin.in", (text) => text === "credits" || text === "percent", "expected credits or percent") as
    Plan["unit"] | undefined;
  const held =
    taken("held", (text) => opened.info.plans.some(({ id }) => id === text), `${opened.info.name} has no such plan`)
    ?? "";
  const paidBy = taken(
    "held.term",
    (text) => terms(opened.document, held).some((term) => term === text),
    "the plan is not sold by it",
  );
  return {
    notices,
    plan: {
      rows: rows.length > 0 ? rows : standard.rows,
      low,
      high,
      unit: unit ?? standard.unit,
      months:
        taken(
          "months",
          (text) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 120,
          "expected 1 to 120",
        ) ?? standard.months,
      start: taken("start", isDate, "expected a date such as 2026-11-01") ?? standard.start,
      zone: taken("zone", isZone, "no such time zone is known here") ?? standard.zone,
      paid:
        (taken("paid", (text) => PAID.some((value) => value === text), "expected any, month or year") as
          Paid | undefined) ?? standard.paid,
      season:
        taken("season", (text) => /^\d+(\.\d+)?(,\d+(\.\d+)?){11}$/.test(text), "expected twelve factors")?.split(",")
        ?? standard.season,
      held,
      heldBy:
        terms(opened.document, held).find((term) => term === paidBy) ?? terms(opened.document, held)[0] ?? "month",
      since: taken("held.since", isDate, "expected a date such as 2026-11-01") ?? "",
      given: lotsIn(address, opened, notices),
      assume: assumeIn(address),
      option: address.get("option")?.trim() ?? "",
    },
  };
}

/** The shortest address of the inputs. */
export function write(
  platform: string,
  plan: Plan,
  opened: Opened,
  standard: Plan,
): string {
  const address = new URLSearchParams({ platform });
  if (JSON.stringify(plan.rows) !== JSON.stringify(standard.rows))
    plan.rows.forEach((row, i) => writeRow(address, `l${i + 1}`, row, opened));
  const margin = [plan.low.trim() || "0", plan.high.trim()].filter(Boolean).join("-");
  if (margin !== `${standard.low}-${standard.high}`) address.set("margin", margin);
  for (const word of ["months", "zone", "paid"] as const) {
    if (plan[word].trim() && plan[word].trim() !== standard[word]) address.set(word, plan[word].trim());
  }
  if (plan.season.some((factor) => Number(factor || "1") !== 1))
    address.set("season", plan.season.map((factor) => factor.trim() || "1").join(","));
  if (plan.unit !== standard.unit) address.set("margin.in", plan.unit);
  if (plan.held) {
    address.set("held", plan.held);
    if (plan.heldBy !== terms(opened.document, plan.held)[0]) address.set("held.term", plan.heldBy);
    if (plan.since) address.set("held.since", plan.since);
  }
  writeLots(address, plan.given);
  // Today's date is not a default, because it changes tomorrow.
  address.set("start", plan.start);
  if (plan.option) address.set("option", plan.option);
  writeAssume(address, plan.assume);
  return text(address);
}

function writeRow(address: URLSearchParams, word: string, row: Row, { info }: Opened): void {
  address.set(word, row.operation);
  address.set(`${word}.n`, `${row.count.trim() || "0"}/${row.every}`);
  if (row.every === "day" && row.days.trim()) address.set(`${word}.days`, row.days.trim());
  writeSettings(
    address,
    `${word}.s.`,
    row.settings,
    info.operations.find(({ id }) => id === row.operation),
  );
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
    const settings = settingsIn(address, `${word}.s.`, operation);
    rows.push({
      operation: id,
      settings,
      count: count ?? "1",
      every: EVERY.find((word) => word === every) ?? ("day" satisfies Every),
      days: fits ? days : "",
    });
  }
  return rows;
}
