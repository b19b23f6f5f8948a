// Calls per second: short pieces in turns, so that what else the machine does meets each.
import * as everything from "drawdown";
import * as prices from "drawdown/prices";
import { clips, fits, mixed, tokens, years } from "./inputs.js";
import { ratio, rough, table } from "./table.js";

/** Milliseconds of a piece: less than a time slice of a busy machine. */
const PIECE = 1;
/** Milliseconds for all askers of one table, and how often each piece is asked at least. */
const BUDGET = 12_000;
const PASSES = 15;
const HAND = "hand-written";
const THEIRS = "`genai-prices`, calcPrice";

/** Parts of the inputs that each take about as long as a piece; all of them several times, if they take less. */
function pieces({ size, loop }) {
  const pass = Math.min(...Array.from({ length: 3 }, () => timed(() => loop(0, size))));
  const calls = Math.max(1, Math.ceil((size * PIECE) / pass));
  const times = Math.max(1, Math.floor(calls / size));
  const starts = Array.from({ length: Math.ceil(size / calls) }, (_, n) => n * calls);
  return starts.map((from) => ({ from, to: Math.min(size, from + calls), times, least: Infinity }));
}

function timed(act) {
  const began = performance.now();
  const sum = act();
  const took = performance.now() - began;
  if (!Number.isFinite(sum)) throw new Error("no number");
  return took;
}

/** The least of each piece: inputs differ in what they take, so that the fastest piece would tell about the easiest. */
function perSecond(askers) {
  const all = Object.entries(askers).map(([name, asker]) => ({ name, ...asker, pieces: pieces(asker) }));
  const began = performance.now();
  for (let pass = 0; pass < PASSES || performance.now() - began < BUDGET; pass += 1) {
    for (const { loop, pieces } of all) {
      for (const piece of pieces) piece.least = Math.min(piece.least, timed(() => repeated(loop, piece)) / piece.times);
    }
  }
  const rate = ({ size, pieces }) => (1000 * size) / pieces.reduce((sum, { least }) => sum + least, 0);
  return Object.fromEntries(all.map((asker) => [asker.name, rate(asker)]));
}

function repeated(loop, { from, to, times }) {
  let sum = 0;
  for (let n = 0; n < times; n += 1) sum += loop(from, to);
  return sum;
}

function compared(rates, baselines) {
  const against = baselines.filter((name) => rates[name]);
  const ratios = (rate) => against.map((base) => ratio(rate / rates[base]));
  const rows = Object.entries(rates).map(([name, rate]) => [name, rough(rate), ...ratios(rate)]);
  return table(["", "calls a second", ...against.map((base) => `× ${base.replace(", calcPrice", "")}`)], rows);
}

/** What was aimed at, for each entry: ten times the calls where both give a total, as many with all lines. */
const TARGETS = [["total", 10], ["estimate", 1]];

function verdicts(rates) {
  const said = ["drawdown/prices", "drawdown"].flatMap((entry) => TARGETS.map(([what, least]) => {
    const times = rates[`\`${entry}\`, ${what}`] / rates[THEIRS];
    return `\`${entry}\`, ${what}: at least ${least}, found ${ratio(times)}: ${times >= least ? "met" : "missed"}`;
  }));
  return `Targets, in times the calls of \`genai-prices\`:\n\n${said.map((line) => `- ${line}\n`).join("")}`;
}

const CLIPS = `Seconds by a rate of two other settings, rounded up; 220 inputs. A preview moves the seconds over 55
positions, which it has seen before: beside it stands the same by hand, without the other settings.`;
const TOKENS = `Two rates; 4,096 inputs. The model is the 12th of its provider in \`genai-prices\`, which looks for it
at each call. \`zen-engine-wasm\` cuts its answers to whole numbers, so it is asked for units of 10⁻⁷ dollars.`;
const MANY = (count) => `${count.toLocaleString("en")} models in turn, all that have one rate of input and one of
output. By hand, the rates are in a map.`;
const YEARS = `Five daily grants, and one each 30 days; 140 scenarios. The loop by hand knows this one plan, and gives
four columns.`;
const FITS = `10 plans by 3 terms, and top-ups, over 12 months; 33 needs. The sum by hand finds the same cost, but no
dates of purchases, no margin and no reasons.`;

const section = (title, text, askers, ...after) => {
  const rates = perSecond(askers);
  return [`### ${title}`, text, compared(rates, [HAND, THEIRS]), ...after.map((say) => say(rates))].join("\n\n");
};

export function calls() {
  const entries = { everything, prices };
  const models = mixed(entries);
  return [
    `## Calls per second

In one Node process. All inputs differ; they are asked again and again in pieces of about ${PIECE} ms, each way in
turn, and the least time of each piece counts. Before that, all ways have to give the same answer for each input.
\`zen-engine-wasm\` is a wasm build of the expressions of a rules engine: it gives a number, and parses the
expression at each call, for it has no compiled form.`,
    section("A price in credits", CLIPS, clips(entries)),
    section("Tokens of one model", TOKENS, tokens(entries), verdicts),
    section("Tokens of many models", MANY(models.models), models.askers, verdicts),
    section("A year, day by day", YEARS, years(entries)),
    section("Which plan fits", FITS, fits(entries)),
  ].join("\n\n");
}
