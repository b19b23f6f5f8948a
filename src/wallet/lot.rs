//! Lots: the credits of one issue, and what remains of them.

use super::member::MemberId;
use super::source::CreditOrigin;
use crate::amount::{Credits, Fraction};
use crate::calendar::Instant;
use crate::catalog::id::{ClassId, OperationId};
use crate::catalog::program::Text;
use crate::catalog::supply::{OrLast, PaysFor, Supply, allows};
use std::num::NonZeroU32;

/// Number of keys that are compared as plain numbers.
pub(super) const PLAIN: usize = 4;

/// The leading burn order keys as numbers: enough to compare most lots.
pub(crate) type Rank = [i64; PLAIN];

/// Index of a lot among all.
pub(crate) type Slot = usize;

/// The place of a lot in the journal's list. It is counted from one, so that an optional place takes
/// no more room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LabelId(NonZeroU32);

impl LabelId {
    pub(super) fn at(place: usize) -> Self {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        LabelId(NonZeroU32::MIN.saturating_add(place))
    }

    pub(super) fn place(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// Credits of one issue. Once it is among the [`Lots`](super::lots::Lots), only they change it.
#[derive(Clone, Debug)]
pub(crate) struct Lot {
    /// Numbered in order of issue; the last key of every burn order.
    pub(super) number: u64,
    /// The given id, if any; otherwise source and number name the lot.
    pub(super) given: Option<Text>,
    pub(super) class: ClassId,
    pub(super) source: CreditOrigin,
    pub(super) issued_at: Instant,
    pub(super) effective: Instant,
    pub(super) ends: Ends,
    /// When it expires as things stand; `Instant::MAX` if never.
    pub(super) expires: Instant,
    pub(super) priority: OrLast,
    pub(super) interval: OrLast,
    /// Money for one credit.
    pub(super) unit_cost: Option<Fraction>,
    pub(super) issued: Credits,
    pub(super) remaining: Credits,
    pub(super) held: Credits,
    /// Credits charged and not refunded.
    pub(super) spent: Credits,
    pub(super) member: Option<MemberId>,
    pub(super) frozen: bool,
    /// Usable only for what the free tier may use.
    pub(super) restricted: bool,
    /// Carried over from an earlier cycle, until a fixed instant.
    pub(super) carried: bool,
    pub(super) state: State,
    /// Ranges of the numbers of lots merged into it, in order: from, to.
    pub(super) joined: Vec<(u64, u64)>,
    /// The leading burn order keys.
    pub(super) rank: Rank,
    /// Its place in the journal's list of lots; `None` while it is not there.
    pub(super) label: Option<LabelId>,
}

/// The state of a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Not effective yet.
    Waiting,
    Active,
    /// Ended, but some credits are held.
    Ended,
}

/// What determines when a lot ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ends {
    Never,
    At(Instant),
    /// With the cycle; a lot that has not begun ends with the cycle it begins in.
    Cycle,
    /// With the paid term; likewise.
    Term,
    /// This many seconds after its first use.
    AfterUse(u32),
}

impl Ends {
    /// Whether it ends with a period of the subscription.
    pub(crate) fn is_bound(self) -> bool {
        matches!(self, Ends::Cycle | Ends::Term)
    }
}

impl Lot {
    /// Whether it cannot pay now: it has not begun, is frozen, or may pay for nothing.
    pub(super) fn is_withheld_now(&self, of: &Supply) -> bool {
        let any = |rule: &PaysFor| match rule {
            None if !self.restricted => true,
            None => of.free_tier.as_ref().is_none_or(|tier| tier.contains(&true)),
            Some(rule) => rule.iter().enumerate().any(|(place, pays)| {
                let operation = OperationId::at(place);
                *pays && (!self.restricted || allows(&of.free_tier, operation))
            }),
        };
        self.state == State::Waiting
            || self.frozen
            || !any(self.source.pays_for(self.class, of).unwrap_or(&None))
    }

    /// Whether it came with an invoice that must be paid first.
    pub(super) fn waits_for_payment(&self) -> bool {
        self.state == State::Waiting && self.effective == Instant::MAX
    }

    /// Whether it may pay for an operation of a member.
    pub(crate) fn may_pay(
        &self,
        operation: OperationId,
        member: Option<MemberId>,
        of: &Supply,
    ) -> bool {
        !self.frozen
            && (self.member.is_none() || self.member == member)
            && self.source.pays_for(self.class, of).is_none_or(|rule| allows(rule, operation))
            && (!self.restricted || allows(&of.free_tier, operation))
    }

    /// Becomes the next lot of the grant that it is the last one of.
    pub(super) fn renew(&mut self, by: &RenewedLot) {
        (self.number, self.given) = (by.number, None);
        self.issued_at = by.issued_at;
        self.effective = by.issued_at;
        (self.ends, self.expires) = (Ends::At(by.expires), by.expires);
        self.unit_cost = by.unit_cost;
        self.issued = by.amount;
        self.spent = Credits::ZERO;
    }

    /// Whether a number is its own or that of a lot merged into it.
    pub(super) fn has_number(&self, number: u64) -> bool {
        let after = self.joined.partition_point(|(from, _)| *from <= number);
        let part = after.checked_sub(1).and_then(|place| self.joined.get(place));
        self.number == number || part.is_some_and(|(_, to)| number <= *to)
    }

    /// Adds the numbers of lots that are merged into it.
    pub(crate) fn join_numbers(&mut self, (from, to): (u64, u64)) {
        let place = self.joined.partition_point(|(other, _)| *other < from);
        let before = place.checked_sub(1).and_then(|before| self.joined.get_mut(before));
        match before {
            Some((_, last)) if last.checked_add(1) == Some(from) => *last = to,
            _ => self.joined.insert(place, (from, to)),
        }
    }

    /// Whether it could pay if the subscription had not ended.
    pub(crate) fn is_withheld(
        &self,
        operation: OperationId,
        member: Option<MemberId>,
        of: &Supply,
    ) -> bool {
        let rule = self.source.pays_for(self.class, of);
        (self.frozen || self.restricted)
            && !self.may_pay(operation, member, of)
            && (self.member.is_none() || self.member == member)
            && rule.is_none_or(|rule| allows(rule, operation))
    }
}

/// What makes the next lot of a grant differ from its last one.
#[derive(Clone, Copy, Debug)]
pub(super) struct RenewedLot {
    pub(super) number: u64,
    pub(super) issued_at: Instant,
    pub(super) expires: Instant,
    pub(super) unit_cost: Option<Fraction>,
    pub(super) amount: Credits,
}

/// The fields of a new lot.
#[derive(Clone, Debug)]
pub(crate) struct NewLot {
    pub(super) given: Option<Text>,
    pub(super) class: ClassId,
    pub(super) source: CreditOrigin,
    pub(super) effective: Instant,
    pub(super) ends: Ends,
    pub(super) priority: OrLast,
    pub(super) interval: OrLast,
    pub(super) unit_cost: Option<Fraction>,
    pub(super) amount: Credits,
    pub(super) member: Option<MemberId>,
}

impl NewLot {
    #[inline]
    pub(super) fn into_lot(self, number: u64, now: Instant, expires: Instant) -> Lot {
        Lot {
            number,
            given: self.given,
            class: self.class,
            source: self.source,
            issued_at: now,
            effective: self.effective,
            ends: self.ends,
            expires,
            priority: self.priority,
            interval: self.interval,
            unit_cost: self.unit_cost,
            issued: self.amount,
            remaining: self.amount,
            held: Credits::ZERO,
            spent: Credits::ZERO,
            member: self.member,
            frozen: false,
            restricted: false,
            carried: false,
            state: if self.effective > now { State::Waiting } else { State::Active },
            joined: Vec::new(),
            rank: Rank::default(),
            label: None,
        }
    }
}
