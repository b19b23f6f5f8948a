//! What a credit costs on a platform, by plan, term and top-up.

use crate::amount::{Credits, Decimal, Fraction, Mode, Money};
use crate::catalog::Catalog;
use crate::catalog::id::{OperationId, PlanId};
use crate::catalog::program::Text;
use crate::catalog::supply::{
    Cycle, Every, Grant, Held, PlanTerms, Supply, Term, TermPrice, allows, is_for,
};
use serde::Serialize;

/// A way to buy credits, and what a generation costs if it is paid with them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreditPrice {
    /// Id of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Text>,
    /// Its billing term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// Id of the top-up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_up: Option<Text>,
    /// Name of the plan or the top-up.
    pub name: String,
    /// Credits in it: those that a plan issues in a term.
    pub credits: Credits,
    /// What it costs, in the platform's money.
    pub price: Money,
    /// What the generation costs with this plan, in credits.
    pub total: Credits,
    /// And in the money of the comparison, to six places; absent without a rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<Decimal>,
}

/// A way to buy credits.
pub(super) struct Sold {
    pub(super) plan: Option<(Text, Term)>,
    pub(super) top_up: Option<Text>,
    pub(super) name: String,
    pub(super) credits: Credits,
    pub(super) price: Money,
}

/// All ways to buy credits that pay for an operation at a published price, in the order of the
/// catalog. What comes by the day or the week is not counted: how much of it is used depends on the
/// days.
pub(super) fn sold(catalog: &Catalog, operation: OperationId) -> Vec<Sold> {
    let checked = catalog.checked();
    let supply = checked.supply();
    let mut all = Vec::new();
    for (place, plan) in checked.plans.iter().enumerate() {
        let place = PlanId::at(place);
        let Some(terms) = supply.terms_of(place) else { continue };
        for (term, price) in Term::ALL.into_iter().zip(terms.prices) {
            let TermPrice::Price(price) = price else { continue };
            let issued = Issued { supply, terms, held: Held { plan: place, term }, operation };
            let credits = issued.in_term().filter(|credits| *credits > Credits::ZERO);
            if let (Some(credits), true) = (credits, price > Money::ZERO) {
                let name = plan.name.clone();
                let plan = Some((plan.id.clone(), term));
                all.push(Sold { plan, top_up: None, name, credits, price });
            }
        }
    }
    for top_up in &supply.top_ups {
        let class = supply.classes.get(top_up.class.place());
        let pays = allows(&top_up.pays_for, operation)
            && class.is_none_or(|class| allows(&class.pays_for, operation));
        if let (true, Some(credits), Some(price)) = (pays, top_up.credits, top_up.price) {
            let (id, name) = (Some(top_up.id.clone()), top_up.name.clone());
            all.push(Sold { plan: None, top_up: id, name, credits, price });
        }
    }
    all
}

/// What a plan issues in a term.
struct Issued<'c> {
    supply: &'c Supply,
    terms: &'c PlanTerms,
    held: Held,
    operation: OperationId,
}

impl Issued<'_> {
    /// `None` if an amount is not published, or cycles and terms do not end together.
    fn in_term(&self) -> Option<Credits> {
        let mut sum = Credits::ZERO;
        for grant in &self.supply.grants {
            if !grant.with_plan || !is_for(&grant.to, Some(self.held)) || !self.pays(grant) {
                continue;
            }
            let times = match grant.every {
                Every::Term => 1,
                Every::Cycle => self.cycles()?,
                _ => continue,
            };
            sum = sum.checked_add(grant.amount?.checked_times(times)?)?;
        }
        Some(sum)
    }

    fn pays(&self, grant: &Grant) -> bool {
        let class = self.supply.classes.get(grant.class.place());
        allows(&grant.pays_for, self.operation)
            && class.is_none_or(|class| allows(&class.pays_for, self.operation))
    }

    fn cycles(&self) -> Option<u64> {
        match self.terms.cycle {
            Cycle::Anniversary | Cycle::CalendarMonth => Some(self.held.term.months().into()),
            Cycle::Term => Some(1),
            Cycle::Days(_) => None,
        }
    }
}

/// The share of a price that a cost in credits has, in another money, to six places.
pub(super) fn share(sold: &Sold, total: Credits, rate: Decimal) -> Option<Decimal> {
    let fraction = Fraction::from_decimal;
    let per_credit = fraction(sold.price.decimal()).div(&fraction(sold.credits.decimal())).ok()?;
    let money = per_credit.mul(&fraction(total.decimal())).ok()?.mul(&fraction(rate)).ok()?;
    money.rounded(Mode::HalfUp, Fraction::from_parts(1, 1_000_000)?)
}
