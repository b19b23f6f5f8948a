//! The need: credits wanted in a month, and a margin on top.

use super::buffer::Buffer;
use super::history::History;
use crate::amount::{Credits, Decimal, Fraction};
use crate::calendar::Instant;
use crate::catalog::Request;
use crate::catalog::program::Text;
use crate::catalog::supply::Term;
use crate::error::{Error, ErrorKind, Errors};
use crate::estimate::{Estimate, State};
use crate::json::{self, Log, Value, Within, record};
use crate::simulate::{MOST_RUNS, RangeEnd};
use crate::wallet::Account;
use serde::Serialize;
use std::cmp::Ordering;

/// The longest month.
const MOST_DAYS: i64 = 31;
/// What a month counts as when every day of it is meant.
const DAYS_OF_A_MONTH: u32 = 30;
/// Longer needs are refused.
const MOST_MONTHS: i64 = 120;
/// Larger factors of a month are refused.
const MOST_FACTOR: i64 = 1000;

record! {
    /// What is wanted in a month, and what may be bought for it.
    ///
    /// ```
    /// use drawdown::{Catalog, Need};
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "step": "1" },
    ///     "operations": [
    ///         { "id": "image", "price": [ { "line": "image", "rate": "24" } ] },
    ///         { "id": "video", "price": [ { "line": "video", "rate": "210" } ] } ] }"#)?;
    /// let need = Need::from_json(r#"{ "lines": [
    ///     { "request": { "operation": "image" }, "per_day": 30, "days": 22 },
    ///     { "request": { "operation": "video" }, "per_day": 10, "days": 22 } ] }"#)?;
    /// let month = catalog.need(&need)?;
    /// assert_eq!(month.need.high.to_string(), "62040");
    /// assert_eq!(month.with_buffer.low.to_string(), "74448");
    /// assert_eq!(month.with_buffer.high.to_string(), "80652");
    /// # Ok::<(), drawdown::Errors>(())
    /// ```
    pub struct Need {
        /// Id of the catalog it is for; any when absent.
        catalog: Option<String>,
        /// A remark for people.
        about: Option<String>,
        /// What is wanted.
        lines: Vec<NeedLine>,
        /// The margin on top; 20 to 30 per cent when absent.
        buffer: Option<Buffer>,
        /// First instant; that of the catalog's prices when absent.
        start: Option<Instant>,
        /// How many months it goes on, at most 120; 12 when absent.
        #[within(Within::between(1, MOST_MONTHS))]
        months: Option<u32>,
        /// Twelve factors, January to December, by which the need of each month is multiplied.
        #[within(Within::between(0, MOST_FACTOR))]
        season: Vec<Decimal>,
        /// The account as it stands; a new one when absent. What is assumed for plans, grants and
        /// top-ups stands here.
        account: Option<Account>,
        /// Ids of the plans to look at, `none` for going without; all of them when absent.
        plans: Option<Vec<String>>,
        /// The terms to look at; all that plans are sold by when absent.
        terms: Option<Vec<Term>>,
        /// Ids of the top-ups that may be bought; all of them when absent.
        top_ups: Option<Vec<String>>,
        /// Which end of a cost is charged that is a range; the high one when absent.
        ranges: Option<RangeEnd>,
        /// What was made so far: each request of it is a line more, as often as in an average
        /// month of that time.
        history: Option<History>,
    }
}

record! {
    /// One request, and how often it is wanted: at exactly one of `per_day`, `per_week` and
    /// `per_month`.
    pub struct NeedLine {
        /// What is requested.
        request: Request,
        /// How many times on each active day; may be a fraction.
        #[within(Within::between(0, MOST_RUNS))]
        per_day: Option<Decimal>,
        /// On how many days of the month, at most 31, for `per_day`; on every day when absent,
        /// which counts as 30 in the need of a month.
        #[within(Within::between(1, MOST_DAYS))]
        days: Option<u32>,
        /// How many times a week, spread evenly; a month counts as 52/12 weeks.
        #[within(Within::between(0, MOST_RUNS))]
        per_week: Option<Decimal>,
        /// How many times a month, spread evenly.
        #[within(Within::between(0, MOST_RUNS))]
        per_month: Option<Decimal>,
    }
}

/// What a need comes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NeedEstimate {
    /// Id of the catalog.
    pub catalog: Text,
    /// Version of the catalog.
    pub version: Text,
    /// Name of the unit of all amounts.
    pub unit: Text,
    /// [`State::Exact`], or [`State::Range`] when some line is one.
    pub state: State,
    /// The vendor says "about" to some line.
    pub approximate: bool,
    /// The lines, in the order of the need.
    pub lines: Vec<NeedItem>,
    /// What the lines add up to.
    pub need: Between,
    /// The margin.
    pub buffer: Buffer,
    /// The low end with the smaller margin, and the high end with the larger one.
    pub with_buffer: Between,
    /// The need before it is rounded to be shown.
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) exact: Exact,
}

/// Both ends of an amount as fractions: what is shown is rounded, what is worked with is not.
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

/// What one line of a need comes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NeedItem {
    /// How many times it is requested in the month.
    pub count: Decimal,
    /// What requesting it once costs.
    pub estimate: Estimate,
    /// What all of them cost.
    pub amount: Between,
}

/// An amount between two ends, both included; equal when it is exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Between {
    /// The least it can be.
    pub low: Credits,
    /// The most it can be.
    pub high: Credits,
}

impl Need {
    /// Reads a need from JSON text.
    ///
    /// # Errors
    /// Every error of the text, with its JSON pointer; unknown keys too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        Need::from_value(&json::parse(text)?)
    }

    /// Reads a need from a JSON value.
    ///
    /// # Errors
    /// Every error of the value, with its JSON pointer; unknown keys too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::of_strict_values().read(value)
    }
}

impl NeedLine {
    /// How many times it is wanted in a month, to the twelfth place.
    pub(super) fn count(&self) -> Result<Decimal, Error> {
        if self.rate().is_none() {
            let sentence = "expected exactly one of `per_day`, `per_week` and `per_month`";
            return Err(Error::new(ErrorKind::Missing, "", sentence));
        }
        let count = self.exact_count().and_then(|count| count.nearest_decimal().ok());
        count.ok_or_else(does_not_fit)
    }

    /// A rate, and how many of its times a month has, as a fraction.
    fn rate(&self) -> Option<(Decimal, i128, i128)> {
        let days = i128::from(self.days.unwrap_or(DAYS_OF_A_MONTH));
        match (self.per_day, self.per_week, self.per_month) {
            (Some(rate), None, None) => Some((rate, days, 1)),
            (None, Some(rate), None) => Some((rate, 52, 12)),
            (None, None, Some(rate)) => Some((rate, 1, 1)),
            _ => None,
        }
    }

    /// How many times it is wanted in a month, for what is worked with.
    pub(super) fn exact_count(&self) -> Option<Fraction> {
        let (rate, above, below) = self.rate()?;
        Fraction::from_decimal(rate).mul(&Fraction::from_parts(above, below)?).ok()
    }

    /// What all runs of a month cost.
    pub(super) fn times(&self, once: Between) -> Option<Exact> {
        let count = self.exact_count()?;
        let of = |cost: Credits| Fraction::from_decimal(cost.decimal()).mul(&count).ok();
        Some(Exact { low: of(once.low)?, high: of(once.high)? })
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if self.days.is_some() && self.per_day.is_none() {
            let sentence = "`days` goes with `per_day` alone";
            return Err(Error::new(ErrorKind::Overlap, "/days", sentence));
        }
        Ok(())
    }
}

#[cold]
pub(super) fn does_not_fit() -> Error {
    Error::new(ErrorKind::Inexact, "", "the amounts no longer fit exact arithmetic")
}
