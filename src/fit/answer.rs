//! What is said of an option.

use crate::amount::{Credits, Decimal, Money};
use crate::calendar::Instant;
use crate::catalog::program::Text;
use crate::catalog::supply::Term;
use serde::Serialize;

/// A plan (or none) with a term and purchases, and the outcome of playing the need with them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FitOption {
    /// Id of the plan; absent for going without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Text>,
    /// Its name.
    pub name: String,
    /// How it is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// How far it serves.
    pub state: FitState,
    /// Why it is the best, or why it is not.
    pub reason: String,
    /// JSON pointers of what has to be assumed, because nobody publishes it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assume: Vec<String>,
    /// It covers the need and the smaller margin, and no other that does costs less with the margin
    /// and leaves more.
    pub frontier: bool,
    /// Money over the whole time if the need is as it is said, with what stands on the next invoice
    /// at its end; absent where some price is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// The same by month, to the cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_month: Option<Money>,
    /// Money for a credit that is issued, to six places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_credit: Option<Money>,
    /// Money for a generation that is made, to four places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_run: Option<Money>,
    /// What it costs, and what to buy, if the smaller margin is used too; absent where that is not
    /// covered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with_margin: Option<WithMargin>,
    /// What is needed in a month, at the prices of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need: Option<Credits>,
    /// How many per cent of the need are covered without purchases, by what it costs.
    pub covered: Decimal,
    /// The need and the smaller margin are covered, with the purchases of `with_margin`.
    pub buffer_low: bool,
    /// The need and the larger margin are covered, with those too.
    pub buffer_high: bool,
    /// By how many per cent the need can grow until something is refused, in whole per cent and
    /// 100 at most, with the purchases of `with_margin` or else its own; below 0 when it is too
    /// much already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headroom: Option<i32>,
    /// The need may grow without limit: what credits do not cover is owed, and nothing limits that.
    #[serde(skip_serializing_if = "is_false")]
    pub unlimited: bool,
    /// Credits issued over the whole time if the need is as it is said, with the purchases.
    pub issued: Credits,
    /// Credits spent.
    pub spent: Credits,
    /// Credits that ended unused.
    pub wasted: Credits,
    /// Money that was paid for those.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wasted_money: Option<Money>,
    /// The cost of all that is refused without purchases, over the whole time.
    pub missing: Credits,
    /// When something is first refused without purchases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_out: Option<Instant>,
    /// Operations that it does not open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocked: Vec<Blocked>,
    /// Credits of top-ups that are left at the end.
    pub left: Credits,
    /// Money that was paid for those.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_money: Option<Money>,
    /// What to buy, and when, if the need is as it is said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub top_ups: Vec<TopUpPurchase>,
    /// True if no cheaper set of purchases suffices. If `covered` is below 1, true means that no
    /// set at a published price does; if false, there may be one that was not found.
    pub proven: bool,
    /// What other purchases could cost less at most, where it is not proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gap: Option<Money>,
    /// How many generations a month's credits are, by line of the need.
    pub generations: Vec<Generations>,
    #[serde(skip)]
    pub(super) place: Place,
}

/// What an option costs if the need and the smaller margin are both used.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WithMargin {
    /// Money over the whole time; absent where some price is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// The same by month, to the cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_month: Option<Money>,
    /// What to buy, and when; with exactly these the need as it is said is covered too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub top_ups: Vec<TopUpPurchase>,
    /// Credits of top-ups that are left at the end.
    pub left: Credits,
    /// Money that was paid for those.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_money: Option<Money>,
    /// No other purchases that are enough cost less.
    pub proven: bool,
    /// What other purchases could cost less at most, where it is not proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gap: Option<Money>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// Where an option stands in the catalog: no plan and no term are 0.
pub(super) type Place = (usize, u8);

/// How far an option serves, the best first.
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
    /// Something that is wanted is not open to it.
    Blocked,
    /// What it gives is not published.
    Unknown,
}

/// An operation that an option does not open.
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
    /// How many of it.
    pub count: u32,
    /// Credits of all of them.
    pub credits: Credits,
    /// Money for all of them; absent where it is not published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
}

/// How many generations the credits of an average month are, if nothing else is made. What may not
/// pay for them does not count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Generations {
    /// With standard settings; absent when these have no exact cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<i64>,
    /// As they are wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<i64>,
}
