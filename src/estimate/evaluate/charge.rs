//! Components: quantity, blocks, rate or tiers, the dearest of several; then their steps.

use super::condition::{Priced, Truth};
use super::env::Env;
use super::gap::{Halt, Interrupt, MissingPrice, Refusal};
use super::line::{Mark, Origin};
use crate::amount::{Fault, Fraction, Number};
use crate::catalog::program::{
    Charge, Component, Edge, Expression, Metered, Rate, Step, StepKind, Tariff, Tier,
};
use std::cmp::Ordering;

/// What a component came to.
#[derive(Clone, Copy)]
pub(super) enum ComponentCharge<'c> {
    /// Its condition does not hold.
    Nothing,
    Free,
    /// What now stands in the place for it.
    Amount,
    MissingPrice(MissingPrice<'c>),
}

/// How a metered component stands before its steps.
struct Reading {
    /// Units that the customer pays for.
    billed: Number,
    /// Units before they were counted in blocks, if they are.
    measured: Option<Number>,
    /// The quantity as it is written, where that is below zero.
    below_zero: Option<Fraction>,
}

impl<'c> Env<'_, 'c> {
    /// Works a component out into `amount`, which is zero before. Amounts are large, so this file
    /// changes them in place.
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
            // Where its condition holds, there is no price, or nobody can ask for it.
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

    /// Whether the condition of a component holds; of the dearest of several, whether any of
    /// theirs does too.
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

    /// Whether a span leaves out the values that stop here, as long as there are others.
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
        // Tiers have a price in any case.
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

    /// A line without an amount, that still shows the rate where there is one.
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

    /// The rates of those parts of the dearest of several that may come to be charged.
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

    /// Every rate that may come to be charged, whatever is not known yet.
    fn any_rate(&mut self, tariff: &'c Tariff) -> Option<Number> {
        self.anything = true;
        let rate = match tariff {
            Tariff::Rate(rate) => self.any_number(rate),
            Tariff::Graduated(tiers) | Tariff::Volume(tiers) => self.any_tier(tiers),
        };
        self.anything = false;
        rate
    }

    fn any_number(&mut self, rate: &'c Rate) -> Option<Number> {
        match self.rate(rate) {
            Ok(Priced::Number(rate)) => Some(rate),
            Ok(Priced::Free) => Some(Number::ZERO),
            _ => None,
        }
    }

    fn any_tier(&mut self, tiers: &'c [Tier]) -> Option<Number> {
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

    /// A rate that nobody publishes stays unknown, also once the quantity is known; and nobody can
    /// ask for what is not sold.
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
            // Nobody can ask for what is below zero.
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

    /// A rate that has a price; nothing for what is free.
    fn priced(&mut self, rate: &'c Rate) -> Result<Option<Number>, Interrupt<'c>> {
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

    /// Each part of the quantity at its own rate: a line for each.
    fn graduated(
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
                // What reaches it has no price, or nobody can ask for it.
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
        // Beyond the last bound nothing is published.
        if self.stays_within(beyond) {
            Ok(ComponentCharge::Amount)
        } else {
            Err(Interrupt::MissingPrice(MissingPrice::Unpriced))
        }
    }

    /// The whole quantity at the rate reached.
    fn volume(
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

    /// A rate that must be there; nothing for what is free. Where it is stored already it is not
    /// copied; else it is worked out into the place for it.
    #[inline(never)]
    fn known<'n>(
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

    /// Beyond the last bound nothing is published.
    fn check_last(&self, quantity: &Number, tiers: &[Tier]) -> Result<(), Interrupt<'c>> {
        match tiers.last().map(|tier| passed(quantity, tier.bound.as_ref())) {
            Some(Ok(beyond)) if self.stays_within(beyond) => Ok(()),
            Some(Err(fault)) => Err(fault.into()),
            _ => Err(Interrupt::MissingPrice(MissingPrice::Unpriced)),
        }
    }

    /// Whether a quantity has a tier; `beyond` says if it passes the last one.
    fn stays_within(&self, beyond: Truth) -> bool {
        beyond == Truth::No || beyond == Truth::Maybe && self.skips_gaps
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

    /// Applies a step. `start` is the first line that a conversion turns into credits.
    pub(super) fn step(
        &mut self,
        step: &'c Step,
        amount: &mut Number,
        start: usize,
    ) -> Result<(), Interrupt<'c>> {
        let truth = match &step.when {
            None => Truth::Yes,
            Some(when) => self.holds(when)?,
        };
        if truth == Truth::No {
            return Ok(());
        }
        let mut after = match self.act(&step.act, amount) {
            // Where its condition holds, there is no price, or nobody can ask for it.
            Err(stop) if truth == Truth::Maybe && self.skips(stop) => return Ok(()),
            after => after?,
        };
        if truth == Truth::Maybe {
            after = after.hull(amount)?;
        }
        if self.traces() {
            let mut change = Number::ZERO;
            if let StepKind::Convert(rate) = &step.act {
                let rate = Number::exact(*rate);
                for raw in self.lines_since(start) {
                    raw.convert(|amount| amount.times_each(&rate))?;
                }
                if truth == Truth::Maybe {
                    change = after.change(&amount.mul(&rate)?)?;
                }
            } else {
                change = after.change(amount)?;
            }
            let used = self.used(&step.act);
            let published_span = std::mem::take(&mut self.published_span);
            if let Some(raw) = self.line(Origin::Step(step), &change) {
                raw.rate = used;
                raw.published_span = published_span;
            }
        }
        *amount = after;
        Ok(())
    }

    /// The factor or bound of a step.
    fn used(&mut self, act: &'c StepKind) -> Option<Number> {
        let (StepKind::Times(rate) | StepKind::Minimum(rate) | StepKind::Maximum(rate)) = act
        else {
            return None;
        };
        let mut place = Number::ZERO;
        self.known(rate, &mut place).ok().cloned()
    }

    fn act(&mut self, act: &'c StepKind, amount: &Number) -> Result<Number, Interrupt<'c>> {
        let mut place = Number::ZERO;
        Ok(match act {
            StepKind::Times(rate) => amount.mul(self.known(rate, &mut place)?)?,
            StepKind::Minimum(rate) => amount.max(self.known(rate, &mut place)?)?,
            StepKind::Maximum(rate) => amount.min(self.known(rate, &mut place)?)?,
            StepKind::Round(rounding) => amount.rounded(rounding)?,
            StepKind::Convert(rate) => amount.scaled(rate)?,
        })
    }
}

fn times(quantity: &Number, rate: &Number, per: &Number) -> Result<Number, Fault> {
    let amount = quantity.mul(rate)?;
    if per.is_one() { Ok(amount) } else { amount.div(per) }
}

/// Whether the quantity goes beyond a bound; always, when there is none below it.
fn reached(quantity: &Number, below: Option<&Edge>) -> Result<Truth, Fault> {
    below.map_or(Ok(Truth::Yes), |bound| passed(quantity, Some(bound)))
}

/// Whether the quantity is above a bound, or at one that is excluded.
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
