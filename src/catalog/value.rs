//! A value of a setting.

use crate::amount::Decimal;
use crate::json::{Node, Read, Value};
use crate::visible::visible;
use serde::{Serialize, Serializer};
use std::fmt;

/// A value of a setting, as written in a request or a catalog.
// A full-width tag avoids padding that would be copied byte by byte.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
#[non_exhaustive]
pub enum SettingValue {
    /// A number.
    Number(Decimal),
    /// A choice; or a number written as a decimal string.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A list of numbers.
    List(Vec<Decimal>),
}

impl SettingValue {
    /// The number, even if written as a text.
    pub(crate) fn number(&self) -> Option<Decimal> {
        match self {
            SettingValue::Number(decimal) => Some(*decimal),
            SettingValue::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// Whether both are the same in JSON text, where a number becomes a text.
    pub(crate) fn is_written_like(&self, other: &SettingValue) -> bool {
        match (self, other) {
            (SettingValue::Number(number), SettingValue::Text(text))
            | (SettingValue::Text(text), SettingValue::Number(number)) => {
                number.to_string() == *text
            }
            _ => self == other,
        }
    }
}

impl fmt::Display for SettingValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingValue::Number(decimal) => write!(f, "{decimal}"),
            SettingValue::Text(text) => f.write_str(&visible(text)),
            SettingValue::Flag(flag) => f.write_str(if *flag { "yes" } else { "no" }),
            SettingValue::List(items) => {
                let items: Vec<String> = items.iter().map(Decimal::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
        }
    }
}

impl Serialize for SettingValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            SettingValue::Number(decimal) => decimal.serialize(serializer),
            SettingValue::Text(text) => serializer.serialize_str(text),
            SettingValue::Flag(flag) => serializer.serialize_bool(*flag),
            SettingValue::List(items) => items.serialize(serializer),
        }
    }
}

impl Read for SettingValue {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Number(_) => SettingValue::Number(Decimal::read(node)),
            Value::String(text) => SettingValue::Text(node.text(text)),
            Value::Bool(flag) => SettingValue::Flag(*flag),
            Value::Array(_) => SettingValue::List(Vec::read(node)),
            _ => {
                node.expected("a number, a text, true, false, or a list of numbers");
                SettingValue::placeholder()
            }
        }
    }
    fn placeholder() -> Self {
        SettingValue::Flag(false)
    }
}

impl From<u32> for SettingValue {
    fn from(n: u32) -> Self {
        SettingValue::Number(n.into())
    }
}

impl From<Decimal> for SettingValue {
    fn from(decimal: Decimal) -> Self {
        SettingValue::Number(decimal)
    }
}

impl From<&str> for SettingValue {
    fn from(text: &str) -> Self {
        SettingValue::Text(text.to_owned())
    }
}

impl From<bool> for SettingValue {
    fn from(flag: bool) -> Self {
        SettingValue::Flag(flag)
    }
}

impl From<Vec<Decimal>> for SettingValue {
    fn from(items: Vec<Decimal>) -> Self {
        SettingValue::List(items)
    }
}
