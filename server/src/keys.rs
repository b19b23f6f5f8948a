//! API keys: random, kept as digests, with scopes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use subtle::ConstantTimeEq;

/// What a key may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// To read catalogs and accounts.
    Read,
    /// To price, simulate and verify.
    Quote,
    /// To change accounts.
    Charge,
    /// To move accounts to other catalogs, and to see what goes wrong.
    Admin,
}

impl Scope {
    /// All of them.
    pub const ALL: [Scope; 4] = [Scope::Read, Scope::Quote, Scope::Charge, Scope::Admin];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Quote => "quote",
            Scope::Charge => "charge",
            Scope::Admin => "admin",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Scope {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let known = Scope::ALL.into_iter().find(|scope| scope.word() == text);
        known.ok_or_else(|| format!("`{text}` is no scope: expected read, quote, charge or admin"))
    }
}

/// A key as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKey {
    /// Its public part.
    pub id: String,
    /// What it is for, in words.
    pub name: String,
    /// SHA-256 of its secret part. The secret is random, so nothing slower is needed.
    pub hash: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// When it was made, in seconds since 1970.
    pub created: i64,
    /// When it was revoked.
    pub revoked: Option<i64>,
}

/// A new key: what is stored, and the text that is shown once.
pub struct NewKey {
    /// What is stored.
    pub stored: StoredKey,
    /// The whole key.
    pub text: String,
}

/// How a key begins, so that scanners of repositories find it.
const PREFIX: &str = "dd_";

impl NewKey {
    /// A random key.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub fn random(name: &str, scopes: &[Scope], now: i64) -> Result<Self, getrandom::Error> {
        let (mut id, mut secret) = ([0; 9], [0; 32]);
        getrandom::fill(&mut id)?;
        getrandom::fill(&mut secret)?;
        let (id, secret) = (URL_SAFE_NO_PAD.encode(id), URL_SAFE_NO_PAD.encode(secret));
        let id = id.replace('_', "-");
        let stored = StoredKey {
            id: id.clone(),
            name: name.to_owned(),
            hash: hash_of(&secret),
            scopes: scopes.to_vec(),
            created: now,
            revoked: None,
        };
        Ok(NewKey { stored, text: format!("{PREFIX}{id}_{secret}") })
    }
}

/// The public part and the secret part of a key.
pub fn parts(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix(PREFIX)?.split_once('_')
}

impl StoredKey {
    /// Whether the secret is this key's, and the key is not revoked. The time it takes says nothing.
    pub fn is_opened_by(&self, secret: &str) -> bool {
        let same = self.hash.as_bytes().ct_eq(hash_of(secret).as_bytes());
        bool::from(same) && self.revoked.is_none()
    }
}

fn hash_of(secret: &str) -> String {
    let halves = Sha256::digest(secret).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.filter_map(|half| char::from_digit(half.into(), 16)).collect()
}
