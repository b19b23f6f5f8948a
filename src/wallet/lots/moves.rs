//! What becomes of lots: they are issued, spent, held, carried over, and end.

use super::super::lot::{Ends, LabelId, Lot, NewLot, RenewedLot, Slot, State};
use super::super::order::rank;
use super::super::source::CreditOrigin;
use super::super::{Fits, Result};
use super::{EndedLot, Lots};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::ClassId;
use crate::catalog::supply::Supply;
use crate::order::sort;

impl Lots {
    /// Issues a lot, which ends as things stand at `expires`.
    pub(in super::super) fn issue(
        &mut self,
        supply: &Supply,
        new: NewLot,
        (now, expires): (Instant, Instant),
    ) -> Slot {
        let (starts, fixed) = (new.effective, matches!(new.ends, Ends::At(_)));
        self.last_number += 1;
        let slot = self.insert(new.into_lot(self.last_number, now, expires));
        if fixed {
            self.note_end(slot, expires);
        }
        if starts > now {
            self.note_start(slot, starts);
        } else {
            self.put_new_in_order(supply, slot);
            self.fresh.push(slot);
        }
        slot
    }

    /// Room for lots that were saved, up to a number.
    pub(in super::super) fn up_to(last_number: u64, count: usize) -> Self {
        Lots { last_number, slots: Vec::with_capacity(count), ..Lots::default() }
    }

    /// Puts in a lot that was saved.
    pub(in super::super) fn restore(&mut self, lot: Lot) -> Slot {
        self.insert(lot)
    }

    /// Lots that were saved go on: what is to come of each is noted, and it pays if it can. They are
    /// put in order later.
    pub(in super::super) fn go_on(&mut self) {
        let (mut endings, mut starts) = (Vec::new(), Vec::new());
        for (slot, lot) in self.slots.iter().enumerate() {
            if let Ends::At(at) = lot.ends {
                endings.push((at, lot.number, slot));
            }
            if lot.state == State::Waiting {
                starts.push((lot.effective, lot.number, slot));
            }
            if lot.state == State::Active && lot.remaining > Credits::ZERO {
                self.order.push_back(slot);
            }
        }
        sort(&mut endings, Ord::cmp);
        sort(&mut starts, Ord::cmp);
        (self.endings, self.starts) = (endings.into(), starts.into());
    }

    /// A lot begins to pay.
    pub(in super::super) fn start(&mut self, supply: &Supply, slot: Slot, expires: Instant) {
        if let Some(lot) = self.get_mut(slot) {
            lot.state = State::Active;
            lot.expires = expires;
        }
        self.put_in_order(supply, slot);
        self.fresh.push(slot);
    }

    /// A lot waits for its payment, however long: it neither pays nor ends with a purchase's time.
    pub(in super::super) fn wait(&mut self, slot: Slot) {
        self.take_out(slot);
        self.fresh.retain(|other| *other != slot);
        let Some(lot) = self.get_mut(slot) else { return };
        (lot.state, lot.effective) = (State::Waiting, Instant::MAX);
        if matches!(lot.source, CreditOrigin::TopUp(_)) {
            (lot.ends, lot.expires) = (Ends::Never, Instant::MAX);
        }
        self.note_start(slot, Instant::MAX);
    }

    /// A lot that waited begins now, with its end.
    pub(in super::super) fn begin(
        &mut self,
        supply: &Supply,
        slot: Slot,
        (now, ends, expires): (Instant, Ends, Instant),
    ) {
        if let Some(lot) = self.get_mut(slot) {
            (lot.effective, lot.ends) = (now, ends);
        }
        if let Ends::At(at) = ends {
            self.note_end(slot, at);
        }
        self.start(supply, slot, expires);
    }

    /// Lots that have begun to pay, or have credits again, since debt was last settled.
    pub(in super::super) fn fresh(&self) -> &[Slot] {
        &self.fresh
    }

    /// Lots that have begun to pay since this was last asked.
    pub(in super::super) fn take_fresh(&mut self) -> Vec<Slot> {
        std::mem::take(&mut self.fresh)
    }

    pub(in super::super) fn has_fresh(&self) -> bool {
        !self.fresh.is_empty()
    }

    pub(in super::super) fn forget_fresh(&mut self) {
        self.fresh.clear();
    }

    /// Some of what remains goes; says the class.
    pub(in super::super) fn take(&mut self, slot: Slot, amount: Credits) -> Result<ClassId> {
        let lot = self.get_mut(slot).fits("a lot")?;
        take(&mut lot.remaining, amount, "a lot")?;
        Ok(lot.class)
    }

    /// Some of what remains is spent; says the class.
    pub(in super::super) fn spend(
        &mut self,
        slot: Slot,
        amount: Credits,
    ) -> Result<Option<ClassId>> {
        let Some(lot) = self.get_mut(slot) else { return Ok(None) };
        take(&mut lot.remaining, amount, "a lot")?;
        put(&mut lot.spent, amount, "a lot")?;
        Ok(Some(lot.class))
    }

    /// Some of what remains is held; says the class.
    pub(in super::super) fn hold(
        &mut self,
        slot: Slot,
        amount: Credits,
    ) -> Result<Option<ClassId>> {
        self.take(slot, amount)?;
        let Some(lot) = self.get_mut(slot) else { return Ok(None) };
        put(&mut lot.held, amount, "a hold")?;
        Ok(Some(lot.class))
    }

    /// Some of what is held is spent.
    pub(in super::super) fn settle(&mut self, slot: Slot, amount: Credits) -> Result<Option<&Lot>> {
        let Some(lot) = self.get_mut(slot) else { return Ok(None) };
        take(&mut lot.held, amount, "a hold")?;
        put(&mut lot.spent, amount, "a hold")?;
        Ok(Some(lot))
    }

    /// Some of what is held is free again.
    pub(in super::super) fn release(
        &mut self,
        slot: Slot,
        amount: Credits,
    ) -> Result<Option<&Lot>> {
        let Some(lot) = self.get_mut(slot) else { return Ok(None) };
        take(&mut lot.held, amount, "a hold")?;
        put(&mut lot.remaining, amount, "a hold")?;
        Ok(Some(lot))
    }

    /// Some of what was spent comes back.
    pub(in super::super) fn refund(
        &mut self,
        supply: &Supply,
        slot: Slot,
        amount: Credits,
    ) -> Result<()> {
        let Some(lot) = self.get_mut(slot) else { return Ok(()) };
        put(&mut lot.remaining, amount, "a refund")?;
        take(&mut lot.spent, amount, "a refund")?;
        self.come_back(supply, slot);
        Ok(())
    }

    /// A lot has credits again.
    pub(in super::super) fn come_back(&mut self, supply: &Supply, slot: Slot) {
        self.put_in_order(supply, slot);
        if !self.fresh.contains(&slot) {
            self.fresh.push(slot);
        }
    }

    /// Some of what was spent comes back, but not to the lot, which has ended.
    pub(in super::super) fn refund_elsewhere(&mut self, slot: Slot, amount: Credits) {
        if let Some(lot) = self.get_mut(slot) {
            lot.spent = lot.spent.checked_sub(amount).unwrap_or_default();
        }
    }

    /// A lot is over: nothing remains of it. Says how it was.
    pub(in super::super) fn end(&mut self, slot: Slot) -> Option<EndedLot> {
        let lot = self.get_mut(slot)?;
        let ended = EndedLot {
            class: lot.class,
            left: lot.remaining,
            held: lot.held,
            unit_cost: lot.unit_cost,
            source: lot.source,
        };
        lot.remaining = Credits::ZERO;
        lot.state = State::Ended;
        lot.ends = Ends::Never;
        if ended.left > Credits::ZERO {
            self.take_out(slot);
        }
        Some(ended)
    }

    /// A lot ends at an instant from now on, whatever it ended with.
    pub(in super::super) fn end_at(&mut self, slot: Slot, at: Instant) {
        if let Some(lot) = self.get_mut(slot) {
            (lot.ends, lot.expires) = (Ends::At(at), at);
            self.note_end(slot, at);
        }
    }

    /// The period that a lot ends with ends at another instant.
    pub(in super::super) fn move_end(&mut self, slot: Slot, expires: Instant) {
        if let Some(lot) = self.get_mut(slot) {
            lot.expires = expires;
        }
    }

    /// A lot does not end by itself any more.
    pub(in super::super) fn end_never(&mut self, slot: Slot) {
        if let Some(lot) = self.get_mut(slot) {
            (lot.ends, lot.expires) = (Ends::Never, Instant::MAX);
        }
    }

    pub(in super::super) fn freeze(&mut self, slot: Slot) {
        if let Some(lot) = self.get_mut(slot) {
            lot.frozen = true;
        }
    }

    pub(in super::super) fn restrict(&mut self, slot: Slot) {
        if let Some(lot) = self.get_mut(slot) {
            lot.restricted = true;
        }
    }

    /// A lot is neither frozen nor restricted; says whether it was frozen.
    pub(in super::super) fn thaw(&mut self, slot: Slot) -> bool {
        let Some(lot) = self.get_mut(slot) else { return false };
        lot.restricted = false;
        let was_frozen = std::mem::take(&mut lot.frozen);
        if was_frozen {
            self.fresh.push(slot);
        }
        was_frozen
    }

    /// A lot was carried over before it came here.
    pub(in super::super) fn mark_carried(&mut self, slot: Slot) {
        if let Some(lot) = self.get_mut(slot) {
            lot.carried = true;
        }
    }

    /// A lot is carried over to a class, until an instant or as it ended before.
    pub(in super::super) fn carry(&mut self, slot: Slot, class: ClassId, until: Option<Instant>) {
        let Some(lot) = self.get_mut(slot) else { return };
        lot.carried = true;
        if lot.class != class {
            // The journal names it anew.
            lot.label = None;
        }
        lot.class = class;
        if let Some(at) = until {
            self.end_at(slot, at);
        }
    }

    /// Merges a lot into another.
    pub(in super::super) fn join(&mut self, first: Slot, slot: Slot) -> Result<()> {
        let Some(lot) = self.get_mut(slot) else { return Ok(()) };
        let (issued, remaining, spent) = (lot.issued, lot.remaining, lot.spent);
        let numbers = std::mem::take(&mut lot.joined);
        lot.ends = Ends::Never;
        lot.state = State::Ended;
        let number = lot.number;
        self.close(slot);
        let Some(lot) = self.get_mut(first) else { return Ok(()) };
        put(&mut lot.issued, issued, "a lot")?;
        put(&mut lot.remaining, remaining, "a lot")?;
        put(&mut lot.spent, spent, "a lot")?;
        lot.join_numbers((number, number));
        numbers.into_iter().for_each(|numbers| lot.join_numbers(numbers));
        Ok(())
    }
}

/// What a wallet that was compacted has done meanwhile.
impl Lots {
    /// So many lots have come and gone.
    pub(in super::super) fn skip_numbers(&mut self, count: u64) {
        self.last_number = self.last_number.saturating_add(count);
    }

    /// A lot has become a later one of its grant; says what it cost, and where it came from.
    pub(in super::super) fn renew(
        &mut self,
        supply: &Supply,
        slot: Slot,
        renewed: &RenewedLot,
        label: Option<LabelId>,
    ) -> Option<EndedLot> {
        let lot = self.slots.get_mut(slot)?;
        let ended = EndedLot {
            class: lot.class,
            left: lot.remaining,
            held: lot.held,
            unit_cost: lot.unit_cost,
            source: lot.source,
        };
        lot.renew(renewed);
        lot.rank = rank(supply, lot);
        lot.label = label;
        self.note_end(slot, renewed.expires);
        Some(ended)
    }

    /// A lot has so much left, and has paid so much more.
    pub(in super::super) fn pay_to(
        &mut self,
        slot: Slot,
        left: Credits,
        paid: Credits,
    ) -> Result<()> {
        let Some(lot) = self.get_mut(slot) else { return Ok(()) };
        lot.remaining = left;
        put(&mut lot.spent, paid, "a lot")
    }

    /// These lots pay, in this order.
    pub(in super::super) fn set_order(&mut self, order: impl Iterator<Item = Slot>) {
        self.order.clear();
        self.order.extend(order);
    }
}

fn put(sum: &mut Credits, amount: Credits, what: &str) -> Result<()> {
    *sum = sum.checked_add(amount).fits(what)?;
    Ok(())
}

fn take(sum: &mut Credits, amount: Credits, what: &str) -> Result<()> {
    *sum = sum.checked_sub(amount).fits(what)?;
    Ok(())
}
