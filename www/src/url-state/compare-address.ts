// What is compared, in the page's address: only known models and settings, without defaults.
import { EVERY, MOST_ROWS, type Every } from "@elements/engine/scenario";
import { modelNamed } from "../engine/offered";
import type { ModelRow, Wanted } from "../engine/wanted";
import { taker, text, unused } from "./address";

export function read(address: URLSearchParams, standard: Wanted): { wanted: Wanted; notices: string[] } {
  const notices: string[] = [];
  const taken = taker(address, notices);
  const margin = taken("margin", (text) => /^\d+(\.\d+)?(-\d+(\.\d+)?)?$/.test(text), "expected per cent, such as 20-30");
  const [low = standard.low, high = low] = margin?.split("-") ?? [standard.low, standard.high];
  const isMonths = (text: string) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 120;
  const rows = rowsIn(address, notices);
  return {
    notices,
    wanted: {
      rows: rows.length > 0 ? rows : standard.rows, low, high,
      months: taken("months", isMonths, "expected 1 to 120") ?? standard.months,
    },
  };
}

export function write({ rows, low, high, months }: Wanted, standard: Wanted): string {
  const address = new URLSearchParams();
  if (JSON.stringify(rows) !== JSON.stringify(standard.rows))
    rows.forEach(({ model, settings, count, every, days }, i) => {
      const word = `m${i + 1}`;
      address.set(word, model);
      address.set(`${word}.n`, `${count.trim() || "0"}/${every}`);
      if (every === "day" && days.trim()) address.set(`${word}.days`, days.trim());
      for (const [name, value] of Object.entries(settings)) if (value.trim()) address.set(`${word}.s.${name}`, value.trim());
    });
  const margin = [low.trim() || "0", high.trim()].filter(Boolean).join("-");
  if (margin !== `${standard.low}-${standard.high}`) address.set("margin", margin);
  if (months.trim() && months.trim() !== standard.months) address.set("months", months.trim());
  return text(address);
}

function rowsIn(address: URLSearchParams, notices: string[]): ModelRow[] {
  const rows: ModelRow[] = [];
  for (let i = 1; i <= MOST_ROWS && address.has(`m${i}`); i += 1) {
    const word = `m${i}`;
    const model = address.get(word) ?? "";
    if (!modelNamed(model)) {
      notices.push(unused(word, model, "no platform here offers such a model"));
      continue;
    }
    const rate = address.get(`${word}.n`) ?? "1/day";
    const [, count, every] = /^([\d.]+)\/(day|week|month)$/.exec(rate) ?? [];
    if (!every) notices.push(unused(`${word}.n`, rate, "expected such as 30/day, 5/week or 100/month"));
    const days = address.get(`${word}.days`) ?? "";
    const fits = /^([1-9]|[12]\d|3[01])?$/.test(days);
    if (!fits) notices.push(unused(`${word}.days`, days, "expected 1 to 31"));
    const prefix = `${word}.s.`;
    const settings = [...address].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]);
    rows.push({
      model,
      settings: Object.fromEntries(settings) as Record<string, string>,
      count: count ?? "1",
      every: EVERY.find((word) => word === every) ?? ("day" satisfies Every),
      days: fits ? days : "",
    });
  }
  return rows;
}
