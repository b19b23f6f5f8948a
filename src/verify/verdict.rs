//! The answer of verifying a quote.

use super::head::CatalogRef;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::visible::visible;
use serde::Serialize;
use std::fmt;

/// What verifying a quote has found. In JSON, the key `verdict` holds its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Every value is equal.
    Verified,
    /// A value differs: this is the first.
    Differs {
        /// Its JSON pointer.
        pointer: String,
        /// The value that this machine computes, as JSON.
        expected: String,
        /// The value in the quote, as JSON.
        found: String,
        /// The quote's total less the total that this machine computes; absent without both.
        #[serde(skip_serializing_if = "Option::is_none")]
        difference: Option<Credits>,
    },
    /// The quote was made with another catalog, or another version of it.
    StaleCatalog {
        /// The catalog of the quote.
        quoted: CatalogRef,
        /// This catalog.
        current: CatalogRef,
        /// The total that the quote says; absent if it has none.
        #[serde(skip_serializing_if = "Option::is_none")]
        quoted_total: Option<Credits>,
        /// The total with this catalog; absent if it has none, or if this is another platform's.
        #[serde(skip_serializing_if = "Option::is_none")]
        current_total: Option<Credits>,
    },
    /// The quote was made with another version of the rules.
    OtherSemantics {
        /// The version of the quote.
        quoted: u32,
        /// This version.
        current: u32,
    },
    /// The quote is no longer valid.
    Expired {
        /// The first instant at which it is no longer valid.
        expired: Instant,
        /// The instant of the check.
        now: Instant,
    },
    /// The quote is not valid yet.
    NotYetValid {
        /// The first instant at which it is valid.
        issued: Instant,
        /// The instant of the check.
        now: Instant,
    },
    /// A signature is not that of its key over this quote.
    Forged,
    /// A signature is of a key that is not known, or not valid now.
    UnknownKey {
        /// Id of the key.
        key: String,
    },
    /// The text is not a quote, or asks for what the catalog does not have.
    Malformed {
        /// JSON pointer of the first fault.
        pointer: String,
        /// What was expected and what was found.
        text: String,
    },
}

impl Verdict {
    /// The stable word for it, as in JSON.
    ///
    /// ```
    /// assert_eq!(drawdown::Verdict::Verified.code(), "verified");
    /// ```
    pub fn code(&self) -> &'static str {
        match self {
            Verdict::Verified => "verified",
            Verdict::Differs { .. } => "differs",
            Verdict::StaleCatalog { .. } => "stale_catalog",
            Verdict::OtherSemantics { .. } => "other_semantics",
            Verdict::Expired { .. } => "expired",
            Verdict::NotYetValid { .. } => "not_yet_valid",
            Verdict::Forged => "forged",
            Verdict::UnknownKey { .. } => "unknown_key",
            Verdict::Malformed { .. } => "malformed",
        }
    }
}

/// As a sentence, with invisible characters escaped.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Verified => f.write_str("computing it again gives the same"),
            Verdict::Differs { pointer, expected, found, difference } => {
                write!(f, "{}: expected {expected}, found {found}", visible(pointer))?;
                match difference {
                    Some(credits) if !credits.is_zero() => {
                        let sign = if credits.is_negative() { "" } else { "+" };
                        write!(f, " (total {sign}{credits})")
                    }
                    _ => Ok(()),
                }
            }
            Verdict::StaleCatalog { quoted, current, quoted_total, current_total } => {
                catalogs(f, quoted, current)?;
                match (quoted_total, current_total) {
                    (Some(quoted), Some(current)) => {
                        write!(f, "; the total was {quoted} and is {current} now")
                    }
                    _ => Ok(()),
                }
            }
            Verdict::OtherSemantics { quoted, current } => {
                write!(f, "made with version {quoted} of the rules, this is version {current}")
            }
            Verdict::Expired { expired, now } => write!(f, "it expired at {expired}, now is {now}"),
            Verdict::NotYetValid { issued, now } => {
                write!(f, "it is valid from {issued}, now is {now}")
            }
            Verdict::Forged => f.write_str("a signature does not fit the quote"),
            Verdict::UnknownKey { key } => {
                write!(f, "no key `{}` is known that is valid now", visible(key))
            }
            Verdict::Malformed { pointer, text } => {
                let place = if pointer.is_empty() { "(document)" } else { pointer };
                write!(f, "{}: {}", visible(place), visible(text))
            }
        }
    }
}

/// Which catalogs they are: their digests only if nothing else tells them apart.
fn catalogs(f: &mut fmt::Formatter<'_>, quoted: &CatalogRef, current: &CatalogRef) -> fmt::Result {
    let (theirs, ours) = (visible(&quoted.id), visible(&current.id));
    if (&quoted.id, &quoted.version) == (&current.id, &current.version) {
        let version = visible(&quoted.version);
        return write!(f, "made with another catalog {theirs} {version}: its digest differs");
    }
    write!(
        f,
        "made with {theirs} {}, this is {ours} {}",
        visible(&quoted.version),
        visible(&current.version)
    )
}
