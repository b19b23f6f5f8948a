//! Bundles that neither expire nor are limited: the cheapest sum, by branch and bound.

use super::super::problem::{Bundle, Problem, PurchasePlan, at_least, by_unit_price};
use crate::order::sort;

struct Knapsack<'p> {
    bundles: Vec<(usize, &'p Bundle)>,
    counts: Vec<u32>,
    best: Option<Best>,
    steps: usize,
}

#[derive(Clone, Debug)]
struct Best {
    cost: i128,
    credits: i128,
    counts: Vec<u32>,
}

impl Problem {
    pub(super) fn knapsack(&self, most_steps: usize) -> Option<PurchasePlan> {
        let sum = self.points.iter().try_fold(0_i128, |sum, p| sum.checked_add(p.amount))?;
        let mut bundles: Vec<(usize, &Bundle)> = self.bundles.iter().enumerate().collect();
        sort(&mut bundles, |(_, a), (_, b)| {
            by_unit_price(a.price_and_size(), b.price_and_size()).then(b.size.cmp(&a.size))
        });
        let (_, cheapest) = bundles.first()?;
        let least = at_least(sum, cheapest.price, cheapest.size);
        let counts = vec![0; bundles.len()];
        let mut knapsack = Knapsack { bundles, counts, best: None, steps: most_steps };
        knapsack.fill(0, sum, 0, 0);
        let finished = knapsack.steps > 0;
        let best = knapsack.best?;
        let least = if finished { best.cost } else { least };
        let buys = self.spread(&knapsack.bundles, best.counts);
        Some(PurchasePlan { cost: best.cost, least, buys })
    }

    /// Buys smaller bundles first, each when it is needed.
    fn spread(
        &self,
        bundles: &[(usize, &Bundle)],
        mut counts: Vec<u32>,
    ) -> Vec<(usize, usize, u32)> {
        let mut order: Vec<usize> = (0..bundles.len()).collect();
        let size = |place: &usize| bundles.get(*place).map(|(_, bundle)| bundle.size);
        sort(&mut order, |a, b| size(a).cmp(&size(b)));
        let (mut left, mut buys) = (0_i128, Vec::new());
        for (point, of) in self.points.iter().enumerate() {
            left -= of.amount;
            for place in &order {
                let (Some((bundle, of)), Some(count)) =
                    (bundles.get(*place), counts.get_mut(*place))
                else {
                    continue;
                };
                let wanted = if left < 0 { (-left + of.size - 1) / of.size.max(1) } else { 0 };
                let now = u32::try_from(wanted).unwrap_or(u32::MAX).min(*count);
                if now > 0 {
                    *count -= now;
                    left += of.size * i128::from(now);
                    buys.push((point, *bundle, now));
                }
            }
        }
        buys
    }
}

impl Knapsack<'_> {
    /// Tries every number of a bundle that can still beat the best so far.
    fn fill(&mut self, place: usize, missing: i128, cost: i128, credits: i128) {
        if missing <= 0 {
            return self.note(cost, credits);
        }
        let Some((size, price)) = self.bundles.get(place).map(|(_, b)| (b.size, b.price)) else {
            return;
        };
        let next = self.bundles.get(place + 1).map(|(_, b)| (b.price, b.size));
        let most = u32::try_from((missing + size - 1) / size.max(1)).unwrap_or(u32::MAX);
        let least = if next.is_none() { most } else { 0 };
        for count in (least..=most).rev() {
            if self.steps == 0 {
                return;
            }
            self.steps -= 1;
            let Some(so_far) =
                price.checked_mul(i128::from(count)).and_then(|c| c.checked_add(cost))
            else {
                continue;
            };
            let left = missing - size * i128::from(count);
            let rest = next.map_or(0, |(price, size)| at_least(left, price, size));
            if self.best.as_ref().is_some_and(|best| so_far.saturating_add(rest) > best.cost) {
                // Fewer of this bundle leave more for more expensive ones.
                if left > 0 { break } else { continue }
            }
            self.set(place, count);
            self.fill(place + 1, left, so_far, credits + size * i128::from(count));
        }
        self.set(place, 0);
    }

    fn set(&mut self, place: usize, count: u32) {
        if let Some(kept) = self.counts.get_mut(place) {
            *kept = count;
        }
    }

    /// If two cost the same, the one with more credits.
    fn note(&mut self, cost: i128, credits: i128) {
        let is_better =
            self.best.as_ref().is_none_or(|best| (cost, -credits) < (best.cost, -best.credits));
        if is_better {
            self.best = Some(Best { cost, credits, counts: self.counts.clone() });
        }
    }
}
