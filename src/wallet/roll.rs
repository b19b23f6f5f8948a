//! Rollover: credits kept at a close continue in the next cycle. Equal lots are merged, so that a
//! wallet does not grow with age.

use super::balance::sum;
use super::close::Carried;
use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::lot::{Lot, Slot, State};
use super::source::CreditOrigin;
use super::{Result, Wallet};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::supply::{BurnBy, BurnKey, Every, Rollover, Supply};
use std::cmp::Ordering;

/// With more unchanged single lots than this, one entry without names covers them all.
const MOST_NAMED: usize = 16;

impl Wallet {
    /// Carries the kept credits of lots, in order of issue, into the next cycle.
    pub(super) fn roll(&mut self, kept: &[Carried], rule: &Rollover) -> Result<()> {
        if kept.is_empty() {
            return Ok(());
        }
        let all = self.alike(kept, rule);
        let stays = |together: &[Carried]| self.stays_as_it_is(together, rule);
        let count = all.iter().filter(|together| stays(together)).count();
        let (alone, told) =
            all.into_iter().partition(|together| count > MOST_NAMED && stays(together));
        self.roll_unnamed(alone, rule)?;
        for together in told {
            self.roll_together(&together, rule)?;
        }
        self.lots.drop_empty();
        Ok(())
    }

    /// Whether the group is a single lot that was already carried over and never expires.
    fn stays_as_it_is(&self, together: &[Carried], rule: &Rollover) -> bool {
        let [carried] = together else { return false };
        let is_carried = |lot: &Lot| lot.carried && lot.class == rule.class;
        carried.until == Instant::MAX && self.lots.get(carried.slot).is_some_and(is_carried)
    }

    /// Carries unchanged lots with one entry that names none of them. Otherwise every close of an
    /// old wallet would name all of them again.
    fn roll_unnamed(&mut self, alone: Vec<Vec<Carried>>, rule: &Rollover) -> Result<()> {
        let all: Vec<Carried> = alone.into_iter().flatten().collect();
        let amount = sum(all.iter().map(|carried| carried.kept))?;
        if amount > Credits::ZERO {
            let subject = Subject::Class(rule.class);
            self.note(EntryKind::RollOver, Reason::CycleClose, subject).amount(amount).done();
        }
        all.iter().try_for_each(|carried| self.move_on(carried, rule))
    }

    fn roll_together(&mut self, together: &[Carried], rule: &Rollover) -> Result<()> {
        // A part names the class that its lot leaves; the entry names the class that it joins.
        let amount = sum(together.iter().map(|carried| carried.kept))?;
        if amount > Credits::ZERO {
            let subject = Subject::Class(rule.class);
            let mut note = self.note(EntryKind::RollOver, Reason::CycleClose, subject);
            for carried in together {
                note = note.lot(carried.slot, carried.kept);
            }
            note.amount(amount).done();
        }
        let [first, others @ ..] = together else { return Ok(()) };
        for carried in others {
            self.move_on(carried, rule)?;
            self.lots.join(first.slot, carried.slot)?;
        }
        if !others.is_empty() {
            self.lots.forget_info(first.slot);
        }
        self.move_on(first, rule)
    }

    fn move_on(&mut self, carried: &Carried, rule: &Rollover) -> Result<()> {
        let slot = carried.slot;
        let Some((from, held)) = self.lots.get(slot).map(|lot| (lot.class, lot.held)) else {
            return Ok(());
        };
        let until = Some(carried.until).filter(|until| *until < Instant::MAX);
        self.lots.carry(slot, rule.class, until);
        self.journal.flow_over((from, rule.class), carried.kept, held)
    }

    /// Groups the lots that can be merged.
    fn alike(&self, kept: &[Carried], rule: &Rollover) -> Vec<Vec<Carried>> {
        let others = self.others(kept);
        let mut all: Vec<Vec<Carried>> = Vec::new();
        for carried in kept {
            let is_alike = |group: &&mut Vec<Carried>| {
                group.last().is_some_and(|last| self.may_go_on_as_one(last, carried))
            };
            let group = all.iter_mut().rev().find(is_alike).filter(|group| {
                let last = group.last().unwrap_or(carried);
                // Each lot's share is rounded separately at every close.
                (rule.percent.is_none() || rule.carry.is_some())
                    && !self.comes_between((last, carried), kept, &others)
            });
            match group {
                Some(group) => group.push(*carried),
                None => all.push(vec![*carried]),
            }
        }
        all
    }

    fn may_go_on_as_one(&self, a: &Carried, b: &Carried) -> bool {
        let lots = self.lots.get(a.slot).zip(self.lots.get(b.slot));
        a.kept > Credits::ZERO
            && b.kept > Credits::ZERO
            && a.until == b.until
            && lots.is_some_and(|(a, b)| may_join(a, b) && !self.is_rolling(a.source))
            && !self.supply().burn_order.iter().any(is_moved)
    }

    /// Whether the first use of a lot starts the time to the next issue.
    fn is_rolling(&self, source: CreditOrigin) -> bool {
        let CreditOrigin::Grant(place) = source else { return false };
        let every = self.supply().grant(place).map(|grant| grant.every);
        matches!(every, Some(Every::RollingHours(_)))
    }

    /// The open lots that do not roll over now, by number.
    fn others(&self, kept: &[Carried]) -> Vec<(u64, Slot)> {
        let rolls = |lot: &Lot| kept.binary_search_by_key(&lot.number, |c| c.number).is_ok();
        let others = self.lots.open_if(|_, lot| !rolls(lot)).into_iter();
        others.filter_map(|slot| Some((self.lots.get(slot)?.number, slot))).collect()
    }

    /// Whether another lot may pay between these two: it was issued between them, and no fixed key
    /// of the burn order separates it from them. A lot that rolls over now and has the same value
    /// does not count, because the order among such lots does not matter.
    fn comes_between(
        &self,
        (from, to): (&Carried, &Carried),
        kept: &[Carried],
        others: &[(u64, Slot)],
    ) -> bool {
        let supply = self.supply();
        let Some(lot) = self.lots.get(to.slot) else { return true };
        let ties = |slot: Slot| self.lots.get(slot).is_some_and(|other| ties(supply, other, lot));
        // The time of a rolling lot's first use matters, whatever its value.
        let is_the_same =
            |other: &Lot| worth_the_same(supply, other, lot) && !self.is_rolling(other.source);
        let differs = |slot: Slot| !self.lots.get(slot).is_some_and(is_the_same);
        // Among lots issued at one instant, a key other than the number may decide the order.
        let since = self.lots.get(from.slot).map(|lot| lot.issued_at);
        let is_there = |number: u64, slot: Slot| {
            number != from.number
                && number < to.number
                && (number > from.number || self.lots.get(slot).map(|lot| lot.issued_at) >= since)
        };
        others.iter().any(|(number, slot)| is_there(*number, *slot) && ties(*slot))
            || kept.iter().any(|other| {
                is_there(other.number, other.slot) && ties(other.slot) && differs(other.slot)
            })
    }
}

/// Whether two lots that roll over together differ only in issue date and amount.
fn may_join(a: &Lot, b: &Lot) -> bool {
    (a.source, a.ends) == (b.source, b.ends)
        && (a.priority, a.interval, a.member) == (b.priority, b.interval, b.member)
        && (a.frozen, a.restricted) == (b.frozen, b.restricted)
        && costs_the_same(a, b)
        && a.given.is_none()
        && b.given.is_none()
        && b.held == Credits::ZERO
        && [a, b].iter().all(|lot| lot.state == State::Active && lot.effective <= lot.issued_at)
}

/// Whether two lots that come into one class buy the same for the same money.
fn worth_the_same(supply: &Supply, a: &Lot, b: &Lot) -> bool {
    let pays_for = |lot: &Lot| lot.source.pays_for(lot.class, supply).and_then(Option::as_deref);
    let flags = |lot: &Lot| (lot.member, lot.frozen, lot.restricted, lot.given.is_none());
    a.class == b.class
        && flags(a) == flags(b)
        && (a.held, b.held) == (Credits::ZERO, Credits::ZERO)
        && costs_the_same(a, b)
        && pays_for(a) == pays_for(b)
}

fn costs_the_same(a: &Lot, b: &Lot) -> bool {
    match (&a.unit_cost, &b.unit_cost) {
        (Some(a), Some(b)) => a.compare(b).is_ok_and(Ordering::is_eq),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// A key by which a merged lot could rank differently from its parts.
fn is_moved(key: &BurnKey) -> bool {
    matches!(key, BurnKey::By(BurnBy::Effective | BurnBy::Amount))
}

/// Whether two lots may come to differ only in their issue dates.
fn ties(supply: &Supply, a: &Lot, b: &Lot) -> bool {
    let classes_stay = supply
        .grants
        .iter()
        .all(|grant| grant.rollover.as_ref().is_none_or(|rollover| rollover.class == grant.class));
    let order = |key: &BurnKey| match key {
        BurnKey::Class(ranks) if classes_stay => {
            ranks.get(a.class.place()).cmp(&ranks.get(b.class.place()))
        }
        BurnKey::By(BurnBy::Priority) => a.priority.key().cmp(&b.priority.key()),
        BurnKey::By(BurnBy::Interval) => a.interval.key().cmp(&b.interval.key()),
        _ => Ordering::Equal,
    };
    supply
        .burn_order
        .iter()
        .take_while(|key| !matches!(key, BurnKey::By(BurnBy::Issued)))
        .all(|key| order(key).is_eq())
}
