//! The need: credits wanted in a month, and a margin on top.

use super::buffer::Buffer;
use super::history::History;
use super::metered::Counts;
use crate::amount::{Credits, Decimal, Fraction};
use crate::calendar::Instant;
use crate::catalog::program::Text;
use crate::catalog::supply::Term;
use crate::catalog::{Catalog, Request};
use crate::error::{Error, ErrorKind, Errors, nearest_hint};
use crate::estimate::{Estimate, State};
use crate::json::{self, Log, Node, Path, Read, Value, Within, record};
use crate::simulate::{MOST_RUNS, RangeEnd};
use crate::wallet::{Account, check_account};
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

    fn add(&self, other: &Exact) -> Option<Self> {
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
        let log = Log::of_strict_values();
        let need = Need::read(&Node::root(value, &log));
        Errors::check(log.into_lists().0)?;
        Ok(need)
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

    fn check(&self) -> Result<(), Error> {
        if self.days.is_some() && self.per_day.is_none() {
            let sentence = "`days` goes with `per_day` alone";
            return Err(Error::new(ErrorKind::Overlap, "/days", sentence));
        }
        Ok(())
    }
}

impl Catalog {
    /// What a need comes to in a month: each request as many times as it is wanted, the sum, and
    /// the sum with its buffer. A line with open settings makes it a range.
    ///
    /// # Errors
    /// `unknown_name` for a need for another catalog. As [`Catalog::estimate`], for all lines at
    /// once; `no_answer` with the reason for a line whose cost is not published or known only
    /// after the run; `out_of_range` for days that no month has and for a buffer that is negative
    /// or upside down.
    pub fn need(&self, need: &Need) -> Result<NeedEstimate, Errors> {
        need.with_history(|need| self.need_with(need, None))
    }

    /// As [`Catalog::need`], with a plan, or none, instead of those that the requests name.
    pub(super) fn need_with(
        &self,
        need: &Need,
        plan: Option<Option<&str>>,
    ) -> Result<NeedEstimate, Errors> {
        let buffer = need.buffer.clone().unwrap_or_default();
        self.is_meant(need)?;
        let mut errors = need.faults(&buffer);
        if plan.is_none() {
            need.check_with(self, &mut errors);
        }
        let mut lines = Vec::with_capacity(need.lines.len());
        let mut counts = Counts::default();
        let mut exact = Some(Exact::default());
        for (i, line) in need.lines.iter().enumerate() {
            let request = need.request(line, plan);
            match self.item(line, &request, &mut counts) {
                Ok((item, amount)) => {
                    lines.push(item);
                    exact = exact.and_then(|sum| sum.add(&amount));
                }
                Err(found) => errors.extend(found.under(&format!("/lines/{i}"))),
            }
        }
        Errors::check(errors)?;
        let sum = exact.and_then(|exact| self.sum(lines, exact, buffer));
        Ok(sum.ok_or_else(does_not_fit)?)
    }

    /// A need for another catalog has nothing to be checked against this one.
    fn is_meant(&self, need: &Need) -> Result<(), Error> {
        match &need.catalog {
            Some(id) if id != self.id() => {
                let sentence = format!("expected the catalog `{}`, found `{id}`", self.id());
                Err(Error::new(ErrorKind::UnknownName, "/catalog", sentence))
            }
            _ => Ok(()),
        }
    }

    fn item(
        &self,
        line: &NeedLine,
        request: &Request,
        counts: &mut Counts,
    ) -> Result<(NeedItem, Exact), Errors> {
        line.check()?;
        let estimate = self.estimate(request).map_err(|errors| errors.under("/request"))?;
        let once = once(&estimate)?;
        let count = line.count()?;
        let exact = match self.counted(line, request, counts)? {
            Some(exact) => exact,
            None => line.times(once).ok_or_else(does_not_fit)?,
        };
        let amount = exact.shown().ok_or_else(does_not_fit)?;
        Ok((NeedItem { count, estimate, amount }, exact))
    }

    fn sum(&self, lines: Vec<NeedItem>, exact: Exact, buffer: Buffer) -> Option<NeedEstimate> {
        let is_range = lines.iter().any(|line| line.estimate.state == State::Range);
        Some(NeedEstimate {
            catalog: self.id_text(),
            version: self.version_text(),
            unit: self.checked().unit.clone(),
            state: if is_range { State::Range } else { State::Exact },
            approximate: lines.iter().any(|line| line.estimate.approximate),
            with_buffer: Between {
                low: buffer.on(&exact.low, buffer.low)?,
                high: buffer.on(&exact.high, buffer.high)?,
            },
            lines,
            need: exact.shown()?,
            buffer,
            exact,
        })
    }
}

impl Need {
    /// The request of a line; one with no instant of its own is made at the start.
    pub(super) fn request(&self, line: &NeedLine, plan: Option<Option<&str>>) -> Request {
        let mut request = line.request.clone();
        if let Some(plan) = plan {
            request.run.plan = plan.map(str::to_owned);
        }
        request.run.at = request.run.at.or(self.start);
        request
    }

    /// First instant.
    pub(super) fn start(&self, catalog: &Catalog) -> Instant {
        self.start.unwrap_or(catalog.as_of().midnight())
    }

    /// How long it goes on.
    pub(super) fn months(&self) -> u32 {
        self.months.unwrap_or(12)
    }

    /// What is wrong with it in this catalog, beside its lines.
    fn check_with(&self, catalog: &Catalog, errors: &mut Vec<Error>) {
        errors.extend(self.check_names(catalog).err().into_iter().flatten());
        let Some(account) = &self.account else { return };
        let log = Log::default();
        check_account(&log, catalog, account, self.start(catalog));
        for error in log.into_lists().0 {
            // Numbers out of range have been told.
            if !errors.contains(&error) {
                errors.push(error);
            }
        }
    }

    /// Plans and top-ups that do not exist.
    pub(super) fn check_names(&self, catalog: &Catalog) -> Result<(), Errors> {
        let checked = catalog.checked();
        let mut plans: Vec<&str> = checked.plans.iter().map(|plan| &*plan.id).collect();
        plans.push("none");
        let top_ups: Vec<&str> =
            checked.supply().top_ups.iter().map(|top_up| &*top_up.id).collect();
        let lists = [("plans", &self.plans, plans), ("top_ups", &self.top_ups, top_ups)];
        let mut errors = Vec::new();
        for (key, asked, known) in &lists {
            for (place, id) in asked.iter().flatten().enumerate() {
                if !known.contains(&id.as_str()) {
                    let sentence = format!("there is no `{id}`{}", nearest_hint(id, known));
                    let pointer = format!("/{key}/{place}");
                    errors.push(Error::new(ErrorKind::UnknownName, pointer, sentence));
                }
            }
        }
        Errors::check(errors)
    }

    /// What is wrong with it beside its lines.
    fn faults(&self, buffer: &Buffer) -> Vec<Error> {
        let log = Log::default();
        self.check_fields(&Path::Root, &log);
        let mut faults = log.into_lists().0;
        let mut fault = |kind, pointer: &str, sentence: String| {
            faults.push(Error::new(kind, pointer, sentence));
        };
        if self.lines.is_empty() {
            let sentence = "expected at least one line, found none".to_owned();
            fault(ErrorKind::Missing, "/lines", sentence);
        }
        if buffer.low.is_negative() || buffer.high < buffer.low {
            let sentence = format!(
                "expected a smaller and a larger margin, found {} and {}",
                buffer.low, buffer.high
            );
            fault(ErrorKind::OutOfRange, "/buffer", sentence);
        }
        if !matches!(self.season.len(), 0 | 12) {
            let sentence = format!("expected twelve factors, found {}", self.season.len());
            fault(ErrorKind::OutOfRange, "/season", sentence);
        }
        faults
    }
}

/// Both ends of the cost of one request; without an amount there is no need to speak of.
fn once(estimate: &Estimate) -> Result<Between, Error> {
    match (estimate.total, estimate.low, estimate.high) {
        (Some(total), ..) => Ok(Between { low: total, high: total }),
        (None, Some(low), Some(high)) => Ok(Between { low, high }),
        _ => {
            let mut reasons: Vec<&str> =
                estimate.reasons.iter().map(|reason| reason.text.as_str()).collect();
            reasons.dedup();
            let sentence = format!(
                "the cost of `{}` is not known: {}",
                estimate.operation,
                reasons.join("; ")
            );
            Err(Error::new(ErrorKind::NoAnswer, "/request", sentence))
        }
    }
}

#[cold]
pub(super) fn does_not_fit() -> Error {
    Error::new(ErrorKind::Inexact, "", "the amounts no longer fit exact arithmetic")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CATALOG: &str = r#"{ "catalog": "c", "version": "1", "as_of": "2026-11-01",
        "credit": { "name": "credit", "step": "0.01" },
        "operations": [
            { "id": "image", "price": [ { "line": "image", "rate": "0.1" } ] },
            { "id": "upscale", "settings": { "to": { "choice": ["2x", "4x"] } },
              "price": [ { "line": "upscale", "rate": { "by": "to", "2x": "10", "4x": "20" } } ] },
            { "id": "train", "price": "unpriced" } ] }"#;

    fn need(text: &str) -> Result<NeedEstimate, Errors> {
        Catalog::from_json(CATALOG).unwrap().need(&Need::from_json(text)?)
    }

    #[test]
    fn a_week_is_52_twelfths_of_a_month() {
        let month =
            need(r#"{ "lines": [ { "request": { "operation": "image" }, "per_week": 2500 } ] }"#);
        assert_eq!(month.unwrap().lines[0].count.to_string(), "10833.333333333333");
        let month =
            need(r#"{ "lines": [ { "request": { "operation": "image" }, "per_week": 250.5 } ] }"#);
        assert_eq!(month.unwrap().need.high.to_string(), "108.55");
    }

    #[test]
    fn an_open_setting_makes_it_a_range() {
        let month = need(
            r#"{ "lines": [ { "request": { "operation": "image" }, "per_day": 3, "days": 10 },
                            { "request": { "operation": "upscale" }, "per_day": 1, "days": 10 } ],
                 "buffer": { "low": "0", "high": "12.5" } }"#,
        );
        let month = month.unwrap();
        assert_eq!(month.state, State::Range);
        assert_eq!(
            (month.need.low.to_string(), month.need.high.to_string()),
            ("103".into(), "203".into())
        );
        assert_eq!(month.with_buffer.low.to_string(), "103");
        assert_eq!(month.with_buffer.high.to_string(), "228.375");
    }

    #[test]
    fn what_has_no_answer_is_refused_all_at_once() {
        let errors = need(
            r#"{ "catalog": "c", "lines": [
                { "request": { "operation": "train" }, "per_day": 1, "days": 10 },
                { "request": { "operation": "imge" }, "per_day": 1, "days": 10 },
                { "request": { "operation": "image" }, "per_week": 1, "days": 20 } ],
              "buffer": { "low": "30", "high": "20" } }"#,
        );
        let errors = errors.unwrap_err();
        let pointers: Vec<&str> = errors.iter().map(Error::pointer).collect();
        assert_eq!(
            pointers,
            ["/buffer", "/lines/0/request", "/lines/1/request/operation", "/lines/2/days"]
        );
        assert!(errors.to_string().contains("does not publish"), "{errors}");
    }

    #[test]
    fn a_need_for_another_catalog_is_refused() {
        let errors = need(r#"{ "catalog": "d", "lines": [] }"#).unwrap_err();
        assert_eq!(errors.to_string(), "/catalog: expected the catalog `c`, found `d`");
    }

    #[test]
    fn an_empty_need_is_an_error() {
        assert_eq!(need(r#"{ "lines": [] }"#).unwrap_err().first().unwrap().pointer(), "/lines");
    }
}
