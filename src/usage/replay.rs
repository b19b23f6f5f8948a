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
use std::iter::Peekable;
use std::vec::IntoIter;

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
    account: ReplayedAccount,
    kept: StoredEvents,
}

impl UsageReplay {
    /// A replay of nothing yet. `others` are other versions of the catalog, which differences may
    /// come from.
    ///
    /// # Errors
    /// What is wrong with the account or its actions, with its JSON pointer.
    pub fn new(catalog: &Catalog, spec: &ReplaySpec, others: &[Catalog]) -> Result<Self, Errors> {
        let account = ReplayedAccount::new(catalog, spec, others)?;
        Ok(UsageReplay { account, kept: StoredEvents::default() })
    }

    /// Keeps an event.
    ///
    /// # Errors
    /// `limit` if there are too many different names.
    pub fn add(&mut self, event: &UsageEvent) -> Result<(), Error> {
        self.kept.keep(event, true)
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
        let mut replaying = self.account.begin(&self.kept)?;
        loop {
            if !goes_on(replaying.done(&self.kept)) {
                let sentence = "stopped by the caller";
                return Err(Error::new(ErrorKind::Stopped, "", sentence).into());
            }
            if !replaying.run(&self.kept, STEP)? {
                return replaying.finish(read);
            }
        }
    }
}

/// Events between two looks at the caller.
const STEP: usize = 1024;

/// The account before any event.
#[derive(Debug)]
pub(super) struct ReplayedAccount {
    catalog: Catalog,
    spec: ReplaySpec,
    auditor: Auditor,
    report: Option<UsageReports>,
}

impl ReplayedAccount {
    pub(super) fn new(
        catalog: &Catalog,
        spec: &ReplaySpec,
        others: &[Catalog],
    ) -> Result<Self, Errors> {
        let scenario = spec.scenario(&StoredEvents::default());
        let has_start = spec.start.is_some();
        // Without a start, actions may lie before the one that is not known yet.
        let account_alone = Scenario { actions: Vec::new(), ..scenario.clone() };
        let checked = if has_start { scenario } else { account_alone };
        Simulation::new(catalog, &checked, Detail::Columns)?;
        Ok(ReplayedAccount {
            // The account is looked at between events.
            catalog: catalog.step_by_step(),
            spec: spec.clone(),
            auditor: Auditor::new(catalog, others)?,
            report: reports(catalog, spec)?,
        })
    }

    pub(super) fn begin(self, kept: &StoredEvents) -> Result<Replaying, Errors> {
        let scenario = self.spec.scenario(kept);
        let simulation = Simulation::new(&self.catalog, &scenario, Detail::Columns)?;
        let mut balances = self.spec.balances.clone();
        crate::order::sort(&mut balances, |a, b| a.at.cmp(&b.at));
        Ok(Replaying {
            charging: Charging::new(simulation, self.auditor, &self.spec, self.report),
            books: Books::new(&self.spec),
            reasons: Reasons::default(),
            balances: balances.into_iter().peekable(),
            place: 0,
            catalog: self.catalog,
        })
    }
}

/// A replay under way, in steps. The events stay with their owner.
#[derive(Debug)]
pub(super) struct Replaying {
    catalog: Catalog,
    charging: Charging,
    books: Books,
    reasons: Reasons,
    balances: Peekable<IntoIter<KnownBalance>>,
    /// Of the next event.
    place: usize,
}

impl Replaying {
    /// Runs some more of the events, which are in order of time. Returns whether some are left.
    pub(super) fn run(&mut self, kept: &StoredEvents, count: usize) -> Result<bool, Errors> {
        let until = self.place.saturating_add(count).min(kept.len());
        kept.visit_some(self.place..until, |event| self.event(event))?;
        self.place = until;
        Ok(until < kept.len())
    }

    /// How much of the events has run, in thousandths.
    pub(super) fn done(&self, kept: &StoredEvents) -> u32 {
        let done = self.place.saturating_mul(1000) / kept.len().max(1);
        u32::try_from(done).unwrap_or(1000)
    }

    fn event(&mut self, event: &UsageEvent) -> Result<(), Errors> {
        self.compare_balances(|known| known.at < event.at)?;
        self.charging.event(event, &mut self.books, &mut self.reasons)
    }

    fn compare_balances(&mut self, is_due: impl Fn(&KnownBalance) -> bool) -> Result<(), Errors> {
        while let Some(known) = self.balances.next_if(&is_due) {
            let found = self.charging.balance_at(known.at)?;
            self.books.check(known, found)?;
        }
        Ok(())
    }

    /// What came of all events.
    pub(super) fn finish(mut self, read: ReadSummary) -> Result<Replay, Errors> {
        self.compare_balances(|_| true)?;
        let (projection, audit, report) = self.charging.finish()?;
        let report = report.map(|report| report.finish(read.clone())).transpose()?;
        let unrated = self.reasons.into_list();
        let replay = self.books.replay(&self.catalog, projection, audit, unrated, read);
        Ok(Replay { report, ..replay })
    }
}

/// The report that is asked for.
fn reports(catalog: &Catalog, spec: &ReplaySpec) -> Result<Option<UsageReports>, Errors> {
    let Some(spec) = &spec.report else { return Ok(None) };
    let reports = UsageReports::of_replay(spec, catalog);
    reports.map(Some).map_err(|errors| errors.moved(|pointer| Some(format!("/report{pointer}"))))
}
