//! Holds: an estimate's upper bound is reserved, the actual cost charged, the rest released.

use super::charge::{Charge, Charged};
use super::entry::Entry;
use super::flows::LedgerMove;
use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::lot::{Slot, State};
use super::want::{ChargeRequest, LotPayment};
use super::{Result, Wallet, limit};
use crate::amount::Credits;
use crate::error::{Error, ErrorKind};
use std::collections::BTreeMap;

/// Reserved credits, by number of the hold.
pub(crate) type Holds = BTreeMap<u64, HoldAllocation>;

/// Lots and amounts of a hold.
#[derive(Clone, Debug)]
pub(crate) struct HoldAllocation {
    pub(crate) operation: usize,
    pub(crate) member: Option<usize>,
    pub(crate) parts: Vec<(Slot, Credits)>,
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
        let held = self.take_hold(hold)?;
        let (taken, left) = self.settle_parts(&held, actual)?;
        let more = actual.checked_sub(taken_sum(&taken)?).unwrap_or_default();
        let mut want = ChargeRequest {
            operation: held.operation,
            amount: actual.min(taken_sum(&taken)?),
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
        let held = self.take_hold(hold)?;
        self.members.give_back(held.member, parts_sum(&held.parts)?);
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
        // Numbers are not used again: callers may still store the number of a settled hold.
        self.last_hold += 1;
        let number = self.last_hold;
        for part in parts {
            self.start_rolling(part.slot)?;
            self.reduce(part.slot, part.amount)?;
            let Some(lot) = self.lots.get_mut(part.slot) else { continue };
            lot.held = lot.held.checked_add(part.amount).ok_or_else(|| limit("a hold"))?;
            let class = lot.class;
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
        let parts = parts.iter().map(|part| (part.slot, part.amount)).collect();
        let held = HoldAllocation { operation: want.operation, member: want.member, parts };
        self.holds.insert(number, held);
        Ok(Hold(number))
    }

    fn take_hold(&mut self, hold: Hold) -> Result<HoldAllocation> {
        self.holds.remove(&hold.0).ok_or_else(|| {
            let sentence = format!("there is no open hold {}", hold.0);
            Error::new(ErrorKind::UnknownName, "/hold", sentence)
        })
    }

    /// The charge to each lot, and what is left of the hold.
    #[allow(clippy::type_complexity, reason = "two lists, each plain")]
    fn settle_parts(
        &mut self,
        held: &HoldAllocation,
        actual: Credits,
    ) -> Result<(Vec<LotPayment>, Vec<(Slot, Credits)>)> {
        let (mut left, mut taken, mut rest) = (actual, Vec::new(), Vec::new());
        for (slot, amount) in &held.parts {
            let take = left.min(*amount);
            left = left.checked_sub(take).ok_or_else(|| limit("a hold"))?;
            let Some(lot) = self.lots.get_mut(*slot) else { continue };
            lot.held = lot.held.checked_sub(take).ok_or_else(|| limit("a hold"))?;
            lot.spent = lot.spent.checked_add(take).ok_or_else(|| limit("a hold"))?;
            let (class, number) = (lot.class, lot.number);
            self.flow(class, LedgerMove::Settle, take)?;
            if take > Credits::ZERO {
                taken.push(LotPayment { slot: *slot, number, amount: take });
            }
            rest.push((*slot, amount.checked_sub(take).unwrap_or_default()));
        }
        self.members.give_back(held.member, parts_sum(&rest)?);
        let sum = taken_sum(&taken)?;
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
    fn release_parts(&mut self, parts: &[(Slot, Credits)]) -> Result<()> {
        for (slot, amount) in parts {
            let Some(lot) = self.lots.get_mut(*slot) else { continue };
            lot.held = lot.held.checked_sub(*amount).ok_or_else(|| limit("a hold"))?;
            lot.remaining = lot.remaining.checked_add(*amount).ok_or_else(|| limit("a hold"))?;
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
                self.put_in_order(*slot);
            }
        }
        Ok(())
    }
}

fn parts_sum(parts: &[(Slot, Credits)]) -> Result<Credits> {
    parts.iter().try_fold(Credits::ZERO, |sum, (_, amount)| {
        sum.checked_add(*amount).ok_or_else(|| limit("a hold"))
    })
}

fn taken_sum(parts: &[LotPayment]) -> Result<Credits> {
    parts.iter().try_fold(Credits::ZERO, |sum, part| {
        sum.checked_add(part.amount).ok_or_else(|| limit("a hold"))
    })
}
