// esbuild leaves addresses beside modules alone: the file comes in by its loader for files, the thread as an entry.
import * as prices from "drawdown/prices/web";
import pricesModule from "drawdown/prices/drawdown_bg.wasm";
import * as everything from "drawdown/web";
import module from "drawdown/drawdown_bg.wasm";
import { SimulationWorker } from "drawdown/worker";
import kive from "drawdown/catalogs/kive";
import { answer } from "../answer.mjs";

const at = (file) => new URL(file, import.meta.url).href;
await Promise.all([prices.init(at(pricesModule)), everything.init(at(module))]);
const text = answer(prices, everything, kive);
const worker = new SimulationWorker({ thread: at("./worker-thread.js"), module: at(module) });
const { days } = await worker.simulate(kive, { start: "2026-08-01", for: "3 months", account: { plan: "pro" } });
worker.terminate();
document.body.dataset.answer = days.length === 92 ? text : `the worker found ${days.length} days`;
