//! The problem that a fit solves: credits that are missing at points in time, and the bundles sold.

use std::cmp::Ordering;

/// What is to be covered, and with what; all amounts are scaled.
#[derive(Clone, Debug, Default)]
pub(super) struct Problem {
    pub(super) points: Vec<Point>,
    pub(super) bundles: Vec<Bundle>,
    /// Most credits that may be bought in a cycle.
    pub(super) most_in_cycle: Option<i128>,
}

/// Credits that are missing at an instant; none at the end of a cycle.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) cycle: usize,
    pub(super) amount: i128,
    /// Which bundles may pay for it, bit by bit.
    pub(super) payers: u64,
}

/// The least of a top-up that can be bought at once.
#[derive(Clone, Debug)]
pub(super) struct Bundle {
    pub(super) size: i128,
    pub(super) price: i128,
    /// Most of them in a cycle.
    pub(super) limit: Option<u32>,
    /// For a purchase at each point, the first point that it can no longer pay for.
    pub(super) ends: Vec<usize>,
}

impl Bundle {
    pub(super) fn price_and_size(&self) -> (i128, i128) {
        (self.price, self.size)
    }
}

/// What to buy.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PurchasePlan {
    pub(super) cost: i128,
    /// No purchases can cost less than this.
    pub(super) least: i128,
    /// The point, the bundle, and how many of it.
    pub(super) buys: Vec<(usize, usize, u32)>,
}

/// Why nothing is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPlan {
    /// No purchases are enough.
    Impossible,
    /// None were found that are.
    NotFound,
}

pub(super) fn bit(bundle: usize) -> u64 {
    1_u64.checked_shl(bundle as u32).unwrap_or(0)
}

/// The least that so much can cost at a price for a size; 0 when that does not fit.
pub(super) fn at_least(amount: i128, price: i128, size: i128) -> i128 {
    if amount <= 0 || size <= 0 {
        return 0;
    }
    let part = (amount % size).checked_mul(price).map(|part| (part + size - 1) / size);
    let whole = (amount / size).checked_mul(price);
    whole.zip(part).and_then(|(whole, part)| whole.checked_add(part)).unwrap_or(0)
}

/// Compares the prices of a credit: of each, the price and the size.
pub(super) fn by_unit_price(a: (i128, i128), b: (i128, i128)) -> Ordering {
    let ((price, size), (other_price, other_size)) = (a, b);
    match (price.checked_mul(other_size), other_price.checked_mul(size)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => (price / size.max(1)).cmp(&(other_price / other_size.max(1))),
    }
}
