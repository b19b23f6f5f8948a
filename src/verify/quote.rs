//! The quote of an estimate.

use super::VERSION;
use super::head::{CatalogRef, QuoteKind};
use super::seal::{digest, digest_of_quote};
use super::terms::QuoteTerms;
use crate::calendar::Instant;
use crate::catalog::{Catalog, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::estimate::Estimate;
use crate::json::{self, Log, Value, answer};
use crate::semantics::SEMANTICS;
use serde::Serialize;

answer! {
    /// An estimate with the digests of its inputs.
    ///
    /// [`Catalog::quote`] makes one, [`Quote::from_json`] reads one. What is read is what somebody says:
    /// charge nothing for it that [`Catalog::verify_for`] has not accepted.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct Quote {
        /// What is quoted: [`QuoteKind::Estimate`].
        #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::estimate"))]
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
        /// `sha256:` over the canonical JSON of the request.
        pub request_digest: String,
        /// The request.
        pub request: Request,
        /// The answer.
        pub estimate: Estimate,
        /// `sha256:` over all of the above; see [`Catalog::quote`].
        pub digest: String,
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
        self.quote_with(request, &QuoteTerms::default())
    }

    /// Like [`Catalog::quote`], with an id, an audience, and the time in which it is valid; see
    /// [`QuoteTerms`].
    ///
    /// # Errors
    /// As for [`Catalog::estimate`], and for terms that contradict each other or are too long.
    pub fn quote_with(&self, request: &Request, terms: &QuoteTerms) -> Result<Quote, Errors> {
        let mut quote = self.unsealed_quote(request, terms)?;
        quote.digest = digest_of_quote(&quote)?;
        Ok(quote)
    }

    /// A quote whose digest is still empty.
    pub(super) fn unsealed_quote(
        &self,
        request: &Request,
        terms: &QuoteTerms,
    ) -> Result<Quote, Errors> {
        terms.check()?;
        Ok(Quote {
            kind: QuoteKind::Estimate,
            semantics: SEMANTICS,
            drawdown: VERSION.to_owned(),
            catalog: CatalogRef::of(self),
            id: terms.id.clone(),
            issued: terms.issued,
            expires: terms.expires,
            audience: terms.audience.clone(),
            request_digest: digest(request)?,
            request: request.clone(),
            estimate: self.estimate(request)?,
            digest: String::new(),
        })
    }
}

impl Quote {
    /// Reads a quote from JSON text, such as the one that a browser sends: every part of it, the
    /// estimate included. What [`Catalog::quote`] made is equal again, whether its amounts are
    /// written as strings or as numbers.
    ///
    /// It is a claim. Nothing is verified, not even the digests: anybody can write a quote with any
    /// total. Use it to learn what the quote is about, such as its catalog, then give the text to
    /// [`Catalog::verify_for`], and charge what that returns.
    ///
    /// ```
    /// use drawdown::{Catalog, CatalogRef, Quote, QuoteChecks, QuoteDecision, Request, to_text};
    /// use std::collections::HashMap;
    /// # let version = |version: &str, rate: &str| Catalog::from_json(&format!(r#"{{
    /// #     "catalog": "example", "version": "{version}", "as_of": "2026-11-01",
    /// #     "credit": {{ "name": "credit", "step": "1" }},
    /// #     "operations": [ {{ "id": "image",
    /// #         "price": [ {{ "line": "image", "rate": "{rate}" }} ] }} ] }}"#));
    /// # let (november, december) = (version("2026-11", "24")?, version("2026-12", "30")?);
    /// # let now = "2026-11-30T23:59Z".parse()?;
    /// # let text = to_text(&november.quote(&Request::new("image").at(now))?)?;
    /// // Quotes of the old catalog are accepted for a while.
    /// let catalogs = [november, december].map(|catalog| (CatalogRef::of(&catalog), catalog));
    /// let catalogs = HashMap::from(catalogs);
    ///
    /// let quote = Quote::from_json(&text)?;
    /// assert_eq!(quote.catalog.version, "2026-11");
    /// assert_eq!(quote.request.operation, "image");
    /// let catalog = catalogs.get(&quote.catalog).ok_or("ask again: the prices have changed")?;
    /// let decision = catalog.verify_for(&text, &QuoteChecks::new(now), |_| true)?;
    /// let QuoteDecision::Accepted(accepted) = decision else { panic!("it is refused") };
    /// assert_eq!(accepted.total.to_string(), "24");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too. A quote of
    /// another version of this crate may have other keys.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        Quote::from_value(&json::parse(text)?)
    }

    /// Like [`Quote::from_json`], for a parsed quote.
    ///
    /// # Errors
    /// As for [`Quote::from_json`].
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        let quote: Quote = Log::default().read(value)?;
        if quote.kind != QuoteKind::Estimate {
            let sentence = "expected \"estimate\", found another kind: read its head";
            return Err(Error::new(ErrorKind::Type, "/kind", sentence).into());
        }
        Ok(quote)
    }

    /// The id that its maker gave it, or else its digest.
    pub fn id(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.digest)
    }
}
