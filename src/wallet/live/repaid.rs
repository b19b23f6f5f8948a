//! Debt that was repaid: what the lots paid comes back when the run that made the debt is refunded.

use super::super::refund::{PaidCharge, ReceiptLot};
use super::super::want::LotPayment;
use super::super::{Result, Wallet};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::json::saved;

saved! {
    /// Credits of a lot that have repaid debt.
    pub(crate) struct Repayment {
        /// When.
        at: Instant,
        /// What the lot paid.
        lot: ReceiptLot,
    }
}

impl Wallet {
    pub(super) fn book_repayment(&mut self, part: &LotPayment) {
        let at = self.now;
        let repayment = self.receipt_lot(part).map(|lot| Repayment { at, lot });
        self.change_book(|book| book.repaid.extend(repayment));
    }

    /// Gives back a part of a receipt that was debt and is repaid: to the lots that have repaid debt
    /// since then, the last one first. What is no longer known does not come back.
    pub(super) fn give_back_repaid(
        &mut self,
        receipt: &PaidCharge,
        amount: Credits,
        since: Instant,
    ) -> Result<()> {
        let Some(book) = self.book().filter(|_| amount > Credits::ZERO) else { return Ok(()) };
        let first = book.repaid.partition_point(|repayment| repayment.at < since);
        let lots = book.repaid.iter().skip(first).map(|repayment| repayment.lot.clone());
        let mut repaid = PaidCharge {
            operation: receipt.operation.clone(),
            amount,
            debt: Credits::ZERO,
            member: None,
            lots: lots.collect(),
        };
        let operation = self.operation_place(&receipt.operation)?;
        // The member's use was given back with the receipt.
        let back = self.give_back_later((operation, None), amount, (&repaid, since))?;
        repaid.take_from_end(back)?;
        self.change_book(|book| {
            for (repayment, left) in book.repaid.iter_mut().skip(first).zip(repaid.lots) {
                repayment.lot = left;
            }
            book.repaid.retain(|repayment| repayment.lot.amount > Credits::ZERO);
        });
        Ok(())
    }
}
