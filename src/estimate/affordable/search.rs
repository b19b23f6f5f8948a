//! The largest value of one slot for which a budget pays in the most expensive case.
//!
//! A span of values is ruled out if, in some combination of open settings, even its cheapest value
//! costs too much or none of its values has a price. Other spans are halved, upper half first, so
//! that the first single value that fits is the largest.

use super::super::asked::{ResolvedRequest, SlotValue};
use super::super::combinations::Combinations;
use super::super::cost::{Cost, cost};
use crate::amount::{Credits, Decimal, Fault, Fraction, Number};
use crate::catalog::program::{NumberRange, Slot};

/// Maximum number of costs for one question; then the search gives up.
const LOOKS: usize = 5_000;
/// After giving up, this many of the smallest values are tried one by one.
const FIRST: i128 = 1000;

/// The values of a slot, in stored units of decimals: `min + n × step`, from 0 to `last`.
pub(in super::super) struct Values {
    min: i128,
    step: i128,
    pub(in super::super) last: i128,
}

impl Values {
    /// Without a step, any decimal is a value; without an upper bound, any decimal that fits.
    pub(in super::super) fn of(grid: &NumberRange) -> Values {
        let least = Decimal::ZERO.min(grid.max.unwrap_or_default());
        let min = grid.min.unwrap_or(least).scaled();
        let step = grid.step.map_or(1, Decimal::scaled).max(1);
        let max = grid.max.map_or(Decimal::MAX.scaled(), Decimal::scaled);
        Values { min, step, last: (max - min).max(0) / step }
    }

    /// Whole numbers from 1.
    pub(super) fn counted(most: u32) -> Values {
        let one = Decimal::ONE.scaled();
        Values { min: one, step: one, last: i128::from(most) - 1 }
    }

    pub(in super::super) fn value(&self, place: i128) -> Result<Decimal, Fault> {
        let scaled = self.step.checked_mul(place).and_then(|up| up.checked_add(self.min));
        scaled.and_then(Decimal::from_scaled).ok_or(Fault::Inexact)
    }

    pub(in super::super) fn filled(&self, from: i128, to: i128) -> Result<SlotValue, Fault> {
        let end = |place| self.value(place).map(Fraction::from_decimal);
        Ok(SlotValue::Number(if from == to {
            Number::exact(end(from)?)
        } else {
            Number::span(end(from)?, end(to)?)
        }))
    }
}

/// The largest value that fits, and its cost in the most expensive case.
pub(super) struct Most {
    pub(super) value: Decimal,
    pub(super) cost: Credits,
    /// It is the last value.
    pub(super) is_last: bool,
}

/// What is known of a span of values.
enum Look {
    /// In some combination each value costs more than the budget or has no price.
    Out,
    /// Each value fits in every combination.
    In,
    Either,
}

/// A search in one slot, over every combination of the other open settings.
pub(super) struct LargestSearch<'a, 'c> {
    asked: &'a ResolvedRequest<'c>,
    slot: Slot,
    others: Combinations<'c>,
    slots: Vec<SlotValue>,
    /// Limits between settings restrict which combinations a value of the slot allows.
    is_limited: bool,
    budget: Fraction,
    looks: usize,
    /// The last combination that ruled out a span: likely to do so again.
    first: usize,
    /// Some value has a price in every combination.
    pub(super) is_known: bool,
    /// Larger values could not be ruled out.
    pub(super) gave_up: bool,
}

impl<'a, 'c> LargestSearch<'a, 'c> {
    /// `None` if there are too many open combinations.
    pub(super) fn new(asked: &'a ResolvedRequest<'c>, slot: Slot, budget: Credits) -> Option<Self> {
        let others = Combinations::of(asked, Some(slot))?;
        Some(LargestSearch {
            asked,
            slot,
            slots: asked.slots.clone(),
            is_limited: asked.operation.limits.iter().any(|limit| limit.concerns(slot)),
            others,
            budget: Fraction::from_decimal(budget.0),
            looks: 0,
            first: 0,
            is_known: false,
            gave_up: false,
        })
    }

    /// The largest of these values that fits.
    pub(super) fn most(&mut self, values: &Values) -> Result<Option<Most>, Fault> {
        let found = match self.among(values, 0, values.last)? {
            None if self.gave_up => self.among_first(values)?,
            found => found,
        };
        let Some(place) = found else {
            self.is_known |= self.has_prices(values)?;
            return Ok(None);
        };
        let cost = self.dearest(&values.filled(place, place)?)?.ok_or(Fault::Inexact)?;
        let (value, cost) = (values.value(place)?, Credits(cost.nearest_decimal()?));
        Ok(Some(Most { value, cost, is_last: place == values.last }))
    }

    /// Whether the budget pays for every value up to the largest decimal.
    pub(super) fn pays_for_any(&mut self, values: &Values) -> bool {
        let endless =
            Values { last: (Decimal::MAX.scaled() - values.min) / values.step, ..*values };
        let span = endless.filled(0, endless.last).and_then(|span| self.look(&span));
        matches!(span, Ok(Look::In))
    }

    /// The cost of the most expensive combination; `None` if one has no price, or none is allowed.
    fn dearest(&mut self, filled: &SlotValue) -> Result<Option<Fraction>, Fault> {
        let mut most: Option<Fraction> = None;
        for number in 0..self.others.count {
            let cost = match self.cost(filled, number, false)? {
                Cost::Refused => continue,
                Cost::Unknown { .. } => return Ok(None),
                Cost::Known { cost, .. } => cost.high(),
            };
            most = Some(most.map_or(Ok(cost), |most| most.max(&cost))?);
        }
        self.is_known |= most.is_some();
        Ok(most)
    }

    /// The cost of a single value in its most expensive case, if it fits.
    pub(super) fn fitting(&mut self, filled: &SlotValue) -> Result<Option<Credits>, Fault> {
        match self.dearest(filled) {
            Ok(Some(cost)) if cost.compare(&self.budget)?.is_le() => {
                cost.nearest_decimal().map(|cost| Some(Credits(cost)))
            }
            // A value whose cost cannot be computed cannot be bought.
            Ok(_) | Err(Fault::Inexact | Fault::DivisionByZero) => Ok(None),
        }
    }

    /// Whether each combination has some value with a price.
    fn has_prices(&mut self, values: &Values) -> Result<bool, Fault> {
        let all = values.filled(0, values.last)?;
        let mut is_any_allowed = false;
        for number in 0..self.others.count {
            match self.cost(&all, number, true) {
                Ok(Cost::Unknown { .. }) => return Ok(false),
                Ok(Cost::Refused) => {}
                // A value with a price exists, even if it is too large to compute.
                Ok(Cost::Known { .. }) | Err(_) => is_any_allowed = true,
            }
        }
        Ok(is_any_allowed)
    }

    fn among(&mut self, values: &Values, from: i128, to: i128) -> Result<Option<i128>, Fault> {
        if self.looks > LOOKS {
            self.gave_up = true;
            return Ok(None);
        }
        if from == to {
            return Ok(self.fitting(&values.filled(from, from)?)?.map(|_| from));
        }
        let middle = from + (to - from) / 2;
        match self.look(&values.filled(from, to)?) {
            Ok(Look::Out) => return Ok(None),
            Ok(Look::In) => return Ok(Some(to)),
            // The upper half is too large to compute.
            Err(Fault::Inexact) if self.look(&values.filled(middle + 1, to)?).is_err() => {
                self.gave_up = true;
                return self.among(values, from, middle);
            }
            Ok(Look::Either) | Err(_) => {}
        }
        match self.among(values, middle + 1, to)? {
            Some(found) => Ok(Some(found)),
            None => self.among(values, from, middle),
        }
    }

    fn among_first(&mut self, values: &Values) -> Result<Option<i128>, Fault> {
        for place in (0..=values.last.min(FIRST)).rev() {
            if self.fitting(&values.filled(place, place)?)?.is_some() {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    fn look(&mut self, filled: &SlotValue) -> Result<Look, Fault> {
        if self.upper_end_is_above(filled)? {
            return Ok(Look::Out);
        }
        // In another combination, limits may not allow the values that this one rules out.
        let is_one = self.others.count == 1;
        let (mut all_fit, mut all_barred, first) = (!self.is_limited, true, self.first);
        for number in (first..self.others.count).chain(0..first) {
            let cost = self.cost(filled, number, true)?;
            let (is_out, refuses_some) = match &cost {
                Cost::Refused => continue,
                Cost::Unknown { refuses_some } => (true, *refuses_some),
                Cost::Known { cost, refuses_some } => {
                    (cost.low().compare(&self.budget)?.is_gt(), *refuses_some)
                }
            };
            all_barred = false;
            if is_out && (is_one || !self.is_limited && !refuses_some) {
                self.first = number;
                return Ok(Look::Out);
            }
            all_fit = all_fit && self.all_fit(filled, number, &cost)?;
        }
        Ok(match (all_barred, all_fit) {
            (true, _) => Look::Out,
            (false, true) => Look::In,
            (false, false) => Look::Either,
        })
    }

    /// Whether every value of a span has a price in a combination and fits.
    fn all_fit(&mut self, filled: &SlotValue, number: usize, cost: &Cost) -> Result<bool, Fault> {
        let Cost::Known { cost, refuses_some: false } = cost else { return Ok(false) };
        Ok(cost.high().compare(&self.budget)?.is_le()
            && matches!(self.cost(filled, number, false)?, Cost::Known { .. }))
    }

    /// Whether even the cheapest of these values costs too much with the other spans at their upper
    /// end.
    fn upper_end_is_above(&mut self, filled: &SlotValue) -> Result<bool, Fault> {
        if !self.asked.operation.limits.is_empty() {
            return Ok(false);
        }
        let Some(upper) = self.others.at_upper_ends() else { return Ok(false) };
        let mut slots = self.asked.slots.clone();
        for number in 0..upper.count {
            put(&mut slots, self.slot, filled);
            self.looks += 1;
            if let Some(moment) = upper.fill(number, &mut slots)?
                && let Ok(Cost::Known { cost, refuses_some: false }) =
                    cost(self.asked, moment, &slots, true)
                && cost.low().compare(&self.budget)?.is_gt()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn cost(&mut self, filled: &SlotValue, number: usize, skips_gaps: bool) -> Result<Cost, Fault> {
        self.looks += 1;
        put(&mut self.slots, self.slot, filled);
        let Some(moment) = self.others.fill(number, &mut self.slots)? else {
            return Ok(Cost::Refused);
        };
        cost(self.asked, moment, &self.slots, skips_gaps)
    }
}

fn put(slots: &mut [SlotValue], slot: Slot, filled: &SlotValue) {
    if let Some(place) = slots.get_mut(slot) {
        place.clone_from(filled);
    }
}
