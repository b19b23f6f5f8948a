// The elements as components, under StrictMode; shows what was heard.
import { StrictMode, createElement as h, useState, version } from "react";
import { createRoot } from "react-dom/client";
import kive from "drawdown/catalogs/kive";
import { Cost, Settings } from "drawdown/react/elements";

function App() {
  const [settings, setSettings] = useState({ versions: 2 });
  const [total, setTotal] = useState();
  globalThis.set = setSettings;
  if (total !== undefined) globalThis.total = total;
  return h(Cost, { catalog: kive, operation: "erase", settings, runs: 3, onDrawdownChange: ({ detail }) => setTotal(detail.estimate?.total) },
    h(Settings, { values: { versions: String(settings.versions) } }));
}

const until = async (what, is) => {
  for (let left = 200; !is(); left -= 1) {
    if (left === 0) throw new Error(`${what}: ${globalThis.total}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

createRoot(document.body.appendChild(document.createElement("main"))).render(h(StrictMode, null, h(App)));
await until("the first cost", () => globalThis.total === 12);
globalThis.set({ versions: 3 });
await until("the second", () => globalThis.total === 18);
await until("its input", () => document.querySelector("drawdown-settings").settings.versions === 3);
document.body.dataset.answer = `18 React ${version.split(".")[0]}`;
