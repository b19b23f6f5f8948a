//! What an account gets and pays: as the catalog publishes it, or as it is assumed.

use crate::amount::{Credits, Money};
use crate::catalog::supply::{Supply, Term, TermPrice};

/// Amounts and prices by place: the catalog's, or what is assumed where it publishes none.
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
    pub(super) fn amount(&self, grant: usize) -> Option<Credits> {
        self.grants.get(grant).copied().flatten()
    }

    pub(super) fn price(&self, plan: usize, term: Term) -> Option<TermPrice> {
        self.prices.get(plan)?.get(term as usize).copied()
    }

    pub(super) fn bundle(&self, top_up: usize) -> Option<Bundle> {
        self.bundles.get(top_up).copied()
    }

    pub(super) fn assume_amount(&mut self, grant: usize, amount: Credits) {
        if let Some(known) = self.grants.get_mut(grant) {
            *known = Some(amount);
        }
    }

    pub(super) fn assume_price(&mut self, plan: usize, term: Term, price: TermPrice) {
        let prices = self.prices.get_mut(plan);
        if let Some(known) = prices.and_then(|prices| prices.get_mut(term as usize)) {
            *known = price;
        }
    }

    pub(super) fn assume_bundle(&mut self, top_up: usize, bundle: Bundle) {
        if let Some(known) = self.bundles.get_mut(top_up) {
            *known = bundle;
        }
    }
}
