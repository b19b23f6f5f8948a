// What every app works out with the packed package, from both engines and a shipped catalog.
export function answer({ Catalog: Prices }, { Catalog, format, explain }, kive) {
  const request = { operation: "erase", settings: { versions: 2 }, runs: 3 };
  const estimate = new Prices(kive).estimate(request);
  const catalog = new Catalog(kive);
  const projection = catalog.simulate({ start: "2026-08-01", for: "3 months", account: { plan: "pro" } });
  const { verdict } = catalog.verify(new Prices(kive).quote(request));
  const days = projection.days().length;
  projection.free();
  let code;
  try {
    projection.days();
  } catch (error) {
    ({ code } = error);
  }
  return [format(estimate.total, estimate.unit, { locale: "en" }), explain(estimate).length, days, verdict, code].join("; ");
}
