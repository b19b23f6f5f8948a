// Options whose zone is a name get its table.
import { DrawdownError } from "../errors.js";
import { zone } from "../zone.js";

/** The years of a log are not known before it is read. */
const [FROM, UNTIL] = ["1990-01-01", "2100-01-01"];
const tables = new Map();

export function withZoneTable(options, path = "/zone") {
  return typeof options?.zone === "string" ? { ...options, zone: table(options.zone, path) } : options;
}

/** The same for the account of a replay or of a forecast, and for the report of a replay. */
export function withZoneTables(spec) {
  if (!spec?.account && !spec?.report) return spec;
  const { account, report, ...rest } = spec;
  return { ...rest, account: withZoneTable(account, "/account/zone"), report: withZoneTable(report, "/report/zone") };
}

function table(name, path) {
  if (!tables.has(name)) tables.set(name, found(name, path));
  return tables.get(name);
}

function found(name, path) {
  try {
    return zone(name, FROM, UNTIL);
  } catch {
    throw new DrawdownError("unknown_name", `there is no time zone \`${name}\` here`, path);
  }
}
