// Questions about a log: what a view asks for, and the periods of its answer.
import type { GroupBy, ReportSpec, UsageReport } from "drawdown/usage";
import { dayAfter, startOfDay } from "../format/days";
import { sheet } from "./csv";

export type Period = "day" | "week" | "month";

/** What is shown of a log. */
export interface View {
  /** The first and the last date. */
  from: string;
  until: string;
  period: Period;
  /** Rows of a table; the others become one. */
  top: number;
  compare: boolean;
  member: string;
  operation: string;
  rateAll: boolean;
  creditPrice: string;
}

/** The answers of one view. */
export interface Reports {
  time: UsageReport;
  operation: UsageReport;
  member: UsageReport;
}

export const fresh: View = {
  from: "", until: "", period: "day", top: 10, compare: false, member: "", operation: "", rateAll: false,
  creditPrice: "",
};

/** The periods that give a chart neither three columns nor a thousand. */
export function periodFor(days: number): Period {
  return days <= 120 ? "day" : days <= 800 ? "week" : "month";
}

/** `plan` is that of the account whose events are rated. */
export function specs(view: View, zone: string, plan: string): Record<keyof Reports, ReportSpec> {
  const whole: ReportSpec = {
    zone,
    from: startOfDay(view.from, zone),
    until: startOfDay(dayAfter(view.until), zone),
    ...(view.member && { members: [view.member] }),
    ...(view.operation && { operations: [view.operation] }),
    ...(plan && { plan }),
    ...(view.rateAll && { rate_all: true }),
    ...(view.creditPrice.trim() && { credit_price: view.creditPrice.trim() }),
  };
  const ranked = (by: GroupBy): ReportSpec => ({
    ...whole, by: [by], ...(view.top > 0 && { top: view.top }), ...(view.compare && { compare: true }),
  });
  return { time: { ...whole, by: [view.period] }, operation: ranked("operation"), member: ranked("member") };
}

/** The rows of a report as CSV, as the command line writes them. */
export function csv({ by, rows }: UsageReport): string {
  const columns = [
    "events", "runs", "failed", "credits", "refunded", "rated", "unknown", "share", "cost", "before", "change",
  ];
  const lines = rows.map(({ key, sums, share, cost, before, change }) => [
    ...key, sums.events, sums.runs, sums.failed, sums.credits, sums.refunded, sums.rated, sums.unknown, share, cost,
    before, change,
  ]);
  return sheet([...by, ...columns], lines);
}
