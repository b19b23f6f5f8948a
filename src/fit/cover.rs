//! The cheapest purchases that cover missing credits in time.
//!
//! Missing credits are a list of points in time. A bundle bought at a point pays for points until
//! it expires. Buying before it is needed only helps if purchases per cycle are limited: at a
//! cycle's end or, for a bundle that expires soon, wherever it spares a bundle that lasts longer.
//!
//! If bundles neither expire nor are limited, only the sum counts: a knapsack, by branch and bound.
//! Otherwise purchases are searched best first, by their cost so far plus the least cost of the
//! rest, at the lowest price of a credit. Both are exact. A search that exceeds its steps returns
//! the best cover found and a bound. So does a search in which some bundles pay for some points
//! only, because it does not search how to share bundles among points.

mod best_first;
mod knapsack;
mod late;

use super::problem::{Bundle, NoPlan, Point, Problem, PurchasePlan, bit};

/// Maximum number of steps.
pub(super) const MOST_STEPS: usize = 5_000;

impl Problem {
    /// The cheapest cover.
    pub(super) fn solve(&self, most_steps: usize) -> Result<PurchasePlan, NoPlan> {
        let all = self.masks();
        match all.as_slice() {
            [] => Ok(PurchasePlan::default()),
            _ if all.contains(&0) => Err(NoPlan::Impossible),
            [payers] => self.among(*payers, most_steps),
            _ => {
                // The search does not try every way to share bundles among points.
                let cover = self.search(most_steps, true).map_err(|_| NoPlan::NotFound)?;
                let least = self.bound(&all, most_steps).min(cover.cost);
                Ok(PurchasePlan { least, ..cover })
            }
        }
    }

    /// The sets of bundles that may pay for a point, each once.
    fn masks(&self) -> Vec<u64> {
        let everyone = (0..self.bundles.len()).fold(0, |all, bundle| all | bit(bundle));
        let mut masks = Vec::new();
        for point in self.points.iter().filter(|point| point.amount > 0) {
            let payers = point.payers & everyone;
            if !masks.contains(&payers) {
                masks.push(payers);
            }
        }
        masks
    }

    /// The same problem, with only the bundles that may pay for everything.
    fn among(&self, payers: u64, most_steps: usize) -> Result<PurchasePlan, NoPlan> {
        let mut bundles = self.bundles.iter().enumerate();
        if bundles.all(|(place, _)| payers & bit(place) != 0) {
            return match self.is_one_sum() {
                true => self.knapsack(most_steps).ok_or(NoPlan::NotFound),
                false => self.search(most_steps, false),
            };
        }
        let sold = self.bundles.iter().enumerate();
        let sold: Vec<(usize, Bundle)> =
            sold.filter(|(b, _)| payers & bit(*b) != 0).map(|(b, of)| (b, of.clone())).collect();
        let (places, bundles): (Vec<usize>, Vec<Bundle>) = sold.into_iter().unzip();
        let points = self.points.iter().map(|point| Point { payers: u64::MAX, ..*point });
        let rest = Problem { points: points.collect(), bundles, ..*self };
        let cover = rest.among(u64::MAX, most_steps)?;
        let place = |(point, bundle, count)| Some((point, *places.get::<usize>(bundle)?, count));
        Ok(PurchasePlan { buys: cover.buys.into_iter().filter_map(place).collect(), ..cover })
    }

    /// Lower bound: points that share no bundle are paid for separately. Within a group that shares
    /// some, every bundle is assumed to pay for every point.
    fn bound(&self, masks: &[u64], most_steps: usize) -> i128 {
        let mut apart: Vec<u64> = Vec::new();
        for mask in masks {
            let (shared, others) = apart.iter().partition::<Vec<u64>, _>(|a| **a & mask != 0);
            apart = others;
            apart.push(shared.iter().fold(*mask, |all, mask| all | mask));
        }
        let of = |all: &u64| {
            let within = masks.iter().chain([all]).filter(|mask| **mask & !all == 0);
            within.map(|mask| self.least_within(*mask, most_steps)).max().unwrap_or(0)
        };
        apart.iter().map(of).fold(0, i128::saturating_add)
    }

    /// The least cost of the points that only these bundles pay for.
    fn least_within(&self, payers: u64, most_steps: usize) -> i128 {
        let mut points = self.points.clone();
        for point in points.iter_mut().filter(|point| point.payers & !payers != 0) {
            point.amount = 0;
        }
        let part = Problem { points, bundles: self.bundles.clone(), ..*self };
        part.among(payers, most_steps).map_or(0, |cover| cover.least)
    }

    /// Whether the time of a purchase does not matter.
    fn is_one_sum(&self) -> bool {
        self.is_lasting() && !self.bundles.iter().any(|bundle| self.is_limited(bundle))
    }

    /// Whether no bundle expires before the last point.
    pub(super) fn is_lasting(&self) -> bool {
        let mut ends = self.bundles.iter().flat_map(|bundle| &bundle.ends);
        ends.all(|end| *end == self.points.len())
    }

    /// A lower bound: the same problem, with bundles that last and pay for everything.
    pub(super) fn loose(&self) -> Problem {
        let points = self.points.iter().map(|point| Point { payers: u64::MAX, ..*point });
        let bundles = self
            .bundles
            .iter()
            .map(|bundle| Bundle { ends: vec![self.points.len(); self.points.len()], ..*bundle });
        Problem { points: points.collect(), bundles: bundles.collect(), ..*self }
    }
}

impl Problem {
    fn is_limited(&self, bundle: &Bundle) -> bool {
        bundle.limit.is_some() || self.most_in_cycle.is_some()
    }
}

#[cfg(test)]
mod tests;
