// The account behind a log: what a replay is asked for, and what its answer says in the forms that charts and
// forecasts take.
import type { Amount, ColumnName, Lot, Month, OpeningLot } from "drawdown";
import type { Account, Replay, ReplaySpec, ReplayedProjection, UsageForecastSpec } from "drawdown/usage";
import type { ProjectionData } from "drawdown/worker";
import type { CatalogDocument, Opened } from "@elements/engine/opened";
import { instantOf, scenarioOf, type Plans } from "@elements/engine/scenario";
import { amountOf } from "@elements/format/amount";
import { dateOf, dayAfter, startOfDay } from "../format/days";

/** A balance that the platform showed; text as typed. */
export interface Shown {
  date: string;
  time: string;
  /** Empty: only the computed one is asked for. */
  amount: string;
}

/** The first and the last date of a log. */
export interface Extent {
  first: string;
  last: string;
}

export function replaySpec(
  plans: Plans, opened: Opened, shown: readonly Shown[], { last }: Extent, rateAll: boolean,
): ReplaySpec {
  const { start, account, actions } = scenarioOf(plans, opened);
  const balances = shown.filter(({ date }) => date).map(({ date, time, amount }) => ({
    at: instantOf(date, plans.zone, time || "00:00"), balance: amountOf(amount.trim() || "0"),
  }));
  return {
    start, until: startOfDay(dayAfter(last), plans.zone), account: { ...account, zone: plans.zone },
    ...(actions && { actions }), ...(balances.length > 0 && { balances }), ...(rateAll && { rate_all: true }),
  };
}

/** The account at the end of a replay, from which a forecast goes on. */
export function forecastSpec({ start, account = {} }: ReplaySpec, { projection }: Replay, document: CatalogDocument): UsageForecastSpec {
  const { plan: _, since, balance: __, lots: ___, debt: ____, used: _____, term, ...rest } = account;
  const cycle = projection.cycles.at(-1);
  const isSame = cycle?.plan === account.plan;
  const begun = isSame ? (since ?? start) : cycle?.start;
  const owed = projection.totals.debt;
  const held: Account = {
    ...rest,
    ...(cycle?.plan && { plan: cycle.plan, ...(isSame && term && { term }), ...(begun && { since: begun }) }),
    ...(Number(owed) > 0 && { debt: owed }),
    lots: projection.lots.filter(({ remaining }) => Number(remaining) > 0).map((lot) => openingOf(lot, document)),
  };
  return { account: held };
}

function openingOf({ id, class: of, remaining, effective, expires }: Lot, { grants = [], top_ups: topUps = [] }: CatalogDocument): OpeningLot {
  const from = id.replace(/#\d+$/, "");
  const isKnown = [...grants, ...topUps].some((one) => one.id === from);
  return { id, class: of, amount: remaining, effective, ...(expires && { expires }), ...(isKnown && { from }) };
}

/** A projection as another thread sends it: columns as floats, and months. */
export function projected(projection: ReplayedProjection, zone: string): ProjectionData {
  const { days: { start, classes }, ...summary } = projection;
  const days = Float64Array.from(start, (at) => Date.parse(at));
  const ids = Object.keys(classes);
  const columns: Record<string, Partial<Record<ColumnName, Float64Array>>> = { "*": {} };
  for (const [id, of] of Object.entries(classes)) {
    columns[id] = {};
    for (const [name, amounts] of Object.entries(of) as [ColumnName, Amount[]][]) {
      const floats = Float64Array.from(amounts, Number);
      columns[id][name] = floats;
      const sums = (columns["*"]![name] ??= new Float64Array(days.length));
      floats.forEach((amount, day) => (sums[day] = (sums[day] ?? 0) + amount));
    }
  }
  const months = monthsOf(projection, columns["*"]!, zone);
  return { summary, left_off: {}, months, days, classes: ids, columns, entries: [] };
}

/** Sums by calendar month, as the chart and long tables show them. */
function monthsOf(
  { days: { start }, until, invoices }: ReplayedProjection, all: Partial<Record<ColumnName, Float64Array>>, zone: string,
): Month[] {
  const firsts = start.flatMap((at, day) => {
    const before = start[day - 1];
    return before && dateOf(before, zone).slice(0, 7) === dateOf(at, zone).slice(0, 7) ? [] : [day];
  });
  return firsts.map((first, i) => {
    const end = firsts[i + 1] ?? start.length;
    const sum = (name: ColumnName) => [...(all[name]?.subarray(first, end) ?? [])].reduce((sum, amount) => sum + amount, 0);
    const [from, to] = [start[first] ?? "", start[end] ?? until];
    const billed = invoices.filter(({ at }) => at >= from && at < to);
    return {
      start: from, until: to, opened: all.opened?.[first] ?? 0, closing: all.closing?.[end - 1] ?? 0,
      issued: sum("issued"), spent: sum("spent"), refunded: sum("refunded"), held: sum("held"),
      lost: sum("expired") + sum("forfeited"), revoked: sum("revoked"),
      billed: billed.reduce((sum, { money }) => sum + Number(money ?? 0), 0),
      unpriced: billed.filter(({ money }) => money === undefined).length,
    };
  });
}
