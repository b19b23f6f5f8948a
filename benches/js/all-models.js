// All models of @pydantic/genai-prices in one catalog, beside the package itself: at the same prices, in the
// same process, from a cold start and warm.
import { calcPrice } from "@pydantic/genai-prices";
import { Catalog } from "drawdown/prices";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asked, catalogOf, models } from "./models.js";

const HERE = import.meta.dirname;
/** A usage as most are, and one above every tier. */
const USAGES = [usage(1_000), usage(3_000_000)];

/** Rows of microseconds, and what to compare them with. */
export function measureModels() {
  const all = models();
  const text = JSON.stringify(catalogOf(all, new Date().toISOString().slice(0, 10)));
  const catalog = new Catalog(text);
  const equal = checkPrices(catalog, all);
  const mixed = all.filter(isPlain).map((model) => pair(model, { input_tokens: 1000, output_tokens: 100 }));
  let sink = 0;
  const theirs = (place) => {
    const { usage, model, providerId } = mixed[place];
    sink += calcPrice(usage, model.id, { providerId }).total_price;
  };
  const rows = {
    "mixed models, @pydantic/genai-prices": rounds(theirs, mixed.length),
    "mixed models, total": rounds((place) => (sink += catalog.total(mixed[place].request).total), mixed.length),
    "mixed models, whole object": rounds((place) => (sink += catalog.estimate(mixed[place].request).total), mixed.length),
  };
  if (!Number.isFinite(sink)) throw new Error("a total was no number");
  return { rows, equal, models: all.length, mixed: mixed.length, cold: coldStarts(text) };
}

/** Every model whose id leads to it, at each usage: ours is theirs, but for the last bits of a float. */
function checkPrices(catalog, all) {
  let equal = 0;
  for (const entry of all) {
    for (const counts of USAGES) {
      const { request, usage } = asked(entry, counts);
      const timestamp = new Date(new Date().setMilliseconds(0));
      const price = calcPrice(usage, entry.model.id, { providerId: entry.providerId, timestamp });
      // Another model has a rule that takes its id, or nothing of it is priced.
      if (price?.model !== entry.model || Object.keys(price.model_price).length === 0) continue;
      const ours = Number(catalog.estimate({ ...request, at: timestamp.toISOString().replace(".000", "") }).total);
      if (Math.abs(ours - price.total_price) > 1e-9 * Math.max(1, price.total_price)) {
        throw new Error(`${entry.operation}: ${ours} is not ${price.total_price}`);
      }
      equal += 1;
    }
  }
  return equal;
}

/** Counts whose parts are never more than the whole. */
function usage(tokens) {
  const parts = [
    "cache_read_tokens", "cache_write_tokens", "input_audio_tokens", "input_image_tokens", "input_video_tokens",
    "output_audio_tokens", "output_image_tokens", "output_video_tokens", "output_reasoning_tokens", "output_citation_tokens",
  ];
  const share = Math.floor(tokens / 10);
  return {
    input_tokens: tokens, output_tokens: tokens,
    ...Object.fromEntries(parts.map((part) => [part, share])),
    cache_write_1h_tokens: share / 4, cache_audio_read_tokens: share / 4, cache_image_read_tokens: share / 4,
    audio_seconds: 90, input_audio_seconds: 60, input_document_pages: 20, input_annotated_document_pages: 5,
    input_text_messages: 3, web_searches: 2, storage_searches: 1,
  };
}

/** One price for all times, of input and of output: two lines. */
function isPlain({ model, providerId }) {
  const keys = Object.keys(model.prices);
  const isPriced = keys.includes("input_mtok") && keys.includes("output_mtok") && !keys.includes("requests_kcount");
  return isPriced && calcPrice({}, model.id, { providerId })?.model === model;
}

function pair(entry, counts) {
  return { ...asked(entry, counts), model: entry.model, providerId: entry.providerId };
}

/** Once over all places in a round, the fastest of which counts. */
function rounds(call, calls) {
  let best = Infinity;
  for (let round = 0; round < 60; round += 1) {
    const start = performance.now();
    for (let place = 0; place < calls; place += 1) call(place);
    best = Math.min(best, ((performance.now() - start) / calls) * 1000);
  }
  return best;
}

/** From a new process to the first price, in turns: the least of each counts. */
function coldStarts(text) {
  const folder = mkdtempSync(join(tmpdir(), "drawdown-bench-"));
  try {
    const file = join(folder, "models.json");
    writeFileSync(file, text);
    const least = { drawdown: Infinity, "drawdown/prices": Infinity, "@pydantic/genai-prices": Infinity };
    for (let round = 0; round < 15; round += 1) {
      for (const entry of Object.keys(least)) {
        const time = execFileSync(process.execPath, [join(HERE, "cold-models.js"), entry, file]);
        least[entry] = Math.min(least[entry], Number(time));
      }
    }
    return least;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
