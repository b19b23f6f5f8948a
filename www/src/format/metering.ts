// Meters, for people.
import type { Metering } from "drawdown";
import { titled } from "@elements/format/setting";
import { text } from "../words";

/** The label of a meter's input: `Searches used this month so far`. */
export function usedSoFar({ meter, per }: Metering): string {
  return text().usedSoFar(titled(meter), per);
}
