import { expect, test } from "@jest/globals";
import * as prices from "drawdown/prices";
import * as everything from "drawdown";
import kive from "drawdown/catalogs/kive";
import { answer } from "../answer.mjs";

test("the answer", () => {
  expect(answer(prices, everything, kive)).toBe(process.env.EXPECTED);
});
