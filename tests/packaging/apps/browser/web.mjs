import * as prices from "drawdown/prices/web";
import * as everything from "drawdown/web";
import { SimulationWorker } from "drawdown/worker";
import { catalogs } from "drawdown/catalogs";
import { answer } from "../answer.mjs";

const kive = await catalogs.find(({ id }) => id === "kive").load();
await Promise.all([prices.init(), everything.init()]);
const text = answer(prices, everything, kive);
const worker = new SimulationWorker();
const { days } = await worker.simulate(kive, { start: "2026-08-01", for: "3 months", account: { plan: "pro" } });
worker.terminate();
document.body.dataset.answer = days.length === 92 ? text : `the worker found ${days.length} days`;
