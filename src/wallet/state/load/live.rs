//! Receipts, invoices and remembered commands from a saved state.

use super::super::CommandState;
use super::{Below, Load};
use crate::amount::{Credits, Money};
use crate::calendar::Instant;
use crate::error::ErrorKind;
use crate::wallet::Wallet;
use crate::wallet::live::{
    IdOf, Invoice, InvoiceBook, InvoiceFor, InvoiceStatus, InvoiceView, Live, Memory, Newer,
    PaymentPolicy, Receipts, Remembered, WalletId,
};
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Display;

impl Load<'_> {
    pub(super) fn live(&self, newer: Newer) -> Live {
        let id = WalletId::new(&self.state.wallet).unwrap_or_else(|error| {
            self.log.error(error);
            WalletId::default()
        });
        let receipts = self.receipts(&id);
        let limits = self.state.limits.clone().unwrap_or_default();
        Live { id, limits, receipts, memory: self.memory(), newer }
    }

    fn receipts(&self, wallet: &WalletId) -> Receipts {
        let (mut kept, last) = (VecDeque::new(), self.state.last_receipt.0.0);
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
        Receipts::of(kept, last, self.named_elsewhere())
    }

    fn named_elsewhere(&self) -> Vec<(u64, Instant)> {
        let (mut all, last_lot) = (Vec::new(), self.state.last_lot.0.0);
        for (i, named) in self.state.named_elsewhere.iter().enumerate() {
            let pointer = format_args!("/named_elsewhere/{i}");
            let before = all.last().map_or(0, |(number, _): &(u64, _)| *number);
            if named.lot.0 <= before || named.lot.0 > last_lot {
                let sentence = "expected numbers from 1 to `last_lot`, in order, each once";
                self.error(ErrorKind::Duplicate, format_args!("{pointer}/lot"), sentence);
            }
            self.not_later(format_args!("{pointer}/at"), named.at);
            all.push((named.lot.0, named.at));
        }
        all
    }

    /// What receipts and repayments of debt can give back was spent, from their lots or, for lots that
    /// no longer exist, from their classes: a refund makes no credits.
    pub(super) fn check_receipts(&self, wallet: &Wallet) {
        let (mut by_lot, mut by_class) = (BTreeMap::new(), BTreeMap::new());
        let numbers = wallet.lots.numbers();
        let receipts = self.state.receipts.iter().enumerate().filter_map(|(i, receipt)| {
            Some((format!("/receipts/{i}/lots"), receipt.left().ok()?.lots))
        });
        let repaid = self.state.repaid.iter().enumerate();
        let repaid = repaid.map(|(i, of)| (format!("/repaid/{i}/lot"), vec![of.lot.clone()]));
        for (pointer, lots) in receipts.chain(repaid) {
            for part in lots.iter().filter(|part| part.amount > Credits::ZERO) {
                let lot = numbers.slot(part.number.into()).and_then(|slot| wallet.lots.get(slot));
                let class = wallet.class_place(&part.class);
                let (sum, spent) = match (lot, class) {
                    (Some(lot), _) => (by_lot.entry(lot.number).or_default(), Some(lot.spent)),
                    (None, Some(class)) => {
                        (by_class.entry(class).or_default(), wallet.spent_of(class))
                    }
                    (None, None) => {
                        let sentence = format!("there is no class `{}`", part.class);
                        self.error(ErrorKind::UnknownName, &pointer, sentence);
                        continue;
                    }
                };
                *sum = part.amount.checked_add(*sum).unwrap_or(part.amount);
                if spent.is_none_or(|spent| *sum > spent) {
                    let sentence = "expected at most what was spent and not yet refunded";
                    self.wrong(&pointer, sentence);
                }
            }
        }
    }

    /// The invoices; the wallet's id was checked before.
    pub(super) fn invoice_book(&self, wallet: &WalletId) -> InvoiceBook {
        let policy = self.state.payment.clone();
        if let Some(Err(error)) = policy.as_ref().map(PaymentPolicy::check) {
            let pointer = format_args!("/payment{}", error.pointer());
            self.error(error.kind(), pointer, error.sentence());
        }
        let (mut kept, last) = (VecDeque::new(), self.state.last_invoice.0.0);
        for (i, saved) in self.state.invoices.iter().enumerate() {
            let pointer = format_args!("/invoices/{i}");
            let number = wallet.number(IdOf::Invoice, &saved.id).unwrap_or_else(|error| {
                self.error(error.kind(), format_args!("{pointer}/id"), error.sentence());
                0
            });
            let before = kept.back().map_or(0, |last: &Invoice| last.number);
            if number <= before || number > last {
                let sentence = format!(
                    "expected numbers from 1 to `last_invoice`, {last}, in order, each once"
                );
                self.error(ErrorKind::Duplicate, format_args!("{pointer}/id"), sentence);
            }
            kept.push_back(self.invoice(pointer, number, saved));
        }
        for (i, repayment) in self.state.repaid.iter().enumerate() {
            self.not_later(format_args!("/repaid/{i}/at"), repayment.at);
            self.amount(format_args!("/repaid/{i}/lot/amount"), repayment.lot.amount);
        }
        InvoiceBook::of(policy, kept, last, self.state.repaid.iter().cloned().collect())
    }

    fn invoice(&self, pointer: impl Display + Copy, number: u64, saved: &InvoiceView) -> Invoice {
        let at = |key| Below(pointer, key);
        self.not_later(at("at"), saved.at);
        let is_open = saved.status == InvoiceStatus::Open;
        if saved.until.is_some_and(|until| is_open && until <= self.state.now) {
            let sentence = format!("expected an instant after {}", self.state.now);
            self.wrong(at("until"), sentence);
        }
        if is_open == saved.closed.is_some() {
            self.wrong(at("closed"), "expected an instant unless the invoice is open");
        }
        saved.closed.into_iter().for_each(|closed| self.not_later(at("closed"), closed));
        let returned = saved.returned.unwrap_or_default();
        let is_too_much = saved.money.is_some_and(|money| returned > money);
        if returned < Money::ZERO || is_too_much {
            self.wrong(at("returned"), "expected at least 0, and at most `money`");
        }
        let of = match (&saved.plan, &saved.top_up) {
            (Some(plan), _) => self.plan(at("plan"), plan).map(InvoiceFor::Plan),
            (None, Some(top_up)) => self.top_up(at("top_up"), top_up).map(InvoiceFor::TopUp),
            (None, None) => None,
        };
        let mut lots: Vec<(u64, Credits)> = Vec::new();
        for (i, lot) in saved.lots.iter().enumerate() {
            let pointer = format_args!("{pointer}/lots/{i}");
            let number = u64::from(lot.number);
            if lots.last().is_some_and(|(last, _)| *last >= number)
                || number > self.state.last_lot.0.0
            {
                let sentence = "expected numbers up to `last_lot`, in order, each once";
                self.error(ErrorKind::Duplicate, format_args!("{pointer}/number"), sentence);
            }
            lots.push((number, self.amount(format_args!("{pointer}/amount"), lot.amount)));
        }
        Invoice {
            number,
            at: saved.at,
            status: saved.status,
            reason: saved.reason,
            of: of.unwrap_or(InvoiceFor::Gone),
            money: saved.money,
            until: saved.until,
            failed: saved.failed.unwrap_or_default(),
            returned,
            closed: saved.closed,
            lots,
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
