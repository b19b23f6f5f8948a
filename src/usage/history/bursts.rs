//! Bursts: the few days far above the others.
#![allow(clippy::float_arithmetic, reason = "statistics of demand; no amount is touched")]

use super::middle::{median, spread};

/// Days on both sides that a day is compared with.
const NEAR: usize = 28;
/// A burst has more than this many times the median of the active days near it...
const TIMES: f64 = 4.0;
/// ...and lies above it by more than this many times their median deviation.
const DEVIATIONS: f64 = 8.0;
/// Days are no bursts if more than one in this many active days would be one.
const ONE_IN: usize = 10;

/// Days without their bursts, and the bursts.
#[derive(Clone, Debug, Default)]
pub(super) struct Calm {
    /// The sum of each day; for a burst, the median of the active days near it.
    pub(super) days: Vec<f64>,
    /// The place of each burst, and what it has above that median.
    pub(super) bursts: Vec<(usize, f64)>,
}

impl Calm {
    /// Separates the bursts of daily sums.
    pub(super) fn of(days: &[f64]) -> Self {
        let mut calm = Calm { days: days.to_vec(), bursts: Vec::new() };
        for (place, sum) in calm.days.iter_mut().enumerate() {
            let near = days.get(place.saturating_sub(NEAR)..(place + NEAR + 1).min(days.len()));
            let active = near.unwrap_or(&[]).iter().copied().filter(|sum| *sum > 0.0);
            let active: Vec<f64> = active.collect();
            let usual = median(&active);
            if *sum > (TIMES * usual).max(usual + DEVIATIONS * spread(&active, usual)) {
                calm.bursts.push((place, *sum - usual));
                *sum = usual;
            }
        }
        let active = days.iter().filter(|sum| **sum > 0.0).count();
        if calm.bursts.len() * ONE_IN > active {
            return Calm { days: days.to_vec(), bursts: Vec::new() };
        }
        calm
    }
}
