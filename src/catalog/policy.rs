//! The burn order and the policies of the account, as written in a catalog.

use super::grant::OneOrMany;
use super::plan::ChangesDocument;
use crate::amount::{Credits, Decimal};
use crate::calendar::{Span, Zone};
use crate::error::{Error, ErrorKind};
use crate::json::{Log, Node, Path, Read, Value, Within, record, saved, words};

/// One key of the order in which lots pay.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum BurnKey {
    Class(Vec<String>),
    Paid(PaidFirst),
    By(BurnBy),
}

words! {
    /// Whether paid credits are spent before or after free ones.
    pub(crate) enum PaidFirst {
        /// Before.
        First = "first",
        /// After.
        Last = "last",
    }
}

words! {
    /// A property of a lot that orders it.
    pub(crate) enum BurnBy {
        /// Smaller first.
        Priority = "priority",
        /// Sooner first, none last.
        Expires = "expires",
        /// Shorter first.
        Interval = "interval",
        /// Cheaper first.
        UnitCost = "unit_cost",
        /// Earlier first.
        Effective = "effective",
        /// Earlier first.
        Issued = "issued",
        /// Smaller first.
        Amount = "amount",
    }
}

record! {
    /// One of these keys.
    pub(crate) struct BurnFields {
        /// Classes in order.
        class: Option<Vec<String>>,
        /// Where paid credits come.
        paid: Option<PaidFirst>,
    }
}

impl Read for BurnKey {
    fn read(node: &Node) -> Self {
        let Value::Object(_) = node.value else {
            return BurnKey::By(BurnBy::read(node));
        };
        match BurnFields::read(node) {
            BurnFields { class: Some(order), paid: None } => BurnKey::Class(order),
            BurnFields { class: None, paid: Some(paid) } => BurnKey::Paid(paid),
            _ => {
                node.expected("one of `class` and `paid`");
                BurnKey::placeholder()
            }
        }
    }
    fn placeholder() -> Self {
        BurnKey::By(BurnBy::Issued)
    }
}

record! {
    /// Policies of the account.
    pub(crate) struct PoliciesDocument {
        /// What a failed run costs.
        failed_runs: Option<FailedRuns>,
        /// What happens to a refund of expired credits.
        refund_expired: Option<RefundExpired>,
        /// Whether a charge may exceed the balance.
        overage: Option<Overage>,
        /// Maximum debt.
        #[within(Within::NOT_NEGATIVE)]
        overage_limit: Option<Credits>,
        /// What happens to debt.
        debt: Option<Debt>,
        /// What happens when the plan changes.
        change: Option<ChangesDocument>,
        /// What a user can do without credits.
        when_empty: Vec<WhenEmpty>,
        /// The billing period.
        billing: Option<Billing>,
        /// The clock that cycles and grants follow.
        clock: Option<Clock>,
        /// The delay of usage figures.
        reporting_lag: Option<String>,
        /// Whether members can have caps.
        member_caps: bool,
        /// Alert levels.
        alerts: Vec<AlertLevel>,
    }
}

words! {
    /// What a failed run costs.
    pub(crate) enum FailedRuns {
        /// It is refunded.
        Refund = "refund",
        /// It is charged.
        Charge = "charge",
    }
}

words! {
    /// What happens to a refund of expired credits.
    pub(crate) enum RefundExpired {
        /// It expires at once.
        Expire = "expire",
        /// It is issued again, with the original validity.
        Reissue = "reissue",
    }
}

words! {
    /// The clock that cycles and grants follow.
    pub(crate) enum Clock {
        /// The wall clock of the account.
        Account = "account",
        /// UTC, wherever the account is.
        Utc = "utc",
    }
}

impl Clock {
    /// The wall clock itself, of an account in this zone.
    pub(crate) fn zone(self, account: &Zone) -> Zone {
        match self {
            Clock::Account => account.clone(),
            Clock::Utc => Zone::utc(),
        }
    }
}

words! {
    /// Whether a charge may exceed the balance.
    pub(crate) enum Overage {
        /// It is refused.
        None = "none",
        /// The rest becomes debt.
        Debt = "debt",
        /// The rest becomes debt, of one charge at a time: none starts while credits are owed.
        LastCharge = "last_charge",
    }
}

words! {
    /// What happens to debt.
    pub(crate) enum Debt {
        /// There is no debt.
        None = "none",
        /// Forgiven at the next reset.
        ForgiveAtReset = "forgive_at_reset",
        /// It stays.
        Carry = "carry",
        /// New credits repay it first.
        RepayFirst = "repay_first",
    }
}

words! {
    /// The billing period.
    pub(crate) enum Billing {
        /// From the day of subscription.
        Anniversary = "anniversary",
        /// From the first to the last day of a month.
        CalendarMonth = "calendar_month",
    }
}

/// A way out when credits have run out: in words, or as a rule.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum WhenEmpty {
    Words(String),
    FreeRun(FreeRunDocument),
}

record! {
    /// A free run at intervals.
    pub(crate) struct FreeRunDocument {
        /// The interval.
        every: Span,
        /// The tool.
        tool: Option<String>,
        /// The plan.
        plan: OneOrMany,
    }
}

record! {
    /// A way out as a rule.
    pub(crate) struct WhenEmptyFields {
        /// A free run at intervals.
        free_run: FreeRunDocument,
    }
}

impl Read for WhenEmpty {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Object(_) => WhenEmpty::FreeRun(WhenEmptyFields::read(node).free_run),
            _ => WhenEmpty::Words(String::read(node)),
        }
    }
    fn placeholder() -> Self {
        WhenEmpty::Words(String::new())
    }
}

saved! {
    /// A level: exactly one of these.
    pub struct AlertLevel {
        /// Per cent of the allowance used.
        #[within(Within::PERCENT)]
        percent: Option<Decimal>,
        /// Credits left.
        #[within(Within::NOT_NEGATIVE)]
        credits: Option<Credits>,
    }
}

impl AlertLevel {
    /// Checks that exactly one key is present.
    pub(crate) fn check(&self, log: &Log, path: &Path) {
        if self.percent.is_some() == self.credits.is_some() {
            let sentence = "expected exactly one of `percent`, `credits`";
            log.error(Error::new(ErrorKind::Missing, path.to_string(), sentence));
        }
    }
}
