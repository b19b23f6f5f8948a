import * as prices from "drawdown/prices/web";
import * as everything from "drawdown/web";
import { catalogs } from "drawdown/catalogs";
import { answer } from "../answer.mjs";

await Promise.all([prices.init(), everything.init()]);
console.log(answer(prices, everything, await catalogs.find(({ id }) => id === "kive").load()));
