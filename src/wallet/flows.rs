//! What flows through the classes of credits.

use super::{CompactFlows, Unit};
use crate::amount::{Credits, ONE};
use crate::catalog::id::ClassId;
use crate::error::{Error, ErrorKind};

/// What has flowed through a class since the beginning; `remaining` is the current amount.
///
/// At every instant `issued + rolled_in = spent - refunded + held + expired + forfeited + revoked
/// + rolled_out + remaining`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flows {
    pub(crate) issued: Credits,
    pub(crate) spent: Credits,
    pub(crate) refunded: Credits,
    pub(crate) held: Credits,
    pub(crate) expired: Credits,
    pub(crate) forfeited: Credits,
    pub(crate) revoked: Credits,
    pub(crate) rolled_in: Credits,
    pub(crate) rolled_out: Credits,
    pub(crate) remaining: Credits,
    /// The part of `remaining` that was withheld when the last instant ended.
    pub(crate) withheld: Credits,
}

/// A set of classes, one bit for each. The last bit stands for all classes from the 64th on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DirtyClasses(u64);

impl DirtyClasses {
    pub(super) fn note(&mut self, class: ClassId) {
        self.0 |= 1 << class.place().min(63);
    }

    /// Takes the first bit out: whether the class is in the set. The next class is then the first.
    pub(crate) fn next(&mut self) -> bool {
        let is_in = self.0 & 1 == 1;
        // A signed shift keeps the last bit for all further classes.
        self.0 = (self.0 as i64 >> 1) as u64;
        is_in
    }
}

/// Which sum of a class an amount changes, and its effect on the other sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LedgerMove {
    Issue,
    Spend,
    Refund,
    Hold,
    /// From held to spent.
    Settle,
    Release,
    Expire,
    Forfeit,
    Revoke,
}

/// A class receives less than 10^21 credits, in stored units: the sums of all 200 classes that a
/// catalog may have still fit.
const MOST: i128 = 10_i128.pow(21) * ONE;

/// A sum of received credits, plus more; `None` if that does not fit.
pub(super) fn came_in(sum: Credits, more: Credits) -> Option<Credits> {
    sum.checked_add(more).filter(fits)
}

fn fits(sum: &Credits) -> bool {
    sum.decimal().scaled() < MOST
}

/// The error for a class that receives more.
pub(crate) const TOO_MUCH: &str =
    "a balance no longer fits: a class can receive less than 10^21 credits";

#[cold]
pub(super) fn too_much() -> Error {
    Error::new(ErrorKind::Inexact, "", TOO_MUCH)
}

impl Flows {
    /// Adds the flows while the wallet was compact, and sets what then remained.
    pub(crate) fn add(&mut self, compact: &CompactFlows, unit: Unit) -> Option<()> {
        self.issued = came_in(self.issued, unit.credits(compact.issued))?;
        self.spent = self.spent.checked_add(unit.credits(compact.spent))?;
        self.expired = self.expired.checked_add(unit.credits(compact.expired))?;
        self.remaining = unit.credits(compact.remaining);
        Some(())
    }

    /// As if all that there is had just been issued.
    pub(super) fn begun_now(&self) -> Self {
        let issued = self.remaining.checked_add(self.held).unwrap_or(self.issued);
        let (held, remaining, withheld) = (self.held, self.remaining, self.withheld);
        Flows { issued, held, remaining, withheld, ..Flows::default() }
    }

    /// Whether the credits received are within the limit.
    pub(crate) fn is_within_limit(&self) -> bool {
        [self.issued, self.refunded, self.rolled_in].iter().all(fits)
    }

    /// Whether the sums balance: what came in equals what went out plus what is there.
    pub(super) fn balance(&self) -> bool {
        let sum = |amounts: &[Credits]| {
            amounts.iter().try_fold(Credits::ZERO, |sum, amount| sum.checked_add(*amount))
        };
        let came = sum(&[self.issued, self.refunded, self.rolled_in]);
        let gone = sum(&[self.spent, self.expired, self.forfeited, self.revoked, self.rolled_out]);
        let there = gone.and_then(|gone| sum(&[gone, self.held, self.remaining]));
        self.held.min(self.remaining) >= Credits::ZERO && came.is_some() && came == there
    }

    pub(super) fn apply(&mut self, flow: LedgerMove, amount: Credits) -> Option<()> {
        let add = |sum: &mut Credits| sum.checked_add(amount).map(|total| *sum = total);
        let come = |sum: &mut Credits| came_in(*sum, amount).map(|total| *sum = total);
        let take = |sum: &mut Credits| sum.checked_sub(amount).map(|total| *sum = total);
        match flow {
            LedgerMove::Issue => come(&mut self.issued).and_then(|()| add(&mut self.remaining)),
            LedgerMove::Spend => add(&mut self.spent).and_then(|()| take(&mut self.remaining)),
            LedgerMove::Refund => come(&mut self.refunded).and_then(|()| add(&mut self.remaining)),
            LedgerMove::Hold => add(&mut self.held).and_then(|()| take(&mut self.remaining)),
            LedgerMove::Settle => add(&mut self.spent).and_then(|()| take(&mut self.held)),
            LedgerMove::Release => take(&mut self.held).and_then(|()| add(&mut self.remaining)),
            LedgerMove::Expire => add(&mut self.expired).and_then(|()| take(&mut self.remaining)),
            LedgerMove::Forfeit => {
                add(&mut self.forfeited).and_then(|()| take(&mut self.remaining))
            }
            LedgerMove::Revoke => add(&mut self.revoked).and_then(|()| take(&mut self.remaining)),
        }
    }
}
