//! Postpones purchases as far as possible: bundles that expire then last longer, and money is kept.

use super::super::problem::{Point, Problem};

/// Maximum number of tries.
const MOST_TRIES: usize = 2_000;

type Buy = (usize, usize, u32);

impl Problem {
    /// The same purchases, each as late as the others allow, starting with the last; unchanged if
    /// no bundle is limited.
    pub(in crate::fit) fn late(&self, buys: &[Buy]) -> Vec<Buy> {
        let mut all = buys.to_vec();
        if !self.bundles.iter().any(|bundle| self.is_limited(bundle)) {
            return all;
        }
        let mut tries = MOST_TRIES;
        loop {
            let before = all.clone();
            for place in (0..before.len()).rev() {
                self.put_off(&mut all, place, &mut tries);
            }
            in_order(&mut all);
            // A postponed purchase may let others be postponed too.
            if all == before || tries == 0 {
                return all;
            }
        }
    }

    /// Moves as many bundles of a purchase as possible, to the latest possible points.
    fn put_off(&self, all: &mut Vec<Buy>, place: usize, tries: &mut usize) {
        let Some((at, bundle, _)) = all.get(place).copied() else { return };
        for later in (at + 1..self.points.len()).rev() {
            let Some((.., left)) = all.get(place).copied().filter(|(.., left)| *left > 0) else {
                return;
            };
            // Try all of them, then half, then a quarter, and so on.
            let mut count = left;
            while count > 0 && *tries > 0 {
                *tries -= 1;
                let mut moved = all.clone();
                if let Some(buy) = moved.get_mut(place) {
                    buy.2 = left - count;
                }
                moved.push((later, bundle, count));
                if self.is_allowed(&moved, later) && self.is_enough(&moved) {
                    *all = moved;
                    break;
                }
                count /= 2;
            }
        }
    }

    /// Whether the purchases in a point's cycle respect its limits.
    fn is_allowed(&self, buys: &[Buy], point: usize) -> bool {
        let cycle = |point: usize| self.points.get(point).map(|point| point.cycle);
        let here = || buys.iter().filter(|buy| cycle(buy.0) == cycle(point));
        let of = |bundle: usize| {
            here().filter(|buy| buy.1 == bundle).fold(0_u32, |sum, buy| sum.saturating_add(buy.2))
        };
        let size = |buy: &Buy| self.bundles.get(buy.1).map_or(0, |bundle| bundle.size);
        let credits =
            here().fold(0_i128, |sum, buy| sum.saturating_add(size(buy) * i128::from(buy.2)));
        self.most_in_cycle.is_none_or(|most| credits <= most)
            && self
                .bundles
                .iter()
                .enumerate()
                .all(|(place, bundle)| bundle.limit.is_none_or(|most| of(place) <= most))
    }

    /// Whether purchases pay for every point, if the soonest expiry is used first.
    pub(super) fn is_enough(&self, buys: &[Buy]) -> bool {
        let mut lots: Vec<(usize, usize, i128)> = Vec::new();
        self.points.iter().enumerate().all(|(place, point)| {
            lots.retain(|(end, ..)| *end > place);
            for (_, number, count) in buys.iter().filter(|buy| buy.0 == place) {
                let Some(bundle) = self.bundles.get(*number) else { continue };
                let end = bundle.ends.get(place).copied().unwrap_or(place);
                lots.push((end, *number, bundle.size.saturating_mul((*count).into())));
            }
            crate::order::sort(&mut lots, |a, b| (a.0, a.1).cmp(&(b.0, b.1)));
            paid(point, place, &mut lots)
        })
    }
}

/// Sorts by point and bundle, and merges equal ones.
fn in_order(all: &mut Vec<Buy>) {
    all.retain(|(.., count)| *count > 0);
    crate::order::sort(all, |a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    all.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        kept.2 = if same { kept.2.saturating_add(next.2) } else { kept.2 };
        same
    });
}

/// Pays for a point from the lots that may pay for it. Returns whether that suffices.
fn paid(point: &Point, place: usize, lots: &mut [(usize, usize, i128)]) -> bool {
    let mut missing = point.amount;
    for (end, bundle, left) in lots {
        if *end > place && point.payers & super::bit(*bundle) != 0 {
            let now = missing.min(*left);
            *left -= now;
            missing -= now;
        }
    }
    missing <= 0
}
