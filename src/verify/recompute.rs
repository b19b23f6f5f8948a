//! Verifying a quote: reading it, checking its signatures and times, and computing it again.

use super::checks::QuoteChecks;
use super::compare::first_difference;
use super::head::{CatalogRef, QuoteHead, QuoteKind};
use super::seal::sealed;
use super::signed::{QuoteSignature, is_signed, parts};
use super::verdict::Verdict;
use crate::amount::Credits;
use crate::catalog::{Catalog, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Value};
use crate::semantics::SEMANTICS;

/// Whether the module can compute simulations and fits again.
const COMPUTES_PLANS: bool = cfg!(any(not(feature = "wasm"), feature = "wasm-plans"));

impl Catalog {
    /// Computes a quote again with this catalog: an estimate, a simulation or an option.
    ///
    /// A quote made with another version of the crate but the same rules can be verified. This says
    /// that the quote is what this catalog answers to its request. It looks at no clock and knows no
    /// keys: a quote with an end is not checked against it, and one with signatures is
    /// [`Verdict::UnknownKey`]. [`Catalog::verify_with`] checks these. Whether the account holds that
    /// plan, whether the instant is near, whether a gate is closed, and whether the quote was used
    /// before is checked by [`Catalog::verify_for`].
    ///
    /// # Errors
    /// Only for faults of this side: an operation of the catalog that cannot be read, or a module
    /// without what it needs. A text that is not a quote is [`Verdict::Malformed`].
    pub fn verify_json(&self, quote: &str) -> Result<Verdict, Errors> {
        self.verdict_of_text(quote, None)
    }

    /// Like [`Catalog::verify_json`], for a parsed quote.
    ///
    /// # Errors
    /// As for [`Catalog::verify_json`].
    pub fn verify(&self, found: &Value) -> Result<Verdict, Errors> {
        self.verdict(found, None)
    }

    /// Like [`Catalog::verify_json`], and checks the signatures against the keys of `checks`, and the
    /// time for which the quote is valid against its `now`. It does not look at the account or the
    /// audience.
    ///
    /// Faults are looked for in this order: the shape, signatures, rules, time, catalog, values.
    ///
    /// ```
    /// use drawdown::{Catalog, QuoteChecks, QuoteTerms, Request, Verdict, to_text};
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "step": "1" },
    ///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ] }"#)?;
    /// let end = "2026-11-01T12:15Z".parse()?;
    /// let quote = catalog.quote_with(&Request::new("image"), &QuoteTerms::default().expires(end))?;
    /// let verdict = catalog.verify_with(&to_text(&quote)?, &QuoteChecks::new(end))?;
    /// assert_eq!(verdict, Verdict::Expired { expired: end, now: end });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As for [`Catalog::verify_json`].
    pub fn verify_with(&self, quote: &str, checks: &QuoteChecks) -> Result<Verdict, Errors> {
        self.verdict_of_text(quote, Some(checks))
    }

    /// Like [`Catalog::verify_with`], for a parsed quote.
    ///
    /// # Errors
    /// As for [`Catalog::verify_json`].
    pub fn verify_value(&self, found: &Value, checks: &QuoteChecks) -> Result<Verdict, Errors> {
        self.verdict(found, Some(checks))
    }

    /// Like [`Catalog::verify`], and the quote must be valid then.
    #[cfg(feature = "wasm")]
    pub(crate) fn verify_at(
        &self,
        found: &Value,
        now: Option<crate::calendar::Instant>,
    ) -> Result<Verdict, Errors> {
        self.verdict(found, now.map(QuoteChecks::new).as_ref())
    }

    fn verdict_of_text(&self, text: &str, checks: Option<&QuoteChecks>) -> Result<Verdict, Errors> {
        match json::parse(text) {
            Ok(found) => self.verdict(&found, checks),
            Err(errors) => malformed(errors),
        }
    }

    /// The verdict on a quote, signed or not.
    pub(super) fn verdict(
        &self,
        found: &Value,
        checks: Option<&QuoteChecks>,
    ) -> Result<Verdict, Errors> {
        if !is_signed(found) {
            return match needs_signature(checks) {
                true => Ok(unsigned()),
                false => self.verdict_of_quote(found, checks, ""),
            };
        }
        let (quote, signatures) = match parts(found) {
            Ok(parts) => parts,
            Err(errors) => return malformed(errors),
        };
        match fault_of_signatures(quote, &signatures, checks) {
            Some(fault) => Ok(fault),
            None => self.verdict_of_quote(quote, checks, "/quote"),
        }
    }

    fn verdict_of_quote(
        &self,
        found: &Value,
        checks: Option<&QuoteChecks>,
        place: &str,
    ) -> Result<Verdict, Errors> {
        let head = match QuoteHead::of(found) {
            Ok(head) => head,
            Err(errors) => return malformed(errors.under(place)),
        };
        if head.semantics != SEMANTICS {
            let quoted = head.semantics;
            return Ok(Verdict::OtherSemantics { quoted, current: SEMANTICS });
        }
        if let Some(verdict) = checks.and_then(|checks| out_of_time(&head, checks)) {
            return Ok(verdict);
        }
        let current = CatalogRef::of(self);
        if head.catalog != current {
            return Ok(self.stale(found, &head, current));
        }
        match self.compute_again(found, &head) {
            Ok(expected) => Ok(compared(&expected, found, head.kind, place)),
            Err(errors) => malformed(errors.under(place)),
        }
    }

    /// The verdict for a quote of another catalog, with both prices.
    fn stale(&self, found: &Value, head: &QuoteHead, current: CatalogRef) -> Verdict {
        let again = || self.compute_again(found, head).ok();
        let is_known = head.catalog.id == current.id;
        let expected = is_known.then(again).flatten();
        Verdict::StaleCatalog {
            quoted: head.catalog.clone(),
            current,
            quoted_total: total(found, head.kind),
            current_total: expected.and_then(|expected| total(&expected, head.kind)),
        }
    }

    /// The quote that this catalog makes of the same question.
    fn compute_again(&self, found: &Value, head: &QuoteHead) -> Result<Value, Errors> {
        let terms = head.terms();
        let quote = match head.kind {
            QuoteKind::Estimate => {
                let request = Request::from_value(part(found, "request")?);
                let quote = request.and_then(|request| self.unsealed_quote(&request, &terms));
                sealed(&quote.map_err(|errors| moved(errors, "/request"))?, &head.drawdown)
            }
            QuoteKind::Projection if COMPUTES_PLANS => {
                let quote = self.unsealed_projection(part(found, "scenario")?, &terms);
                sealed(&quote.map_err(|errors| moved(errors, "/scenario"))?, &head.drawdown)
            }
            QuoteKind::Fit if COMPUTES_PLANS => {
                let option = part(found, "option")?;
                let choice = super::plans::choice_in(option)?;
                let quote = self.unsealed_fit(part(found, "need")?, Some(&choice), &terms);
                sealed(&quote.map_err(|errors| moved(errors, "/need"))?, &head.drawdown)
            }
            QuoteKind::Projection | QuoteKind::Fit => Err(cannot_compute()),
        };
        Ok(quote?)
    }
}

/// Errors at these pointers are about the quote itself, not about its question.
const OWN: [&str; 4] = ["/id", "/expires", "/audience", "/option"];

/// Errors of the question, with pointers into the quote.
fn moved(errors: Errors, place: &str) -> Errors {
    errors.moved(|pointer| (!OWN.contains(&pointer)).then(|| format!("{place}{pointer}")))
}

fn part<'v>(found: &'v Value, key: &str) -> Result<&'v Value, Error> {
    found.get(key).ok_or_else(|| {
        let sentence = format!("expected a key `{key}`, found none");
        Error::new(ErrorKind::Missing, "", sentence)
    })
}

#[cold]
fn cannot_compute() -> Error {
    let sentence = "this module verifies quotes of estimates only: take the one with everything";
    Error::new(ErrorKind::NoAnswer, "/kind", sentence)
}

/// The total in credits: the price, or what is spent.
fn total(quote: &Value, kind: QuoteKind) -> Option<Credits> {
    let place: &[&str] = match kind {
        QuoteKind::Estimate => &["estimate", "total"],
        QuoteKind::Projection => &["projection", "totals", "spent"],
        QuoteKind::Fit => &["option", "spent"],
    };
    match place.iter().try_fold(quote, |value, key| value.get(key))? {
        Value::String(text) | Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

fn compared(expected: &Value, found: &Value, kind: QuoteKind, place: &str) -> Verdict {
    let Some(difference) = first_difference(expected, found) else { return Verdict::Verified };
    let totals = (total(found, kind), total(expected, kind));
    Verdict::Differs {
        pointer: format!("{place}{}", difference.pointer),
        expected: difference.expected,
        found: difference.found,
        difference: match totals {
            (Some(found), Some(expected)) => found.checked_sub(expected),
            _ => None,
        },
    }
}

fn out_of_time(head: &QuoteHead, checks: &QuoteChecks) -> Option<Verdict> {
    let now = checks.now;
    match (head.issued, head.expires) {
        (Some(issued), _) if now < issued => Some(Verdict::NotYetValid { issued, now }),
        (_, Some(expired)) if now >= expired => Some(Verdict::Expired { expired, now }),
        _ => None,
    }
}

/// The verdict for what is wrong with a quote; a fault of this side stays an error.
pub(super) fn malformed(errors: Errors) -> Result<Verdict, Errors> {
    let ours = |error: &Error| {
        error.is_in_catalog() || matches!(error.kind(), ErrorKind::Internal | ErrorKind::NoAnswer)
    };
    match errors.first() {
        Some(first) if !errors.iter().any(ours) => Ok(Verdict::Malformed {
            pointer: first.pointer().to_owned(),
            text: first.sentence().to_owned(),
        }),
        _ => Err(errors),
    }
}

fn unsigned() -> Verdict {
    let text = "expected an object with `quote` and `signatures`, found no signatures";
    Verdict::Malformed { pointer: String::new(), text: text.to_owned() }
}

#[cfg(feature = "sign")]
fn needs_signature(checks: Option<&QuoteChecks>) -> bool {
    checks.is_some_and(|checks| checks.keys.is_some())
}

#[cfg(not(feature = "sign"))]
fn needs_signature(_: Option<&QuoteChecks>) -> bool {
    false
}

/// Every signature must be of a known key, and hold.
fn fault_of_signatures(
    quote: &Value,
    signatures: &[QuoteSignature],
    checks: Option<&QuoteChecks>,
) -> Option<Verdict> {
    #[cfg(feature = "sign")]
    if let Some(checks) = checks
        && let Some(keys) = &checks.keys
    {
        let text = json::canonical(quote);
        return signatures.iter().find_map(|it| keys.fault(text.as_bytes(), it, checks.now));
    }
    let _ = (quote, checks);
    let key = signatures.first()?.key.clone();
    Some(Verdict::UnknownKey { key })
}
