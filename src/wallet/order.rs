//! The burn order: which lot pays first.

use super::Wallet;
use super::lot::{Lot, Slot};
use crate::amount::{Credits, Fraction};
use crate::catalog::supply::{BurnBy, BurnKey, PaidFirst, Supply};
use crate::order::sorted;
use std::cmp::Ordering;

/// By the catalog's keys, then by the number of the lot, so that no two are equal.
pub(super) fn compare(supply: &Supply, a: &Lot, b: &Lot) -> Ordering {
    for key in &supply.burn_order {
        let order = match key {
            BurnKey::Class(ranks) => ranks.get(a.class).cmp(&ranks.get(b.class)),
            BurnKey::Paid(first) => paid(supply, *first, a, b),
            BurnKey::By(by) => compare_by(*by, a, b),
        };
        if order.is_ne() {
            return order;
        }
    }
    a.number.cmp(&b.number)
}

fn paid(supply: &Supply, first: PaidFirst, a: &Lot, b: &Lot) -> Ordering {
    let is_paid = |lot: &Lot| supply.classes.get(lot.class).is_some_and(|class| class.paid);
    match first {
        PaidFirst::First => is_paid(b).cmp(&is_paid(a)),
        PaidFirst::Last => is_paid(a).cmp(&is_paid(b)),
    }
}

fn compare_by(by: BurnBy, a: &Lot, b: &Lot) -> Ordering {
    match by {
        BurnBy::Priority => a.priority.cmp(&b.priority),
        BurnBy::Expires => a.expires.cmp(&b.expires),
        BurnBy::Interval => a.interval.cmp(&b.interval),
        BurnBy::UnitCost => unit_cost(a.unit_cost.as_ref(), b.unit_cost.as_ref()),
        BurnBy::Effective => a.effective.cmp(&b.effective),
        BurnBy::Issued => a.issued_at.cmp(&b.issued_at),
        BurnBy::Amount => a.issued.cmp(&b.issued),
    }
}

/// Cheaper first; what has no price last.
fn unit_cost(a: Option<&Fraction>, b: Option<&Fraction>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.compare(b).unwrap_or(Ordering::Equal),
        _ => a.is_none().cmp(&b.is_none()),
    }
}

impl Wallet {
    /// Puts a lot among those that pay.
    pub(super) fn put_in_order(&mut self, slot: Slot) {
        let supply = &self.catalog.checked().supply;
        let Some(lot) = self.lots.get(slot) else { return };
        if lot.remaining == Credits::ZERO || self.lots.order.contains(&slot) {
            return;
        }
        let is_before = |other: &Slot| {
            self.lots.get(*other).is_some_and(|other| compare(supply, other, lot).is_lt())
        };
        let place = self.lots.order.partition_point(is_before);
        self.lots.order.insert(place, slot);
    }

    /// Puts all lots in order anew, after their ends have moved.
    pub(super) fn reorder(&mut self) {
        let supply = &self.catalog.checked().supply;
        let compare = |a: &Slot, b: &Slot| match (self.lots.get(*a), self.lots.get(*b)) {
            (Some(a), Some(b)) => compare(supply, a, b),
            _ => Ordering::Equal,
        };
        if self.lots.order.is_sorted_by(|a, b| compare(a, b).is_le()) {
            return;
        }
        let order = sorted(&self.lots.order, compare).copied().collect();
        self.lots.order = order;
    }
}
