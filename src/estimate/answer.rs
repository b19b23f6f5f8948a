//! The answer to a request.

use crate::amount::{Credits, Decimal, FineDecimal};
use crate::calendar::Instant;
use crate::catalog::program::Text;
use crate::catalog::{Date, MeterPeriod, SettingValue, Settings, Source};
use crate::json::answer;
use serde::{Serialize, Serializer};
use std::sync::Arc;

answer! {
    /// The cost of a request, with the reasons.
    ///
    /// `total` is present if `state` is [`State::Exact`], `low` and `high` if it is [`State::Range`],
    /// and `known` otherwise (with open settings, only if it does not depend on them). In each case
    /// the amounts of the lines sum to it exactly.
    #[derive(Clone, Debug, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct Estimate {
        /// Id of the catalog.
        pub catalog: Text,
        /// Version of the catalog.
        pub version: Text,
        /// Id of the operation.
        pub operation: Text,
        /// Every setting with a value, including defaults, by name.
        #[serde(serialize_with = "by_name")]
        #[cfg_attr(
            feature = "schema",
            schemars(with = "std::collections::BTreeMap<String, SettingValue>")
        )]
        pub settings: Vec<(Text, SettingValue)>,
        /// Number of runs.
        pub runs: u32,
        /// The plan.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub plan: Option<Text>,
        /// The instant whose prices were used.
        pub at: Instant,
        /// How much is known.
        pub state: State,
        /// Plural name of the unit of all amounts.
        pub unit: Text,
        /// The exact cost.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total: Option<Credits>,
        /// The least it can cost.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub low: Option<Credits>,
        /// The most it can cost; also for a rate, if every quantity known only after the run has a
        /// maximum.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub high: Option<Credits>,
        /// The sum of the priced lines, if others have no amount.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub known: Option<Credits>,
        /// The cost of one run, if all runs cost the same.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub per_run: Option<Credits>,
        /// Published as free, which differs from an amount of 0.
        pub free: bool,
        /// The vendor says "about".
        pub approximate: bool,
        /// The items; see [`Line`].
        pub lines: Vec<Line>,
        /// Settings without a value, which make the cost a range.
        pub open: Vec<Text>,
        /// Why the cost is a rate or unknown.
        pub reasons: Vec<CostReason>,
        /// Closed gates; the price is shown in any case.
        pub gates: Vec<ClosedGate>,
        /// Remarks of the catalog.
        pub notes: Vec<Text>,
        /// Where the price is published.
        pub sources: Vec<Arc<Source>>,
        /// Date on which the price was read.
        pub as_of: Date,
        /// The balance before and after.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub balance: Option<BalanceAfter>,
        /// The use of the catalog's meters, on which the price depends.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub meters: Vec<Metering>,
        /// Open settings for which only one value can be requested; they are among `settings`.
        #[serde(skip)]
        pub(crate) taken: Vec<Chosen>,
    }
}

/// Two are equal if they are written alike: regardless of the order of settings, and of whether a
/// setting's number is a number or its text.
impl PartialEq for Estimate {
    fn eq(&self, other: &Self) -> bool {
        // Named one by one, so that a new field cannot be forgotten here.
        let Estimate {
            catalog,
            version,
            operation,
            settings,
            runs,
            plan,
            at,
            state,
            unit,
            total,
            low,
            high,
            known,
            per_run,
            free,
            approximate,
            lines,
            open,
            reasons,
            gates,
            notes,
            sources,
            as_of,
            balance,
            meters,
            // Its values are among the settings, its texts among the notes.
            taken: _,
        } = self;
        *catalog == other.catalog
            && *version == other.version
            && *operation == other.operation
            && Settings(settings) == Settings(&other.settings)
            && *runs == other.runs
            && *plan == other.plan
            && *at == other.at
            && *state == other.state
            && *unit == other.unit
            && *total == other.total
            && *low == other.low
            && *high == other.high
            && *known == other.known
            && *per_run == other.per_run
            && *free == other.free
            && *approximate == other.approximate
            && *lines == other.lines
            && *open == other.open
            && *reasons == other.reasons
            && *gates == other.gates
            && *notes == other.notes
            && *sources == other.sources
            && *as_of == other.as_of
            && *balance == other.balance
            && *meters == other.meters
    }
}

/// An open setting with its only possible value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chosen {
    pub(crate) setting: Text,
    pub(crate) value: SettingValue,
    /// Its label in notes.
    pub(crate) note: Text,
}

answer! {
    /// How much is known of a cost.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "snake_case")]
    pub enum State {
        /// A total.
        Exact,
        /// A low and a high end, because some setting is open or the vendor publishes a range.
        Range,
        /// Known only after the run; the lines show the rates.
        Rate,
        /// Some part of the cost is not published.
        Unknown,
    }
}

answer! {
    /// One item of an estimate.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct Line {
        /// Its kind.
        pub kind: LineKind,
        /// Label for people.
        pub label: Text,
        /// How the amount was computed, in words.
        pub text: String,
        /// JSON pointer of the rule in the catalog.
        pub rule: Text,
        /// Whether it is priced.
        pub state: LineState,
        /// Units billed, over all runs.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub quantity: Option<Decimal>,
        /// Plural name of the unit.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub unit: Option<Text>,
        /// The price of `per` units.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub rate: Option<FineDecimal>,
        /// The lowest price of `per` units, for a published range.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub rate_low: Option<FineDecimal>,
        /// The highest price of `per` units, for a published range.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub rate_high: Option<FineDecimal>,
        /// How many units the rate is for, if not one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub per: Option<Decimal>,
        /// The amount.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<Credits>,
        /// The amount in the cheapest case.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub low: Option<Credits>,
        /// The amount in the most expensive case; for a line known only after the run, its maximum.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub high: Option<Credits>,
    }
}

/// Connects a quantity and the blocks it is billed in.
pub(crate) const BILLED_AS: &str = " billed as ";
/// The label of the rounding of a total that no rule rounds.
pub(crate) const LAST_PLACE: &str = "to the twelfth decimal place";

impl Line {
    /// Whether the line has no effect: a quantity of 0, a minimum that is reached anyway, a
    /// rounding of a round amount. A table can omit it; the others still sum to the total.
    pub fn is_idle(&self) -> bool {
        let is_zero = |amount: Option<Credits>| amount.is_none_or(|amount| amount == Credits::ZERO);
        let has_amount = self.amount.is_some() || self.high.is_some();
        let costs_nothing =
            has_amount && is_zero(self.amount) && is_zero(self.low) && is_zero(self.high);
        costs_nothing && self.state == LineState::Priced && !self.says_something()
    }

    /// Whether it is worth reading even if it has no effect.
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

answer! {
    /// The kind of a line.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "snake_case")]
    #[non_exhaustive]
    pub enum LineKind {
        /// A rate times a quantity.
        Component,
        /// The effect of a multiplier.
        Factor,
        /// The amount missing to the minimum.
        Minimum,
        /// The amount above the maximum.
        Maximum,
        /// The effect of rounding.
        Rounding,
        /// A change of unit; it has no amount.
        Conversion,
        /// What earlier use in the period of a meter cost.
        Before,
    }
}

answer! {
    /// Whether a line is priced.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "snake_case")]
    pub enum LineState {
        /// It has an amount.
        Priced,
        /// Published as free.
        Free,
        /// The price is not published.
        Unpriced,
        /// Known only after the run.
        After,
    }
}

answer! {
    /// Why a cost is a rate or unknown.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Reason"))]
    #[non_exhaustive]
    pub struct CostReason {
        /// Its kind.
        pub code: CostReasonCode,
        /// The reason in words.
        pub text: String,
        /// JSON pointer of the rule in the catalog.
        pub rule: Text,
    }
}

answer! {
    /// Kinds of reasons.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ReasonCode"))]
    #[serde(rename_all = "snake_case")]
    #[non_exhaustive]
    pub enum CostReasonCode {
        /// The price is not published.
        Unpriced,
        /// A table has no cell for the request.
        MissingCell,
        /// No price holds at the instant.
        NotValid,
        /// Known only after the run.
        KnownAfter,
        /// There are too many open combinations.
        TooManyChoices,
        /// A choice is not on the price list.
        NotListed,
        /// The catalog's table of a zone or list of holidays does not reach the instant.
        CalendarEnds,
    }
}

answer! {
    /// A gate that is closed.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ClosedGate {
        /// Its kind.
        pub kind: GateKind,
        /// The text for the user.
        pub reason: Text,
        /// Classes of credits that cannot pay.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub classes: Vec<Text>,
        /// JSON pointer of the rule in the catalog.
        pub rule: Text,
    }
}

answer! {
    /// Kinds of [`ClosedGate`].
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "snake_case")]
    #[non_exhaustive]
    pub enum GateKind {
        /// The request is not allowed.
        Requires,
        /// Some credits cannot pay.
        Class,
    }
}

answer! {
    /// A balance before and after the run.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct BalanceAfter {
        /// Credits before.
        pub before: Credits,
        /// When the balance was read.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub as_of: Option<Instant>,
        /// Credits after an exact cost.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub after: Option<Credits>,
        /// Credits after the most expensive case.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub low: Option<Credits>,
        /// Credits after the cheapest case.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub high: Option<Credits>,
        /// Credits missing in the most expensive case.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub shortfall: Option<Credits>,
    }
}

/// Settings as an object.
pub(crate) fn by_name<S: Serializer>(
    settings: &[(Text, SettingValue)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    Settings(settings).serialize(serializer)
}

answer! {
    /// The use of a meter by a request: the price depends on earlier use in the period.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct Metering {
        /// Name of the meter.
        pub meter: Text,
        /// Its period.
        pub per: MeterPeriod,
        /// Unit of the count.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub unit: Option<Text>,
        /// Earlier use, from the request.
        pub used: Decimal,
        /// The request does not state the earlier use, so 0 is assumed.
        pub assumed: bool,
        /// What this request adds; absent if that is open or unknown.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub counts: Option<Decimal>,
    }
}

impl Metering {
    /// The note about the assumption.
    pub(super) fn note(&self) -> Option<Text> {
        let (meter, per) = (&self.meter, self.per.word());
        let unit = self.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
        let text = format!(
            "{meter}: 0{unit} used before in the same {per} is assumed: the request says \
             nothing else"
        );
        self.assumed.then(|| text.into())
    }
}
