//! Balances: what is left in lots, and what of it can be spent.

use super::lot::{Lot, Slot, State};
use super::member::MemberId;
use super::source::CreditOrigin;
use super::{Result, limit};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::{ClassId, OperationId};
use crate::catalog::program::Text;
use serde::Serialize;

/// A lot as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LotView {
    /// Id: that of its grant or top-up and a number, or as it was given.
    pub id: String,
    /// Class.
    pub class: Text,
    /// When it was issued.
    pub issued: Instant,
    /// When it began to pay.
    pub effective: Instant,
    /// When it ends, as things stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Instant>,
    /// Credits that were issued.
    pub amount: Credits,
    /// Credits that are left.
    pub remaining: Credits,
    /// Credits that holds have reserved.
    pub held: Credits,
    /// It waits until a subscription is active again.
    pub frozen: bool,
    /// It buys only what the free tier may use.
    pub restricted: bool,
}

impl super::Wallet {
    /// The lots with something left or held, in burn order.
    pub fn lots(&self) -> Vec<LotView> {
        let is_shown = |slot: Slot, lot: &Lot| {
            (lot.held != Credits::ZERO || lot.state == State::Waiting) && !self.lots.pays(slot)
        };
        let others = self.lots.open_if(is_shown).into_iter();
        let others = others.filter_map(|slot| self.lots.get(slot));
        self.lots.payers().map(|(_, lot)| lot).chain(others).map(|lot| self.view(lot)).collect()
    }

    fn view(&self, lot: &Lot) -> LotView {
        let class = self.supply().classes.get(lot.class.place());
        LotView {
            id: self.lot_name(&lot.given, lot.source, lot.number),
            class: class.map_or_else(|| "".into(), |class| class.id.clone()),
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

    /// Credits that can be spent now, of all classes: they have begun, are not frozen or held, and
    /// may pay for something.
    pub fn balance(&self) -> Credits {
        self.all_left().checked_sub(self.withheld()).unwrap_or_default()
    }

    /// Credits that are there and cannot be spent now: not begun, frozen, or good for nothing
    /// until there is a subscription again.
    pub fn withheld(&self) -> Credits {
        self.withheld_of(|_| true)
    }

    /// All credits that are left, whether they can be spent or not.
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

    /// Whether lots have to be looked through for credits that cannot be spent.
    fn may_withhold(&self) -> bool {
        self.standing.has_lapsed() || self.lots.next_start().is_some() || self.supply().has_useless
    }

    /// Keeps how much of each class cannot be spent, for the series.
    pub(crate) fn note_withheld(&mut self) {
        if !self.may_withhold() && !self.journal.withholds() {
            return;
        }
        for class in (0..self.supply().classes.len()).map(ClassId::at) {
            let withheld = self.withheld_of(|lot| lot.class == class);
            self.journal.withhold(class, withheld);
        }
    }

    /// What a lot is called: as it was given, or after its source and number.
    pub(crate) fn lot_name(
        &self,
        given: &Option<Text>,
        source: CreditOrigin,
        number: u64,
    ) -> String {
        let supply = self.supply();
        let id = match (given, source) {
            (Some(id), _) => return id.to_string(),
            (None, CreditOrigin::Grant(place)) => supply.grants.get(place).map(|grant| &grant.id),
            (None, CreditOrigin::TopUp(place)) => {
                supply.top_ups.get(place).map(|top_up| &top_up.id)
            }
            (None, CreditOrigin::Given) => None,
        };
        format!("{}#{number}", id.map_or("lot", |id| id))
    }
}

/// Amounts, added up.
pub(super) fn sum(mut amounts: impl Iterator<Item = Credits>) -> Result<Credits> {
    amounts.try_fold(Credits::ZERO, |sum, amount| {
        sum.checked_add(amount).ok_or_else(|| limit("a balance"))
    })
}
