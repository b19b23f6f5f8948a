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
    /// Credits used.
    Spend,
    /// Credits ended unused.
    Expire,
    /// Credits carried into the next cycle.
    RollOver,
    /// Credits lost to a cap or a rule.
    Forfeit,
    /// Credits taken back by the vendor.
    Revoke,
    /// Credits wait for a subscription.
    Freeze,
    /// They wait no longer.
    Thaw,
    /// Credits given back.
    Refund,
    /// Credits reserved.
    Hold,
    /// Reserved credits used.
    Settle,
    /// Reserved credits free again.
    Release,
    /// A charge that was not paid.
    Refuse,
    /// The balance fell below a level.
    Alert,
    /// Money due.
    Invoice,
    /// A plan begins, changes or ends.
    Plan,
    /// Debt that need not be paid any more.
    Forgive,
}

impl EntryKind {
    /// Kept even where the ledger is not.
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
    /// It was there at the beginning.
    Opening,
    /// By a grant.
    Granted,
    /// By a purchase.
    Bought,
    /// By a purchase that makes itself.
    AutoTopUp,
    /// By hand.
    Manual,
    /// By a generation.
    Usage,
    /// A generation that costs nothing because credits have run out.
    FreeRun,
    /// Debt paid from new credits.
    Debt,
    /// Nobody used it in time.
    Unused,
    /// A new issue took its place.
    Replaced,
    /// The cycle closed.
    CycleClose,
    /// More than may be kept.
    OverCap,
    /// The plan changed.
    PlanChange,
    /// The subscription ended.
    Lapse,
    /// A subscription began.
    Subscribed,
    /// A generation failed.
    Failed,
    /// Eligible credits do not cover it.
    OutOfCredits,
    /// There are credits, but none that may pay for this.
    NotEligible,
    /// The subscription has ended.
    SubscriptionEnded,
    /// Other members used them up.
    UsedByMembers,
    /// The member's cap is reached.
    MemberCap,
    /// It is not allowed as asked.
    Gate,
    /// No price is published for it.
    NoPrice,
    /// A level of the balance.
    Level,
    /// The plan for a term.
    Term,
    /// The months' account.
    Month,
}
