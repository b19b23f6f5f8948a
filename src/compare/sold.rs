//! What a generation costs on a platform with the credits of each plan, term and top-up.

use super::exchange::{MoneyRange, six_places};
use crate::amount::{Credits, Decimal, Fraction, Money};
use crate::catalog::id::{ClassId, OperationId, PlanId};
use crate::catalog::program::Text;
use crate::catalog::supply::{
    Cycle, Every, Grant, Held, PaysFor, PlanTerms, Supply, Term, TermPrice, TopUp, allows, is_for,
};
use crate::catalog::{Catalog, Request};
use crate::estimate::State;
use crate::order::sort;
use serde::Serialize;

/// A way to buy credits, and what a generation costs if it is paid with them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreditPrice {
    /// Id of the plan that the credits come with; of a plan that the top-up is sold to, if it is
    /// sold to nobody without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Text>,
    /// The billing term of the plan that the credits come with.
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
    /// What the generation costs with this plan, in credits: the low end of a range.
    pub low: Credits,
    /// The high end.
    pub high: Credits,
    /// And in the money of the comparison; absent without a rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<MoneyRange>,
}

/// A generation that is to be paid on a platform.
pub(super) struct Bill<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) request: &'a Request,
    pub(super) operation: OperationId,
    /// What one unit of the platform's money is worth in the comparison.
    pub(super) rate: Option<Decimal>,
}

impl Bill<'_> {
    /// All ways to buy credits for it at a published price, the cheapest first. What comes by the
    /// day or the week is not counted: how much of it is used depends on the days.
    pub(super) fn ways(&self) -> Vec<CreditPrice> {
        let supply = self.catalog.checked().supply();
        let terms = self.plans().flat_map(|plan| Term::ALL.map(|term| (plan, term)));
        let plans = terms.filter_map(|(plan, term)| self.plan(Held { plan, term }));
        let top_ups = supply.top_ups.iter().filter_map(|top_up| self.top_up(top_up));
        let mut ways: Vec<CreditPrice> = plans.chain(top_ups).collect();
        sort(&mut ways, |a, b| a.money.cmp(&b.money));
        ways
    }

    fn plans(&self) -> impl Iterator<Item = PlanId> {
        (0..self.catalog.checked().plans.len()).map(PlanId::at)
    }

    fn plan(&self, held: Held) -> Option<CreditPrice> {
        let checked = self.catalog.checked();
        let (supply, plan) = (checked.supply(), checked.plans.get(held.plan.place())?);
        let terms = supply.terms_of(held.plan)?;
        let TermPrice::Price(price) = terms.prices.get(held.term as usize)? else { return None };
        let issued = Issued { supply, terms, held, operation: self.operation };
        let credits = issued.in_term().filter(|credits| *credits > Credits::ZERO)?;
        // What a free plan issues is a gift.
        (*price > Money::ZERO).then_some(())?;
        let (low, high) = self.cost(Some(held.plan))?;
        Some(CreditPrice {
            plan: Some(plan.id.clone()),
            term: Some(held.term),
            top_up: None,
            name: plan.name.clone(),
            credits,
            price: *price,
            low,
            high,
            money: self.money((credits, *price), (low, high)),
        })
    }

    fn top_up(&self, top_up: &TopUp) -> Option<CreditPrice> {
        let supply = self.catalog.checked().supply();
        let (credits, price) = (top_up.credits?, top_up.price?);
        pays(supply, top_up.class, &top_up.pays_for, self.operation).then_some(())?;
        let holders = std::iter::once(None).chain(self.plans().map(Some));
        let mut buyers = holders.filter(|plan| {
            let held = |term| plan.map(|plan| Held { plan, term });
            Term::ALL.into_iter().any(|term| is_for(&top_up.to, held(term)))
        });
        let (plan, (low, high)) =
            buyers.find_map(|plan| self.cost(plan).map(|cost| (plan, cost)))?;
        let id =
            |plan: PlanId| self.catalog.checked().plans.get(plan.place()).map(|p| p.id.clone());
        Some(CreditPrice {
            plan: plan.and_then(id),
            term: None,
            top_up: Some(top_up.id.clone()),
            name: top_up.name.clone(),
            credits,
            price,
            low,
            high,
            money: self.money((credits, price), (low, high)),
        })
    }

    /// Both ends of the cost in credits with a plan, if it may be made and its cost is known.
    fn cost(&self, plan: Option<PlanId>) -> Option<(Credits, Credits)> {
        let mut request = self.request.clone();
        let plan = plan.and_then(|plan| self.catalog.checked().plans.get(plan.place()));
        request.run.plan = plan.map(|plan| plan.id.to_string());
        let estimate = self.catalog.estimate(&request).ok()?;
        let is_known = matches!(estimate.state, State::Exact | State::Range);
        (is_known && estimate.gates.is_empty()).then_some(())?;
        let end = |end: Option<Credits>| estimate.total.or(end);
        end(estimate.low).zip(end(estimate.high))
    }

    /// The share of a price that a cost in credits has.
    fn money(
        &self,
        (credits, price): (Credits, Money),
        (low, high): (Credits, Credits),
    ) -> Option<MoneyRange> {
        let of = |decimal: Decimal| Fraction::from_decimal(decimal);
        let per_credit = of(price.decimal()).mul(&of(self.rate?)).ok()?;
        let end = |cost: Credits| {
            let money = per_credit.mul(&of(cost.decimal())).ok()?;
            six_places(&money.div(&of(credits.decimal())).ok()?)
        };
        Some(MoneyRange::new(end(low)?, end(high)?))
    }
}

/// Whether credits of a class may pay for an operation.
fn pays(supply: &Supply, class: ClassId, pays_for: &PaysFor, operation: OperationId) -> bool {
    let class = supply.classes.get(class.place());
    allows(pays_for, operation) && class.is_none_or(|class| allows(&class.pays_for, operation))
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
        pays(self.supply, grant.class, &grant.pays_for, self.operation)
    }

    fn cycles(&self) -> Option<u64> {
        match self.terms.cycle {
            Cycle::Anniversary | Cycle::CalendarMonth => Some(self.held.term.months().into()),
            Cycle::Term => Some(1),
            Cycle::Days(_) => None,
        }
    }
}
