//! Manual grants and revocations.

use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::lot::{Ends, NewLot};
use super::source::CreditOrigin;
use super::{Result, Wallet};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::ClassId;
use crate::catalog::supply::OrLast;
use crate::error::{Error, ErrorKind, place_of};

impl Wallet {
    /// Issues credits of a class that expire at an instant, or never.
    pub(crate) fn run_grant(
        &mut self,
        id: Option<&str>,
        class: &str,
        amount: Credits,
        expires: Option<Instant>,
    ) -> Result<()> {
        let classes = self.supply().classes.iter().map(|class| &*class.id);
        let place = ClassId::at(place_of("/class", "class", class, classes)?);
        if amount < Credits::ZERO {
            let sentence = format!("expected an amount of at least 0, found {amount}");
            return Err(Error::new(ErrorKind::OutOfRange, "/amount", sentence));
        }
        if let Some(end) = expires.filter(|end| *end <= self.now) {
            let sentence = format!("expected an instant after {}, found {end}", self.now);
            return Err(Error::new(ErrorKind::OutOfRange, "/expires", sentence));
        }
        let lot = NewLot {
            given: Some(match id {
                Some(id) => id.into(),
                None => format!("{class}#{}", self.lots.last_number() + 1).into(),
            }),
            class: place,
            source: CreditOrigin::Given,
            effective: self.now,
            ends: expires.map_or(Ends::Never, Ends::At),
            priority: OrLast::LAST,
            interval: OrLast::LAST,
            unit_cost: None,
            amount,
            member: None,
        };
        self.issue(lot, Reason::Manual, Subject::Class(place), None).map(drop)
    }

    /// Revokes what remains of a lot.
    pub(crate) fn run_revoke(&mut self, id: &str) -> Result<()> {
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
