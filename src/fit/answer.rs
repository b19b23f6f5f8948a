//! The options in an answer.

use crate::amount::{Credits, Decimal, Money};
use crate::calendar::Instant;
use crate::catalog::id::PlanId;
use crate::catalog::program::Text;
use crate::catalog::supply::Term;
use serde::Serialize;

/// A plan (or none) with a term and purchases, and the outcome for the need.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FitOption {
    /// Id of the plan; absent for the option without a plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Text>,
    /// Its name.
    pub name: String,
    /// The billing term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// How well it covers the need.
    pub state: FitState,
    /// Why it is the best, or why it is not.
    pub reason: String,
    /// JSON pointers of unpublished amounts and prices, which must be assumed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assume: Vec<String>,
    /// It covers the need and the smaller margin, and no other option that does is at least as good
    /// in cost with the margin and headroom, and better in one of them.
    pub frontier: bool,
    /// Total money for the need as given, including the next invoice at the end; absent if a price
    /// is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// Money by month, to the cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_month: Option<Money>,
    /// Money per credit issued, to six places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_credit: Option<Money>,
    /// Money per run made, to four places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_run: Option<Money>,
    /// Cost and purchases if the smaller margin is used too; absent if that is not covered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with_margin: Option<WithMargin>,
    /// The need of a month, at the plan's prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need: Option<Credits>,
    /// The share of the need that is covered without purchases, in per cent of its cost.
    pub covered: Decimal,
    /// The need and the smaller margin are covered, by the purchases of `with_margin`.
    pub buffer_low: bool,
    /// The need and the larger margin are covered, by the same purchases.
    pub buffer_high: bool,
    /// Growth of the need before a run is refused, in whole per cent up to 100, with the purchases
    /// of `with_margin` or else its own. Negative if a run is refused already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headroom: Option<i32>,
    /// The need may grow without limit: uncovered credits become debt, which has no limit.
    #[serde(skip_serializing_if = "is_false")]
    pub unlimited: bool,
    /// Credits issued in total for the need as given, including purchases.
    pub issued: Credits,
    /// Credits spent.
    pub spent: Credits,
    /// Credits expired or forfeited.
    pub wasted: Credits,
    /// Money paid for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wasted_money: Option<Money>,
    /// Cost in credits of everything that is refused without purchases, in total.
    pub missing: Credits,
    /// The first refusal without purchases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_out: Option<Instant>,
    /// Operations that the option does not allow.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocked: Vec<Blocked>,
    /// Remaining credits of top-ups at the end.
    pub left: Credits,
    /// Money paid for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_money: Option<Money>,
    /// The purchases and their dates, for the need as given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub top_ups: Vec<TopUpPurchase>,
    /// True if no cheaper set of purchases suffices. If the need is not covered, true means that no
    /// set at a published price covers it; if false, there may be one that was not found.
    pub proven: bool,
    /// The most that a cheaper set could save, if it is not proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gap: Option<Money>,
    /// How many runs a month's credits pay for, by line of the need.
    pub generations: Vec<Generations>,
    #[serde(skip)]
    pub(super) place: Place,
}

/// The cost of an option if the need and the smaller margin are both used.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WithMargin {
    /// Money in total; absent if a price is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// Money by month, to the cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_month: Option<Money>,
    /// The purchases and their dates; exactly these also cover the need as given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub top_ups: Vec<TopUpPurchase>,
    /// Remaining credits of top-ups at the end.
    pub left: Credits,
    /// Money paid for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_money: Option<Money>,
    /// True if no cheaper set of purchases suffices.
    pub proven: bool,
    /// The most that a cheaper set could save, if it is not proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gap: Option<Money>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// Which option it is; no plan and no term come first.
pub(super) type Place = (Option<PlanId>, Option<Term>);

/// How well an option covers the need, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FitState {
    /// The need and the smaller margin are covered.
    Covers,
    /// The need is covered; the smaller margin is not.
    NeedOnly,
    /// The need is not covered.
    Short,
    /// It does not allow an operation of the need.
    Blocked,
    /// Its allowance is not published.
    Unknown,
}

/// An operation that an option does not allow.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Blocked {
    /// Id of the operation.
    pub operation: Text,
    /// Why.
    pub reason: Text,
}

/// A purchase.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TopUpPurchase {
    /// When.
    pub at: Instant,
    /// Id of the top-up.
    pub top_up: Text,
    /// Its name.
    pub name: String,
    /// Number of bundles.
    pub count: u32,
    /// Credits of all bundles.
    pub credits: Credits,
    /// Money for all bundles; absent if not published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
}

/// How many runs the credits of an average month pay for, if no other runs are made. Credits that
/// cannot pay for them do not count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Generations {
    /// With default settings; absent if these have no exact cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<i64>,
    /// With the settings of the need.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<i64>,
}
