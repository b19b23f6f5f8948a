//! Components: quantity, blocks, rate or tiers, the highest of several; then their steps.

use super::condition::{Priced, Truth};
use super::env::Env;
use super::gap::{Halt, Interrupt, MissingPrice, Refusal};
use super::line::{Mark, Origin};
use crate::amount::{Fault, Fraction, Number};
use crate::catalog::program::{Charge, Component, Metered, Rate, Tariff};

/// The charge of a component.
#[derive(Clone, Copy)]
pub(super) enum ComponentCharge<'c> {
    /// Its condition does not hold.
    Nothing,
    Free,
    /// The amount is in the output parameter.
    Amount,
    MissingPrice(MissingPrice<'c>),
}

/// A metered component before its steps.
struct Reading {
    /// Units that are billed.
    billed: Number,
    /// Units before rounding to blocks, if there are blocks.
    measured: Option<Number>,
    /// The quantity itself, if it is negative.
    below_zero: Option<Fraction>,
}

impl<'c> Env<'_, 'c> {
    /// Computes a component into `amount`, which must be zero. Amounts are large, so this file
    /// mutates them in place.
    pub(super) fn component(
        &mut self,
        component: &'c Component,
        amount: &mut Number,
    ) -> Result<ComponentCharge<'c>, Halt<'c>> {
        let start = self.line_count();
        self.published_span = false;
        match self.try_component(component, amount) {
            Ok(charged) => Ok(charged),
            Err(Interrupt::Fault(fault)) => Err(Halt::Fault(fault)),
            Err(Interrupt::Refused(Refusal::NotSold(None))) => {
                Err(Halt::Refused(Refusal::Part(component)))
            }
            Err(Interrupt::Refused(refusal)) => Err(Halt::Refused(refusal)),
            Err(Interrupt::MissingPrice(gap)) => {
                if self.traces() {
                    self.trace_gap(component, gap, start);
                }
                Ok(ComponentCharge::MissingPrice(gap))
            }
        }
    }

    fn try_component(
        &mut self,
        component: &'c Component,
        amount: &mut Number,
    ) -> Result<ComponentCharge<'c>, Interrupt<'c>> {
        let truth = self.is_charged(component)?;
        if truth == Truth::No {
            return Ok(ComponentCharge::Nothing);
        }
        let start = self.line_count();
        let charged = match component.meter {
            None => self.charged(component, amount),
            Some(meter) => self.counted(component, meter, truth, amount),
        };
        let charged = match charged {
            // If its condition holds, there is no price, or it cannot be requested.
            Err(stop) if truth == Truth::Maybe && self.skips(stop) => {
                self.drop_lines(start);
                *amount = Number::ZERO;
                return Ok(ComponentCharge::Nothing);
            }
            charged => charged?,
        };
        if truth == Truth::Maybe && matches!(charged, ComponentCharge::Amount) {
            self.or_nothing(start, amount)?;
        }
        Ok(charged)
    }

    /// Whether the condition of a component holds; for `max_of`, also that of at least one part.
    fn is_charged(&mut self, component: &Component) -> Result<Truth, Interrupt<'static>> {
        let own = match &component.when {
            None => Truth::Yes,
            Some(when) => self.holds(when)?,
        };
        let Charge::MaxOf(parts) = &component.charge else { return Ok(own) };
        if own == Truth::No {
            return Ok(own);
        }
        let mut any = Truth::No;
        for part in parts {
            any = any.or(self.is_charged(part)?);
        }
        Ok(own.and(any))
    }

    /// Whether a span skips the values that stop here, if there are others.
    pub(super) fn skips(&mut self, stop: Interrupt) -> bool {
        match stop {
            Interrupt::Fault(_) => false,
            Interrupt::MissingPrice(_) => self.skips_gaps,
            Interrupt::Refused(_) => {
                self.refuses_some = true;
                true
            }
        }
    }

    /// The charge with the component's own steps.
    pub(super) fn charged(
        &mut self,
        component: &'c Component,
        amount: &mut Number,
    ) -> Result<ComponentCharge<'c>, Interrupt<'c>> {
        let start = self.line_count();
        self.some_free = false;
        let charged = match (self.quick_charge(component), &component.charge) {
            (Some(small), _) => {
                *amount = Number::Ratio64(small);
                ComponentCharge::Amount
            }
            (None, Charge::Metered(metered)) => self.metered(component, metered, amount)?,
            (None, Charge::MaxOf(parts)) => self.dearest(component, parts, amount)?,
        };
        // Tiers always have a price.
        let may_be_free = component.has_one_rate() && self.some_free;
        if matches!(charged, ComponentCharge::Amount) {
            for step in &component.steps {
                self.step(step, amount, start)?;
            }
            if may_be_free {
                self.or_nothing(start, amount)?;
            }
        }
        Ok(charged)
    }

    /// A line without an amount, which still shows a known rate.
    fn trace_gap(&mut self, component: &'c Component, gap: MissingPrice<'c>, start: usize) {
        for raw in self.lines_since(start) {
            raw.amount = Number::ZERO;
            raw.mark = Mark::MissingPrice(gap);
        }
        if self.line_count() > start {
            return;
        }
        let (mut quantity, mut published, mut rates) = (None, None, Vec::new());
        match &component.charge {
            Charge::Metered(metered) => {
                quantity = self.number(&metered.quantity).ok();
                self.published_span = false;
                published = self.any_rate(&metered.tariff);
            }
            Charge::MaxOf(parts) => rates = self.any_rates(parts),
        }
        let published_span = std::mem::take(&mut self.published_span);
        if let Some(raw) = self.line(Origin::Component(component), &Number::ZERO) {
            raw.mark = Mark::MissingPrice(gap);
            if let Charge::Metered(metered) = &component.charge {
                raw.per = metered.shown_per();
            }
            (raw.quantity, raw.rate, raw.parts) = (quantity, published, rates);
            raw.published_span = published_span;
        }
    }

    /// The rates of the parts of `max_of` that may be charged.
    fn any_rates(&mut self, parts: &'c [Component]) -> Vec<(&'c Component, Number)> {
        let mut rates = Vec::new();
        for part in parts {
            if let Charge::Metered(metered) = &part.charge
                && !matches!(self.is_charged(part), Ok(Truth::No))
                && let Some(rate) = self.any_rate(&metered.tariff)
            {
                rates.push((part, rate));
            }
        }
        rates
    }

    /// Every rate that may be charged, ignoring unknown values.
    fn any_rate(&mut self, tariff: &'c Tariff) -> Option<Number> {
        self.anything = true;
        let rate = match tariff {
            Tariff::Rate(rate) => self.any_number(rate),
            Tariff::Graduated(tiers) | Tariff::Volume(tiers) => self.any_tier(tiers),
        };
        self.anything = false;
        rate
    }

    pub(super) fn any_number(&mut self, rate: &'c Rate) -> Option<Number> {
        match self.rate(rate) {
            Ok(Priced::Number(rate)) => Some(rate),
            Ok(Priced::Free) => Some(Number::ZERO),
            _ => None,
        }
    }

    fn metered(
        &mut self,
        component: &'c Component,
        metered: &'c Metered,
        amount: &mut Number,
    ) -> Result<ComponentCharge<'c>, Interrupt<'c>> {
        let reading = match self.reading(metered) {
            Ok(reading) => reading,
            Err(stop) => return Err(self.deeper_gap(metered, stop)),
        };
        if let Some(below_zero) = reading.below_zero {
            return Err(Interrupt::Refused(Refusal::Quantity(component, below_zero)));
        }
        let start = self.line_count();
        let charged = match &metered.tariff {
            Tariff::Rate(rate) => {
                self.at_rate(component, metered, &reading.billed, rate, amount)?
            }
            Tariff::Graduated(tiers) => {
                self.graduated(component, metered, &reading.billed, tiers, amount)?
            }
            Tariff::Volume(tiers) => {
                self.volume(component, metered, &reading.billed, tiers, amount)?
            }
        };
        if reading.measured.is_some()
            && let Some(raw) = self.line_at(start, Origin::Block(component))
        {
            (raw.quantity, raw.rate) = (reading.measured, Some(reading.billed));
        }
        Ok(charged)
    }

    /// An unpublished rate stays unknown even for a known quantity; an operation that is not sold
    /// cannot be requested.
    pub(super) fn deeper_gap(
        &mut self,
        metered: &'c Metered,
        stop: Interrupt<'static>,
    ) -> Interrupt<'c> {
        if let (Interrupt::MissingPrice(MissingPrice::After(_)), Tariff::Rate(rate)) =
            (stop, &metered.tariff)
        {
            let priced = self.priced(rate);
            if let Err(
                deeper @ (Interrupt::Refused(_)
                | Interrupt::MissingPrice(
                    MissingPrice::Unpriced | MissingPrice::Missing(_),
                )),
            ) = priced
            {
                return deeper;
            }
        }
        stop
    }

    fn reading(&mut self, metered: &Metered) -> Result<Reading, Interrupt<'static>> {
        let mut measured = self.quantity(metered)?;
        let below_zero = measured.negative();
        if measured.is_span() && measured.low().is_negative() {
            // A negative quantity cannot be requested.
            self.refuses_some = true;
            measured = measured.max(&Number::ZERO)?;
        }
        if let Some(included) = &metered.included {
            let included = self.number(included)?;
            measured = measured.sub(&included)?.max(&Number::ZERO)?;
        }
        let block = metered.block.as_ref();
        let billed = block.map(|block| measured.rounded(block)).transpose()?;
        Ok(match billed {
            None => Reading { billed: measured, measured: None, below_zero },
            Some(billed) => Reading { billed, measured: Some(measured), below_zero },
        })
    }

    /// A rate with a price; `None` if free.
    pub(super) fn priced(&mut self, rate: &'c Rate) -> Result<Option<Number>, Interrupt<'c>> {
        match self.rate(rate)? {
            Priced::Number(rate) => Ok(Some(rate)),
            Priced::Free => Ok(None),
            Priced::Unpriced => Err(Interrupt::MissingPrice(MissingPrice::Unpriced)),
            Priced::Missing(table) => Err(Interrupt::MissingPrice(MissingPrice::Missing(table))),
            Priced::NotSold(table) => Err(Interrupt::Refused(Refusal::NotSold(table))),
        }
    }

    fn at_rate(
        &mut self,
        component: &'c Component,
        metered: &'c Metered,
        quantity: &Number,
        rate: &'c Rate,
        amount: &mut Number,
    ) -> Result<ComponentCharge<'c>, Interrupt<'c>> {
        self.some_free = false;
        let rate = self.priced(rate)?;
        if let Some(rate) = &rate {
            *amount = times(quantity, rate, &metered.per)?;
        }
        self.rated_line(component, metered, [quantity, amount], rate.as_ref());
        Ok(if rate.is_some() { ComponentCharge::Amount } else { ComponentCharge::Free })
    }

    fn dearest(
        &mut self,
        component: &'c Component,
        parts: &'c [Component],
        most: &mut Number,
    ) -> Result<ComponentCharge<'c>, Interrupt<'c>> {
        let traces = self.traces();
        let mut charges: Vec<(&'c Component, Number)> = Vec::new();
        let mut found = false;
        for part in parts {
            let mut amount = Number::ZERO;
            let lines = self.lines.take();
            let charged = self.component(part, &mut amount);
            self.lines = lines;
            match charged.map_err(Interrupt::from)? {
                ComponentCharge::Nothing => continue,
                ComponentCharge::Free | ComponentCharge::Amount => {}
                ComponentCharge::MissingPrice(gap) => return Err(Interrupt::MissingPrice(gap)),
            }
            let is_dearest = !found || amount.high().compare(&most.high())?.is_gt();
            *most = if found { most.max(&amount)? } else { amount.clone() };
            found = true;
            if traces {
                charges.insert(if is_dearest { 0 } else { charges.len() }, (part, amount));
            }
        }
        if !found {
            return Ok(ComponentCharge::Nothing);
        }
        let published_span = std::mem::take(&mut self.published_span);
        if let Some(raw) = self.line(Origin::Component(component), most) {
            raw.parts = charges;
            raw.published_span = published_span;
        }
        Ok(ComponentCharge::Amount)
    }
}

pub(super) fn times(quantity: &Number, rate: &Number, per: &Number) -> Result<Number, Fault> {
    let amount = quantity.mul(rate)?;
    if per.is_one() { Ok(amount) } else { amount.div(per) }
}
