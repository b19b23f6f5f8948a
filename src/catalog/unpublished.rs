//! What a catalog leaves out, and has to be assumed where it matters.

use super::Catalog;
use super::id::PlanId;
use super::program::Text;
use super::supply::{Held, Term, TermPrice, is_for};

/// A number that a catalog does not publish.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unpublished {
    /// Id of the plan it belongs to; absent for a top-up, and for what comes without a plan.
    pub plan: Option<Text>,
    /// Which number.
    pub what: UnpublishedNumber,
}

/// Which number a catalog does not publish.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnpublishedNumber {
    /// Credits of one issue of a grant.
    Grant(Text),
    /// Money for a term of the plan.
    Price(Term),
    /// Credits in one top-up.
    TopUpCredits(Text),
    /// Money for one top-up.
    TopUpPrice(Text),
}

impl Unpublished {
    /// Where a need or a scenario assumes it, such as `/account/assume/grants/pro-monthly`.
    pub fn pointer(&self) -> String {
        let plan = self.plan.as_deref().unwrap_or_default();
        match &self.what {
            UnpublishedNumber::Grant(id) => format!("/account/assume/grants/{id}"),
            UnpublishedNumber::Price(term) => {
                format!("/account/assume/plans/{plan}/{}", term.word())
            }
            UnpublishedNumber::TopUpCredits(id) => format!("/account/assume/top_ups/{id}/credits"),
            UnpublishedNumber::TopUpPrice(id) => format!("/account/assume/top_ups/{id}/price"),
        }
    }
}

impl Catalog {
    /// Every number of plans, grants and top-ups that is not published: plan by plan, its grants
    /// before its prices; then what comes without a plan; then top-ups.
    ///
    /// ```
    /// use drawdown::Catalog;
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "step": "1" },
    ///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ],
    ///     "classes": { "plan": {} },
    ///     "plans": [ { "id": "pro", "price": { "month": "9.00", "year": null },
    ///                  "grants": [ "pro-monthly" ] } ],
    ///     "grants": [ { "id": "pro-monthly", "class": "plan", "amount": null, "every": "cycle",
    ///                   "expires": "reset" } ],
    ///     "burn_order": [ "expires", "issued" ] }"#)?;
    /// let pointers: Vec<String> = catalog.unpublished().iter().map(|one| one.pointer()).collect();
    /// assert_eq!(pointers, ["/account/assume/grants/pro-monthly", "/account/assume/plans/pro/year"]);
    /// # Ok::<(), drawdown::Errors>(())
    /// ```
    pub fn unpublished(&self) -> Vec<Unpublished> {
        let supply = self.checked().supply();
        let mut list = Vec::new();
        let mut add = |plan: Option<&Text>, what| {
            list.push(Unpublished { plan: plan.cloned(), what });
        };
        let open = || supply.grants.iter().filter(|grant| grant.amount.is_none());
        for (place, plan) in self.checked().plans.iter().enumerate() {
            let place = PlanId::at(place);
            let held = |term| Some(Held { plan: place, term });
            for grant in open().filter(|grant| grant.with_plan) {
                if Term::ALL.into_iter().any(|term| is_for(&grant.to, held(term))) {
                    add(Some(&plan.id), UnpublishedNumber::Grant(grant.id.clone()));
                }
            }
            let prices = supply.terms_of(place).map(|terms| terms.prices);
            for (term, price) in Term::ALL.into_iter().zip(prices.into_iter().flatten()) {
                if price == TermPrice::Unpublished {
                    add(Some(&plan.id), UnpublishedNumber::Price(term));
                }
            }
        }
        for grant in open().filter(|grant| !grant.with_plan) {
            add(None, UnpublishedNumber::Grant(grant.id.clone()));
        }
        for top_up in &supply.top_ups {
            if top_up.credits.is_none() {
                add(None, UnpublishedNumber::TopUpCredits(top_up.id.clone()));
            }
            if top_up.price.is_none() {
                add(None, UnpublishedNumber::TopUpPrice(top_up.id.clone()));
            }
        }
        list
    }
}
