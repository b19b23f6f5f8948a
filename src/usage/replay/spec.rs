//! The account that a log is replayed through.

use super::super::report::ReportSpec;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::error::Errors;
use crate::json::{self, Log, Value, record};
use crate::simulate::Action;
use crate::wallet::Account;

record! {
    /// A balance that the vendor showed.
    ///
    /// ```
    /// use drawdown::KnownBalance;
    /// let known = KnownBalance::new("2026-11-30".parse()?, "420".parse()?);
    /// assert_eq!(known.balance.to_string(), "420");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[input]
    pub struct KnownBalance {
        /// When, after everything of that instant.
        at: Instant,
        /// The credits that could be spent.
        balance: Credits,
    }
}

record! {
    /// The account that a log belongs to, and what happened to it besides usage.
    ///
    /// ```
    /// use drawdown::{Account, Action, ActionKind, KnownBalance, ReplaySpec};
    /// let spec = ReplaySpec::default()
    ///     .account(Account::default())
    ///     .actions([Action::new("2026-11-05".parse()?, ActionKind::Buy).top_up("pack")])
    ///     .balances([KnownBalance::new("2026-11-30".parse()?, "420".parse()?)])
    ///     .payments(true);
    /// assert_eq!(spec.balances.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[input]
    pub struct ReplaySpec {
        /// The first instant; the beginning of the first event's day in UTC when absent.
        start: Option<Instant>,
        /// The first instant after the replay; a day after the last event when absent.
        until: Option<Instant>,
        /// The account at the start.
        account: Option<Account>,
        /// Plan changes, purchases and grants, with their dates.
        actions: Vec<Action>,
        /// Balances that the vendor showed, to compare.
        balances: Vec<KnownBalance>,
        /// Rate all events by the catalog, also those whose charge is in the log.
        rate_all: bool,
        /// Keep what each lot paid of each event.
        payments: bool,
        /// A report of the events, also by the class of the credits that paid.
        report: Option<ReportSpec>,
    }
}

impl KnownBalance {
    /// The credits that could be spent after everything of an instant.
    pub fn new(at: Instant, balance: Credits) -> Self {
        KnownBalance { at, balance }
    }
}

impl Default for ReplaySpec {
    /// An account without a plan, and charges as the log has them.
    fn default() -> Self {
        json::Read::placeholder()
    }
}

impl ReplaySpec {
    /// Reads a specification from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        ReplaySpec::from_value(&json::parse(text)?)
    }

    /// Reads a specification from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::of_strict_values().read(value)
    }
}
