// A back end in Node that keeps a balance itself: `npm install drawdown`, a file, and no service. A test runs it:
// pkg/test/clients.test.mjs.
import { open, readFile, rename } from "node:fs/promises";
import { Catalog, Wallet } from "drawdown/wallet";

/** An account in a file. Everything that changes it takes its turn, and happens as a whole or not at all. */
export class Books {
  #turn = Promise.resolve();

  constructor(file, catalog, rows) {
    Object.assign(this, { file, catalog, rows });
  }

  /** Reads the account, or opens it. Only one process may have it open. */
  static async open(file, catalog, id, account, now) {
    const text = await readFile(file, "utf8").catch((error) => {
      if (error.code !== "ENOENT") throw error;
    });
    if (text) return new Books(file, catalog, JSON.parse(text));
    const { wallet, entries } = Wallet.open(catalog, id, account, now);
    const books = new Books(file, catalog, { state: wallet.save(), ledger: entries, jobs: {} });
    wallet.free();
    await books.#transaction(() => {});
    return books;
  }

  /** Holds what a quote of the browser says. `job` is an id that the browser makes once for each click. */
  hold(job, quote, now) {
    return this.#transaction(async (wallet, rows) => {
      // What is due by now comes first: it may end the plan that the quote is for.
      if (now > new Date(wallet.now)) rows.ledger.push(...wallet.advanceTo(now));
      if (Object.hasOwn(rows.jobs, job)) return { status: 200, hold: rows.jobs[job].hold };
      const checks = { now, plan: wallet.plan, used: wallet.used() };
      const isNew = (digest) => Object.values(rows.jobs).every(({ quote }) => quote !== digest);
      const decision = await this.catalog.verifyFor(quote, checks, isNew);
      if (!decision.accepted) return { status: decision.fault === "gate" ? 403 : 409, why: decision.text };
      const { outcome, entries, hold, refusal } = wallet.holdRequest(decision.request);
      rows.ledger.push(...entries);
      if (outcome !== "paid") return { status: refusal.gate ? 403 : 402, why: refusal.gate ?? `${refusal.shortfall} credits are missing` };
      if (hold.amount !== decision.total) throw new Error("the price has changed this second: quote again");
      rows.jobs[job] = { quote: decision.digest, hold };
      return { status: 200, hold };
    });
  }

  /** Ends a job: with what its run has cost, or `undefined` if it has failed. */
  end(job, cost, now) {
    return this.#transaction((wallet, rows) => {
      const hold = rows.jobs[job].hold.id;
      const action = cost === undefined ? { release: { hold } } : { settle: { hold, amount: cost } };
      // Under the same id, it happens once; the entries are in the ledger by then.
      const { entries, repeated, outcome, receipt } = wallet.apply({ id: `${job} ends`, at: now, ...action });
      if (!repeated) rows.ledger.push(...entries);
      return { outcome, paid: receipt?.amount ?? 0 };
    });
  }

  get balance() {
    const wallet = Wallet.load(this.catalog, this.rows.state);
    try {
      return wallet.balance;
    } finally {
      wallet.free();
    }
  }

  #transaction(work) {
    const done = this.#turn.then(async () => {
      const rows = structuredClone(this.rows);
      const wallet = Wallet.load(this.catalog, rows.state);
      try {
        const answer = await work(wallet, rows);
        await written(this.file, JSON.stringify({ ...rows, state: wallet.save() }));
        this.rows = { ...rows, state: wallet.save() };
        return answer;
      } finally {
        wallet.free();
      }
    });
    this.#turn = done.catch(() => {});
    return done;
  }
}

/** The file is the old one or the new one, even if the machine stops. */
async function written(file, text) {
  const next = await open(`${file}.next`, "w");
  await next.writeFile(text);
  await next.sync();
  await next.close();
  await rename(`${file}.next`, file);
}
