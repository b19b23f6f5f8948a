//! The quote.

use super::VERSION;
use crate::catalog::{Catalog, Request};
use crate::error::{Error, Errors};
use crate::estimate::Estimate;
use crate::json;
use crate::semantics::SEMANTICS;
use serde::Serialize;

/// An estimate with the digests of its inputs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Quote {
    /// The kind of answer.
    pub kind: QuoteKind,
    /// Version of the rules.
    pub semantics: u32,
    /// Version of the crate.
    pub drawdown: String,
    /// The catalog.
    pub catalog: CatalogRef,
    /// `sha256:` over the canonical JSON of the request.
    pub request_digest: String,
    /// The request.
    pub request: Request,
    /// The answer.
    pub estimate: Estimate,
    /// `sha256:` over all of the above; see [`Catalog::quote`].
    pub digest: String,
}

/// The kind of answer in a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum QuoteKind {
    /// An [`Estimate`].
    Estimate,
}

/// The exact catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CatalogRef {
    /// Id.
    pub id: String,
    /// Its `version`.
    pub version: String,
    /// Digest of the canonical JSON.
    pub digest: String,
}

impl CatalogRef {
    pub(crate) fn of(catalog: &Catalog) -> Self {
        CatalogRef {
            id: catalog.id().to_owned(),
            version: catalog.version().to_owned(),
            digest: catalog.digest().to_owned(),
        }
    }
}

impl Catalog {
    /// An estimate that another machine can verify.
    ///
    /// `digest` is the SHA-256 of the canonical JSON (RFC 8785) of the quote without `digest`, with
    /// every amount as a decimal string.
    ///
    /// # Errors
    /// As for [`Catalog::estimate`].
    pub fn quote(&self, request: &Request) -> Result<Quote, Errors> {
        let estimate = self.estimate(request)?;
        let mut quote = Quote {
            kind: QuoteKind::Estimate,
            semantics: SEMANTICS,
            drawdown: VERSION.to_owned(),
            catalog: CatalogRef::of(self),
            request_digest: digest(request)?,
            request: request.clone(),
            estimate,
            digest: String::new(),
        };
        quote.digest = quote.own_digest()?;
        Ok(quote)
    }
}

impl Quote {
    /// The digest over everything else.
    pub(super) fn own_digest(&self) -> Result<String, Error> {
        let Ok(json::Value::Object(mut members)) = json::to_value(self) else {
            return Err(unwritten());
        };
        members.retain(|(key, _)| key != "digest");
        Ok(json::sha256(&json::canonical(&json::Value::Object(members))))
    }
}

fn digest<T: Serialize>(value: &T) -> Result<String, Error> {
    let value = json::to_value(value).map_err(|_| unwritten())?;
    Ok(json::sha256(&json::canonical(&value)))
}

/// Only floats and odd keys cannot be written, and there are none.
#[cold]
fn unwritten() -> Error {
    Error::internal("a quote cannot be written")
}
