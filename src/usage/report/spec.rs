//! What to report.

use super::super::event::{EventOutcome, UsageEvent};
use crate::amount::Decimal;
use crate::calendar::{Instant, Zone};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Value, Within, record, words};

/// The most things to group by.
pub(super) const MOST_KEYS: usize = 4;

words! {
    /// What a report is grouped by.
    #[non_exhaustive]
    pub enum GroupBy {
        /// The account.
        Account = "account",
        /// Who ran it.
        Member = "member",
        /// The label.
        Project = "project",
        /// The operation.
        Operation = "operation",
        /// How the runs ended.
        Outcome = "outcome",
        /// The class of the credits that paid; only a replay knows it.
        Class = "class",
        /// A day on the wall clock.
        Day = "day",
        /// A week from Monday on.
        Week = "week",
        /// A calendar month.
        Month = "month",
        /// A month from the day of `cycle_from` on.
        Cycle = "cycle",
    }
}

record! {
    /// What to report.
    ///
    /// ```
    /// use drawdown::{GroupBy, ReportSpec};
    /// let spec = ReportSpec::default()
    ///     .by([GroupBy::Month, GroupBy::Member])
    ///     .projects(["launch"])
    ///     .top(5);
    /// assert_eq!(spec, ReportSpec::from_json(
    ///     r#"{ "by": ["month", "member"], "projects": ["launch"], "top": 5 }"#)?);
    /// # Ok::<(), drawdown::Errors>(())
    /// ```
    #[input]
    pub struct ReportSpec {
        /// What rows are grouped by, at most four; one row for everything when empty.
        by: Vec<GroupBy>,
        /// The first instant that counts.
        from: Option<Instant>,
        /// The first instant that no longer counts.
        until: Option<Instant>,
        /// The wall clock of days, weeks and months; UTC when absent.
        zone: Option<Zone>,
        /// When the first cycle begins; the beginning of 1970 when absent.
        cycle_from: Option<Instant>,
        /// Only these accounts.
        accounts: Vec<String>,
        /// Only these members.
        members: Vec<String>,
        /// Only these projects.
        projects: Vec<String>,
        /// Only these operations.
        operations: Vec<String>,
        /// Only runs that ended so.
        outcomes: Vec<EventOutcome>,
        /// Only the rows with most credits, in each period; the others become one row.
        #[within(Within::ONE_OR_MORE)]
        top: Option<u32>,
        /// Compare with the period of the same length before `from`.
        compare: bool,
        /// Rate events without a charge for an account with this plan; no plan when absent.
        plan: Option<String>,
        /// Rate all events, also those whose charge is known.
        rate_all: bool,
        /// What one credit costs, in money.
        #[within(Within::NOT_NEGATIVE)]
        credit_price: Option<Decimal>,
    }
}

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub(in crate::usage) enum ReportUse {
    Log,
    Replay,
}

impl Default for ReportSpec {
    /// One row for everything.
    fn default() -> Self {
        json::Read::placeholder()
    }
}

impl ReportSpec {
    /// Reads a specification from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        ReportSpec::from_value(&json::parse(text)?)
    }

    /// Reads a specification from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::of_strict_values().read(value)
    }

    pub(in crate::usage) fn check(&self, use_of: ReportUse) -> Result<(), Errors> {
        let log = Log::default();
        json::Read::check_fields(self, &json::Path::Root, &log);
        let error = |pointer: &str, sentence: &str| {
            log.error(Error::new(ErrorKind::OutOfRange, pointer, sentence));
        };
        match use_of {
            ReportUse::Log => {
                if let Some(place) = self.by.iter().position(|by| *by == GroupBy::Class) {
                    let sentence = "expected no `class`: only a replay knows which credits paid";
                    error(&format!("/by/{place}"), sentence);
                }
            }
            ReportUse::Replay => {
                if self.plan.is_some() {
                    error("/plan", "expected none: the account has the plan");
                }
                if self.rate_all {
                    error("/rate_all", "expected none: the replay says what is rated");
                }
            }
        }
        if self.by.len() > MOST_KEYS {
            error("/by", "expected at most four");
        }
        if (self.from.zip(self.until)).is_some_and(|(from, until)| until <= from) {
            error("/until", "expected an end after the beginning");
        }
        if self.compare && self.from.zip(self.until).is_none() {
            error("/compare", "expected `from` and `until`, to know which period to compare");
        }
        if self.compare && self.by.iter().any(|by| by.is_period()) {
            error("/compare", "expected no day, week, month or cycle in `by`");
        }
        Errors::check(log.into_lists().0)
    }
}

impl GroupBy {
    pub(super) fn is_period(self) -> bool {
        matches!(self, GroupBy::Day | GroupBy::Week | GroupBy::Month | GroupBy::Cycle)
    }
}

impl ReportSpec {
    /// Whether an event passes the filters.
    pub(in crate::usage) fn takes(&self, event: &UsageEvent) -> bool {
        let among = |list: &[String], value: Option<&str>| {
            list.is_empty() || value.is_some_and(|value| list.iter().any(|known| known == value))
        };
        among(&self.accounts, event.account.as_deref())
            && among(&self.members, event.member.as_deref())
            && among(&self.projects, event.project.as_deref())
            && among(&self.operations, Some(&event.operation))
            && (self.outcomes.is_empty() || self.outcomes.contains(&event.outcome))
    }
}
