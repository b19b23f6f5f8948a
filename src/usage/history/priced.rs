//! The history in credits: what each request costs, and what each day used.
#![allow(clippy::float_arithmetic, reason = "statistics of demand; no amount is touched")]

use super::super::rate::{Once, Rater, Reasons, Unrated};
use super::runs::{Sum, UsageHistory};
use super::spec::PaceSpec;
use crate::amount::{Decimal, ONE};
use crate::calendar::{DAY, Instant, Wall};
use crate::catalog::Catalog;
use crate::error::Errors;
use crate::order::sort;

/// Longer histories are cut to their last days.
const MOST_DAYS: i64 = 3660;

/// A history with its costs.
pub(super) struct Priced<'a> {
    pub(super) history: &'a UsageHistory,
    /// The first day, and the first one after the last.
    pub(super) days: (i64, i64),
    /// For each kind, what one run costs; `None` if that is not known.
    pub(super) kinds: Vec<Option<Once>>,
    pub(super) unrated: Vec<Unrated>,
    /// No run costs anything that is known: days are sums of runs.
    pub(super) in_runs: bool,
}

impl<'a> Priced<'a> {
    pub(super) fn of(
        history: &'a UsageHistory,
        catalog: &Catalog,
        spec: &PaceSpec,
    ) -> Result<Self, Errors> {
        let rater = Rater::new(catalog, spec.plan.as_deref())?;
        let days = days(history, spec);
        let mut priced =
            Priced { history, days, kinds: Vec::new(), unrated: Vec::new(), in_runs: false };
        priced.rate(&rater);
        let costs = |once: &Once| once.credits > crate::amount::Credits::ZERO;
        priced.in_runs = !priced.kinds.iter().flatten().any(costs);
        Ok(priced)
    }

    /// Rates one run of each kind, on the day after the history.
    fn rate(&mut self, rater: &Rater) {
        let at = self.end();
        let mut runs = vec![0_u64; self.history.kinds().len()];
        for sum in self.within() {
            if let Some(slot) = runs.get_mut(sum.kind as usize) {
                *slot = slot.saturating_add(sum.done).saturating_add(sum.failed);
            }
        }
        let mut unknown = Vec::new();
        for (kind, runs) in self.history.kinds().iter().zip(runs) {
            let mut event = kind.event.clone();
            event.at = at;
            let once = rater.once(&event);
            if let (Err(reason), true) = (&once, runs > 0) {
                unknown.push((event.operation, reason.clone(), runs));
            }
            self.kinds.push(once.ok());
        }
        // Sorted, because only the first reasons are kept apart.
        sort(&mut unknown, |a, b| b.2.cmp(&a.2).then_with(|| (&a.0, &a.1).cmp(&(&b.0, &b.1))));
        let mut reasons = Reasons::default();
        for (operation, reason, runs) in unknown {
            reasons.note_many(&operation, &reason, runs);
        }
        self.unrated = reasons.into_list();
    }

    /// The sums of the days that count.
    pub(super) fn within(&self) -> impl Iterator<Item = &'a Sum> {
        let (first, end) = self.days;
        self.history.sums().iter().filter(move |sum| sum.day >= first && sum.day < end)
    }

    pub(super) fn once(&self, sum: &Sum) -> Option<&Once> {
        self.kinds.get(sum.kind as usize)?.as_ref()
    }

    /// What each day used, whatever paid for it.
    pub(super) fn series(&self) -> Vec<f64> {
        let (first, end) = self.days;
        let mut series = vec![0.0; usize::try_from(end - first).unwrap_or(0)];
        // Whole numbers of 10^-12 add up to the same in any order.
        let mut exact = vec![0_i128; series.len()];
        for sum in self.within() {
            let Some(once) = self.once(sum) else { continue };
            let place = usize::try_from(sum.day - first).unwrap_or(usize::MAX);
            if let Some(slot) = exact.get_mut(place) {
                *slot = slot.saturating_add(self.used(once, once.paid(sum)));
            }
        }
        for (slot, exact) in series.iter_mut().zip(exact) {
            *slot = exact as f64 / ONE as f64;
        }
        series
    }

    /// What some runs use, in 10^-12.
    pub(super) fn used(&self, once: &Once, runs: u64) -> i128 {
        let each = if self.in_runs { ONE } else { once.credits.decimal().scaled() };
        each.saturating_mul(i128::from(runs))
    }

    /// The first instant after the last day.
    pub(super) fn end(&self) -> Instant {
        self.midnight(self.days.1)
    }

    pub(super) fn midnight(&self, day: i64) -> Instant {
        let wall = Wall(day.saturating_mul(DAY));
        self.history.zone().instant(wall).unwrap_or(Instant::EPOCH)
    }

    /// The day of the week: 0 is Monday.
    pub(super) fn weekday(&self, day: i64) -> usize {
        usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0)
    }
}

impl Once {
    /// The runs that cost credits.
    pub(super) fn paid(&self, sum: &Sum) -> u64 {
        if self.charges_failed { sum.done.saturating_add(sum.failed) } else { sum.done }
    }

    /// What one run costs.
    pub(super) fn cost(&self) -> f64 {
        float(self.credits.decimal())
    }
}

/// The nearest float.
pub(super) fn float(decimal: Decimal) -> f64 {
    decimal.scaled() as f64 / ONE as f64
}

/// The nearest decimal with some places, at most 12.
pub(super) fn decimal(number: f64, places: u32) -> Option<Decimal> {
    let unit = 10_i128.pow(12_u32.saturating_sub(places));
    let whole = (number * (ONE / unit) as f64).round();
    if !(-1e24..=1e24).contains(&whole) {
        return None;
    }
    Decimal::from_scaled((whole as i128).checked_mul(unit)?)
}

/// The whole days that count: the first, and the first one after the last.
fn days(history: &UsageHistory, spec: &PaceSpec) -> (i64, i64) {
    let zone = history.zone();
    let known = history.sums().iter().map(|sum| sum.day);
    let until = spec.until.map(|until| zone.wall(until).day());
    let end = until.or_else(|| known.clone().max().map(|day| day + 1)).unwrap_or(0);
    let from = spec.from.map(|from| {
        let wall = zone.wall(from);
        // A part of a day does not count.
        wall.day() + i64::from(wall.0.rem_euclid(DAY) > 0)
    });
    let first = from.or_else(|| known.filter(|day| *day < end).min()).unwrap_or(end);
    (first.clamp(end.saturating_sub(MOST_DAYS), end), end)
}
