//! Medians and means.
#![allow(clippy::float_arithmetic, reason = "statistics of demand; no amount is touched")]

use crate::order::sort;

/// The middle of some numbers; 0 of none.
pub(super) fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sort(&mut sorted, f64::total_cmp);
    let half = sorted.len() / 2;
    let at = |place: usize| sorted.get(place).copied().unwrap_or(0.0);
    if sorted.len() % 2 == 1 { at(half) } else { (at(half.saturating_sub(1)) + at(half)) / 2.0 }
}

/// The median distance from a middle.
pub(super) fn spread(numbers: &[f64], middle: f64) -> f64 {
    median(&numbers.iter().map(|number| (number - middle).abs()).collect::<Vec<_>>())
}

/// The mean; 0 of none.
pub(super) fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = numbers.fold((0.0, 0.0), |(sum, count), more| (sum + more, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

/// The mean with weights that fall by a share with each number before the last; 0 of none.
pub(super) fn recent_mean(numbers: &[f64], share: f64) -> f64 {
    let (mut sum, mut weights, mut weight) = (0.0, 0.0, 1.0);
    for number in numbers.iter().rev() {
        sum += weight * number;
        weights += weight;
        weight *= 1.0 - share;
    }
    if weights > 0.0 { sum / weights } else { 0.0 }
}
