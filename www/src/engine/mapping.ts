// A mapping as the page corrects it: one choice for each column.
import type { Mapping, Recognised, RecognisedColumn, UsageField } from "drawdown/usage";

export const FIELDS: readonly UsageField[] = [
  "at", "operation", "member", "project", "account", "runs", "outcome", "charged", "id",
];

/** What a column holds, as the value of a choice: a field, `settings`, `setting`, or nothing. */
export function choiceOf({ field, setting }: RecognisedColumn): string {
  return field ?? (setting === undefined ? "" : "setting");
}

/** The mapping in which a column holds something else. */
export function mapped(mapping: Mapping, { columns }: Recognised, { name }: RecognisedColumn, choice: string): Mapping {
  const { settings = {}, ignored = [], ...rest } = mapping;
  const others = Object.entries(settings).filter(([, column]) => column !== name);
  const fields = Object.fromEntries(Object.entries(rest).filter(([, column]) => column !== name)) as Mapping;
  const field = FIELDS.find((known) => known === choice);
  // A field is held by one column: the one that held it before would win by its name.
  const before = field ? columns.filter((column) => column.field === field).map((column) => column.name) : [];
  const unused = ignored.filter((column) => column !== name);
  if (choice === "") unused.push(name);
  for (const column of before) if (column !== name && !unused.includes(column)) unused.push(column);
  if (choice === "setting") others.push([settingName(name), name]);
  return {
    ...fields,
    ...(field && { [field]: name }),
    ...(others.length > 0 && { settings: Object.fromEntries(others) }),
    ...(unused.length > 0 && { ignored: unused }),
  };
}

/** `Output Resolution` is most likely the setting `output_resolution`. */
function settingName(column: string): string {
  return column.replace(/^.*[./]/, "").trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "_");
}
