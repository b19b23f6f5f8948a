//! State: a wallet as text, saved and loaded exactly.
//!
//! It contains names, not indices. What follows from the rest (the burn order, the next events) is
//! computed again. `save` writes it; `load` reads and checks it.

mod load;
mod number;
mod save;

use super::Wallet;
use crate::amount::{Credits, Decimal, Money};
use crate::calendar::{Instant, Span, Zone};
use crate::catalog::supply::Term;
use crate::error::there;
use crate::json::{record, to_text, words};
use number::{FractionText, Number, WallSeconds};
use serde::ser::{Serialize, SerializeStruct, Serializer};

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
    /// let (wallet, _) = Wallet::open(&catalog, &Account::default(), noon)?;
    /// let state = wallet.save();
    /// let again = Wallet::load(&catalog, &state)?;
    /// assert_eq!(again.save(), state);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save(&self) -> String {
        // Only floats and duplicate keys cannot be written, and there are none.
        there(to_text(&self.state()).ok()).unwrap_or_default()
    }
}

/// A record that is written too; values equal to their absence are left out.
macro_rules! saved {
    ($(#[doc = $doc:literal])* struct $name:ident {
        $($(#[doc = $field_doc:literal])* $field:ident: $ty:ty,)*
    }) => {
        record! {
            $(#[doc = $doc])*
            pub(crate) struct $name { $($(#[doc = $field_doc])* $field: $ty,)* }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut fields = serializer.serialize_struct(stringify!($name), 0)?;
                $(if <$ty as crate::json::Read>::REQUIRED
                    || self.$field != <$ty as crate::json::Read>::placeholder()
                {
                    fields.serialize_field(crate::json::key(stringify!($field)), &self.$field)?;
                })*
                fields.end()
            }
        }
    };
}

saved! {
    /// The state of a wallet.
    struct State {
        /// Version of the rules.
        semantics: u32,
        /// The catalog of the wallet.
        catalog: CatalogName,
        /// The current instant.
        now: Instant,
        /// When the account was opened.
        since: Instant,
        /// The wall clock of the account.
        zone: Zone,
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
        debt: Credits,
        /// Who shares the balance, by id.
        members: Vec<MemberUse>,
        /// The progress of the grants.
        grants: Vec<GrantTurn>,
        /// Number of the last lot.
        last_lot: Number,
        /// The lots, in order of issue.
        lots: Vec<LotState>,
        /// Number of the last hold.
        last_hold: Number,
        /// The open holds, in order.
        holds: Vec<HoldState>,
        /// Purchases in this cycle.
        bought: Vec<Bought>,
        /// Credits bought in this cycle.
        bought_credits: Credits,
        /// The total of the monthly invoice so far.
        invoice: Option<Invoice>,
        /// The rule for automatic top-ups.
        auto_top_up: Option<AutoState>,
        /// Alert levels.
        alerts: Vec<LevelState>,
        /// The use of meters.
        meters: Vec<MeterState>,
        /// What has flowed through each class.
        classes: Vec<ClassSums>,
        /// Money invoiced so far.
        billed: Money,
        /// Invoices whose price is not published.
        unpriced: u32,
        /// Money paid for credits that were never used; absent if a price is unknown.
        wasted: Option<FractionText>,
    }
}

saved! {
    /// The exact catalog.
    struct CatalogName {
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
    struct MeterState {
        /// Name of the meter.
        meter: String,
        /// The amount used.
        used: FractionText,
        /// When the period of that use began.
        since: Instant,
    }
}

saved! {
    /// The amount of a grant.
    struct GrantAmount {
        /// Id of the grant.
        grant: String,
        /// Credits of one issue.
        credits: Credits,
    }
}

saved! {
    /// The price of a plan's term.
    struct PlanPrice {
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
    struct TopUpSize {
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
    struct HeldPlan {
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
    struct PeriodState {
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
    struct NextPlan {
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
    struct MemberUse {
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
    struct GrantTurn {
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
        /// Number of the last occurrence that issued.
        last: Option<u32>,
        /// The anchor of its occurrences, in seconds of the wall clock since 1970.
        anchor: Option<WallSeconds>,
        /// The next issue, once a first use has set it.
        next: Option<Instant>,
    }
}

saved! {
    /// A lot.
    struct LotState {
        /// Its number.
        n: Number,
        /// Its given id, if any.
        id: Option<String>,
        /// Its class.
        class: String,
        /// Id of its grant.
        grant: Option<String>,
        /// Id of its top-up.
        top_up: Option<String>,
        /// When it was issued.
        issued: Instant,
        /// When it begins to pay; the issue date when absent.
        effective: Option<Instant>,
        /// What determines its end; never when absent.
        ends: Option<EndsBy>,
        /// When it expires or expired.
        expires: Option<Instant>,
        /// Seconds from its first use to its end.
        seconds: Option<u32>,
        /// The lot with the smaller number pays first.
        priority: Option<u32>,
        /// Seconds between two issues of its grant.
        interval: Option<u32>,
        /// Money for one credit.
        unit_cost: Option<FractionText>,
        /// Credits that were issued.
        amount: Credits,
        /// Credits that remain.
        left: Credits,
        /// Credits that are held.
        held: Option<Credits>,
        /// Credits spent and not refunded.
        spent: Option<Credits>,
        /// Id of the only member who may use it.
        member: Option<String>,
        /// Frozen until there is a subscription.
        frozen: bool,
        /// Usable only for what the free tier may use.
        restricted: bool,
        /// It was carried over from an earlier cycle.
        carried: bool,
        /// Numbers of the lots merged into it.
        joined: Vec<Numbers>,
        /// It has ended, but some credits are held.
        over: bool,
    }
}

saved! {
    /// A range of lot numbers.
    struct Numbers {
        /// The first number.
        from: Number,
        /// The last number.
        to: Number,
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
    struct HoldState {
        /// Its number.
        n: Number,
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
    struct HeldPart {
        /// Number of the lot.
        lot: Number,
        /// Credits.
        amount: Credits,
    }
}

saved! {
    /// Purchases in this cycle.
    struct Bought {
        /// Id of the top-up.
        top_up: String,
        /// Number of bundles.
        count: u32,
    }
}

saved! {
    /// An open invoice.
    struct Invoice {
        /// When it is due.
        due: Instant,
        /// Money; absent if a price is unknown.
        money: Option<Money>,
    }
}

saved! {
    /// The rule for automatic top-ups, and its state.
    struct AutoState {
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
    struct LevelState {
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
    struct ClassSums {
        /// Id of the class.
        class: String,
        /// Credits issued.
        issued: Credits,
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

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
