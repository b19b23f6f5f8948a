//! Rates by quantity: each part at its own rate, or all of it at the rate reached.

use super::super::evaluate::charge::ComponentCharge;
use super::charge::times;
use super::condition::Truth;
use super::env::Env;
use super::gap::{Interrupt, MissingPrice};
use crate::amount::{Fault, Number};
use crate::catalog::program::{Component, Edge, Expression, Metered, Rate, Tier};
use std::cmp::Ordering;

impl<'c> Env<'_, 'c> {
    pub(super) fn any_tier(&mut self, tiers: &'c [Tier]) -> Option<Number> {
        let mut all: Option<Number> = None;
        for tier in tiers {
            let rate = self.any_number(&tier.rate)?;
            all = Some(match all {
                None => rate,
                Some(all) => all.joined(&rate).ok()?,
            });
        }
        all
    }

    /// Each part of the quantity at its own rate, with a line for each.
    pub(super) fn graduated(
        &mut self,
        component: &'c Component,
        metered: &'c Metered,
        quantity: &Number,
        tiers: &'c [Tier],
        total: &mut Number,
    ) -> Result<ComponentCharge<'c>, Interrupt<'c>> {
        let zero = Number::ZERO;
        let (mut below, mut beyond): (Option<&Edge>, Truth) = (None, Truth::Yes);
        for tier in tiers {
            let reached = beyond;
            if reached == Truth::No {
                break;
            }
            beyond = passed(quantity, tier.bound.as_ref())?;
            let top = match (&tier.bound, beyond) {
                (Some(bound), Truth::Yes) => bound.at.clone(),
                (Some(bound), Truth::Maybe) => quantity.min(&bound.at)?,
                _ => quantity.clone(),
            };
            let mut part = match below {
                Some(below) => top.sub(&below.at)?,
                None => top,
            };
            if below.is_none() || reached == Truth::Maybe {
                part = part.max(&zero)?;
            }
            let mut place = Number::ZERO;
            let rate = match self.known(&tier.rate, &mut place) {
                // The part that reaches this tier has no price, or cannot be requested.
                Err(stop) if reached == Truth::Maybe && self.skips(stop) => match stop {
                    Interrupt::Refused(_) => return Ok(ComponentCharge::Amount),
                    _ => break,
                },
                rate => rate?,
            };
            let mut amount = times(&part, rate, &metered.per)?;
            if reached == Truth::Maybe {
                amount = amount.add(&tier.flat.hull(&zero)?)?;
            } else if !tier.flat.is_zero() {
                amount = amount.add(&tier.flat)?;
            }
            self.rated_line(component, metered, [&part, &amount], Some(rate));
            *total = total.add(&amount)?;
            below = tier.bound.as_ref();
        }
        // Beyond the last bound, no price is published.
        if self.stays_within(beyond) {
            Ok(ComponentCharge::Amount)
        } else {
            Err(Interrupt::MissingPrice(MissingPrice::Unpriced))
        }
    }

    /// The whole quantity at the rate reached.
    pub(super) fn volume(
        &mut self,
        component: &'c Component,
        metered: &'c Metered,
        quantity: &Number,
        tiers: &'c [Tier],
        amount: &mut Number,
    ) -> Result<ComponentCharge<'c>, Interrupt<'c>> {
        self.check_last(quantity, tiers)?;
        let mut found: Option<(Number, Number)> = None;
        let mut before: Option<&Edge> = None;
        let mut not_sold = None;
        for tier in tiers {
            let below = std::mem::replace(&mut before, tier.bound.as_ref());
            let bound = tier.bound.as_ref();
            if reached(quantity, below)? == Truth::No || passed(quantity, bound)? == Truth::Yes {
                continue;
            }
            let mut inside = quantity.clone();
            if let Some(below) = below {
                inside = inside.max(&below.at)?;
            }
            if let Some(bound) = bound {
                inside = inside.min(&bound.at)?;
            }
            let mut place = Number::ZERO;
            let rate = match self.known(&tier.rate, &mut place) {
                Err(Interrupt::MissingPrice(_)) if self.skips_gaps => continue,
                Err(stop @ Interrupt::Refused(_)) => {
                    not_sold = Some(stop);
                    continue;
                }
                rate => rate?,
            };
            let amount = times(&inside, rate, &metered.per)?.add(&tier.flat)?;
            found = Some(match found {
                None => (rate.clone(), amount),
                Some((rates, amounts)) => (rates.hull(rate)?, amounts.hull(&amount)?),
            });
        }
        self.refuses_some |= not_sold.is_some();
        let (rate, at_rate) =
            found.ok_or(not_sold.unwrap_or(Interrupt::MissingPrice(MissingPrice::Unpriced)))?;
        *amount = at_rate;
        self.rated_line(component, metered, [quantity, amount], Some(&rate));
        Ok(ComponentCharge::Amount)
    }

    /// A rate that must exist; `None` if free. Returns a reference to a stored rate, to avoid a
    /// copy; otherwise the rate is computed into `place`.
    #[inline(never)]
    pub(super) fn known<'n>(
        &mut self,
        rate: &'c Rate,
        place: &'n mut Number,
    ) -> Result<&'n Number, Interrupt<'c>>
    where
        'c: 'n,
    {
        if let Rate::Number(Expression::Constant(number)) = rate {
            return Ok(number);
        }
        if let Some(number) = self.priced(rate)? {
            *place = number;
        }
        Ok(place)
    }

    /// Beyond the last bound, no price is published.
    fn check_last(&self, quantity: &Number, tiers: &[Tier]) -> Result<(), Interrupt<'c>> {
        match tiers.last().map(|tier| passed(quantity, tier.bound.as_ref())) {
            Some(Ok(beyond)) if self.stays_within(beyond) => Ok(()),
            Some(Err(fault)) => Err(fault.into()),
            _ => Err(Interrupt::MissingPrice(MissingPrice::Unpriced)),
        }
    }

    /// Whether a quantity has a tier; `beyond`: it exceeds the last one.
    fn stays_within(&self, beyond: Truth) -> bool {
        beyond == Truth::No || beyond == Truth::Maybe && self.skips_gaps
    }
}

/// Whether the quantity exceeds a bound; always true for the first tier.
fn reached(quantity: &Number, below: Option<&Edge>) -> Result<Truth, Fault> {
    below.map_or(Ok(Truth::Yes), |bound| passed(quantity, Some(bound)))
}

/// Whether the quantity is above a bound, or equal to an excluded one.
fn passed(quantity: &Number, bound: Option<&Edge>) -> Result<Truth, Fault> {
    let Some(bound) = bound else { return Ok(Truth::No) };
    let is_above = |order: Ordering| order.is_gt() || !bound.included && order.is_eq();
    let low = is_above(quantity.compare_low(&bound.at)?);
    let high = if quantity.is_span() { is_above(quantity.compare_high(&bound.at)?) } else { low };
    Ok(match (low, high) {
        (true, _) => Truth::Yes,
        (false, false) => Truth::No,
        (false, true) => Truth::Maybe,
    })
}
