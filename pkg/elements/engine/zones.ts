// Time zones to choose from.
import { zoneHere } from "../format/date";
import type { Option } from "../parts/choice-field";

let every: Option[] | undefined;

/** UTC and the zone of this place; then all of the browser, by continent. The one that is set stays where it is. */
export function zones(set: string): Option[] {
  every ??= Intl.supportedValuesOf("timeZone")
    .filter((zone) => zone.includes("/"))
    .map((zone) => {
      const [group = "", ...place] = zone.split("/");
      return { value: zone, label: place.join(", ").replaceAll("_", " "), group };
    });
  const isKnown = every.some(({ value }) => value === set);
  const near = [...new Set(["UTC", zoneHere(), ...(isKnown ? [] : [set])])];
  return [...near.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })), ...every.filter(({ value }) => !near.includes(value))];
}
