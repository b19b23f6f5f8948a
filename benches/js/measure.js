// What is measured, in any host: microseconds for one call, the fastest of several rounds.
import { calcPrice } from "@pydantic/genai-prices";
import { Catalog } from "drawdown";

/** The fastest round counts: the others were disturbed. */
function micros(call, calls = 20_000, rounds = 7) {
  let best = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    for (let i = 0; i < calls; i += 1) call(i);
    best = Math.min(best, ((performance.now() - start) / calls) * 1000);
  }
  return best;
}

/** Plain floats, doing the sum of the operation `clip`. */
const RATES = { "720p": { no: 12, yes: 16 }, "1080p": { no: 24, yes: 30 } };
function plain(seconds, resolution, audio) {
  return Math.ceil(seconds * RATES[resolution][audio ? "yes" : "no"]);
}

/** Five daily grants, a 30-day cycle, and five images a day for a year. */
const YEAR = {
  start: "2026-01-01",
  for: "1 year",
  account: { plan: "pro" },
  demand: [{ id: "images", request: { operation: "image" }, per_day: 5 }],
};
const COLUMNS = ["issued", "spent", "expired", "closing"];

/** A year's projection, and what a chart of it needs: the days and four columns of each class. */
function columnsOut(catalog, options) {
  const projection = catalog.simulate(YEAR, options);
  let sum = projection.days().length;
  for (const id of projection.classes()) {
    for (const name of COLUMNS) sum += projection.column(id, name)[0];
  }
  projection.free();
  return sum;
}

export function measure(text, wallet) {
  const catalog = new Catalog(text);
  const clip = { operation: "clip", settings: { seconds: 12, resolution: "1080p" } };
  const tokens = { operation: "text", settings: { input_tokens: 1000, output_tokens: 100 } };
  const usage = { input_tokens: 1000, output_tokens: 100 };
  const priced = () => calcPrice(usage, "gpt-3.5-turbo", { providerId: "openai" });
  const preview = catalog.preview("clip");
  const seconds = preview.slot("seconds");
  preview.pick(preview.slot("resolution"), 1);
  let sink = 0;
  const credits = new Catalog(wallet);
  const year = credits.simulate(YEAR, { ledger: true });

  const ours = catalog.estimate(tokens).total;
  const theirs = priced()?.total_price;
  if (Math.abs(ours - theirs) > 1e-12) throw new Error(`${ours} is not ${theirs}`);

  return {
    "plain floats": micros((i) => (sink += plain(3 + (i % 28), "1080p", false)), 1_000_000),
    "preview: set and total": micros((i) => {
      preview.set(seconds, 3 + (i % 28));
      sink += preview.total();
    }, 200_000),
    "estimate, whole object": micros(() => catalog.estimate(clip)),
    "token price, whole object": micros(() => catalog.estimate(tokens)),
    "token price, @pydantic/genai-prices": micros(priced),
    "read and check a catalog": micros(() => new Catalog(text).free(), 200, 5),
    "simulate a year, columns out": micros(() => (sink += columnsOut(credits)), 500),
    "the same, ledger kept": micros(() => (sink += columnsOut(credits, { ledger: true })), 200),
    "a column of it": micros(() => (sink += year.column(null, "closing")[0]), 5_000),
    "its summary": micros(() => (sink += year.summary().totals.made), 500),
    "its exact text": micros(() => (sink += year.toJSON().length), 50),
    checksum: Number.isFinite(sink),
  };
}
