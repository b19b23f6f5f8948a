//! Lots: the credits of one issue, and what remains of them.

use super::source::CreditOrigin;
use crate::amount::{Credits, Fraction};
use crate::calendar::Instant;
use crate::catalog::program::Text;
use crate::catalog::supply::{PaysFor, Supply, covers};
use crate::order::sort;
use std::collections::VecDeque;

/// Number of keys that are compared as plain numbers.
pub(super) const PLAIN: usize = 4;

/// The leading burn order keys as numbers: enough to compare most lots.
pub(crate) type Rank = [i64; PLAIN];

/// Index of a lot in [`Lots`].
pub(crate) type Slot = usize;

/// Not yet in the journal's list.
pub(super) const NOT_NAMED: u32 = u32::MAX;

#[derive(Clone, Debug)]
pub(crate) struct Lot {
    /// Numbered in order of issue; the last key of every burn order.
    pub(crate) number: u64,
    /// The given id, if any; otherwise source and number name the lot.
    pub(crate) given: Option<Text>,
    pub(crate) class: usize,
    pub(crate) source: CreditOrigin,
    pub(crate) issued_at: Instant,
    pub(crate) effective: Instant,
    pub(crate) ends: Ends,
    /// When it expires as things stand; `Instant::MAX` if never.
    pub(crate) expires: Instant,
    pub(crate) priority: u32,
    pub(crate) interval: u32,
    /// Money for one credit.
    pub(crate) unit_cost: Option<Fraction>,
    pub(crate) issued: Credits,
    pub(crate) remaining: Credits,
    pub(crate) held: Credits,
    /// Credits charged and not refunded.
    pub(crate) spent: Credits,
    pub(crate) member: Option<usize>,
    pub(crate) frozen: bool,
    /// Usable only for what the free tier may use.
    pub(crate) restricted: bool,
    /// Carried over from an earlier cycle, until a fixed instant.
    pub(crate) carried: bool,
    pub(crate) state: State,
    /// Ranges of the numbers of lots merged into it, in order: from, to.
    pub(crate) joined: Vec<(u64, u64)>,
    /// The leading burn order keys.
    pub(crate) rank: Rank,
    /// Index in the journal's list of lots.
    pub(super) info: u32,
}

/// The state of a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Not effective yet.
    Waiting,
    Active,
    /// Ended, but some credits are held or can be refunded.
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
            Some(rule) => rule
                .iter()
                .enumerate()
                .any(|(place, pays)| *pays && (!self.restricted || covers(&of.free_tier, place))),
        };
        self.state == State::Waiting
            || self.frozen
            || !any(self.source.pays_for(self.class, of).unwrap_or(&None))
    }

    /// Whether it may pay for an operation of a member.
    pub(crate) fn may_pay(&self, operation: usize, member: Option<usize>, of: &Supply) -> bool {
        let allows = |rule| covers(rule, operation);
        !self.frozen
            && (self.member.is_none() || self.member == member)
            && self.source.pays_for(self.class, of).is_none_or(allows)
            && (!self.restricted || allows(&of.free_tier))
    }

    /// Whether a number is its own or that of a lot merged into it.
    fn has_number(&self, number: u64) -> bool {
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
    pub(crate) fn is_withheld(&self, operation: usize, member: Option<usize>, of: &Supply) -> bool {
        let rule = self.source.pays_for(self.class, of);
        (self.frozen || self.restricted)
            && !self.may_pay(operation, member, of)
            && (self.member.is_none() || self.member == member)
            && rule.is_none_or(|rule| covers(rule, operation))
    }
}

/// All lots, the order in which they pay, and when they end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lots {
    slots: Vec<Lot>,
    free: Vec<Slot>,
    /// Active lots with remaining credits, in burn order: most changes are at the front.
    pub(crate) order: VecDeque<Slot>,
    /// Lots with a fixed end, soonest first.
    endings: Agenda,
    /// Lots that have not begun, soonest first.
    starts: Agenda,
    /// Lots that have begun since debt was last settled.
    pub(crate) fresh: Vec<Slot>,
    pub(crate) next_number: u64,
}

impl Lots {
    pub(crate) fn get(&self, slot: Slot) -> Option<&Lot> {
        self.slots.get(slot)
    }

    pub(crate) fn get_mut(&mut self, slot: Slot) -> Option<&mut Lot> {
        self.slots.get_mut(slot)
    }

    /// Every lot that is not closed.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Slot, &Lot)> {
        let open =
            |(_, lot): &(Slot, &Lot)| lot.issued != Credits::ZERO || lot.held != Credits::ZERO;
        self.slots.iter().enumerate().filter(open)
    }

    /// Slots of every lot that is not closed, in order of issue: slots are reused, so their own
    /// order means nothing.
    pub(crate) fn open(&self) -> Vec<Slot> {
        self.open_if(|_, _| true)
    }

    /// Like `open`, but only lots for which `holds` returns true.
    pub(crate) fn open_if(&self, holds: impl Fn(Slot, &Lot) -> bool) -> Vec<Slot> {
        let open = self.iter().filter(|(slot, lot)| holds(*slot, lot));
        let mut open: Vec<Slot> = open.map(|(slot, _)| slot).collect();
        let number = |slot: &Slot| self.get(*slot).map(|lot| lot.number);
        sort(&mut open, |a, b| number(a).cmp(&number(b)));
        open
    }

    /// The lot with a number, or the lot that it was merged into.
    pub(crate) fn slot_of(&self, number: u64) -> Option<Slot> {
        self.iter().find(|(_, lot)| lot.has_number(number)).map(|(slot, _)| slot)
    }

    /// Inserts a new lot; it pays only once it is put in order.
    pub(crate) fn insert(&mut self, lot: Lot) -> Slot {
        match self.free.pop() {
            Some(slot) => {
                if let Some(place) = self.slots.get_mut(slot) {
                    *place = lot;
                }
                slot
            }
            None => {
                self.slots.push(lot);
                self.slots.len() - 1
            }
        }
    }

    /// Closes a lot that is over and no longer needed; its slot is free.
    pub(crate) fn close(&mut self, slot: Slot) {
        if let Some(lot) = self.slots.get_mut(slot) {
            lot.issued = Credits::ZERO;
            lot.remaining = Credits::ZERO;
            lot.joined = Vec::new();
            self.free.push(slot);
        }
    }

    /// Takes a lot out of the burn order.
    pub(crate) fn take_out(&mut self, slot: Slot) {
        if let Some(place) = self.order.iter().position(|other| *other == slot) {
            self.order.remove(place);
        }
    }

    /// Notes that a lot ends at a fixed instant.
    pub(crate) fn note_end(&mut self, slot: Slot, at: Instant) {
        let Some(number) = self.get(slot).map(|lot| lot.number) else { return };
        note(&mut self.endings, (at, number, slot));
    }

    pub(crate) fn note_start(&mut self, slot: Slot, at: Instant) {
        let Some(number) = self.get(slot).map(|lot| lot.number) else { return };
        note(&mut self.starts, (at, number, slot));
    }

    /// The next lot whose fixed end is due; skips ends that have moved.
    pub(crate) fn next_ended(&mut self, by: Instant) -> Option<Slot> {
        while let Some(&(at, number, slot)) = self.endings.front() {
            if at > by {
                return None;
            }
            self.endings.pop_front();
            if self.ends_then(at, number, slot) {
                return Some(slot);
            }
        }
        None
    }

    /// The next lot that begins; skips lots that have already ended.
    pub(crate) fn next_started(&mut self, by: Instant) -> Option<Slot> {
        while let Some(&(at, number, slot)) = self.starts.front() {
            if at > by {
                return None;
            }
            self.starts.pop_front();
            let waits = |lot: &Lot| lot.number == number && lot.state == State::Waiting;
            if self.get(slot).is_some_and(waits) {
                return Some(slot);
            }
        }
        None
    }

    /// Lots that end by an instant, soonest first.
    pub(crate) fn endings(&self, by: Instant) -> impl Iterator<Item = (Instant, Slot)> {
        let soon = self.endings.iter().take_while(move |(at, ..)| *at <= by);
        soon.filter(|(at, number, slot)| self.ends_then(*at, *number, *slot))
            .map(|(at, _, slot)| (*at, *slot))
    }

    /// Whether a noted end of a lot is still valid.
    fn ends_then(&self, at: Instant, number: u64, slot: Slot) -> bool {
        self.get(slot).is_some_and(|lot| lot.number == number && lot.ends == Ends::At(at))
    }

    /// Drops leading ends up to an instant that are no longer valid; a valid one stays.
    pub(crate) fn forget_ends(&mut self, by: Instant) {
        while let Some(&(at, number, slot)) = self.endings.front()
            && at <= by
            && !self.ends_then(at, number, slot)
        {
            self.endings.pop_front();
        }
    }

    /// When the next lot begins.
    pub(crate) fn next_start(&self) -> Option<Instant> {
        self.starts.front().map(|(at, ..)| *at)
    }

    /// Drops the journal's label of a lot, because its class has changed.
    pub(crate) fn forget_info(&mut self, slot: Slot) {
        if let Some(lot) = self.slots.get_mut(slot) {
            lot.info = NOT_NAMED;
        }
    }

    /// The next instant at which a lot ends or begins.
    pub(crate) fn next_event(&self) -> Option<Instant> {
        let end = self.endings.front().map(|(at, ..)| *at);
        let start = self.next_start();
        match (end, start) {
            (Some(end), Some(start)) => Some(end.min(start)),
            (end, start) => end.or(start),
        }
    }

    /// The index of a lot in the journal's list, and whether it is new there.
    pub(crate) fn info(&mut self, slot: Slot, next: u32) -> (u32, bool) {
        match self.slots.get_mut(slot) {
            Some(lot) if lot.info == NOT_NAMED => {
                lot.info = next;
                (next, true)
            }
            Some(lot) => (lot.info, false),
            None => (0, false),
        }
    }

    pub(crate) fn forget_infos(&mut self) {
        for lot in &mut self.slots {
            lot.info = NOT_NAMED;
        }
    }
}

/// When a lot's event is due: instant, number of the lot, slot. Insertions happen near either end,
/// so a double-ended queue moves few elements.
type Agenda = VecDeque<(Instant, u64, Slot)>;

fn note(agenda: &mut Agenda, item: (Instant, u64, Slot)) {
    let place = agenda.partition_point(|other| *other < item);
    agenda.insert(place, item);
}

/// The fields of a new lot.
#[derive(Clone, Debug)]
pub(crate) struct NewLot {
    pub(crate) given: Option<Text>,
    pub(crate) class: usize,
    pub(crate) source: CreditOrigin,
    pub(crate) effective: Instant,
    pub(crate) ends: Ends,
    pub(crate) priority: u32,
    pub(crate) interval: u32,
    pub(crate) unit_cost: Option<Fraction>,
    pub(crate) amount: Credits,
    pub(crate) member: Option<usize>,
}

impl NewLot {
    #[inline]
    pub(crate) fn into_lot(self, number: u64, now: Instant) -> Lot {
        Lot {
            number,
            given: self.given,
            class: self.class,
            source: self.source,
            issued_at: now,
            effective: self.effective,
            ends: self.ends,
            expires: Instant::MAX,
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
            info: NOT_NAMED,
        }
    }
}
