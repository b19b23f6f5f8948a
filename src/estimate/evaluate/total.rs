//! The sum: components per run, steps per run, runs, components per request, steps per request.

use super::super::answer::State;
use super::charge::ComponentCharge;
use super::env::Env;
use super::gap::{Halt, Interrupt, MissingPrice, Refusal};
use super::line::Origin;
use crate::amount::{Fault, Number};
use crate::catalog::program::{Component, Plan, Step, StepKind, Sum, Text};

/// The result of a price.
#[derive(Clone)]
pub(crate) struct Outcome<'c> {
    /// `None` if there are gaps.
    pub(crate) total: Option<Number>,
    /// One run, before charges per request.
    pub(crate) per_run: Option<Number>,
    /// The sum of the priced components.
    pub(crate) known: Number,
    /// Every part is published as free.
    pub(crate) free: bool,
    /// The use of each meter of the operation.
    pub(crate) used: Vec<Number>,
    /// The gaps, each with its rule.
    pub(crate) gaps: Vec<(MissingPrice<'c>, &'c Text)>,
}

impl Outcome<'_> {
    /// For a price without components.
    pub(crate) fn of_nothing(free: bool) -> Self {
        let zero = Number::ZERO;
        let (total, per_run) = (Some(zero.clone()), Some(zero.clone()));
        Outcome { total, per_run, known: zero, free, used: Vec::new(), gaps: Vec::new() }
    }

    /// The state of an estimate with these gaps. `Unknown` takes precedence over `Rate`.
    pub(crate) fn state_of_gaps(&self) -> State {
        if self.only_known_later() { State::Rate } else { State::Unknown }
    }

    /// Whether all gaps are values known only after the run.
    pub(crate) fn only_known_later(&self) -> bool {
        self.gaps.iter().all(|(gap, _)| matches!(gap, MissingPrice::After(_)))
    }
}

/// The sum of the components of one scope.
struct Part {
    amount: Number,
    charged: usize,
    free: usize,
}

impl<'c> Env<'_, 'c> {
    pub(crate) fn sum(
        &mut self,
        sum: &'c Sum,
        plan: Option<&'c Plan>,
    ) -> Result<Outcome<'c>, Halt<'c>> {
        let mut gaps = Vec::new();
        let runs = self.runs();
        self.amounts.clear();
        let run = self.part(&sum.per_run, sum, plan, &mut gaps)?;
        let mut amount = run.amount;
        self.adjusted(&mut gaps, &sum.run_steps, &mut amount)?;
        let per_run = gaps.is_empty().then(|| amount.clone());
        if !runs.is_one() {
            amount = amount.mul(&runs)?;
            for raw in self.lines_since(0) {
                raw.repeat(&runs)?;
            }
        }
        let request = self.part(&sum.per_request, sum, plan, &mut gaps)?;
        let mut known = amount.add(&request.amount)?;
        self.adjusted(&mut gaps, &sum.request_steps, &mut known)?;
        if gaps.is_empty() {
            self.not_below_zero(&mut known)?;
        }
        let used = std::mem::take(&mut self.used);
        let total = gaps.is_empty().then(|| known.clone());
        let charged = run.charged + request.charged;
        let costs_nothing = total.as_ref().is_some_and(Number::is_zero);
        let free = charged > 0 && run.free + request.free == charged && costs_nothing;
        Ok(Outcome { total, per_run, known, free, used, gaps })
    }

    /// Steps need the amount of every component. If one is missing, the known sum is still
    /// converted into credits. A step without an amount leaves a gap in the total.
    fn adjusted(
        &mut self,
        gaps: &mut Vec<(MissingPrice<'c>, &'c Text)>,
        steps: &'c [Step],
        amount: &mut Number,
    ) -> Result<(), Halt<'c>> {
        for step in steps {
            if !gaps.is_empty() && !matches!(step.act, StepKind::Convert(_)) {
                continue;
            }
            match self.step(step, amount, 0) {
                Ok(()) => {}
                Err(Interrupt::Fault(fault)) => return Err(Halt::Fault(fault)),
                Err(Interrupt::Refused(refusal)) => return Err(Halt::Refused(refusal)),
                Err(Interrupt::MissingPrice(gap)) => gaps.push((gap, &step.pointer)),
            }
        }
        Ok(())
    }

    /// Refuses a negative total. A span may reach below 0 if some of its values cannot be
    /// requested.
    fn not_below_zero(&mut self, total: &mut Number) -> Result<(), Halt<'c>> {
        if let Some(total) = total.negative() {
            return Err(Halt::Refused(Refusal::Total(total)));
        }
        if total.is_span() && total.low().is_negative() {
            self.refuses_some = true;
            let floor = total.max(&Number::ZERO)?;
            if self.traces() {
                self.line(Origin::Floor, &floor.change(total)?);
            }
            *total = floor;
        }
        Ok(())
    }

    fn part(
        &mut self,
        components: &'c [Component],
        sum: &'c Sum,
        plan: Option<&'c Plan>,
        gaps: &mut Vec<(MissingPrice<'c>, &'c Text)>,
    ) -> Result<Part, Halt<'c>> {
        let mut part = Part { amount: Number::ZERO, charged: 0, free: 0 };
        if components.is_empty() {
            return Ok(part);
        }
        for component in components {
            let mut amount = Number::ZERO;
            let charged = self.component(component, &mut amount)?;
            let mut priced = true;
            match charged {
                ComponentCharge::Nothing => {}
                ComponentCharge::Free => part.free += 1,
                ComponentCharge::Amount => part.amount = part.amount.add(&amount)?,
                ComponentCharge::MissingPrice(gap) => {
                    gaps.push((gap, &component.pointer));
                    priced = false;
                }
            }
            part.charged += usize::from(!matches!(charged, ComponentCharge::Nothing));
            self.keep(sum, component, priced.then_some(&amount));
        }
        self.cost_factor(&mut part, plan)?;
        Ok(part)
    }

    fn keep(&mut self, sum: &Sum, component: &Component, amount: Option<&Number>) {
        if let (true, Some(place)) = (sum.keeps_amounts, component.keep_as) {
            if self.amounts.len() <= place {
                self.amounts.resize(place + 1, None);
            }
            if let Some(kept) = self.amounts.get_mut(place) {
                *kept = amount.cloned();
            }
        }
    }

    /// The plan's factor on the sum of the components.
    fn cost_factor(&mut self, part: &mut Part, plan: Option<&'c Plan>) -> Result<(), Fault> {
        let (Some(factor), Some(plan)) = (self.cost_factor, plan) else { return Ok(()) };
        if part.charged == part.free {
            return Ok(());
        }
        let after = part.amount.scaled(&factor)?;
        if self.traces() {
            self.line(Origin::CostFactor(plan), &after.change(&part.amount)?);
        }
        part.amount = after;
        Ok(())
    }
}
