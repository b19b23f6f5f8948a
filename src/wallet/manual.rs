//! Manual grants and revocations.

use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::lot::{Ends, NewLot};
use super::source::CreditOrigin;
use super::{Result, Wallet};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::{ClassId, GrantId, TopUpId};
use crate::catalog::supply::OrLast;
use crate::error::{Error, ErrorKind, place_of};

/// Credits to give by hand.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Gift<'g> {
    pub(crate) lot: Option<&'g str>,
    pub(crate) class: &'g str,
    pub(crate) amount: Credits,
    /// When they begin; at once when absent.
    pub(crate) effective: Option<Instant>,
    /// When they expire; by the rule, or never, when absent.
    pub(crate) expires: Option<Instant>,
    pub(crate) priority: Option<u32>,
    /// The grant or top-up whose rules they follow.
    pub(crate) from: Option<&'g str>,
}

/// What to take away.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Revoked<'r> {
    Lot(&'r str),
    Class(&'r str),
    /// What purchases of a top-up have left.
    TopUp(&'r str),
}

impl Wallet {
    /// Issues credits of a class.
    pub(crate) fn run_grant(&mut self, gift: &Gift) -> Result<()> {
        let Gift { class, amount, expires, .. } = *gift;
        let place = self.class_of("/class", class)?;
        let effective = gift.effective.unwrap_or(self.now).max(self.now);
        if amount < Credits::ZERO {
            let sentence = format!("expected an amount of at least 0, found {amount}");
            return Err(Error::new(ErrorKind::OutOfRange, "/amount", sentence));
        }
        if let Some(end) = expires.filter(|end| *end <= effective) {
            let sentence = format!("expected an instant after {effective}, found {end}");
            return Err(Error::new(ErrorKind::OutOfRange, "/expires", sentence));
        }
        let source =
            gift.from.map_or(Ok(CreditOrigin::Given), |from| self.origin("/from", from))?;
        let (ends, rank) = self.rules_of(source, effective)?;
        let (priority, interval) = rank.unwrap_or((OrLast::LAST, OrLast::LAST));
        let lot = NewLot {
            given: Some(match gift.lot {
                Some(id) => id.into(),
                None => format!("{class}#{}", self.lots.last_number() + 1).into(),
            }),
            class: place,
            source,
            effective,
            ends: expires.map_or(ends, Ends::At),
            priority: gift.priority.map_or(priority, |number| OrLast::of(Some(number))),
            interval,
            unit_cost: None,
            amount,
            member: None,
        };
        self.issue(lot, Reason::Manual, Subject::Class(place), None).map(drop)
    }

    fn class_of(&self, pointer: &str, class: &str) -> Result<ClassId> {
        let classes = self.supply().classes.iter().map(|class| &*class.id);
        place_of(pointer, "class", class, classes).map(ClassId::at)
    }

    /// The grant or top-up with an id.
    fn origin(&self, pointer: &str, id: &str) -> Result<CreditOrigin> {
        let supply = self.supply();
        let grants = supply.grants.iter().map(|grant| &*grant.id);
        if let Some(place) = grants.clone().position(|known| known == id) {
            return Ok(CreditOrigin::Grant(GrantId::at(place)));
        }
        let all = grants.chain(supply.top_ups.iter().map(|top_up| &*top_up.id));
        let place = place_of(pointer, "grant or top-up", id, all)?;
        Ok(CreditOrigin::TopUp(TopUpId::at(place - supply.grants.len())))
    }

    /// Revokes what remains of a lot, of a class, or of purchases.
    pub(crate) fn run_revoke(&mut self, what: Revoked) -> Result<()> {
        let (class, top_up) = match what {
            Revoked::Lot(id) => return self.revoke_lot(id),
            Revoked::Class(id) => (Some(self.class_of("/class", id)?), None),
            Revoked::TopUp(id) => (None, Some(self.top_up_place("/top_up", id)?)),
        };
        let is_it = |lot: &super::lot::Lot| match (class, top_up, lot.source) {
            (Some(class), ..) => lot.class == class,
            (_, Some(top_up), CreditOrigin::TopUp(of)) => of == top_up,
            _ => false,
        };
        for slot in self.lots.open() {
            if self.lots.get(slot).is_some_and(is_it) {
                self.start_rolling(slot)?;
                self.end_lot(slot, EntryKind::Revoke, Reason::Manual)?;
            }
        }
        Ok(())
    }

    fn revoke_lot(&mut self, id: &str) -> Result<()> {
        let is_named =
            |lot: &super::lot::Lot| self.lot_name(&lot.given, lot.source, lot.number) == id;
        let mut open = self.lots.open().into_iter();
        let named = open.find(|slot| self.lots.get(*slot).is_some_and(is_named));
        let slot = named.ok_or_else(|| {
            let sentence = match self.now_part_of(id) {
                Some(lot) => format!("the lot `{id}` was merged into `{lot}`"),
                None => format!("there is no lot `{id}`"),
            };
            Error::new(ErrorKind::UnknownName, "/lot", sentence)
        })?;
        // If the next issue waits for the first use, that time runs from now.
        self.start_rolling(slot)?;
        self.end_lot(slot, EntryKind::Revoke, Reason::Manual)
    }
    /// The lot that this one was merged into when they rolled over.
    fn now_part_of(&self, id: &str) -> Option<String> {
        let (_, number) = id.rsplit_once('#')?;
        let number = number.parse().ok()?;
        let lot = self.lots.get(self.lots.slot_of(number)?)?;
        let was_it = self.lot_name(&None, lot.source, number) == id;
        was_it.then(|| self.lot_name(&lot.given, lot.source, lot.number))
    }
}
