//! Quotes as this service makes and takes them: its signing key, the keys it trusts, its audience.

use crate::config::QuoteSettings;
use crate::problem::Problem;
use anyhow::Context;
use drawdown::{
    Instant, QuoteAlgorithm, QuoteChecks, QuoteKey, QuoteKeys, QuoteSigner, QuoteTerms, Span,
    Value, to_text,
};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// How quotes are signed and checked.
#[derive(Default)]
pub struct Quotes {
    signer: Option<QuoteSigner>,
    keys: QuoteKeys,
    is_signature_needed: bool,
    audience: Option<String>,
    valid_for: Option<Span>,
}

impl Quotes {
    /// Reads the key files that the configuration names.
    ///
    /// # Errors
    /// If one of them cannot be read; if signatures are needed and there is no key.
    pub fn open(settings: &QuoteSettings) -> anyhow::Result<Self> {
        let signer = settings.signing_key.as_deref().map(read_signer).transpose()?;
        let keys = settings.keys.as_deref().map(read_keys).transpose()?.unwrap_or_default();
        let keys = match &signer {
            Some(signer) => keys.key(signer.key()),
            None => keys,
        };
        if settings.require_signature && keys.iter().next().is_none() {
            anyhow::bail!("`quotes.require_signature` needs `quotes.keys` or `quotes.signing_key`");
        }
        let valid_for = settings.valid_for.as_deref().map(str::parse).transpose();
        Ok(Quotes {
            signer,
            keys,
            is_signature_needed: settings.require_signature,
            audience: settings.audience.clone(),
            valid_for: valid_for.context("`quotes.valid_for` is wrong")?,
        })
    }

    /// The terms of a quote that is made now, as far as the caller has not said them.
    pub fn terms(&self, asked: QuoteTerms, now: Instant) -> QuoteTerms {
        let asked = match (&asked.audience, &self.audience) {
            (None, Some(own)) => asked.audience(own.clone()),
            _ => asked,
        };
        match self.valid_for {
            Some(span) if asked.expires.is_none() => {
                let issued = asked.issued.unwrap_or(now);
                asked.valid_for(issued, span)
            }
            _ => asked,
        }
    }

    /// A quote as JSON text, signed if there is a key to sign with.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn written<T: Serialize>(&self, quote: &T) -> Result<String, Problem> {
        Ok(match &self.signer {
            Some(signer) => to_text(&signer.sign(quote)?)?,
            None => to_text(quote)?,
        })
    }

    /// What a quote is checked against now. Without a signature, it is only computed again, unless one is
    /// needed.
    pub fn checks(&self, quote: &Value, now: Instant) -> QuoteChecks {
        let checks = match &self.audience {
            Some(own) => QuoteChecks::new(now).audience(own.clone()),
            None => QuoteChecks::new(now),
        };
        let is_signed = quote.get("signatures").is_some();
        let has_keys = self.keys.iter().next().is_some();
        if self.is_signature_needed || has_keys && is_signed {
            checks.keys(self.keys.clone())
        } else {
            checks
        }
    }

    /// The public keys, as JSON text: a page checks signatures with them.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn public_keys(&self) -> Result<String, Problem> {
        let is_public = |key: &&QuoteKey| key.algorithm() == QuoteAlgorithm::Ed25519;
        let keys: Vec<&QuoteKey> = self.keys.iter().filter(is_public).collect();
        Ok(to_text(&BTreeMap::from([("keys", keys)]))?)
    }
}

fn read_signer(path: &Path) -> anyhow::Result<QuoteSigner> {
    QuoteSigner::from_json(&text_of(path)?).with_context(|| format!("{} is wrong", path.display()))
}

fn read_keys(path: &Path) -> anyhow::Result<QuoteKeys> {
    QuoteKeys::from_json(&text_of(path)?).with_context(|| format!("{} is wrong", path.display()))
}

fn text_of(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}
