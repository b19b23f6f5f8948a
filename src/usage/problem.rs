//! Rows that could not be read, and what was read.

use crate::calendar::Instant;
use crate::visible::visible;
use serde::Serialize;
use std::fmt;

/// How many problems are kept; all are counted.
const MOST_KEPT: usize = 100;

/// A row that is not counted, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Problem {
    /// The name of the file, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line on which the row begins, from 1; in Parquet, the row.
    pub line: u64,
    /// What was expected, and what was found.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) => write!(f, "{}:{}: {}", visible(file), self.line, self.reason),
            None => write!(f, "line {}: {}", self.line, self.reason),
        }
    }
}

/// What was read of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReadSummary {
    /// Events that count.
    pub events: u64,
    /// Rows whose id had occurred before: they are not counted again.
    pub duplicates: u64,
    /// Rows that could not be read.
    pub bad_rows: u64,
    /// The first of them.
    pub problems: Vec<Problem>,
    /// The earliest instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Instant>,
    /// The latest instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Instant>,
    /// Columns or keys that were not used.
    pub ignored: Vec<String>,
}

impl ReadSummary {
    pub(super) fn note(&mut self, problem: Problem) {
        self.bad_rows += 1;
        if self.problems.len() < MOST_KEPT {
            self.problems.push(problem);
        }
    }

    pub(super) fn count(&mut self, at: Instant) {
        self.events += 1;
        self.first = Some(self.first.map_or(at, |first| first.min(at)));
        self.last = Some(self.last.map_or(at, |last| last.max(at)));
    }

    pub(super) fn ignore(&mut self, name: &str) {
        if self.ignored.len() < MOST_KEPT && !self.ignored.iter().any(|known| known == name) {
            self.ignored.push(visible(name).into_owned());
        }
    }
}
