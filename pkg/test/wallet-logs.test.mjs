// The logs of wallets in the corpus through the package: the states are the native ones, byte for byte, and so
// are the outcomes, but for numbers that stand for decimal texts.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Catalog, Wallet } from "drawdown/wallet";
import { asNative } from "./native.mjs";

const read = async (path) => JSON.parse(await readFile(new URL(`../../${path}`, import.meta.url), "utf8"));
const digest = (wallet) => `sha256:${createHash("sha256").update(wallet.save()).digest("hex")}`;

for (const { id, opened, steps, state } of await read("tests/corpus/wallets.json")) {
  test(`${id}: every step gives the outcome and the state that it gives natively, byte for byte`, async () => {
    const { catalogs, wallet: name, account, at, steps: log, brief } = await read(`tests/corpus/wallets/${id}.json`);
    let current = new Catalog(catalogs.first);
    let { wallet, entries: first } = Wallet.open(current, name, account, at);
    assert.deepEqual(asNative(first, opened.entries), opened.entries);
    assert.equal(digest(wallet), opened.state);
    const done = (step) => {
      if (step.limits) {
        wallet.setLimits(step.limits);
        return { limits: wallet.limits() };
      }
      if (step.payment_policy) {
        wallet.setPaymentPolicy(step.payment_policy);
        return { policy: wallet.paymentPolicy() };
      }
      if (!step.move) {
        const { entries, ...rest } = wallet.apply(step);
        return { outcome: brief ? rest : { ...rest, entries } };
      }
      const next = new Catalog(catalogs[step.move]);
      const migrated = Wallet.migrate(next, wallet.save(), step.mapping);
      [current, wallet] = [next, migrated.wallet];
      return { report: migrated.report };
    };
    assert.equal(log.length, steps.length);
    for (const [place, { state: after, ...native }] of steps.entries()) {
      const step = log[place];
      if (native.error !== undefined) {
        assert.throws(() => done(step), { name: "DrawdownError", message: native.error });
        continue;
      }
      const found = done(step);
      assert.deepEqual(asNative(found, native), native, JSON.stringify(step));
      assert.equal(digest(wallet), after, JSON.stringify(step));
      wallet = Wallet.load(current, wallet.save());
    }
    assert.equal(wallet.save(), JSON.stringify(state));
  });
}
