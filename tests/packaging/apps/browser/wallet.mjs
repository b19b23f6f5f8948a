import { Catalog, Wallet, init } from "drawdown/wallet/web";
import kive from "drawdown/catalogs/kive";
import log from "../../tests/corpus/wallets/seeded-1.json";
import answers from "../../tests/corpus/wallets.json";

await init();
const { wallet } = Wallet.open(new Catalog(kive), "acct-7", { plan: "basic", zone: "Europe/Stockholm" }, "2026-11-01T12:00:00Z");
const before = wallet.balance;
const { outcome } = wallet.chargeRequest({ operation: "erase", settings: { versions: 2 } });

// A log of commands leads to the state that it has natively, byte for byte.
const { wallet: other } = Wallet.open(new Catalog(log.catalogs.first), log.wallet, log.account, log.at);
for (const step of log.steps) {
  try {
    if (step.limits) other.setLimits(step.limits);
    else if (step.payment_policy) other.setPaymentPolicy(step.payment_policy);
    else other.apply(step);
  } catch ({ name }) {
    if (name !== "DrawdownError") throw name;
  }
}
const { state } = answers.find(({ id }) => id === "seeded-1");
document.body.dataset.answer = [before, outcome, wallet.balance, other.save() === JSON.stringify(state)].join("; ");
