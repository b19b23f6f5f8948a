//! The compacted wallet becomes lots again.

use super::super::order::rank;
use super::super::{Result, Wallet, limit};
use super::{CompactWallet, Payer, ResetSchedule, renew};

impl Wallet {
    /// Writes the compacted amounts back into the lots.
    pub(crate) fn restore(&mut self, compact: &mut CompactWallet) -> Result<()> {
        for (class, flows) in compact.flows.iter().enumerate() {
            self.journal.add(class, flows, compact.unit)?;
        }
        compact.unmerge();
        let resets = compact.resets.filter(|resets| resets.count > 0);
        if let Some(resets) = resets {
            self.restore_reset_lots(compact, resets)?;
        }
        self.lots.forget_ends(self.now);
        for payer in &compact.payers {
            let Some(lot) = self.lots.get_mut(payer.slot) else { continue };
            lot.remaining = compact.unit.credits(payer.left);
            let spent = lot.spent.checked_add(compact.unit.credits(payer.paid));
            lot.spent = spent.ok_or_else(|| limit("a lot"))?;
        }
        let left = compact.payers.iter().filter(|payer| payer.left > 0);
        self.lots.order.clear();
        self.lots.order.extend(left.map(|payer| payer.slot));
        Ok(())
    }

    /// The lots of the last turn, as if each had been issued then.
    fn restore_reset_lots(&mut self, compact: &CompactWallet, resets: ResetSchedule) -> Result<()> {
        let (unit, each) = (compact.unit, compact.rounds().count() as u64);
        let before = self.lots.next_number.saturating_add(u64::from(resets.count - 1) * each);
        self.lots.next_number = before.saturating_add(each);
        for (Payer { slot, info, .. }, round) in compact.rounds() {
            let Some(lot) = self.lots.get_mut(*slot) else { continue };
            let (first_cost, source) = (lot.unit_cost, lot.source);
            let number = before + round.place as u64 + 1;
            renew(lot, number, (resets.last.unwrap_or(self.now), resets.next), round);
            lot.rank = rank(self.catalog.checked().supply(), lot);
            lot.info = *info;
            self.lots.note_end(*slot, resets.next);
            let wasted = [(round.first_unused, first_cost), (round.unused, round.unit_cost)];
            for (unused, cost) in wasted.iter().filter(|(unused, _)| *unused > 0) {
                self.journal.waste(unit.credits(*unused), cost.as_ref(), source);
            }
            self.grants.go_to(round.schedule, resets.n, resets.next);
        }
        self.grants.find_next_issue();
        Ok(())
    }
}
