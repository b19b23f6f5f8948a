//! The digest of a quote: over its canonical JSON, without the digest itself.

use crate::error::Error;
use crate::json::{self, Value};
use serde::Serialize;

/// The digest over everything else in a quote.
pub(super) fn digest_of_quote<T: Serialize>(quote: &T) -> Result<String, Error> {
    Ok(digest_of_rest(&written(quote)?))
}

/// The quote as JSON, as if that version of the crate had made it.
pub(super) fn sealed<T: Serialize>(quote: &T, version: &str) -> Result<Value, Error> {
    let mut quote = written(quote)?;
    set(&mut quote, "drawdown", version.to_owned());
    let digest = digest_of_rest(&quote);
    set(&mut quote, "digest", digest);
    Ok(quote)
}

/// The digest of any part.
pub(super) fn digest<T: Serialize>(value: &T) -> Result<String, Error> {
    Ok(json::sha256(&json::canonical(&written(value)?)))
}

/// A value as JSON, with amounts as decimal strings.
pub(super) fn written<T: Serialize>(value: &T) -> Result<Value, Error> {
    json::to_value(value).map_err(|_| unwritten())
}

fn digest_of_rest(quote: &Value) -> String {
    json::sha256(&json::canonical_without(quote, "digest"))
}

fn set(quote: &mut Value, key: &str, text: String) {
    let Value::Object(members) = quote else { return };
    if let Some((_, value)) = members.iter_mut().find(|(known, _)| known == key) {
        *value = Value::String(text);
    }
}

/// Only floats and odd keys cannot be written, and there are none.
#[cold]
fn unwritten() -> Error {
    Error::internal("a quote cannot be written")
}
