//! All lots, the order in which they pay, and when they end.
//!
//! `order` keeps the order; `moves` says what may become of a lot.

mod moves;
mod numbers;
mod order;

use super::lot::{Ends, LabelId, Lot, Slot, State};
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
    /// Active lots with remaining credits, in burn order: most changes are at the front.
    order: VecDeque<Slot>,
    /// Lots with a fixed end, soonest first.
    endings: Agenda,
    /// Lots that have not begun, soonest first.
    starts: Agenda,
    /// Lots that have begun, or have credits again, since debt was last settled.
    fresh: Vec<Slot>,
    /// Number of the last lot.
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

    /// How many slots there are, with those that are free.
    pub(super) fn slot_count(&self) -> usize {
        self.slots.len()
    }

    /// Slots of every lot that is not closed, in order of issue: slots are reused, so their own
    /// order means nothing.
    pub(super) fn open(&self) -> Vec<Slot> {
        self.open_if(|_, _| true)
    }

    /// Like `open`, but only lots for which `holds` returns true.
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

    /// Number of the last lot.
    pub(super) fn last_number(&self) -> u64 {
        self.last_number
    }

    /// The lot with a number, or the lot that it was merged into.
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

    /// Closes a lot that is over and no longer needed; its slot is free.
    pub(super) fn close(&mut self, slot: Slot) {
        if let Some(lot) = self.slots.get_mut(slot) {
            lot.issued = Credits::ZERO;
            lot.remaining = Credits::ZERO;
            lot.joined = Vec::new();
            self.free.push(slot);
        }
    }

    /// Takes a lot out of the burn order.
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

    /// The next lot whose fixed end is due; skips ends that have moved.
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

    /// The next lot that begins; skips lots that have already ended.
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

    /// Lots that end by an instant, soonest first.
    pub(super) fn endings(&self, by: Instant) -> impl Iterator<Item = (Instant, Slot)> {
        let soon = self.endings.iter().take_while(move |(at, ..)| *at <= by);
        soon.filter(|(at, number, slot)| self.ends_then(*at, *number, *slot))
            .map(|(at, _, slot)| (*at, *slot))
    }

    /// Whether a noted end of a lot is still valid.
    fn ends_then(&self, at: Instant, number: u64, slot: Slot) -> bool {
        self.get(slot).is_some_and(|lot| lot.number == number && lot.ends == Ends::At(at))
    }

    /// Drops leading ends up to an instant that are no longer valid; a valid one stays.
    pub(super) fn forget_ends(&mut self, by: Instant) {
        while let Some(&(at, number, slot)) = self.endings.front()
            && at <= by
            && !self.ends_then(at, number, slot)
        {
            self.endings.pop_front();
        }
    }

    /// When the next lot begins.
    pub(super) fn next_start(&self) -> Option<Instant> {
        self.starts.front().map(|(at, ..)| *at)
    }

    /// Drops the journal's label of a lot, because what it says has changed.
    pub(super) fn forget_info(&mut self, slot: Slot) {
        if let Some(lot) = self.slots.get_mut(slot) {
            lot.label = None;
        }
    }

    /// The next instant at which a lot ends or begins.
    pub(super) fn next_event(&self) -> Option<Instant> {
        let end = self.endings.front().map(|(at, ..)| *at);
        let start = self.next_start();
        match (end, start) {
            (Some(end), Some(start)) => Some(end.min(start)),
            (end, start) => end.or(start),
        }
    }

    /// The place of a lot in the journal's list, and whether it is new there.
    pub(super) fn label(&mut self, slot: Slot, next: LabelId) -> Option<(LabelId, bool)> {
        let lot = self.slots.get_mut(slot)?;
        let is_new = lot.label.is_none();
        Some((*lot.label.get_or_insert(next), is_new))
    }

    pub(super) fn forget_labels(&mut self) {
        for lot in &mut self.slots {
            lot.label = None;
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

/// When a lot's event is due: instant, number of the lot, slot. Insertions happen near either end,
/// so a double-ended queue moves few elements.
type Agenda = VecDeque<(Instant, u64, Slot)>;

fn note(agenda: &mut Agenda, item: (Instant, u64, Slot)) {
    let place = agenda.partition_point(|other| *other < item);
    agenda.insert(place, item);
}
