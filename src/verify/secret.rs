//! Secrets and the files of keys.

use super::signed::QuoteAlgorithm;
use crate::calendar::Instant;
use crate::error::{Error, ErrorKind};
use crate::json::record;
use base64ct::{Base64UrlUnpadded, Encoding};
use ed25519_dalek::SigningKey;
use hmac::{Hmac, KeyInit};
use sha2::Sha256;
use zeroize::Zeroizing;

/// The shortest secret of HMAC, in bytes: as long as the digest.
const SHORTEST_SECRET: usize = 32;

record! {
    /// A key as its file has it.
    pub(super) struct KeyDocument {
        /// Its id.
        key: String,
        /// What it signs by.
        alg: QuoteAlgorithm,
        /// The public key in base64url.
        public: Option<String>,
        /// The secret in base64url.
        secret: Option<String>,
        /// The first instant at which it is valid.
        from: Option<Instant>,
        /// The first instant at which it is no longer valid.
        until: Option<Instant>,
    }
}

#[derive(Clone)]
pub(super) enum Secret {
    Ed25519(Box<SigningKey>),
    HmacSha256(Box<Hmac<Sha256>>),
}

/// HMAC with a secret that is long enough.
pub(super) fn hmac_of(secret: &[u8]) -> Result<Hmac<Sha256>, Error> {
    let long = Some(secret).filter(|secret| secret.len() >= SHORTEST_SECRET);
    let key = long.and_then(|secret| Hmac::<Sha256>::new_from_slice(secret).ok());
    key.ok_or_else(|| {
        let sentence = format!("expected at least {SHORTEST_SECRET} bytes, found {}", secret.len());
        Error::new(ErrorKind::OutOfRange, "/secret", sentence)
    })
}

/// The bytes of a key; no sentence shows them.
pub(super) fn base64(pointer: &str, text: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let bytes = Base64UrlUnpadded::decode_vec(text);
    bytes.map(Zeroizing::new).map_err(|_| {
        Error::new(ErrorKind::OutOfRange, pointer, "expected base64url without padding")
    })
}

/// Exactly 32 bytes.
pub(super) fn exactly_32(pointer: &str, bytes: &[u8]) -> Result<[u8; 32], Error> {
    bytes.try_into().map_err(|_| {
        let sentence = format!("expected 32 bytes, found {}", bytes.len());
        Error::new(ErrorKind::OutOfRange, pointer, sentence)
    })
}
