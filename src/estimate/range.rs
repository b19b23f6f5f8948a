//! Open settings: every combination of open choices, and spans for numbers.
//!
//! The low end is the cheapest combination, the high end the most expensive. Numbers with many
//! values become spans, whose results contain the result of every value in them.

use super::answer::State;
use super::asked::{ResolvedRequest, SlotValue, unlisted};
use super::combinations::{Combinations, Only, Taken};
use super::cost::{env, outcome};
use super::evaluate::{Halt, Outcome, Refusal, TraceLine};
use super::{instead, limit};
use crate::amount::{Fault, Fraction, Number};
use crate::calendar::Moment;
use crate::catalog::program::{Body, Price, Slot};
use crate::error::Error;

/// The result of a request, before lines are made.
pub(crate) enum PriceRange<'c> {
    /// No price holds at this instant, or it is unknown which does.
    NotValid,
    Free(&'c Price),
    Unpriced(&'c Price),
    TooMany(&'c Price),
    /// A choice is not on the price list.
    NotListed(&'c Price, Slot),
    One(Box<PricedSum<'c>>),
    /// Open settings give several combinations.
    Ends(Box<Ends<'c>>),
    /// Some combination has no total, until after the run or at all.
    Gaps(Combinations<'c>, State),
    /// It cannot be requested, as these slots show.
    Refused(Refusal<'c>, Vec<SlotValue>),
}

/// The results of the combinations that can be requested.
pub(crate) struct Ends<'c> {
    pub(crate) cheapest: PricedSum<'c>,
    pub(crate) dearest: PricedSum<'c>,
    /// The combination makes a difference.
    pub(crate) differs: bool,
    pub(crate) taken: Vec<Taken>,
}

/// A sum with its lines.
#[derive(Clone)]
pub(crate) struct PricedSum<'c> {
    pub(crate) price: &'c Price,
    pub(crate) outcome: Outcome<'c>,
    pub(crate) lines: Vec<TraceLine<'c>>,
}

/// Computes the cost of a request.
pub(crate) fn evaluate<'c>(asked: &ResolvedRequest<'c>) -> Result<PriceRange<'c>, Error> {
    spread(asked, true)
}

/// The same without lines.
pub(crate) fn untraced<'c>(asked: &ResolvedRequest<'c>) -> Result<PriceRange<'c>, Error> {
    spread(asked, false)
}

fn spread<'c>(asked: &ResolvedRequest<'c>, traces: bool) -> Result<PriceRange<'c>, Error> {
    // A price that is free or unpriced as a whole is so for all open values.
    let is_sum = |price: &Price| matches!(price.body, Body::Sum(_));
    if let (Some(price), Some(slot)) = (asked.price(asked.moment), unlisted(&asked.slots))
        && is_sum(price)
    {
        return Ok(PriceRange::NotListed(price, slot));
    }
    let is_open = !asked.open.is_empty() && asked.price(asked.moment).is_some_and(is_sum);
    let spread = if is_open || asked.any_time { ends } else { single };
    match spread(asked, traces) {
        Ok(PriceRange::Refused(refusal, slots)) => Err(instead::refused(asked, refusal, &slots)),
        Ok(spread) => Ok(spread),
        Err(fault) => Err(asked.fault(fault)),
    }
}

fn single<'c>(asked: &ResolvedRequest<'c>, traces: bool) -> Result<PriceRange<'c>, Fault> {
    let Some(price) = asked.price(asked.moment) else { return Ok(PriceRange::NotValid) };
    match &price.body {
        Body::Free => Ok(PriceRange::Free(price)),
        Body::Unpriced => Ok(PriceRange::Unpriced(price)),
        Body::NotSold | Body::Sum(_) => {
            match worked((asked, traces), price, asked.moment, &asked.slots) {
                Ok(worked) => Ok(PriceRange::One(worked.into())),
                Err(Halt::Fault(fault)) => Err(fault),
                Err(Halt::Refused(refusal)) => {
                    Ok(PriceRange::Refused(refusal, asked.slots.clone()))
                }
            }
        }
    }
}

/// The result of a price, with its lines.
fn worked<'c>(
    (asked, traces): (&ResolvedRequest<'c>, bool),
    price: &'c Price,
    moment: Moment,
    slots: &[SlotValue],
) -> Result<PricedSum<'c>, Halt<'c>> {
    let Body::Sum(sum) = &price.body else {
        let outcome = outcome(asked, price, moment, slots)?;
        return Ok(PricedSum { price, outcome, lines: Vec::new() });
    };
    let mut env = env(asked, moment, slots);
    env.lines = traces.then(|| Vec::with_capacity(sum.per_run.len() + sum.per_request.len() + 2));
    let outcome = env.sum(sum, asked.held_plan())?;
    Ok(PricedSum { price, outcome, lines: env.lines.unwrap_or_default() })
}

/// The open settings for which only one value can be requested.
pub(super) fn taken(asked: &ResolvedRequest) -> Vec<Taken> {
    let Some(plan) = Combinations::of(asked, None).filter(|_| !asked.open.is_empty()) else {
        return Vec::new();
    };
    let (mut slots, mut only) = (asked.slots.clone(), Only::default());
    for number in 0..plan.count {
        let Ok(Some(moment)) = plan.fill(number, &mut slots) else { continue };
        let refused =
            |price| matches!(outcome(asked, price, moment, &slots), Err(Halt::Refused(_)));
        if !asked.price(moment).is_some_and(refused) {
            only.see(asked, &slots);
        }
    }
    only.taken()
}

/// The cheapest and the most expensive combination so far.
struct Extremes {
    low: (usize, Fraction),
    high: (usize, Fraction),
    differs: bool,
}

impl Extremes {
    fn with(found: Option<Self>, number: usize, total: &Number) -> Result<Self, Fault> {
        let (low, high) = (total.low(), total.high());
        let Some(mut found) = found else {
            return Ok(Extremes { low: (number, low), high: (number, high), differs: false });
        };
        let (lower, higher) = (low.compare(&found.low.1)?, high.compare(&found.high.1)?);
        found.differs |= lower.is_ne() || higher.is_ne();
        if lower.is_lt() {
            found.low = (number, low);
        }
        if higher.is_gt() {
            found.high = (number, high);
        }
        Ok(found)
    }
}

fn ends<'c>(asked: &ResolvedRequest<'c>, traces: bool) -> Result<PriceRange<'c>, Fault> {
    let Some(price) = asked.price(asked.moment) else { return Ok(PriceRange::NotValid) };
    let Some(plan) = Combinations::of(asked, None) else { return Ok(PriceRange::TooMany(price)) };
    let mut slots = asked.slots.clone();
    let (mut extremes, mut gaps, mut refused) = (None, None, None);
    let mut only = Only::default();
    for number in 0..plan.count {
        let Some(moment) = plan.fill(number, &mut slots)? else { continue };
        let Some(price) = asked.price(moment) else { return Ok(PriceRange::NotValid) };
        if matches!(price.body, Body::Unpriced) {
            return Ok(PriceRange::Unpriced(price));
        }
        match outcome(asked, price, moment, &slots) {
            Ok(Outcome { total: Some(total), .. }) => {
                extremes = Some(Extremes::with(extremes, number, &total)?);
                only.see(asked, &slots);
            }
            Ok(outcome) if gaps.is_none() || !outcome.only_known_later() => {
                gaps = Some(outcome.state_of_gaps());
            }
            Ok(_) => {}
            Err(Halt::Fault(fault)) => return Err(fault),
            Err(Halt::Refused(refusal)) => refused = refused.or(Some((number, refusal))),
        }
    }
    if let Some(state) = gaps {
        return Ok(PriceRange::Gaps(plan, state));
    }
    let mut at_end = |number| {
        let moment = plan.fill(number, &mut slots)?.unwrap_or_default();
        let price = asked.price(moment).ok_or(Fault::Inexact)?;
        worked((asked, traces), price, moment, &slots).map_err(|_| Fault::Inexact)
    };
    match (extremes, refused) {
        (Some(Extremes { low, high, differs }), _) => Ok(PriceRange::Ends(Box::new(Ends {
            cheapest: at_end(low.0)?,
            dearest: at_end(high.0)?,
            differs: differs || !plan.spans.is_empty(),
            taken: only.taken(),
        }))),
        (None, Some((number, refusal))) => {
            plan.fill(number, &mut slots)?;
            Ok(PriceRange::Refused(refusal, slots))
        }
        (None, None) => Ok(PriceRange::NotValid),
    }
}

/// A visitor of combinations.
type See<'s, 'c> = &'s mut dyn FnMut(PricedSum<'c>, &[SlotValue]) -> Result<(), Fault>;

/// Visits every combination that can be requested, with its lines.
pub(crate) fn each<'c>(
    asked: &ResolvedRequest<'c>,
    plan: &Combinations,
    see: See<'_, 'c>,
) -> Result<(), Fault> {
    let mut slots = asked.slots.clone();
    for number in 0..plan.count {
        let Some(moment) = plan.fill(number, &mut slots)? else { continue };
        let price = asked.price(moment).ok_or(Fault::Inexact)?;
        match worked((asked, true), price, moment, &slots) {
            Ok(worked) => see(worked, &slots)?,
            Err(Halt::Fault(fault)) => return Err(fault),
            Err(Halt::Refused(_)) => {}
        }
    }
    Ok(())
}

/// The request with every value that is known only after the run set to its bounds; `None` if there
/// is no such value.
pub(crate) fn with_bounds<'c>(asked: &ResolvedRequest<'c>) -> Option<ResolvedRequest<'c>> {
    let mut slots = asked.slots.clone();
    let mut has_bounds = false;
    for (slot, filled) in slots.iter_mut().enumerate() {
        if let (SlotValue::After, Some(setting)) = (&*filled, asked.setting(slot)) {
            let span = limit::span(&setting.kind);
            if !matches!(span, SlotValue::Open) {
                (*filled, has_bounds) = (span, true);
            }
        }
    }
    has_bounds.then(|| asked.with(slots, asked.open.clone()))
}
