/// <reference lib="esnext.disposable" />
/**
 * Live wallets: balances that a server keeps, or that a page shows. Also prices, as in `drawdown/prices`, in
 * the same module.
 */
import type {
  Account, Amount, Demand, Entry, Estimate, InstantInput, InstantText, Lot, OperationOf, PlanOf, Projection, Quote, Request, RequestOf,
  Scenario, SimulateOptions, Term, Zone,
} from "../index.js";
import type { Catalog as Prices } from "../prices/index.js";
import type { ReceiptLot } from "../usage/index.js";

export type {
  Account, Affordable, Amount, CatalogInfo, Cheaper, ColumnName, Demand, Entry, EntryKind, ErrorCode, Estimate, Finding, Gate,
  InstantInput, InstantText, Line, Lot, Month, OperationInfo, OperationOf, PlanInfo, PlanOf, ProjectionSummary, Quote, Request,
  RequestOf, Scenario, Shortfall, SimulateOptions, Sold, Term, Total, TypedCatalog, Verdict, Zone,
} from "../index.js";
export type { ReceiptLot } from "../usage/index.js";
export { DrawdownError, Preview, Projection, explain, format, provenance, semantics, version, zone } from "../index.js";

/** What a quote is checked against. */
export interface QuoteChecks {
  /** By the server's clock. */
  now: InstantInput;
  /** How far the quote's instant may be from it (`5 minutes`). */
  tolerance?: string | undefined;
  /** Id of the plan that the account holds; no plan when left out. */
  plan?: string | undefined;
  /** Earlier use in the period of each meter, as `Wallet.used()` says. */
  used?: Readonly<Record<string, Amount>> | undefined;
  /** Who accepts the quote: it must name the same, or nobody if this is left out. */
  audience?: string | undefined;
}

/** Whether a quote is accepted: charge its total only if it is. */
export type QuoteDecision<R = Request> =
  | {
    accepted: true;
    request: R;
    total: Amount;
    /** Computed again. */
    estimate: Estimate;
    /** The id that the quote's maker gave it, or else its digest. */
    id: string;
    /** Of the quote. */
    digest: string;
  }
  | {
    accepted: false;
    fault:
      | "differs" | "stale_catalog" | "other_semantics" | "expired" | "not_yet_valid" | "forged" | "unknown_key" | "malformed"
      | "other_audience" | "other_plan" | "other_use" | "not_near" | "gate" | "no_total" | "replayed";
    /** In words. */
    text: string;
  };

/** As in `drawdown/prices`, and what a server needs to accept quotes. */
export interface Catalog<C = object> extends Prices<C> {
  /**
   * Verifies a quote that a browser has sent, and checks that it is for the plan and the use of meters that the
   * account has, that its instant is near, that it is allowed, that it has a total, and that it was not accepted
   * before.
   *
   * @param isNew gets the quote's digest once all other checks have passed. It stores the digest, and returns true
   * the first time.
   */
  verifyFor(
    quote: Quote<RequestOf<C>>,
    checks: QuoteChecks,
    isNew: (digest: string) => boolean | Promise<boolean>,
  ): Promise<QuoteDecision<RequestOf<C>>>;
}

export const Catalog: {
  /** See `Catalog` of `drawdown`: each operation is checked when it is first used. */
  new <const C = object>(catalog: string | (C & object)): Catalog<C>;
  readonly prototype: Catalog;
};

/** Credits for an operation. The amount is yours: it is not priced, and no gate is asked. */
export interface Charge {
  /** Id of the operation: it determines which lots may pay. */
  operation: string;
  amount: Amount;
  /** Id of the member who runs it. */
  member?: string | undefined;
}

/** Credits to reserve: the most that a run may cost. */
export interface HoldCharge extends Charge {
  /** When the hold is released unless it was settled; as long as the wallet's limit says when left out. */
  until?: InstantInput | undefined;
}

export interface ChargeOptions {
  /** Id of the member who runs it. */
  member?: string | undefined;
}

export interface HoldOptions extends ChargeOptions {
  /** Credits to reserve; the most that the request may cost when left out. */
  bound?: Amount | undefined;
  until?: InstantInput | undefined;
}

export interface Grant {
  /** Id of the class. */
  class: string;
  amount: Amount;
  /** Never when left out. */
  expires?: InstantInput | undefined;
}

export interface RefundMoneyOptions {
  /** All that is left of the invoice when left out. */
  money?: Amount | undefined;
  /** What remains of the credits that came with the invoice is revoked. */
  revoke?: boolean | undefined;
}

/** When a change of plan takes effect. */
export type ChangeAt = "now" | "cycle_end" | "term_end";

/** What a command does: exactly one of these keys. */
export type CommandAction<C = object> =
  | { charge: Charge }
  | { charge_request: { request: RequestOf<C> } & ChargeOptions }
  | { hold: HoldCharge }
  | { hold_request: { request: RequestOf<C> } & HoldOptions }
  | { settle: { hold: string; amount: Amount } }
  | { release: { hold: string } }
  | { refund: { receipt: string; amount?: Amount | undefined } }
  | { grant: Grant }
  | { revoke: { lot: string } }
  | { buy: { top_up: string; count?: number | undefined } }
  | { subscribe: { plan: PlanOf<C>; term?: Term | undefined; when?: ChangeAt | undefined } }
  | { cancel: { when?: ChangeAt | undefined } }
  | { resume: true }
  | { count: { meter: string; amount: Amount } }
  | { pay_invoice: { invoice: string } }
  | { fail_payment: { invoice: string; last?: boolean | undefined } }
  | { refund_money: { invoice: string } & RefundMoneyOptions }
  | { charge_back: { invoice: string } }
  | { advance: true };

/** Something to do to a wallet, once. */
export type Command<C = object> = {
  /** Unique in the wallet. A command that comes again has the same id, and is not carried out again. */
  id: string;
  /** When it happens: the server's clock. */
  at: InstantInput;
  /** Moves the clock ahead even beyond the wallet's limit. */
  confirm?: boolean | undefined;
} & CommandAction<C>;

/** A payment. The wallet keeps it, and refunds it by its id. */
export interface Receipt {
  /** Begins with the id of the wallet. */
  id: string;
  at: InstantText;
  operation: string;
  /** Including debt. */
  amount: Amount;
  /** Credits of it that became debt. */
  debt?: Amount;
  /** Credits of it that were refunded. */
  refunded?: Amount;
  member?: string;
  /** In the order in which they paid. */
  lots: ReceiptLot[];
}

/** An open hold. */
export interface Hold {
  /** Begins with the id of the wallet. */
  id: string;
  at: InstantText;
  /** When it is released, unless it is settled before. */
  until: InstantText;
  operation: string;
  amount: Amount;
  member?: string;
}

/** An invoice. The wallet keeps it, and what came with it. */
export interface Invoice {
  /** Begins with the id of the wallet. */
  id: string;
  at: InstantText;
  /** An open one is to be paid; what came with a void or charged back one is revoked. */
  status: "open" | "paid" | "void" | "charged_back";
  reason: "term" | "plan_change" | "bought" | "auto_top_up" | "month";
  plan?: string;
  top_up?: string;
  /** Absent where no price is published. */
  money?: Amount;
  /** When an open invoice becomes void. */
  until?: InstantText;
  /** How many payments have failed. */
  failed?: number;
  /** Money of it that was given back. */
  returned?: Amount;
  /** When it was paid or became void: it is kept for some time from then on. */
  closed?: InstantText;
  /** What came with it. */
  lots?: { number: number; amount: Amount }[];
}

/** How invoices are paid. */
export interface PaymentPolicy {
  /** When credits can be spent: from the invoice on (default), or from its payment on. */
  issue?: "invoice" | "payment" | undefined;
  /** How long an invoice stays open before it is void, such as `7 days`; until its last payment fails when left out. */
  grace?: string | undefined;
  /** What becomes of the subscription then (`lapse`). */
  unpaid?: "lapse" | "continue" | undefined;
}

/** A change of plan, or a cancellation, that is planned. */
export interface PlannedChange {
  at: InstantText;
  /** The next plan; absent after a cancellation. */
  plan?: string;
  term?: Term;
}

/** Why something was refused, and what is missing. */
export interface Refusal {
  cause:
    | "out_of_credits" | "not_eligible" | "subscription_ended" | "used_by_members" | "member_cap"
    | "limit" | "gate" | "no_price";
  /** Credits that could have paid. */
  available: Amount;
  shortfall: Amount;
  /** The catalog's words for the gate that is closed. */
  gate?: string;
  /** Id of the limit that is reached. */
  limit?: string;
  /** When the limit allows it, if nothing else is charged until then. */
  until?: InstantText;
}

interface Happened {
  /** What happened, due events included. */
  entries: Entry[];
  /** The invoices that were sent, paid or changed. */
  invoices?: Invoice[];
  /** The command was carried out before, and this is its outcome from then: its entries are in your ledger. */
  repeated?: true;
}

/** All of it was done. */
export interface Paid extends Happened {
  outcome: "paid";
  /** Of a charge or of a settled hold. */
  receipt?: Receipt;
  /** The hold that was opened. */
  hold?: Hold;
  /** What is planned after a change of plan. */
  planned?: PlannedChange;
}

/** A hold was charged, but the part of the cost above it was refused: the run has happened, so handle it. */
export interface Partly extends Happened {
  outcome: "partly";
  receipt: Receipt;
  refusal: Refusal;
}

/** Nothing was charged. A refusal is an outcome, not an error. */
export interface Refused extends Happened {
  outcome: "refused";
  refusal: Refusal;
}

/** What became of a command: look at `outcome` first. */
export type Outcome = Paid | Partly | Refused;
export type ChargeOutcome = (Paid & { receipt: Receipt }) | Refused;
export type HoldOutcome = (Paid & { hold: Hold }) | Refused;
export type SettleOutcome = (Paid & { receipt: Receipt }) | Partly;

/** What a change of plan or a payment did. */
export interface Changed {
  entries: Entry[];
  /** The invoices that were sent, paid or changed. */
  invoices: Invoice[];
  /** Absent if it took effect at once. */
  planned?: PlannedChange;
}

export interface Subscription {
  plan: string;
  term: Term;
  since: InstantText;
  cycle_from: InstantText;
  cycle_until: InstantText;
  paid_from: InstantText;
  /** The next term is due then. */
  paid_until: InstantText;
  planned?: PlannedChange;
}

/** The credits of a class. */
export interface ClassBalance {
  class: string;
  /** Without held credits. */
  left: Amount;
  /** Credits of these that can be spent now, on something. */
  spendable: Amount;
  /** Credits of these that are frozen until there is a subscription. */
  frozen: Amount;
  held: Amount;
}

/** A lot, and where it came from. */
export interface LotDetails extends Lot {
  /** No number is used again. */
  number: number;
  grant?: string;
  top_up?: string;
  /** The only member who may use it. */
  member?: string;
  /** It was carried over from an earlier cycle. */
  carried: boolean;
}

/** How long a wallet waits, remembers and keeps, as spans: `24 hours`. */
export interface WalletLimits {
  /** How far a command's `at` may lie before the wallet's clock (5 minutes). */
  late: string;
  /** How far a command may move the clock ahead without `confirm` (1 year). */
  leap: string;
  /** How long ids of commands are remembered (24 hours). */
  remember: string;
  /** How long a hold without `until` lasts (24 hours). */
  hold: string;
  /** How long receipts are kept for refunds (90 days). */
  receipts: string;
  /** How long invoices are kept once they are paid or void (180 days). */
  invoices: string;
}

/** A saved wallet as an object. Do not edit it: the sums are checked when it is loaded. */
export interface WalletState {
  format: string;
  /** Id of the wallet. */
  wallet: string;
  semantics: number;
  catalog: { id: string; version: string; digest: string };
  now: InstantText;
  [key: string]: unknown;
}

type Names<To> = Readonly<Record<string, To>> | undefined;

/** What names become that a new catalog does not have: `null` for those that are gone. */
export interface WalletMapping {
  classes?: Names<string>;
  plans?: Names<string | null>;
  grants?: Names<string | null>;
  top_ups?: Names<string | null>;
  operations?: Names<string | null>;
  meters?: Names<string | null>;
}

export interface MigrationReport {
  /** Id of the wallet. */
  wallet: string;
  /** Catalogs and their versions. */
  from: string;
  to: string;
  semantics_from: number;
  semantics_to: number;
  /** Names that are others now, or gone. */
  names: {
    what: "class" | "plan" | "grant" | "top_up" | "operation" | "meter";
    from: string;
    /** Absent if it is gone. */
    to?: string;
    /** JSON pointer into the state. */
    pointer: string;
  }[];
  /** What goes with names that are gone, in sentences. */
  dropped: string[];
  entries: Entry[];
}

export interface Opened<C = object> {
  wallet: Wallet<C>;
  /** What it began with: the first of its ledger. */
  entries: Entry[];
  /** The invoice of a term that begins with it. */
  invoices: Invoice[];
}

export interface Migrated<C = object> extends Omit<Opened<C>, "invoices"> {
  report: MigrationReport;
}

/**
 * A live wallet. Each change happens as a whole or not at all: after an error, the wallet is what it was before.
 * Time is an input, and never moves back. Wallets outlive the catalog that they were made with.
 */
export class Wallet<C = object> {
  private constructor();
  /**
   * Opens the wallet of an account under an id of your own. A zone by name becomes a table that ends ten years later:
   * see `zoneUntil`. Errors of the account have paths below `/account`.
   */
  static open<C = object>(catalog: Catalog<C>, id: string, account: Account | undefined, at: InstantInput): Opened<C>;
  /** A saved wallet, as text or as object. It goes on exactly as the saved one would have. */
  static load<C = object>(catalog: Catalog<C>, state: string | WalletState): Wallet<C>;
  /** The same, beside `toJSON`. */
  static fromJSON<C = object>(catalog: Catalog<C>, state: string | WalletState): Wallet<C>;
  /** Moves a saved wallet to another version of its catalog. For a dry run, read the report and free the wallet. */
  static migrate<C = object>(
    catalog: Catalog<C>, state: string | WalletState, mapping?: WalletMapping | string,
  ): Migrated<C>;

  readonly id: string;
  /** Everything due up to then has happened. */
  readonly now: InstantText;
  /** Id of the plan. */
  readonly plan: string | undefined;
  /** Credits that can be spent now, on something. */
  readonly balance: Amount;
  /** Credits that have not begun, are frozen, or may pay for nothing without a subscription. */
  readonly withheld: Amount;
  /** Credits owed. */
  readonly debt: Amount;
  /** Money invoiced so far, for known prices. */
  readonly billed: Amount;
  /** When something is due next: until then, time changes nothing. */
  readonly nextDue: InstantText | undefined;
  /** When the table of the wall clock ends: extend it by `setZone` before. */
  readonly zoneUntil: InstantText | undefined;

  subscription(): Subscription | undefined;
  /** The credits of each class. */
  balances(): ClassBalance[];
  /** Lots with remaining or held credits, in burn order. */
  lots(): LotDetails[];
  /** Open holds, the oldest first. */
  holds(): Hold[];
  /** Throws `unknown_name` for a hold that is not open, or is of another wallet. */
  holdOf(id: string): Hold;
  /** Receipts that are kept, the oldest first. */
  receipts(): Receipt[];
  /** Throws `unknown_name` for a receipt that is not kept, or is of another wallet. */
  receiptOf(id: string): Receipt;
  /** Invoices that are kept, the oldest first. */
  invoices(): Invoice[];
  /** Throws `unknown_name` for an invoice that is not kept, or is of another wallet. */
  invoiceOf(id: string): Invoice;
  /** Without one, every invoice counts as paid when it is sent. */
  paymentPolicy(): PaymentPolicy | undefined;
  limits(): WalletLimits;
  /** The use of each meter in its current period: the `used` of a request. */
  used(): Record<string, Amount>;
  /** Credits that could pay for an operation now, without debt. */
  available(operation: OperationOf<C>, member?: string): Amount;
  /** What a request costs now, for this account: its plan, instant, balance and earlier use are the wallet's. */
  price(request: RequestOf<C>): Estimate;

  /** Carries out a command, once: under the same id, it has the same outcome again, and nothing changes. */
  apply(command: Command<C> | string): Outcome;

  // Each action happens now, by the wallet's clock, and is not remembered under an id.

  /** Everything due by then happens. */
  advanceTo(at: InstantInput): Entry[];
  charge(charge: Charge): ChargeOutcome;
  /** Prices a request for the account as it stands, charges that, and counts its use in meters. */
  chargeRequest(request: RequestOf<C>, options?: ChargeOptions): ChargeOutcome;
  /** Reserves credits. */
  hold(charge: HoldCharge): HoldOutcome;
  /** Prices a request for the account as it stands, and reserves the most that it may cost. */
  holdRequest(request: RequestOf<C>, options?: HoldOptions): HoldOutcome;
  /** Charges the actual cost of a run to its hold, and releases the rest. */
  settle(hold: string, amount: Amount): SettleOutcome;
  /** Releases all credits of a hold. */
  release(hold: string): Entry[];
  /** Refunds a receipt, or an amount of it, to the lots that paid. */
  refund(receipt: string, amount?: Amount): Entry[];
  /** Issues credits by hand. */
  grant(grant: Grant): Entry[];
  /** Takes away what remains of a lot. */
  revoke(lot: string): Entry[];
  /** Buys a top-up, once unless `count` says otherwise. */
  buy(topUp: string, count?: number): Entry[];
  /** Begins a subscription, or changes its plan or term, by the catalog's policy unless `when` says otherwise. */
  subscribe(plan: PlanOf<C>, options?: { term?: Term | undefined; when?: ChangeAt | undefined }): Changed;
  /** Ends the subscription, at the end of the paid period unless `when` says otherwise. */
  cancel(when?: ChangeAt): Changed;
  /** Withdraws a planned change or cancellation. */
  resume(): Entry[];
  /** Counts use in a meter; a negative amount takes it back. */
  count(meter: string, amount: Amount): void;

  /** An open invoice is paid: credits that waited for it can be spent. */
  payInvoice(invoice: string): Changed;
  /** A payment has failed; after the last one, the invoice is void. */
  failPayment(invoice: string, options?: { last?: boolean | undefined }): Changed;
  /** Money of a paid invoice is given back; its credits stay unless `revoke` says otherwise. */
  refundMoney(invoice: string, options?: RefundMoneyOptions): Changed;
  /** The payment of an invoice was charged back: what came with it is revoked. */
  chargeBack(invoice: string): Changed;

  // Settings return what they lead to at once, such as an automatic top-up.

  setMembers(members: NonNullable<Account["members"]>): Entry[];
  setAlerts(alerts: NonNullable<Account["alerts"]>): Entry[];
  /** Without a rule, automatic top-ups end. */
  setAutoTopUp(rule?: Account["auto_top_up"] | null): Entry[];
  setAssumptions(assume: NonNullable<Account["assume"]>): Entry[];
  /** A name becomes a table that ends ten years from now. */
  setZone(zone: string | Zone): Entry[];
  /** What is left out stays. */
  setLimits(limits: Partial<WalletLimits>): void;
  /** How invoices are paid, from the next one on; without a policy, every one counts as paid when it is sent. */
  setPaymentPolicy(policy?: PaymentPolicy | null): void;

  /** What becomes of it: of its lots, holds, planned changes and meters as they stand. It does not change. */
  simulate(scenario: WalletScenario<RequestOf<C>>, options?: SimulateOptions): Projection;
  /** When this demand, from now on, first finds no credits: within a year, or never. */
  runOut(demand: readonly Demand<RequestOf<C>>[]): InstantText | undefined;

  /** The state as text, to store anywhere: byte for byte what drawdown writes on every host. */
  save(): string;
  /** The same as an object; `JSON.stringify(wallet)` is `save()`. */
  toJSON(): WalletState;
  free(): void;
  [Symbol.dispose](): void;
}

/** A scenario whose account is the wallet. It starts now when `start` is left out. */
export interface WalletScenario<R = Request> extends Omit<Scenario<R>, "account" | "start"> {
  start?: InstantInput;
}
