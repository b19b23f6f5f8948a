//! JSON as this crate needs it: numbers keep their digits, duplicate keys are refused, and every
//! value knows its pointer, so that all errors of a document can be reported at once.

mod answer;
mod canonical;
mod log;
mod outline;
mod parse;
mod read;
mod record;
#[cfg(feature = "schema")]
pub(crate) mod schema;
mod setters;
mod values;
mod within;
mod write;

use crate::visible::visible;
pub(crate) use answer::{answer, read_written};
pub(crate) use canonical::{canonical, canonical_without, sha256};
pub(crate) use log::{Log, Path, TELLS_WARNINGS};
pub(crate) use outline::{Outline, outline, parse_part};
pub use parse::parse;
#[cfg(feature = "lists")]
pub(crate) use parse::{VALUES, parse_all_digits};
pub(crate) use parse::{admitted, parse_loosely, parse_own, shown};
pub(crate) use read::{Field, Node, Read, read_in_place, read_text};
pub(crate) use record::{first, first_key, key, parse_word, read_word, record, saved, words};
use serde::ser::{Serialize, Serializer};
pub(crate) use setters::setters;
pub(crate) use within::Within;
#[cfg(feature = "schema")]
pub(crate) use write::write_visible;
pub use write::{WriteError, to_text, to_text_pretty, to_value};
#[cfg(feature = "wasm")]
pub(crate) use write::{is_safe_number, to_js_text};

/// A JSON value whose numbers keep their text and whose objects keep their order.
// A full-width tag avoids padding that would be copied byte by byte.
#[derive(Clone, Debug, PartialEq)]
#[repr(u32)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as text: at most 15 significant digits.
    Number(String),
    /// A string.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// Keys and values in the order of the text, without duplicate keys. Answers do not depend on
    /// the order, and digests do not either.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// The value of an object's key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Object(members) => members.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// Its type with an article, for sentences.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    /// The value in a sentence: in full if short, otherwise its type.
    pub(crate) fn shown(&self) -> String {
        match self {
            Value::Bool(b) => b.to_string(),
            Value::Number(text) => text.clone(),
            Value::String(text) if text.chars().count() <= 40 => format!("\"{}\"", visible(text)),
            other => other.kind().to_owned(),
        }
    }
}

/// As it was read; a number that is not whole becomes a string, which keeps its digits.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(flag) => serializer.serialize_bool(*flag),
            Value::Number(text) => match text.parse::<i64>() {
                Ok(whole) => serializer.serialize_i64(whole),
                Err(_) => serializer.serialize_str(text),
            },
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(items) => serializer.collect_seq(items),
            Value::Object(members) => {
                serializer.collect_map(members.iter().map(|(key, value)| (key, value)))
            }
        }
    }
}

/// A pointer segment, with `~` and `/` escaped (RFC 6901).
pub(crate) fn escape(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}
