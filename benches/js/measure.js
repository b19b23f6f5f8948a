// What is measured, in any host: microseconds for one call, the fastest of several rounds.
import { calcPrice } from "@pydantic/genai-prices";
import { Catalog } from "drawdown";

/** The fastest round counts: the others were disturbed. Many short ones find a quiet moment. */
function fastest(round, calls, rounds) {
  let best = Infinity;
  for (let n = 0; n < rounds; n += 1) {
    const start = performance.now();
    round(calls);
    best = Math.min(best, ((performance.now() - start) / calls) * 1000);
  }
  return best;
}

function micros(call, calls = 1_000, rounds = 100) {
  const round = (calls) => {
    for (let i = 0; i < calls; i += 1) call(i);
  };
  return fastest(round, calls, rounds);
}

/**
 * A slider by plain floats, by the handle where it was before, and by the handle where it never was:
 * each in a loop of its own, for a call of the loop's body would cost more than the first two.
 */
function sliders(catalog, sink) {
  const clip = catalog.preview("clip");
  const seconds = clip.slot("seconds");
  clip.pick(clip.slot("resolution"), 1);
  const halves = catalog.preview("clip");
  const length = halves.slot("seconds");
  halves.pick(halves.slot("resolution"), 1);
  const tiers = catalog.preview("tiers");
  const units = tiers.slot("units");
  let never = 0;
  return {
    "plain floats": fastest((calls) => {
      for (let i = 0; i < calls; i += 1) sink[0] += plain(3 + (i % 28), "1080p", false);
    }, 500_000, 50),
    "preview: set and total, been there": fastest((calls) => {
      for (let i = 0; i < calls; i += 1) {
        clip.set(seconds, 3 + (i % 28));
        sink[0] += clip.total();
      }
    }, 500_000, 50),
    "preview: the same at half steps": fastest((calls) => {
      for (let i = 0; i < calls; i += 1) {
        halves.set(length, 3 + (i % 55) / 2);
        sink[0] += halves.total();
      }
    }, 500_000, 50),
    "preview: the same above 1,023": fastest((calls) => {
      for (let i = 0; i < calls; i += 1) {
        tiers.set(units, 2000 + (i % 500));
        sink[0] += tiers.total();
      }
    }, 500_000, 50),
    "preview: set and total, first time": fastest((calls) => {
      for (let i = 0; i < calls; i += 1) {
        tiers.set(units, 3000 + (never += 1));
        sink[0] += tiers.total();
      }
    }, 20_000, 40),
  };
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

/** Images and videos on 22 days of each month, for a year. */
const NEED = {
  lines: [
    { request: { operation: "image" }, per_day: 10, days: 22 },
    { request: { operation: "video" }, per_day: 2, days: 22 },
  ],
  months: 12,
};

/** What is missing month by month, bought in the packs that cost least for the sum: plain floats. */
const PACKS = [[1000, 9], [5000, 40], [20000, 150]];
function plainFit() {
  const wanted = 22 * (10 * 24 + 2 * 210) * 1.2;
  let best = Infinity;
  for (let plan = 0; plan < 10; plan += 1) {
    const month = 15 * (plan + 1) + 3 * (10 - plan);
    for (const [months, price] of [[1, month], [3, Math.floor(month * 2.7)], [12, month * 10]]) {
      let missing = 0;
      for (let n = 0; n < 12; n += 1) missing += Math.max(wanted - 2000 * (plan + 1), 0);
      let packs = Infinity;
      for (let large = 0; large <= Math.ceil(missing / PACKS[2][0]); large += 1) {
        const left = Math.max(missing - large * PACKS[2][0], 0);
        for (let middle = 0; middle <= Math.ceil(left / PACKS[1][0]); middle += 1) {
          const small = Math.ceil(Math.max(left - middle * PACKS[1][0], 0) / PACKS[0][0]);
          packs = Math.min(packs, large * PACKS[2][1] + middle * PACKS[1][1] + small * PACKS[0][1]);
        }
      }
      best = Math.min(best, (12 / months) * price + packs);
    }
  }
  return best;
}

export function measure(text, wallet, plans) {
  const catalog = new Catalog(text);
  const clip = { operation: "clip", settings: { seconds: 12, resolution: "1080p" } };
  const tokens = { operation: "text", settings: { input_tokens: 1000, output_tokens: 100 } };
  const usage = { input_tokens: 1000, output_tokens: 100 };
  const priced = () => calcPrice(usage, "gpt-3.5-turbo", { providerId: "openai" });
  // Of its own kind: a sum in a variable would be a new object each time.
  const sums = new Float64Array(1);
  let sink = 0;
  const credits = new Catalog(wallet);
  const year = credits.simulate(YEAR, { ledger: true });
  const fits = new Catalog(plans);

  const ours = catalog.estimate(tokens).total;
  const theirs = priced()?.total_price;
  if (Math.abs(ours - theirs) > 1e-12) throw new Error(`${ours} is not ${theirs}`);

  return {
    ...sliders(catalog, sums),
    "estimate, whole object": micros(() => catalog.estimate(clip)),
    "token price, whole object": micros(() => catalog.estimate(tokens)),
    "token price, @pydantic/genai-prices": micros(priced),
    "read and check a catalog": micros(() => new Catalog(text).free(), 100, 20),
    "simulate a year, columns out": micros(() => (sink += columnsOut(credits)), 20),
    "the same, ledger kept": micros(() => (sink += columnsOut(credits, { ledger: true })), 10),
    "a column of it": micros(() => (sink += year.column(null, "closing")[0]), 200),
    "its summary": micros(() => (sink += year.summary().totals.made), 20),
    "its exact text": micros(() => (sink += year.toJSON().length), 2, 50),
    "fit, 10 plans x 3 terms, 12 months": micros(() => (sink += fits.fit(NEED).months), 2, 100),
    "the same by plain sums": micros(() => (sink += plainFit()), 100),
    checksum: Number.isFinite(sink + sums[0]),
  };
}
