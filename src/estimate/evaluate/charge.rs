//! Components: quantity, blocks, rate or tiers, the dearest of several; then their steps.

use super::condition::{Priced, Truth};
use super::trace::{Mark, Origin, Raw, Silent, Trace};
use super::{Env, Gap, Stop};
use crate::amount::{Decimal, Fault, Fraction, Mode, Number, Rounding};
use crate::catalog::program::{Act, Bound, Charge, Component, Metered, Rate, Step, Tariff, Tier};

/// What a component came to.
#[derive(Clone, Copy)]
pub(super) enum Charged<'c, N> {
    /// Its condition does not hold.
    Nothing,
    Free,
    Amount(N),
    Gap(Gap<'c>),
}

/// How a metered component stands before its steps.
struct Reading<N> {
    /// Units that the customer pays for.
    billed: N,
    /// Units before they were counted in blocks.
    measured: N,
}

impl<'c, N: Number> Env<'_, N> {
    pub(super) fn component<T: Trace<'c, N>>(
        &mut self,
        component: &'c Component,
        keeps_fractions: bool,
        trace: &mut T,
    ) -> Result<Charged<'c, N>, Fault> {
        let start = trace.len();
        match self.try_component(component, keeps_fractions, trace) {
            Ok(charged) => Ok(charged),
            Err(Stop::Fault(fault)) => Err(fault),
            Err(Stop::Gap(gap)) => {
                if T::ACTIVE {
                    self.trace_gap(component, gap, start, trace);
                }
                Ok(Charged::Gap(gap))
            }
        }
    }

    fn try_component<T: Trace<'c, N>>(
        &mut self,
        component: &'c Component,
        keeps_fractions: bool,
        trace: &mut T,
    ) -> Result<Charged<'c, N>, Stop<'c>> {
        let truth = match &component.when {
            None => Truth::Yes,
            Some(when) => self.holds(when)?,
        };
        if truth == Truth::No {
            return Ok(Charged::Nothing);
        }
        let start = trace.len();
        let charged = match &component.charge {
            Charge::Metered(metered) => self.metered(component, metered, trace)?,
            Charge::MaxOf(parts) => self.dearest(component, parts, trace)?,
        };
        let Charged::Amount(amount) = charged else { return Ok(charged) };
        let amount = self.steps(&component.steps, amount, start, trace)?;
        let amount = if keeps_fractions { amount } else { self.to_credit_step(amount, trace)? };
        if truth == Truth::Yes {
            return Ok(Charged::Amount(amount));
        }
        // It may be charged, or not at all.
        let zero = N::exactly(Fraction::ZERO);
        for raw in trace.since(start) {
            raw.amount = raw.amount.hull(zero)?;
        }
        Ok(Charged::Amount(amount.hull(zero)?))
    }

    /// An amount that no decimal can hold is rounded to the credit's step.
    pub(super) fn to_credit_step<T: Trace<'c, N>>(
        &self,
        amount: N,
        trace: &mut T,
    ) -> Result<N, Fault> {
        if amount.low().to_decimal().is_some() && amount.high().to_decimal().is_some() {
            return Ok(amount);
        }
        let rounding = Rounding { mode: Mode::HalfUp, step: self.step };
        let rounded = amount.rising(|x| match x.to_decimal() {
            Some(_) => Ok(x),
            None => rounding.apply(x),
        })?;
        if T::ACTIVE {
            trace.line(Raw::amount(Origin::CreditStep, rounded.change(amount)?));
        }
        Ok(rounded)
    }

    /// A line without an amount, that still shows the rate where there is one.
    fn trace_gap<T: Trace<'c, N>>(
        &mut self,
        component: &'c Component,
        gap: Gap<'c>,
        start: usize,
        trace: &mut T,
    ) {
        let zero = N::exactly(Fraction::ZERO);
        for raw in trace.since(start) {
            raw.amount = zero;
            raw.mark = Mark::Gap(gap);
        }
        if trace.len() > start {
            return;
        }
        let mut raw = Raw::amount(Origin::Component(component), zero);
        raw.mark = Mark::Gap(gap);
        if let Charge::Metered(metered) = &component.charge {
            raw.per = metered.per;
            raw.quantity = self.number(&metered.quantity).ok();
            if let Tariff::Rate(rate) = &metered.tariff
                && let Ok(Priced::Number(rate)) = self.rate(rate)
            {
                raw.rate = Some(rate);
            }
        }
        trace.line(raw);
    }

    fn metered<T: Trace<'c, N>>(
        &mut self,
        component: &'c Component,
        metered: &'c Metered,
        trace: &mut T,
    ) -> Result<Charged<'c, N>, Stop<'c>> {
        let reading = self.reading(metered).map_err(|stop| self.deeper_gap(metered, stop))?;
        let start = trace.len();
        let charged = match &metered.tariff {
            Tariff::Rate(rate) => self.at_rate(component, metered, reading.billed, rate, trace)?,
            Tariff::Graduated(tiers) => {
                Charged::Amount(self.graduated(component, metered, reading.billed, tiers, trace)?)
            }
            Tariff::Volume(tiers) => {
                Charged::Amount(self.volume(component, metered, reading.billed, tiers, trace)?)
            }
        };
        if T::ACTIVE && metered.block.is_some() && trace.len() > start {
            let mut raw = Raw::amount(Origin::Block(component), N::exactly(Fraction::ZERO));
            raw.quantity = Some(reading.measured);
            raw.rate = Some(reading.billed);
            trace.line(raw);
        }
        Ok(charged)
    }

    /// A rate that nobody publishes stays unknown, also once the quantity is known.
    fn deeper_gap(&mut self, metered: &'c Metered, stop: Stop<'static>) -> Stop<'c> {
        if let (Stop::Gap(Gap::After(_)), Tariff::Rate(rate)) = (stop, &metered.tariff) {
            match self.rate(rate) {
                Ok(Priced::Unpriced) => return Stop::Gap(Gap::Unpriced),
                Ok(Priced::Missing(table)) => return Stop::Gap(Gap::Missing(table)),
                _ => {}
            }
        }
        stop
    }

    fn reading(&mut self, metered: &Metered) -> Result<Reading<N>, Stop<'static>> {
        let mut measured = self.number(&metered.quantity)?;
        if let Some(included) = &metered.included {
            let included = self.number(included)?;
            measured = measured.sub(included)?.max(N::exactly(Fraction::ZERO))?;
        }
        let billed = match &metered.block {
            None => measured,
            Some(block) => measured.rising(|x| block.apply(x))?,
        };
        Ok(Reading { billed, measured })
    }

    fn at_rate<T: Trace<'c, N>>(
        &mut self,
        component: &'c Component,
        metered: &Metered,
        quantity: N,
        rate: &'c Rate,
        trace: &mut T,
    ) -> Result<Charged<'c, N>, Stop<'c>> {
        let mut raw = Raw::amount(Origin::Component(component), N::exactly(Fraction::ZERO));
        raw.per = metered.per;
        raw.quantity = Some(quantity);
        let charged = match self.rate(rate)? {
            Priced::Unpriced => return Err(Stop::Gap(Gap::Unpriced)),
            Priced::Missing(table) => return Err(Stop::Gap(Gap::Missing(table))),
            Priced::Free => {
                raw.mark = Mark::Free;
                Charged::Free
            }
            Priced::Number(rate) => {
                raw.rate = Some(rate);
                raw.amount = times(quantity, rate, metered.per)?;
                Charged::Amount(raw.amount)
            }
        };
        if T::ACTIVE {
            trace.line(raw);
        }
        Ok(charged)
    }

    /// Each part of the quantity at its own rate: a line for each.
    fn graduated<T: Trace<'c, N>>(
        &mut self,
        component: &'c Component,
        metered: &Metered,
        quantity: N,
        tiers: &'c [Tier],
        trace: &mut T,
    ) -> Result<N, Stop<'c>> {
        let zero = N::exactly(Fraction::ZERO);
        let mut total = zero;
        let mut floor = zero;
        for (i, tier) in tiers.iter().enumerate() {
            let below = i.checked_sub(1).and_then(|i| tiers.get(i)).and_then(|tier| tier.bound);
            let reached = reached(quantity, below)?;
            if reached == Truth::No {
                break;
            }
            let top = match tier.bound {
                None => quantity,
                Some(bound) => quantity.min(N::exactly(Fraction::from_decimal(bound.at)))?,
            };
            let part = top.sub(floor)?.max(zero)?;
            let rate = self.tier_rate(tier)?;
            let flat = N::exactly(tier.flat);
            let flat = if reached == Truth::Maybe { flat.hull(zero)? } else { flat };
            let amount = times(part, rate, metered.per)?.add(flat)?;
            if T::ACTIVE {
                let mut raw = Raw::amount(Origin::Component(component), amount);
                raw.per = metered.per;
                (raw.quantity, raw.rate) = (Some(part), Some(rate));
                trace.line(raw);
            }
            total = total.add(amount)?;
            floor = N::exactly(tier.bound.map_or(Fraction::ZERO, |b| Fraction::from_decimal(b.at)));
        }
        self.check_last(quantity, tiers)?;
        Ok(total)
    }

    /// The whole quantity at the rate reached.
    fn volume<T: Trace<'c, N>>(
        &mut self,
        component: &'c Component,
        metered: &Metered,
        quantity: N,
        tiers: &'c [Tier],
        trace: &mut T,
    ) -> Result<N, Stop<'c>> {
        self.check_last(quantity, tiers)?;
        let mut found: Option<(N, N)> = None;
        for (i, tier) in tiers.iter().enumerate() {
            let below = i.checked_sub(1).and_then(|i| tiers.get(i)).and_then(|tier| tier.bound);
            if reached(quantity, below)? == Truth::No || passed(quantity, tier.bound)? == Truth::Yes {
                continue;
            }
            let mut inside = quantity;
            if let Some(below) = below {
                inside = inside.max(N::exactly(Fraction::from_decimal(below.at)))?;
            }
            if let Some(bound) = tier.bound {
                inside = inside.min(N::exactly(Fraction::from_decimal(bound.at)))?;
            }
            let rate = self.tier_rate(tier)?;
            let amount = times(inside, rate, metered.per)?.add(N::exactly(tier.flat))?;
            found = Some(match found {
                None => (rate, amount),
                Some((rates, amounts)) => (rates.hull(rate)?, amounts.hull(amount)?),
            });
        }
        let (rate, amount) = found.ok_or(Stop::Gap(Gap::Unpriced))?;
        if T::ACTIVE {
            let mut raw = Raw::amount(Origin::Component(component), amount);
            raw.per = metered.per;
            (raw.quantity, raw.rate) = (Some(quantity), Some(rate));
            trace.line(raw);
        }
        Ok(amount)
    }

    fn tier_rate(&mut self, tier: &'c Tier) -> Result<N, Stop<'c>> {
        match self.rate(&tier.rate)? {
            Priced::Number(rate) => Ok(rate),
            Priced::Free => Ok(N::exactly(Fraction::ZERO)),
            Priced::Unpriced => Err(Stop::Gap(Gap::Unpriced)),
            Priced::Missing(table) => Err(Stop::Gap(Gap::Missing(table))),
        }
    }

    /// Beyond the last bound nothing is published.
    fn check_last(&self, quantity: N, tiers: &[Tier]) -> Result<(), Stop<'c>> {
        match tiers.last().map(|tier| passed(quantity, tier.bound)) {
            Some(Ok(Truth::No)) => Ok(()),
            Some(Err(fault)) => Err(fault.into()),
            _ => Err(Stop::Gap(Gap::Unpriced)),
        }
    }

    fn dearest<T: Trace<'c, N>>(
        &mut self,
        component: &'c Component,
        parts: &'c [Component],
        trace: &mut T,
    ) -> Result<Charged<'c, N>, Stop<'c>> {
        let mut dearest: Option<(&'c Component, N)> = None;
        for part in parts {
            let amount = match self.component(part, true, &mut Silent)? {
                Charged::Nothing => continue,
                Charged::Free => N::exactly(Fraction::ZERO),
                Charged::Amount(amount) => amount,
                Charged::Gap(gap) => return Err(Stop::Gap(gap)),
            };
            dearest = Some(match dearest {
                Some((known, most)) if amount.high().compare(most.high())?.is_le() => {
                    (known, most.max(amount)?)
                }
                Some((_, most)) => (part, most.max(amount)?),
                None => (part, amount),
            });
        }
        let Some((chosen, amount)) = dearest else { return Ok(Charged::Nothing) };
        if T::ACTIVE {
            let mut raw = Raw::amount(Origin::Component(component), amount);
            raw.chosen = Some(chosen);
            trace.line(raw);
        }
        Ok(Charged::Amount(amount))
    }

    /// Applies steps in order. `start` is the first line that a conversion turns into credits.
    pub(super) fn steps<T: Trace<'c, N>>(
        &mut self,
        steps: &'c [Step],
        mut amount: N,
        start: usize,
        trace: &mut T,
    ) -> Result<N, Stop<'c>> {
        for step in steps {
            let truth = match &step.when {
                None => Truth::Yes,
                Some(when) => self.holds(when)?,
            };
            if truth == Truth::No {
                continue;
            }
            let mut after = self.act(&step.act, amount)?;
            if truth == Truth::Maybe {
                after = after.hull(amount)?;
            }
            if T::ACTIVE {
                let change = match &step.act {
                    Act::Convert(rate) => {
                        let rate = N::exactly(*rate);
                        for raw in trace.since(start) {
                            raw.amount = raw.amount.mul(rate)?;
                        }
                        N::exactly(Fraction::ZERO)
                    }
                    _ => after.change(amount)?,
                };
                trace.line(Raw::amount(Origin::Step(step), change));
            }
            amount = after;
        }
        Ok(amount)
    }

    fn act(&mut self, act: &'c Act, amount: N) -> Result<N, Stop<'c>> {
        Ok(match act {
            Act::Times(rate) => amount.mul(self.known(rate)?)?,
            Act::Minimum(rate) => amount.max(self.known(rate)?)?,
            Act::Maximum(rate) => amount.min(self.known(rate)?)?,
            Act::Round(rounding) => amount.rising(|x| rounding.apply(x))?,
            Act::Convert(rate) => amount.mul(N::exactly(*rate))?,
        })
    }

    fn known(&mut self, rate: &'c Rate) -> Result<N, Stop<'c>> {
        match self.rate(rate)? {
            Priced::Number(number) => Ok(number),
            Priced::Free => Ok(N::exactly(Fraction::ZERO)),
            Priced::Unpriced => Err(Stop::Gap(Gap::Unpriced)),
            Priced::Missing(table) => Err(Stop::Gap(Gap::Missing(table))),
        }
    }
}

fn times<N: Number>(quantity: N, rate: N, per: Fraction) -> Result<N, Fault> {
    let amount = quantity.mul(rate)?;
    if per.is_one() { Ok(amount) } else { amount.div(N::exactly(per)) }
}

/// Whether the quantity goes beyond a bound; always, when there is none below it.
fn reached<N: Number>(quantity: N, below: Option<Bound>) -> Result<Truth, Fault> {
    below.map_or(Ok(Truth::Yes), |bound| passed(quantity, Some(bound)))
}

/// Whether the quantity is above a bound, or at one that is excluded.
fn passed<N: Number>(quantity: N, bound: Option<Bound>) -> Result<Truth, Fault> {
    let Some(bound) = bound else { return Ok(Truth::No) };
    let at: Decimal = bound.at;
    let is_above = |x: Fraction| {
        let order = x.compare(Fraction::from_decimal(at))?;
        Ok::<_, Fault>(order.is_gt() || !bound.included && order.is_eq())
    };
    Ok(match (is_above(quantity.low())?, is_above(quantity.high())?) {
        (true, _) => Truth::Yes,
        (false, false) => Truth::No,
        (false, true) => Truth::Maybe,
    })
}
