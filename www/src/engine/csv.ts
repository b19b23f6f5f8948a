// Rows as CSV.

export type Cell = string | number | null | undefined;

export function sheet(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((line) => `${line.map(cell).join(",")}\n`).join("");
}

/** No text becomes a formula in a spreadsheet. */
const FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

function cell(value: Cell): string {
  const given = String(value ?? "");
  const text = FORMULA.test(given) && !NUMBER.test(given) ? `'${given}` : given;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
