//! Holds: an estimate's upper bound is reserved, the actual cost charged, the rest released.

use super::charge::Refusal;
use super::flows::LedgerMove;
use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::lot::{Slot, State};
use super::member::MemberId;
use super::refund::PaidCharge;
use super::want::{ChargeRequest, LotPayment};
use super::{Fits, Result, Wallet};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::OperationId;
use crate::error::{Error, ErrorKind};

/// Credits that are reserved.
#[derive(Clone, Debug, Default)]
pub(crate) struct Holds {
    /// By the number of the hold, in ascending order.
    open: Vec<(u64, HoldAllocation)>,
    /// Number of the latest hold. It is never used again: a hold may be kept elsewhere after it has
    /// been settled.
    last: u64,
    /// When the first of them ends, and what releases it then: a module that opens no holds has no
    /// code for them.
    due: Option<(Instant, ReleaseDue)>,
}

type ReleaseDue = fn(&mut Wallet) -> Result<()>;

/// Lots and amounts of a hold.
#[derive(Clone, Debug)]
pub(super) struct HoldAllocation {
    pub(super) at: Instant,
    /// When it is released, unless it is settled before.
    pub(super) until: Instant,
    pub(super) operation: OperationId,
    pub(super) member: Option<MemberId>,
    pub(super) parts: Vec<HeldPart>,
}

/// The held credits of one lot.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeldPart {
    pub(super) slot: Slot,
    pub(super) amount: Credits,
}

impl Holds {
    /// Those that were saved, by number, and the number of the latest.
    pub(super) fn of(open: Vec<(u64, HoldAllocation)>, last: u64) -> Self {
        let mut holds = Holds { open, last, due: None };
        holds.find_due();
        holds
    }

    /// Number of the last hold.
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, &HoldAllocation)> {
        self.open.iter().map(|(number, held)| (*number, held))
    }

    fn open(&mut self, held: HoldAllocation) -> u64 {
        self.last += 1;
        self.open.push((self.last, held));
        self.find_due();
        self.last
    }

    fn find_due(&mut self) {
        let first = self.open.iter().map(|(_, held)| held.until).min();
        self.due = first.map(|at| (at, Wallet::release_due as ReleaseDue));
    }

    pub(super) fn get(&self, number: u64) -> Option<&HoldAllocation> {
        self.open.iter().find(|(other, _)| *other == number).map(|(_, held)| held)
    }

    fn take(&mut self, number: u64) -> Result<HoldAllocation> {
        let place = self.open.iter().position(|(other, _)| *other == number);
        let Some(place) = place else {
            return Err(Error::internal("a hold that is not open"));
        };
        let (_, held) = self.open.remove(place);
        self.find_due();
        Ok(held)
    }

    /// When the first of them ends.
    pub(super) fn next_end(&self) -> Option<Instant> {
        self.due.map(|(at, _)| at)
    }

    /// What releases those that have ended by an instant.
    pub(super) fn due_by(&self, now: Instant) -> Option<ReleaseDue> {
        self.due.filter(|(at, _)| *at <= now).map(|(_, release)| release)
    }

    /// The first of those that have ended by an instant.
    fn next_ended(&self, by: Instant) -> Option<u64> {
        let ended = self.iter().filter(|(_, held)| held.until <= by);
        ended.min_by_key(|(number, held)| (held.until, *number)).map(|(number, _)| number)
    }
}

impl HoldAllocation {
    /// Credits of all its lots.
    pub(super) fn amount(&self) -> Result<Credits> {
        sum_of(self.parts.iter().map(|part| part.amount))
    }
}

impl Wallet {
    /// Reserves an amount, the upper bound of an estimate, from the lots that would pay for it,
    /// until an instant. A hold never goes into debt. Returns its number.
    pub(crate) fn run_hold(
        &mut self,
        want: &ChargeRequest,
        until: Instant,
    ) -> Result<std::result::Result<u64, Refusal>> {
        if until <= self.now {
            let sentence = format!("expected an instant after {}, found {until}", self.now);
            return Err(Error::new(ErrorKind::OutOfRange, "/until", sentence));
        }
        let mut parts = Vec::new();
        let missing = self.cover(want, &mut parts)?;
        if let Some(short) = self.uncovered(want, missing)? {
            self.note_refusal(want, &short);
            return Ok(Err(self.refusal(short)));
        }
        self.reserve(want, &parts, until).map(Ok)
    }

    /// Charges the actual cost of a run to its hold and releases the rest. A cost above the hold is
    /// charged like any other usage, and may be refused.
    pub(crate) fn run_settle(
        &mut self,
        hold: u64,
        actual: Credits,
    ) -> Result<(PaidCharge, Option<Refusal>)> {
        if actual < Credits::ZERO {
            let sentence = format!("expected an amount of at least 0, found {actual}");
            return Err(Error::new(ErrorKind::OutOfRange, "/amount", sentence));
        }
        let held = self.holds.take(hold)?;
        let (taken, left) = self.settle_parts(&held, actual)?;
        let from_hold = sum_of(taken.iter().map(|part| part.amount))?;
        let more = actual.checked_sub(from_hold).unwrap_or_default();
        let (operation, member) = (held.operation, held.member);
        let mut want = ChargeRequest { operation, amount: from_hold, member, runs: 1, charges: 1 };
        let mut paid_charge = self.paid_charge(&want, &taken, Credits::ZERO);
        self.release_parts(&left, Reason::Usage)?;
        let mut refusal = None;
        if more > Credits::ZERO {
            want.amount = more;
            let mut paid = Vec::new();
            match self.pay(&want, Reason::Usage, &mut paid)? {
                Ok(debt) => paid_charge.extend(self.paid_charge(&want, &paid, debt)),
                Err(short) => {
                    self.note_refusal(&want, &short);
                    refusal = Some(self.refusal(short));
                }
            }
        }
        Ok((paid_charge, refusal))
    }

    /// Whether a hold is open.
    pub(crate) fn is_held(&self, hold: u64) -> bool {
        self.holds.get(hold).is_some()
    }

    /// Releases all credits of a hold to their lots.
    pub(crate) fn run_release(&mut self, hold: u64, reason: Reason) -> Result<()> {
        let held = self.holds.take(hold)?;
        self.give_back_room(held.member, held.amount()?, held.at);
        self.release_parts(&held.parts, reason)
    }

    /// Releases the holds that end now.
    fn release_due(&mut self) -> Result<()> {
        while let Some(hold) = self.holds.next_ended(self.now) {
            self.run_release(hold, Reason::HoldEnded)?;
        }
        Ok(())
    }

    fn uncovered(&self, want: &ChargeRequest, missing: Credits) -> Result<Option<super::Shortage>> {
        if let Some(short) = self.over_cap(want) {
            return Ok(Some(short));
        }
        if missing > Credits::ZERO { self.short(want, missing).map(Some) } else { Ok(None) }
    }

    fn reserve(
        &mut self,
        want: &ChargeRequest,
        parts: &[LotPayment],
        until: Instant,
    ) -> Result<u64> {
        for part in parts {
            self.start_rolling(part.slot)?;
            let Some(class) = self.lots.hold(part.slot, part.amount)? else { continue };
            self.flow(class, LedgerMove::Hold, part.amount)?;
        }
        self.members.use_up(want.member, want.amount)?;
        self.use_limits(want.amount)?;
        let mut note = self
            .note(EntryKind::Hold, Reason::Usage, Subject::of_operation(want.operation))
            .amount(want.amount)
            .member(want.member);
        for part in parts {
            note = note.lot(part.slot, part.amount);
        }
        note.done();
        self.drop_empty(parts);
        let held = |part: &LotPayment| HeldPart { slot: part.slot, amount: part.amount };
        let parts = parts.iter().map(held).collect();
        let (operation, member, at) = (want.operation, want.member, self.now);
        let held = HoldAllocation { at, until, operation, member, parts };
        Ok(self.holds.open(held))
    }

    /// The charge to each lot, and what is left of the hold.
    fn settle_parts(
        &mut self,
        held: &HoldAllocation,
        actual: Credits,
    ) -> Result<(Vec<LotPayment>, Vec<HeldPart>)> {
        let (mut left, mut taken, mut rest) = (actual, Vec::new(), Vec::new());
        for HeldPart { slot, amount } in &held.parts {
            let take = left.min(*amount);
            left = left.checked_sub(take).fits("a hold")?;
            let Some(lot) = self.lots.settle(*slot, take)? else { continue };
            let (class, number) = (lot.class, lot.number);
            self.flow(class, LedgerMove::Settle, take)?;
            if take > Credits::ZERO {
                taken.push(LotPayment { slot: *slot, number, amount: take });
            }
            let amount = amount.checked_sub(take).unwrap_or_default();
            rest.push(HeldPart { slot: *slot, amount });
        }
        let unused = sum_of(rest.iter().map(|part| part.amount))?;
        self.give_back_room(held.member, unused, held.at);
        let sum = sum_of(taken.iter().map(|part| part.amount))?;
        let mut note = self
            .note(EntryKind::Settle, Reason::Usage, Subject::of_operation(held.operation))
            .amount(sum)
            .member(held.member);
        for part in &taken {
            note = note.lot(part.slot, part.amount);
        }
        note.done();
        Ok((taken, rest))
    }

    /// Returns held credits to their lot. If it has ended meanwhile, they expire.
    fn release_parts(&mut self, parts: &[HeldPart], reason: Reason) -> Result<()> {
        for HeldPart { slot, amount } in parts {
            let Some(lot) = self.lots.release(*slot, *amount)? else { continue };
            let (class, ended) = (lot.class, lot.state == State::Ended);
            let still_held = lot.held > Credits::ZERO;
            self.flow(class, LedgerMove::Release, *amount)?;
            if *amount > Credits::ZERO {
                let subject = Subject::Class(class);
                self.note_lot(EntryKind::Release, reason, subject, *slot, *amount);
            }
            if ended && (*amount > Credits::ZERO || !still_held) {
                self.end_lot(*slot, EntryKind::Expire, Reason::Unused)?;
            } else {
                self.lots.come_back(self.catalog.checked().supply(), *slot);
            }
        }
        Ok(())
    }
}

fn sum_of(mut amounts: impl Iterator<Item = Credits>) -> Result<Credits> {
    amounts.try_fold(Credits::ZERO, |sum, amount| sum.checked_add(amount).fits("a hold"))
}
