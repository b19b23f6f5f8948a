//! Between two events of the subscription, lots change only by spending and by grants that reset.
//! For that time each lot is one number of 64 bits.
//!
//! A [`CompactWallet`] is taken out of a wallet (`begin`) and put back (`end`). Its result is what
//! the wallet would have done step by step. An event that it cannot handle ends it.

mod begin;
mod end;
mod merge;
mod repeat_days;
mod sort;
mod unit;

pub(crate) use unit::{CompactFlows, Unit};

use super::journal::{LotLabel, Subject};
use super::kind::{EntryKind, Reason};
use super::lot::{LabelId, Lot, RenewedLot, Slot};
use super::source::CreditOrigin;
use super::{Result, Wallet};
use crate::amount::{Credits, Fraction};
use crate::calendar::{Instant, Recurrence};
use crate::catalog::id::{ClassId, GrantId, OperationId};

/// The most that may be issued, spent or lent while compacted.
const MOST_UNITS: i64 = i64::MAX / 4;

/// The remaining credits of a wallet's lots, between two other events.
#[derive(Clone, Debug)]
pub(crate) struct CompactWallet {
    /// In burn order.
    payers: Vec<Payer>,
    /// Payers that were merged into another, each with the slot of that lot.
    merged: Vec<(Slot, Payer)>,
    /// By class index.
    flows: Vec<CompactFlows>,
    /// By index of the demand line: its operation and the cost of one run, `None` if unknown.
    lines: Vec<(OperationId, Option<i64>)>,
    unit: Unit,
    resets: Option<ResetSchedule>,
    /// The reset at which the burn order changes.
    reorder_at: Option<Instant>,
    /// Copies of the reset lots as they will be at a later reset, with their index.
    projected: Vec<(usize, Lot)>,
    /// Its latest end.
    until: Instant,
    lent: i64,
    mark: DayCheckpoint,
}

/// One lot, or the series of lots that a resetting grant issues one after another.
#[derive(Clone, Debug)]
struct Payer {
    slot: Slot,
    class: ClassId,
    /// One bit for each demand line that it may pay for.
    pays_for: u64,
    left: i64,
    /// What the current lot has paid since the beginning.
    paid: i64,
    /// The current lot's place in the journal's list, if that keeps all.
    label: Option<LabelId>,
    round: Option<ResetGrant>,
}

/// A grant that resets.
#[derive(Clone, Debug)]
struct ResetGrant {
    /// Its index among the reset grants, the schedules and the grants.
    place: usize,
    schedule: usize,
    grant: GrantId,
    issue: Credits,
    amount: i64,
    unit_cost: Option<Fraction>,
    /// Credits that expired unused: in the first lot, and in all later ones.
    first_unused: i64,
    unused: i64,
}

/// When grants reset.
#[derive(Clone, Copy, Debug)]
struct ResetSchedule {
    recurrence: Recurrence,
    /// Number of the next occurrence.
    n: u32,
    next: Instant,
    last: Option<Instant>,
    /// Number of resets so far, and the most there may be.
    count: u32,
    most: u32,
}

/// The state at the beginning of a day.
#[derive(Clone, Debug, Default)]
struct DayCheckpoint {
    at: Option<Instant>,
    /// What each payer had left, and what had expired unused in its later lots.
    payers: Vec<(i64, i64)>,
    flows: Vec<CompactFlows>,
    /// Number of resets before.
    count: u32,
}

impl Default for CompactWallet {
    fn default() -> Self {
        CompactWallet {
            payers: Vec::new(),
            merged: Vec::new(),
            flows: Vec::new(),
            lines: Vec::new(),
            unit: Unit::default(),
            resets: None,
            reorder_at: None,
            projected: Vec::new(),
            until: Instant::MAX,
            lent: 0,
            mark: DayCheckpoint::default(),
        }
    }
}

impl CompactWallet {
    /// Its latest end (exclusive).
    pub(crate) fn until(&self) -> Instant {
        self.until
    }

    /// The next reset.
    pub(crate) fn next_reset(&self) -> Instant {
        self.resets.map_or(Instant::MAX, |resets| resets.next)
    }

    /// By class index.
    pub(crate) fn flows(&self) -> &[CompactFlows] {
        &self.flows
    }

    /// The unit of all its numbers.
    pub(crate) fn unit(&self) -> Unit {
        self.unit
    }

    /// The cost of one run of a line, and of `runs` runs.
    pub(crate) fn cost(&self, line: usize, runs: u32) -> Option<(i64, i64)> {
        let each = self.lines.get(line)?.1?;
        let all = each.checked_mul(i64::from(runs)).filter(|all| *all <= MOST_UNITS)?;
        Some((each, all))
    }

    /// Index and instant of the reset after the next one. `None` if the next one must be made by
    /// the wallet, for instance where the clock jumps by days.
    pub(crate) fn after_reset(&self, wallet: &Wallet) -> Option<(u32, Instant)> {
        let resets = self.resets.filter(|resets| resets.count < resets.most)?;
        let n = resets.n.checked_add(1)?;
        let next = resets.recurrence.nth(n, &wallet.clock).filter(|next| *next > resets.next)?;
        Some((n, next))
    }

    /// Expires what is left of each resetting grant and issues it again. Returns `false` if the
    /// burn order changes.
    pub(crate) fn reset(&mut self, wallet: &mut Wallet, (n, next): (u32, Instant)) -> Result<bool> {
        let Some(resets) = &mut self.resets else { return Ok(false) };
        let (is_first, count) = (resets.last.is_none(), resets.count);
        *resets =
            ResetSchedule { n, next, last: Some(resets.next), count: resets.count + 1, ..*resets };
        if wallet.journal.keeps_all() {
            self.note_ends(wallet);
        }
        wallet.bill_without_cycle_end()?;
        if wallet.journal.keeps_all() {
            self.note_issues(wallet, count);
        }
        for payer in &mut self.payers {
            let Some(round) = &mut payer.round else { continue };
            if let Some(flows) = self.flows.get_mut(payer.class.place()) {
                flows.expired += payer.left;
                flows.issued += round.amount;
                flows.remaining += round.amount - payer.left;
            }
            match is_first {
                true => round.first_unused = payer.left,
                false => round.unused += payer.left,
            }
            payer.left = round.amount;
            payer.paid = 0;
        }
        if self.reorder_at.is_some_and(|at| at == wallet.now) {
            self.mark.clear();
            return Ok(wallet.sort(self, Some((wallet.now, next))).is_some());
        }
        Ok(true)
    }

    /// In catalog order.
    fn note_ends(&mut self, wallet: &mut Wallet) {
        let unit = self.unit;
        for place in 0..self.rounds().count() {
            let Some(payer) = self.round_at(place).filter(|payer| payer.left > 0) else { continue };
            let left = unit.credits(payer.left);
            let mut note =
                wallet.note(EntryKind::Expire, Reason::Unused, Subject::Class(payer.class));
            note.part(payer.label, left);
            note.amount(left).done();
        }
    }

    /// In catalog order.
    fn note_issues(&mut self, wallet: &mut Wallet, count: u32) {
        let rounds = self.rounds().count();
        let before = wallet.lots.last_number() + u64::from(count) * rounds as u64;
        for (place, number) in (0..rounds).zip(before + 1..) {
            let Some(payer) = self.round_at(place) else { continue };
            let Some(round) = &payer.round else { continue };
            let (issued, source) = (round.issue, CreditOrigin::Grant(round.grant));
            let lot = LotLabel { given: None, source, number, class: payer.class, issued };
            payer.label = Some(wallet.journal.name(lot));
            let subject = Subject::Grant(round.grant);
            let mut note = wallet.note(EntryKind::Issue, Reason::Granted, subject);
            note.part(payer.label, issued);
            note.amount(issued).done();
        }
    }

    fn rounds(&self) -> impl Iterator<Item = (&Payer, &ResetGrant)> + Clone {
        self.payers.iter().filter_map(|payer| Some((payer, payer.round.as_ref()?)))
    }

    fn round_at(&mut self, place: usize) -> Option<&mut Payer> {
        let is_it =
            |payer: &&mut Payer| payer.round.as_ref().is_some_and(|round| round.place == place);
        self.payers.iter_mut().find(is_it)
    }

    /// Whether each payer may pay for all of some lines or for none; a line is one bit.
    pub(crate) fn pays_alike(&self, lines: u64) -> bool {
        let pays = |payer: &Payer| payer.pays_for & lines;
        self.payers.iter().all(|payer| pays(payer) == 0 || pays(payer) == lines)
    }

    /// Credits that may pay for a line, counted until they are enough.
    pub(crate) fn available(&self, line: usize, needed: i64) -> i64 {
        let mut available = 0;
        for payer in &self.payers {
            if payer.pays_for >> line & 1 == 1 {
                available += payer.left;
                if available >= needed {
                    return needed;
                }
            }
        }
        available
    }

    /// Whether there may be enough for one run of a line.
    pub(crate) fn covers_one_run(&self, line: usize) -> bool {
        let each = self.lines.get(line).and_then(|(_, each)| *each);
        each.is_none_or(|each| self.available(line, each) >= each)
    }

    /// Pays for as many runs of a line as the payers cover.
    pub(crate) fn pay(&mut self, wallet: &mut Wallet, line: usize, amount: i64, runs: u32) {
        let mut due = amount;
        let mut note = match (wallet.journal.keeps_all(), self.lines.get(line)) {
            (true, Some((operation, _))) => {
                let subject = Subject::Operation(*operation);
                Some(wallet.note(EntryKind::Spend, Reason::Usage, subject))
            }
            _ => None,
        };
        for payer in &mut self.payers {
            if due == 0 {
                break;
            }
            if payer.left == 0 || payer.pays_for >> line & 1 == 0 {
                continue;
            }
            let part = due.min(payer.left);
            due -= part;
            payer.left -= part;
            payer.paid += part;
            if let Some(flows) = self.flows.get_mut(payer.class.place()) {
                flows.spent += part;
                flows.remaining -= part;
            }
            if let Some(note) = &mut note {
                note.part(payer.label, self.unit.credits(part));
            }
        }
        if let Some(note) = note {
            note.amount(self.unit.credits(amount)).runs(runs).done();
        }
    }

    /// Lends credits of a class and spends them at once. Returns whether the amount fits.
    pub(crate) fn lend(&mut self, class: ClassId, amount: i64) -> bool {
        let lent = self.lent.checked_add(amount).filter(|lent| *lent <= MOST_UNITS);
        let (Some(lent), Some(flows)) = (lent, self.flows.get_mut(class.place())) else {
            return false;
        };
        self.lent = lent;
        flows.issued += amount;
        flows.spent += amount;
        true
    }
}

impl ResetGrant {
    /// Its lot of a number, from one instant to another.
    fn renewed(&self, number: u64, (issued_at, expires): (Instant, Instant)) -> RenewedLot {
        let (unit_cost, amount) = (self.unit_cost, self.issue);
        RenewedLot { number, issued_at, expires, unit_cost, amount }
    }
}
