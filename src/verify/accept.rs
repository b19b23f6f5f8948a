//! Accepting a quote: what a server must look at before it charges what a browser has quoted.

use super::verdict::Verdict;
use crate::amount::Credits;
use crate::calendar::{Instant, Recurrence, Span, SpanUnit, Zone};
use crate::catalog::{Catalog, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::estimate::{Estimate, GateKind};
use crate::json::{self, Value, words};

/// What a quote is checked against.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct QuoteChecks {
    /// The instant by the server's clock.
    pub now: Instant,
    /// How far the quote's instant may be from it: 5 minutes by default.
    pub tolerance: Span,
    /// Id of the plan that the account holds.
    pub plan: Option<String>,
    /// Earlier use in the period of each meter, as the server has counted it.
    pub used: Vec<(String, crate::amount::Decimal)>,
}

impl QuoteChecks {
    /// For an account without a plan.
    pub fn new(now: Instant) -> Self {
        let tolerance = Span { count: 5, unit: SpanUnit::Minutes };
        QuoteChecks { now, tolerance, plan: None, used: Vec::new() }
    }

    /// Sets the plan that the account holds.
    #[must_use]
    pub fn plan(self, plan: Option<impl Into<String>>) -> Self {
        QuoteChecks { plan: plan.map(Into::into), ..self }
    }

    /// Sets how far the quote's instant may be from now.
    #[must_use]
    pub fn tolerance(self, tolerance: Span) -> Self {
        QuoteChecks { tolerance, ..self }
    }

    /// Sets the use of meters.
    #[must_use]
    pub fn used(self, used: Vec<(String, crate::amount::Decimal)>) -> Self {
        QuoteChecks { used, ..self }
    }

    /// Whether an instant is near enough.
    fn is_near(&self, at: Instant) -> bool {
        let utc = Zone::utc();
        let later =
            |from: Instant| Recurrence::from(from, self.tolerance.step(), &utc).nth(1, &utc);
        let (first, last) = (at.min(self.now), at.max(self.now));
        later(first).is_none_or(|end| end >= last)
    }
}

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
        /// It is of another version of the catalog or of the rules.
        Stale = "stale",
        /// It is for another plan than the account holds.
        OtherPlan = "other_plan",
        /// It says another use of meters than the account's.
        OtherUse = "other_use",
        /// Its instant is not near enough, or it names none.
        NotNear = "not_near",
        /// The plan or the settings do not allow it.
        Gate = "gate",
        /// It has no exact total.
        NoTotal = "no_total",
        /// It was accepted before.
        Replayed = "replayed",
    }
}

impl Catalog {
    /// Verifies a quote, and checks what [`Catalog::verify`] does not: that it is for the plan and
    /// the use of meters that the account has, that its instant is near, that it is allowed, that
    /// it has a total, and that it was not accepted before. For this, `is_new` gets the quote's digest
    /// once all other checks have passed: it returns whether your server sees the digest for the first
    /// time, and stores it.
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
        let found = json::parse(quote)?;
        if let Some(refusal) = refusal_of(&self.verify(&found)?) {
            return Ok(QuoteDecision::Refused(refusal));
        }
        let request = found.get("request").map(Request::from_value).transpose()?;
        let (Some(request), Some(Value::String(digest))) = (request, found.get("digest")) else {
            return Err(Error::new(ErrorKind::Missing, "", "expected a quote").into());
        };
        let estimate = self.estimate(&request)?;
        let total = match checked(&request, &estimate, checks) {
            Ok(total) => total,
            Err(refusal) => return Ok(QuoteDecision::Refused(refusal)),
        };
        if !is_new(digest) {
            let refusal = refused(QuoteFault::Replayed, "the quote was accepted before");
            return Ok(QuoteDecision::Refused(refusal));
        }
        let digest = digest.clone();
        let accepted = AcceptedQuote { request, total, estimate, digest };
        Ok(QuoteDecision::Accepted(Box::new(accepted)))
    }
}

fn refused(fault: QuoteFault, text: impl Into<String>) -> QuoteRefusal {
    QuoteRefusal { fault, text: text.into() }
}

fn refusal_of(verdict: &Verdict) -> Option<QuoteRefusal> {
    match verdict {
        Verdict::Verified => None,
        Verdict::Differs { pointer, expected, found } => Some(refused(
            QuoteFault::Differs,
            format!("{pointer}: expected {expected}, found {found}"),
        )),
        Verdict::Stale { pointer, expected, found } => Some(refused(
            QuoteFault::Stale,
            format!("{pointer} is {expected} here, {found} in the quote"),
        )),
    }
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
    let used = |of: &[(String, crate::amount::Decimal)], meter: &str| {
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
