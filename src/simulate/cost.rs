//! The cost of a demand line at an instant, for the current plan.

use super::scenario::RangeEnd;
use super::sums::too_large;
use crate::amount::{Credits, Number};
use crate::calendar::Instant;
use crate::catalog::program::Operation;
use crate::catalog::supply::Held;
use crate::catalog::{Catalog, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::estimate::{Estimate, GateKind, State};

/// More metered requests at one instant are not priced one by one.
const MOST_REQUESTS: u32 = 10_000;

/// A cost and how long it holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    pub(super) price: Price,
    pub(super) approximate: bool,
    /// One end of a range.
    pub(super) ranged: bool,
    held: Option<Held>,
    until: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Price {
    Credits(Credits),
    /// The cost depends on earlier use in the period of a meter.
    Metered,
    /// Not allowed with this plan or these settings.
    Gated,
    /// The price is not published.
    Unknown,
}

impl Cost {
    pub(super) fn holds(&self, held: Option<Held>, at: Instant) -> bool {
        self.held == held && at < self.until
    }

    /// The next instant at which the cost may change.
    pub(super) fn until(&self) -> Instant {
        self.until
    }

    /// Checks the request of a line: its names, and that its cost is known.
    #[cold]
    pub(super) fn check(
        catalog: &Catalog,
        request: &Request,
        when: (Option<Held>, Instant),
        ranges: RangeEnd,
        place: usize,
    ) -> Result<(), Errors> {
        let cost = Cost::of(catalog, request, when, ranges);
        match cost.map_err(|errors| errors.under(&format!("/demand/{place}/request")))?.price {
            Price::Unknown => Err(unknown(catalog, request, when, place)),
            _ => Ok(()),
        }
    }

    /// The cost at an instant, by the estimate.
    pub(super) fn of(
        catalog: &Catalog,
        request: &Request,
        (held, at): (Option<Held>, Instant),
        ranges: RangeEnd,
    ) -> Result<Cost, Errors> {
        let operation = catalog.checked().operation(&request.operation)?;
        let estimate = estimate(catalog, request, (held, at))?;
        let amount = end_of(&estimate, ranges);
        let gated = estimate.gates.iter().any(|gate| gate.kind == GateKind::Requires);
        let price = match amount {
            _ if gated => Price::Gated,
            _ if !operation.meters.is_empty() => Price::Metered,
            Some(amount) => Price::Credits(amount.max(Credits::ZERO)),
            None => Price::Unknown,
        };
        Ok(Cost {
            price,
            approximate: estimate.approximate,
            ranged: estimate.state == State::Range,
            held,
            until: changes(operation, at),
        })
    }
}

/// An error if the cost is not published or known only after the run: such a demand cannot be
/// simulated.
#[cold]
pub(super) fn unknown(
    catalog: &Catalog,
    request: &Request,
    (held, at): (Option<Held>, Instant),
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

/// The cost of some metered requests, and the use of the meters after them.
pub(crate) struct Bill {
    pub(crate) amount: Credits,
    pub(crate) used: Vec<Number>,
}

impl Bill {
    /// The cost of requests made one after the other; `None` if it is unknown.
    pub(super) fn of(
        catalog: &Catalog,
        request: &Request,
        when: (Option<Held>, Instant),
        (ranges, requests): (RangeEnd, u32),
        used: Vec<Number>,
    ) -> Result<Option<Bill>, Errors> {
        let request = asked(catalog, request, when);
        Bill::of_requests(catalog, &request, (ranges, requests), used)
    }

    /// The cost also depends on the plan and the instant that the request names.
    pub(crate) fn of_requests(
        catalog: &Catalog,
        request: &Request,
        (ranges, requests): (RangeEnd, u32),
        used: Vec<Number>,
    ) -> Result<Option<Bill>, Errors> {
        let operation = catalog.checked().operation(&request.operation)?;
        let mut request = request.clone();
        let mut bill = Bill { amount: Credits::ZERO, used };
        let mut times = requests;
        if operation.runs_add_up && requests > 0 {
            let runs = request.run.runs.unwrap_or(1).checked_mul(requests);
            (request.run.runs, times) = (Some(runs.ok_or_else(too_many)?), 1);
        } else if requests > MOST_REQUESTS {
            return Err(too_many().into());
        }
        for _ in 0..times {
            let (estimate, reached) = catalog.estimate_after(&request, bill.used.clone())?;
            let (Some(amount), Some([low, high])) = (end_of(&estimate, ranges), reached) else {
                return Ok(None);
            };
            let used = if ranges == RangeEnd::Low { low } else { high };
            let sum = bill.amount.checked_add(amount.max(Credits::ZERO));
            bill.amount = sum.ok_or_else(too_large)?;
            bill.used = used.into_iter().map(Number::exact).collect();
        }
        Ok(Some(bill))
    }
}

fn end_of(estimate: &Estimate, ranges: RangeEnd) -> Option<Credits> {
    match (estimate.state, ranges) {
        (State::Exact, _) => estimate.total,
        (State::Range, RangeEnd::High) => estimate.high,
        (State::Range, RangeEnd::Low) => estimate.low,
        _ => None,
    }
}

#[cold]
fn too_many() -> Error {
    let sentence = format!(
        "more than {MOST_REQUESTS} metered requests at one instant, with a part \
         charged for each request"
    );
    Error::new(ErrorKind::Limit, "/demand", sentence)
}

fn estimate(
    catalog: &Catalog,
    request: &Request,
    when: (Option<Held>, Instant),
) -> Result<Estimate, Errors> {
    catalog.estimate(&asked(catalog, request, when))
}

fn asked(catalog: &Catalog, request: &Request, (held, at): (Option<Held>, Instant)) -> Request {
    let plan = held.and_then(|held| catalog.checked().plan_at(held.plan));
    let mut request = request.clone();
    request.run.plan = plan.map(|plan| plan.id.to_string());
    request.run.at = Some(at);
    request.run.balance = None;
    request
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
