//! Lots and holds from a saved state.

use super::super::super::state::load::Places;
use super::super::{EndsBy, HoldState, LotKind, LotRow};
use super::{Below, Load};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::{ClassId, OperationId};
use crate::catalog::supply::OrLast;
use crate::error::ErrorKind;
use crate::wallet::Wallet;
use crate::wallet::hold::{HeldPart, HoldAllocation, Holds};
use crate::wallet::lot::{Ends, Lot, NewLot, Slot, State as LotLife};
use crate::wallet::lots::Lots;
use crate::wallet::member::MemberId;
use crate::wallet::source::CreditOrigin;
use std::collections::BTreeMap;
use std::fmt::Display;

/// What lots have in common, with places for names.
struct Kind<'a> {
    saved: &'a LotKind,
    class: ClassId,
    source: CreditOrigin,
    member: Option<MemberId>,
}

impl Load<'_> {
    pub(super) fn lots(&self) -> (Lots, Places) {
        let kinds = self.kinds();
        let last = self.state.last_lot.0.0;
        let (mut lots, mut places) = (Lots::up_to(last, self.state.lots.len()), Places::default());
        let mut before = 0;
        for (i, saved) in self.state.lots.iter().enumerate() {
            let number = saved.number;
            if number <= before || number > last {
                let sentence =
                    format!("expected numbers from 1 to `last_lot`, {last}, in order, each once",);
                self.error(ErrorKind::Duplicate, format_args!("/lots/{i}"), sentence);
            }
            before = number.max(before);
            let Some(kind) = kinds.get(saved.kind) else {
                let sentence = format!("there is no kind {}", saved.kind);
                self.error(ErrorKind::UnknownName, format_args!("/lots/{i}"), sentence);
                continue;
            };
            let Some(kind) = kind else { continue };
            if let Some(lot) = self.lot(format_args!("/lots/{i}"), saved, kind) {
                places.add(number, lots.restore(lot));
            }
        }
        (lots, places)
    }

    /// The kinds; without those that have errors.
    fn kinds(&self) -> Vec<Option<Kind<'_>>> {
        let kinds = self.state.lot_kinds.iter().enumerate();
        kinds.map(|(i, saved)| self.kind(format_args!("/lot_kinds/{i}"), saved)).collect()
    }

    fn kind<'a>(&self, pointer: impl Display + Copy, saved: &'a LotKind) -> Option<Kind<'a>> {
        let at = |key| Below(pointer, key);
        let source = match (&saved.grant, &saved.top_up) {
            (Some(id), None) => CreditOrigin::Grant(self.grant(at("grant"), id)?),
            (None, Some(id)) => CreditOrigin::TopUp(self.top_up(at("top_up"), id)?),
            (None, None) => CreditOrigin::Given,
            (Some(_), Some(_)) => {
                self.wrong(pointer, "expected `grant` or `top_up`, not both");
                return None;
            }
        };
        let source = if saved.again { source.again() } else { source };
        let has_plan = self.state.subscription.is_some();
        let is_bound = matches!(saved.ends, Some(EndsBy::Cycle | EndsBy::Term));
        if is_bound && !has_plan {
            self.wrong(at("ends"), "lots end with the subscription, but there is none");
        }
        if (saved.ends == Some(EndsBy::Use)) != saved.seconds.is_some() {
            self.wrong(at("seconds"), "expected seconds for the end \"use\", and for no other");
        }
        Some(Kind {
            saved,
            class: self.class(at("class"), &saved.class)?,
            source,
            member: self.member(at("member"), saved.member.as_ref()),
        })
    }

    /// Checks the numbers of lots merged into this one: in ascending order.
    fn check_joined(&self, pointer: impl Display + Copy, saved: &LotRow) {
        let mut before = saved.number;
        for (from, to) in &saved.joined {
            if *from <= before || to < from || *to > self.state.last_lot.0.0 {
                let sentence =
                    format!("expected numbers in `joined` after {before}, up to `last_lot`");
                self.wrong(pointer, sentence);
            }
            before = before.max(*to);
        }
    }

    fn lot(&self, pointer: impl Display + Copy, saved: &LotRow, kind: &Kind) -> Option<Lot> {
        let of = kind.saved;
        self.check_amounts(pointer, saved, of.over);
        self.check_joined(pointer, saved);
        let new = NewLot {
            given: saved.id.clone(),
            class: kind.class,
            source: kind.source,
            effective: saved.effective.unwrap_or(saved.issued),
            ends: self.ends(pointer, saved, of)?,
            priority: OrLast::of(of.priority),
            interval: OrLast::of(of.interval),
            unit_cost: of.unit_cost.map(|cost| cost.0),
            amount: saved.amount,
            member: kind.member,
        };
        let expires = saved.expires.unwrap_or(Instant::MAX);
        let mut lot = new.into_lot(saved.number, saved.issued, expires);
        (lot.remaining, lot.held, lot.spent) = (saved.left, saved.held, saved.spent);
        (lot.frozen, lot.restricted, lot.carried) = (of.frozen, of.restricted, of.carried);
        lot.joined.clone_from(&saved.joined);
        lot.state = match of.over {
            true => LotLife::Ended,
            false if lot.effective > self.state.now => LotLife::Waiting,
            false => LotLife::Active,
        };
        Some(lot)
    }

    fn check_amounts(&self, pointer: impl Display + Copy, saved: &LotRow, is_over: bool) {
        let LotRow { amount, left, held, spent, .. } = *saved;
        if amount <= Credits::ZERO {
            self.wrong(pointer, format!("expected more than 0 credits issued, found {amount}"));
        }
        for part in [left, held, spent] {
            self.amount(pointer, part);
        }
        let all = left.checked_add(held).and_then(|sum| sum.checked_add(spent));
        if all.is_none_or(|all| all > amount) {
            self.wrong(pointer, "expected at most the credits issued to be left, held and spent");
        }
        if saved.issued > self.state.now {
            self.wrong(pointer, format!("expected an issue up to {}", self.state.now));
        }
        if is_over && (left != Credits::ZERO || held == Credits::ZERO) {
            self.wrong(pointer, "expected an ended lot to have held credits only");
        }
    }

    fn ends(&self, pointer: impl Display + Copy, saved: &LotRow, of: &LotKind) -> Option<Ends> {
        match (of.ends, saved.expires, of.seconds) {
            (None, None, _) => Some(Ends::Never),
            (None, Some(_), _) if of.over => Some(Ends::Never),
            (Some(EndsBy::At), Some(at), _) if at > self.state.now => Some(Ends::At(at)),
            (Some(EndsBy::Use), None, Some(seconds)) => Some(Ends::AfterUse(seconds)),
            (Some(EndsBy::Cycle), None, _) => Some(Ends::Cycle),
            (Some(EndsBy::Term), None, _) => Some(Ends::Term),
            (Some(EndsBy::Use), None, None) => None,
            (Some(EndsBy::At), ..) => {
                self.wrong(pointer, "expected it to expire in the future");
                None
            }
            _ => {
                self.wrong(pointer, "`expires` goes with the end \"at\"");
                None
            }
        }
    }

    /// Works out the ends of lots that end with a period, notes what is to come, and lists the lots
    /// that may pay; they are sorted later.
    pub(super) fn finish_lots(&self, wallet: &mut Wallet) {
        for slot in 0..wallet.lots.slot_count() {
            let bound = wallet.lots.get(slot).filter(|lot| lot.ends.is_bound());
            if let Some((ends, effective)) = bound.map(|lot| (lot.ends, lot.effective)) {
                wallet.lots.move_end(slot, wallet.expiry(ends, effective));
            }
        }
        wallet.lots.go_on();
    }

    pub(super) fn holds(&self, lots: &Lots, places: &Places) -> Holds {
        let (mut holds, mut sums) = (Vec::new(), BTreeMap::<Slot, Credits>::new());
        for (i, saved) in self.state.holds.iter().enumerate() {
            let pointer = format_args!("/holds/{i}");
            let is_next = holds.last().is_none_or(|(last, _): &(u64, _)| *last < saved.n.0);
            if saved.n.0 == 0 || saved.n.0 > self.state.last_hold.0.0 || !is_next {
                let sentence = format!(
                    "expected numbers from 1 to `last_hold`, {}, in order, each once",
                    self.state.last_hold.0.0
                );
                self.error(ErrorKind::Duplicate, format_args!("{pointer}/n"), sentence);
            }
            if saved.at > self.state.now || saved.until <= self.state.now {
                let sentence = format!("expected a hold that is open at {}", self.state.now);
                self.wrong(format_args!("{pointer}/until"), sentence);
            }
            if let Some(held) = self.hold(pointer, saved, places, &mut sums) {
                holds.push((saved.n.0, held));
            }
        }
        for (i, saved) in self.state.lots.iter().enumerate() {
            let Some(slot) = places.slot(saved.number) else { continue };
            let held = lots.get(slot).map(|lot| lot.held).unwrap_or_default();
            let sum = sums.get(&slot).copied().unwrap_or_default();
            if held != sum {
                let sentence = format!("the holds reserve {sum} of this lot, found {held}");
                self.wrong(format_args!("/lots/{i}"), sentence);
            }
        }
        Holds::of(holds, self.state.last_hold.0.0)
    }

    fn hold(
        &self,
        pointer: impl Display + Copy,
        saved: &HoldState,
        places: &Places,
        sums: &mut BTreeMap<Slot, Credits>,
    ) -> Option<HoldAllocation> {
        let (operation, _) = self.catalog.checked().head(&saved.operation).or_else(|| {
            let sentence = format!("there is no operation `{}`", saved.operation);
            self.error(ErrorKind::UnknownName, format_args!("{pointer}/operation"), sentence);
            None
        })?;
        let member = self.member(format_args!("{pointer}/member"), saved.member.as_ref());
        let mut parts = Vec::new();
        for (i, part) in saved.lots.iter().enumerate() {
            let Some(slot) = places.slot(part.lot.0) else {
                let sentence = format!("there is no lot {}", part.lot.0);
                self.error(
                    ErrorKind::UnknownName,
                    format_args!("{pointer}/lots/{i}/lot"),
                    sentence,
                );
                continue;
            };
            let amount = self.amount(format_args!("{pointer}/lots/{i}/amount"), part.amount);
            let sum = sums.entry(slot).or_default();
            *sum = sum.checked_add(amount).unwrap_or(*sum);
            parts.push(HeldPart { slot, amount });
        }
        let (at, until, operation) = (saved.at, saved.until, OperationId::at(operation));
        Some(HoldAllocation { at, until, operation, member, parts })
    }
}
