//! What simulations ask of a wallet: records, sums, money.

use super::flows::too_much;
use super::kind::EntryKind;
use super::live::LivePart;
use super::{DirtyClasses, Flows, Record, Result, Wallet};
use crate::amount::{Credits, Fraction, Money};
use crate::calendar::Instant;
use crate::catalog::id::{ClassId, OperationId};
use crate::catalog::supply::allows;

impl Wallet {
    /// What is kept, as places.
    pub(crate) fn records(&self) -> &[Record] {
        self.journal.records()
    }

    /// What of it someone who pays should hear of.
    pub(crate) fn events(&self) -> impl Iterator<Item = &Record> {
        let is_event = |r: &&Record| self.journal.is_event(r.kind, r.reason, r.subject);
        self.journal.records().iter().filter(is_event)
    }

    /// Whether the whole ledger is kept.
    pub(crate) fn keeps_ledger(&self) -> bool {
        self.journal.keeps_all()
    }

    /// Keeps nothing but events and sums from now on.
    pub(crate) fn keep_events(&mut self) {
        self.journal.keep_events();
    }

    /// Keeps nothing but sums from now on.
    pub(crate) fn keep_sums(&mut self) {
        self.journal.keep_sums();
    }

    /// The sums, by class index.
    pub(crate) fn flows(&self) -> &[Flows] {
        self.journal.flows()
    }

    /// Credits of a class that were spent and not refunded.
    pub(super) fn spent_of(&self, class: ClassId) -> Option<Credits> {
        let flows = self.journal.flows().get(class.place())?;
        flows.spent.checked_sub(flows.refunded)
    }

    /// The sums of the opening balance, by class index.
    pub(crate) fn opening(&self) -> &[Flows] {
        self.journal.opening()
    }

    /// When a cycle closed, and the sums then; once for each.
    pub(crate) fn take_closed(&mut self) -> Option<(Instant, Vec<Flows>)> {
        self.journal.take_closed()
    }

    /// As it stands, as if it had been opened so: with no ids, receipts, commands or entries, and
    /// with sums that begin now.
    pub(crate) fn without_history(mut self) -> Self {
        self.live = LivePart::default();
        self.invoices.forget_sums();
        self.journal.forget_history();
        self
    }

    /// The classes whose sums have changed since this was last asked.
    pub(crate) fn take_moved(&mut self) -> DirtyClasses {
        self.journal.take_moved()
    }

    /// Money of all invoices with a known price.
    pub fn billed(&self) -> Money {
        self.invoices.billed()
    }

    /// Money of all top-ups with a known price.
    pub(crate) fn bought(&self) -> Money {
        self.invoices.bought()
    }

    /// Invoices whose price is not published.
    pub(crate) fn unpriced(&self) -> u32 {
        self.invoices.unpriced()
    }

    /// Money paid for credits that were never used; `None` if a price is unknown.
    pub(crate) fn wasted(&self) -> Option<Fraction> {
        self.journal.wasted()
    }

    /// The part of it that the plan's price paid.
    pub(crate) fn wasted_of_plan(&self) -> Fraction {
        self.journal.wasted_of_plan()
    }

    /// The credits that these records issued and that may pay for an operation.
    pub(crate) fn issued_for(&self, records: &[Record], operation: OperationId) -> Result<Credits> {
        let issues = records.iter().filter(|record| record.kind == EntryKind::Issue);
        let parts = issues.flat_map(|record| self.journal.parts_of(record));
        let mut sum = Credits::ZERO;
        for part in parts {
            let Some(lot) = self.journal.label(part) else { continue };
            let rule = lot.source.pays_for(lot.class, self.supply());
            if rule.is_none_or(|rule| allows(rule, operation)) {
                sum = sum.checked_add(part.amount).ok_or_else(too_much)?;
            }
        }
        Ok(sum)
    }

    /// Nothing is lost, and the lots of each class are what its sums say.
    pub(super) fn debug_check(&self) {
        if !cfg!(debug_assertions) {
            return;
        }
        for (class, flows) in self.journal.flows().iter().enumerate() {
            let (mut remaining, mut held) = (Credits::ZERO, Credits::ZERO);
            for (_, lot) in self.lots.iter().filter(|(_, lot)| lot.class == ClassId::at(class)) {
                let is_more = lot.remaining >= Credits::ZERO && lot.held >= Credits::ZERO;
                debug_assert!(is_more, "{lot:?}");
                remaining = remaining.checked_add(lot.remaining).unwrap_or(remaining);
                held = held.checked_add(lot.held).unwrap_or(held);
            }
            debug_assert!(flows.balance(), "{flows:?}");
            let there = (remaining, held);
            debug_assert!(there == (flows.remaining, flows.held), "{flows:?} {there:?}");
        }
    }
}
