//! The burn order: which lot pays first.

use super::lot::{Lot, PLAIN, Rank};
use crate::amount::Fraction;
use crate::catalog::supply::{BurnBy, BurnKey, PaidFirst, Supply};
use std::cmp::Ordering;

/// The rank of a lot; it changes with its class and its expiry.
pub(super) fn rank(supply: &Supply, lot: &Lot) -> Rank {
    let mut rank = [0; PLAIN];
    for (place, key) in rank.iter_mut().zip(&supply.burn_order) {
        *place = match key {
            BurnKey::Class(ranks) => {
                ranks.get(lot.class.place()).map_or(i64::MAX, |rank| *rank as i64)
            }
            BurnKey::Paid(first) => {
                let is_paid = supply.classes.get(lot.class.place()).is_some_and(|class| class.paid);
                i64::from(is_paid == (*first == PaidFirst::Last))
            }
            BurnKey::By(BurnBy::Priority) => lot.priority.key(),
            BurnKey::By(BurnBy::Expires) => lot.expires.to_unix(),
            BurnKey::By(BurnBy::Interval) => lot.interval.key(),
            BurnKey::By(BurnBy::Effective) => lot.effective.to_unix(),
            BurnKey::By(BurnBy::Issued) => lot.issued_at.to_unix(),
            // From here on, compare the keys themselves.
            BurnKey::By(BurnBy::UnitCost | BurnBy::Amount) => break,
        };
    }
    rank
}

/// Whether lots of equal rank differ by number only.
#[inline]
pub(super) fn ranks_say_all(supply: &Supply) -> bool {
    supply.burn_order.len() <= PLAIN && !supply.has_wide_keys
}

/// By the catalog's keys, then by number, so that no two lots are equal.
#[inline]
pub(super) fn compare(supply: &Supply, a: &Lot, b: &Lot) -> Ordering {
    let order = a.rank.cmp(&b.rank);
    if order.is_ne() {
        return order;
    }
    if !ranks_say_all(supply) {
        let order = compare_keys(supply, a, b);
        if order.is_ne() {
            return order;
        }
    }
    a.number.cmp(&b.number)
}

fn compare_keys(supply: &Supply, a: &Lot, b: &Lot) -> Ordering {
    for key in &supply.burn_order {
        let order = match key {
            BurnKey::Class(ranks) => ranks.get(a.class.place()).cmp(&ranks.get(b.class.place())),
            BurnKey::Paid(first) => paid(supply, *first, a, b),
            BurnKey::By(by) => compare_by(*by, a, b),
        };
        if order.is_ne() {
            return order;
        }
    }
    Ordering::Equal
}

fn paid(supply: &Supply, first: PaidFirst, a: &Lot, b: &Lot) -> Ordering {
    let is_paid = |lot: &Lot| supply.classes.get(lot.class.place()).is_some_and(|class| class.paid);
    match first {
        PaidFirst::First => is_paid(b).cmp(&is_paid(a)),
        PaidFirst::Last => is_paid(a).cmp(&is_paid(b)),
    }
}

fn compare_by(by: BurnBy, a: &Lot, b: &Lot) -> Ordering {
    match by {
        BurnBy::Priority => a.priority.key().cmp(&b.priority.key()),
        BurnBy::Expires => a.expires.cmp(&b.expires),
        BurnBy::Interval => a.interval.key().cmp(&b.interval.key()),
        BurnBy::UnitCost => unit_cost(a.unit_cost.as_ref(), b.unit_cost.as_ref()),
        BurnBy::Effective => a.effective.cmp(&b.effective),
        BurnBy::Issued => a.issued_at.cmp(&b.issued_at),
        BurnBy::Amount => a.issued.cmp(&b.issued),
    }
}

/// Cheaper first; lots without a price last.
fn unit_cost(a: Option<&Fraction>, b: Option<&Fraction>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.compare(b).unwrap_or(Ordering::Equal),
        _ => a.is_none().cmp(&b.is_none()),
    }
}
