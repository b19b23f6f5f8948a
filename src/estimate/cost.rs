//! The cost of some values, without lines.

use super::asked::{ResolvedRequest, SlotValue, unlisted};
use super::combinations::Combinations;
use super::evaluate::{Env, Halt, Outcome, Refusal};
use crate::amount::{Fault, Number};
use crate::calendar::Moment;
use crate::catalog::program::{Body, Price};

pub(super) fn env<'e, 'c>(
    asked: &ResolvedRequest<'c>,
    moment: Moment,
    slots: &'e [SlotValue],
) -> Env<'e, 'c> {
    Env {
        cost_factor: asked.held_plan().and_then(|plan| plan.cost_factor),
        used: asked.used.clone(),
        ..Env::of_settings(slots, asked.plan, moment)
    }
}

/// The result of a price, without lines.
pub(super) fn outcome<'c>(
    asked: &ResolvedRequest<'c>,
    price: &'c Price,
    moment: Moment,
    slots: &[SlotValue],
) -> Result<Outcome<'c>, Halt<'c>> {
    match &price.body {
        Body::Sum(sum) => env(asked, moment, slots).sum(sum, asked.held_plan()),
        Body::NotSold => Err(Halt::Refused(Refusal::NotSold(None))),
        Body::Free => Ok(Outcome::of_nothing(true)),
        Body::Unpriced => Ok(Outcome::of_nothing(false)),
    }
}

/// Whether any combination of open settings is sold; an unknown price counts as sold.
pub(crate) fn is_sold(asked: &ResolvedRequest) -> bool {
    let plan = Combinations::of(asked, None).filter(|_| unlisted(&asked.slots).is_none());
    let Some(plan) = plan else { return true };
    let mut slots = asked.slots.clone();
    (0..plan.count).any(|number| {
        let moment = match plan.fill(number, &mut slots) {
            Ok(Some(moment)) => moment,
            Ok(None) => return false,
            Err(_) => return true,
        };
        let Some(price) = asked.price(moment) else { return true };
        let outcome = outcome(asked, price, moment, &slots);
        !matches!(outcome, Err(Halt::Refused(Refusal::NotSold(_) | Refusal::Part(_))))
    })
}

/// The cost of these slots.
pub(super) enum Cost {
    /// For a span, `refuses_some` if some of its values cannot be requested.
    Known { cost: Number, refuses_some: bool },
    /// Some part has no price.
    Unknown { refuses_some: bool },
    /// It cannot be requested.
    Refused,
}

/// The cost of these slots. For spans, `skips_gaps` ignores values without a price, if others have
/// one.
pub(super) fn cost(
    asked: &ResolvedRequest,
    moment: Moment,
    slots: &[SlotValue],
    skips_gaps: bool,
) -> Result<Cost, Fault> {
    let unknown = Ok(Cost::Unknown { refuses_some: false });
    let Some(price) = asked.price(moment).filter(|_| unlisted(slots).is_none()) else {
        return unknown;
    };
    let sum = match &price.body {
        Body::Free => return Ok(Cost::Known { cost: Number::ZERO, refuses_some: false }),
        Body::Unpriced => return unknown,
        Body::NotSold => return Ok(Cost::Refused),
        Body::Sum(sum) => sum,
    };
    let mut env = env(asked, moment, slots);
    env.skips_gaps = skips_gaps;
    let outcome = match env.sum(sum, asked.held_plan()) {
        Ok(outcome) => outcome,
        Err(Halt::Fault(fault)) => return Err(fault),
        Err(Halt::Refused(_)) => return Ok(Cost::Refused),
    };
    let refuses_some = env.refuses_some;
    Ok(match outcome.total {
        Some(cost) => Cost::Known { cost, refuses_some },
        None => Cost::Unknown { refuses_some },
    })
}
