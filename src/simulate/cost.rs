//! What a line of demand costs at an instant, for the plan held then.

use super::scenario::RangeEnd;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::program::Operation;
use crate::catalog::supply::Held;
use crate::catalog::{Catalog, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::estimate::{Estimate, GateKind, State};

/// A cost, and as long as what it holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    pub(super) price: Price,
    pub(super) approximate: bool,
    /// One end of a range.
    pub(super) ranged: bool,
    held: Held,
    until: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Price {
    Credits(Credits),
    /// Not allowed with this plan or these settings.
    Gated,
    /// Nobody publishes it.
    Unknown,
}

impl Cost {
    pub(super) fn holds(&self, held: Held, at: Instant) -> bool {
        self.held == held && at < self.until
    }

    /// The next instant at which it may change.
    pub(super) fn until(&self) -> Instant {
        self.until
    }

    /// The cost at an instant, by the estimate.
    pub(super) fn of(
        catalog: &Catalog,
        request: &Request,
        (held, at): (Held, Instant),
        ranges: RangeEnd,
    ) -> Result<Cost, Errors> {
        let estimate = estimate(catalog, request, (held, at))?;
        let amount = match (estimate.state, ranges) {
            (State::Exact, _) => estimate.total,
            (State::Range, RangeEnd::High) => estimate.high,
            (State::Range, RangeEnd::Low) => estimate.low,
            _ => None,
        };
        let gated = estimate.gates.iter().any(|gate| gate.kind == GateKind::Requires);
        let price = match amount {
            _ if gated => Price::Gated,
            Some(amount) => Price::Credits(amount.max(Credits::ZERO)),
            None => Price::Unknown,
        };
        Ok(Cost {
            price,
            approximate: estimate.approximate,
            ranged: estimate.state == State::Range,
            held,
            until: changes(catalog.checked().operation(&request.operation)?, at),
        })
    }
}

/// A demand whose cost nobody publishes, or that is known only after the run, cannot be simulated.
#[cold]
pub(super) fn unknown(
    catalog: &Catalog,
    request: &Request,
    (held, at): (Held, Instant),
    place: usize,
) -> Errors {
    let estimate = estimate(catalog, request, (held, at));
    let reasons = estimate.map(|estimate| {
        let texts: Vec<String> = estimate.reasons.iter().map(|r| r.text.clone()).collect();
        texts.join("; ")
    });
    let sentence = format!(
        "the cost of `{}` is not known: {}",
        request.operation,
        reasons.unwrap_or_default()
    );
    Error::new(ErrorKind::NoAnswer, format!("/demand/{place}/request"), sentence).into()
}

fn estimate(
    catalog: &Catalog,
    request: &Request,
    (held, at): (Held, Instant),
) -> Result<Estimate, Errors> {
    let plan = held.and_then(|(place, _)| catalog.checked().plans.get(place));
    let mut request = request.clone();
    request.run.plan = plan.map(|plan| plan.id.to_string());
    request.run.at = Some(at);
    request.run.balance = None;
    catalog.estimate(&request)
}

/// The next instant at which a price of the operation may change.
fn changes(operation: &Operation, at: Instant) -> Instant {
    let mut next = Instant::MAX;
    for price in &operation.prices {
        for bound in [price.from, price.until].into_iter().flatten() {
            if bound > at {
                next = next.min(bound);
            }
        }
    }
    next.min(operation.next_change(at))
}
