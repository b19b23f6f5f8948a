//! When a longer term pays off.

use super::search::Search;
use crate::amount::Money;
use crate::catalog::id::PlanId;
use crate::catalog::program::Text;
use crate::catalog::supply::Term;
use serde::Serialize;

/// A plan for a longer term, compared with the same plan by the month.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LongerTerm {
    /// Id of the plan.
    pub plan: Text,
    /// The longer term.
    pub term: Term,
    /// Its price, for the whole term.
    pub price: Money,
    /// The price of the same time in monthly payments.
    pub by_month: Money,
    /// The first month in which the longer term has cost less; absent if it never does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pays_off_in: Option<u32>,
    /// The comparison as a sentence.
    pub text: String,
}

impl Search<'_> {
    /// Every longer term with a price, for plans that also have a monthly price.
    pub(super) fn longer_terms(&self) -> Vec<LongerTerm> {
        let mut list = Vec::new();
        for plan in (0..self.catalog.checked().plans.len()).map(PlanId::at) {
            if !self.is_asked_for(Some(plan)) {
                continue;
            }
            let prices = self.prices(plan);
            let Some(Some(month)) = prices.first().copied() else { continue };
            for (term, price) in Term::ALL.into_iter().zip(prices).skip(1) {
                if let Some(longer) =
                    price.and_then(|price| self.longer(plan, (term, price), month))
                {
                    list.push(longer);
                }
            }
        }
        list
    }

    fn longer(
        &self,
        plan: PlanId,
        (term, price): (Term, Money),
        month: Money,
    ) -> Option<LongerTerm> {
        let by_month = month.checked_times(term.months().into())?;
        let months = 1..=term.months();
        let pays_off_in = months
            .into_iter()
            .find(|count| month.checked_times((*count).into()).is_some_and(|sum| sum > price));
        let name = self.catalog.checked().plan_at(plan)?.name.clone();
        let (money, whole) = (self.words.money(price), self.words.money(by_month));
        let (word, count) = (term.word(), term.months());
        let text = match pays_off_in {
            Some(first) => format!(
                "{name} for a {word} at once costs {money} instead of {whole}: it pays off in month {first}"
            ),
            None => {
                format!("{name} for a {word} at once costs {money}, no less than {count} months")
            }
        };
        Some(LongerTerm {
            plan: self.plan_id(Some(plan))?,
            term,
            price,
            by_month,
            pays_off_in,
            text,
        })
    }
}
