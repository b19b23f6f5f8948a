//! Turns the compact wallet back into lots.

use super::super::lots::EndedLot;
use super::super::{Result, Wallet};
use super::{CompactWallet, Payer, ResetSchedule};
use crate::catalog::id::ClassId;

impl Wallet {
    /// Writes the compacted amounts back into the lots.
    pub(crate) fn restore(&mut self, compact: &mut CompactWallet) -> Result<()> {
        for (class, flows) in compact.flows.iter().enumerate() {
            self.journal.add(ClassId::at(class), flows, compact.unit)?;
        }
        compact.unmerge();
        let resets = compact.resets.filter(|resets| resets.count > 0);
        if let Some(resets) = resets {
            self.restore_reset_lots(compact, resets)?;
        }
        self.lots.forget_ends(self.now);
        for payer in &compact.payers {
            let (left, paid) = (payer.left, payer.paid);
            let unit = compact.unit;
            self.lots.pay_to(payer.slot, unit.credits(left), unit.credits(paid))?;
        }
        let left = compact.payers.iter().filter(|payer| payer.left > 0);
        self.lots.set_order(left.map(|payer| payer.slot));
        Ok(())
    }

    /// The lots of the last reset, as if each had been issued then.
    fn restore_reset_lots(&mut self, compact: &CompactWallet, resets: ResetSchedule) -> Result<()> {
        let (unit, each) = (compact.unit, compact.rounds().count() as u64);
        self.lots.skip_numbers(u64::from(resets.count - 1) * each);
        let before = self.lots.last_number();
        self.lots.skip_numbers(each);
        for (Payer { slot, label, .. }, round) in compact.rounds() {
            let number = before + round.place as u64 + 1;
            let issued_at = resets.last.unwrap_or(self.now);
            let renewed = round.renewed(number, (issued_at, resets.next));
            let supply = self.catalog.checked().supply();
            let Some(first) = self.lots.renew(supply, *slot, &renewed, *label) else { continue };
            let EndedLot { unit_cost: first_cost, source, .. } = first;
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
