//! Holds: an estimate's upper bound is reserved, the actual cost charged, the rest released.

use super::charge::{Charge, Charged};
use super::entry::Entry;
use super::flows::LedgerMove;
use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::lot::{Slot, State};
use super::member::MemberId;
use super::want::{ChargeRequest, LotPayment};
use super::{Fits, Result, Wallet};
use crate::amount::Credits;
use crate::catalog::id::OperationId;
use crate::error::{Error, ErrorKind};
use std::collections::BTreeMap;

/// Credits that are reserved.
#[derive(Clone, Debug, Default)]
pub(crate) struct Holds {
    /// By the number of the hold.
    open: BTreeMap<u64, HoldAllocation>,
    /// Number of the latest hold. It is never used again: a hold may be kept elsewhere after it has
    /// been settled.
    last: u64,
}

/// Lots and amounts of a hold.
#[derive(Clone, Debug)]
pub(super) struct HoldAllocation {
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
    pub(super) fn of(open: BTreeMap<u64, HoldAllocation>, last: u64) -> Self {
        Holds { open, last }
    }

    /// Number of the last hold.
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, &HoldAllocation)> {
        self.open.iter().map(|(number, held)| (*number, held))
    }

    fn open(&mut self, held: HoldAllocation) -> Hold {
        self.last += 1;
        self.open.insert(self.last, held);
        Hold(self.last)
    }

    fn take(&mut self, hold: Hold) -> Result<HoldAllocation> {
        self.open.remove(&hold.0).ok_or_else(|| {
            let sentence = format!("there is no open hold {}", hold.0);
            Error::new(ErrorKind::UnknownName, "/hold", sentence)
        })
    }
}

/// An open hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hold(pub(crate) u64);

impl Hold {
    /// Its number, to store elsewhere.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The hold with a number.
    pub fn from_number(number: u64) -> Self {
        Hold(number)
    }
}

impl Wallet {
    /// Reserves an amount, the upper bound of an estimate, from the lots that would pay for it.
    ///
    /// # Errors
    /// Like [`Wallet::charge`]. A hold never goes into debt.
    pub fn hold(&mut self, charge: &Charge) -> Result<(Charged, Option<Hold>)> {
        let want = self.want(charge)?;
        let mut parts = Vec::new();
        let missing = self.cover(&want, &mut parts)?;
        if let Some(short) = self.uncovered(&want, missing)? {
            self.note_refusal(&want, &short);
            let refusal = Some(short.into());
            return Ok((Charged { entries: self.take_entries(), receipt: None, refusal }, None));
        }
        let hold = self.reserve(&want, &parts)?;
        self.settle_instant()?;
        let charged = Charged { entries: self.take_entries(), receipt: None, refusal: None };
        Ok((charged, Some(hold)))
    }

    /// Charges the actual cost of a run to its hold and releases the rest. A cost above the hold is
    /// charged like any other usage, and may be refused.
    ///
    /// # Errors
    /// `unknown_name` for a hold that is not open; `out_of_range` for an amount below 0.
    pub fn settle(&mut self, hold: Hold, actual: Credits) -> Result<Charged> {
        if actual < Credits::ZERO {
            let sentence = format!("expected an amount of at least 0, found {actual}");
            return Err(Error::new(ErrorKind::OutOfRange, "/actual", sentence));
        }
        let held = self.holds.take(hold)?;
        let (taken, left) = self.settle_parts(&held, actual)?;
        let more =
            actual.checked_sub(sum_of(taken.iter().map(|part| part.amount))?).unwrap_or_default();
        let mut want = ChargeRequest {
            operation: held.operation,
            amount: actual.min(sum_of(taken.iter().map(|part| part.amount))?),
            member: held.member,
            runs: 1,
        };
        let mut receipt = self.receipt(&want, &taken, Credits::ZERO);
        self.release_parts(&left)?;
        let mut refusal = None;
        if more > Credits::ZERO {
            want.amount = more;
            let mut paid = Vec::new();
            match self.pay(&want, Reason::Usage, &mut paid)? {
                Ok(debt) => receipt.extend(self.receipt(&want, &paid, debt)),
                Err(short) => {
                    self.note_refusal(&want, &short);
                    refusal = Some(short.into());
                }
            }
        }
        self.settle_instant()?;
        Ok(Charged { entries: self.take_entries(), receipt: Some(receipt), refusal })
    }

    /// Releases all credits of a hold to their lots.
    ///
    /// # Errors
    /// `unknown_name` for a hold that is not open.
    pub fn release(&mut self, hold: Hold) -> Result<Vec<Entry>> {
        let held = self.holds.take(hold)?;
        self.members.give_back(held.member, sum_of(held.parts.iter().map(|part| part.amount))?);
        self.release_parts(&held.parts)?;
        self.settle_instant()?;
        Ok(self.take_entries())
    }

    fn uncovered(&self, want: &ChargeRequest, missing: Credits) -> Result<Option<super::Shortage>> {
        if let Some(short) = self.over_cap(want) {
            return Ok(Some(short));
        }
        if missing > Credits::ZERO { self.short(want, missing).map(Some) } else { Ok(None) }
    }

    fn reserve(&mut self, want: &ChargeRequest, parts: &[LotPayment]) -> Result<Hold> {
        for part in parts {
            self.start_rolling(part.slot)?;
            let Some(class) = self.lots.hold(part.slot, part.amount)? else { continue };
            self.flow(class, LedgerMove::Hold, part.amount)?;
        }
        self.members.use_up(want.member, want.amount)?;
        let mut note = self
            .note(EntryKind::Hold, Reason::Usage, Subject::Operation(want.operation))
            .amount(want.amount)
            .member(want.member);
        for part in parts {
            note = note.lot(part.slot, part.amount);
        }
        note.done();
        self.drop_empty(parts);
        let held = |part: &LotPayment| HeldPart { slot: part.slot, amount: part.amount };
        let parts = parts.iter().map(held).collect();
        let held = HoldAllocation { operation: want.operation, member: want.member, parts };
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
        self.members.give_back(held.member, sum_of(rest.iter().map(|part| part.amount))?);
        let sum = sum_of(taken.iter().map(|part| part.amount))?;
        let mut note = self
            .note(EntryKind::Settle, Reason::Usage, Subject::Operation(held.operation))
            .amount(sum)
            .member(held.member);
        for part in &taken {
            note = note.lot(part.slot, part.amount);
        }
        note.done();
        Ok((taken, rest))
    }

    /// Returns held credits to their lot. If it has ended meanwhile, they expire.
    fn release_parts(&mut self, parts: &[HeldPart]) -> Result<()> {
        for HeldPart { slot, amount } in parts {
            let Some(lot) = self.lots.release(*slot, *amount)? else { continue };
            let (class, ended) = (lot.class, lot.state == State::Ended);
            let still_held = lot.held > Credits::ZERO;
            self.flow(class, LedgerMove::Release, *amount)?;
            if *amount > Credits::ZERO {
                let subject = Subject::Class(class);
                self.note_lot(EntryKind::Release, Reason::Usage, subject, *slot, *amount);
            }
            if ended && (*amount > Credits::ZERO || !still_held) {
                self.end_lot(*slot, EntryKind::Expire, Reason::Unused)?;
            } else {
                self.lots.put_in_order(self.catalog.checked().supply(), *slot);
            }
        }
        Ok(())
    }
}

fn sum_of(mut amounts: impl Iterator<Item = Credits>) -> Result<Credits> {
    amounts.try_fold(Credits::ZERO, |sum, amount| sum.checked_add(amount).fits("a hold"))
}
