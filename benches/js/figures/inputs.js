// What is asked, and by whom: the same inputs for each, which are never the same twice in a row.
import { readFileSync } from "node:fs";
import { evaluateExpression, initSync } from "@gorules/zen-engine-wasm";
import { calcPrice } from "@pydantic/genai-prices";
import { asked, catalogOf, models } from "../models.js";

const MODULE = "@gorules/zen-engine-wasm/dist/zen_engine_wasm_bg.wasm";
initSync({ module: readFileSync(new URL(import.meta.resolve(MODULE))) });

const data = (name) => readFileSync(new URL(`../../data/${name}.json`, import.meta.url), "utf8");

/** An asker has a size, and a loop over some of its inputs. */
function over(inputs, ask) {
  const loop = (from, to) => {
    let sum = 0;
    for (let place = from; place < to; place += 1) sum += ask(inputs[place]);
    return sum;
  };
  return { size: inputs.length, loop, inputs, ask };
}

/** Everyone has to say the same; an amount that no number prints exactly is a text. */
function agree(askers, tolerance) {
  const [[, first], ...others] = Object.entries(askers).filter(([, asker]) => asker.ask);
  for (const [name, { inputs, ask }] of others) {
    for (let place = 0; place < inputs.length; place += 1) {
      const [mine, theirs] = [ask(inputs[place]), first.ask(first.inputs[place])];
      if (!(Math.abs(mine - theirs) <= tolerance)) throw new Error(`${name}: ${mine} is not ${theirs}`);
    }
  }
  return askers;
}

const CLIP_RATES = { "720p": { no: 12, yes: 16 }, "1080p": { no: 24, yes: 30 } };
const CLIP = 'ceil(seconds * (resolution == "1080p" ? (audio ? 30 : 24) : (audio ? 16 : 12)))';

function plainClip({ seconds, resolution, audio }) {
  return Math.ceil(seconds * CLIP_RATES[resolution][audio ? "yes" : "no"]);
}

/** Seconds by two other settings, rounded up: every input that there is. */
export function clips({ everything, prices }) {
  const lengths = Array.from({ length: 55 }, (_, n) => 3 + n / 2);
  const settings = lengths.flatMap((seconds) =>
    ["720p", "1080p"].flatMap((resolution) => [true, false].map((audio) => ({ seconds, resolution, audio }))),
  );
  const requests = settings.map((settings) => ({ operation: "clip", settings }));
  const ours = (entry, { Catalog }) => {
    const catalog = new Catalog(data("bench"));
    return {
      [`\`${entry}\`, estimate`]: over(requests, (request) => catalog.estimate(request).total),
      [`\`${entry}\`, total`]: over(requests, (request) => catalog.total(request).total),
      [`\`${entry}\`, preview, an earlier position`]: slider(catalog.preview("clip"), lengths),
    };
  };
  return agree(
    {
      "hand-written": over(settings, plainClip),
      "hand-written, the seconds alone": plainSlider(lengths),
      "`zen-engine-wasm`, expression": over(settings, (settings) => evaluateExpression(CLIP, settings)),
      ...ours("drawdown/prices", prices),
      ...ours("drawdown", everything),
    },
    0,
  );
}

function plainSlider(positions) {
  const loop = (from, to) => {
    let sum = 0;
    for (let place = from; place < to; place += 1) sum += Math.ceil(positions[place] * CLIP_RATES["720p"].no);
    return sum;
  };
  return { size: positions.length, loop };
}

function slider(preview, positions) {
  const slot = preview.slot("seconds");
  const loop = (from, to) => {
    let sum = 0;
    for (let place = from; place < to; place += 1) {
      preview.set(slot, positions[place]);
      sum += preview.total();
    }
    return sum;
  };
  return { size: positions.length, loop };
}

/** In 10^-7 dollars, for its answers are cut to whole numbers. */
const TOKENS = "input_tokens * 5 + output_tokens * 15";

/** Whole numbers up to the one division, so that the float is the exact decimal's. */
function plainTokens({ input_tokens, output_tokens }) {
  return (input_tokens * 5 + output_tokens * 15) / 10_000_000;
}

const counts = (n) => ({ input_tokens: 100 + ((n * 7_919) % 100_000), output_tokens: 10 + ((n * 104_729) % 8_000) });

/** The tokens of one model. */
export function tokens({ everything, prices }) {
  const settings = Array.from({ length: 4_096 }, (_, n) => counts(n));
  const requests = settings.map((settings) => ({ operation: "text", settings }));
  const theirs = { providerId: "openai" };
  const ours = (entry, { Catalog }) => {
    const catalog = new Catalog(data("bench"));
    return {
      [`\`${entry}\`, estimate`]: over(requests, (request) => catalog.estimate(request).total),
      [`\`${entry}\`, total`]: over(requests, (request) => catalog.total(request).total),
      [`\`${entry}\`, preview, a new position`]: forwards(catalog.preview("text")),
    };
  };
  return agree(
    {
      "hand-written": over(settings, plainTokens),
      "`genai-prices`, calcPrice": over(settings, (usage) => calcPrice(usage, "gpt-3.5-turbo", theirs).total_price),
      "`zen-engine-wasm`, expression": over(settings, (settings) => evaluateExpression(TOKENS, settings) / 10_000_000),
      ...ours("drawdown/prices", prices),
      ...ours("drawdown", everything),
    },
    1e-12,
  );
}

/** Never where it was before. */
function forwards(preview) {
  const slot = preview.slot("input_tokens");
  let position = 0;
  const loop = (from, to) => {
    let sum = 0;
    for (let place = from; place < to; place += 1) {
      preview.set(slot, (position += 1));
      sum += preview.total();
    }
    return sum;
  };
  return { size: 4_096, loop };
}

/** Models in turn, with other counts each time. */
export function mixed({ everything, prices }) {
  const all = models();
  const text = JSON.stringify(catalogOf(all, new Date().toISOString().slice(0, 10)));
  const plain = all.filter(isPlain);
  const inputs = plain.map((entry, n) => (
    { id: entry.model.id, by: { providerId: entry.providerId }, ...asked(entry, counts(n)) }
  ));
  const rates = new Map(plain.map(({ operation, model: { prices } }) => [operation, prices]));
  const ours = (entry, { Catalog }) => {
    const catalog = new Catalog(text);
    return {
      [`\`${entry}\`, estimate`]: over(inputs, ({ request }) => Number(catalog.estimate(request).total)),
      [`\`${entry}\`, total`]: over(inputs, ({ request }) => Number(catalog.total(request).total)),
    };
  };
  const askers = {
    "hand-written": over(inputs, ({ request: { operation }, usage }) => {
      const { input_mtok, output_mtok } = rates.get(operation);
      return (usage.input_tokens * input_mtok + usage.output_tokens * output_mtok) / 1_000_000;
    }),
    "`genai-prices`, calcPrice": over(inputs, ({ usage, id, by }) => calcPrice(usage, id, by).total_price),
    ...ours("drawdown/prices", prices),
    ...ours("drawdown", everything),
  };
  return { models: plain.length, askers: agree(askers, 1e-9) };
}

/** One price for all times, of input and of output: two lines. */
function isPlain({ model, providerId }) {
  const isRate = (key) => typeof model.prices[key] === "number";
  if (!isRate("input_mtok") || !isRate("output_mtok") || model.prices.requests_kcount !== undefined) return false;
  return calcPrice({}, model.id, { providerId })?.model === model;
}

/** Five daily grants of 75 in all, and 2,000 each 30 days; images on every day of a year. */
function plainYear({ demand: [{ per_day }] }) {
  const [issued, spent, expired, closing] = Array.from({ length: 4 }, () => new Float64Array(365));
  const wanted = per_day * 24;
  let [plan, daily] = [0, 0];
  for (let day = 0; day < 365; day += 1) {
    const isRenewed = day % 30 === 0;
    expired[day] = daily + (isRenewed ? plan : 0);
    if (isRenewed) plan = 2000;
    daily = Math.max(75 - wanted, 0);
    plan -= Math.max(wanted - 75, 0);
    issued[day] = 75 + (isRenewed ? 2000 : 0);
    spent[day] = wanted;
    closing[day] = plan + daily;
  }
  return checksum([issued, spent, expired, closing]);
}

/** Of every day of every column, so that none can be left out. */
function checksum(columns) {
  let sum = 0;
  for (const column of columns) {
    for (let day = 0; day < column.length; day += 1) sum = (sum * 31 + column[day]) % 1_000_003;
  }
  return sum;
}

const from = (n) => `2026-01-${String((n % 28) + 1).padStart(2, "0")}`;

export function years({ everything: { Catalog } }) {
  const scenarios = Array.from({ length: 140 }, (_, n) => ({
    start: from(n), for: "1 year", account: { plan: "pro" },
    demand: [{ id: "images", request: { operation: "image" }, per_day: 1 + (n % 5) }],
  }));
  const catalog = new Catalog(data("simulate"));
  const simulated = (scenario) => {
    const projection = catalog.simulate(scenario);
    const columns = ["issued", "spent", "expired", "closing"].map((name) => projection.column("*", name));
    projection.free();
    return checksum(columns);
  };
  return agree({ "hand-written": over(scenarios, plainYear), "`drawdown`, simulate": over(scenarios, simulated) }, 0);
}

const PACKS = [[1000, 9], [5000, 40], [20000, 150]];

/** What is missing in twelve months, bought in the packs that cost least: without dates, margins and reasons. */
function plainFit({ lines: [images, videos] }) {
  const wanted = 22 * (images.per_day * 24 + videos.per_day * 210);
  let best = cheapest(12 * wanted);
  for (let plan = 0; plan < 10; plan += 1) {
    const month = 45 + 12 * plan;
    const missing = 12 * Math.max(wanted - 2000 * (plan + 1), 0);
    const packs = cheapest(missing);
    for (const [months, price] of [[1, month], [3, Math.floor(month * 2.7)], [12, month * 10]]) {
      best = Math.min(best, (12 / months) * price + packs);
    }
  }
  return best;
}

function cheapest(missing) {
  let least = Infinity;
  for (let large = 0; large <= Math.ceil(missing / PACKS[2][0]); large += 1) {
    const left = Math.max(missing - large * PACKS[2][0], 0);
    for (let middle = 0; middle <= Math.ceil(left / PACKS[1][0]); middle += 1) {
      const small = Math.ceil(Math.max(left - middle * PACKS[1][0], 0) / PACKS[0][0]);
      least = Math.min(least, large * PACKS[2][1] + middle * PACKS[1][1] + small * PACKS[0][1]);
    }
  }
  return least;
}

export function fits({ everything: { Catalog } }) {
  const needs = Array.from({ length: 33 }, (_, n) => ({
    lines: [
      { request: { operation: "image" }, per_day: 5 + (n % 11), days: 22 },
      { request: { operation: "video" }, per_day: 1 + (n % 3), days: 22 },
    ],
    months: 12,
  }));
  const catalog = new Catalog(data("fit"));
  return agree({
    "hand-written": over(needs, plainFit),
    "`drawdown`, fit": over(needs, (need) => catalog.fit(need).options[0].cost),
  }, 0);
}
