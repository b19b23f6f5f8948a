//! A quote with its signatures.

use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Value, record, words};
use serde::Serialize;

/// More signatures of one quote are refused.
const MOST_SIGNATURES: usize = 16;

words! {
    /// How a quote is signed.
    #[non_exhaustive]
    pub enum QuoteAlgorithm {
        /// Ed25519 (RFC 8032): the secret key signs, the public key checks.
        Ed25519 = "Ed25519",
        /// HMAC with SHA-256 (RFC 2104): one secret signs and checks.
        HmacSha256 = "HMAC-SHA-256",
    }
}

record! {
    /// A signature over the canonical JSON (RFC 8785) of a quote.
    #[non_exhaustive]
    pub struct QuoteSignature {
        /// How it was made.
        alg: QuoteAlgorithm,
        /// Id of the key.
        key: String,
        /// The bytes in base64url without padding.
        signature: String,
    }
}

impl Serialize for QuoteSignature {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut fields = serializer.serialize_struct("QuoteSignature", 3)?;
        fields.serialize_field("alg", &self.alg)?;
        fields.serialize_field("key", &self.key)?;
        fields.serialize_field("signature", &self.signature)?;
        fields.end()
    }
}

/// A quote of any kind with its signatures.
///
/// With the feature `sign`, `QuoteSigner::sign` makes one. The signed bytes are the canonical JSON
/// (RFC 8785) of `quote`, with every amount as a decimal string. Whoever passes it on must keep
/// these strings: an amount that has become a number breaks the signature.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SignedQuote {
    /// The quote.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::any_quote"))]
    pub quote: Value,
    /// Its signatures, each by another key: all of them must hold.
    pub signatures: Vec<QuoteSignature>,
}

record! {
    /// All of a signed quote but the quote.
    struct Signatures {
        /// The signatures.
        signatures: Vec<QuoteSignature>,
    }
}

impl SignedQuote {
    /// Reads a signed quote. Nothing is verified, and the quote itself is not read yet.
    ///
    /// # Errors
    /// If the text is not an object with a `quote` and 1 to 16 `signatures` by different keys.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        SignedQuote::from_value(&json::parse(text)?)
    }

    /// Like [`SignedQuote::from_json`], for parsed JSON.
    ///
    /// # Errors
    /// As for [`SignedQuote::from_json`].
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        let (quote, signatures) = parts(value)?;
        Ok(SignedQuote { quote: quote.clone(), signatures })
    }
}

/// The quote and the signatures of a signed quote.
pub(super) fn parts(value: &Value) -> Result<(&Value, Vec<QuoteSignature>), Errors> {
    let (Value::Object(members), Some(quote)) = (value, value.get("quote")) else {
        let sentence = "expected an object with `quote` and `signatures`, found none";
        return Err(Error::new(ErrorKind::Missing, "", sentence).into());
    };
    let others = members.iter().filter(|(key, _)| key != "quote");
    let Signatures { signatures } =
        Log::default().read(&Value::Object(others.cloned().collect()))?;
    if !(1..=MOST_SIGNATURES).contains(&signatures.len()) {
        let count = signatures.len();
        let sentence = format!("expected 1 to {MOST_SIGNATURES} signatures, found {count}");
        return Err(Error::new(ErrorKind::Limit, "/signatures", sentence).into());
    }
    let keys = |count| signatures.iter().take(count).map(|signature| &signature.key);
    let twice =
        (0..).zip(keys(MOST_SIGNATURES)).find(|(i, key)| keys(*i).any(|known| known == *key));
    match twice {
        Some((place, key)) => {
            let sentence = format!("expected one signature by the key `{key}`, found two");
            Err(Error::new(ErrorKind::Duplicate, format!("/signatures/{place}/key"), sentence)
                .into())
        }
        None => Ok((quote, signatures)),
    }
}

/// Whether a value is meant as a signed quote.
pub(super) fn is_signed(value: &Value) -> bool {
    value.get("signatures").is_some() || value.get("quote").is_some()
}
