//! State: a wallet as text, saved and loaded exactly.
//!
//! Names stand in it, not places; what follows from the rest (the burn order, what comes next) is
//! worked out anew. `save` writes it, `load` reads and checks it.

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
    /// The whole wallet as JSON text, to keep anywhere. Entries that have not been handed out are
    /// not part of it.
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
        // Only floats and odd keys cannot be written, and there are none.
        there(to_text(&self.state()).ok()).unwrap_or_default()
    }
}

/// A record that is written too: what is as if absent is left out.
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
    /// A wallet as it stands.
    struct State {
        /// Version of the rules.
        semantics: u32,
        /// The catalog it was made with.
        catalog: CatalogName,
        /// The instant it stands at.
        now: Instant,
        /// When the account was opened.
        since: Instant,
        /// The wall clock of the account.
        zone: Zone,
        /// Amounts of grants that are assumed.
        assumed_grants: Vec<GrantAmount>,
        /// Prices of plans that are assumed.
        assumed_plans: Vec<PlanPrice>,
        /// Sizes and prices of top-ups that are assumed.
        assumed_top_ups: Vec<TopUpSize>,
        /// The plan held.
        subscription: Option<HeldPlan>,
        /// A subscription has ended, and none has begun since.
        lapsed: bool,
        /// Credits owed.
        debt: Credits,
        /// Who shares the balance, by id.
        members: Vec<MemberUse>,
        /// How far the grants are.
        grants: Vec<GrantTurn>,
        /// Number of the latest lot.
        last_lot: Number,
        /// The lots, in order of issue.
        lots: Vec<LotState>,
        /// Number of the latest hold.
        last_hold: Number,
        /// The holds that are open, in order.
        holds: Vec<HoldState>,
        /// Purchases in this cycle.
        bought: Vec<Bought>,
        /// Credits bought in this cycle.
        bought_credits: Credits,
        /// What the month's invoice comes to so far.
        invoice: Option<Invoice>,
        /// The purchase that makes itself.
        auto_top_up: Option<AutoState>,
        /// Levels at which to alert.
        alerts: Vec<LevelState>,
        /// What was used of meters.
        meters: Vec<MeterState>,
        /// What flowed through each class.
        classes: Vec<ClassSums>,
        /// Money invoiced so far.
        billed: Money,
        /// Invoices whose price is not published.
        unpriced: u32,
        /// Money paid for credits that nobody used; absent when some price is not known.
        wasted: Option<FractionText>,
    }
}

saved! {
    /// Which catalog, exactly.
    struct CatalogName {
        /// Id.
        id: String,
        /// Version, as the file says it.
        version: String,
        /// Digest of the canonical JSON.
        digest: String,
    }
}

saved! {
    /// What was used of a meter.
    struct MeterState {
        /// Name of the meter.
        meter: String,
        /// How much.
        used: FractionText,
        /// When the period began in which it was.
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
    /// The price of a plan for a term.
    struct PlanPrice {
        /// Id of the plan.
        plan: String,
        /// The term.
        term: Term,
        /// Money for the whole term; absent when nobody publishes it.
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
        /// Money for it.
        price: Option<Money>,
    }
}

saved! {
    /// A plan that is held.
    struct HeldPlan {
        /// Id of the plan.
        plan: String,
        /// How it is paid.
        term: Term,
        /// When it began.
        since: Instant,
        /// The cycle.
        cycle: PeriodState,
        /// What has been paid for.
        paid: PeriodState,
        /// A change that is to come.
        next: Option<NextPlan>,
    }
}

saved! {
    /// A period that comes again, by months or by days.
    struct PeriodState {
        /// From when it is counted, in seconds of the wall clock since 1970.
        anchor: WallSeconds,
        /// So many days; a month when absent.
        days: Option<u32>,
        /// Occurrences to a period.
        stride: u32,
        /// Number of the occurrence that ends it.
        n: u32,
        /// When it began.
        start: Instant,
    }
}

saved! {
    /// A change that is to come: another plan, or none.
    struct NextPlan {
        /// Id of the plan.
        plan: Option<String>,
        /// How it is paid.
        term: Option<Term>,
        /// At the end of the term, rather than of the cycle.
        at_term_end: bool,
        /// By the rule for larger plans.
        up: bool,
    }
}

saved! {
    /// A member, and what they have used in this cycle.
    struct MemberUse {
        /// Id.
        id: String,
        /// Most credits in a cycle.
        cap: Option<Credits>,
        /// Credits used.
        used: Credits,
    }
}

saved! {
    /// How far a grant is, for one member or for all.
    struct GrantTurn {
        /// Id of the grant.
        grant: String,
        /// Id of the member.
        member: Option<String>,
        /// It has been issued, once and for all.
        done: bool,
        /// Number of the first lot that is out: its first use says when the next one comes.
        out: Option<Number>,
        /// Number of its next occurrence.
        n: Option<u32>,
        /// Number of the occurrence that issued last.
        last: Option<u32>,
        /// From when occurrences are counted, in seconds of the wall clock since 1970.
        anchor: Option<WallSeconds>,
        /// When the next one comes, where the first use has said so.
        next: Option<Instant>,
    }
}

saved! {
    /// A lot.
    struct LotState {
        /// Its number.
        n: Number,
        /// Its id, when one was given.
        id: Option<String>,
        /// Its class.
        class: String,
        /// Id of the grant it comes from.
        grant: Option<String>,
        /// Id of the top-up it comes from.
        top_up: Option<String>,
        /// When it was issued.
        issued: Instant,
        /// When it begins to pay; when it was issued when absent.
        effective: Option<Instant>,
        /// What it ends by; never when absent.
        ends: Option<EndsBy>,
        /// When it ends, or ended.
        expires: Option<Instant>,
        /// How long it lives after its first use.
        seconds: Option<u32>,
        /// Smaller pays first.
        priority: Option<u32>,
        /// Seconds between two issues.
        interval: Option<u32>,
        /// Money for one credit.
        unit_cost: Option<FractionText>,
        /// Credits that were issued.
        amount: Credits,
        /// Credits that are left.
        left: Credits,
        /// Credits that are held.
        held: Option<Credits>,
        /// Credits that were spent and have not come back.
        spent: Option<Credits>,
        /// Id of the only member who may use it.
        member: Option<String>,
        /// It waits for a subscription.
        frozen: bool,
        /// It buys only what the free tier may use.
        restricted: bool,
        /// It was carried over from an earlier cycle.
        carried: bool,
        /// Numbers of the lots that have become part of it.
        joined: Vec<Numbers>,
        /// It is over, but something of it is held.
        over: bool,
    }
}

saved! {
    /// Numbers of lots, from one to another.
    struct Numbers {
        /// The first.
        from: Number,
        /// The last.
        to: Number,
    }
}

words! {
    /// What a lot ends by.
    pub(crate) enum EndsBy {
        /// At an instant.
        At = "at",
        /// With the cycle.
        Cycle = "cycle",
        /// With what a payment is for.
        Term = "term",
        /// Some time after its first use.
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
        /// The lots, in the order in which they pay.
        lots: Vec<HeldPart>,
    }
}

saved! {
    /// What is held of one lot.
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
        /// How many.
        count: u32,
    }
}

saved! {
    /// An invoice that is not due yet.
    struct Invoice {
        /// When it is due.
        due: Instant,
        /// Money; absent when some of it has no price.
        money: Option<Money>,
    }
}

saved! {
    /// A purchase that makes itself.
    struct AutoState {
        /// Id of the top-up.
        top_up: String,
        /// The threshold.
        below: Credits,
        /// How many at once.
        count: Option<u32>,
        /// As many as bring the balance to this.
        target: Option<Credits>,
        /// Most purchases in a cycle.
        limit: Option<u32>,
        /// Time between two purchases.
        cooldown: Option<Span>,
        /// Purchases in this cycle.
        bought: u32,
        /// When the last one was.
        last: Option<Instant>,
    }
}

saved! {
    /// A level at which to alert: exactly one of `percent` and `credits`.
    struct LevelState {
        /// Per cent of the allowance used.
        percent: Option<Decimal>,
        /// Credits left.
        credits: Option<Credits>,
        /// The balance is above it.
        armed: bool,
    }
}

saved! {
    /// What flowed through a class since the beginning.
    struct ClassSums {
        /// Id of the class.
        class: String,
        /// Credits issued.
        issued: Credits,
        /// Credits spent.
        spent: Option<Credits>,
        /// Credits refunded.
        refunded: Option<Credits>,
        /// Credits that ended unused.
        expired: Option<Credits>,
        /// Credits lost to a cap or a rule.
        forfeited: Option<Credits>,
        /// Credits taken back.
        revoked: Option<Credits>,
        /// Credits that came from another class.
        rolled_in: Option<Credits>,
        /// Credits that went to another class.
        rolled_out: Option<Credits>,
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
