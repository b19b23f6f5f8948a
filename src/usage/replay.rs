//! A log run through a wallet: the balance at any instant, and which lot paid each event.

mod answer;
mod charge;
mod classes;
mod refunds;
mod spec;

pub use answer::{BalanceCheck, PaidRow, Payment, RefusedEvent, Replay, UsedInCycle};
pub use spec::{KnownBalance, ReplaySpec};

use super::audit::Auditor;
use super::event::UsageEvent;
use super::problem::ReadSummary;
use super::rate::Reasons;
use super::report::UsageReports;
use super::stored::StoredEvents;
use crate::calendar::{DAY, Instant};
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, Errors};
use crate::simulate::{Detail, Scenario, Simulation};
use answer::Books;
use charge::Charging;

impl ReplaySpec {
    /// The scenario without demand that the log runs through.
    fn scenario(&self, kept: &StoredEvents) -> Scenario {
        let first = kept.first().unwrap_or(Instant::EPOCH);
        let midnight = Instant::from_unix(first.to_unix() - first.to_unix().rem_euclid(DAY));
        let start = self.start.or(midnight).unwrap_or(first);
        let last = kept.last().unwrap_or(start).max(start);
        let until = self.until.or(last.plus(DAY)).unwrap_or(Instant::MAX);
        let actions = self.actions.clone();
        Scenario { actions, ..Scenario::of_account(self.account.clone(), start, until) }
    }
}

/// A replay in the making: takes events, in any order.
///
/// ```
/// use drawdown::{Catalog, ReplaySpec, UsageEvent, UsageReplay};
/// let catalog = Catalog::from_json(r#"{ "catalog": "x", "version": "1", "as_of": "2026-11-01",
///     "credit": { "name": "credit", "step": "1" },
///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ],
///     "classes": { "free": { "paid": false } },
///     "grants": [ { "id": "daily", "class": "free", "amount": "100", "every": "day",
///                   "expires": "reset" } ],
///     "burn_order": [ "expires", "issued" ] }"#)?;
/// let spec = ReplaySpec::from_json(
///     r#"{ "balances": [ { "at": "2026-11-03T12:00Z", "balance": 50 } ] }"#)?;
/// let mut replay = UsageReplay::new(&catalog, &spec, &[])?;
/// let mut event = UsageEvent::new("image", "2026-11-03T09:00Z".parse().unwrap());
/// event.runs = 2;
/// replay.add(&event)?;
/// let replay = replay.finish(Default::default())?;
/// assert_eq!(replay.balances[0].found.to_string(), "52");
/// assert_eq!(replay.balances[0].difference.to_string(), "-2");
/// assert_eq!(replay.paid[0].class, "free");
/// # Ok::<(), drawdown::Errors>(())
/// ```
#[derive(Debug)]
pub struct UsageReplay {
    catalog: Catalog,
    spec: ReplaySpec,
    auditor: Auditor,
    report: Option<UsageReports>,
    kept: StoredEvents,
}

impl UsageReplay {
    /// A replay of nothing yet. `others` are other versions of the catalog, which differences may
    /// come from.
    ///
    /// # Errors
    /// What is wrong with the account or its actions, with its JSON pointer.
    pub fn new(catalog: &Catalog, spec: &ReplaySpec, others: &[Catalog]) -> Result<Self, Errors> {
        let kept = StoredEvents::default();
        let scenario = spec.scenario(&kept);
        let has_start = spec.start.is_some();
        // Without a start, actions may lie before the one that is not known yet.
        let account_alone = Scenario { actions: Vec::new(), ..scenario.clone() };
        let checked = if has_start { scenario } else { account_alone };
        Simulation::new(catalog, &checked, Detail::Columns)?;
        Ok(UsageReplay {
            // The account is looked at between events.
            catalog: catalog.step_by_step(),
            spec: spec.clone(),
            auditor: Auditor::new(catalog, others)?,
            report: reports(catalog, spec)?,
            kept,
        })
    }

    /// Keeps an event.
    ///
    /// # Errors
    /// `limit` if there are too many different names.
    pub fn add(&mut self, event: &UsageEvent) -> Result<(), Error> {
        self.kept.add_with_id(event)
    }

    /// Runs all events in order of time, with what was read.
    ///
    /// # Errors
    /// `no_answer` for an action that is not possible at its time; `inexact` if a balance no longer
    /// fits.
    pub fn finish(self, read: ReadSummary) -> Result<Replay, Errors> {
        self.finish_watched(read, &mut |_| true)
    }

    /// Like [`UsageReplay::finish`], with a callback that hears of the progress, in thousandths,
    /// and returns whether to go on.
    ///
    /// # Errors
    /// `stopped` if it says no; and as for [`UsageReplay::finish`].
    pub fn finish_watched(
        mut self,
        read: ReadSummary,
        goes_on: &mut dyn FnMut(u32) -> bool,
    ) -> Result<Replay, Errors> {
        self.kept.sort();
        let scenario = self.spec.scenario(&self.kept);
        let simulation = Simulation::new(&self.catalog, &scenario, Detail::Columns)?;
        let mut charging = Charging::new(simulation, self.auditor, &self.spec, self.report);
        let mut books = Books::new(&self.spec);
        let mut reasons = Reasons::default();
        let mut balances = self.spec.balances.clone();
        crate::order::sort(&mut balances, |a, b| a.at.cmp(&b.at));
        let mut balances = balances.into_iter().peekable();
        let count = read.events.max(1);
        let mut place: u64 = 0;
        self.kept.visit(|event| {
            if place.is_multiple_of(1024)
                && !goes_on(u32::try_from(place * 1000 / count).unwrap_or(1000))
            {
                return Err(Errors::from(Error::new(
                    ErrorKind::Stopped,
                    "",
                    "stopped by the caller",
                )));
            }
            place += 1;
            while let Some(known) = balances.next_if(|known| known.at < event.at) {
                let found = charging.balance_at(known.at)?;
                books.check(known, found)?;
            }
            charging.event(event, &mut books, &mut reasons)
        })?;
        for known in balances {
            let found = charging.balance_at(known.at)?;
            books.check(known, found)?;
        }
        let (projection, audit, report) = charging.finish()?;
        let report = report.map(|report| report.finish(read.clone())).transpose()?;
        let unrated = reasons.into_list();
        let catalog = &self.catalog;
        Ok(Replay { report, ..books.replay(catalog, projection, audit, unrated, read) })
    }
}

/// The report that is asked for.
fn reports(catalog: &Catalog, spec: &ReplaySpec) -> Result<Option<UsageReports>, Errors> {
    let Some(spec) = &spec.report else { return Ok(None) };
    let reports = UsageReports::of_replay(spec, catalog);
    reports.map(Some).map_err(|errors| errors.moved(|pointer| Some(format!("/report{pointer}"))))
}
