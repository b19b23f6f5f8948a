//! The first difference between an expected and a found value.

use crate::amount::FineDecimal;
use crate::json::{Value, escape};
use crate::order::sorted;
use crate::visible::visible;

/// A difference and its pointer.
pub(super) struct Difference {
    pub(super) pointer: String,
    pub(super) expected: String,
    pub(super) found: String,
}

/// Compares in the order of `expected`. An amount may be a number or a string: it is compared as a
/// decimal of up to 18 places.
pub(super) fn first_difference(expected: &Value, found: &Value) -> Option<Difference> {
    if expected == found {
        return None;
    }
    let mut pointer = String::new();
    differ(expected, found, &mut pointer)
}

fn differ(expected: &Value, found: &Value, pointer: &mut String) -> Option<Difference> {
    match (expected, found) {
        (Value::Object(wanted), Value::Object(given)) => {
            let missing = wanted.iter().find_map(|(key, value)| {
                let other = given.iter().find(|(k, _)| k == key).map(|(_, v)| v);
                below(pointer, key, |pointer| match other {
                    Some(other) => differ(value, other, pointer),
                    None => Some(difference(pointer, Some(value), None)),
                })
            });
            let surplus = || {
                let (key, value) = sorted(given, |a, b| a.0.cmp(&b.0))
                    .find(|(key, _)| !wanted.iter().any(|(k, _)| k == key))?;
                below(pointer, key, |pointer| Some(difference(pointer, None, Some(value))))
            };
            missing.or_else(surplus)
        }
        (Value::Array(wanted), Value::Array(given)) => {
            (0..wanted.len().max(given.len())).find_map(|i| {
                below(pointer, &i.to_string(), |pointer| match (wanted.get(i), given.get(i)) {
                    (Some(a), Some(b)) => differ(a, b, pointer),
                    (a, b) => Some(difference(pointer, a, b)),
                })
            })
        }
        _ => (!same(expected, found)).then(|| difference(pointer, Some(expected), Some(found))),
    }
}

fn below<T>(pointer: &mut String, key: &str, look: impl FnOnce(&mut String) -> T) -> T {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&escape(key));
    let seen = look(pointer);
    pointer.truncate(length);
    seen
}

fn same(expected: &Value, found: &Value) -> bool {
    let decimal = |value: &Value| match value {
        Value::Number(text) | Value::String(text) => text.parse::<FineDecimal>().ok(),
        _ => None,
    };
    match (expected, found) {
        (Value::String(a), Value::String(b)) => a == b,
        (Value::Number(_) | Value::String(_), Value::Number(_) | Value::String(_)) => {
            decimal(expected).is_some_and(|a| decimal(found) == Some(a))
        }
        _ => expected == found,
    }
}

fn difference(pointer: &str, expected: Option<&Value>, found: Option<&Value>) -> Difference {
    let shown = |value: Option<&Value>| match value {
        None => "nothing".to_owned(),
        Some(value) => visible(&crate::json::canonical(value)).into_owned(),
    };
    Difference { pointer: pointer.to_owned(), expected: shown(expected), found: shown(found) }
}
