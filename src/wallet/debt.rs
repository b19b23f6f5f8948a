//! Debt: charges beyond the balance.

use super::flows::LedgerMove;
use super::invoice::Billed;
use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::want::LotPayment;
use super::{Fits, Result, Wallet};
use crate::amount::Credits;
use crate::catalog::supply::Debt;

/// Credits that are owed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owed(Credits);

impl Owed {
    pub(super) fn of(credits: Credits) -> Self {
        Owed(credits)
    }

    pub(super) fn credits(self) -> Credits {
        self.0
    }

    pub(super) fn add(&mut self, more: Credits) -> Result<()> {
        self.0 = self.0.checked_add(more).fits("a debt")?;
        Ok(())
    }

    fn pay(&mut self, amount: Credits) -> Result<()> {
        self.0 = self.0.checked_sub(amount).fits("a debt")?;
        Ok(())
    }

    /// So much is gone, or all that there is; says how much.
    fn forgive(&mut self, most: Credits) -> Credits {
        let amount = most.min(self.0);
        let Some(left) = self.0.checked_sub(amount) else { return Credits::ZERO };
        if amount > Credits::ZERO {
            self.0 = left;
        }
        amount
    }
}

impl Wallet {
    /// Credits that are owed.
    pub fn debt(&self) -> Credits {
        self.owed.credits()
    }

    /// Credits that come in repay debt first, if the policy says so.
    pub(crate) fn settle_debt(&mut self) -> Result<()> {
        if self.lots.has_fresh() {
            // Credits that wait for a payment repay nothing.
            self.tell_books(Billed::Lots)?;
        }
        let is_due = self.debt() > Credits::ZERO && self.supply().policies.debt == Debt::RepayFirst;
        if !is_due || !self.lots.has_fresh() {
            self.lots.forget_fresh();
            return Ok(());
        }
        let fresh = self.lots.take_fresh();
        let mut left = self.debt();
        let mut paid: Vec<LotPayment> = Vec::new();
        let payers = self.lots.payers().filter(|(slot, lot)| fresh.contains(slot) && !lot.frozen);
        for (slot, lot) in payers {
            let amount = left.min(lot.remaining);
            if amount > Credits::ZERO {
                left = left.checked_sub(amount).fits("a debt")?;
                paid.push(LotPayment { slot, number: lot.number, amount });
            }
        }
        let amount = self.debt().checked_sub(left).fits("a debt")?;
        if amount == Credits::ZERO {
            return Ok(());
        }
        self.owed.pay(amount)?;
        for part in &paid {
            let Some(class) = self.lots.spend(part.slot, part.amount)? else { continue };
            self.flow(class, LedgerMove::Spend, part.amount)?;
            self.tell_books(Billed::Repaid(*part))?;
        }
        let mut note = self.note(EntryKind::Spend, Reason::Debt, Subject::None).amount(amount);
        for part in &paid {
            note = note.lot(part.slot, part.amount);
        }
        note.done();
        self.drop_empty(&paid);
        Ok(())
    }

    /// Debt is forgiven when the cycle closes, if the policy says so.
    pub(super) fn forgive_at_reset(&mut self) {
        if self.supply().policies.debt == Debt::ForgiveAtReset {
            self.forgive(self.debt(), Reason::CycleClose, Subject::None);
        }
    }

    /// Reduces the debt by at most an amount. Returns the reduction.
    pub(super) fn forgive(&mut self, most: Credits, reason: Reason, about: Subject) -> Credits {
        let amount = self.owed.forgive(most);
        if amount > Credits::ZERO {
            self.note(EntryKind::Forgive, reason, about).amount(amount).done();
        }
        amount
    }
}
