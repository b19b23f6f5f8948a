const prices = require("drawdown/prices");
const everything = require("drawdown");
const web = require("drawdown/web");
const kive = require("drawdown/catalogs/kive");
const { answer } = require("../answer.cjs");

test("the answer", async () => {
  expect(answer(prices, everything, kive)).toBe(process.env.EXPECTED);
  await web.init();
  expect(answer(prices, web, kive)).toBe(process.env.EXPECTED);
  expect(() => new prices.Catalog("{")).toThrow(everything.DrawdownError);
});
