//! State: a wallet as text, saved and loaded exactly.
//!
//! It contains names, not indices. What follows from the rest (the burn order, the next events) is
//! computed again. `save` writes it; `load` reads and checks it.

mod adjust;
mod format;
mod load;
mod migrate;
mod number;
mod rows;
mod save;

pub use migrate::{MigratedName, MigratedWhat, Migration, MigrationReport, WalletMapping};

use super::Wallet;
use super::live::{InvoiceView, Outcome, PaymentPolicy, Receipt, Repayment, WalletLimits};
use crate::amount::{Credits, Decimal, Money};
use crate::calendar::{Instant, Span, Zone};
use crate::catalog::supply::Term;
use crate::error::there;
use crate::json::{saved, to_text, words};
use format::FormatVersion;
use number::{FractionText, Number, OrZero, WallSeconds};
use rows::{LotKind, LotRow};

impl Wallet {
    /// The whole wallet as JSON text, to store anywhere. Entries that have not been returned yet
    /// are not included.
    ///
    /// ```
    /// # use drawdown::{Account, Catalog, Wallet};
    /// # let catalog = Catalog::from_json(r#"{
    /// #     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    /// #     "credit": { "name": "credit", "plural": "credits", "step": "1" },
    /// #     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ],
    /// #     "classes": { "free": { "paid": false } },
    /// #     "grants": [ { "id": "daily", "class": "free", "amount": "100", "every": "day",
    /// #                   "expires": "reset" } ],
    /// #     "burn_order": [ "expires", "issued" ] }"#)?;
    /// let noon = "2026-11-01T12:00Z".parse()?;
    /// let wallet = Wallet::open(&catalog, "acct-7", &Account::default(), noon)?.wallet;
    /// let state = wallet.save();
    /// let again = Wallet::load(&catalog, &state)?;
    /// assert_eq!(again.save(), state);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save(&self) -> String {
        // Only floats and duplicate keys cannot be written, and there are none.
        let mut text = there(to_text(&self.state()).ok()).unwrap_or_default();
        for (key, value) in &self.live.newer.keys {
            let end = text.pop();
            let written = to_text(key).and_then(|key| Ok((key, to_text(value)?)));
            if let Some((key, value)) = there(written.ok()) {
                text.push_str(&format!(",{key}:{value}"));
            }
            text.extend(end);
        }
        text
    }
}

saved! {
    /// The state of a wallet.
    pub(crate) struct State {
        /// Version of this format, such as `1.0`.
        format: FormatVersion,
        /// Id of the wallet.
        wallet: String,
        /// Version of the rules that wrote it.
        semantics: u32,
        /// The catalog of the wallet.
        catalog: CatalogName,
        /// The current instant.
        now: Instant,
        /// When the account was opened.
        since: Instant,
        /// The wall clock of the account; UTC when absent.
        zone: Option<Zone>,
        /// Assumed amounts of grants.
        assumed_grants: Vec<GrantAmount>,
        /// Assumed prices of plans.
        assumed_plans: Vec<PlanPrice>,
        /// Assumed sizes and prices of top-ups.
        assumed_top_ups: Vec<TopUpSize>,
        /// The current plan.
        subscription: Option<HeldPlan>,
        /// A subscription has ended, and no other has begun since.
        lapsed: bool,
        /// Credits owed.
        debt: OrZero<Credits>,
        /// Who shares the balance, by id.
        members: Vec<MemberUse>,
        /// When their use was last counted anew.
        members_since: Option<Instant>,
        /// The progress of the grants.
        grants: Vec<GrantTurn>,
        /// Number of the last lot.
        last_lot: OrZero<Number>,
        /// What lots have in common, by the place that they name.
        lot_kinds: Vec<LotKind>,
        /// The lots, in order of issue.
        lots: Vec<LotRow>,
        /// Number of the last hold.
        last_hold: OrZero<Number>,
        /// The open holds, in order.
        holds: Vec<HoldState>,
        /// Purchases in this cycle.
        bought: Vec<Bought>,
        /// Credits bought in this cycle.
        bought_credits: OrZero<Credits>,
        /// When these began to be counted.
        bought_since: Option<Instant>,
        /// The total of the monthly invoice so far.
        month_invoice: Option<MonthInvoiceState>,
        /// The rule for automatic top-ups.
        auto_top_up: Option<AutoState>,
        /// Alert levels.
        alerts: Vec<LevelState>,
        /// The use of meters.
        meters: Vec<MeterState>,
        /// What counts in limits.
        limit_uses: Vec<LimitState>,
        /// What has flowed through each class; nothing through one that is absent.
        classes: Vec<ClassSums>,
        /// Money invoiced so far.
        billed: OrZero<Money>,
        /// Invoices whose price is not published.
        unpriced: OrZero<u32>,
        /// Money paid for credits that were never used; absent if a price is unknown.
        wasted: Option<FractionText>,
        /// How long the wallet waits, remembers and keeps; the defaults when absent.
        limits: Option<WalletLimits>,
        /// Number of the last receipt.
        last_receipt: OrZero<Number>,
        /// The receipts that are kept, in order.
        receipts: Vec<Receipt>,
        /// The lots that receipts name which the caller keeps, in order.
        named_elsewhere: Vec<NamedLot>,
        /// How invoices are paid; every one counts as paid when absent.
        payment: Option<PaymentPolicy>,
        /// Number of the last invoice.
        last_invoice: OrZero<Number>,
        /// The invoices that are kept, in order.
        invoices: Vec<InvoiceView>,
        /// What has repaid debt, in order.
        repaid: Vec<Repayment>,
        /// The commands that are remembered, in order.
        commands: Vec<CommandState>,
    }
}

impl State {
    /// The wall clock of the account.
    fn wall_clock(&self) -> Zone {
        self.zone.clone().unwrap_or_else(Zone::utc)
    }
}

saved! {
    /// A lot that detached receipts name.
    pub(crate) struct NamedLot {
        /// Its number.
        lot: Number,
        /// When it was last paid from.
        at: Instant,
    }
}

saved! {
    /// A command that was carried out.
    pub(crate) struct CommandState {
        /// Its id.
        id: String,
        /// When it was carried out.
        at: Instant,
        /// Digest of what it does.
        body: String,
        /// What became of it.
        outcome: Outcome,
    }
}

saved! {
    /// The exact catalog.
    pub(crate) struct CatalogName {
        /// Id.
        id: String,
        /// Its `version`.
        version: String,
        /// Digest of the canonical JSON.
        digest: String,
    }
}

saved! {
    /// The use of a meter.
    pub(crate) struct MeterState {
        /// Name of the meter.
        meter: String,
        /// The amount used.
        used: FractionText,
        /// When the period of that use began.
        since: Instant,
    }
}

saved! {
    /// What counts in a limit.
    pub(crate) struct LimitState {
        /// Id of the limit.
        limit: String,
        /// By instant.
        uses: Vec<LimitUseState>,
    }
}

saved! {
    /// Credits that count in a limit.
    pub(crate) struct LimitUseState {
        /// When they were charged or, if the limit's window does not roll, the first of them.
        at: Instant,
        /// Credits.
        used: Credits,
    }
}

saved! {
    /// The amount of a grant.
    pub(crate) struct GrantAmount {
        /// Id of the grant.
        grant: String,
        /// Credits of one issue.
        credits: Credits,
    }
}

saved! {
    /// The price of a plan's term.
    pub(crate) struct PlanPrice {
        /// Id of the plan.
        plan: String,
        /// The term.
        term: Term,
        /// Money for the whole term; absent if not published.
        price: Option<Money>,
    }
}

saved! {
    /// The size and the price of a top-up.
    pub(crate) struct TopUpSize {
        /// Id of the top-up.
        top_up: String,
        /// Credits of one purchase.
        credits: Option<Credits>,
        /// Price of one purchase.
        price: Option<Money>,
    }
}

saved! {
    /// A subscription.
    pub(crate) struct HeldPlan {
        /// Id of the plan.
        plan: String,
        /// The billing term.
        term: Term,
        /// When it began.
        since: Instant,
        /// The cycle.
        cycle: PeriodState,
        /// The paid period.
        paid: PeriodState,
        /// A scheduled change.
        next: Option<NextPlan>,
    }
}

saved! {
    /// A recurring period, in months or days.
    pub(crate) struct PeriodState {
        /// Its anchor, in seconds of the wall clock since 1970.
        anchor: WallSeconds,
        /// Days of one occurrence; a month when absent.
        days: Option<u32>,
        /// Occurrences in a period.
        stride: u32,
        /// Number of the occurrence that ends the period.
        n: u32,
        /// When it began.
        start: Instant,
    }
}

saved! {
    /// A scheduled change to another plan, or to none.
    pub(crate) struct NextPlan {
        /// Id of the plan.
        plan: Option<String>,
        /// The billing term.
        term: Option<Term>,
        /// At the end of the term, not of the cycle.
        at_term_end: bool,
        /// By the rule for upgrades.
        up: bool,
    }
}

saved! {
    /// A member, and what they have used in this cycle.
    pub(crate) struct MemberUse {
        /// Id.
        id: String,
        /// Most credits that this member may use in a cycle.
        cap: Option<Credits>,
        /// Credits spent.
        used: Credits,
    }
}

saved! {
    /// The progress of a grant, for one member or for all.
    pub(crate) struct GrantTurn {
        /// Id of the grant.
        grant: String,
        /// Id of the member.
        member: Option<String>,
        /// A one-time grant that has been issued.
        done: bool,
        /// Number of the first lot of the last issue: its first use starts the time to the next
        /// one.
        out: Option<Number>,
        /// Number of the next occurrence.
        n: Option<u32>,
        /// The anchor of its occurrences, in seconds of the wall clock since 1970.
        anchor: Option<WallSeconds>,
        /// The next issue, once a first use has set it.
        next: Option<Instant>,
    }
}

words! {
    /// What determines the end of a lot.
    pub(crate) enum EndsBy {
        /// At an instant.
        At = "at",
        /// With the cycle.
        Cycle = "cycle",
        /// With the paid period.
        Term = "term",
        /// A fixed time after its first use.
        Use = "use",
    }
}

saved! {
    /// A hold.
    pub(crate) struct HoldState {
        /// Its number.
        n: Number,
        /// When it was opened.
        at: Instant,
        /// When it is released, unless it is settled before.
        until: Instant,
        /// Id of the operation.
        operation: String,
        /// Id of the member.
        member: Option<String>,
        /// The lots, in the order of payment.
        lots: Vec<HeldPart>,
    }
}

saved! {
    /// The held credits of one lot.
    pub(crate) struct HeldPart {
        /// Number of the lot.
        lot: Number,
        /// Credits.
        amount: Credits,
    }
}

saved! {
    /// Purchases in this cycle.
    pub(crate) struct Bought {
        /// Id of the top-up.
        top_up: String,
        /// Number of bundles.
        count: u32,
    }
}

saved! {
    /// A monthly invoice that is not sent yet.
    pub(crate) struct MonthInvoiceState {
        /// When it is due.
        due: Instant,
        /// Money; absent if a price is unknown.
        money: Option<Money>,
    }
}

saved! {
    /// The rule for automatic top-ups, and its state.
    pub(crate) struct AutoState {
        /// Id of the top-up.
        top_up: String,
        /// The threshold.
        below: Credits,
        /// Number of bundles in a purchase.
        count: Option<u32>,
        /// The balance to reach, instead of a count.
        target: Option<Credits>,
        /// Most purchases in a cycle.
        limit: Option<u32>,
        /// Minimum time between two purchases.
        cooldown: Option<Span>,
        /// Purchases in this cycle.
        bought: u32,
        /// When the last purchase was made.
        last: Option<Instant>,
    }
}

saved! {
    /// An alert level: exactly one of `percent` and `credits`.
    pub(crate) struct LevelState {
        /// Per cent of the allowance used.
        percent: Option<Decimal>,
        /// Credits left.
        credits: Option<Credits>,
        /// The balance is at or above it.
        armed: bool,
    }
}

saved! {
    /// What has flowed through a class since the beginning.
    pub(crate) struct ClassSums {
        /// Id of the class.
        class: String,
        /// Credits issued.
        issued: Option<Credits>,
        /// Credits spent.
        spent: Option<Credits>,
        /// Credits refunded.
        refunded: Option<Credits>,
        /// Credits that expired unused.
        expired: Option<Credits>,
        /// Credits forfeited to a cap or a rule.
        forfeited: Option<Credits>,
        /// Credits revoked.
        revoked: Option<Credits>,
        /// Credits rolled in from another class.
        rolled_in: Option<Credits>,
        /// Credits rolled out to another class.
        rolled_out: Option<Credits>,
    }
}
