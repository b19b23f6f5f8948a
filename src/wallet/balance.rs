//! Balances: the credits that remain in lots, and how many of them are spendable.

use super::lot::{Lot, Slot, State};
use super::member::MemberId;
use super::source::CreditOrigin;
use super::{Fits, Result};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::{ClassId, OperationId};
use crate::catalog::program::Text;
use serde::Serialize;

/// A lot, as callers see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LotView {
    /// Its given id, or else the id of its grant or top-up and a number.
    pub id: String,
    /// Class.
    pub class: Text,
    /// When it was issued.
    pub issued: Instant,
    /// When it began to pay.
    pub effective: Instant,
    /// When it expires, as things stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Instant>,
    /// Credits that were issued.
    pub amount: Credits,
    /// Credits that remain.
    pub remaining: Credits,
    /// Credits that holds have reserved.
    pub held: Credits,
    /// Frozen until a subscription is active again.
    pub frozen: bool,
    /// Usable only for what the free tier may use.
    pub restricted: bool,
}

/// What an account has at an instant.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Reading {
    /// When, after all that happens then.
    pub at: Instant,
    /// Credits that can be spent.
    pub spendable: Credits,
    /// Credits owed.
    pub owed: Credits,
    /// By class, in the order of the catalog.
    pub classes: Vec<ClassReading>,
    /// The lots with remaining or held credits, in burn order.
    pub lots: Vec<LotView>,
}

/// What an account has of a class at an instant.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ClassReading {
    /// The class.
    pub class: Text,
    /// Credits that remain, spendable or not.
    pub left: Credits,
    /// The part that can be spent: it has begun, is not frozen, and may pay for something.
    pub spendable: Credits,
    /// The part that is frozen until there is a subscription.
    pub frozen: Credits,
    /// Credits that holds have reserved, beside what is left.
    pub held: Credits,
}

impl super::Wallet {
    /// What the account has now.
    pub fn reading(&self) -> Reading {
        let classes = self.supply().classes.iter().enumerate();
        Reading {
            at: self.now,
            spendable: self.balance(),
            owed: self.debt(),
            classes: classes.map(|(place, _)| self.class_reading(ClassId::at(place))).collect(),
            lots: self.lots(),
        }
    }

    fn class_reading(&self, class: ClassId) -> ClassReading {
        let of_class = || self.lots.iter().map(|(_, lot)| lot).filter(|lot| lot.class == class);
        let sum = |amounts: &mut dyn Iterator<Item = Credits>| {
            amounts.fold(Credits::ZERO, |sum, amount| sum.checked_add(amount).unwrap_or(sum))
        };
        let left = sum(&mut of_class().map(|lot| lot.remaining));
        let withheld = self.withheld_of(|lot| lot.class == class);
        ClassReading {
            class: self.class_id(class),
            left,
            spendable: left.checked_sub(withheld).unwrap_or_default(),
            frozen: sum(&mut of_class().filter(|lot| lot.frozen).map(|lot| lot.remaining)),
            held: sum(&mut of_class().map(|lot| lot.held)),
        }
    }

    /// The lots with remaining or held credits, in burn order.
    pub fn lots(&self) -> Vec<LotView> {
        self.shown_lots().map(|lot| self.view(lot)).collect()
    }

    pub(super) fn shown_lots(&self) -> impl Iterator<Item = &Lot> {
        let is_shown = |slot: Slot, lot: &Lot| {
            (lot.held != Credits::ZERO || lot.state == State::Waiting) && !self.lots.pays(slot)
        };
        let others = self.lots.open_if(is_shown).into_iter();
        let others = others.filter_map(|slot| self.lots.get(slot));
        self.lots.payers().map(|(_, lot)| lot).chain(others)
    }

    pub(super) fn view(&self, lot: &Lot) -> LotView {
        LotView {
            id: self.lot_name(&lot.given, lot.source, lot.number),
            class: self.class_id(lot.class),
            issued: lot.issued_at,
            effective: lot.effective,
            expires: (lot.expires < Instant::MAX).then_some(lot.expires),
            amount: lot.issued,
            remaining: lot.remaining,
            held: lot.held,
            frozen: lot.frozen,
            restricted: lot.restricted,
        }
    }

    /// Lots that may pay for an operation of a member once they begin.
    pub(crate) fn lots_to_begin(
        &self,
        operation: OperationId,
        member: Option<MemberId>,
    ) -> Vec<LotView> {
        let supply = self.supply();
        let begins = |lot: &Lot| {
            lot.state == State::Waiting
                && lot.remaining > Credits::ZERO
                && lot.may_pay(operation, member, supply)
        };
        let slots = self.lots.open_if(|_, lot| begins(lot)).into_iter();
        slots.filter_map(|slot| Some(self.view(self.lots.get(slot)?))).collect()
    }

    /// Spendable credits of all classes: in lots that have begun, are not frozen, and may pay for
    /// something; without held credits.
    pub fn balance(&self) -> Credits {
        self.all_left().checked_sub(self.withheld()).unwrap_or_default()
    }

    /// Withheld credits: in lots that have not begun, are frozen, or may pay for nothing until
    /// there is a subscription again.
    pub fn withheld(&self) -> Credits {
        self.withheld_of(|_| true)
    }

    /// All remaining credits, spendable or withheld.
    pub(crate) fn all_left(&self) -> Credits {
        self.journal
            .flows()
            .iter()
            .fold(Credits::ZERO, |sum, flows| sum.checked_add(flows.remaining).unwrap_or(sum))
    }

    pub(super) fn withheld_of(&self, is_of: impl Fn(&Lot) -> bool) -> Credits {
        if !self.may_withhold() {
            return Credits::ZERO;
        }
        let supply = self.supply();
        let withheld =
            |lot: &Lot| lot.remaining > Credits::ZERO && is_of(lot) && lot.is_withheld_now(supply);
        let lots = self.lots.iter().filter(|(_, lot)| withheld(lot));
        lots.fold(Credits::ZERO, |sum, (_, lot)| sum.checked_add(lot.remaining).unwrap_or(sum))
    }

    /// Whether any lot may be withheld, so that the lots must be searched.
    fn may_withhold(&self) -> bool {
        self.standing.has_lapsed() || self.lots.next_start().is_some() || self.supply().has_useless
    }

    /// Records how much of each class is withheld, for the series.
    pub(crate) fn note_withheld(&mut self) {
        if !self.may_withhold() && !self.journal.withholds() {
            return;
        }
        for class in (0..self.supply().classes.len()).map(ClassId::at) {
            let withheld = self.withheld_of(|lot| lot.class == class);
            self.journal.withhold(class, withheld);
        }
    }

    /// The name of a lot: its given id, or else its source and number.
    pub(crate) fn lot_name(
        &self,
        given: &Option<Text>,
        source: CreditOrigin,
        number: u64,
    ) -> String {
        let supply = self.supply();
        let id = match (given, source) {
            (Some(id), _) => return id.to_string(),
            (None, CreditOrigin::Grant(place) | CreditOrigin::Again(place)) => {
                supply.grant(place).map(|grant| &grant.id)
            }
            (None, CreditOrigin::TopUp(place)) => supply.top_up(place).map(|top_up| &top_up.id),
            (None, CreditOrigin::Given) => None,
        };
        format!("{}#{number}", id.map_or("lot", |id| id))
    }
}

/// Sums amounts.
pub(super) fn sum(mut amounts: impl Iterator<Item = Credits>) -> Result<Credits> {
    amounts.try_fold(Credits::ZERO, |sum, amount| sum.checked_add(amount).fits("a balance"))
}
