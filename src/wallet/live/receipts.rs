//! Receipts: what was paid, and what of it has been refunded.

use super::super::Result;
use super::super::refund::{PaidCharge, ReceiptLot};
use super::ids::{IdOf, WalletId};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::error::{Error, ErrorKind};
use crate::json::saved;
use std::cmp::Reverse;
use std::collections::VecDeque;

saved! {
    /// A payment. The wallet keeps it, and refunds it by its id.
    #[non_exhaustive]
    pub struct Receipt {
        /// Unique; it begins with the id of the wallet.
        id: String,
        /// When it was paid.
        at: Instant,
        /// Id of the operation.
        operation: String,
        /// Credits, including debt.
        amount: Credits,
        /// Credits of it that became debt.
        debt: Option<Credits>,
        /// Credits of it that were refunded.
        refunded: Option<Credits>,
        /// Id of the member.
        member: Option<String>,
        /// What each lot paid, in that order.
        lots: Vec<ReceiptLot>,
    }
}

impl Receipt {
    /// Credits that can still be refunded.
    pub fn refundable(&self) -> Credits {
        let refunded = self.refunded.unwrap_or_default();
        self.amount.checked_sub(refunded).unwrap_or_default()
    }

    /// What is left of the payment: refunds take from its end.
    pub(in super::super) fn left(&self) -> Result<PaidCharge> {
        let mut paid = PaidCharge {
            operation: self.operation.clone(),
            amount: self.amount,
            debt: self.debt.unwrap_or_default(),
            member: self.member.clone(),
            lots: self.lots.clone(),
        };
        paid.take_from_end(self.refunded.unwrap_or_default())?;
        Ok(paid)
    }

    /// Whether debt and lots make up the amount, and no more than that was refunded.
    pub(in super::super) fn is_even(&self) -> bool {
        let is_amount = |amount: Credits| amount >= Credits::ZERO;
        let (debt, refunded) = (self.debt.unwrap_or_default(), self.refunded.unwrap_or_default());
        let parts = self.lots.iter().map(|part| part.amount);
        let sum = parts.clone().try_fold(debt, |sum, part| sum.checked_add(part));
        let all = parts.chain([debt, refunded]).all(is_amount);
        all && sum == Some(self.amount) && refunded <= self.amount
    }
}

/// The receipts that are kept. Lists, here and in the memory: their code is in every module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Receipts {
    /// By number, in ascending order.
    kept: VecDeque<(u64, Receipt)>,
    last: u64,
    /// The lots that detached receipts name, by number in ascending order, and when each was last paid
    /// from.
    elsewhere: Vec<(u64, Instant)>,
}

impl Receipts {
    /// Those that were saved, the number of the latest, and the lots that detached ones name.
    pub(in super::super) fn of(
        kept: VecDeque<(u64, Receipt)>,
        last: u64,
        elsewhere: Vec<(u64, Instant)>,
    ) -> Self {
        Receipts { kept, last, elsewhere }
    }

    /// Number of the latest.
    pub(in super::super) fn last(&self) -> u64 {
        self.last
    }

    pub(in super::super) fn iter(&self) -> impl Iterator<Item = &Receipt> {
        self.kept.iter().map(|(_, receipt)| receipt)
    }

    /// The lots that detached receipts name.
    pub(in super::super) fn elsewhere(&self) -> &[(u64, Instant)] {
        &self.elsewhere
    }

    /// Takes all out. `lot_of` is the number of the lot that a number belongs to now, if there is one: lots
    /// may have joined since the last time.
    pub(super) fn detach(&mut self, lot_of: impl Fn(u64) -> Option<u64>) -> Vec<Receipt> {
        let parts = self.kept.iter().flat_map(|(_, receipt)| {
            receipt.lots.iter().map(|part| (u64::from(part.number), receipt.at))
        });
        let named = self.elsewhere.iter().copied().chain(parts);
        let mut lots: Vec<(u64, Instant)> =
            named.filter_map(|(number, at)| Some((lot_of(number)?, at))).collect();
        // The latest of each lot.
        lots.sort_unstable_by_key(|(number, at)| (*number, Reverse(*at)));
        lots.dedup_by_key(|(number, _)| *number);
        self.elsewhere = lots;
        std::mem::take(&mut self.kept).into_iter().map(|(_, receipt)| receipt).collect()
    }

    /// Brings one back. Returns whether it was not there.
    pub(super) fn attach(&mut self, number: u64, receipt: Receipt) -> bool {
        match self.kept.binary_search_by_key(&number, |(number, _)| *number) {
            Ok(_) => false,
            Err(place) => {
                self.kept.insert(place, (number, receipt));
                true
            }
        }
    }

    pub(super) fn get(&self, number: u64) -> Option<&Receipt> {
        let place = self.place(number)?;
        self.kept.get(place).map(|(_, receipt)| receipt)
    }

    fn place(&self, number: u64) -> Option<usize> {
        self.kept.binary_search_by_key(&number, |(number, _)| *number).ok()
    }

    /// Issues the receipt of a payment.
    pub(super) fn issue(&mut self, wallet: &WalletId, at: Instant, paid: PaidCharge) -> Receipt {
        self.last += 1;
        let receipt = Receipt {
            id: wallet.issue(IdOf::Receipt, self.last),
            at,
            operation: paid.operation,
            amount: paid.amount,
            debt: Some(paid.debt).filter(|debt| *debt != Credits::ZERO),
            refunded: None,
            member: paid.member,
            lots: paid.lots,
        };
        self.kept.push_back((self.last, receipt.clone()));
        receipt
    }

    /// Notes what was refunded of a receipt.
    pub(super) fn note_refund(&mut self, number: u64, amount: Credits) {
        let place = self.place(number);
        let Some((_, receipt)) = place.and_then(|place| self.kept.get_mut(place)) else { return };
        let before = receipt.refunded.unwrap_or_default();
        // Never more than the receipt, so it always fits.
        receipt.refunded = Some(before.checked_add(amount).unwrap_or(receipt.amount));
    }

    /// Forgets the receipts that are too old. Returns whether there were any.
    pub(super) fn forget(&mut self, is_old: impl Fn(Instant) -> bool) -> bool {
        let before = (self.kept.len(), self.elsewhere.len());
        while self.kept.front().is_some_and(|(_, receipt)| is_old(receipt.at)) {
            self.kept.pop_front();
        }
        self.elsewhere.retain(|(_, at)| !is_old(*at));
        (self.kept.len(), self.elsewhere.len()) != before
    }
}

/// How much of a receipt a refund is to give back: what was asked for, or all that is left.
pub(super) fn refund_of(receipt: &Receipt, asked: Option<Credits>) -> Result<Credits> {
    let left = receipt.refundable();
    let wrong = |pointer, sentence| Err(Error::new(ErrorKind::OutOfRange, pointer, sentence));
    if left <= Credits::ZERO {
        return wrong("/receipt", format!("nothing is left of `{}` to refund", receipt.id));
    }
    match asked {
        Some(amount) if amount <= Credits::ZERO => {
            wrong("/amount", format!("expected more than 0, found {amount}"))
        }
        Some(amount) if amount > left => wrong(
            "/amount",
            format!("{left} is left of `{}` to refund, found {amount}", receipt.id),
        ),
        asked => Ok(asked.unwrap_or(left)),
    }
}
