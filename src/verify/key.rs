//! The keys that check signatures of quotes.

use super::secret::{KeyDocument, Secret, base64, exactly_32, hmac_of};
use super::signed::{QuoteAlgorithm, QuoteSignature};
use super::verdict::Verdict;
use crate::calendar::Instant;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, record};
use base64ct::{Base64UrlUnpadded, Encoding};
use ed25519_dalek::{Signature, VerifyingKey};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;

record! {
    /// Several keys.
    struct KeysDocument {
        /// The keys.
        keys: Vec<KeyDocument>,
    }
}

/// A key that checks signatures: an Ed25519 public key, or an HMAC secret.
///
/// `Debug` shows no secret.
#[derive(Clone)]
pub struct QuoteKey {
    id: String,
    check: Check,
    from: Option<Instant>,
    until: Option<Instant>,
}

#[derive(Clone)]
enum Check {
    Ed25519(Box<VerifyingKey>),
    HmacSha256(Box<Hmac<Sha256>>),
}

impl QuoteKey {
    /// An Ed25519 public key of 32 bytes.
    ///
    /// # Errors
    /// If the bytes are not a public key.
    pub fn ed25519(id: impl Into<String>, public: &[u8; 32]) -> Result<Self, Error> {
        let key = VerifyingKey::from_bytes(public).ok().filter(|key| !key.is_weak());
        let key = key.ok_or_else(|| {
            Error::new(ErrorKind::OutOfRange, "/public", "expected an Ed25519 public key")
        })?;
        Ok(QuoteKey::of(id.into(), Check::Ed25519(Box::new(key))))
    }

    /// An HMAC secret, of at least 32 bytes.
    ///
    /// # Errors
    /// For a shorter secret.
    pub fn hmac_sha_256(id: impl Into<String>, secret: &[u8]) -> Result<Self, Error> {
        let key = hmac_of(secret)?;
        Ok(QuoteKey::of(id.into(), Check::HmacSha256(Box::new(key))))
    }

    /// The key that checks what a secret signs.
    pub(super) fn of_secret(id: &str, secret: &Secret) -> Self {
        let check = match secret {
            Secret::Ed25519(key) => Check::Ed25519(Box::new(key.verifying_key())),
            Secret::HmacSha256(key) => Check::HmacSha256(key.clone()),
        };
        QuoteKey::of(id.to_owned(), check)
    }

    fn of(id: String, check: Check) -> Self {
        QuoteKey { id, check, from: None, until: None }
    }

    /// Sets the first instant at which it is valid.
    #[must_use]
    pub fn from(self, from: Instant) -> Self {
        QuoteKey { from: Some(from), ..self }
    }

    /// Sets the first instant at which it is no longer valid.
    #[must_use]
    pub fn until(self, until: Instant) -> Self {
        QuoteKey { until: Some(until), ..self }
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it checks.
    pub fn algorithm(&self) -> QuoteAlgorithm {
        match self.check {
            Check::Ed25519(_) => QuoteAlgorithm::Ed25519,
            Check::HmacSha256(_) => QuoteAlgorithm::HmacSha256,
        }
    }

    /// The 32 bytes of an Ed25519 public key; `None` for a secret.
    pub fn public(&self) -> Option<[u8; 32]> {
        match &self.check {
            Check::Ed25519(key) => Some(key.to_bytes()),
            Check::HmacSha256(_) => None,
        }
    }

    fn read(document: &KeyDocument) -> Result<Self, Error> {
        let KeyDocument { key, alg, public, secret, from, until } = document;
        let id = key.clone();
        let read = match (alg, public, secret) {
            (QuoteAlgorithm::Ed25519, Some(public), None) => {
                QuoteKey::ed25519(id, &exactly_32("/public", &base64("/public", public)?)?)?
            }
            (QuoteAlgorithm::HmacSha256, None, Some(secret)) => {
                QuoteKey::hmac_sha_256(id, &base64("/secret", secret)?)?
            }
            (QuoteAlgorithm::Ed25519, ..) => {
                return Err(expected("`public` alone: a secret key is not for those who check"));
            }
            (QuoteAlgorithm::HmacSha256, ..) => return Err(expected("`secret` alone")),
        };
        Ok(QuoteKey { from: *from, until: *until, ..read })
    }

    fn is_valid(&self, now: Instant) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }

    /// Whether it made the signature, in constant time.
    fn fits(&self, bytes: &[u8], signature: &QuoteSignature) -> bool {
        let Ok(made) = Base64UrlUnpadded::decode_vec(&signature.signature) else { return false };
        if signature.alg != self.algorithm() {
            return false;
        }
        match &self.check {
            Check::Ed25519(key) => Signature::from_slice(&made)
                .is_ok_and(|signature| key.verify_strict(bytes, &signature).is_ok()),
            Check::HmacSha256(key) => {
                let mut mac = Hmac::clone(key);
                mac.update(bytes);
                mac.verify_slice(&made).is_ok()
            }
        }
    }
}

impl fmt::Debug for QuoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("QuoteKey");
        shown.field("id", &self.id).field("algorithm", &self.algorithm());
        shown.field("from", &self.from).field("until", &self.until).finish_non_exhaustive()
    }
}

/// The keys that may sign quotes: several may be valid at once, so that a new one can take over
/// from an old one.
///
/// ```
/// use drawdown::{
///     Catalog, QuoteChecks, QuoteKeys, QuoteSigner, Request, Verdict, to_text,
/// };
/// # let catalog = Catalog::from_json(r#"{
/// #     "catalog": "example", "version": "1", "as_of": "2026-11-01",
/// #     "credit": { "name": "credit", "step": "1" },
/// #     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ] }"#)?;
/// // Secrets come from the system's random numbers; `drawdown key new` makes key files.
/// let (old, new) = (QuoteSigner::ed25519("2026-10", &[7; 32]), QuoteSigner::ed25519("2026-11", &[8; 32]));
/// let end = "2026-12-01".parse()?;
/// let keys = QuoteKeys::default().key(old.key().until(end)).key(new.key());
///
/// let quote = catalog.quote(&Request::new("image"))?;
/// let signed = to_text(&old.sign(&quote)?)?;
/// let verdict = |now: &str| {
///     let checks = QuoteChecks::new(now.parse().unwrap()).keys(keys.clone());
///     catalog.verify_with(&signed, &checks)
/// };
/// assert_eq!(verdict("2026-11-30T23:59Z")?, Verdict::Verified);
/// assert_eq!(verdict("2026-12-01T00:00Z")?, Verdict::UnknownKey { key: "2026-10".to_owned() });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct QuoteKeys(Vec<QuoteKey>);

impl QuoteKeys {
    /// Adds a key; it replaces one of the same id.
    #[must_use]
    pub fn key(mut self, key: QuoteKey) -> Self {
        self.0.retain(|known| known.id != key.id);
        self.0.push(key);
        self
    }

    /// The keys.
    pub fn iter(&self) -> std::slice::Iter<'_, QuoteKey> {
        self.0.iter()
    }

    /// Reads one key, or `{ "keys": [ ... ] }`. Each is an object with `key` (its id), `alg`, the
    /// `public` key or the `secret` in base64url, and optionally `from` and `until`.
    ///
    /// ```
    /// use drawdown::{QuoteAlgorithm, QuoteKeys};
    /// let keys = QuoteKeys::from_json(r#"{ "keys": [
    ///     { "key": "2026-11", "alg": "Ed25519", "until": "2027-01-01",
    ///       "public": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" } ] }"#)?;
    /// assert_eq!(keys.iter().next().unwrap().algorithm(), QuoteAlgorithm::Ed25519);
    /// # Ok::<(), drawdown::Errors>(())
    /// ```
    ///
    /// # Errors
    /// Every error in the text, two keys with one id, and an Ed25519 secret: it signs, and those who
    /// check signatures must not have it.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        let value = json::parse(text)?;
        let (documents, places) = match value.get("keys") {
            Some(_) => (Log::default().read::<KeysDocument>(&value)?.keys, true),
            None => (vec![Log::default().read(&value)?], false),
        };
        let mut keys = QuoteKeys::default();
        for (i, document) in documents.iter().enumerate() {
            let place = if places { format!("/keys/{i}") } else { String::new() };
            keys.read_into(document).map_err(|error| Errors::from(error).under(&place))?;
        }
        Ok(keys)
    }

    fn read_into(&mut self, document: &KeyDocument) -> Result<(), Error> {
        if self.0.iter().any(|known| known.id == document.key) {
            let sentence = format!("expected one key `{}`, found two", document.key);
            return Err(Error::new(ErrorKind::Duplicate, "/key", sentence));
        }
        self.0.push(QuoteKey::read(document)?);
        Ok(())
    }

    /// What is wrong with a signature.
    pub(super) fn fault(
        &self,
        bytes: &[u8],
        signature: &QuoteSignature,
        now: Instant,
    ) -> Option<Verdict> {
        let known = self.0.iter().find(|key| key.id == signature.key && key.is_valid(now));
        match known {
            None => Some(Verdict::UnknownKey { key: signature.key.clone() }),
            Some(key) if !key.fits(bytes, signature) => Some(Verdict::Forged),
            Some(_) => None,
        }
    }
}

#[cold]
fn expected(what: &str) -> Error {
    Error::new(ErrorKind::Missing, "", format!("expected {what}"))
}

/// A key as JSON for those who check signatures: the public key, or else the secret.
impl serde::Serialize for QuoteKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::{Error as _, SerializeStruct as _};
        let Some(public) = self.public() else {
            return Err(S::Error::custom("a secret is not written"));
        };
        let mut fields = serializer.serialize_struct("QuoteKey", 5)?;
        fields.serialize_field("key", &self.id)?;
        fields.serialize_field("alg", &self.algorithm())?;
        fields.serialize_field("public", &Base64UrlUnpadded::encode_string(&public))?;
        if let Some(from) = &self.from {
            fields.serialize_field("from", from)?;
        }
        if let Some(until) = &self.until {
            fields.serialize_field("until", until)?;
        }
        fields.end()
    }
}
