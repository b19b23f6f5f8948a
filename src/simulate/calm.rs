//! Calm times: between two events of the subscription only days turn, and every day is like the
//! one before. They are gone through in plain numbers, one instant after the other.

use super::cost::Price;
use super::run::{Simulation, times};
use super::scenario::WhenShort;
use super::stride::{Timeline, Wanted};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::supply::Overage;
use crate::error::Errors;
use crate::wallet::{Calm, credits};
use std::cmp::Reverse;

/// More lines have no bit each.
const MOST_LINES: usize = 64;
/// A calm that ended sooner than after so many events was not worth its beginning.
const FEWEST: u32 = 4;
/// After one that was not, so many events are gone through as usual.
const REST: u32 = 12;

/// What calm times are gone through with.
#[derive(Clone, Debug, Default)]
pub(super) struct Glide {
    calm: Calm,
    /// What a run of each line costs; nothing when that has to be asked.
    prices: Vec<Option<i64>>,
    when_short: IfShort,
    rest: u32,
}

/// What to do when credits are short.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum IfShort {
    /// The calm is over.
    #[default]
    Stop,
    /// What cannot be paid for is refused.
    Refuse,
    /// What is missing is lent.
    Lend,
}

impl Simulation {
    /// Whether calm times may come.
    pub(super) fn may_glide(&self) -> bool {
        self.last_paid.is_empty()
            && self.lines.len() <= MOST_LINES
            && self.lines.iter().all(|line| line.member.is_none() && !line.may_fail())
    }

    /// Goes through a calm time that begins at an instant; says whether it is one.
    pub(super) fn glide(&mut self, at: Instant, until: Instant) -> Result<bool, Errors> {
        let Some(mut glide) = self.glide.take() else { return Ok(false) };
        let went = self.glide_with(&mut glide, at, until);
        self.glide = Some(glide);
        went
    }

    fn glide_with(
        &mut self,
        glide: &mut Glide,
        at: Instant,
        until: Instant,
    ) -> Result<bool, Errors> {
        if glide.rest > 0 {
            glide.rest -= 1;
            return Ok(false);
        }
        if !self.begin_glide(glide, at, until) {
            return Ok(false);
        }
        let mut events = 0;
        while let Some(next) = self.next_in_calm(&glide.calm) {
            events += 1;
            if !self.live_through(glide, next)? {
                break;
            }
        }
        self.wallet.end_calm(&mut glide.calm)?;
        self.recorder.end_calm();
        if events < FEWEST {
            glide.rest = REST;
        }
        Ok(events > 0)
    }

    fn begin_glide(&mut self, glide: &mut Glide, at: Instant, until: Instant) -> bool {
        if !self.waiting.is_empty() || self.quiet && !self.wallet.has_turns(until) {
            return false;
        }
        let mut by = until.min(self.end);
        if let Some((_, action)) = self.actions.get(self.next_action) {
            by = by.min(action.at);
        }
        let held = self.wallet.held();
        glide.prices.clear();
        for cost in &self.costs {
            let cost = cost.filter(|cost| cost.holds(held, at));
            if let Some(cost) = cost {
                by = by.min(cost.until());
            }
            let price = match cost.map(|cost| cost.price) {
                Some(Price::Credits(each)) => i64::try_from(each.decimal().scaled()).ok(),
                _ => None,
            };
            glide.prices.push(price);
        }
        glide.when_short = self.if_short();
        if !self.wallet.calm_lasts(&mut glide.calm, by) {
            return false;
        }
        let operations = self.lines.iter().map(|line| line.operation);
        let begun = self.wallet.begin_calm(&mut glide.calm, operations).is_some();
        if !begun {
            glide.rest = REST;
        }
        begun
    }

    /// What is simple enough to be done in a calm when credits are short.
    fn if_short(&self) -> IfShort {
        let policies = &self.wallet.supply().policies;
        let is_simple = self.quiet
            && self.when_short == WhenShort::Refuse
            && policies.overage == Overage::None
            && policies.free_runs.is_empty();
        match is_simple {
            false => IfShort::Stop,
            true if self.lends() => IfShort::Lend,
            true => IfShort::Refuse,
        }
    }

    fn next_wanted(&self) -> Option<Wanted> {
        let timed = self.timeline.as_ref().and_then(Timeline::peek);
        timed.or(self.due.peek().map(|Reverse(want)| *want))
    }

    fn next_in_calm(&self, calm: &Calm) -> Option<Instant> {
        let wanted = self.next_wanted().map_or(Instant::MAX, |(at, ..)| at);
        let next = wanted.min(self.recorder.day_end).min(calm.next_turn());
        (next < calm.until()).then_some(next)
    }

    /// Lives through an instant; says whether all of it was calm.
    fn live_through(&mut self, glide: &mut Glide, at: Instant) -> Result<bool, Errors> {
        if at >= self.recorder.day_end {
            self.recorder.turn_calmly(&mut self.wallet.journal, glide.calm.flows());
        }
        self.wallet.set_now(at);
        if at >= glide.calm.next_turn() && glide.calm.turn(&mut self.wallet).is_none() {
            return Ok(false);
        }
        while let Some((due, line, runs)) = self.next_wanted() {
            if due > at {
                break;
            }
            if !self.want_calmly(glide, at, line, runs)? {
                return Ok(false);
            }
            match &mut self.timeline {
                Some(timeline) => timeline.skip(),
                None => drop(self.due.pop()),
            }
            self.plan_next(line)?;
        }
        Ok(true)
    }

    /// So many runs of a line are wanted; says whether that could be dealt with.
    fn want_calmly(
        &mut self,
        glide: &mut Glide,
        at: Instant,
        line: usize,
        runs: u32,
    ) -> Result<bool, Errors> {
        let each = glide.prices.get(line).copied().flatten();
        let amount = each.and_then(|each| each.checked_mul(i64::from(runs)));
        let (Some(each), Some(amount)) = (each, amount) else { return Ok(false) };
        let bit = line as u32;
        let there = glide.calm.there(bit, amount);
        if there >= amount {
            glide.calm.pay(&mut self.wallet, bit, amount, runs);
            self.wanted_and_made(at, line, (runs, runs), amount)?;
            return Ok(true);
        }
        match glide.when_short {
            IfShort::Stop => Ok(false),
            IfShort::Refuse => {
                // The price is above 0, or all would have been paid for.
                let made = u32::try_from(there / each).unwrap_or(runs);
                let paid = each * i64::from(made);
                glide.calm.pay(&mut self.wallet, bit, paid, made);
                self.wanted_and_made(at, line, (runs, made), paid)?;
                self.refuse_quietly(at, line, runs - made, credits(each))?;
                Ok(true)
            }
            IfShort::Lend => {
                let Some(of) = self.lines.get(line) else { return Ok(false) };
                let Some(class) = self.wallet.lends_as(of.operation) else { return Ok(false) };
                let (operation, missing) = (of.operation, amount - there);
                if !glide.calm.lend(class, missing) {
                    return Ok(false);
                }
                glide.calm.pay(&mut self.wallet, bit, there, runs);
                if let Some(watch) = &mut self.watch {
                    watch.note_lent(at, operation, credits(missing));
                }
                self.wanted_and_made(at, line, (runs, runs), amount)?;
                Ok(true)
            }
        }
    }

    fn wanted_and_made(
        &mut self,
        at: Instant,
        line: usize,
        (wanted, made): (u32, u32),
        spent: i64,
    ) -> Result<(), Errors> {
        if let Some(of) = self.lines.get_mut(line) {
            of.sum.wanted += u64::from(wanted);
        }
        if made > 0 {
            self.paid_for(at, line, made, credits(spent))?;
        }
        Ok(())
    }

    /// Refuses runs of which nothing is kept but sums.
    pub(super) fn refuse_quietly(
        &mut self,
        at: Instant,
        line: usize,
        runs: u32,
        each: Credits,
    ) -> Result<(), Errors> {
        self.run_out.get_or_insert(at);
        if let Some(of) = self.lines.get_mut(line) {
            of.sum.refused += u64::from(runs);
        }
        if let Some(watch) = &mut self.watch {
            watch.refused(at, times(each, runs)?)?;
        }
        Ok(())
    }
}
