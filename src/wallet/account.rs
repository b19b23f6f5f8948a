//! The account that a wallet is opened for: plan, zone, members, opening lots, assumptions.

use crate::amount::{Credits, Decimal, Money};
use crate::calendar::{Instant, Span, Zone};
use crate::catalog::supply::Term;
use crate::catalog::{AlertLevel, TermPrices};
use crate::error::Errors;
use crate::json::{self, Log, Read, Within, record, saved};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

record! {
    /// An account as it stands at the start.
    #[input]
    pub struct Account {
        /// Id of the current plan; no plan when absent.
        plan: Option<String>,
        /// The billing term; a month when absent.
        term: Option<Term>,
        /// When the plan began or, without a plan, the account was opened; the start when absent.
        since: Option<Instant>,
        /// The wall clock of the account, as a table; UTC when absent.
        zone: Option<Zone>,
        /// Who shares the balance.
        members: Vec<Member>,
        /// The balance at the start. When absent, the account starts with what its grants issue in
        /// the period that contains the start, as if that period had just begun.
        lots: Option<Vec<OpeningLot>>,
        /// The balance by class, instead of `lots`. Each class expires by the catalog's rule for
        /// it, computed from the plan and `since`. A class that is not named has what its grants
        /// issue in the period that contains the start.
        #[within(Within::NOT_NEGATIVE)]
        balance: Vec<(String, Credits)>,
        /// Credits owed at the start.
        #[within(Within::NOT_NEGATIVE)]
        debt: Option<Credits>,
        /// The use of the catalog's meters before the start, in the periods that contain it.
        #[within(Within::NOT_NEGATIVE)]
        used: Vec<(String, Decimal)>,
        /// Alert levels, in addition to the catalog's.
        alerts: Vec<AlertLevel>,
        /// A rule for automatic top-ups.
        auto_top_up: Option<AutoTopUp>,
        /// Amounts and prices that the catalog does not publish.
        assume: Option<Assumptions>,
    }
}

saved! {
    /// Someone who shares the balance.
    #[input]
    pub struct Member {
        /// Unique in the account.
        id: String,
        /// Most credits that this member may use in a cycle.
        #[within(Within::NOT_NEGATIVE)]
        cap: Option<Credits>,
    }
}

record! {
    /// Credits in the account at the start.
    #[input]
    pub struct OpeningLot {
        /// Unique in the account. When absent, the class is the id, if only one lot has that class.
        id: Option<String>,
        /// Class of the credits.
        class: String,
        /// Number of credits.
        #[within(Within::NOT_NEGATIVE)]
        amount: Credits,
        /// When they begin to pay; the start when absent.
        effective: Option<Instant>,
        /// When they expire; by the rule of their grant or top-up when absent.
        expires: Option<Instant>,
        /// Id of their grant or top-up; when absent, the first one of the class.
        from: Option<String>,
        /// The lot with the smaller number pays first.
        priority: Option<u32>,
        /// Only this member may use them.
        member: Option<String>,
    }
}

saved! {
    /// Buys a top-up whenever the balance falls below a threshold.
    #[input]
    pub struct AutoTopUp {
        /// Id of the top-up.
        top_up: String,
        /// The threshold.
        #[within(Within::NOT_NEGATIVE)]
        below: Credits,
        /// Number of bundles in a purchase; one when absent.
        #[within(Within::ONE_OR_MORE)]
        count: Option<u32>,
        /// Instead of `count`: buy as many bundles as raise the balance to this.
        #[within(Within::NOT_NEGATIVE)]
        target: Option<Credits>,
        /// Most purchases in a cycle.
        #[within(Within::ONE_OR_MORE)]
        limit: Option<u32>,
        /// Minimum time between two purchases, such as "1 day".
        cooldown: Option<Span>,
    }
}

record! {
    /// Amounts and prices to assume where the catalog publishes none, by id.
    #[input]
    pub struct Assumptions {
        /// Credits of one issue, by grant id.
        #[within(Within::NOT_NEGATIVE)]
        grants: Vec<(String, Credits)>,
        /// Price of a term, by plan id.
        plans: Vec<(String, TermPrices)>,
        /// Size and price, by top-up id.
        top_ups: Vec<(String, AssumedTopUp)>,
    }
}

saved! {
    /// Size and price of a top-up.
    #[input]
    pub struct AssumedTopUp {
        /// Credits of one purchase.
        #[within(Within::POSITIVE)]
        credits: Option<Credits>,
        /// Price of one purchase.
        #[within(Within::NOT_NEGATIVE)]
        price: Option<Money>,
    }
}

impl Default for Account {
    /// No plan, UTC, one person, and the credits that grants issue.
    fn default() -> Self {
        Account::placeholder()
    }
}

impl Member {
    /// Someone without a cap.
    pub fn new(id: impl Into<String>) -> Self {
        Member { id: id.into(), ..Member::placeholder() }
    }
}

impl OpeningLot {
    /// An opening lot with a class and an amount; everything else is left to the catalog.
    pub fn new(class: impl Into<String>, amount: Credits) -> Self {
        OpeningLot { class: class.into(), amount, ..OpeningLot::placeholder() }
    }
}

impl AutoTopUp {
    /// Buys one bundle of a top-up whenever the balance falls below a threshold.
    pub fn new(top_up: impl Into<String>, below: Credits) -> Self {
        AutoTopUp { top_up: top_up.into(), below, ..AutoTopUp::placeholder() }
    }
}

impl Default for Assumptions {
    /// Nothing is assumed.
    fn default() -> Self {
        Assumptions::placeholder()
    }
}

impl Serialize for Assumptions {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Assumptions", 0)?;
        if !self.grants.is_empty() {
            fields.serialize_field("grants", &ById(&self.grants))?;
        }
        if !self.plans.is_empty() {
            fields.serialize_field("plans", &ById(&self.plans))?;
        }
        if !self.top_ups.is_empty() {
            fields.serialize_field("top_ups", &ById(&self.top_ups))?;
        }
        fields.end()
    }
}

/// Written as an object, as it is read.
struct ById<'a, T>(&'a [(String, T)]);

impl<T: Serialize> Serialize for ById<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(id, of)| (id, of)))
    }
}

impl Default for AssumedTopUp {
    /// Neither size nor price is assumed.
    fn default() -> Self {
        AssumedTopUp::placeholder()
    }
}

impl Account {
    /// Reads an account from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> std::result::Result<Self, Errors> {
        Log::of_values().read(&json::parse(text)?)
    }
}
