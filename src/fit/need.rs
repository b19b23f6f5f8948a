//! The need: credits for a month, and a margin on top.

use super::buffer::Buffer;
use super::history::History;
use crate::amount::{Credits, Decimal, Fraction};
use crate::calendar::Instant;
use crate::catalog::Request;
use crate::catalog::program::Text;
use crate::catalog::supply::Term;
use crate::error::{Error, ErrorKind, Errors};
use crate::estimate::{Estimate, State};
use crate::json::{self, Log, Read, Value, Within, record};
use crate::simulate::{MOST_RUNS, RangeEnd};
use crate::wallet::Account;
use serde::Serialize;
use std::cmp::Ordering;

/// The longest month.
pub(crate) const MOST_DAYS: i64 = 31;
/// Days of a month, if every day is meant.
pub(super) const DAYS_OF_A_MONTH: u32 = 30;
/// Longer needs are refused.
const MOST_MONTHS: i64 = 120;
/// Larger monthly factors are refused.
const MOST_FACTOR: i64 = 1000;

record! {
    /// The requests of a month, and what may be bought for them.
    ///
    /// ```
    /// use drawdown::{Catalog, Need, NeedLine, Request};
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "step": "1" },
    ///     "operations": [
    ///         { "id": "image", "price": [ { "line": "image", "rate": "24" } ] },
    ///         { "id": "video", "price": [ { "line": "video", "rate": "210" } ] } ] }"#)?;
    /// let need = Need::new([
    ///     NeedLine::new(Request::new("image")).per_day(30).days(22),
    ///     NeedLine::new(Request::new("video")).per_day(10).days(22),
    /// ]);
    /// assert_eq!(need, Need::from_json(r#"{ "lines": [
    ///     { "request": { "operation": "image" }, "per_day": 30, "days": 22 },
    ///     { "request": { "operation": "video" }, "per_day": 10, "days": 22 } ] }"#)?);
    /// let month = catalog.need(&need)?;
    /// assert_eq!(month.need.high.to_string(), "62040");
    /// assert_eq!(month.with_buffer.low.to_string(), "74448");
    /// assert_eq!(month.with_buffer.high.to_string(), "80652");
    /// # Ok::<(), drawdown::Errors>(())
    /// ```
    #[input]
    pub struct Need {
        /// Id of its catalog; any catalog when absent.
        catalog: Option<String>,
        /// A remark for people.
        about: Option<String>,
        /// The requests.
        lines: Vec<NeedLine>,
        /// The margin on top; 20 to 30 per cent when absent.
        buffer: Option<Buffer>,
        /// First instant; the date of the catalog's prices when absent.
        start: Option<Instant>,
        /// Number of months, at most 120; 12 when absent.
        #[within(Within::between(1, MOST_MONTHS))]
        months: Option<u32>,
        /// Twelve factors for the need of each month, January to December.
        #[within(Within::between(0, MOST_FACTOR))]
        season: Vec<Decimal>,
        /// The account at the start; a new one when absent. Assumptions for plans, grants and
        /// top-ups belong here.
        account: Option<Account>,
        /// Ids of the plans to compare, `none` for no plan; all when absent.
        plans: Option<Vec<String>>,
        /// The terms to compare; all terms that plans are sold for when absent.
        terms: Option<Vec<Term>>,
        /// Ids of the top-ups that may be bought; all when absent.
        top_ups: Option<Vec<String>>,
        /// Which end of a cost range is charged; the high one when absent.
        ranges: Option<RangeEnd>,
        /// Past runs: each different request becomes a line, as often as in an average month of
        /// that time.
        history: Option<History>,
    }
}

record! {
    /// A request and its frequency: exactly one of `per_day`, `per_week` and `per_month`.
    ///
    /// ```
    /// use drawdown::{NeedLine, Request};
    /// let line = NeedLine::new(Request::new("image")).per_day(30).days(22);
    /// assert_eq!((line.per_day, line.days), (Some(30.into()), Some(22)));
    /// ```
    #[input]
    pub struct NeedLine {
        /// The request.
        request: Request,
        /// Runs on each active day; may be a fraction.
        #[within(Within::between(0, MOST_RUNS))]
        per_day: Option<Decimal>,
        /// With `per_day`: active days of the month, at most 31. Every day when absent, which
        /// counts as 30 in the need of a month.
        #[within(Within::between(1, MOST_DAYS))]
        days: Option<u32>,
        /// Runs a week, spread evenly; a month counts as 52/12 weeks.
        #[within(Within::between(0, MOST_RUNS))]
        per_week: Option<Decimal>,
        /// Runs a month, spread evenly.
        #[within(Within::between(0, MOST_RUNS))]
        per_month: Option<Decimal>,
    }
}

/// The cost of a need.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NeedEstimate {
    /// Id of the catalog.
    pub catalog: Text,
    /// Version of the catalog.
    pub version: Text,
    /// Plural name of the unit of all amounts.
    pub unit: Text,
    /// [`State::Exact`], or [`State::Range`] if some line is a range.
    pub state: State,
    /// The vendor calls the price of some line "about".
    pub approximate: bool,
    /// The lines, in the order of the need.
    pub lines: Vec<NeedItem>,
    /// The sum of the lines.
    pub need: Between,
    /// The margin.
    pub buffer: Buffer,
    /// The low end with the smaller margin, the high end with the larger one.
    pub with_buffer: Between,
    /// The need before rounding.
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) exact: Exact,
}

/// Both ends of an amount as fractions: computed exactly, rounded only for display.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exact {
    pub(super) low: Fraction,
    pub(super) high: Fraction,
}

impl Default for Exact {
    fn default() -> Self {
        Exact { low: Fraction::ZERO, high: Fraction::ZERO }
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        let is_same = |one: &Fraction, other| one.compare(other) == Ok(Ordering::Equal);
        is_same(&self.low, &other.low) && is_same(&self.high, &other.high)
    }
}

impl Exact {
    /// To the twelfth place.
    pub(super) fn shown(&self) -> Option<Between> {
        let of = |end: &Fraction| end.nearest_decimal().ok().map(Credits::from);
        Some(Between { low: of(&self.low)?, high: of(&self.high)? })
    }

    pub(super) fn add(&self, other: &Exact) -> Option<Self> {
        let of = |one: &Fraction, other| one.add(other).ok();
        Some(Exact { low: of(&self.low, &other.low)?, high: of(&self.high, &other.high)? })
    }
}

/// The cost of one line of a need.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NeedItem {
    /// Requests in the month.
    pub count: Decimal,
    /// The cost of one request.
    pub estimate: Estimate,
    /// The cost of all of them.
    pub amount: Between,
}

/// An amount between two ends, both included; the ends are equal for an exact amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Between {
    /// The smallest value.
    pub low: Credits,
    /// The largest value.
    pub high: Credits,
}

impl Default for Need {
    /// Nothing: the runs may come from a history.
    fn default() -> Self {
        Need::placeholder()
    }
}

impl Need {
    /// The requests of a month.
    pub fn new(lines: impl IntoIterator<Item = NeedLine>) -> Self {
        Need { lines: lines.into_iter().collect(), ..Need::placeholder() }
    }

    /// Reads a need from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        Need::from_value(&json::parse(text)?)
    }

    /// Reads a need from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::of_strict_values().read(value)
    }
}

impl NeedLine {
    /// A request that is not made yet: set how often.
    pub fn new(request: Request) -> Self {
        NeedLine { request, ..NeedLine::placeholder() }
    }

    /// Runs in a month, to the twelfth place.
    pub(super) fn count(&self) -> Result<Decimal, Error> {
        if self.rate().is_none() {
            let sentence = "expected exactly one of `per_day`, `per_week` and `per_month`";
            return Err(Error::new(ErrorKind::Missing, "", sentence));
        }
        let count = self.exact_count().and_then(|count| count.nearest_decimal().ok());
        count.ok_or_else(does_not_fit)
    }

    /// A rate, and the number of its periods in a month, as a fraction.
    fn rate(&self) -> Option<(Decimal, i128, i128)> {
        let days = i128::from(self.days.unwrap_or(DAYS_OF_A_MONTH));
        match (self.per_day, self.per_week, self.per_month) {
            (Some(rate), None, None) => Some((rate, days, 1)),
            (None, Some(rate), None) => Some((rate, 52, 12)),
            (None, None, Some(rate)) => Some((rate, 1, 1)),
            _ => None,
        }
    }

    /// Runs in a month, as an exact fraction.
    pub(super) fn exact_count(&self) -> Option<Fraction> {
        let (rate, above, below) = self.rate()?;
        Fraction::from_decimal(rate).mul(&Fraction::from_parts(above, below)?).ok()
    }

    /// The cost of all runs of a month.
    pub(super) fn times(&self, once: Between) -> Option<Exact> {
        let count = self.exact_count()?;
        let of = |cost: Credits| Fraction::from_decimal(cost.decimal()).mul(&count).ok();
        Some(Exact { low: of(once.low)?, high: of(once.high)? })
    }

    /// Whether it says how often, once.
    pub(crate) fn check_how_often(&self) -> Result<(), Error> {
        self.count()?;
        self.check()
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if self.days.is_some() && self.per_day.is_none() {
            let sentence = "`days` needs `per_day`";
            return Err(Error::new(ErrorKind::Overlap, "/days", sentence));
        }
        Ok(())
    }
}

#[cold]
pub(super) fn does_not_fit() -> Error {
    Error::new(ErrorKind::Inexact, "", "the amounts no longer fit exact arithmetic")
}
