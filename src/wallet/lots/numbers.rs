//! Where the lots are, by their numbers and those of the lots merged into them.

use super::Lots;
use crate::wallet::lot::Slot;
use std::collections::BTreeMap;

/// The last number and the slot of each range of numbers, by its first.
pub(in super::super) struct LotNumbers(BTreeMap<u64, (u64, Slot)>);

impl Lots {
    /// For many questions; [`Lots::slot_of`] answers one.
    pub(in super::super) fn numbers(&self) -> LotNumbers {
        let ranges = self.iter().flat_map(|(slot, lot)| {
            let joined = lot.joined.iter().map(move |(from, to)| (*from, (*to, slot)));
            joined.chain([(lot.number, (lot.number, slot))])
        });
        LotNumbers(ranges.collect())
    }
}

impl LotNumbers {
    pub(in super::super) fn slot(&self, number: u64) -> Option<Slot> {
        let (_, (to, slot)) = self.0.range(..=number).next_back()?;
        (number <= *to).then_some(*slot)
    }
}
