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
}

impl CreditOrigin {
    /// What its lots may pay for; everything if there is no rule.
    pub(super) fn pays_for(self, class: ClassId, of: &Supply) -> Option<&PaysFor> {
        match self {
            CreditOrigin::Grant(place) => of.grant(place).map(|grant| &grant.pays_for),
            CreditOrigin::TopUp(place) => of.top_up(place).map(|top_up| &top_up.pays_for),
            CreditOrigin::Given => of.classes.get(class.place()).map(|class| &class.pays_for),
        }
    }
}
