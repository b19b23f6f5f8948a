//! The source of credits.

use crate::catalog::id::{ClassId, GrantId, TopUpId};
use crate::catalog::supply::{PaysFor, Supply};

/// The source of a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CreditOrigin {
    Grant(GrantId),
    TopUp(TopUpId),
    /// Opening balances and manual grants.
    Given,
    /// Credits of a grant that a refund has issued again: they may pay for the same, but the grant's
    /// rules of renewal do not touch them.
    Again(GrantId),
}

impl CreditOrigin {
    /// That of credits which a refund issues again.
    pub(super) fn again(self) -> Self {
        match self {
            CreditOrigin::Grant(place) => CreditOrigin::Again(place),
            other => other,
        }
    }

    /// What its lots may pay for; everything if there is no rule.
    pub(super) fn pays_for(self, class: ClassId, of: &Supply) -> Option<&PaysFor> {
        match self {
            CreditOrigin::Grant(place) | CreditOrigin::Again(place) => {
                of.grant(place).map(|grant| &grant.pays_for)
            }
            CreditOrigin::TopUp(place) => of.top_up(place).map(|top_up| &top_up.pays_for),
            CreditOrigin::Given => of.classes.get(class.place()).map(|class| &class.pays_for),
        }
    }
}
