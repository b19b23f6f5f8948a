//! The need: credits wanted in a month, and a margin on top.

use crate::amount::{Credits, Decimal, Fraction};
use crate::catalog::program::Text;
use crate::catalog::{Catalog, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::estimate::{Estimate, State};
use crate::json::{self, Log, Node, Read, Value, record};
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

/// The longest month.
const MOST_DAYS: u32 = 31;

record! {
    /// What is wanted in a month: so many runs of each request, and a buffer on top.
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
        /// What is wanted.
        lines: Vec<NeedLine>,
        /// The margin on top; 20 to 30 per cent when absent.
        buffer: Option<Buffer>,
    }
}

record! {
    /// One request, so many times a day, on so many days of the month.
    pub struct NeedLine {
        /// What is requested.
        request: Request,
        /// How many times a day.
        per_day: u32,
        /// On how many days of the month, at most 31.
        days: u32,
    }
}

record! {
    /// A margin on top of the need, in per cent.
    pub struct Buffer {
        /// The smaller margin.
        low: Decimal,
        /// The larger margin.
        high: Decimal,
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
    /// The margin, in per cent.
    pub buffer: Buffer,
    /// The low end with the smaller margin, and the high end with the larger one.
    pub with_buffer: Between,
}

/// What one line of a need comes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NeedItem {
    /// How many times it is requested in the month.
    pub count: u64,
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
        let value: Value = json::parse(text)?;
        let log = Log::default();
        let need = Need::read(&Node::root(&value, &log));
        Errors::check(log.into_lists().0)?;
        Ok(need)
    }
}

impl Default for Buffer {
    /// 20 to 30 per cent.
    fn default() -> Self {
        Buffer { low: 20.into(), high: 30.into() }
    }
}

impl Catalog {
    /// What a need comes to in a month: each request as many times as it is wanted, the sum, and
    /// the sum with its buffer. A line with open settings makes it a range.
    ///
    /// # Errors
    /// `unknown_name` for a need for another catalog. As [`Catalog::estimate`], for all lines at once; `no_answer` with the reason for a line
    /// whose cost is not published or known only after the run; `out_of_range` for days that no
    /// month has and for a buffer that is negative or upside down.
    pub fn need(&self, need: &Need) -> Result<NeedEstimate, Errors> {
        let buffer = need.buffer.clone().unwrap_or_default();
        self.is_meant(need)?;
        let mut errors = faults(need, &buffer);
        let mut lines = Vec::with_capacity(need.lines.len());
        for (i, line) in need.lines.iter().enumerate() {
            match self.item(line) {
                Ok(item) => lines.push(item),
                Err(found) => errors.extend(found.under(&format!("/lines/{i}"))),
            }
        }
        Errors::check(errors)?;
        Ok(self.sum(lines, buffer).ok_or_else(does_not_fit)?)
    }

    /// A need for another catalog has nothing to be checked against this one.
    fn is_meant(&self, need: &Need) -> Result<(), Error> {
        match &need.catalog {
            Some(id) if id != self.id() => {
                let sentence = format!("expected the catalog `{id}`, found `{}`", self.id());
                Err(Error::new(ErrorKind::UnknownName, "/catalog", sentence))
            }
            _ => Ok(()),
        }
    }

    fn item(&self, line: &NeedLine) -> Result<NeedItem, Errors> {
        if !(1..=MOST_DAYS).contains(&line.days) {
            let sentence = format!("expected 1 to {MOST_DAYS} days, found {}", line.days);
            return Err(Error::new(ErrorKind::OutOfRange, "/days", sentence).into());
        }
        let estimate = self.estimate(&line.request).map_err(|errors| errors.under("/request"))?;
        let once = once(&estimate)?;
        let count = u64::from(line.per_day) * u64::from(line.days);
        let amount = once.times(count).ok_or_else(does_not_fit)?;
        Ok(NeedItem { count, estimate, amount })
    }

    fn sum(&self, lines: Vec<NeedItem>, buffer: Buffer) -> Option<NeedEstimate> {
        let mut need = Between::default();
        for line in &lines {
            need.low = need.low.checked_add(line.amount.low)?;
            need.high = need.high.checked_add(line.amount.high)?;
        }
        let is_range = lines.iter().any(|line| line.estimate.state == State::Range);
        Some(NeedEstimate {
            catalog: self.id_text(),
            version: self.version_text(),
            unit: self.checked().unit.clone(),
            state: if is_range { State::Range } else { State::Exact },
            approximate: lines.iter().any(|line| line.estimate.approximate),
            with_buffer: Between {
                low: with_margin(need.low, buffer.low)?,
                high: with_margin(need.high, buffer.high)?,
            },
            lines,
            need,
            buffer,
        })
    }
}

/// What is wrong with it beside its lines.
fn faults(need: &Need, buffer: &Buffer) -> Vec<Error> {
    let mut faults = Vec::new();
    if need.lines.is_empty() {
        let sentence = "expected at least one line, found none";
        faults.push(Error::new(ErrorKind::Missing, "/lines", sentence));
    }
    if buffer.low.is_negative() || buffer.high < buffer.low {
        let sentence = format!(
            "expected a smaller and a larger margin in per cent, found {} and {}",
            buffer.low, buffer.high
        );
        faults.push(Error::new(ErrorKind::OutOfRange, "/buffer", sentence));
    }
    faults
}

/// Both ends of the cost of one request; without an amount there is no need to speak of.
fn once(estimate: &Estimate) -> Result<Between, Error> {
    match (estimate.total, estimate.low, estimate.high) {
        (Some(total), ..) => Ok(Between { low: total, high: total }),
        (None, Some(low), Some(high)) => Ok(Between { low, high }),
        _ => {
            let reasons: Vec<&str> = estimate.reasons.iter().map(|r| r.text.as_str()).collect();
            let sentence = format!(
                "the cost of `{}` is not known: {}",
                estimate.operation,
                reasons.join("; ")
            );
            Err(Error::new(ErrorKind::NoAnswer, "/request", sentence))
        }
    }
}

impl Between {
    fn times(self, count: u64) -> Option<Between> {
        let (low, high) = (self.low.checked_times(count)?, self.high.checked_times(count)?);
        Some(Between { low, high })
    }
}

/// So many per cent more, exactly.
fn with_margin(amount: Credits, per_cent: Decimal) -> Option<Credits> {
    let hundred = Fraction::integer(100);
    let factor = Fraction::from_decimal(per_cent).add(&hundred).ok()?.div(&hundred).ok()?;
    Fraction::from_decimal(amount.decimal()).mul(&factor).ok()?.to_decimal().map(Credits::from)
}

fn does_not_fit() -> Error {
    Error::new(ErrorKind::Inexact, "", "the amounts no longer fit exact arithmetic")
}

impl Serialize for Buffer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Buffer", 2)?;
        fields.serialize_field("low", &self.low)?;
        fields.serialize_field("high", &self.high)?;
        fields.end()
    }
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
                { "request": { "operation": "image" }, "per_day": 1, "days": 32 } ],
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
        assert_eq!(errors.to_string(), "/catalog: expected the catalog `d`, found `c`");
    }

    #[test]
    fn an_empty_need_is_an_error() {
        assert_eq!(need(r#"{ "lines": [] }"#).unwrap_err().first().unwrap().pointer(), "/lines");
    }
}
