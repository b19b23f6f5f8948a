//! The problem that a fit solves: credits missing at points in time, and the bundles sold.

use std::cmp::Ordering;

/// The points to cover and the bundles; all amounts are scaled.
#[derive(Clone, Debug, Default)]
pub(super) struct Problem {
    pub(super) points: Vec<Point>,
    pub(super) bundles: Vec<Bundle>,
    /// Most credits that may be bought in a cycle.
    pub(super) most_in_cycle: Option<i128>,
}

/// Credits missing at an instant; 0 at the end of a cycle.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) cycle: usize,
    pub(super) amount: i128,
    /// Bit set of the bundles that may pay for it.
    pub(super) payers: u64,
}

/// The smallest quantity of a top-up that can be bought.
#[derive(Clone, Debug)]
pub(super) struct Bundle {
    pub(super) size: i128,
    pub(super) price: i128,
    /// Maximum number in a cycle.
    pub(super) limit: Option<u32>,
    /// By point of purchase: the first later point that it cannot pay for.
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
    /// Lower bound: no purchases cost less.
    pub(super) least: i128,
    /// Point, bundle, count.
    pub(super) buys: Vec<(usize, usize, u32)>,
}

/// Why there is no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPlan {
    /// No purchases suffice.
    Impossible,
    /// No sufficient purchases were found.
    NotFound,
}

pub(super) fn bit(bundle: usize) -> u64 {
    1_u64.checked_shl(bundle as u32).unwrap_or(0)
}

/// The least cost of an amount, at a price for a size; 0 if it does not fit.
pub(super) fn at_least(amount: i128, price: i128, size: i128) -> i128 {
    if amount <= 0 || size <= 0 {
        return 0;
    }
    let part = (amount % size).checked_mul(price).map(|part| (part + size - 1) / size);
    let whole = (amount / size).checked_mul(price);
    whole.zip(part).and_then(|(whole, part)| whole.checked_add(part)).unwrap_or(0)
}

/// Compares the prices of a credit, each given as price and size.
pub(super) fn by_unit_price(a: (i128, i128), b: (i128, i128)) -> Ordering {
    let ((price, size), (other_price, other_size)) = (a, b);
    match (price.checked_mul(other_size), other_price.checked_mul(size)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => (price / size.max(1)).cmp(&(other_price / other_size.max(1))),
    }
}
