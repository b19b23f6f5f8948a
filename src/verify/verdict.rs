//! The answer of verifying a quote.

use super::compare;
use crate::catalog::{Catalog, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Value};
use crate::semantics::SEMANTICS;
use serde::Serialize;

/// The result of computing a quote again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Every value is equal.
    Verified,
    /// The first value that differs.
    Differs {
        /// Its JSON pointer.
        pointer: String,
        /// The value that this machine computes, as JSON.
        expected: String,
        /// The value in the quote, as JSON.
        found: String,
    },
    /// The quote was made with another version of the catalog or of the rules.
    Stale {
        /// Its JSON pointer.
        pointer: String,
        /// This machine's value, as JSON.
        expected: String,
        /// The value in the quote, as JSON.
        found: String,
    },
}

impl Catalog {
    /// Computes a quote again with this catalog.
    ///
    /// A quote made with another version of the crate but the same rules can be verified. This says
    /// that the quote is what this catalog answers to its request. It does not say whether the
    /// account holds that plan, whether the instant is near, whether a gate is closed, or whether
    /// the quote was used before: [`Catalog::verify_for`] checks these too.
    ///
    /// # Errors
    /// If the text is not a quote, or this catalog does not allow its request.
    pub fn verify_json(&self, quote: &str) -> Result<Verdict, Errors> {
        self.verify(&json::parse(quote)?)
    }

    /// Like [`Catalog::verify_json`], for a parsed quote.
    ///
    /// # Errors
    /// As for [`Catalog::verify_json`].
    pub fn verify(&self, found: &Value) -> Result<Verdict, Errors> {
        if let Some(stale) = self.stale(found) {
            return Ok(stale);
        }
        let request = found.get("request").ok_or_else(|| {
            Error::new(ErrorKind::Missing, "", "expected a quote with a key `request`, found none")
        })?;
        let request = Request::from_value(request).map_err(below_request)?;
        let mut quote = self.quote(&request).map_err(below_request)?;
        if let Some(Value::String(version)) = found.get("drawdown") {
            quote.drawdown.clone_from(version);
            quote.digest = quote.own_digest()?;
        }
        let expected = json::to_value(&quote)
            .map_err(|error| Error::new(ErrorKind::Type, "", error.to_string()))?;
        Ok(match compare::first_difference(&expected, found) {
            None => Verdict::Verified,
            Some(difference) => Verdict::Differs {
                pointer: difference.pointer,
                expected: difference.expected,
                found: difference.found,
            },
        })
    }

    fn stale(&self, found: &Value) -> Option<Verdict> {
        let ours = [
            ("/semantics", Value::Number(SEMANTICS.to_string())),
            ("/catalog/id", Value::String(self.id().to_owned())),
            ("/catalog/version", Value::String(self.version().to_owned())),
            ("/catalog/digest", Value::String(self.digest().to_owned())),
        ];
        ours.into_iter().find_map(|(pointer, expected)| {
            let theirs = pointer.split('/').skip(1).try_fold(found, |value, key| value.get(key))?;
            (*theirs != expected).then(|| Verdict::Stale {
                pointer: pointer.to_owned(),
                expected: json::canonical(&expected),
                found: json::canonical(theirs),
            })
        })
    }
}

fn below_request(errors: Errors) -> Errors {
    errors.under("/request")
}
