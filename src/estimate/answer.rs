//! The answer to a request.

use crate::amount::{Credits, Decimal, FineDecimal};
use crate::calendar::Instant;
use crate::catalog::program::Text;
use crate::catalog::{Date, MeterPeriod, SettingValue, Settings, Source};
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// What a request will cost, and why.
///
/// `total` is present when `state` is [`State::Exact`], `low` and `high` when it is
/// [`State::Range`], and `known` otherwise (with open settings, where it does not depend on them).
/// In each case the lines' amounts add up to it exactly.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Estimate {
    /// Id of the catalog.
    pub catalog: Text,
    /// Version of the catalog.
    pub version: Text,
    /// Id of the operation.
    pub operation: Text,
    /// Every setting that has a value, defaults filled in, by name.
    #[serde(serialize_with = "by_name")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<String, SettingValue>")
    )]
    pub settings: Vec<(Text, SettingValue)>,
    /// How many runs.
    pub runs: u32,
    /// Plan held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Text>,
    /// Instant whose prices were used.
    pub at: Instant,
    /// How much is known.
    pub state: State,
    /// Name of the unit of all amounts.
    pub unit: Text,
    /// The exact cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Credits>,
    /// The least it can cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<Credits>,
    /// The most it can cost; of a rate too, where every quantity that is known only after the run has
    /// a maximum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<Credits>,
    /// What the priced lines add up to, when others have no amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<Credits>,
    /// The cost of one run, when every run costs the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_run: Option<Credits>,
    /// Free by the vendor's word, which is not the same as an amount of 0.
    pub free: bool,
    /// The vendor says "about".
    pub approximate: bool,
    /// The items; see [`Line`].
    pub lines: Vec<Line>,
    /// Settings without a value, which make it a range.
    pub open: Vec<Text>,
    /// Why it is a rate or unknown.
    pub reasons: Vec<Reason>,
    /// Gates that are closed; the price is shown all the same.
    pub gates: Vec<ClosedGate>,
    /// Remarks of the catalog.
    pub notes: Vec<Text>,
    /// Where the price is published.
    pub sources: Vec<Arc<Source>>,
    /// Date at which the price was read.
    pub as_of: Date,
    /// The balance before and after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<BalanceAfter>,
    /// What it counts in the meters of the catalog, on which its price depends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meters: Vec<Metering>,
    /// Open settings of which only one value can be asked for; they are among `settings`.
    #[serde(skip)]
    pub(crate) taken: Vec<Chosen>,
}

/// An open setting whose only value is taken.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chosen {
    pub(crate) setting: Text,
    pub(crate) value: SettingValue,
    /// What the notes say of it.
    pub(crate) note: Text,
}

/// How much is known of a cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A total.
    Exact,
    /// A low and a high end, because some setting is open or the vendor publishes a span.
    Range,
    /// Known only after the run; the lines show the rates.
    Rate,
    /// Some part of it is not published.
    Unknown,
}

/// One item of an estimate.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Line {
    /// What kind of item.
    pub kind: LineKind,
    /// Label for people.
    pub label: Text,
    /// How it was worked out, in words.
    pub text: String,
    /// JSON pointer of the rule in the catalog.
    pub rule: Text,
    /// How far it is priced.
    pub state: LineState,
    /// Units billed, over all runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Decimal>,
    /// Name of the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// What `per` units cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<FineDecimal>,
    /// The least that `per` units cost, where the rate is a span.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_low: Option<FineDecimal>,
    /// The most that `per` units cost, where the rate is a span.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_high: Option<FineDecimal>,
    /// How many units the rate is for, when not one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<Decimal>,
    /// What it comes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Credits>,
    /// What it comes to in the cheapest case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<Credits>,
    /// What it comes to in the dearest case; of a line that is known only after the run, at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<Credits>,
}

/// Between a quantity and the blocks it is billed in.
pub(crate) const BILLED_AS: &str = " billed as ";
/// What rounds a total that no rule rounds.
pub(crate) const LAST_PLACE: &str = "to the twelfth decimal place";

impl Line {
    /// Whether the line changes nothing and says nothing: a quantity of 0, a minimum that is
    /// reached anyway, a rounding of what is round. A table for people can leave it out; the others
    /// still add up to the total.
    pub fn is_idle(&self) -> bool {
        let is_zero = |amount: Option<Credits>| amount.is_none_or(|amount| amount == Credits::ZERO);
        let has_amount = self.amount.is_some() || self.high.is_some();
        let costs_nothing =
            has_amount && is_zero(self.amount) && is_zero(self.low) && is_zero(self.high);
        costs_nothing && self.state == LineState::Priced && !self.says_something()
    }

    /// Whether it is worth reading even where it changes nothing.
    fn says_something(&self) -> bool {
        match self.kind {
            LineKind::Component => self.quantity.is_none_or(|quantity| !quantity.is_zero()),
            LineKind::Rounding => match self.text.split_once(BILLED_AS) {
                Some((measured, billed)) => measured != billed,
                None => self.text == LAST_PLACE,
            },
            LineKind::Conversion | LineKind::Before => true,
            LineKind::Factor | LineKind::Minimum | LineKind::Maximum => false,
        }
    }
}

/// What kind of item a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A rate times a quantity.
    Component,
    /// What a multiplier changed.
    Factor,
    /// What was missing to the minimum.
    Minimum,
    /// What was above the maximum.
    Maximum,
    /// What rounding changed.
    Rounding,
    /// The change of unit; it changes nothing.
    Conversion,
    /// What was charged before in the period of a meter.
    Before,
}

/// How far a line is priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// It has an amount.
    Priced,
    /// Free by the vendor's word.
    Free,
    /// Nobody publishes what it costs.
    Unpriced,
    /// Known only after the run.
    After,
}

/// Why a cost is a rate or unknown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Reason {
    /// What kind of reason.
    pub code: ReasonCode,
    /// In words.
    pub text: String,
    /// JSON pointer of the rule in the catalog.
    pub rule: Text,
}

/// Kinds of [`Reason`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReasonCode {
    /// Nobody publishes it.
    Unpriced,
    /// A table has no cell for what was asked.
    MissingCell,
    /// No price holds at the instant.
    NotValid,
    /// Known only after the run.
    KnownAfter,
    /// Too many combinations are open.
    TooManyChoices,
    /// A choice is not on the price list.
    NotListed,
    /// The catalog's table of a zone or list of holidays does not reach the instant.
    CalendarEnds,
}

/// A gate that is closed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ClosedGate {
    /// What kind of gate.
    pub kind: GateKind,
    /// What a person is told.
    pub reason: Text,
    /// Classes of credits that cannot pay.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<Text>,
    /// JSON pointer of the rule in the catalog.
    pub rule: Text,
}

/// Kinds of [`ClosedGate`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum GateKind {
    /// Not allowed as asked.
    Requires,
    /// Some credits cannot pay for it.
    Class,
}

/// A balance before and after the run.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BalanceAfter {
    /// Credits before.
    pub before: Credits,
    /// When that was known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Instant>,
    /// Credits after an exact cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Credits>,
    /// Credits after the dearest case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<Credits>,
    /// Credits after the cheapest case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<Credits>,
    /// Credits missing, in the dearest case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortfall: Option<Credits>,
}

fn by_name<S: Serializer>(
    settings: &[(Text, SettingValue)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    Settings(settings).serialize(serializer)
}

/// How far a request counts in a meter: its price depends on what was used before in the period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Metering {
    /// Name of the meter.
    pub meter: Text,
    /// The period over which it counts.
    pub per: MeterPeriod,
    /// Unit of what it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// What was used before, as the request says.
    pub used: Decimal,
    /// The request does not say what was used, so 0 is assumed.
    pub assumed: bool,
    /// What this request adds; absent when that is open or not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<Decimal>,
}

impl Metering {
    /// The note for what is assumed.
    pub(super) fn note(&self) -> Option<Text> {
        let (meter, per) = (&self.meter, self.per.word());
        let unit = self.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
        let text = format!(
            "{meter}: 0{unit} used before in the same {per} is assumed, because the request says \
             nothing else"
        );
        self.assumed.then(|| text.into())
    }
}
