// Meters, for people.
import type { Metering } from "drawdown";
import { titled } from "@elements/format/setting";

const PERIODS = { day: "today", month: "this month", cycle: "this cycle" } as const satisfies Record<
  Metering["per"],
  string
>;

/** The label of a meter's input: `Searches used this month so far`. */
export function usedSoFar({ meter, per }: Metering): string {
  return `${titled(meter)} used ${PERIODS[per]} so far`;
}
