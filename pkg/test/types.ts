// Compiled, not run: the types allow what the package does, and nothing else.
import {
  Catalog, Preview, Projection, forecastAsync, simulateAsync, version, zone,
  type Amount, type Estimate, type Fit, type Forecast, type Month, type Need, type Scenario, type Verdict, type Zone,
} from "drawdown";
import { Catalog as WebCatalog, init } from "drawdown/web";
import { Catalog as Prices, type Cheaper } from "drawdown/prices";
import { Catalog as WebPrices, init as initPrices } from "drawdown/prices/web";
import { verifySignature, type SignatureVerdict } from "drawdown/quotes";
import { SimulationWorker } from "drawdown/worker";

await init();
await init(new URL("https://example.com/drawdown_bg.wasm"));
await initPrices();

using catalog = new Catalog({ catalog: "example" });
const estimate: Estimate = catalog.estimate({ operation: "clip", settings: { seconds: 12, audio: true } });
const total: Amount | undefined = estimate.total;
const preview = new WebCatalog("{}").preview("clip", "pro");
preview.set(preview.slot("seconds"), 12);
const shown: number = preview.total();
const words: string = said(catalog.verify(catalog.quote({ operation: "clip" })));
export const used = [total, shown, words, version()];

function said(verdict: Verdict): string {
  switch (verdict.verdict) {
    case "verified":
      return "verified";
    case "differs":
      return `${verdict.pointer}: ${verdict.expected}, not ${verdict.found} (${verdict.difference})`;
    case "stale_catalog":
      return `${verdict.quoted.version} at ${verdict.quoted_total}, now ${verdict.current.version} at ${verdict.current_total}`;
    case "other_semantics":
      return `${verdict.quoted}, not ${verdict.current}`;
    case "expired":
      return verdict.expired;
    case "not_yet_valid":
      return verdict.issued;
    case "forged":
      return "forged";
    case "unknown_key":
      return verdict.key;
    case "malformed":
      return `${verdict.pointer}: ${verdict.text}`;
  }
}

using prices: Prices = new Prices("{}");
const cheaper: Cheaper = prices.cheaper({ operation: "clip" });
using webPrices = new WebPrices({ catalog: "example" });
webPrices.verify(catalog.quote({ operation: "clip" }, { id: "order-7", expires: new Date() }), new Date());
const checked: SignatureVerdict = await verifySignature("{}", [{ key: "2026-11", alg: "Ed25519", public: "" }], { now: new Date() });
if (checked.verdict === "verified") catalog.verify(checked.quote);
used.push(cheaper.unit, prices.digest, webPrices.preview("clip").total());
const either: Prices = catalog;
either.estimate({ operation: "clip" });

const table: Zone = zone("Europe/Berlin", "2026-01-01", new Date());
const scenario: Scenario = {
  start: "2026-11-01",
  for: "12 months",
  account: { plan: "pro", term: "year", zone: table, assume: { grants: { monthly: "1000.5" } } },
  demand: [{ request: { operation: "clip" }, per_day: 2, days: ["monday", "friday"] }],
  actions: [{ at: "2026-12-01", do: "buy", top_up: "pack" }],
  when_short: "wait",
};
using projection = catalog.simulate({ ...scenario, account: { zone: "Asia/Tokyo" } }, { ledger: true });
const closing: Float64Array = projection.column(null, "closing");
const { run_out: runOut, totals } = projection.summary();
using steps = catalog.simulation(scenario);
const more: boolean = steps.runUntil("2026-12-01");
const exact: string = steps.finish().toJSON();
const later: Projection = await simulateAsync(catalog, scenario, {
  signal: AbortSignal.timeout(1000),
  onProgress: (share) => used.push(share),
});
using worker = new SimulationWorker();
const months: Month[] = later.months();
const forecast: Forecast = catalog.forecast(scenario, { paths: 100, seed: "18446744073709551615" });
using forecasting = catalog.forecasting(scenario, { distribution: "negative_binomial", dispersion: 2 });
const left: number = forecasting.run(10);
const whole: Forecast = await forecastAsync(catalog, scenario, { signal: AbortSignal.timeout(1000) });
const far: Forecast = await worker.forecast("{}", scenario, { paths: 10, onProgress: (share) => used.push(share) });
used.push(months[0]?.lost, forecast.run_out.p10 ?? "never", left, whole.refused.p90, far.spent.p50);
const { columns, left_off: off } = await worker.simulate({ catalog: "example" }, scenario, { most: 100, ledger: true });
used.push(off.events);

const need: Need = {
  lines: [{ request: { operation: "clip" }, per_day: "1.5", days: 22 }],
  buffer: "20-30%",
  account: { zone: "Asia/Tokyo", assume: { plans: { pro: { year: 100 } } } },
};
const fit: Fit = catalog.fit(need);
for (const option of fit.options) {
  if (option.state === "covers") used.push(catalog.fitProjection(need, option, { more: 20 }).entryCount, option.cost);
}
used.push(catalog.breakEven(need, { upTo: 150 }).steps[0]?.text, catalog.sensitivity(need, { paths: 50 }).chance?.paths);
used.push((await worker.fit("{}", need)).verdict, (await worker.breakEven("{}", need, { upTo: 50 })).up_to);
used.push(catalog.seasonalPlan(need).months[0]?.action, catalog.savings(need)[0]?.request.operation);
used.push(catalog.fit(need, { onProgress: (share) => used.push(share) }).verdict, catalog.sensitivity(need, { paths: 5, signal: AbortSignal.abort() }).text);
used.push((await worker.fit("{}", need, { signal: AbortSignal.abort(), onProgress: (share) => used.push(share) })).months);
used.push(catalog.fitProjection(need, { plan: "pro", term: "year" }, { ledger: true }).summary().run_out ?? "");
used.push(closing[0], runOut ?? "", totals.billed, String(more), exact, later.entryCount, columns["*"]?.spent?.[0]);

// @ts-expect-error prices know nothing of time
prices.simulate(scenario);
// @ts-expect-error nor of plans
prices.terms();
// @ts-expect-error a scenario has a start
catalog.simulate({ for: "1 month" });
// @ts-expect-error no such column
projection.column("*", "balance");
// @ts-expect-error a projection comes from a catalog
new Projection();
// @ts-expect-error no such distribution
catalog.forecast(scenario, { distribution: "normal" });
// @ts-expect-error a thread takes no handle back
const handle: Projection = await worker.simulate("{}", scenario);
used.push(handle.entryCount);
// @ts-expect-error a request names its operation
catalog.estimate({ settings: { seconds: 12 } });
// @ts-expect-error a total may be absent, and may be text
const wrong: number = estimate.total;
// @ts-expect-error a preview comes from a catalog
new Preview();
// @ts-expect-error a fourth state does not exist
if (estimate.state === "maybe") used.push(wrong);
// @ts-expect-error no such state
used.push(fit.options.filter(({ state }) => state === "enough").length);
// @ts-expect-error a line has a request
catalog.fit({ lines: [{ per_day: 1 }] });

import { Catalog as UsageCatalog, UsageLog, readLog, recognise, replayLog, type Mapping, type UsageReport } from "drawdown/usage";
import { UsageWorker } from "drawdown/usage/worker";

export async function usage(files: File[]): Promise<UsageReport> {
  const mapping: Mapping = { at: "When", settings: { seconds: "Length" }, ignored: ["Cost"] };
  const log = new UsageLog({ mapping, zone: "Europe/Berlin" });
  const { problems } = await readLog(log, files, { onProgress: ({ bytes, of }) => console.log(bytes / of) });
  console.log(problems[0]?.line, recognise(new Uint8Array(8), mapping).columns[0]?.field);
  // @ts-expect-error: nothing is grouped by it
  log.report({ by: ["user"] });
  using replay = await replayLog(log, { account: { plan: "basic" } }, new UsageCatalog("{}"), { others: ["{}"] });
  console.log(replay.answer().audit.causes[0]?.cause === "other_plan", replay.invoices()[0]?.charges[0]?.money);
  // @ts-expect-error: a replay comes from a log
  replay.finish();
  const worker = new UsageWorker();
  const { run_out: runOut, fit } = await worker.forecast({ months: 3 }, "{}", { onProgress: (share) => console.log(share) });
  console.log(runOut?.expected, fit?.options[0]?.headroom);
  await worker.read(files, { mapping }, { signal: AbortSignal.timeout(1000) });
  return worker.report({ by: ["member"], top: 5, compare: true });
}

import kive from "drawdown/catalogs/kive";
import {
  Catalog as WalletCatalog, Wallet, type Command, type Entry, type Migrated, type Outcome, type WalletState,
} from "drawdown/wallet";
import { init as initWallet } from "drawdown/wallet/web";

export async function wallets(stored: string, command: Command): Promise<Entry[]> {
  await initWallet();
  using catalog = new WalletCatalog({ catalog: "example" });
  const { entries } = Wallet.open(catalog, "acct-7", { plan: "pro", zone: "Europe/Berlin" }, new Date());
  using wallet = Wallet.load(catalog, stored);
  const outcome: Outcome = wallet.apply(command);
  entries.push(...(outcome.repeated ? [] : outcome.entries));
  // @ts-expect-error a receipt may only be read of what was paid
  console.log(outcome.receipt);
  // @ts-expect-error and a refusal only of what was refused
  console.log(outcome.refusal);
  switch (outcome.outcome) {
    case "paid":
      console.log(outcome.receipt?.amount, outcome.hold?.until, outcome.planned?.at);
      break;
    case "partly":
    case "refused":
      console.log(outcome.refusal.cause, outcome.refusal.shortfall);
  }
  const charged = wallet.charge({ operation: "clip", amount: "1.5", member: "ada" });
  const receipt: string = charged.outcome === "paid" ? charged.receipt.id : charged.refusal.cause;
  const held = wallet.holdRequest({ operation: "clip", settings: { seconds: 5 } }, { bound: 100, until: new Date() });
  if (held.outcome === "paid") {
    const settled = wallet.settle(held.hold.id, 80);
    console.log(settled.receipt.amount, settled.outcome === "partly" ? settled.refusal.shortfall : 0);
  }
  entries.push(...wallet.refund(receipt), ...wallet.buy("pack", 2), ...wallet.grant({ class: "free", amount: 5 }));
  entries.push(...wallet.subscribe("pro", { term: "year" }).entries, ...wallet.advanceTo("2026-12-01"));
  const planned: string | undefined = wallet.cancel("cycle_end").planned?.at;
  const state: WalletState = wallet.toJSON();
  const moved: Migrated = Wallet.migrate(catalog, state, { plans: { pro: null } });
  console.log(planned, moved.report.names[0]?.to, Wallet.fromJSON(catalog, state).balance, wallet.plan?.length);
  console.log(wallet.runOut([{ request: { operation: "clip" }, per_day: 1 }]), wallet.simulate({ for: "1 month" }).entryCount);
  const decision = await catalog.verifyFor(catalog.quote({ operation: "clip" }), { now: new Date() }, async () => true);
  console.log(decision.accepted ? decision.total : decision.fault);
  // @ts-expect-error what is refused has no total
  console.log(decision.total);
  // @ts-expect-error a command does something
  wallet.apply({ id: "1", at: "2026-11-01" });
  // @ts-expect-error the account of a scenario is the wallet's
  wallet.simulate({ account: {} });
  // @ts-expect-error a wallet is opened or loaded
  new Wallet();
  // @ts-expect-error the clock is read only
  wallet.now = "2026-11-01";

  const typed = Wallet.load(new WalletCatalog(kive), stored);
  typed.price({ operation: "erase", settings: { versions: 2 } });
  // @ts-expect-error no such operation
  typed.chargeRequest({ operation: "erace" });
  // @ts-expect-error no such plan
  typed.subscribe("platinum");
  return entries;
}
