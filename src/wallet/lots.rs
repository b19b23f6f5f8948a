//! All lots, the order in which they pay, and when they end.
//!
//! `order` keeps the order; `moves` says what may become of a lot.

mod moves;
mod order;

use super::lot::{Ends, Lot, NOT_NAMED, Slot, State};
use super::source::CreditOrigin;
use crate::amount::{Credits, Fraction};
use crate::calendar::Instant;
use crate::catalog::id::ClassId;
use crate::order::sort;
use std::collections::VecDeque;

/// All lots, the order in which they pay, and when they end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lots {
    slots: Vec<Lot>,
    free: Vec<Slot>,
    /// Active lots with something left, in burn order: most come and go at its beginning.
    order: VecDeque<Slot>,
    /// Lots that end at an instant, the soonest first.
    endings: Agenda,
    /// Lots that are not effective yet, the soonest first.
    starts: Agenda,
    /// Lots that have begun to pay since debt was last settled.
    fresh: Vec<Slot>,
    /// Number of the latest lot.
    last_number: u64,
}

impl Lots {
    pub(super) fn get(&self, slot: Slot) -> Option<&Lot> {
        self.slots.get(slot)
    }

    fn get_mut(&mut self, slot: Slot) -> Option<&mut Lot> {
        self.slots.get_mut(slot)
    }

    /// Every lot that is not closed.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Slot, &Lot)> {
        let open =
            |(_, lot): &(Slot, &Lot)| lot.issued != Credits::ZERO || lot.held != Credits::ZERO;
        self.slots.iter().enumerate().filter(open)
    }

    /// Places of every lot that is not closed, in order of issue: places are used again, so their
    /// own order says nothing.
    pub(super) fn open(&self) -> Vec<Slot> {
        self.open_if(|_, _| true)
    }

    /// As `open`, of those for which something holds.
    pub(super) fn open_if(&self, holds: impl Fn(Slot, &Lot) -> bool) -> Vec<Slot> {
        let open = self.iter().filter(|(slot, lot)| holds(*slot, lot));
        let mut open: Vec<Slot> = open.map(|(slot, _)| slot).collect();
        let number = |slot: &Slot| self.get(*slot).map(|lot| lot.number);
        sort(&mut open, |a, b| number(a).cmp(&number(b)));
        open
    }

    /// The lots that pay, in burn order.
    pub(super) fn payers(&self) -> impl Iterator<Item = (Slot, &Lot)> {
        self.order.iter().filter_map(|slot| Some((*slot, self.slots.get(*slot)?)))
    }

    /// How many lots pay.
    pub(super) fn payer_count(&self) -> usize {
        self.order.len()
    }

    /// Whether a lot is among those that pay.
    pub(super) fn pays(&self, slot: Slot) -> bool {
        self.order.contains(&slot)
    }

    /// Number of the latest lot.
    pub(super) fn last_number(&self) -> u64 {
        self.last_number
    }

    /// The lot of a number, or the one that it has become part of.
    pub(super) fn slot_of(&self, number: u64) -> Option<Slot> {
        self.iter().find(|(_, lot)| lot.has_number(number)).map(|(slot, _)| slot)
    }

    /// Puts a lot in; it does not pay before it is put in order.
    pub(super) fn insert(&mut self, lot: Lot) -> Slot {
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

    /// The lot is over and nobody asks for it again.
    pub(super) fn close(&mut self, slot: Slot) {
        if let Some(lot) = self.slots.get_mut(slot) {
            lot.issued = Credits::ZERO;
            lot.remaining = Credits::ZERO;
            lot.joined = Vec::new();
            self.free.push(slot);
        }
    }

    /// The lot pays no more.
    fn take_out(&mut self, slot: Slot) {
        if let Some(place) = self.order.iter().position(|other| *other == slot) {
            self.order.remove(place);
        }
    }

    /// Notes that a lot ends at a fixed instant.
    fn note_end(&mut self, slot: Slot, at: Instant) {
        let Some(number) = self.get(slot).map(|lot| lot.number) else { return };
        note(&mut self.endings, (at, number, slot));
    }

    fn note_start(&mut self, slot: Slot, at: Instant) {
        let Some(number) = self.get(slot).map(|lot| lot.number) else { return };
        note(&mut self.starts, (at, number, slot));
    }

    /// The next lot whose fixed end is due; one whose end has moved is passed over.
    pub(super) fn next_ended(&mut self, by: Instant) -> Option<Slot> {
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

    /// The next lot that begins to pay; one that has ended before is passed over.
    pub(super) fn next_started(&mut self, by: Instant) -> Option<Slot> {
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

    /// What ends up to an instant, the soonest first.
    pub(super) fn endings(&self, by: Instant) -> impl Iterator<Item = (Instant, Slot)> {
        let soon = self.endings.iter().take_while(move |(at, ..)| *at <= by);
        soon.filter(|(at, number, slot)| self.ends_then(*at, *number, *slot))
            .map(|(at, _, slot)| (*at, *slot))
    }

    /// Whether what was noted of the end of a lot still holds.
    fn ends_then(&self, at: Instant, number: u64, slot: Slot) -> bool {
        self.get(slot).is_some_and(|lot| lot.number == number && lot.ends == Ends::At(at))
    }

    /// Forgets ends up to an instant that do not hold any more; one that does is still to come.
    pub(super) fn forget_ends(&mut self, by: Instant) {
        while let Some(&(at, number, slot)) = self.endings.front()
            && at <= by
            && !self.ends_then(at, number, slot)
        {
            self.endings.pop_front();
        }
    }

    /// When a lot becomes effective next.
    pub(super) fn next_start(&self) -> Option<Instant> {
        self.starts.front().map(|(at, ..)| *at)
    }

    /// The journal names the lot anew: its class has changed.
    pub(super) fn forget_info(&mut self, slot: Slot) {
        if let Some(lot) = self.slots.get_mut(slot) {
            lot.info = NOT_NAMED;
        }
    }

    /// The next instant at which a lot ends or becomes effective.
    pub(super) fn next_event(&self) -> Option<Instant> {
        let end = self.endings.front().map(|(at, ..)| *at);
        let start = self.next_start();
        match (end, start) {
            (Some(end), Some(start)) => Some(end.min(start)),
            (end, start) => end.or(start),
        }
    }

    /// The place of a lot in the journal's list, and whether it is new there.
    pub(super) fn info(&mut self, slot: Slot, next: u32) -> (u32, bool) {
        match self.slots.get_mut(slot) {
            Some(lot) if lot.info == NOT_NAMED => {
                lot.info = next;
                (next, true)
            }
            Some(lot) => (lot.info, false),
            None => (0, false),
        }
    }

    pub(super) fn forget_infos(&mut self) {
        for lot in &mut self.slots {
            lot.info = NOT_NAMED;
        }
    }
}

/// What a lot was when it ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct EndedLot {
    pub(super) class: ClassId,
    pub(super) left: Credits,
    pub(super) held: Credits,
    pub(super) unit_cost: Option<Fraction>,
    pub(super) source: CreditOrigin,
}

/// When something happens to a lot: the instant, and the lot's number and slot. Insertions happen
/// near either end, so a queue that is open at both ends moves few of them.
type Agenda = VecDeque<(Instant, u64, Slot)>;

fn note(agenda: &mut Agenda, item: (Instant, u64, Slot)) {
    let place = agenda.partition_point(|other| *other < item);
    agenda.insert(place, item);
}
