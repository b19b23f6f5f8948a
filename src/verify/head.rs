//! What quotes of every kind say of themselves.

use super::terms::QuoteTerms;
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::error::Errors;
use crate::json::{self, Log, Value, answer};
use serde::Serialize;

answer! {
    /// What a quote of any kind says of itself, signed or not.
    ///
    /// It is a claim, like all of a quote that is not verified. Use it to choose the catalog.
    ///
    /// ```
    /// use drawdown::{Catalog, QuoteHead, QuoteKind, Request, to_text};
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "step": "1" },
    ///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ] }"#)?;
    /// let text = to_text(&catalog.quote(&Request::new("image"))?)?;
    /// let head = QuoteHead::from_json(&text)?;
    /// assert_eq!((head.kind, head.catalog.version.as_str()), (QuoteKind::Estimate, "1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Serialize)]
    #[non_exhaustive]
    pub struct QuoteHead {
        /// What is quoted.
        pub kind: QuoteKind,
        /// Version of the rules.
        pub semantics: u32,
        /// Version of the crate.
        pub drawdown: String,
        /// The catalog.
        pub catalog: CatalogRef,
        /// The id that its maker gave it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
        /// The first instant at which it is valid.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub issued: Option<Instant>,
        /// The first instant at which it is no longer valid.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub expires: Option<Instant>,
        /// Who may accept it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub audience: Option<String>,
        /// `sha256:` over everything else in the quote.
        pub digest: String,
    }
}

/// The keys of a head.
const KEYS: [&str; 9] =
    ["kind", "semantics", "drawdown", "catalog", "id", "issued", "expires", "audience", "digest"];

answer! {
    /// What is quoted.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "snake_case")]
    #[non_exhaustive]
    pub enum QuoteKind {
        /// An [`Estimate`](crate::Estimate).
        Estimate,
        /// A [`Projection`](crate::Projection), by its digest and totals.
        Projection,
        /// An option of a [`Fit`](crate::Fit), by its digest and totals.
        Fit,
    }
}

answer! {
    /// The exact catalog.
    #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
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
}

impl CatalogRef {
    /// What quotes of a catalog say of it.
    pub fn of(catalog: &Catalog) -> Self {
        CatalogRef {
            id: catalog.id().to_owned(),
            version: catalog.version().to_owned(),
            digest: catalog.digest().to_owned(),
        }
    }
}

impl QuoteHead {
    /// Reads the head of a quote from JSON text; the rest of the quote is not looked at.
    ///
    /// # Errors
    /// Every error in those keys, with its JSON pointer.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        QuoteHead::from_value(&json::parse(text)?)
    }

    /// Like [`QuoteHead::from_json`], from a parsed quote.
    ///
    /// # Errors
    /// As for [`QuoteHead::from_json`].
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        match value.get("quote") {
            Some(quote) => QuoteHead::of(quote).map_err(|errors| errors.under("/quote")),
            None => QuoteHead::of(value),
        }
    }

    /// The head of a quote without its signatures.
    pub(super) fn of(quote: &Value) -> Result<Self, Errors> {
        let Value::Object(members) = quote else { return Log::default().read(quote) };
        let of_head = members.iter().filter(|(key, _)| KEYS.contains(&key.as_str()));
        Log::default().read(&Value::Object(of_head.cloned().collect()))
    }

    pub(super) fn terms(&self) -> QuoteTerms {
        QuoteTerms {
            id: self.id.clone(),
            issued: self.issued,
            expires: self.expires,
            audience: self.audience.clone(),
        }
    }
}
