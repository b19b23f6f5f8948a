// Every model that @pydantic/genai-prices knows, as a catalog: made from the data of the package, so
// that both are measured at the same prices.
import { findProvider } from "@pydantic/genai-prices";
import { readFileSync } from "node:fs";

/** What each price is for: its count, how many of it the price pays for, and what the count is part of. */
const UNITS = {
  input_mtok: { count: "input_tokens", per: 1_000_000, within: [] },
  cache_read_mtok: { count: "cache_read_tokens", per: 1_000_000, within: ["input_mtok"] },
  cache_write_mtok: { count: "cache_write_tokens", per: 1_000_000, within: ["input_mtok"] },
  cache_write_1h_mtok: { count: "cache_write_1h_tokens", per: 1_000_000, within: ["cache_write_mtok"] },
  input_audio_mtok: { count: "input_audio_tokens", per: 1_000_000, within: ["input_mtok"] },
  cache_audio_read_mtok: { count: "cache_audio_read_tokens", per: 1_000_000, within: ["cache_read_mtok", "input_audio_mtok"] },
  input_image_mtok: { count: "input_image_tokens", per: 1_000_000, within: ["input_mtok"] },
  cache_image_read_mtok: { count: "cache_image_read_tokens", per: 1_000_000, within: ["cache_read_mtok", "input_image_mtok"] },
  input_video_mtok: { count: "input_video_tokens", per: 1_000_000, within: ["input_mtok"] },
  output_mtok: { count: "output_tokens", per: 1_000_000, within: [] },
  output_audio_mtok: { count: "output_audio_tokens", per: 1_000_000, within: ["output_mtok"] },
  output_image_mtok: { count: "output_image_tokens", per: 1_000_000, within: ["output_mtok"] },
  output_video_mtok: { count: "output_video_tokens", per: 1_000_000, within: ["output_mtok"] },
  output_reasoning_mtok: { count: "output_reasoning_tokens", per: 1_000_000, within: ["output_mtok"] },
  output_citation_mtok: { count: "output_citation_tokens", per: 1_000_000, within: ["output_mtok"] },
  audio_hours: { count: "audio_seconds", per: 3600, within: [] },
  input_audio_hours: { count: "input_audio_seconds", per: 3600, within: ["audio_hours"] },
  input_document_kpages: { count: "input_document_pages", per: 1000, within: [] },
  input_annotated_document_kpages: { count: "input_annotated_document_pages", per: 1000, within: ["input_document_kpages"] },
  input_text_messages_kcount: { count: "input_text_messages", per: 1000, within: [] },
  web_searches_kcount: { count: "web_searches", per: 1000, within: [] },
  storage_searches_kcount: { count: "storage_searches", per: 1000, within: [] },
  requests_kcount: { count: undefined, per: 1000, within: [] },
};

/** All models with their providers, in the order of the package. */
export function models() {
  const module = readFileSync(new URL(import.meta.resolve("@pydantic/genai-prices")), "utf8");
  const ids = [...module.matchAll(/^ {4}id: "(.*)",$/gm)].map(([, id]) => id);
  return ids.flatMap((providerId) =>
    findProvider({ providerId }).models.map((model) => ({ providerId, model, operation: `${providerId}/${model.id}` })),
  );
}

export function catalogOf(models, asOf) {
  const operations = models.map(({ model, operation }) => ({
    id: operation,
    name: model.name ?? model.id,
    ...settingsAndPrice(model),
  }));
  return {
    catalog: "genai-prices",
    version: asOf,
    as_of: asOf,
    credit: { name: "dollar", plural: "dollars", step: "0.000000000001" },
    operations,
  };
}

/** A request of ours and the usage of theirs, for the counts that a model prices. */
export function asked({ model, operation }, counts) {
  const settings = {};
  for (const key of keysOf(model)) {
    const { count } = UNITS[key];
    if (count && counts[count]) settings[count] = counts[count];
  }
  return { request: { operation, settings }, usage: settings };
}

function settingsAndPrice(model) {
  const counts = keysOf(model).map((key) => UNITS[key].count).filter(Boolean);
  if (model.prices.constructor === Object && counts.length === 0) return { price: "unpriced" };
  const setting = { number: { min: 0 }, default: 0 };
  return { settings: Object.fromEntries(counts.map((count) => [count, setting])), ...dated(model.prices) };
}

function keysOf({ prices }) {
  const all = Array.isArray(prices) ? prices.map((dated) => dated.prices) : [prices];
  return [...new Set(all.flatMap(Object.keys))];
}

/** The last price that holds is taken: a window of the day before a date, a date before none. */
function dated(prices) {
  if (!Array.isArray(prices)) return { price: components(prices) };
  const starts = prices.map(({ constraint }) => constraint?.start_date);
  const until = (place) => starts.slice(place + 1).find(Boolean);
  return {
    prices: prices.map(({ constraint, prices }, place) => ({
      price: components(prices),
      ...(constraint?.type === "time_of_date"
        ? { hours: { from: minutes(constraint.start_time), until: minutes(constraint.end_time) } }
        : { valid: { from: starts[place], until: until(place) } }),
    })),
  };
}

function components(prices) {
  return Object.entries(prices).map(([key, price]) => ({
    line: UNITS[key].count ?? "request",
    quantity: quantity(key, Object.keys(prices)),
    per: String(UNITS[key].per),
    rate: rate(price),
  }));
}

/** What is counted, without the parts that have a price of their own. */
function quantity(key, priced) {
  const { count } = UNITS[key];
  if (!count) return undefined;
  const terms = Object.entries(shares(key, priced)).filter(([, share]) => share !== 0);
  const words = terms.map(([name, share]) => `${share < 0 ? "-" : "+"} ${Math.abs(share) === 1 ? "" : `${Math.abs(share)} * `}${name}`);
  return words.join(" ").replace(/^\+ /, "");
}

/** How often each count goes into the part of one price: its own once, less the parts within. */
function shares(key, priced) {
  const sum = { [UNITS[key].count]: 1 };
  for (const part of priced.filter((other) => other !== key && isWithin(other, key))) {
    for (const [name, share] of Object.entries(shares(part, priced))) sum[name] = (sum[name] ?? 0) - share;
  }
  return sum;
}

function isWithin(key, outer) {
  return UNITS[key].within.some((next) => next === outer || isWithin(next, outer));
}

function rate(price) {
  if (typeof price === "number") return String(price);
  const tiers = price.tiers.toSorted((a, b) => a.start - b.start);
  const rates = [price.base, ...tiers.map((tier) => tier.price)].map(String);
  const ranges = rates.map((is, place) => ({ up_to: tiers[place]?.start, is }));
  return { by: "input_tokens", ranges };
}

function minutes(time) {
  return time.slice(0, 5);
}
