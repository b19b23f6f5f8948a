//! In which order lots pay.

use super::super::lot::{Lot, Slot};
use super::super::order::{compare, rank};
use super::Lots;
use crate::amount::Credits;
use crate::catalog::supply::Supply;
use crate::order::sorted;
use std::cmp::Ordering;

impl Lots {
    /// Inserts a lot into the burn order.
    pub(in super::super) fn put_in_order(&mut self, supply: &Supply, slot: Slot) {
        if !self.order.contains(&slot) {
            self.put_new_in_order(supply, slot);
        }
    }

    /// Like `put_in_order`, for a lot that is not in the order yet.
    pub(super) fn put_new_in_order(&mut self, supply: &Supply, slot: Slot) {
        if let Some(lot) = self.slots.get_mut(slot) {
            lot.rank = rank(supply, lot);
        }
        let Some(lot) = self.slots.get(slot).filter(|lot| has_some_left(lot)) else { return };
        let is_before = |other: &Slot| {
            self.slots.get(*other).is_some_and(|other| compare(supply, other, lot).is_lt())
        };
        let place = self.order.partition_point(is_before);
        self.order.insert(place, slot);
    }

    /// Lots that have nothing left pay no more.
    pub(in super::super) fn drop_empty(&mut self) {
        let slots = &self.slots;
        self.order.retain(|slot| slots.get(*slot).is_some_and(has_some_left));
    }

    /// Like `drop_empty`, for a lot that has just paid.
    pub(in super::super) fn drop_if_empty(&mut self, slot: Slot) {
        if self.slots.get(slot).is_some_and(|lot| lot.remaining == Credits::ZERO) {
            self.take_out(slot);
        }
    }

    /// Sorts all lots again, after their expiries have changed.
    pub(in super::super) fn reorder(&mut self, supply: &Supply) {
        for slot in &self.order {
            if let Some(lot) = self.slots.get_mut(*slot) {
                lot.rank = rank(supply, lot);
            }
        }
        let compare = |a: &Slot, b: &Slot| match (self.slots.get(*a), self.slots.get(*b)) {
            (Some(a), Some(b)) => compare(supply, a, b),
            _ => Ordering::Equal,
        };
        if self.order.iter().is_sorted_by(|a, b| compare(a, b).is_le()) {
            return;
        }
        let order: Vec<Slot> = self.order.iter().copied().collect();
        self.order = sorted(&order, compare).copied().collect();
    }
}

fn has_some_left(lot: &Lot) -> bool {
    lot.remaining > Credits::ZERO
}
