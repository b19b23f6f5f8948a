import { isMainThread, parentPort, Worker } from "node:worker_threads";
import * as prices from "drawdown/prices";
import * as everything from "drawdown";
import kive from "drawdown/catalogs/kive";
import { answer } from "../answer.mjs";

if (isMainThread) new Worker(new URL(import.meta.url)).on("message", (text) => console.log(text));
else parentPort.postMessage(answer(prices, everything, kive));
