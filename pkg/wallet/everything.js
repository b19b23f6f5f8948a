// All that `drawdown/wallet` exports; an entry adds how the module is loaded.
import {
  Catalog as Engine, Preview as EnginePreview, Projection as EngineProjection, Wallet as EngineWallet,
  semantics as engineSemantics, version as engineVersion,
} from "../generated/wallet/drawdown.js";
import { DrawdownError } from "../errors.js";
import { needsModule, own, revocable } from "../handles.js";
import { withSliders } from "../preview.js";
import { guard, guarded } from "../unwound.js";
import { accountWithTable, zoneTable } from "./zoned.js";

export { DrawdownError } from "../errors.js";
export { explain } from "../explain.js";
export { format } from "../format.js";
export { provenance } from "../generated/wallet/provenance.js";
export { Preview } from "../preview.js";
export { zone } from "../zone.js";

export class Catalog extends withSliders(Engine, EnginePreview) {
  /** Whether the digest is new may be known later. The engine alone decides, so it is asked again. */
  async verifyFor(quote, checks, isNew) {
    const refuse = (expected, found) => {
      throw new DrawdownError("type", `expected ${expected}, found a ${typeof found}`, "/isNew");
    };
    if (typeof isNew !== "function") refuse("a function", isNew);
    const decision = super.verifyFor(quote, checks, true);
    if (!decision.accepted) return decision;
    const answer = await isNew(decision.digest);
    if (typeof answer !== "boolean") refuse("true or false", answer);
    return answer ? decision : super.verifyFor(quote, checks, false);
  }
}

revocable(Catalog, "catalog");

export const Projection = revocable(guarded(EngineProjection, Engine), "projection");

/** Wallets are made by static methods alone. */
const MAKE = Symbol("make");

export class Wallet extends guarded(EngineWallet, Engine) {
  constructor(make, catalog, how, given) {
    needsModule(Engine);
    if (make !== MAKE) throw new DrawdownError("type", "use Wallet.open, Wallet.load or Wallet.migrate");
    guard(Engine, () => super(handle(catalog), how, ...given));
    own(this);
  }

  static open(catalog, id, account, at) {
    return began(catalog, "open", [id, accountWithTable(account, at), at]);
  }

  static load(catalog, state) {
    return new Wallet(MAKE, catalog, "load", [state]);
  }

  static fromJSON(catalog, state) {
    return Wallet.load(catalog, state);
  }

  static migrate(catalog, state, mapping) {
    return began(catalog, "migrate", [state, mapping]);
  }

  get id() {
    return this.ask("id");
  }

  get now() {
    return this.ask("now");
  }

  get plan() {
    return this.ask("plan") ?? undefined;
  }

  get balance() {
    return this.ask("balance");
  }

  get withheld() {
    return this.ask("withheld");
  }

  get debt() {
    return this.ask("debt");
  }

  get billed() {
    return this.ask("billed");
  }

  get nextDue() {
    return this.ask("nextDue") ?? undefined;
  }

  get zoneUntil() {
    return this.ask("zoneUntil") ?? undefined;
  }

  subscription() {
    return this.ask("subscription") ?? undefined;
  }

  balances() {
    return this.ask("balances");
  }

  lots() {
    return this.ask("lots");
  }

  holds() {
    return this.ask("holds");
  }

  holdOf(id) {
    return this.ask("holdOf", id);
  }

  receipts() {
    return this.ask("receipts");
  }

  receiptOf(id) {
    return this.ask("receiptOf", id);
  }

  invoices() {
    return this.ask("invoices");
  }

  invoiceOf(id) {
    return this.ask("invoiceOf", id);
  }

  paymentPolicy() {
    return this.ask("paymentPolicy") ?? undefined;
  }

  limits() {
    return this.ask("limits");
  }

  used() {
    return Object.fromEntries(this.ask("used"));
  }

  available(operation, member) {
    return this.ask("available", operation, member);
  }

  price(request) {
    return this.ask("price", request);
  }

  charge(charge) {
    return this.act("charge", charge);
  }

  chargeRequest(request, options) {
    return this.act("charge_request", { request, ...options });
  }

  hold(charge) {
    return this.act("hold", charge);
  }

  holdRequest(request, options) {
    return this.act("hold_request", { request, ...options });
  }

  settle(hold, amount) {
    return this.act("settle", { hold, amount });
  }

  release(hold) {
    return this.act("release", { hold }).entries;
  }

  refund(receipt, amount) {
    return this.act("refund", { receipt, amount }).entries;
  }

  grant(grant) {
    return this.act("grant", grant).entries;
  }

  revoke(lot) {
    return this.act("revoke", { lot }).entries;
  }

  buy(topUp, count) {
    return this.act("buy", { top_up: topUp, count }).entries;
  }

  subscribe(plan, options) {
    return changed(this.act("subscribe", { plan, ...options }));
  }

  cancel(when) {
    return changed(this.act("cancel", { when }));
  }

  resume() {
    return this.act("resume", true).entries;
  }

  count(meter, amount) {
    this.act("count", { meter, amount });
  }

  payInvoice(invoice) {
    return changed(this.act("pay_invoice", { invoice }));
  }

  failPayment(invoice, options) {
    return changed(this.act("fail_payment", { invoice, ...options }));
  }

  refundMoney(invoice, options) {
    return changed(this.act("refund_money", { invoice, ...options }));
  }

  chargeBack(invoice) {
    return changed(this.act("charge_back", { invoice }));
  }

  setMembers(members) {
    return this.set("members", members);
  }

  setAlerts(alerts) {
    return this.set("alerts", alerts);
  }

  setAutoTopUp(rule) {
    return this.set("auto_top_up", rule);
  }

  setAssumptions(assume) {
    return this.set("assume", assume);
  }

  setZone(zone) {
    const { since } = this.toJSON();
    return this.set("zone", zoneTable(zone, since, this.now));
  }

  setLimits(limits) {
    this.set("limits", { ...this.limits(), ...limits });
  }

  setPaymentPolicy(policy) {
    this.set("payment_policy", policy);
  }

  simulate(scenario, options) {
    return own(super.simulate(scenario, options?.ledger));
  }

  runOut(demand) {
    return this.ask("runOut", demand) ?? undefined;
  }

  /** No digit is lost: amounts are texts in a state, and its numbers are whole and small. */
  toJSON() {
    return JSON.parse(this.save());
  }
}

revocable(Wallet, "wallet");

export function semantics() {
  needsModule(Engine);
  return engineSemantics();
}

export function version() {
  needsModule(Engine);
  return engineVersion();
}

function began(catalog, how, given) {
  const wallet = new Wallet(MAKE, catalog, how, given);
  return { wallet, ...wallet.began() };
}

/** What an action did that cannot be refused. */
const changed = ({ entries, planned, invoices = [] }) => (planned ? { entries, invoices, planned } : { entries, invoices });

/** The engine knows its handles by identity. */
function handle(catalog) {
  const itself = catalog?._itself?.() ?? catalog;
  // Of a freed catalog every property throws.
  if (itself instanceof Engine && itself.id !== undefined) return itself;
  throw new DrawdownError("type", "expected a Catalog of `drawdown/wallet`: each entry has its own module", "/catalog");
}
