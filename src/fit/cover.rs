//! The cheapest purchases that cover what is missing, in time.
//!
//! What is missing is a list of points in time; a bundle bought at a point pays for points until
//! it ends. A bundle is never bought before it is needed, except when only so many may be bought in
//! a cycle: at its end, or, when it ends soon, wherever it saves what lasts longer. Where bundles
//! neither end nor are limited, only the sum counts: a knapsack, by branch and bound. Otherwise purchases are searched best first: by what they cost
//! so far and what the rest costs at least, at the lowest price of a credit. Both are exact; a
//! search that takes too many steps ends with the best that is known and how far it may be off.
//! So does one in which some bundles pay for some points only: how they are shared out is not
//! searched.

mod best_first;
mod knapsack;
mod late;

use super::problem::{Bundle, NoPlan, Point, Problem, PurchasePlan, bit};

/// More steps than this are not made.
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
                // How bundles are shared out is not searched.
                let cover = self.search(most_steps, true).map_err(|_| NoPlan::NotFound)?;
                let least = self.bound(&all, most_steps).min(cover.cost);
                Ok(PurchasePlan { least, ..cover })
            }
        }
    }

    /// Who may pay for something that is missing, each set once.
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

    /// As if nothing else were sold than what may pay for everything.
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

    /// Lower bound: points that share no bundle are paid for apart. Within a group that shares
    /// some, every bundle is taken to pay for every point.
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

    /// What those points cost at least that nothing else pays for.
    fn least_within(&self, payers: u64, most_steps: usize) -> i128 {
        let mut points = self.points.clone();
        for point in points.iter_mut().filter(|point| point.payers & !payers != 0) {
            point.amount = 0;
        }
        let part = Problem { points, bundles: self.bundles.clone(), ..*self };
        part.among(payers, most_steps).map_or(0, |cover| cover.least)
    }

    /// Whether it does not matter when something is bought.
    fn is_one_sum(&self) -> bool {
        self.is_lasting() && !self.bundles.iter().any(|bundle| self.is_limited(bundle))
    }

    /// Whether nothing ends before the last point.
    pub(super) fn is_lasting(&self) -> bool {
        let mut ends = self.bundles.iter().flat_map(|bundle| &bundle.ends);
        ends.all(|end| *end == self.points.len())
    }

    /// The same where everything lasts and pays for everything: no cover costs less than that.
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
