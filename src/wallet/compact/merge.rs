//! Merges adjacent reset lots that differ in amount only.

use super::super::order::ranks_say_all;
use super::{CompactWallet, Payer, Wallet};
use crate::amount::Fraction;

impl Wallet {
    /// Merges them, if no observer looks at single lots.
    pub(super) fn merge(&self, compact: &mut CompactWallet) {
        let CompactWallet { payers, merged, .. } = compact;
        merged.clear();
        if self.journal.keeps_all() || !ranks_say_all(self.supply()) {
            return;
        }
        payers.dedup_by(|payer, head| {
            let is_alike = self.is_alike(head, payer);
            if let (true, Some(all), Some(round)) = (is_alike, &mut head.round, &payer.round) {
                head.left += payer.left;
                all.amount += round.amount;
                merged.push((head.slot, payer.clone()));
            }
            is_alike
        });
    }

    fn is_alike(&self, a: &Payer, b: &Payer) -> bool {
        let lots = self.lots.get(a.slot).zip(self.lots.get(b.slot));
        a.class == b.class
            && a.pays_for == b.pays_for
            && self.is_free(a)
            && self.is_free(b)
            && lots.is_some_and(|(a, b)| a.rank == b.rank)
    }

    /// Whether it resets, and its unused credits have no cost.
    fn is_free(&self, payer: &Payer) -> bool {
        let round = payer.round.as_ref().and_then(|round| round.unit_cost.as_ref());
        let lot = self.lots.get(payer.slot).and_then(|lot| lot.unit_cost.as_ref());
        round.is_some_and(Fraction::is_zero) && lot.is_some_and(Fraction::is_zero)
    }
}

impl CompactWallet {
    /// Takes merged payers apart again.
    pub(super) fn unmerge(&mut self) {
        let reset_count = self.resets.is_some_and(|resets| resets.count > 0);
        let had = |payer: &Payer| match &payer.round {
            Some(round) if reset_count => round.amount,
            _ => payer.left,
        };
        for head in &mut self.payers {
            let Some(all) = &mut head.round else { continue };
            let mut had_all = if reset_count { all.amount } else { head.left + head.paid };
            let others = self.merged.iter_mut().filter(|(slot, _)| *slot == head.slot);
            let mut due = head.paid;
            for (_, other) in others.rev() {
                // Lots are spent front to back, so the remainder is in the last.
                had_all -= had(other);
                other.paid = (due - had_all).max(0);
                due -= other.paid;
                other.left = had(other) - other.paid;
                all.amount -= other.round.as_ref().map_or(0, |round| round.amount);
            }
            (head.paid, head.left) = (due, had_all - due);
        }
        while let Some((head, payer)) = self.merged.pop() {
            let place = self.payers.iter().position(|other| other.slot == head);
            self.payers.insert(place.map_or(0, |place| place + 1), payer);
        }
    }
}
