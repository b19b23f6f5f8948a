//! What an account gets and pays: as the catalog publishes it, or as it is assumed.

use crate::amount::{Credits, Money};
use crate::catalog::id::{GrantId, PlanId, TopUpId};
use crate::catalog::supply::{Supply, Term, TermPrice};
use crate::error::{Error, ErrorKind};

/// Amounts and prices by index: the catalog's or, if not published, the assumed ones.
#[derive(Clone, Debug)]
pub(crate) struct EffectiveTerms {
    grants: Vec<Option<Credits>>,
    prices: Vec<[TermPrice; 3]>,
    bundles: Vec<Bundle>,
}

/// Credits of one purchase of a top-up, and money for it; nothing where that is not published.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bundle {
    pub(super) credits: Option<Credits>,
    pub(super) price: Option<Money>,
}

impl EffectiveTerms {
    pub(super) fn published(supply: &Supply) -> Self {
        let bundles = supply.top_ups.iter();
        EffectiveTerms {
            grants: supply.grants.iter().map(|grant| grant.amount).collect(),
            prices: supply.plans.iter().map(|plan| plan.prices).collect(),
            bundles: bundles.map(|of| Bundle { credits: of.credits, price: of.price }).collect(),
        }
    }

    /// Credits of one issue of a grant.
    pub(super) fn amount(&self, grant: GrantId) -> Option<Credits> {
        self.grants.get(grant.place()).copied().flatten()
    }

    pub(super) fn price(&self, plan: PlanId, term: Term) -> Option<TermPrice> {
        self.prices.get(plan.place())?.get(term as usize).copied()
    }

    pub(super) fn bundle(&self, top_up: TopUpId) -> Option<Bundle> {
        self.bundles.get(top_up.place()).copied()
    }

    pub(super) fn assume_amount(&mut self, grant: GrantId, amount: Credits) {
        if let Some(known) = self.grants.get_mut(grant.place()) {
            *known = Some(amount);
        }
    }

    pub(super) fn assume_price(&mut self, plan: PlanId, term: Term, price: TermPrice) {
        let prices = self.prices.get_mut(plan.place());
        if let Some(known) = prices.and_then(|prices| prices.get_mut(term as usize)) {
            *known = price;
        }
    }

    pub(super) fn assume_bundle(&mut self, top_up: TopUpId, bundle: Bundle) {
        if let Some(known) = self.bundles.get_mut(top_up.place()) {
            *known = bundle;
        }
    }
}

/// The size of a top-up has to be assumed.
#[cold]
pub(super) fn unknown_size(top_up: &str) -> Error {
    unpublished("size", "top_ups", top_up)
}

/// The amount of a grant has to be assumed.
#[cold]
pub(super) fn unknown_amount(grant: &str) -> Error {
    unpublished("amount", "grants", grant)
}

/// Points to where it would be assumed.
fn unpublished(what: &str, list: &str, id: &str) -> Error {
    let sentence = format!("the {what} of `{id}` is not published: assume one");
    Error::new(ErrorKind::NoAnswer, format!("/account/assume/{list}/{id}"), sentence)
}
