//! The burn order through all resets.

use super::super::order::{compare, rank};
use super::{CompactWallet, Payer, Wallet};
use crate::calendar::Instant;

impl Wallet {
    /// Sorts the lots by burn order. With `span`, reset lots are compared as if issued at its first
    /// instant and expiring at its second.
    pub(super) fn sort(
        &self,
        compact: &mut CompactWallet,
        span: Option<(Instant, Instant)>,
    ) -> Option<()> {
        compact.projected.clear();
        if let Some(span) = span {
            self.project_expiry(compact, span)?;
        }
        let (supply, projected) = (self.supply(), &compact.projected);
        let lot = |payer: &Payer| {
            let place = payer.round.as_ref().map(|round| round.place);
            let projected = projected.iter().find(|(of, _)| Some(*of) == place).map(|(_, lot)| lot);
            projected.or_else(|| self.lots.get(payer.slot))
        };
        let is_before = |a: &Payer, b: &Payer| match (lot(a), lot(b)) {
            (Some(a), Some(b)) => compare(supply, a, b).is_lt(),
            _ => false,
        };
        sort_in_place(&mut compact.payers, is_before);
        Some(())
    }

    /// Whether the lots are in the order in which they pay now. A reset only moves a lot's expiry
    /// later, so it can only fall behind other lots: an order that holds at both ends holds
    /// throughout.
    pub(super) fn is_in_order(&self, compact: &CompactWallet) -> bool {
        let supply = self.supply();
        let now = |payer: &Payer| self.lots.get(payer.slot);
        compact.payers.is_sorted_by(|a, b| match (now(a), now(b)) {
            (Some(a), Some(b)) => compare(supply, a, b).is_lt(),
            _ => false,
        })
    }

    /// Projects the reset lots onto another span.
    fn project_expiry(&self, compact: &mut CompactWallet, span: (Instant, Instant)) -> Option<()> {
        let mut projected = std::mem::take(&mut compact.projected);
        for (payer, round) in compact.rounds() {
            let mut lot = self.lots.get(payer.slot)?.clone();
            let number = self.lots.last_number().checked_add(round.place as u64 + 1)?;
            lot.renew(&round.renewed(number, span));
            lot.rank = rank(self.supply(), &lot);
            projected.push((round.place, lot));
        }
        compact.projected = projected;
        Some(())
    }
}

/// Insertion sort: the list is short and mostly in order.
fn sort_in_place(payers: &mut [Payer], is_before: impl Fn(&Payer, &Payer) -> bool) {
    for end in 1..payers.len() {
        let Some((last, sorted)) = payers.get(..=end).and_then(<[Payer]>::split_last) else {
            return;
        };
        if sorted.last().is_some_and(|before| is_before(before, last)) {
            continue;
        }
        let place = sorted.partition_point(|payer| is_before(payer, last));
        if let Some(moved) = payers.get_mut(place..=end) {
            moved.rotate_right(1);
        }
    }
}
