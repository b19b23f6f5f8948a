// Time zones to choose from.
import { zoneHere } from "../format/date";
import type { Option } from "../parts/choice-field";

let every: Option[] | undefined;

/** UTC, the zone of this place, and the one that is set; then all of the browser, by continent. */
export function zones(set: string): Option[] {
  every ??= Intl.supportedValuesOf("timeZone")
    .filter((zone) => zone.includes("/"))
    .map((zone) => {
      const [group = "", ...place] = zone.split("/");
      return { value: zone, label: place.join(", ").replaceAll("_", " "), group };
    });
  const near = [...new Set(["UTC", zoneHere(), set])];
  return [...near.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })), ...every.filter(({ value }) => !near.includes(value))];
}
