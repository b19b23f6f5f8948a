//! Lots that are spent and never end leave a live wallet once no receipt and no repayment of debt
//! names them: without this, its state would grow with every purchase.

use super::super::Wallet;
use super::super::lot::{Ends, Lot, Slot, State};
use super::receipts::Receipts;
use crate::amount::Credits;
use std::collections::BTreeSet;

impl Wallet {
    pub(super) fn forget_spent(&mut self, receipts: &Receipts) {
        let is_spent = |_: Slot, lot: &Lot| {
            lot.remaining == Credits::ZERO
                && lot.held == Credits::ZERO
                && lot.ends == Ends::Never
                && lot.state == State::Active
        };
        let spent = self.lots.open_if(is_spent);
        if spent.is_empty() {
            return;
        }
        let numbers = self.lots.numbers();
        let repaid = self.book().into_iter().flat_map(|book| &book.repaid).map(|of| &of.lot);
        let parts = receipts.iter().flat_map(|receipt| &receipt.lots).chain(repaid);
        let elsewhere = receipts.elsewhere().iter().map(|(number, _)| *number);
        let named: BTreeSet<Slot> = parts
            .map(|part| u64::from(part.number))
            .chain(elsewhere)
            .filter_map(|number| numbers.slot(number))
            .collect();
        for slot in spent.into_iter().filter(|slot| !named.contains(slot)) {
            self.lots.close(slot);
        }
    }
}
