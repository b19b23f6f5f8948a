//! What a quote is checked against.

#[cfg(feature = "sign")]
use super::key::QuoteKeys;
use crate::amount::Decimal;
use crate::calendar::{Instant, Recurrence, Span, SpanUnit, Zone};

/// What a quote is checked against: the time, the keys, and the account.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct QuoteChecks {
    /// The instant by the server's clock.
    pub now: Instant,
    /// How far the instant of the quote's request may be from it: 5 minutes by default.
    pub tolerance: Span,
    /// Id of the plan that the account holds.
    pub plan: Option<String>,
    /// Earlier use in the period of each meter, as the server has counted it.
    pub used: Vec<(String, Decimal)>,
    /// Who accepts the quote: the quote must name the same audience, or none if this is absent.
    pub audience: Option<String>,
    /// The keys: with them, a quote must be signed.
    #[cfg(feature = "sign")]
    pub keys: Option<QuoteKeys>,
}

impl QuoteChecks {
    /// For an account without a plan, and quotes without an audience or a signature.
    pub fn new(now: Instant) -> Self {
        QuoteChecks {
            now,
            tolerance: Span { count: 5, unit: SpanUnit::Minutes },
            plan: None,
            used: Vec::new(),
            audience: None,
            #[cfg(feature = "sign")]
            keys: None,
        }
    }

    /// Sets the plan that the account holds.
    #[must_use]
    pub fn plan(self, plan: Option<impl Into<String>>) -> Self {
        QuoteChecks { plan: plan.map(Into::into), ..self }
    }

    /// Sets how far the instant of the quote's request may be from now.
    #[must_use]
    pub fn tolerance(self, tolerance: Span) -> Self {
        QuoteChecks { tolerance, ..self }
    }

    /// Sets the use of meters.
    #[must_use]
    pub fn used(self, used: Vec<(String, Decimal)>) -> Self {
        QuoteChecks { used, ..self }
    }

    /// Sets who accepts the quote.
    #[must_use]
    pub fn audience(self, audience: impl Into<String>) -> Self {
        QuoteChecks { audience: Some(audience.into()), ..self }
    }

    /// Sets the keys: a quote must be signed with one of them.
    #[cfg(feature = "sign")]
    #[must_use]
    pub fn keys(self, keys: QuoteKeys) -> Self {
        QuoteChecks { keys: Some(keys), ..self }
    }

    /// Whether an instant is near enough.
    pub(super) fn is_near(&self, at: Instant) -> bool {
        let utc = Zone::utc();
        let later =
            |from: Instant| Recurrence::from(from, self.tolerance.step(), &utc).nth(1, &utc);
        let (first, last) = (at.min(self.now), at.max(self.now));
        later(first).is_none_or(|end| end >= last)
    }
}
