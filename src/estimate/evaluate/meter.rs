//! Quantities that count over a period: a component is computed for the whole period, with and
//! without this request.

use super::charge::ComponentCharge;
use super::condition::Truth;
use super::env::Env;
use super::gap::{Interrupt, Refusal};
use super::line::Origin;
use crate::amount::{Fault, Fraction, Number};
use crate::catalog::program::{Charge, Component, Metered};

impl<'c> Env<'_, 'c> {
    /// The cost of a component in the period with this request, less its cost before. With no
    /// earlier use, that is 0.
    pub(super) fn counted(
        &mut self,
        component: &'c Component,
        meter: usize,
        truth: Truth,
        amount: &mut Number,
    ) -> Result<ComponentCharge<'c>, Interrupt<'c>> {
        let Charge::Metered(metered) = &component.charge else {
            return self.charged(component, amount);
        };
        let quantity = self.number(&metered.quantity);
        let quantity = quantity.map_err(|stop| self.deeper_gap(metered, stop))?;
        if let Some(below_zero) = quantity.negative() {
            return Err(Interrupt::Refused(Refusal::Quantity(component, below_zero)));
        }
        self.refuses_some |= quantity.low().is_negative();
        let quantity = quantity.max(&Number::ZERO)?;
        let used = self.used.get(meter).cloned().unwrap_or(Number::ZERO);
        let reach = used.add(&quantity)?;
        self.count(meter, truth, &used, &reach)?;
        if quantity.is_zero() {
            if let Some(raw) = self.line(Origin::Component(component), &Number::ZERO) {
                raw.quantity = Some(quantity);
            }
            return Ok(ComponentCharge::Amount);
        }
        let start = self.line_count();
        let charged = match self.up_to(component, reach, amount) {
            // Values with no use have a price in any case, and can be requested.
            Err(stop) if quantity.low().is_zero() && self.skips(stop) => {
                self.drop_lines(start);
                (self.reach, *amount) = (None, Number::ZERO);
                return Ok(ComponentCharge::Amount);
            }
            charged => charged?,
        };
        if !matches!(charged, ComponentCharge::Amount) {
            return Ok(charged);
        }
        if used.is_zero() {
            if quantity.low().is_zero() {
                self.or_nothing(start, amount)?;
            }
            return Ok(charged);
        }
        let lines = self.lines.take();
        let mut before = Number::ZERO;
        let worked = self.up_to(component, used.clone(), &mut before);
        self.lines = lines;
        worked?;
        let is_linear = component.steps.is_empty() && metered.block.is_none();
        let added = match is_linear && !used.is_span() {
            true => amount.change(&before)?,
            false => amount.sub(&before)?,
        };
        let change = added.change(amount)?;
        if let Some(raw) = self.line(Origin::Before(component), &change) {
            raw.quantity = Some(used);
        }
        *amount = added;
        Ok(charged)
    }

    /// The cost of a component for a quantity.
    fn up_to(
        &mut self,
        component: &'c Component,
        quantity: Number,
        amount: &mut Number,
    ) -> Result<ComponentCharge<'c>, Interrupt<'c>> {
        self.reach = Some(quantity);
        self.charged(component, amount)
    }

    /// Units of a component; for a metered one, of the whole period.
    pub(super) fn quantity(&mut self, metered: &Metered) -> Result<Number, Interrupt<'static>> {
        match self.reach.take() {
            Some(reach) => Ok(reach),
            None => self.number(&metered.quantity),
        }
    }

    fn count(
        &mut self,
        meter: usize,
        truth: Truth,
        used: &Number,
        reach: &Number,
    ) -> Result<(), Fault> {
        if let Some(place) = self.used.get_mut(meter) {
            *place = if truth == Truth::Maybe { reach.hull(used)? } else { reach.clone() };
        }
        Ok(())
    }

    /// Extends an amount by the case of no charge.
    pub(super) fn or_nothing(&mut self, start: usize, amount: &mut Number) -> Result<(), Fault> {
        // Each end of the amount stays or becomes 0, and so do all lines of that end.
        let (least, most) = (amount.low(), amount.high());
        let (low_stays, high_stays) = (least.is_negative(), !most.is_negative() && !most.is_zero());
        let end = |end: Fraction, stays: bool| if stays { end } else { Fraction::ZERO };
        for raw in self.lines_since(start) {
            let (low, high) = (raw.amount.low(), raw.amount.high());
            raw.amount = Number::span(end(low, low_stays), end(high, high_stays));
        }
        *amount = amount.hull(&Number::ZERO)?;
        Ok(())
    }
}
