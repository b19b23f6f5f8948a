// Every hook under StrictMode, with requests made anew at each render; shows what was found, or what was not.
import { StrictMode, createElement as h, useEffect, useRef, useState, version } from "react";
import { createRoot } from "react-dom/client";
import * as prices from "drawdown/prices";
import * as everything from "drawdown";
import { catalogs } from "drawdown/catalogs";
import kive from "drawdown/catalogs/kive";
import { useCatalog, useEstimate, useFit, usePreview, useSimulation } from "drawdown/react";
import { answer } from "../answer.mjs";

const found = {};
const entry = catalogs.find(({ id }) => id === "krea");
let moved;

function Cost() {
  const [round, setRound] = useState(0);
  const { catalog } = useCatalog(kive);
  const { estimate } = useEstimate(catalog, { operation: "erase", settings: { versions: 2 }, runs: 3 });
  const { error } = useEstimate(catalog, { operation: "erace" });
  const first = useRef(estimate);
  useEffect(() => {
    if (round < 5) setRound(round + 1);
    else found.cost = estimate === first.current && estimate.total === 12 && error.code === "unknown_name";
  }, [round]);
  return null;
}

let rendered = 0;

function Slider() {
  rendered += 1;
  const { catalog } = useCatalog({ ...kive });
  const { total, error, set } = usePreview(catalog, { operation: "erase", settings: { versions: 2 } });
  moved = set;
  found.totals = [...(found.totals ?? []), error ? error.code : total];
  return null;
}

function Later() {
  const { catalog, loading, error } = useCatalog(entry);
  const wrong = useCatalog("{");
  found.states = [...(found.states ?? []), loading ? "loading" : catalog.id];
  found.wrong = wrong.error instanceof everything.DrawdownError && !error;
  return null;
}

function Time() {
  const [months, setMonths] = useState(1);
  const { data, pending, error } = useSimulation({ ...kive }, { start: "2026-08-01", for: `${months} months`, account: { plan: "pro" } });
  const fit = useFit(kive, { lines: [{ request: { operation: "erase" }, per_day: 3 }], months: 2, account: { assume: { plans: { pro: { month: 30 } } } } });
  found.renders = (found.renders ?? 0) + 1;
  if (found.renders === 1) found.first = pending && data === undefined;
  useEffect(() => {
    // Each is outdated before it is answered.
    if (months < 3) setMonths(months + 1);
  }, [months]);
  if (error || fit.error) found.error = `${error ?? fit.error}`;
  if (!pending && data) found.days = data.days.length;
  if (fit.data) found.verdict = fit.data.verdict.length > 0;
  return null;
}

createRoot(document.body.appendChild(document.createElement("main"))).render(
  h(StrictMode, null, h(Cost), h(Slider), h(Later), h(Time)),
);

const until = async (what, is) => {
  for (let left = 300; !is(); left -= 1) {
    if (left === 0) throw new Error(`${what}: ${JSON.stringify(found)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

await until("the cost", () => found.cost);
await until("the slider", () => moved !== undefined);
const before = rendered;
for (const versions of [2, 2, 3, 3, 2]) {
  moved("versions", versions);
  await new Promise((resolve) => setTimeout(resolve, 30));
}
// StrictMode renders twice: two moves changed the total.
await until("no render without another total", () => rendered - before === 4 && found.totals.at(-1) === 4);
moved("versions", 0.5);
await until("a move that is refused", () => found.totals.at(-1) === "out_of_range");
moved("runs", 2);
await until("a refusal that stays", () => found.totals.at(-1) === "out_of_range");
moved("versions", "3");
await until("a move by the text of an input", () => found.totals.at(-1) === 12);
await until("a catalog that comes later", () => found.states.at(0) === "loading" && found.states.at(-1) === "krea" && found.wrong);
await until("a simulation", () => found.days === 92);
await until("a fit", () => found.verdict);
await until("no loop", () => found.renders < 60 && !found.error && found.first);
document.body.dataset.answer = `${answer(prices, everything, kive)} React ${version.split(".")[0]}`;
