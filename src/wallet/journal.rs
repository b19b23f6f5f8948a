//! The journal: compact records of events, with the sums of each class.

use super::flows::{DirtyClasses, Flows, LedgerMove, came_in, too_much};
use super::kind::{EntryKind, Reason};
use super::lot::Slot;
use super::source::CreditOrigin;
use super::{CompactFlows, Result, Unit, Wallet, limit};
use crate::amount::{Credits, Fraction, Money};
use crate::calendar::Instant;
use crate::catalog::program::Text;
use crate::catalog::supply::covers;

/// One record of the journal; texts are indices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Record {
    pub(crate) at: Instant,
    pub(crate) kind: EntryKind,
    pub(crate) reason: Reason,
    pub(crate) subject: Subject,
    pub(crate) member: Option<usize>,
    pub(crate) runs: u32,
    pub(crate) amount: Credits,
    /// Credits that became debt, or that were missing.
    pub(crate) missing: Credits,
    pub(crate) money: Option<Money>,
    /// Its range of parts: from, until.
    pub(crate) parts: (usize, usize),
}

/// The subject of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    None,
    Grant(usize),
    TopUp(usize),
    Operation(usize),
    Plan(usize),
    Level(usize),
    Class(usize),
}

/// What an entry did to one lot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) lot: u32,
    pub(crate) amount: Credits,
}

/// Names a lot that no longer exists.
#[derive(Clone, Debug)]
pub(crate) struct LotLabel {
    pub(crate) given: Option<Text>,
    pub(crate) source: CreditOrigin,
    pub(crate) number: u64,
    pub(crate) class: usize,
    pub(crate) issued: Credits,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Journal {
    /// Whether all records are kept; alerts, invoices, plan changes and sums are kept anyway.
    pub(crate) keep: bool,
    /// Keeps only the sums.
    pub(crate) mute: bool,
    pub(crate) records: Vec<Record>,
    pub(crate) parts: Vec<Part>,
    pub(crate) lots: Vec<LotLabel>,
    flows: Vec<Flows>,
    /// Classes that have changed since this was last read.
    pub(crate) moved: DirtyClasses,
    /// Money of all invoices with a known price.
    pub(crate) billed: Money,
    /// Money of all top-ups with a known price.
    pub(crate) bought: Money,
    /// Invoices whose price is not published.
    pub(crate) unpriced: u32,
    /// The sums at the last cycle close, for observers.
    pub(crate) closed: Option<(Instant, Vec<Flows>)>,
    /// The sums of the opening balance.
    pub(crate) opening: Vec<Flows>,
    /// Money paid for credits that were never used; `None` if a price is unknown.
    pub(crate) wasted: Option<Fraction>,
    /// The part of it that the plan's price paid.
    pub(crate) wasted_of_plan: Option<Fraction>,
}

impl Journal {
    pub(crate) fn new(classes: usize) -> Self {
        Journal {
            keep: true,
            flows: vec![Flows::default(); classes],
            opening: vec![Flows::default(); classes],
            wasted: Some(Fraction::ZERO),
            ..Journal::default()
        }
    }

    /// The sums, by class index.
    pub(crate) fn flows(&self) -> &[Flows] {
        &self.flows
    }

    /// Whether any credits are withheld.
    pub(crate) fn withholds(&self) -> bool {
        self.flows.iter().any(|flows| flows.withheld != Credits::ZERO)
    }

    pub(super) fn withhold(&mut self, class: usize, amount: Credits) {
        if let Some(flows) = self.flows.get_mut(class) {
            flows.withheld = amount;
        }
    }

    pub(crate) fn set_flows(&mut self, flows: Vec<Flows>) {
        self.flows = flows;
    }

    /// Adds the flows of a class while the wallet was compact.
    pub(super) fn add(&mut self, class: usize, compact: &CompactFlows, unit: Unit) -> Result<()> {
        if compact.issued | compact.spent | compact.expired == 0 {
            return Ok(());
        }
        self.moved.note(class);
        let flows = self.flows.get_mut(class);
        flows.and_then(|flows| flows.add(compact, unit)).ok_or_else(too_much)
    }

    pub(crate) fn parts_of(&self, record: &Record) -> &[Part] {
        self.parts.get(record.parts.0..record.parts.1).unwrap_or(&[])
    }

    /// Adds a lot to the list and returns its index there.
    pub(super) fn name(&mut self, lot: LotLabel) -> u32 {
        let place = u32::try_from(self.lots.len()).unwrap_or(u32::MAX);
        self.lots.push(lot);
        place
    }

    /// From now on keeps all records, or only the rare ones.
    pub(crate) fn keep_all(&mut self, all: bool) {
        self.keep = all;
        if !all {
            self.records.retain(|record| record.kind.is_rare());
            for record in &mut self.records {
                record.parts = (0, 0);
            }
            self.parts.clear();
        }
    }

    /// Adds the cost of paid credits that end unused.
    pub(super) fn waste(
        &mut self,
        amount: Credits,
        unit_cost: Option<&Fraction>,
        source: CreditOrigin,
    ) {
        self.wasted = self.wasted.and_then(|sum| {
            let cost = unit_cost?;
            if cost.is_zero() {
                return Some(sum);
            }
            let cost = cost.mul(&Fraction::from_decimal(amount.decimal())).ok()?;
            if matches!(source, CreditOrigin::Grant(_)) {
                let before = self.wasted_of_plan.unwrap_or(Fraction::ZERO);
                self.wasted_of_plan = Some(before.add(&cost).ok()?);
            }
            sum.add(&cost).ok()
        });
    }

    pub(super) fn bill(&mut self, money: Option<Money>) -> Result<()> {
        match money {
            None => self.unpriced += 1,
            Some(money) => {
                self.billed = self.billed.checked_add(money).ok_or_else(|| limit("an invoice"))?;
            }
        }
        Ok(())
    }

    pub(super) fn take_records(&mut self) -> Vec<Record> {
        std::mem::take(&mut self.records)
    }

    /// Returns the emptied list, so that its memory is reused.
    pub(super) fn clear_records(&mut self, mut records: Vec<Record>) {
        records.clear();
        self.records = records;
        self.parts.clear();
        self.lots.clear();
    }
}

impl Wallet {
    /// The credits that these records issued and that may pay for an operation.
    pub(crate) fn issued_for(&self, records: &[Record], operation: usize) -> Result<Credits> {
        let issues = records.iter().filter(|record| record.kind == EntryKind::Issue);
        let pays = |part: &&Part| {
            let lot = usize::try_from(part.lot).ok().and_then(|lot| self.journal.lots.get(lot));
            let rule = lot.map(|lot| lot.source.pays_for(lot.class, self.supply()));
            rule.is_some_and(|rule| rule.is_none_or(|rule| covers(rule, operation)))
        };
        let mut parts = issues.flat_map(|record| self.journal.parts_of(record)).filter(pays);
        let sum = parts.try_fold(Credits::ZERO, |sum, part| sum.checked_add(part.amount));
        sum.ok_or_else(too_much)
    }

    /// Stores the sums at a cycle close.
    pub(super) fn mark_cycle(&mut self) {
        self.journal.closed = Some((self.now, self.journal.flows.clone()));
    }

    /// Adds to the sums of a class.
    pub(super) fn flow(&mut self, class: usize, flow: LedgerMove, amount: Credits) -> Result<()> {
        self.journal.moved.note(class);
        let flows = self.journal.flows.get_mut(class);
        flows.and_then(|flows| flows.apply(flow, amount)).ok_or_else(too_much)
    }

    /// Moves credits from one class to another, including held ones.
    pub(super) fn flow_over(
        &mut self,
        (from, to): (usize, usize),
        amount: Credits,
        held: Credits,
    ) -> Result<()> {
        let moved = (|| {
            let all = amount.checked_add(held)?;
            let source = self.journal.flows.get_mut(from)?;
            source.rolled_out = source.rolled_out.checked_add(all)?;
            source.remaining = source.remaining.checked_sub(amount)?;
            source.held = source.held.checked_sub(held)?;
            let target = self.journal.flows.get_mut(to)?;
            target.rolled_in = came_in(target.rolled_in, all)?;
            target.held = target.held.checked_add(held)?;
            target.remaining = target.remaining.checked_add(amount)?;
            Some(())
        })();
        self.journal.moved.note(from);
        self.journal.moved.note(to);
        moved.ok_or_else(too_much)
    }

    /// No credits are lost (W9), and the lots of each class match its sums.
    #[cfg(debug_assertions)]
    pub(super) fn assert_conserved(&self) {
        for (class, flows) in self.journal.flows.iter().enumerate() {
            let mut there = (Credits::ZERO, Credits::ZERO);
            for (_, lot) in self.lots.iter().filter(|(_, lot)| lot.class == class) {
                debug_assert!(
                    lot.remaining >= Credits::ZERO && lot.held >= Credits::ZERO,
                    "{lot:?}"
                );
                there.0 = there.0.checked_add(lot.remaining).unwrap_or(there.0);
                there.1 = there.1.checked_add(lot.held).unwrap_or(there.1);
            }
            debug_assert!(flows.balance(), "{flows:?}");
            debug_assert!(there == (flows.remaining, flows.held), "{flows:?} {there:?}");
        }
    }

    /// The index of a lot in the journal's list.
    pub(super) fn name_lot(&mut self, slot: Slot) -> u32 {
        let next = u32::try_from(self.journal.lots.len()).unwrap_or(u32::MAX);
        let (place, is_new) = self.lots.info(slot, next);
        if is_new && let Some(lot) = self.lots.get(slot) {
            self.journal.name(LotLabel {
                given: lot.given.clone(),
                source: lot.source,
                number: lot.number,
                class: lot.class,
                issued: lot.issued,
            });
        }
        place
    }

    /// Begins an entry; the parts noted next belong to it.
    pub(super) fn note(
        &mut self,
        kind: EntryKind,
        reason: Reason,
        subject: Subject,
    ) -> EntryBuilder<'_> {
        let record = Record {
            at: self.now,
            kind,
            reason,
            subject,
            member: None,
            runs: 0,
            amount: Credits::ZERO,
            missing: Credits::ZERO,
            money: None,
            parts: (self.journal.parts.len(), 0),
        };
        EntryBuilder { wallet: self, record }
    }

    /// Notes an entry about one lot.
    pub(super) fn note_lot(
        &mut self,
        kind: EntryKind,
        reason: Reason,
        subject: Subject,
        slot: Slot,
        amount: Credits,
    ) {
        if self.journal.keep || self.is_event(kind, reason, subject) {
            self.note(kind, reason, subject).amount(amount).lot(slot, amount).done();
        }
    }

    /// Whether a record is kept even without a ledger: events that a payer should hear of, at most
    /// a few in a cycle.
    pub(crate) fn is_event(&self, kind: EntryKind, reason: Reason, subject: Subject) -> bool {
        match kind {
            _ if self.journal.mute => false,
            EntryKind::Alert | EntryKind::Invoice | EntryKind::Plan => true,
            EntryKind::Freeze | EntryKind::Thaw | EntryKind::Revoke | EntryKind::Forgive => true,
            EntryKind::Expire | EntryKind::Forfeit | EntryKind::RollOver => match subject {
                Subject::Class(class) => {
                    self.supply().classes.get(class).is_some_and(|class| class.paid)
                }
                _ => true,
            },
            EntryKind::Issue => {
                matches!(reason, Reason::Bought | Reason::AutoTopUp | Reason::Manual)
            }
            _ => false,
        }
    }
}

/// An entry that is being written.
pub(super) struct EntryBuilder<'w> {
    wallet: &'w mut Wallet,
    record: Record,
}

impl EntryBuilder<'_> {
    pub(super) fn amount(mut self, amount: Credits) -> Self {
        self.record.amount = amount;
        self
    }

    pub(super) fn missing(mut self, missing: Credits) -> Self {
        self.record.missing = missing;
        self
    }

    pub(super) fn money(mut self, money: Option<Money>) -> Self {
        self.record.money = money;
        self
    }

    pub(super) fn member(mut self, member: Option<usize>) -> Self {
        self.record.member = member;
        self
    }

    pub(super) fn runs(mut self, runs: u32) -> Self {
        self.record.runs = runs;
        self
    }

    pub(super) fn lot(self, slot: Slot, amount: Credits) -> Self {
        let Record { kind, reason, subject, .. } = self.record;
        if self.wallet.journal.keep || self.wallet.is_event(kind, reason, subject) {
            let lot = self.wallet.name_lot(slot);
            self.wallet.journal.parts.push(Part { lot, amount });
        }
        self
    }

    /// Adds a lot, by its index in the journal's list if all records are kept.
    pub(super) fn part(&mut self, lot: u32, amount: Credits) {
        self.wallet.journal.parts.push(Part { lot, amount });
    }

    /// Adds a lot that no longer exists.
    pub(super) fn gone(self, lot: LotLabel, amount: Credits) -> Self {
        if self.wallet.journal.keep {
            let lot = self.wallet.journal.name(lot);
            self.wallet.journal.parts.push(Part { lot, amount });
        }
        self
    }

    pub(super) fn done(mut self) {
        let Record { kind, reason, subject, .. } = self.record;
        if self.wallet.journal.keep || self.wallet.is_event(kind, reason, subject) {
            self.record.parts.1 = self.wallet.journal.parts.len();
            self.wallet.journal.records.push(self.record);
        }
    }
}
