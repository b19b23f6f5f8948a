//! The source of a rule, and when it was read.

use crate::calendar::{Instant, ParseCalendarError};
use crate::json::{Log, Node, Path, Read, Value, record};
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

record! {
    /// The source of a rule.
    pub struct Source {
        /// Address of the page.
        at: String,
        /// Date on which it was read.
        as_of: Date,
        /// A remark for people.
        note: Option<String>,
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields =
            serializer.serialize_struct("Source", 2 + usize::from(self.note.is_some()))?;
        fields.serialize_field("at", &self.at)?;
        fields.serialize_field("as_of", &self.as_of)?;
        match &self.note {
            Some(note) => fields.serialize_field("note", note)?,
            None => fields.skip_field("note")?,
        }
        fields.end()
    }
}

/// The name of a source of the catalog, or a source written out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SourceRef {
    Name(String),
    Inline(Source),
}

impl Read for SourceRef {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Object(_) => SourceRef::Inline(Source::read(node)),
            Value::String(name) => SourceRef::Name(node.text(name)),
            _ => {
                node.expected("the name of a source, or an object with `at` and `as_of`");
                SourceRef::placeholder()
            }
        }
    }
    fn placeholder() -> Self {
        SourceRef::Name(String::new())
    }
}

/// A calendar date, `2026-11-01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(Instant);

impl Date {
    /// Its first instant in UTC.
    pub fn midnight(self) -> Instant {
        self.0
    }

    /// The date of an instant in UTC.
    pub(super) fn of(at: Instant) -> Date {
        let since_midnight = at.time_of_day().seconds();
        Date(at.plus(-since_midnight).unwrap_or(at))
    }

    fn read_text(text: &str) -> Option<Date> {
        let is_date = text.len() == "2026-11-01".len();
        if is_date { text.parse().ok().map(Date) } else { None }
    }
}

impl FromStr for Date {
    type Err = ParseCalendarError;

    fn from_str(text: &str) -> Result<Self, ParseCalendarError> {
        Date::read_text(text).ok_or(ParseCalendarError::Date)
    }
}

crate::by_text::deserialize! { read: Date "a date" }

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.text();
        f.write_str(text.get(..10).and_then(|date| str::from_utf8(date).ok()).unwrap_or_default())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for Date {
    fn read(node: &Node) -> Self {
        if let Value::String(text) = node.value
            && let Some(date) = Date::read_text(text)
        {
            return date;
        }
        node.expected("a date such as \"2026-11-01\"");
        Date::placeholder()
    }
    fn placeholder() -> Self {
        Date(Instant::EPOCH)
    }
}

/// The source that a reference means.
pub(super) fn source(
    log: &Log,
    path: &Path,
    sources: &[(String, Source)],
    source: &SourceRef,
) -> Option<Source> {
    match source {
        SourceRef::Inline(source) => Some(source.clone()),
        SourceRef::Name(name) => {
            let found = sources.iter().find(|(known, _)| known == name);
            if found.is_none() && !name.is_empty() {
                let names: Vec<&str> = sources.iter().map(|(known, _)| known.as_str()).collect();
                log.unknown_name(path, "source", name, &names);
            }
            found.map(|(_, source)| source.clone())
        }
    }
}
