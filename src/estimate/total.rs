//! The total alone: for lists, budgets and bulk rating, which need no lines.

use super::answer::State;
use super::evaluate::Outcome;
use super::explain::bound;
use super::explain::column::nearest;
use super::range::{PriceRange, untraced};
use super::resolve::resolve;
use crate::amount::{Credits, Fault, Number};
use crate::catalog::{Catalog, Request};
use crate::error::Errors;
use serde::Serialize;

/// The cost of a request, without its lines; see [`Catalog::total`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Total {
    /// How much is known.
    pub state: State,
    /// The exact cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Credits>,
    /// The least it can cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<Credits>,
    /// The most it can cost; also for a rate, if every value known only after the run has a
    /// maximum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<Credits>,
    /// Published as free.
    pub free: bool,
}

impl Catalog {
    /// The total of [`Catalog::estimate`], several times as fast: without lines, gates and notes.
    ///
    /// ```
    /// # use drawdown::{Catalog, Request};
    /// # let catalog = Catalog::from_json(r#"{ "catalog": "x", "version": "1", "as_of": "2026-11-01",
    /// #   "credit": { "name": "credit", "step": "1" }, "operations": [ { "id": "image",
    /// #     "price": [ { "line": "image", "rate": "24" } ] } ] }"#)?;
    /// let total = catalog.total(&Request::new("image").runs(30))?;
    /// assert_eq!(total.total.unwrap().to_string(), "720");
    /// # Ok::<(), drawdown::Errors>(())
    /// ```
    ///
    /// # Errors
    /// As for [`Catalog::estimate`].
    pub fn total(&self, request: &Request) -> Result<Total, Errors> {
        let asked = resolve(self.checked(), request)?;
        let spread = untraced(&asked)?;
        let mut total = Total::of(&spread).map_err(|fault| asked.fault(fault))?;
        if total.state == State::Rate {
            total.high = bound::at_most(&asked).map_err(|fault| asked.fault(fault))?;
        }
        Ok(total)
    }
}

impl Total {
    fn of(spread: &PriceRange) -> Result<Total, Fault> {
        match spread {
            PriceRange::NotValid
            | PriceRange::Unpriced(_)
            | PriceRange::TooMany(_)
            | PriceRange::NotListed(..) => Ok(Total::nothing(State::Unknown)),
            PriceRange::Free(_) => Ok(Total::exact(Credits::ZERO, true)),
            PriceRange::One(worked) => Total::one(&worked.outcome),
            PriceRange::Ends(ends) => Total::between(&ends.cheapest.outcome, &ends.dearest.outcome),
            PriceRange::Gaps(_, state) => Ok(Total::nothing(*state)),
            // Already reported as an error.
            PriceRange::Refused(..) => Ok(Total::nothing(State::Unknown)),
        }
    }

    fn one(outcome: &Outcome) -> Result<Total, Fault> {
        match &outcome.total {
            Some(total) if total.is_span() => Total::between(outcome, outcome),
            Some(total) => Ok(Total::exact(Credits(nearest(total, Number::low)?), outcome.free)),
            None => Ok(Total::nothing(outcome.state_of_gaps())),
        }
    }

    fn between(low: &Outcome, high: &Outcome) -> Result<Total, Fault> {
        let free = low.free && high.free;
        let low = Credits(nearest(&low.known, Number::low)?);
        let high = Credits(nearest(&high.known, Number::high)?);
        if low == high {
            return Ok(Total::exact(high, free));
        }
        Ok(Total { low: Some(low), high: Some(high), free, ..Total::nothing(State::Range) })
    }

    fn exact(total: Credits, free: bool) -> Total {
        Total { total: Some(total), free, ..Total::nothing(State::Exact) }
    }

    fn nothing(state: State) -> Total {
        Total { state, total: None, low: None, high: None, free: false }
    }
}
