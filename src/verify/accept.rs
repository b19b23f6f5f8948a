//! Accepting a quote: what a server must look at before it charges what a browser has quoted.

use super::checks::QuoteChecks;
use super::head::{QuoteHead, QuoteKind};
use super::recompute::malformed;
use super::signed::is_signed;
use super::verdict::Verdict;
use crate::amount::{Credits, Decimal};
use crate::catalog::{Catalog, Request};
use crate::error::Errors;
use crate::estimate::{Estimate, GateKind};
use crate::json::{self, Value, words};
use crate::visible::visible;

/// Whether a quote is accepted.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a quote that is refused must not be charged"]
pub enum QuoteDecision {
    /// Accepted: charge its total.
    Accepted(Box<AcceptedQuote>),
    /// Refused: do not charge it.
    Refused(QuoteRefusal),
}

/// A quote that is accepted.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AcceptedQuote {
    /// What was asked.
    pub request: Request,
    /// What it costs.
    pub total: Credits,
    /// The estimate, computed again.
    pub estimate: Estimate,
    /// The id that the quote's maker gave it, or else its digest.
    pub id: String,
    /// The digest of the quote, to remember it by.
    pub digest: String,
}

/// Why a quote is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuoteRefusal {
    /// The code.
    pub fault: QuoteFault,
    /// In words.
    pub text: String,
}

words! {
    /// What is wrong with a quote.
    #[non_exhaustive]
    pub enum QuoteFault {
        /// Computing it again gives something else.
        Differs = "differs",
        /// It is of another catalog, or another version of it.
        StaleCatalog = "stale_catalog",
        /// It is of another version of the rules.
        OtherSemantics = "other_semantics",
        /// It is no longer valid.
        Expired = "expired",
        /// It is not valid yet.
        NotYetValid = "not_yet_valid",
        /// A signature does not fit it.
        Forged = "forged",
        /// A signature is of a key that is not known.
        UnknownKey = "unknown_key",
        /// It is not a quote.
        Malformed = "malformed",
        /// It names another audience than the checks do, or none.
        OtherAudience = "other_audience",
        /// It is for another plan than the account holds.
        OtherPlan = "other_plan",
        /// It says another use of meters than the account's.
        OtherUse = "other_use",
        /// Its instant is not near enough, or it names none.
        NotNear = "not_near",
        /// The plan or the settings do not allow it.
        Gate = "gate",
        /// It has no exact total, or is not of an estimate.
        NoTotal = "no_total",
        /// It was accepted before.
        Replayed = "replayed",
    }
}

impl Catalog {
    /// Verifies a quote like [`Catalog::verify_with`], and checks what that does not: that it is for
    /// this audience, for the plan and the use of meters that the account has, that its instant is
    /// near, that it is allowed, that it has a total, and that it was not accepted before. For this,
    /// `is_new` gets the quote's digest once all other checks have passed: it returns whether your
    /// server sees the digest for the first time, and stores it.
    ///
    /// ```
    /// use drawdown::{Catalog, QuoteChecks, QuoteDecision, QuoteFault, Request, to_text};
    /// use std::collections::BTreeSet;
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "step": "1" },
    ///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ] }"#)?;
    /// let now = "2026-11-01T12:00Z".parse()?;
    /// let quote = to_text(&catalog.quote(&Request::new("image").at(now))?)?;
    /// let mut seen = BTreeSet::new();
    /// let mut ask = || {
    ///     let checks = QuoteChecks::new(now);
    ///     catalog.verify_for(&quote, &checks, |digest| seen.insert(digest.to_owned()))
    /// };
    /// let QuoteDecision::Accepted(accepted) = ask()? else { panic!("it is refused") };
    /// assert_eq!(accepted.total.to_string(), "24");
    /// let QuoteDecision::Refused(refusal) = ask()? else { panic!("it is accepted again") };
    /// assert_eq!(refusal.fault, QuoteFault::Replayed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As for [`Catalog::verify_json`].
    pub fn verify_for(
        &self,
        quote: &str,
        checks: &QuoteChecks,
        is_new: impl FnOnce(&str) -> bool,
    ) -> Result<QuoteDecision, Errors> {
        let found = match json::parse(quote) {
            Ok(found) => found,
            Err(errors) => return malformed(errors).map(decision_of),
        };
        let inner = if is_signed(&found) { found.get("quote") } else { Some(&found) };
        let inner = inner.unwrap_or(&found);
        if QuoteHead::of(inner).is_ok_and(|head| head.kind != QuoteKind::Estimate) {
            let refusal =
                refused(QuoteFault::NoTotal, "only a quote of an estimate can be charged");
            return Ok(QuoteDecision::Refused(refusal));
        }
        let verdict = self.verdict(&found, Some(checks))?;
        if verdict != Verdict::Verified {
            return Ok(decision_of(verdict));
        }
        let accepted = match self.accepted(inner, checks)? {
            Ok(accepted) => accepted,
            Err(refusal) => return Ok(QuoteDecision::Refused(refusal)),
        };
        if !is_new(&accepted.digest) {
            let refusal = refused(QuoteFault::Replayed, "the quote was accepted before");
            return Ok(QuoteDecision::Refused(refusal));
        }
        Ok(QuoteDecision::Accepted(Box::new(accepted)))
    }

    /// What a verified quote allows this account, or the first check that does not hold.
    fn accepted(
        &self,
        quote: &Value,
        checks: &QuoteChecks,
    ) -> Result<Result<AcceptedQuote, QuoteRefusal>, Errors> {
        let head = QuoteHead::of(quote)?;
        if let Some(refusal) = other_audience(&head, checks) {
            return Ok(Err(refusal));
        }
        let request = Request::from_value(quote.get("request").unwrap_or(&Value::Null))?;
        let estimate = self.estimate(&request)?;
        let total = match checked(&request, &estimate, checks) {
            Ok(total) => total,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let QuoteHead { id, digest, .. } = head;
        let id = id.unwrap_or_else(|| digest.clone());
        Ok(Ok(AcceptedQuote { request, total, estimate, id, digest }))
    }
}

fn refused(fault: QuoteFault, text: impl Into<String>) -> QuoteRefusal {
    QuoteRefusal { fault, text: text.into() }
}

/// The refusal of a quote that is not verified.
fn decision_of(verdict: Verdict) -> QuoteDecision {
    let fault = match verdict {
        Verdict::Verified | Verdict::Differs { .. } => QuoteFault::Differs,
        Verdict::StaleCatalog { .. } => QuoteFault::StaleCatalog,
        Verdict::OtherSemantics { .. } => QuoteFault::OtherSemantics,
        Verdict::Expired { .. } => QuoteFault::Expired,
        Verdict::NotYetValid { .. } => QuoteFault::NotYetValid,
        Verdict::Forged => QuoteFault::Forged,
        Verdict::UnknownKey { .. } => QuoteFault::UnknownKey,
        Verdict::Malformed { .. } => QuoteFault::Malformed,
    };
    QuoteDecision::Refused(refused(fault, verdict.to_string()))
}

fn other_audience(head: &QuoteHead, checks: &QuoteChecks) -> Option<QuoteRefusal> {
    if head.audience == checks.audience {
        return None;
    }
    let text = match &head.audience {
        Some(audience) => format!("the quote is for `{}`", visible(audience)),
        None => "the quote names no audience".to_owned(),
    };
    Some(refused(QuoteFault::OtherAudience, text))
}

/// The total, or the first check that does not hold.
fn checked(
    request: &Request,
    estimate: &Estimate,
    checks: &QuoteChecks,
) -> Result<Credits, QuoteRefusal> {
    let named = |plan: &Option<String>| match plan {
        Some(plan) => format!("the plan `{plan}`"),
        None => "no plan".to_owned(),
    };
    if request.run.plan != checks.plan {
        let (held, asked) = (named(&checks.plan), named(&request.run.plan));
        let text = format!("the account has {held}, the quote is for {asked}");
        return Err(refused(QuoteFault::OtherPlan, text));
    }
    let used = |of: &[(String, Decimal)], meter: &str| {
        let found = of.iter().find(|(name, _)| name == meter);
        found.map(|(_, used)| *used).unwrap_or_default()
    };
    let other = estimate.meters.iter().map(|metering| &*metering.meter);
    let mut other =
        other.filter(|meter| used(&request.run.used, meter) != used(&checks.used, meter));
    if let Some(meter) = other.next() {
        let text = format!("the quote says another use of `{meter}` than the account's");
        return Err(refused(QuoteFault::OtherUse, text));
    }
    if !request.run.at.is_some_and(|at| checks.is_near(at)) {
        let text = match request.run.at {
            Some(at) => format!("it is {}, the quote is for {at}", checks.now),
            None => "the quote names no instant".to_owned(),
        };
        return Err(refused(QuoteFault::NotNear, text));
    }
    if let Some(gate) = estimate.gates.iter().find(|gate| gate.kind == GateKind::Requires) {
        return Err(refused(QuoteFault::Gate, &*gate.reason));
    }
    estimate.total.ok_or_else(|| refused(QuoteFault::NoTotal, "its cost is not exact"))
}
