//! Sums of a log by member, operation, project and period.

mod group;
mod rows;
mod sums;

pub use rows::{ReportRow, UsageReport};
pub use sums::UsageSums;

use super::event::{Outcome, UsageEvent};
use super::names::Index;
use super::problem::ReadSummary;
use super::rate::{Rated, Rater, Reasons};
use crate::amount::{Credits, Decimal};
use crate::calendar::{Instant, Zone};
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Value, Within, record, words};
use group::{Group, Grouping};
use sums::Sums;

/// More groups are an error: they would fill the memory.
const MOST_GROUPS: usize = 1_000_000;

words! {
    /// What a report is grouped by.
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
        outcomes: Vec<Outcome>,
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

    fn check(&self) -> Result<(), Errors> {
        let log = Log::default();
        json::Read::check_fields(self, &json::Path::Root, &log);
        let error = |pointer: &str, sentence: &str| {
            log.error(Error::new(ErrorKind::OutOfRange, pointer, sentence));
        };
        if self.by.len() > group::MOST {
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
    fn is_period(self) -> bool {
        matches!(self, GroupBy::Day | GroupBy::Week | GroupBy::Month | GroupBy::Cycle)
    }
}

/// A report in the making: takes events, in any order.
///
/// ```
/// use drawdown::{Catalog, ReportSpec, UsageEvent, UsageReports};
/// let catalog = Catalog::from_json(r#"{ "catalog": "x", "version": "1", "as_of": "2026-11-01",
///     "credit": { "name": "credit", "step": "1" },
///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ] }"#)?;
/// let spec = ReportSpec::from_json(r#"{ "by": ["member", "month"] }"#)?;
/// let mut reports = UsageReports::new(&spec, Some(&catalog))?;
/// for (member, runs) in [("ada", 2), ("ben", 1), ("ada", 1)] {
///     let mut event = UsageEvent::new("image", "2026-11-03T09:00Z".parse().unwrap());
///     (event.member, event.runs) = (Some(member.into()), runs);
///     reports.add(&event)?;
/// }
/// let report = reports.finish(Default::default())?;
/// assert_eq!(report.rows[0].key, [Some("ada".to_owned()), Some("2026-11".to_owned())]);
/// assert_eq!(report.rows[0].sums.credits.to_string(), "72");
/// assert_eq!(report.total.credits.to_string(), "96");
/// # Ok::<(), drawdown::Errors>(())
/// ```
#[derive(Debug)]
pub struct UsageReports {
    spec: ReportSpec,
    before_from: Option<Instant>,
    rater: Option<Rater>,
    grouping: Grouping,
    places: Index<Group, usize>,
    groups: Vec<(Group, Sums)>,
    last: Option<usize>,
    reasons: Reasons,
}

impl UsageReports {
    /// A report of nothing yet. Without a catalog, only charges in the log count.
    ///
    /// # Errors
    /// What is wrong with the specification, with its JSON pointer.
    pub fn new(spec: &ReportSpec, catalog: Option<&Catalog>) -> Result<Self, Errors> {
        spec.check()?;
        let rater = match catalog {
            Some(catalog) => Some(Rater::new(catalog, spec.plan.as_deref())?),
            None => None,
        };
        let length =
            spec.from.zip(spec.until).map(|(from, until)| from.to_unix() - until.to_unix());
        let before_from = spec.from.zip(length).filter(|_| spec.compare);
        Ok(UsageReports {
            grouping: Grouping::of(spec),
            before_from: before_from.and_then(|(from, back)| from.plus(back)),
            spec: spec.clone(),
            rater,
            places: Index::default(),
            groups: Vec::new(),
            last: None,
            reasons: Reasons::default(),
        })
    }

    /// Adds an event.
    ///
    /// # Errors
    /// `limit` if there are too many groups or names; `inexact` if a sum no longer fits.
    pub fn add(&mut self, event: &UsageEvent) -> Result<(), Error> {
        if !self.spec.takes(event) {
            return Ok(());
        }
        let is_before = match (self.spec.from, self.spec.until) {
            (Some(from), _) if event.at < from => true,
            (_, Some(until)) if event.at >= until => return Ok(()),
            _ => false,
        };
        if is_before && self.before_from.is_none_or(|from| event.at < from) {
            return Ok(());
        }
        let credits = self.credits(event, is_before);
        let group = self.grouping.group(event)?;
        let place = self.place(group)?;
        match self.groups.get_mut(place) {
            Some((_, sums)) if is_before => sums.add_before(credits),
            Some((_, sums)) => sums.add(event, credits),
            None => Ok(()),
        }
    }

    /// What an event cost, and whether that was computed; `None` if it is not known.
    fn credits(&mut self, event: &UsageEvent, is_before: bool) -> Option<(Credits, bool)> {
        if let Some(charged) = event.charged.filter(|_| !self.spec.rate_all) {
            return Some((charged, false));
        }
        let rated = match &mut self.rater {
            Some(rater) => rater.cost(event),
            None => Rated::Unknown("no charge in the log, and no catalog to rate it by".to_owned()),
        };
        match rated {
            Rated::Exactly(credits) => Some((credits, true)),
            Rated::Unknown(_) if is_before => None,
            Rated::Unknown(reason) => {
                self.reasons.note(&event.operation, &reason);
                None
            }
        }
    }

    fn place(&mut self, group: Group) -> Result<usize, Error> {
        let known =
            self.last.filter(|last| self.groups.get(*last).is_some_and(|(g, _)| *g == group));
        let known = known.or_else(|| self.places.get(&group).copied());
        let place = match known {
            Some(place) => place,
            None if self.groups.len() >= MOST_GROUPS => {
                let sentence = format!("more than {MOST_GROUPS} rows: group by less");
                return Err(Error::new(ErrorKind::Limit, "/by", sentence));
            }
            None => {
                self.groups.push((group, Sums::default()));
                self.places.insert(group, self.groups.len() - 1);
                self.groups.len() - 1
            }
        };
        self.last = Some(place);
        Ok(place)
    }

    /// The report of all events so far, with what was read.
    ///
    /// # Errors
    /// `inexact` if a sum no longer fits.
    pub fn finish(self, read: ReadSummary) -> Result<UsageReport, Error> {
        rows::report(self, read)
    }
}

impl ReportSpec {
    /// Whether an event passes the filters.
    fn takes(&self, event: &UsageEvent) -> bool {
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
