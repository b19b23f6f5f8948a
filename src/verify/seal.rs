//! The digest of a quote: over its canonical JSON, without the digest itself.

use crate::error::Error;
use crate::json::{self, Value};
use serde::Serialize;

/// The digest over everything else in a quote.
pub(super) fn digest_of_quote<T: Serialize>(quote: &T) -> Result<String, Error> {
    match written(quote)? {
        Value::Object(members) => Ok(digest_of_members(members)),
        _ => Err(unwritten()),
    }
}

/// The quote as JSON, as if that version of the crate had made it.
pub(super) fn sealed<T: Serialize>(quote: &T, version: &str) -> Result<Value, Error> {
    let Value::Object(mut members) = written(quote)? else { return Err(unwritten()) };
    set(&mut members, "drawdown", version.to_owned());
    let digest = digest_of_members(members.clone());
    set(&mut members, "digest", digest);
    Ok(Value::Object(members))
}

/// The digest of any part.
pub(super) fn digest<T: Serialize>(value: &T) -> Result<String, Error> {
    Ok(json::sha256(&json::canonical(&written(value)?)))
}

/// A value as JSON, with amounts as decimal strings.
pub(super) fn written<T: Serialize>(value: &T) -> Result<Value, Error> {
    json::to_value(value).map_err(|_| unwritten())
}

fn digest_of_members(mut members: Vec<(String, Value)>) -> String {
    members.retain(|(key, _)| key != "digest");
    json::sha256(&json::canonical(&Value::Object(members)))
}

fn set(members: &mut [(String, Value)], key: &str, text: String) {
    if let Some((_, value)) = members.iter_mut().find(|(known, _)| known == key) {
        *value = Value::String(text);
    }
}

/// Only floats and odd keys cannot be written, and there are none.
#[cold]
fn unwritten() -> Error {
    Error::internal("a quote cannot be written")
}
