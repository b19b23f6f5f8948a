//! Charges of a log, compared with what the catalog says: differences, bias, likely causes.

use super::event::{EventOutcome, UsageEvent};
use super::rate::{Rated, Rater};
use super::share::too_large;
use crate::amount::{Credits, Decimal, Fraction};
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::error::{Error, Errors};
use crate::json::words;
use crate::simulate::Simulation;
use crate::wallet::Wallet;
use serde::Serialize;
use std::collections::BTreeMap;

words! {
    /// Where a difference probably comes from.
    #[non_exhaustive]
    pub enum DifferenceCause {
        /// A failed run was charged, although the catalog refunds it.
        RefundMissing = "refund_missing",
        /// Nothing was charged for a run that has a price.
        NotCharged = "not_charged",
        /// It is the price of another plan.
        OtherPlan = "other_plan",
        /// It is the price of another version of the catalog.
        OtherVersion = "other_version",
        /// It is the price if each run is rounded on its own.
        RoundingScope = "rounding_scope",
        /// It is a multiple of the price.
        ChargedTwice = "charged_twice",
        /// None of these.
        Unexplained = "unexplained",
    }
}

/// Charges of a log, compared with a catalog.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Audit {
    /// Events with a charge and an exact price.
    pub compared: u64,
    /// Events with a charge but no exact price.
    pub not_compared: u64,
    /// By operation, the largest difference first.
    pub operations: Vec<AuditRow>,
    /// All differences together.
    pub difference: Credits,
    /// By likely cause, the most frequent first.
    pub causes: Vec<CauseCount>,
    /// The first events that differ, in order of time; all are counted.
    pub events: Vec<DifferingEvent>,
}

/// The charges of one operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AuditRow {
    /// The operation.
    pub operation: String,
    /// Events that were compared.
    pub events: u64,
    /// Events whose charge is another one.
    pub differing: u64,
    /// Credits in the log.
    pub charged: Credits,
    /// Credits by the catalog.
    pub rated: Credits,
    /// Charged less rated.
    pub difference: Credits,
    /// The mean difference of an event, to six places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bias: Option<Decimal>,
    /// The smallest difference of an event.
    pub least: Credits,
    /// The largest one.
    pub most: Credits,
}

/// Differences with one likely cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CauseCount {
    /// The cause.
    pub cause: DifferenceCause,
    /// The plan or the version that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Events.
    pub events: u64,
    /// Charged less rated.
    pub difference: Credits,
}

/// An event whose charge is another one than the catalog says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DifferingEvent {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When.
    pub at: Instant,
    /// The operation.
    pub operation: String,
    /// Credits in the log.
    pub charged: Credits,
    /// Credits by the catalog.
    pub rated: Credits,
    /// Charged less rated.
    pub difference: Credits,
    /// The likely cause.
    pub cause: DifferenceCause,
    /// The plan or the version that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// How many differing events are listed.
const MOST_LISTED: usize = 1_000;

type Cause = (DifferenceCause, Option<String>);

/// Compares charges with the catalog, and with its other plans and versions.
#[derive(Debug)]
pub(super) struct Auditor {
    /// The catalog, then its other versions.
    versions: Vec<Catalog>,
    /// By version and plan.
    raters: BTreeMap<(usize, Option<String>), Rater>,
    rows: BTreeMap<String, AuditRow>,
    causes: BTreeMap<(&'static str, Option<String>), (DifferenceCause, u64, Credits)>,
    events: Vec<DifferingEvent>,
    not_compared: u64,
}

impl Auditor {
    pub(super) fn new(catalog: &Catalog, others: &[Catalog]) -> Result<Self, Errors> {
        let mut raters = BTreeMap::new();
        raters.insert((0, None), Rater::new(catalog, None)?);
        let versions = std::iter::once(catalog).chain(others).cloned().collect();
        let (rows, causes) = (BTreeMap::new(), BTreeMap::new());
        Ok(Auditor { versions, raters, rows, causes, events: Vec::new(), not_compared: 0 })
    }

    fn rater(&mut self, version: usize, plan: Option<&str>) -> Option<&mut Rater> {
        let key = (version, plan.map(str::to_owned));
        if !self.raters.contains_key(&key) {
            let rater = Rater::new(self.versions.get(version)?, plan).ok()?;
            self.raters.insert(key.clone(), rater);
        }
        self.raters.get_mut(&key)
    }

    /// What an event costs with the plan and the earlier use of a wallet.
    pub(super) fn rate(&mut self, event: &UsageEvent, wallet: &Wallet) -> Rated {
        self.rate_by(0, wallet.plan(), event, wallet)
    }

    fn rate_by(
        &mut self,
        version: usize,
        plan: Option<&str>,
        event: &UsageEvent,
        wallet: &Wallet,
    ) -> Rated {
        match self.rater(version, plan) {
            Some(rater) => rater.cost_after(event, || wallet.used()),
            None => Rated::Unknown("the catalog has no such plan".to_owned()),
        }
    }

    /// Counts what a charged event adds to meters.
    pub(super) fn count(
        &mut self,
        event: &UsageEvent,
        simulation: &mut Simulation,
    ) -> Result<(), Errors> {
        let wallet = simulation.wallet();
        let plan = wallet.plan().map(str::to_owned);
        let Some(rater) = self.rater(0, plan.as_deref()) else { return Ok(()) };
        let counts = rater.counts(event, || wallet.used());
        for (meter, count) in counts {
            simulation.count_now(&meter, count)?;
        }
        Ok(())
    }

    /// Compares a charge with what it should have been.
    pub(super) fn compare(
        &mut self,
        event: &UsageEvent,
        charged: Credits,
        rated: &Rated,
        wallet: &Wallet,
    ) -> Result<(), Error> {
        // A refund has no price.
        let Rated::Exactly(rated) = rated else {
            self.not_compared += u64::from(charged >= Credits::ZERO);
            return Ok(());
        };
        if charged < Credits::ZERO {
            return Ok(());
        }
        let difference = charged.checked_sub(*rated).ok_or_else(too_large)?;
        let row = self.rows.entry(event.operation.to_string());
        row.or_insert_with(|| AuditRow::of(&event.operation)).add(charged, *rated, difference)?;
        if difference == Credits::ZERO {
            return Ok(());
        }
        let (cause, about) = self.cause(event, charged, *rated, wallet);
        if self.events.len() < MOST_LISTED {
            self.events.push(DifferingEvent {
                id: event.id.as_deref().map(str::to_owned),
                at: event.at,
                operation: event.operation.to_string(),
                charged,
                rated: *rated,
                difference,
                cause,
                about: about.clone(),
            });
        }
        let count = self.causes.entry((cause.word(), about)).or_insert((cause, 0, Credits::ZERO));
        count.1 += 1;
        count.2 = count.2.checked_add(difference).ok_or_else(too_large)?;
        Ok(())
    }

    fn cause(
        &mut self,
        event: &UsageEvent,
        charged: Credits,
        rated: Credits,
        wallet: &Wallet,
    ) -> Cause {
        if event.outcome != EventOutcome::Done && rated == Credits::ZERO {
            return (DifferenceCause::RefundMissing, None);
        }
        if charged == Credits::ZERO {
            return (DifferenceCause::NotCharged, None);
        }
        let hit = Rated::Exactly(charged);
        let current = wallet.plan().map(str::to_owned);
        let plans = self.versions.first().map(|catalog| catalog.checked().plans.iter());
        let plans: Vec<String> =
            plans.into_iter().flatten().map(|plan| plan.id.to_string()).collect();
        for plan in plans.into_iter().map(Some).chain([None]).filter(|plan| *plan != current) {
            if self.rate_by(0, plan.as_deref(), event, wallet) == hit {
                return (DifferenceCause::OtherPlan, plan.or_else(|| Some("none".to_owned())));
            }
        }
        for version in 1..self.versions.len() {
            if self.rate_by(version, current.as_deref(), event, wallet) == hit {
                let about = self.versions.get(version).map(|catalog| catalog.version().to_owned());
                return (DifferenceCause::OtherVersion, about);
            }
        }
        let one = UsageEvent { runs: 1, ..event.clone() };
        if let Rated::Exactly(each) = self.rate_by(0, current.as_deref(), &one, wallet)
            && each.checked_times(event.runs.into()) == Some(charged)
        {
            return (DifferenceCause::RoundingScope, None);
        }
        let is_multiple = charged > rated && charged.decimal().is_multiple_of(rated.decimal());
        match is_multiple && rated > Credits::ZERO {
            true => (DifferenceCause::ChargedTwice, None),
            false => (DifferenceCause::Unexplained, None),
        }
    }

    pub(super) fn finish(self) -> Audit {
        let mut operations: Vec<AuditRow> = self.rows.into_values().collect();
        operations.iter_mut().for_each(|row| row.bias = row.mean());
        let size = |credits: Credits| {
            if credits < Credits::ZERO {
                Credits::ZERO.checked_sub(credits).unwrap_or(credits)
            } else {
                credits
            }
        };
        crate::order::sort(&mut operations, |a, b| {
            let by_size = size(b.difference).cmp(&size(a.difference));
            by_size.then_with(|| a.operation.cmp(&b.operation))
        });
        let causes = self.causes.into_iter();
        let mut causes: Vec<CauseCount> = causes
            .map(|((_, about), (cause, events, difference))| CauseCount {
                cause,
                about,
                events,
                difference,
            })
            .collect();
        crate::order::sort(&mut causes, |a, b| b.events.cmp(&a.events));
        let difference = operations
            .iter()
            .fold(Credits::ZERO, |sum, row| sum.checked_add(row.difference).unwrap_or(sum));
        let compared = operations.iter().map(|row| row.events).sum();
        let (not_compared, events) = (self.not_compared, self.events);
        Audit { compared, not_compared, operations, difference, causes, events }
    }
}

impl AuditRow {
    fn of(operation: &str) -> Self {
        AuditRow {
            operation: operation.to_owned(),
            events: 0,
            differing: 0,
            charged: Credits::ZERO,
            rated: Credits::ZERO,
            difference: Credits::ZERO,
            bias: None,
            least: Credits::ZERO,
            most: Credits::ZERO,
        }
    }

    fn add(&mut self, charged: Credits, rated: Credits, difference: Credits) -> Result<(), Error> {
        let is_first = self.events == 0;
        self.events += 1;
        self.differing += u64::from(difference != Credits::ZERO);
        self.charged = self.charged.checked_add(charged).ok_or_else(too_large)?;
        self.rated = self.rated.checked_add(rated).ok_or_else(too_large)?;
        self.difference = self.difference.checked_add(difference).ok_or_else(too_large)?;
        self.least = if is_first { difference } else { self.least.min(difference) };
        self.most = if is_first { difference } else { self.most.max(difference) };
        Ok(())
    }

    /// The mean difference, rounded half up to six places.
    fn mean(&self) -> Option<Decimal> {
        let million = Fraction::integer(1_000_000);
        let sum = Fraction::from_decimal(self.difference.decimal()).mul(&million).ok()?;
        let mean = sum.div(&Fraction::integer(self.events.into())).ok()?;
        mean.round_half_up().ok()?.div(&million).ok()?.to_decimal()
    }
}
