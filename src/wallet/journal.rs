//! The journal: compact records of events, with the sums of each class.

use super::flows::{DirtyClasses, Flows, LedgerMove, came_in, too_much};
use super::kind::{EntryKind, Reason};
use super::limit_use::LimitHit;
use super::lot::{LabelId, Slot};
use super::lots::Lots;
use super::member::MemberId;
use super::source::CreditOrigin;
use super::{CompactFlows, Result, Unit, Wallet};
use crate::amount::{Credits, Fraction, Money};
use crate::calendar::Instant;
use crate::catalog::id::{ClassId, GrantId, OperationId, PlanId, TopUpId};
use crate::catalog::program::Text;
use crate::catalog::supply::Class;

/// One record of the journal; texts are indices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Record {
    pub(crate) at: Instant,
    pub(crate) kind: EntryKind,
    pub(crate) reason: Reason,
    pub(crate) subject: Subject,
    pub(crate) member: Option<MemberId>,
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
    Grant(GrantId),
    TopUp(TopUpId),
    Operation(OperationId),
    Plan(PlanId),
    Level(usize),
    Class(ClassId),
    /// An operation, refused by the limit at this place among all that the journal has noted.
    Limited(OperationId, u32),
}

impl Subject {
    pub(super) fn of_operation(operation: OperationId) -> Self {
        if operation == OperationId::NONE { Subject::None } else { Subject::Operation(operation) }
    }
}

/// What an entry did to one lot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) lot: LabelId,
    pub(crate) amount: Credits,
}

/// Names a lot that no longer exists.
#[derive(Clone, Debug)]
pub(crate) struct LotLabel {
    pub(crate) given: Option<Text>,
    pub(crate) source: CreditOrigin,
    pub(crate) number: u64,
    pub(crate) class: ClassId,
    pub(crate) issued: Credits,
}

/// What is kept of what happens; the sums always are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Keeps {
    /// Nothing but the sums.
    Sums,
    /// What someone who pays should hear of.
    Events,
    #[default]
    All,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Journal {
    keeps: Keeps,
    records: Vec<Record>,
    parts: Vec<Part>,
    lots: Vec<LotLabel>,
    /// Whether the credits of a class are paid for, by its place.
    paid: Vec<bool>,
    flows: Vec<Flows>,
    /// Classes that have changed since this was last read.
    moved: DirtyClasses,
    /// The sums at the last cycle close, for observers.
    closed: Option<(Instant, Vec<Flows>)>,
    /// The sums of the opening balance.
    opening: Vec<Flows>,
    /// Money paid for credits that were never used; `None` if a price is unknown.
    wasted: Option<Fraction>,
    /// The part of it that the plan's price paid.
    wasted_of_plan: Option<Fraction>,
    /// The limits that have refused a charge.
    limited: Vec<LimitHit>,
}

impl Journal {
    pub(super) fn new(classes: &[Class]) -> Self {
        let flows = vec![Flows::default(); classes.len()];
        Journal {
            paid: classes.iter().map(|class| class.paid).collect(),
            opening: flows.clone(),
            flows,
            wasted: Some(Fraction::ZERO),
            ..Journal::default()
        }
    }

    /// With sums and waste as they were saved.
    pub(super) fn with_sums(self, flows: Vec<Flows>, wasted: Option<Fraction>) -> Self {
        Journal { flows, wasted, ..self }
    }

    /// The sums, by class index.
    pub(super) fn flows(&self) -> &[Flows] {
        &self.flows
    }

    /// The sums of the opening balance, by class index.
    pub(super) fn opening(&self) -> &[Flows] {
        &self.opening
    }

    /// All that there is by now was there at the start.
    pub(super) fn mark_opening(&mut self) {
        self.opening.clone_from(&self.flows);
    }

    /// Sums begin anew: all that there is was there at the start.
    pub(super) fn forget_history(&mut self) {
        for flows in &mut self.flows {
            *flows = flows.begun_now();
        }
        let Journal { paid, flows, .. } = std::mem::take(self);
        *self = Journal { paid, flows, wasted: Some(Fraction::ZERO), ..Journal::default() };
        self.mark_opening();
    }

    /// Stores the sums at a cycle close.
    pub(super) fn mark_cycle(&mut self, now: Instant) {
        self.closed = Some((now, self.flows.clone()));
    }

    /// The sums when the last cycle closed, when nobody has taken them yet.
    pub(super) fn take_closed(&mut self) -> Option<(Instant, Vec<Flows>)> {
        self.closed.take()
    }

    /// The classes that changed since they were last taken.
    pub(super) fn take_moved(&mut self) -> DirtyClasses {
        std::mem::take(&mut self.moved)
    }

    /// Money paid for credits that were never used; `None` if a price is unknown.
    pub(super) fn wasted(&self) -> Option<Fraction> {
        self.wasted
    }

    /// The part of it that the plan's price paid.
    pub(super) fn wasted_of_plan(&self) -> Fraction {
        self.wasted_of_plan.unwrap_or(Fraction::ZERO)
    }

    /// Whether any credits are withheld.
    pub(super) fn withholds(&self) -> bool {
        self.flows.iter().any(|flows| flows.withheld != Credits::ZERO)
    }

    pub(super) fn withhold(&mut self, class: ClassId, amount: Credits) {
        if let Some(flows) = self.flows.get_mut(class.place()) {
            flows.withheld = amount;
        }
    }

    /// Adds to the sums of a class.
    pub(super) fn flow(&mut self, class: ClassId, flow: LedgerMove, amount: Credits) -> Result<()> {
        self.moved.note(class);
        let flows = self.flows.get_mut(class.place());
        flows.and_then(|flows| flows.apply(flow, amount)).ok_or_else(too_much)
    }

    /// Moves credits from one class to another, including held ones.
    pub(super) fn flow_over(
        &mut self,
        (from, to): (ClassId, ClassId),
        amount: Credits,
        held: Credits,
    ) -> Result<()> {
        let moved = (|| {
            let all = amount.checked_add(held)?;
            let source = self.flows.get_mut(from.place())?;
            source.rolled_out = source.rolled_out.checked_add(all)?;
            source.remaining = source.remaining.checked_sub(amount)?;
            source.held = source.held.checked_sub(held)?;
            let target = self.flows.get_mut(to.place())?;
            target.rolled_in = came_in(target.rolled_in, all)?;
            target.held = target.held.checked_add(held)?;
            target.remaining = target.remaining.checked_add(amount)?;
            Some(())
        })();
        self.moved.note(from);
        self.moved.note(to);
        moved.ok_or_else(too_much)
    }

    /// Adds the flows of a class while the wallet was compact.
    pub(super) fn add(&mut self, class: ClassId, compact: &CompactFlows, unit: Unit) -> Result<()> {
        if compact.issued | compact.spent | compact.expired == 0 {
            return Ok(());
        }
        self.moved.note(class);
        let flows = self.flows.get_mut(class.place());
        flows.and_then(|flows| flows.add(compact, unit)).ok_or_else(too_much)
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

    /// The subject of a refusal by a limit.
    pub(super) fn limited(&mut self, operation: OperationId, hit: LimitHit) -> Subject {
        if self.limited.last() != Some(&hit) {
            self.limited.push(hit);
        }
        let place = self.limited.len().saturating_sub(1);
        Subject::Limited(operation, u32::try_from(place).unwrap_or(u32::MAX))
    }

    /// The limit that has refused the subject of a record.
    pub(super) fn limit_of(&self, subject: Subject) -> Option<LimitHit> {
        let Subject::Limited(_, place) = subject else { return None };
        self.limited.get(place as usize).copied()
    }

    pub(super) fn records(&self) -> &[Record] {
        &self.records
    }

    pub(super) fn parts_of(&self, record: &Record) -> &[Part] {
        self.parts.get(record.parts.0..record.parts.1).unwrap_or(&[])
    }

    /// What the lot of a part is called.
    pub(super) fn label(&self, part: &Part) -> Option<&LotLabel> {
        self.lots.get(part.lot.place())
    }

    /// Adds a lot to the list and returns its place there.
    pub(super) fn name(&mut self, lot: LotLabel) -> LabelId {
        let place = self.next_label();
        self.lots.push(lot);
        place
    }

    fn next_label(&self) -> LabelId {
        LabelId::at(self.lots.len())
    }

    /// The place of a lot that is there in the list.
    pub(super) fn name_lot(&mut self, lots: &mut Lots, slot: Slot) -> Option<LabelId> {
        let (place, is_new) = lots.label(slot, self.next_label())?;
        if is_new && let Some(lot) = lots.get(slot) {
            self.name(LotLabel {
                given: lot.given.clone(),
                source: lot.source,
                number: lot.number,
                class: lot.class,
                issued: lot.issued,
            });
        }
        Some(place)
    }

    /// Whether all records are kept.
    pub(super) fn keeps_all(&self) -> bool {
        self.keeps == Keeps::All
    }

    /// Whether nothing is kept but the sums.
    pub(super) fn keeps_sums(&self) -> bool {
        self.keeps == Keeps::Sums
    }

    /// Keeps nothing but the sums from now on.
    pub(super) fn keep_sums(&mut self) {
        self.keeps = Keeps::Sums;
    }

    /// Keeps nothing but events and the sums from now on.
    pub(super) fn keep_events(&mut self) {
        self.keeps = Keeps::Events;
        self.records.retain(|record| record.kind.is_rare());
        for record in &mut self.records {
            record.parts = (0, 0);
        }
        self.parts.clear();
    }

    /// Whether a record is kept.
    pub(super) fn keeps(&self, kind: EntryKind, reason: Reason, subject: Subject) -> bool {
        self.keeps_all() || self.is_event(kind, reason, subject)
    }

    /// Whether a record is kept even without a ledger: events that a payer should hear of, at most
    /// a few in a cycle.
    pub(super) fn is_event(&self, kind: EntryKind, reason: Reason, subject: Subject) -> bool {
        match kind {
            _ if self.keeps_sums() => false,
            EntryKind::Alert | EntryKind::Invoice | EntryKind::Plan => true,
            EntryKind::Freeze | EntryKind::Thaw | EntryKind::Revoke | EntryKind::Forgive => true,
            EntryKind::Expire | EntryKind::Forfeit | EntryKind::RollOver => match subject {
                Subject::Class(class) => self.paid.get(class.place()).copied().unwrap_or(false),
                _ => true,
            },
            EntryKind::Issue => {
                matches!(reason, Reason::Bought | Reason::AutoTopUp | Reason::Manual)
            }
            _ => false,
        }
    }

    /// Takes out what has been kept, to hand it out.
    pub(super) fn take_records(&mut self) -> Vec<Record> {
        std::mem::take(&mut self.records)
    }

    /// Returns the emptied list, so that its memory is reused.
    pub(super) fn clear_records(&mut self, mut records: Vec<Record>) {
        records.clear();
        self.limited.clear();
        self.records = records;
        self.parts.clear();
        self.lots.clear();
    }
}

impl Wallet {
    /// Adds to the sums of a class.
    pub(super) fn flow(&mut self, class: ClassId, flow: LedgerMove, amount: Credits) -> Result<()> {
        self.journal.flow(class, flow, amount)
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
        EntryBuilder { journal: &mut self.journal, lots: &mut self.lots, record }
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
        if self.journal.keeps(kind, reason, subject) {
            self.note(kind, reason, subject).amount(amount).lot(slot, amount).done();
        }
    }
}

/// An entry that is being written.
pub(super) struct EntryBuilder<'w> {
    journal: &'w mut Journal,
    lots: &'w mut Lots,
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

    pub(super) fn member(mut self, member: Option<MemberId>) -> Self {
        self.record.member = member;
        self
    }

    pub(super) fn runs(mut self, runs: u32) -> Self {
        self.record.runs = runs;
        self
    }

    pub(super) fn lot(self, slot: Slot, amount: Credits) -> Self {
        let Record { kind, reason, subject, .. } = self.record;
        if self.journal.keeps(kind, reason, subject) {
            let label = self.journal.name_lot(self.lots, slot);
            self.journal.parts.extend(label.map(|lot| Part { lot, amount }));
        }
        self
    }

    /// Adds a lot, by its place in the journal's list. Only for a journal that keeps all records.
    pub(super) fn part(&mut self, label: Option<LabelId>, amount: Credits) {
        self.journal.parts.extend(label.map(|lot| Part { lot, amount }));
    }

    /// Adds a lot that no longer exists.
    pub(super) fn gone(self, lot: LotLabel, amount: Credits) -> Self {
        if self.journal.keeps_all() {
            let lot = self.journal.name(lot);
            self.journal.parts.push(Part { lot, amount });
        }
        self
    }

    pub(super) fn done(mut self) {
        let Record { kind, reason, subject, .. } = self.record;
        if self.journal.keeps(kind, reason, subject) {
            self.record.parts.1 = self.journal.parts.len();
            self.journal.records.push(self.record);
        }
    }
}
