//! Lengths of time in everyday units.

use super::ParseCalendarError;
use super::recurrence::Step;
use std::fmt;
use std::str::FromStr;

/// `90 days`, `12 months`.
///
/// ```
/// use drawdown::{Span, SpanUnit};
/// let span: Span = "90 days".parse()?;
/// assert_eq!(span, Span { count: 90, unit: SpanUnit::Days });
/// assert_eq!(span.to_string(), "90 days");
/// # Ok::<(), drawdown::ParseCalendarError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The number of units.
    pub count: u32,
    /// The unit.
    pub unit: SpanUnit,
}

/// The unit of a [`Span`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpanUnit {
    /// Of 60 seconds.
    Minutes,
    /// Of 3,600 seconds.
    Hours,
    /// Of the wall clock.
    Days,
    /// Of seven days.
    Weeks,
    /// Of the calendar.
    Months,
    /// Of twelve months.
    Years,
}

/// Each unit and its maximum: a hundred years.
const UNITS: [(&str, SpanUnit, u32); 6] = [
    ("minute", SpanUnit::Minutes, 52_704_000),
    ("hour", SpanUnit::Hours, 878_400),
    ("day", SpanUnit::Days, 36_600),
    ("week", SpanUnit::Weeks, 5_228),
    ("month", SpanUnit::Months, 1_200),
    ("year", SpanUnit::Years, 100),
];

impl Span {
    /// One day.
    pub(crate) const DAY: Span = Span { count: 1, unit: SpanUnit::Days };

    /// More than a hundred years: longer than any period.
    pub(crate) fn is_too_long(self) -> bool {
        UNITS.iter().any(|(_, unit, most)| *unit == self.unit && self.count > *most)
    }

    /// The step of a recurrence: minutes and hours are exact seconds, the rest is wall-clock.
    pub(crate) fn step(self) -> Step {
        let n = self.count;
        match self.unit {
            SpanUnit::Minutes => Step::Seconds(n.saturating_mul(60)),
            SpanUnit::Hours => Step::Seconds(n.saturating_mul(3600)),
            SpanUnit::Days => Step::Days(n),
            SpanUnit::Weeks => Step::Days(n.saturating_mul(7)),
            SpanUnit::Months => Step::Months(n),
            SpanUnit::Years => Step::Months(n.saturating_mul(12)),
        }
    }
}

impl FromStr for Span {
    type Err = ParseCalendarError;

    /// Reads `1 day` and `90 days`.
    fn from_str(text: &str) -> Result<Self, ParseCalendarError> {
        read(text).ok_or(ParseCalendarError::Span)
    }
}

fn read(text: &str) -> Option<Span> {
    let (count, unit) = text.split_once(' ')?;
    let unit = unit.strip_suffix('s').unwrap_or(unit);
    let (_, unit, _) = UNITS.iter().find(|(name, ..)| *name == unit)?;
    let count = count.parse().ok().filter(|n| *n > 0)?;
    Some(Span { count, unit: *unit })
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name =
            UNITS.iter().find(|(_, unit, _)| *unit == self.unit).map_or("", |(name, ..)| name);
        write!(f, "{} {name}{}", self.count, if self.count == 1 { "" } else { "s" })
    }
}

impl serde::Serialize for Span {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
