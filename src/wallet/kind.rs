//! What can happen to credits, and why.

use serde::Serialize;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EntryKind {
    /// New credits.
    Issue,
    /// Credits spent.
    Spend,
    /// Credits expired unused.
    Expire,
    /// Credits carried over to the next cycle.
    RollOver,
    /// Credits forfeited to a cap or a rule.
    Forfeit,
    /// Credits revoked by the vendor.
    Revoke,
    /// Credits frozen until there is a subscription.
    Freeze,
    /// Frozen credits usable again.
    Thaw,
    /// Credits refunded.
    Refund,
    /// Credits held.
    Hold,
    /// Held credits charged.
    Settle,
    /// Held credits released.
    Release,
    /// A charge refused.
    Refuse,
    /// The balance fell below a level.
    Alert,
    /// Money invoiced.
    Invoice,
    /// A plan begins, changes or ends.
    Plan,
    /// Debt forgiven.
    Forgive,
}

impl EntryKind {
    /// Kept even without a ledger.
    pub(crate) fn is_rare(self) -> bool {
        matches!(self, EntryKind::Alert | EntryKind::Invoice | EntryKind::Plan)
    }
}

/// Why it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// Part of the opening balance.
    Opening,
    /// By a grant.
    Granted,
    /// By a purchase.
    Bought,
    /// By an automatic top-up.
    AutoTopUp,
    /// By hand.
    Manual,
    /// By a run.
    Usage,
    /// A run that is free because credits have run out.
    FreeRun,
    /// New credits repaid debt.
    Debt,
    /// The credits expired.
    Unused,
    /// A new issue replaced the credits.
    Replaced,
    /// The cycle closed.
    CycleClose,
    /// The amount is over a cap.
    OverCap,
    /// The plan changed.
    PlanChange,
    /// The subscription ended.
    Lapse,
    /// A subscription began.
    Subscribed,
    /// A run failed.
    Failed,
    /// Eligible credits do not cover it.
    OutOfCredits,
    /// There are enough credits, but too few of them may pay for this.
    NotEligible,
    /// The subscription has ended.
    SubscriptionEnded,
    /// Other members have used the credits.
    UsedByMembers,
    /// The member's cap is reached.
    MemberCap,
    /// The plan or the settings do not allow it.
    Gate,
    /// Its price is not published.
    NoPrice,
    /// The balance fell below a level.
    Level,
    /// The price of a plan's term.
    Term,
    /// The monthly invoice.
    Month,
}
