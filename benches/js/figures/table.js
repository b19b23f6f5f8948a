// Words and tables of the page of figures.

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |\n`;
  return line(head) + line(head.map((_, place) => (place === 0 ? "---" : "--:"))) + rows.map(line).join("");
}

export const kB = (bytes) => (bytes < 99_950 ? (bytes / 1000).toFixed(1) : `${Math.round(bytes / 1000)}`);

export const ms = (millis) => millis.toFixed(millis < 10 ? 2 : 1);

/** Two digits that count, with commas. */
export const rough = (number) => Number(number.toPrecision(2)).toLocaleString("en");

export function ratio(number) {
  return number < 10 ? Number(number.toPrecision(2)).toString() : rough(number);
}

export function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export const median = (numbers) => quantile(numbers, 0.5);
