//! Sums of a log by member, operation, project and period.

mod group;
mod rows;
mod spec;
mod sums;

pub use rows::{ReportRow, UsageReport};
pub use spec::{GroupBy, ReportSpec};
pub use sums::UsageSums;

use super::event::UsageEvent;
use super::names::Index;
use super::problem::ReadSummary;
use super::value::Valuer;
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

impl UsageReports {
    /// A report of nothing yet. Without a catalog, only charges in the log count.
    ///
    /// # Errors
    /// What is wrong with the specification, with its JSON pointer.
    pub fn new(spec: &ReportSpec, catalog: Option<&Catalog>) -> Result<Self, Errors> {
        spec.check()?;
        let length =
            spec.from.zip(spec.until).map(|(from, until)| from.to_unix() - until.to_unix());
        let before_from = spec.from.zip(length).filter(|_| spec.compare);
        Ok(UsageReports {
            grouping: Grouping::of(spec),
            before_from: before_from.and_then(|(from, back)| from.plus(back)),
            spec: spec.clone(),
            valuer: Valuer::new(catalog, spec.plan.as_deref(), spec.rate_all)?,
            places: Index::default(),
            groups: Vec::new(),
            last: None,
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
        let credits = match is_before {
            true => self.valuer.known(event).ok(),
            false => self.valuer.value(event),
        };
        let group = self.grouping.group(event)?;
        let place = self.place(group)?;
        match self.groups.get_mut(place) {
            Some((_, sums)) if is_before => sums.add_before(credits),
            Some((_, sums)) => sums.add(event, credits),
            None => Ok(()),
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
        let UsageReports { spec, before_from, valuer, grouping, groups, .. } = self;
        let (catalog, unrated) = valuer.into_parts();
        let compares = before_from.is_some();
        rows::report(Summed { spec, catalog, compares, grouping, groups, unrated, read })
    }
}
