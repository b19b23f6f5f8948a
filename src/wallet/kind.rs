//! What can happen to credits, and why.

use crate::json::words;

words! {
    /// What happened.
    #[non_exhaustive]
    pub enum EntryKind {
        /// New credits.
        Issue = "issue",
        /// Credits spent.
        Spend = "spend",
        /// Credits expired unused.
        Expire = "expire",
        /// Credits carried over to the next cycle.
        RollOver = "roll_over",
        /// Credits forfeited to a cap or a rule.
        Forfeit = "forfeit",
        /// Credits revoked by the vendor.
        Revoke = "revoke",
        /// Credits frozen until there is a subscription.
        Freeze = "freeze",
        /// Frozen credits usable again.
        Thaw = "thaw",
        /// Credits refunded.
        Refund = "refund",
        /// Credits held.
        Hold = "hold",
        /// Held credits charged.
        Settle = "settle",
        /// Held credits released.
        Release = "release",
        /// A charge refused.
        Refuse = "refuse",
        /// The balance fell below a level.
        Alert = "alert",
        /// Money invoiced.
        Invoice = "invoice",
        /// An invoice paid, or not; or money given back.
        Payment = "payment",
        /// A plan begins, changes or ends.
        Plan = "plan",
        /// Debt forgiven.
        Forgive = "forgive",
    }
}

impl EntryKind {
    /// Kept even without a ledger.
    pub(crate) fn is_rare(self) -> bool {
        matches!(self, EntryKind::Alert | EntryKind::Invoice | EntryKind::Plan)
    }
}

words! {
    /// Why it happened.
    #[non_exhaustive]
    pub enum Reason {
        /// Part of the opening balance.
        Opening = "opening",
        /// By a grant.
        Granted = "granted",
        /// By a purchase.
        Bought = "bought",
        /// By an automatic top-up.
        AutoTopUp = "auto_top_up",
        /// By hand.
        Manual = "manual",
        /// By a run.
        Usage = "usage",
        /// A run that is free because credits have run out.
        FreeRun = "free_run",
        /// New credits repaid debt.
        Debt = "debt",
        /// The credits expired.
        Unused = "unused",
        /// A new issue replaced the credits.
        Replaced = "replaced",
        /// The cycle closed.
        CycleClose = "cycle_close",
        /// The amount is over a cap.
        OverCap = "over_cap",
        /// The plan changed.
        PlanChange = "plan_change",
        /// The subscription ended.
        Lapse = "lapse",
        /// A subscription began.
        Subscribed = "subscribed",
        /// A run failed.
        Failed = "failed",
        /// The time limit of a hold is over.
        HoldEnded = "hold_ended",
        /// The catalog of the wallet changed.
        Migrated = "migrated",
        /// Eligible credits do not cover it.
        OutOfCredits = "out_of_credits",
        /// There are enough credits, but too few of them may pay for this.
        NotEligible = "not_eligible",
        /// The subscription has ended.
        SubscriptionEnded = "subscription_ended",
        /// Other members have used the credits.
        UsedByMembers = "used_by_members",
        /// The member's cap is reached.
        MemberCap = "member_cap",
        /// A limit of use in a time is reached.
        Limit = "limit",
        /// An action is not possible at its time.
        NotPossible = "not_possible",
        /// The plan or the settings do not allow it.
        Gate = "gate",
        /// Its price is not published.
        NoPrice = "no_price",
        /// The balance fell below a level.
        Level = "level",
        /// The price of a plan's term.
        Term = "term",
        /// The monthly invoice.
        Month = "month",
        /// An invoice was paid.
        Paid = "paid",
        /// A payment has failed.
        PaymentFailed = "payment_failed",
        /// An invoice was not paid in time, or its last payment has failed.
        Unpaid = "unpaid",
        /// Money was given back.
        MoneyRefunded = "money_refunded",
        /// A payment was charged back.
        ChargedBack = "charged_back",
    }
}
