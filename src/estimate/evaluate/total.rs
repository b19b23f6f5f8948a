//! The sum: components per run, steps per run, runs, components per request, steps per request.

use super::charge::Charged;
use super::trace::{Origin, Raw, Trace};
use super::{Env, Gap, Stop};
use crate::amount::{Fault, Fraction, Number};
use crate::catalog::program::{Component, Plan, Sum, Text};

/// What a price came to.
pub(crate) struct Outcome<'c, N> {
    /// Nothing when there are gaps.
    pub(crate) total: Option<N>,
    /// One run, before what is charged per request.
    pub(crate) per_run: Option<N>,
    /// What the priced components add up to.
    pub(crate) known: N,
    /// Free by the vendor's word, in every part.
    pub(crate) free: bool,
    /// What has no amount, and the rule that says so.
    pub(crate) gaps: Vec<(Gap<'c>, &'c Text)>,
}

/// The components of one scope, added up.
struct Part<N> {
    amount: N,
    charged: usize,
    free: usize,
}

impl<'c, N: Number> Env<'_, N> {
    pub(crate) fn sum<T: Trace<'c, N>>(
        &mut self,
        sum: &'c Sum,
        plan: Option<&'c Plan>,
        trace: &mut T,
    ) -> Result<Outcome<'c, N>, Fault> {
        let mut gaps = Vec::new();
        let runs = self.runs();
        self.amounts.clear();
        let run = self.part(&sum.per_run, sum, plan, &mut gaps, trace)?;
        let mut total = self.adjusted(&gaps, &sum.run_steps, run.amount, trace);
        let per_run = self.settle(&mut gaps, &mut total, sum)?;
        for raw in trace.since(0) {
            raw.amount = raw.amount.mul(runs)?;
            raw.quantity = raw.quantity.map(|q| q.mul(runs)).transpose()?;
        }
        let request = self.part(&sum.per_request, sum, plan, &mut gaps, trace)?;
        let known = run.amount.mul(runs)?.add(request.amount)?;
        let before = match per_run {
            Some(run) => run.mul(runs)?.add(request.amount)?,
            None => known,
        };
        let mut total = self.adjusted(&gaps, &sum.request_steps, before, trace);
        let settled = self.settle(&mut gaps, &mut total, sum)?;
        let total = settled.map(|total| self.to_credit_step(total, trace)).transpose()?;
        let charged = run.charged + request.charged;
        let free = charged > 0 && run.free + request.free == charged && gaps.is_empty();
        Ok(Outcome { total, per_run, known, free, gaps })
    }

    /// Steps make sense only when every component has an amount.
    fn adjusted<T: Trace<'c, N>>(
        &mut self,
        gaps: &[(Gap<'c>, &'c Text)],
        steps: &'c [crate::catalog::program::Step],
        amount: N,
        trace: &mut T,
    ) -> Result<Option<N>, Stop<'c>> {
        if !gaps.is_empty() {
            return Ok(None);
        }
        self.steps(steps, amount, 0, trace).map(Some)
    }

    /// A step without an amount is a gap of the whole.
    fn settle(
        &self,
        gaps: &mut Vec<(Gap<'c>, &'c Text)>,
        total: &mut Result<Option<N>, Stop<'c>>,
        sum: &'c Sum,
    ) -> Result<Option<N>, Fault> {
        match std::mem::replace(total, Ok(None)) {
            Ok(total) => Ok(total),
            Err(Stop::Fault(fault)) => Err(fault),
            Err(Stop::Gap(gap)) => {
                let steps = sum.run_steps.iter().chain(&sum.request_steps);
                let rule = steps.map(|step| &step.pointer).next();
                gaps.extend(rule.map(|rule| (gap, rule)));
                Ok(None)
            }
        }
    }

    fn part<T: Trace<'c, N>>(
        &mut self,
        components: &'c [Component],
        sum: &'c Sum,
        plan: Option<&'c Plan>,
        gaps: &mut Vec<(Gap<'c>, &'c Text)>,
        trace: &mut T,
    ) -> Result<Part<N>, Fault> {
        let mut part = Part { amount: N::exactly(Fraction::ZERO), charged: 0, free: 0 };
        for component in components {
            let charged = self.component(component, sum.rounds, trace)?;
            let amount = match charged {
                Charged::Nothing => Some(N::exactly(Fraction::ZERO)),
                Charged::Free => {
                    part.free += 1;
                    Some(N::exactly(Fraction::ZERO))
                }
                Charged::Amount(amount) => {
                    part.amount = part.amount.add(amount)?;
                    Some(amount)
                }
                Charged::Gap(gap) => {
                    gaps.push((gap, &component.pointer));
                    None
                }
            };
            part.charged += usize::from(!matches!(charged, Charged::Nothing));
            self.keep(sum, component, amount);
        }
        self.cost_factor(&mut part, plan, trace)?;
        Ok(part)
    }

    fn keep(&mut self, sum: &Sum, component: &Component, amount: Option<N>) {
        if let (true, Some(place)) = (sum.keeps_amounts, component.keep_as) {
            if self.amounts.len() <= place {
                self.amounts.resize(place + 1, None);
            }
            if let Some(kept) = self.amounts.get_mut(place) {
                *kept = amount;
            }
        }
    }

    /// The plan's factor on the sum of the components.
    fn cost_factor<T: Trace<'c, N>>(
        &self,
        part: &mut Part<N>,
        plan: Option<&'c Plan>,
        trace: &mut T,
    ) -> Result<(), Fault> {
        let (Some(factor), Some(plan)) = (self.cost_factor, plan) else { return Ok(()) };
        if part.charged == part.free {
            return Ok(());
        }
        let after = part.amount.mul(N::exactly(factor))?;
        if T::ACTIVE {
            trace.line(Raw::amount(Origin::CostFactor(plan), after.change(part.amount)?));
        }
        part.amount = after;
        Ok(())
    }
}
