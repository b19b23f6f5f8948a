//! The account a wallet is opened for, as it is written: plan, zone, members, opening lots, and what
//! is assumed.

use crate::amount::{Credits, Decimal, Money};
use crate::calendar::{Instant, Span, Zone};
use crate::catalog::supply::Term;
use crate::catalog::{AlertLevel, TermPrices};
use crate::error::Errors;
use crate::json::{self, Log, Read, Within, record};

record! {
    /// An account as it stands at the start.
    pub struct Account {
        /// Id of the plan held; none when absent.
        plan: Option<String>,
        /// How it is paid; by the month when absent.
        term: Option<Term>,
        /// When the plan began, or the account was opened; the start when absent.
        since: Option<Instant>,
        /// The wall clock of the account, as a table; UTC when absent.
        zone: Option<Zone>,
        /// Who shares the balance.
        members: Vec<Member>,
        /// The balance at the start. When absent, the account starts with what its grants give in
        /// the period that holds the start, as if it had just begun.
        lots: Option<Vec<OpeningLot>>,
        /// Instead of `lots`, what is left by class; it ends as the catalog's rule for the class says,
        /// worked out from the plan and `since`. Classes it does not name have what their grants give
        /// in the period that holds the start.
        #[within(Within::NOT_NEGATIVE)]
        balance: Vec<(String, Credits)>,
        /// Credits owed at the start.
        #[within(Within::NOT_NEGATIVE)]
        debt: Option<Credits>,
        /// What was used of meters of the catalog before the start, in the periods that hold it.
        #[within(Within::NOT_NEGATIVE)]
        used: Vec<(String, Decimal)>,
        /// Levels at which to alert, beside those of the catalog.
        alerts: Vec<AlertLevel>,
        /// A purchase that makes itself.
        auto_top_up: Option<AutoTopUp>,
        /// Amounts and prices that the catalog does not publish.
        assume: Option<Assumptions>,
    }
}

record! {
    /// Someone who shares the balance.
    pub struct Member {
        /// Unique in the account.
        id: String,
        /// Most credits in a cycle.
        #[within(Within::NOT_NEGATIVE)]
        cap: Option<Credits>,
    }
}

record! {
    /// Credits that are there at the start.
    pub struct OpeningLot {
        /// Unique in the account; the class when absent and only one lot has it.
        id: Option<String>,
        /// Class of the credits.
        class: String,
        /// How many there are.
        #[within(Within::NOT_NEGATIVE)]
        amount: Credits,
        /// When they begin to pay; at the start when absent.
        effective: Option<Instant>,
        /// When they end; as the rule they come from says when absent.
        expires: Option<Instant>,
        /// Id of the grant or top-up they come from; the first that fits the class when absent.
        from: Option<String>,
        /// Smaller pays first.
        priority: Option<u32>,
        /// Only this member may use them.
        member: Option<String>,
    }
}

record! {
    /// Buys a top-up whenever the balance falls below a threshold.
    pub struct AutoTopUp {
        /// Id of the top-up.
        top_up: String,
        /// The threshold.
        #[within(Within::NOT_NEGATIVE)]
        below: Credits,
        /// How many at once; one when absent.
        #[within(Within::ONE_OR_MORE)]
        count: Option<u32>,
        /// As many as bring the balance to this, instead of `count`.
        #[within(Within::NOT_NEGATIVE)]
        target: Option<Credits>,
        /// Most purchases in a cycle.
        #[within(Within::ONE_OR_MORE)]
        limit: Option<u32>,
        /// Time between two purchases, such as "1 day".
        cooldown: Option<Span>,
    }
}

record! {
    /// Amounts and prices to assume where the catalog publishes none, by id.
    pub struct Assumptions {
        /// Credits of one issue, by grant.
        #[within(Within::NOT_NEGATIVE)]
        grants: Vec<(String, Credits)>,
        /// Money for a term, by plan.
        plans: Vec<(String, TermPrices)>,
        /// Size and price, by top-up.
        top_ups: Vec<(String, AssumedTopUp)>,
    }
}

record! {
    /// Size and price of a top-up.
    pub struct AssumedTopUp {
        /// Credits of one purchase.
        #[within(Within::POSITIVE)]
        credits: Option<Credits>,
        /// Money for it.
        #[within(Within::NOT_NEGATIVE)]
        price: Option<Money>,
    }
}

impl Default for Account {
    /// No plan, UTC, one person, and what the grants give.
    fn default() -> Self {
        Account::placeholder()
    }
}

impl OpeningLot {
    /// So many credits of a class, of which nothing else is said.
    pub(super) fn of_class(class: &str, amount: Credits) -> Self {
        OpeningLot { class: class.to_owned(), amount, ..OpeningLot::placeholder() }
    }
}

impl Account {
    /// Reads an account from JSON text.
    ///
    /// # Errors
    /// Every error of the text, with its JSON pointer; unknown keys too.
    pub fn from_json(text: &str) -> std::result::Result<Self, Errors> {
        Log::of_values().read(&json::parse(text)?)
    }
}
