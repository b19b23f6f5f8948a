//! The maximum of a rate, if values known only after the run have a maximum.

use super::super::answer::{Estimate, LineState, State};
use super::super::asked::ResolvedRequest;
use super::super::combinations::Combinations;
use super::super::evaluate::{Mark, TraceLine};
use super::super::range::{PricedSum, each, with_bounds};
use super::column::nearest;
use super::words;
use crate::amount::{Credits, Fault, Number};

impl Estimate {
    /// Adds "at most" to each line that has a maximum.
    pub(super) fn bound(&mut self, asked: &ResolvedRequest) -> Result<(), Fault> {
        if self.state != State::Rate {
            return Ok(());
        }
        // If the arithmetic fails on so wide a span, no maximum is stated.
        let Some(most) = with_bounds(asked).and_then(|bounded| self.most(&bounded)) else {
            return Ok(());
        };
        let high = |amount: &Number| nearest(amount, Number::high).map(Credits);
        self.high = most.total.as_ref().map(high).transpose()?;
        for (line, Bound { amount, words }) in self.lines.iter_mut().zip(&most.lines) {
            if line.state == LineState::After {
                line.high = amount.as_ref().map(high).transpose()?;
                line.text.push_str(words.as_deref().unwrap_or_default());
            }
        }
        Ok(())
    }

    fn most(&self, bounded: &ResolvedRequest) -> Option<Most> {
        let plan = Combinations::of(bounded, None)?;
        let nothing = || Bound { amount: Some(Number::ZERO), words: None };
        let lines = self.lines.iter().map(|_| nothing()).collect();
        let mut most = Most { total: Some(Number::ZERO), lines };
        let seen = each(bounded, &plan, &mut |worked, _| {
            raise(&mut most.total, worked.outcome.total.as_ref())?;
            for (line, bound) in self.lines.iter().zip(&mut most.lines) {
                bound.see(bounded, &line.rule, &worked)?;
            }
            Ok(())
        });
        seen.ok().map(|()| most)
    }
}

/// The maximum of the total of a rate.
pub(crate) fn at_most(asked: &ResolvedRequest) -> Result<Option<Credits>, Fault> {
    let Some(bounded) = with_bounds(asked) else { return Ok(None) };
    let Some(plan) = Combinations::of(&bounded, None) else { return Ok(None) };
    let mut most = Some(Number::ZERO);
    let seen =
        each(&bounded, &plan, &mut |worked, _| raise(&mut most, worked.outcome.total.as_ref()));
    // If the arithmetic fails on so wide a span, no maximum is stated.
    let most = most.filter(|_| seen.is_ok());
    most.map(|most| nearest(&most, Number::high).map(Credits)).transpose()
}

/// The maximum of the total and of each line; `None` without a maximum.
struct Most {
    total: Option<Number>,
    lines: Vec<Bound>,
}

struct Bound {
    amount: Option<Number>,
    /// The maximum of its quantity, in words.
    words: Option<String>,
}

impl Bound {
    fn see(
        &mut self,
        asked: &ResolvedRequest,
        rule: &str,
        worked: &PricedSum,
    ) -> Result<(), Fault> {
        let of_rule = |raw: &&TraceLine| {
            words::kind(raw) == super::super::answer::LineKind::Component
                && *words::rule(asked, raw) == *rule
        };
        let mut amount = Number::ZERO;
        for (place, raw) in worked.lines.iter().filter(of_rule).enumerate() {
            if matches!(raw.mark, Mark::MissingPrice(_)) {
                self.amount = None;
                return Ok(());
            }
            amount = amount.add(&raw.amount)?;
            self.words = words::at_most(asked, raw).filter(|_| place == 0);
        }
        raise(&mut self.amount, Some(&amount))
    }
}

/// The larger one, if both are known.
fn raise(most: &mut Option<Number>, amount: Option<&Number>) -> Result<(), Fault> {
    *most = match (most.take(), amount) {
        (Some(most), Some(amount)) => Some(most.max(amount)?),
        _ => None,
    };
    Ok(())
}
