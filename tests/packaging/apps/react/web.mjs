// Hooks whose module is streamed: a catalog that is on its way, then there, then there at once.
import { StrictMode, createElement as h, useState, version } from "react";
import { createRoot } from "react-dom/client";
import * as everything from "drawdown/web";
import kive from "drawdown/catalogs/kive";
import { useCatalog, useEstimate } from "drawdown/react/web";

const found = { states: [], later: [] };

function Later() {
  const { catalog, loading } = useCatalog(kive);
  found.later.push(loading || !catalog);
  return null;
}

function Whole() {
  const { catalog } = useCatalog(kive, everything);
  found.plans = catalog?.simulate({ start: "2026-08-01", for: "1 month", account: { plan: "pro" } }).summary().until;
  return null;
}

function App() {
  const [isLater, setLater] = useState(false);
  found.showLater = setLater;
  const { catalog, loading, error } = useCatalog(kive);
  const { estimate } = useEstimate(catalog, { operation: "erase", settings: { versions: 2 }, runs: 3 });
  found.states.push(error ? `${error}` : loading ? "loading" : estimate.total);
  return isLater ? h(Later) : h(Whole);
}

const until = async (what, is) => {
  for (let left = 200; !is(); left -= 1) {
    if (left === 0) throw new Error(`${what}: ${JSON.stringify(found)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

createRoot(document.body.appendChild(document.createElement("main"))).render(h(StrictMode, null, h(App)));
await until("a cost", () => found.states.at(-1) === 12);
await until("another entry", () => found.plans);
found.showLater(true);
await until("a component that comes later", () => found.later.length > 0);
if (found.later[0]) throw new Error("a later component had to wait");
document.body.dataset.answer = `${found.states.at(-1)} ${found.states[0]} React ${version.split(".")[0]}`;
