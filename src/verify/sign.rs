//! Signing quotes.

use super::key::QuoteKey;
use super::seal::written;
use super::secret::{KeyDocument, Secret, base64, exactly_32, hmac_of};
use super::signed::{QuoteAlgorithm, QuoteSignature, SignedQuote};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log};
use base64ct::{Base64UrlUnpadded, Encoding};
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, Mac};
use serde::Serialize;
use std::fmt;
use zeroize::Zeroizing;

/// A secret that signs quotes, and the id of its key.
///
/// `Debug` shows no secret.
#[derive(Clone)]
pub struct QuoteSigner {
    id: String,
    secret: Secret,
}

impl QuoteSigner {
    /// Signs with Ed25519, from the 32 bytes of a secret key (RFC 8032).
    pub fn ed25519(id: impl Into<String>, secret: &[u8; 32]) -> Self {
        let secret = Secret::Ed25519(Box::new(SigningKey::from_bytes(secret)));
        QuoteSigner { id: id.into(), secret }
    }

    /// Signs with HMAC-SHA-256, from a secret of at least 32 bytes.
    ///
    /// # Errors
    /// For a shorter secret.
    pub fn hmac_sha_256(id: impl Into<String>, secret: &[u8]) -> Result<Self, Error> {
        let secret = Secret::HmacSha256(Box::new(hmac_of(secret)?));
        Ok(QuoteSigner { id: id.into(), secret })
    }

    /// Reads a key file: an object with `key` (its id), `alg`, and the `secret` in base64url.
    ///
    /// # Errors
    /// Every error in the text. No sentence shows the secret.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        let document: KeyDocument = Log::default().read(&json::parse(text)?)?;
        let Some(secret) = document.secret.map(Zeroizing::new) else {
            return Err(Error::new(ErrorKind::Missing, "", "expected a key `secret`").into());
        };
        let bytes = base64("/secret", &secret)?;
        Ok(match document.alg {
            QuoteAlgorithm::Ed25519 => {
                let secret = Zeroizing::new(exactly_32("/secret", &bytes)?);
                QuoteSigner::ed25519(document.key, &secret)
            }
            QuoteAlgorithm::HmacSha256 => QuoteSigner::hmac_sha_256(document.key, &bytes)?,
        })
    }

    /// The id of its key.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The key that checks its signatures: the public key, or else the same secret.
    pub fn key(&self) -> QuoteKey {
        QuoteKey::of_secret(&self.id, &self.secret)
    }

    /// Signs a quote of any kind.
    ///
    /// ```
    /// use drawdown::{Catalog, QuoteChecks, QuoteKeys, QuoteSigner, Request, Verdict, to_text};
    /// # let catalog = Catalog::from_json(r#"{
    /// #     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    /// #     "credit": { "name": "credit", "step": "1" },
    /// #     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ] }"#)?;
    /// let signer = QuoteSigner::ed25519("2026-11", &[7; 32]);
    /// let quote = catalog.quote(&Request::new("image"))?;
    /// let text = to_text(&signer.sign(&quote)?)?;
    ///
    /// let checks = QuoteChecks::new("2026-11-01T12:00Z".parse()?)
    ///     .keys(QuoteKeys::default().key(signer.key()));
    /// assert_eq!(catalog.verify_with(&text, &checks)?, Verdict::Verified);
    /// let dearer = text.replacen(r#""total":"24""#, r#""total":"25""#, 1);
    /// assert_eq!(catalog.verify_with(&dearer, &checks)?, Verdict::Forged);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// For a value that JSON cannot hold; no quote is one.
    pub fn sign<T: Serialize>(&self, quote: &T) -> Result<SignedQuote, Error> {
        let signed = SignedQuote { quote: written(quote)?, signatures: Vec::new() };
        Ok(self.add_to(signed))
    }

    /// Adds a signature to a signed quote, as by a second key.
    pub fn add_to(&self, mut signed: SignedQuote) -> SignedQuote {
        let signature = self.signature(json::canonical(&signed.quote).as_bytes());
        signed.signatures.push(signature);
        signed
    }

    fn signature(&self, bytes: &[u8]) -> QuoteSignature {
        let (alg, signature) = match &self.secret {
            Secret::Ed25519(key) => {
                let made = key.sign(bytes).to_bytes();
                (QuoteAlgorithm::Ed25519, Base64UrlUnpadded::encode_string(&made))
            }
            Secret::HmacSha256(key) => {
                let mut mac = Hmac::clone(key);
                mac.update(bytes);
                let made = mac.finalize().into_bytes();
                (QuoteAlgorithm::HmacSha256, Base64UrlUnpadded::encode_string(&made))
            }
        };
        QuoteSignature { alg, key: self.id.clone(), signature }
    }
}

impl fmt::Debug for QuoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QuoteSigner").field("id", &self.id).finish_non_exhaustive()
    }
}
