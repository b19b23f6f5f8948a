import { expect, test } from "vitest";
import * as prices from "drawdown/prices";
import * as everything from "drawdown";
import * as web from "drawdown/web";
import kive from "drawdown/catalogs/kive";
import { answer } from "../answer.mjs";

test("the answer", async () => {
  expect(answer(prices, everything, kive)).toBe(process.env.EXPECTED);
  await web.init();
  expect(answer(prices, web, kive)).toBe(process.env.EXPECTED);
});
