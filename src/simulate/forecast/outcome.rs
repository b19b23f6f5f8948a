//! The outcomes of the paths, ranked.

use super::options::{Distribution, Plan, Seed};
use crate::amount::{Credits, Decimal, Money, ONE};
use crate::calendar::{Instant, Recurrence, Step};
use crate::catalog::program::Text;
use crate::order::sorted;
use crate::simulate::state::Simulation;
use crate::simulate::totals::totals;
use serde::Serialize;

/// Stands for "never": greater than any instant.
const NEVER: i128 = i128::MAX;

/// The possible outcomes of a scenario: percentiles over the paths, by nearest rank.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Forecast {
    /// Id of the catalog.
    pub catalog: Text,
    /// Version of the catalog.
    pub version: Text,
    /// Plural name of the unit of all amounts.
    pub unit: Text,
    /// ISO code of the money.
    pub currency: Option<Text>,
    /// First instant.
    pub start: Instant,
    /// First instant after it.
    pub until: Instant,
    /// Number of paths.
    pub paths: u32,
    /// The seed.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub seed: Seed,
    /// How demand varies.
    pub distribution: Distribution,
    /// The size of `negative_binomial`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispersion: Option<Decimal>,
    /// Some price is "about".
    pub approximate: bool,
    /// Some cost is one end of a range.
    pub ranged: bool,
    /// Some invoice has no published price: money covers the known prices only.
    pub unpriced: bool,
    /// The first refusal of a run.
    pub run_out: RunOut,
    /// Credits spent.
    pub spent: Percentiles<Credits>,
    /// Money for top-ups, in total.
    pub top_ups: Percentiles<Money>,
    /// Money invoiced.
    pub billed: Percentiles<Money>,
    /// Runs refused.
    pub refused: Percentiles<u64>,
}

/// When credits run out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RunOut {
    /// The instant by which one path in ten has run out; null if fewer do.
    pub p10: Option<Instant>,
    /// The instant by which half of the paths have run out.
    pub p50: Option<Instant>,
    /// The instant by which nine paths in ten have run out.
    pub p90: Option<Instant>,
    /// Share of the paths that run out, to six places.
    pub probability: Decimal,
    /// Share of the paths that never do.
    pub never: Decimal,
    /// By month from the start.
    pub months: Vec<MonthChance>,
}

/// The probability of running out in a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MonthChance {
    /// First instant.
    pub start: Instant,
    /// First instant after it.
    pub until: Instant,
    /// Share of the paths that run out for the first time in this month.
    pub first: Decimal,
    /// Share of the paths that have run out by its end.
    pub by_then: Decimal,
}

/// Values that one, five and nine paths in ten do not exceed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Percentiles<T> {
    /// One in ten.
    pub p10: T,
    /// Half.
    pub p50: T,
    /// Nine in ten.
    pub p90: T,
}

/// The outcome of each path, as whole numbers, so that one sort function does.
#[derive(Debug)]
pub(super) struct Outcomes {
    run_out: Vec<i128>,
    spent: Vec<i128>,
    top_ups: Vec<i128>,
    billed: Vec<i128>,
    refused: Vec<i128>,
    approximate: bool,
    ranged: bool,
    unpriced: bool,
}

impl Outcomes {
    pub(super) fn new(paths: u32) -> Self {
        let list = || Vec::with_capacity(paths as usize);
        Outcomes {
            run_out: list(),
            spent: list(),
            top_ups: list(),
            billed: list(),
            refused: list(),
            approximate: false,
            ranged: false,
            unpriced: false,
        }
    }

    pub(super) fn note(&mut self, path: &Simulation) {
        let sums = totals(path);
        self.run_out.push(path.shortfalls.run_out().map_or(NEVER, |at| at.to_unix().into()));
        self.spent.push(sums.spent.decimal().scaled());
        self.top_ups.push(path.wallet.bought().decimal().scaled());
        self.billed.push(sums.billed.decimal().scaled());
        self.refused.push(sums.refused.into());
        self.approximate |= path.lines.is_approximate();
        self.ranged |= path.lines.is_ranged();
        self.unpriced |= sums.unpriced > 0;
    }

    pub(super) fn forecast(self, first: &Simulation, plan: &Plan) -> Forecast {
        let catalog = first.wallet.catalog();
        let checked = catalog.checked();
        let decimal = |scaled| Decimal::from_scaled(scaled).unwrap_or_default();
        let credits = |scaled| Credits::from(decimal(scaled));
        let money = |scaled| Money::from(decimal(scaled));
        Forecast {
            catalog: catalog.id_text(),
            version: catalog.version_text(),
            unit: checked.unit.clone(),
            currency: checked.document.currency.as_deref().map(Into::into),
            start: first.start(),
            until: first.end(),
            paths: plan.paths,
            seed: Seed(plan.seed),
            distribution: plan.distribution,
            dispersion: plan.size,
            approximate: self.approximate,
            ranged: self.ranged,
            unpriced: self.unpriced,
            run_out: run_out(&self.run_out, first),
            spent: ranked(&self.spent).map(credits),
            top_ups: ranked(&self.top_ups).map(money),
            billed: ranked(&self.billed).map(money),
            refused: ranked(&self.refused).map(|runs| u64::try_from(runs).unwrap_or(0)),
        }
    }
}

fn run_out(instants: &[i128], first: &Simulation) -> RunOut {
    let by = |until: i128| instants.iter().filter(|at| **at < until).count();
    let share = |count| share(count, instants.len());
    let instant = |at: i128| Instant::from_unix(i64::try_from(at).ok()?);
    let at = ranked(instants).map(instant);
    let ever = by(NEVER);
    let mut months = Vec::new();
    let (mut start, mut before) = (first.start(), 0);
    let zone = first.wallet.zone();
    let recurrence = Recurrence::from(start, Step::Months(1), zone);
    while start < first.end() {
        let next = u32::try_from(months.len() + 1).ok().and_then(|n| recurrence.nth(n, zone));
        let until = next.unwrap_or(first.end()).min(first.end());
        let count = by(until.to_unix().into());
        let chance =
            MonthChance { start, until, first: share(count - before), by_then: share(count) };
        months.push(chance);
        (start, before) = (until, count);
    }
    RunOut {
        p10: at.p10,
        p50: at.p50,
        p90: at.p90,
        probability: share(ever),
        never: share(instants.len() - ever),
        months,
    }
}

/// The smallest values that at least one, five and nine tenths of the values do not exceed.
fn ranked(values: &[i128]) -> Percentiles<i128> {
    let order: Vec<i128> = sorted(values, Ord::cmp).copied().collect();
    let rank = |percent: usize| {
        let place = (order.len() * percent).div_ceil(100).saturating_sub(1);
        order.get(place).copied().unwrap_or_default()
    };
    Percentiles { p10: rank(10), p50: rank(50), p90: rank(90) }
}

impl<T> Percentiles<T> {
    fn map<U>(self, into: impl Fn(T) -> U) -> Percentiles<U> {
        Percentiles { p10: into(self.p10), p50: into(self.p50), p90: into(self.p90) }
    }
}

/// Rounded to six places, half up.
fn share(count: usize, of: usize) -> Decimal {
    let (count, of) = (count as u64, of.max(1) as u64);
    let millionths = (2_000_000 * count + of) / (2 * of);
    Decimal::from_scaled(i128::from(millionths) * (ONE / 1_000_000)).unwrap_or_default()
}
