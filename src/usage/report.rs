//! Sums of a log by member, operation, project and period.

mod group;
mod rows;
mod spec;
mod sums;

pub use rows::{ReportRow, UsageReport};
use spec::ReportUse;
pub use spec::{GroupBy, ReportSpec};
pub use sums::UsageSums;

use super::event::UsageEvent;
use super::names::Index;
use super::problem::ReadSummary;
use super::rate::Rated;
use super::value::Valuer;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, Errors};
use group::{Group, Grouping};
use rows::Summed;
use sums::Sums;

/// More groups are an error: they would fill the memory.
const MOST_GROUPS: usize = 1_000_000;

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
    valuer: Valuer,
    grouping: Grouping,
    places: Index<Group, usize>,
    groups: Vec<(Group, Sums)>,
    last: Option<usize>,
}

/// Where an event counts.
#[derive(Clone, Copy)]
enum Time {
    /// In the period before.
    Before,
    Now,
}

impl UsageReports {
    /// A report of nothing yet. Without a catalog, only charges in the log count.
    ///
    /// # Errors
    /// What is wrong with the specification, with its JSON pointer.
    pub fn new(spec: &ReportSpec, catalog: Option<&Catalog>) -> Result<Self, Errors> {
        spec.check(ReportUse::Log)?;
        let valuer = Valuer::new(catalog, spec.plan.as_deref(), spec.rate_all)?;
        Ok(UsageReports::of(spec, valuer))
    }

    /// A report of a replay, which says what each event cost and who paid.
    ///
    /// # Errors
    /// What is wrong with the specification, with its JSON pointer.
    pub(super) fn of_replay(spec: &ReportSpec, catalog: &Catalog) -> Result<Self, Errors> {
        spec.check(ReportUse::Replay)?;
        Ok(UsageReports::of(spec, Valuer::new(Some(catalog), None, false)?))
    }

    fn of(spec: &ReportSpec, valuer: Valuer) -> Self {
        let length =
            spec.from.zip(spec.until).map(|(from, until)| from.to_unix() - until.to_unix());
        let before_from = spec.from.zip(length).filter(|_| spec.compare);
        UsageReports {
            grouping: Grouping::of(spec),
            before_from: before_from.and_then(|(from, back)| from.plus(back)),
            spec: spec.clone(),
            valuer,
            places: Index::default(),
            groups: Vec::new(),
            last: None,
        }
    }

    /// Adds an event.
    ///
    /// # Errors
    /// `limit` if there are too many groups or names; `inexact` if a sum no longer fits.
    pub fn add(&mut self, event: &UsageEvent) -> Result<(), Error> {
        let Some(time) = self.time(event) else { return Ok(()) };
        let (rated, is_rated) = self.valuer.value(event);
        self.add_rated(event, time, rated, is_rated)
    }

    /// Adds an event of a replay: the credits of each class, less refunds, in the order in which
    /// they paid. The event counts with the first class.
    ///
    /// # Errors
    /// As for [`UsageReports::add`].
    pub(super) fn add_paid(
        &mut self,
        event: &UsageEvent,
        parts: &[(Option<&str>, Credits)],
        is_rated: bool,
    ) -> Result<(), Error> {
        let Some(time) = self.time(event) else { return Ok(()) };
        for (place, (class, credits)) in parts.iter().enumerate() {
            let sums = self.sums(event, *class)?;
            match time {
                Time::Before => sums.add_before(Some((*credits, is_rated)))?,
                Time::Now if place == 0 => sums.add(event, Some((*credits, is_rated)))?,
                Time::Now => sums.add_credits(*credits)?,
            }
        }
        Ok(())
    }

    /// Adds an event of a replay whose credits are not known.
    ///
    /// # Errors
    /// As for [`UsageReports::add`].
    pub(super) fn add_unknown(&mut self, event: &UsageEvent, reason: &str) -> Result<(), Error> {
        let Some(time) = self.time(event) else { return Ok(()) };
        self.add_rated(event, time, Rated::Unknown(reason.to_owned()), true)
    }

    fn add_rated(
        &mut self,
        event: &UsageEvent,
        time: Time,
        rated: Rated,
        is_rated: bool,
    ) -> Result<(), Error> {
        let credits = match rated {
            Rated::Exactly(credits) => Some((credits, is_rated)),
            Rated::Unknown(reason) => {
                if let Time::Now = time {
                    self.valuer.note(event, &reason);
                }
                None
            }
        };
        let sums = self.sums(event, None)?;
        match time {
            Time::Before => sums.add_before(credits),
            Time::Now => sums.add(event, credits),
        }
    }

    /// Whether an event counts, and where; `None` if not.
    fn time(&self, event: &UsageEvent) -> Option<Time> {
        if !self.spec.takes(event) {
            return None;
        }
        match (self.spec.from, self.spec.until) {
            (Some(from), _) if event.at < from => {
                self.before_from.filter(|from| event.at >= *from).map(|_| Time::Before)
            }
            (_, Some(until)) if event.at >= until => None,
            _ => Some(Time::Now),
        }
    }

    fn sums(&mut self, event: &UsageEvent, class: Option<&str>) -> Result<&mut Sums, Error> {
        let group = self.grouping.group(event, class)?;
        let place = self.place(group)?;
        let found = self.groups.get_mut(place).map(|(_, sums)| sums);
        found.ok_or_else(|| Error::internal("a group was lost"))
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
        let UsageReports { spec, before_from, valuer, grouping, groups, .. } = self;
        let (catalog, unrated) = valuer.into_parts();
        let compares = before_from.is_some();
        rows::report(Summed { spec, catalog, compares, grouping, groups, unrated, read })
    }
}
