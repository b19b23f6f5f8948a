import * as prices from "drawdown/prices";
import * as everything from "drawdown";
import * as web from "drawdown/web";
import kive from "drawdown/catalogs/kive";
import { answer } from "../answer.mjs";

export default {
  async fetch() {
    await web.init();
    return new Response(answer(prices, web, kive) === answer(prices, everything, kive) ? answer(prices, everything, kive) : "they differ");
  },
};
