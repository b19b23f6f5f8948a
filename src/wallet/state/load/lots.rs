//! Lots and holds from a saved state.

use super::super::super::state::load::Places;
use super::super::{EndsBy, HoldState, LotState, Numbers};
use super::{Below, Load};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::OperationId;
use crate::catalog::supply::OrLast;
use crate::error::ErrorKind;
use crate::wallet::Wallet;
use crate::wallet::hold::{HeldPart, HoldAllocation, Holds};
use crate::wallet::lot::{Ends, Lot, NewLot, Slot, State as LotLife};
use crate::wallet::lots::Lots;
use crate::wallet::source::CreditOrigin;
use std::collections::BTreeMap;
use std::fmt::Display;

impl Load<'_> {
    pub(super) fn lots(&self) -> (Lots, Places) {
        let last = self.state.last_lot.0;
        let (mut lots, mut places) = (Lots::up_to(last), Places::new());
        let mut before = 0;
        for (i, saved) in self.state.lots.iter().enumerate() {
            let number = saved.n.0;
            if number <= before || number > last {
                let sentence =
                    format!("expected numbers from 1 to `last_lot`, {last}, in order, each once",);
                self.error(ErrorKind::Duplicate, format_args!("/lots/{i}/n"), sentence);
            }
            before = number.max(before);
            if let Some(lot) = self.lot(format_args!("/lots/{i}"), saved) {
                places.insert(number, lots.restore(lot));
            }
        }
        (lots, places)
    }

    /// The numbers of lots merged into this one, in ascending order.
    fn joined(&self, pointer: impl Display + Copy, saved: &LotState) -> Vec<(u64, u64)> {
        let (mut joined, mut before) = (Vec::new(), saved.n.0);
        for (i, Numbers { from, to }) in saved.joined.iter().enumerate() {
            if from.0 <= before || to.0 < from.0 || to.0 > self.state.last_lot.0 {
                let sentence = format!("expected numbers after {before}, up to `last_lot`");
                self.wrong(format_args!("{pointer}/{i}"), sentence);
            }
            before = to.0.max(before);
            joined.push((from.0, to.0));
        }
        joined
    }

    fn lot(&self, pointer: impl Display + Copy, saved: &LotState) -> Option<Lot> {
        let at = |key| Below(pointer, key);
        let class = self.class(at("class"), &saved.class)?;
        let source = match (&saved.grant, &saved.top_up) {
            (Some(id), None) => CreditOrigin::Grant(self.grant(at("grant"), id)?),
            (None, Some(id)) => CreditOrigin::TopUp(self.top_up(at("top_up"), id)?),
            (None, None) => CreditOrigin::Given,
            (Some(_), Some(_)) => {
                self.wrong(pointer, "expected `grant` or `top_up`, not both");
                return None;
            }
        };
        self.check_amounts(pointer, saved);
        let new = NewLot {
            given: saved.id.as_deref().map(Into::into),
            class,
            source,
            effective: saved.effective.unwrap_or(saved.issued),
            ends: self.ends(pointer, saved)?,
            priority: OrLast::of(saved.priority),
            interval: OrLast::of(saved.interval),
            unit_cost: saved.unit_cost.map(|cost| cost.0),
            amount: saved.amount,
            member: self.member(at("member"), saved.member.as_ref()),
        };
        let expires = saved.expires.unwrap_or(Instant::MAX);
        let mut lot = new.into_lot(saved.n.0, saved.issued, expires);
        lot.remaining = saved.left;
        lot.held = saved.held.unwrap_or_default();
        lot.spent = saved.spent.unwrap_or_default();
        lot.frozen = saved.frozen;
        lot.restricted = saved.restricted;
        lot.carried = saved.carried;
        lot.joined = self.joined(at("joined"), saved);
        lot.state = match saved.over {
            true => LotLife::Ended,
            false if lot.effective > self.state.now => LotLife::Waiting,
            false => LotLife::Active,
        };
        Some(lot)
    }

    fn check_amounts(&self, pointer: impl Display + Copy, saved: &LotState) {
        let (held, spent) = (saved.held.unwrap_or_default(), saved.spent.unwrap_or_default());
        if saved.amount <= Credits::ZERO {
            let sentence = format!("expected more than 0, found {}", saved.amount);
            self.wrong(format_args!("{pointer}/amount"), sentence);
        }
        self.amount(format_args!("{pointer}/left"), saved.left);
        self.amount(format_args!("{pointer}/held"), held);
        self.amount(format_args!("{pointer}/spent"), spent);
        let all = saved.left.checked_add(held).and_then(|sum| sum.checked_add(spent));
        if all.is_none_or(|all| all > saved.amount) {
            let sentence = "expected at least `left` + `held` + `spent`";
            self.wrong(format_args!("{pointer}/amount"), sentence);
        }
        if saved.issued > self.state.now {
            let sentence = format!("expected an instant up to {}", self.state.now);
            self.wrong(format_args!("{pointer}/issued"), sentence);
        }
        if saved.over && (saved.left != Credits::ZERO || held == Credits::ZERO) {
            let sentence = "expected an ended lot to have held credits only";
            self.wrong(format_args!("{pointer}/over"), sentence);
        }
    }

    fn ends(&self, pointer: impl Display + Copy, saved: &LotState) -> Option<Ends> {
        let wrong =
            |key: &str, sentence: &str| self.wrong(format_args!("{pointer}/{key}"), sentence);
        match (saved.ends, saved.expires, saved.seconds) {
            (None, None, None) => Some(Ends::Never),
            (None, Some(_), None) if saved.over => Some(Ends::Never),
            (Some(EndsBy::At), Some(at), None) if at > self.state.now => Some(Ends::At(at)),
            (Some(EndsBy::Use), None, Some(seconds)) => Some(Ends::AfterUse(seconds)),
            (Some(EndsBy::Cycle), None, None) if self.state.subscription.is_some() => {
                Some(Ends::Cycle)
            }
            (Some(EndsBy::Term), None, None) if self.state.subscription.is_some() => {
                Some(Ends::Term)
            }
            (Some(EndsBy::Cycle | EndsBy::Term), None, None) => {
                wrong("ends", "a lot ends with the subscription, but there is none");
                None
            }
            (Some(EndsBy::At), ..) => {
                wrong("expires", "expected an instant in the future");
                None
            }
            _ => {
                wrong("ends", "`expires` goes with \"at\", `seconds` with \"use\"");
                None
            }
        }
    }

    /// Notes ends and starts, and lists the lots that may pay; they are sorted later.
    pub(super) fn finish_lots(&self, wallet: &mut Wallet) {
        for slot in wallet.lots.open() {
            let Some(lot) = wallet.lots.get(slot) else { continue };
            if lot.ends.is_bound() {
                wallet.lots.move_end(slot, wallet.expiry(lot.ends, lot.effective));
            }
            wallet.lots.go_on(slot);
        }
    }

    pub(super) fn holds(&self, lots: &Lots, places: &Places) -> Holds {
        let (mut holds, mut sums) = (Vec::new(), BTreeMap::<Slot, Credits>::new());
        for (i, saved) in self.state.holds.iter().enumerate() {
            let pointer = format_args!("/holds/{i}");
            let is_next = holds.last().is_none_or(|(last, _): &(u64, _)| *last < saved.n.0);
            if saved.n.0 == 0 || saved.n.0 > self.state.last_hold.0 || !is_next {
                let sentence = format!(
                    "expected numbers from 1 to `last_hold`, {}, in order, each once",
                    self.state.last_hold.0
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
            let slot = places.get(&saved.n.0);
            let held = slot.and_then(|slot| lots.get(*slot)).map(|lot| lot.held);
            let sum = slot.and_then(|slot| sums.get(slot)).copied();
            if slot.is_some() && held.unwrap_or_default() != sum.unwrap_or_default() {
                let sentence = format!("the holds reserve {} of this lot", sum.unwrap_or_default());
                self.wrong(format_args!("/lots/{i}/held"), sentence);
            }
        }
        Holds::of(holds, self.state.last_hold.0)
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
            let Some(slot) = places.get(&part.lot.0) else {
                let sentence = format!("there is no lot {}", part.lot.0);
                self.error(
                    ErrorKind::UnknownName,
                    format_args!("{pointer}/lots/{i}/lot"),
                    sentence,
                );
                continue;
            };
            let amount = self.amount(format_args!("{pointer}/lots/{i}/amount"), part.amount);
            let sum = sums.entry(*slot).or_default();
            *sum = sum.checked_add(amount).unwrap_or(*sum);
            parts.push(HeldPart { slot: *slot, amount });
        }
        let (at, until, operation) = (saved.at, saved.until, OperationId::at(operation));
        Some(HoldAllocation { at, until, operation, member, parts })
    }
}
