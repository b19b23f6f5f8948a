//! Receipts and remembered commands from a saved state.

use super::super::CommandState;
use super::Load;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::error::ErrorKind;
use crate::wallet::Wallet;
use crate::wallet::live::{IdOf, Live, Memory, Newer, Receipts, Remembered, WalletId};
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Display;

impl Load<'_> {
    pub(super) fn live(&self, newer: Newer) -> Live {
        let id = WalletId::new(&self.state.wallet).unwrap_or_else(|error| {
            self.log.error(error);
            WalletId::default()
        });
        let receipts = self.receipts(&id);
        let limits = self.state.limits.clone();
        Live { id, limits, receipts, memory: self.memory(), newer }
    }

    fn receipts(&self, wallet: &WalletId) -> Receipts {
        let (mut kept, last) = (VecDeque::new(), self.state.last_receipt.0);
        for (i, receipt) in self.state.receipts.iter().enumerate() {
            let pointer = format_args!("/receipts/{i}");
            let number = wallet.number(IdOf::Receipt, &receipt.id).unwrap_or_else(|error| {
                self.error(error.kind(), format_args!("{pointer}/id"), error.sentence());
                0
            });
            let before = kept.back().map_or(0, |(number, _): &(u64, _)| *number);
            if number <= before || number > last {
                let sentence = format!(
                    "expected numbers from 1 to `last_receipt`, {last}, in order, each once"
                );
                self.error(ErrorKind::Duplicate, format_args!("{pointer}/id"), sentence);
            }
            self.not_later(format_args!("{pointer}/at"), receipt.at);
            if !receipt.is_even() {
                let sentence = "expected the sum of `debt` and the lots, and no more refunded";
                self.wrong(format_args!("{pointer}/amount"), sentence);
            }
            kept.push_back((number, receipt.clone()));
        }
        Receipts::of(kept, last)
    }

    /// What the receipts can give back was spent, from their lots or, for lots that no longer exist,
    /// from their classes: a refund makes no credits.
    pub(super) fn check_receipts(&self, wallet: &Wallet) {
        let (mut by_lot, mut by_class) = (BTreeMap::new(), BTreeMap::new());
        let numbers = wallet.lots.numbers();
        for (i, receipt) in self.state.receipts.iter().enumerate() {
            let Ok(left) = receipt.left() else { continue };
            for part in left.lots.iter().filter(|part| part.amount > Credits::ZERO) {
                let lot = numbers.slot(part.number.into()).and_then(|slot| wallet.lots.get(slot));
                let class = wallet.class_place(&part.class);
                let (sum, spent) = match (lot, class) {
                    (Some(lot), _) => (by_lot.entry(lot.number).or_default(), Some(lot.spent)),
                    (None, Some(class)) => {
                        (by_class.entry(class).or_default(), wallet.spent_of(class))
                    }
                    (None, None) => {
                        let sentence = format!("there is no class `{}`", part.class);
                        let pointer = format_args!("/receipts/{i}/lots");
                        self.error(ErrorKind::UnknownName, pointer, sentence);
                        continue;
                    }
                };
                *sum = part.amount.checked_add(*sum).unwrap_or(part.amount);
                if spent.is_none_or(|spent| *sum > spent) {
                    let sentence = "expected at most what was spent and not yet refunded";
                    self.wrong(format_args!("/receipts/{i}/lots"), sentence);
                }
            }
        }
    }

    fn memory(&self) -> Memory {
        let mut memory = Memory::default();
        for (i, saved) in self.state.commands.iter().enumerate() {
            self.not_later(format_args!("/commands/{i}/at"), saved.at);
            let CommandState { id, at, body, outcome } = saved.clone();
            if !memory.keep(id, Remembered { at, body, outcome }) {
                let sentence = format!("the command `{}` is listed twice", saved.id);
                self.error(ErrorKind::Duplicate, format_args!("/commands/{i}/id"), sentence);
            }
        }
        memory
    }

    pub(super) fn not_later(&self, pointer: impl Display + Copy, at: Instant) {
        if at > self.state.now {
            self.wrong(pointer, format!("expected an instant up to {}", self.state.now));
        }
    }
}
