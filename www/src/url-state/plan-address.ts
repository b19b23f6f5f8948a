// The state of the plan calculator in its address, without defaults.
import type { Opened } from "@elements/engine/opened";
import { PAID, type Paid, type Plan, type Row } from "@elements/engine/plan";
import { terms } from "@elements/engine/scenario";
import {
  assumeIn,
  isDate,
  isZone,
  lotsIn,
  marginIn,
  monthsIn,
  oftenIn,
  rowsIn,
  settingsIn,
  taker,
  text,
  unused,
  writeAssume,
  writeLots,
  writeMargin,
  writeMonths,
  writeOften,
  writeSettings,
} from "./address";
import { text as words } from "../words";

/** The inputs of an address; unknown names become notices. */
export function read(address: URLSearchParams, opened: Opened, standard: Plan): { plan: Plan; notices: string[] } {
  const notices: string[] = [];
  const taken = taker(address, notices);
  const rows = rowsIn(address, "l", notices, (word, id) => rowIn(address, word, id, opened, notices));
  const unit = taken("margin.in", (text) => text === "credits" || text === "percent", words().whyMarginUnit) as
    Plan["unit"] | undefined;
  const held =
    taken("held", (text) => opened.info.plans.some(({ id }) => id === text), words().whyNoPlan(opened.info.name))
    ?? "";
  const paidBy = taken(
    "held.term",
    (text) => terms(opened.document, held).some((term) => term === text),
    words().whyTerm,
  );
  return {
    notices,
    plan: {
      rows: rows.length > 0 ? rows : standard.rows,
      ...marginIn(taken, standard),
      unit: unit ?? standard.unit,
      months: monthsIn(taken, standard.months),
      start: taken("start", isDate, words().whyDate) ?? standard.start,
      zone: taken("zone", isZone, words().whyZone) ?? standard.zone,
      paid:
        (taken("paid", (text) => PAID.some((value) => value === text), words().whyPaid) as
          Paid | undefined) ?? standard.paid,
      season:
        taken("season", (text) => /^\d+(\.\d+)?(,\d+(\.\d+)?){11}$/.test(text), words().whySeason)?.split(",")
        ?? standard.season,
      held,
      heldBy:
        terms(opened.document, held).find((term) => term === paidBy) ?? terms(opened.document, held)[0] ?? "month",
      since: taken("held.since", isDate, words().whyDate) ?? "",
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
  writeMargin(address, plan, standard);
  writeMonths(address, plan.months, standard.months);
  for (const word of ["zone", "paid"] as const) {
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
  writeOften(address, word, row);
  writeSettings(
    address,
    `${word}.s.`,
    row.settings,
    info.operations.find(({ id }) => id === row.operation),
  );
}

function rowIn(address: URLSearchParams, word: string, id: string, { info }: Opened, notices: string[]): Row | undefined {
  const operation = info.operations.find((operation) => operation.id === id);
  if (!operation) {
    notices.push(unused(word, id, words().whyNoOperation(info.name)));
    return undefined;
  }
  const settings = settingsIn(address, `${word}.s.`, operation);
  return { operation: id, settings, ...oftenIn(address, word, notices) };
}
