//! Steps: factors, minimums, maximums, roundings, conversions.

use super::condition::Truth;
use super::env::Env;
use super::gap::Interrupt;
use super::line::Origin;
use crate::amount::Number;
use crate::catalog::program::{Step, StepKind};

impl<'c> Env<'_, 'c> {
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
            // If its condition holds, there is no price, or it cannot be requested.
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
