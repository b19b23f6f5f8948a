//! A value in a row of a FOCUS file.

use crate::amount::Decimal;
use crate::calendar::Instant;
use crate::json::words;
use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;

words! {
    /// What a column holds, as FOCUS names it.
    pub enum FocusKind {
        /// A text.
        Text = "STRING",
        /// An exact decimal of at most twelve places.
        Decimal = "DECIMAL",
        /// An instant in UTC, to the second.
        Instant = "DATETIME",
        /// A JSON object, as a text.
        Json = "JSON",
    }
}

/// A value in a row; `Display` writes it as CSV has it.
#[derive(Clone, Debug, PartialEq)]
pub enum FocusCell<'a> {
    /// Of a column of texts or of JSON.
    Text(Cow<'a, str>),
    /// Of a column of decimals.
    Decimal(Decimal),
    /// Of a column of instants.
    Instant(Instant),
    /// Null.
    Absent,
}

impl std::fmt::Display for FocusCell<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FocusCell::Text(text) => f.write_str(text),
            FocusCell::Decimal(decimal) => decimal.fmt(f),
            FocusCell::Instant(instant) => instant.fmt(f),
            FocusCell::Absent => Ok(()),
        }
    }
}

impl Serialize for FocusCell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            FocusCell::Text(text) => serializer.serialize_str(text),
            FocusCell::Decimal(decimal) => decimal.serialize(serializer),
            FocusCell::Instant(instant) => instant.serialize(serializer),
            FocusCell::Absent => serializer.serialize_none(),
        }
    }
}
