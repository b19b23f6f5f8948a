//! Calm times: between two events of the subscription only days turn, and every day is like the
//! one before. They are gone through in plain numbers, one instant after the other; where nobody
//! looks at single days, all that is wanted until the next turn is paid for at once.

mod alike;
pub(super) mod glide;

use super::cost::Price;
use super::scenario::WhenShort;
use super::state::Simulation;
use super::sums::times;
use super::timeline::Wanted;
use crate::amount::Credits;
use crate::calendar::{DAY, Instant};
use crate::catalog::supply::Overage;
use crate::error::Errors;
use glide::{Glide, IfShort};

/// Where days are looked at, it has to last so many seconds to be worth its beginning.
const SHORTEST: i64 = DAY + DAY / 4;
/// More lines have no bit each.
const MOST_LINES: usize = 64;
/// If the fast way handled fewer events than this, setting it up cost more than it saved.
const FEWEST: usize = 4;
/// How often it is tried to refuse all the demand that is left until a reset at once.
const MOST_TRIES: u32 = 3;
/// Number of events gone through step by step before the fast way is tried again.
const REST: u32 = 8;

impl Simulation {
    /// Whether calm times may come.
    pub(super) fn may_glide(&self) -> bool {
        !self.wallet.catalog().is_step_by_step()
            && self.recent.is_empty()
            && self.lines.len() <= MOST_LINES
            && self.lines.iter().all(|line| line.member.is_none() && !line.may_fail())
            // What counts in a meter costs something else each time.
            && !(0..self.lines.len()).any(|line| self.is_metered(line))
    }

    /// Goes through the calm time that begins at an instant, or makes one step; there is one to
    /// make.
    pub(super) fn advance(&mut self, at: Instant, until: Instant) -> Result<(), Errors> {
        if let Some(mut glide) = self.glide.take_if(|_| self.begun) {
            let went = self.glide_until(&mut glide, at, until);
            self.glide = Some(glide);
            if went? {
                return Ok(());
            }
        }
        self.step(at)
    }

    /// Says whether it got anywhere.
    fn glide_until(
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
        // What is done at once is worth it however little it is.
        let (events, fewest) = match self.looks_at_days() {
            true => (self.go_by_instants(glide)?, FEWEST),
            false => (self.go_by_turns(glide)?, 1),
        };
        self.wallet.end_calm(&mut glide.calm)?;
        self.recorder.end_calm();
        self.effort.fast += events as u64;
        if events < fewest {
            glide.rest = REST;
        }
        Ok(events > 0 || self.wallet.now() > at)
    }

    fn looks_at_days(&self) -> bool {
        !self.quiet || self.recorder.day_end < Instant::MAX
    }

    fn begin_glide(&mut self, glide: &mut Glide, at: Instant, until: Instant) -> bool {
        if !self.waiting.is_empty() {
            return false;
        }
        let mut by = until.min(self.end);
        if let Some(at) = self.agenda.next_at() {
            by = by.min(at);
        }
        let held = self.wallet.held();
        let known = self.costs.iter().map(|cost| cost.filter(|cost| cost.holds(held, at)));
        by = known.clone().flatten().fold(by, |by, cost| by.min(cost.until()));
        let shortest = if self.looks_at_days() { SHORTEST } else { 0 };
        let from = self.wallet.now().plus(shortest).unwrap_or(Instant::MAX).max(at);
        if !self.wallet.calm_lasts(&mut glide.calm, (from, by)) {
            return false;
        }
        let prices = known.map(|cost| match cost.map(|cost| cost.price) {
            Some(Price::Credits(each)) => Some(each),
            _ => None,
        });
        let lines = self.lines.iter().map(|line| line.operation).zip(prices);
        let begun = self.wallet.begin_calm(&mut glide.calm, lines).is_some();
        if !begun {
            glide.rest = REST;
        }
        glide.when_short = self.if_short();
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
            true if self.watch.as_ref().is_some_and(|watch| watch.lends) => IfShort::Lend,
            true => IfShort::Refuse,
        }
    }

    /// Days and turns and what is wanted, each when it comes; says how many there were.
    fn go_by_instants(&mut self, glide: &mut Glide) -> Result<usize, Errors> {
        let mut events = 0;
        loop {
            let wanted = self.wants.next().map_or(Instant::MAX, |(at, ..)| at);
            let next = wanted.min(self.recorder.day_end).min(self.next_by_itself(glide));
            let day_ends = next == self.recorder.day_end;
            if next >= glide.calm.until() || !self.live_through(glide, next)? {
                return Ok(events);
            }
            events += 1;
            if day_ends && !self.wallet.journal.keep && !self.wants.is_planned_ahead() {
                self.repeat_day(glide)?;
            }
        }
    }

    /// Lives through an instant; says whether all of it was calm.
    fn live_through(&mut self, glide: &mut Glide, at: Instant) -> Result<bool, Errors> {
        if !self.happen_calmly(glide, at)? {
            return Ok(false);
        }
        while let Some(want) = self.wants.next().filter(|(due, ..)| *due <= at) {
            if !self.want_calmly(glide, want)? {
                return Ok(false);
            }
            glide.of_today |= 1 << want.1;
            self.skip_wanted()?;
        }
        Ok(true)
    }

    fn next_by_itself(&self, glide: &Glide) -> Instant {
        glide.calm.next_turn().min(self.wallet.next_bill())
    }

    /// What happens by itself at an instant; says whether that is calm.
    fn happen_calmly(&mut self, glide: &mut Glide, at: Instant) -> Result<bool, Errors> {
        let turns = at >= glide.calm.next_turn();
        let after = if turns { glide.calm.after_turn(&self.wallet) } else { None };
        if turns && after.is_none() {
            return Ok(false);
        }
        if at >= self.recorder.day_end {
            self.recorder.turn_calmly(&mut self.wallet.journal, &glide.calm);
        }
        self.wallet.set_now(at);
        match after {
            Some(after) => Ok(glide.calm.turn(&mut self.wallet, after)?),
            None => Ok(self.wallet.bill_calmly().map(|()| true)?),
        }
    }

    /// From turn to turn, all at once where that makes no difference; says how many events there
    /// were.
    fn go_by_turns(&mut self, glide: &mut Glide) -> Result<usize, Errors> {
        let mut events = 0;
        loop {
            let end = self.next_by_itself(glide).min(glide.calm.until());
            let until = (self.wallet.zone(), self.end);
            let (wants, range) = self.wants.before(end, &mut self.lines, until)?;
            let wants = wants.get(range).unwrap_or(&[]);
            let done = self.work_through(glide, wants)?;
            self.wants.skip_planned(done);
            events += done;
            if done < wants.len() || end >= glide.calm.until() {
                return Ok(events);
            }
            if !self.happen_calmly(glide, end)? {
                return Ok(events);
            }
            events += 1;
        }
    }

    /// Says how much of it could be dealt with; the rest is still wanted.
    fn work_through(&mut self, glide: &mut Glide, wants: &[Wanted]) -> Result<usize, Errors> {
        let enough = self.make_together(glide, wants)?;
        let rest = wants.get(enough..).unwrap_or(&[]);
        let mut tries = MOST_TRIES;
        for (place, want) in rest.iter().enumerate() {
            let rest = rest.get(place..).unwrap_or(&[]);
            if tries > 0 && !glide.calm.is_enough(want.1) {
                if self.refuse_together(glide, rest)? {
                    return Ok(wants.len());
                }
                tries -= 1;
            }
            if !self.want_calmly(glide, *want)? {
                return Ok(enough + place);
            }
            self.wallet.set_now(want.0);
        }
        Ok(wants.len())
    }

    /// Charges the longest run of wants that is covered, in one step. Possible only if it makes no
    /// difference in which order the lines pay. Returns how many wants that were.
    fn make_together(&mut self, glide: &mut Glide, wants: &[Wanted]) -> Result<usize, Errors> {
        let [(_, first, _), _, ..] = wants else { return Ok(0) };
        glide.runs.clear();
        glide.runs.resize(self.lines.len(), 0);
        let there = glide.calm.there(*first, i64::MAX);
        let (mut sum, mut enough, mut lines) = (0_i64, 0_usize, 0_u64);
        for (_, line, runs) in wants {
            let bit = 1_u64 << line;
            if lines & bit == 0 && !glide.calm.pays_alike(lines | bit) {
                break;
            }
            lines |= bit;
            let more = glide.calm.cost(*line, *runs).and_then(|(_, cost)| sum.checked_add(cost));
            let Some(more) = more.filter(|more| *more <= there) else { break };
            let Some(of) = glide.runs.get_mut(*line) else { break };
            let Some(all) = of.checked_add(*runs) else { break };
            (sum, *of, enough) = (more, all, enough + 1);
        }
        let Some((last, ..)) = enough.checked_sub(1).and_then(|last| wants.get(last)) else {
            return Ok(0);
        };
        self.wallet.set_now(*last);
        for line in 0..glide.runs.len() {
            let runs = glide.runs.get(line).copied().unwrap_or(0);
            if runs > 0
                && let Some((_, cost)) = glide.calm.cost(line, runs)
            {
                glide.calm.pay(&mut self.wallet, line, cost, runs);
                self.wanted_and_made(*last, line, (runs, runs), glide.calm.unit().credits(cost))?;
            }
        }
        Ok(enough)
    }

    /// Refuses all that is wanted, when there is not enough for any of it; says whether it did.
    fn refuse_together(&mut self, glide: &mut Glide, wants: &[Wanted]) -> Result<bool, Errors> {
        let ([(first, ..), ..], IfShort::Refuse) = (wants, glide.when_short) else {
            return Ok(false);
        };
        glide.runs.clear();
        glide.runs.resize(self.lines.len(), 0);
        for (_, line, runs) in wants {
            let Some(of) = glide.runs.get_mut(*line) else { return Ok(false) };
            let Some(all) = of.checked_add(*runs) else { return Ok(false) };
            *of = all;
        }
        for (line, runs) in glide.runs.iter().enumerate().filter(|(_, runs)| **runs > 0) {
            if glide.calm.is_enough(line) || glide.calm.cost(line, *runs).is_none() {
                return Ok(false);
            }
        }
        for line in 0..glide.runs.len() {
            let runs = glide.runs.get(line).copied().unwrap_or(0);
            if let Some((each, _)) = glide.calm.cost(line, runs).filter(|_| runs > 0) {
                self.wanted_and_made(*first, line, (runs, 0), Credits::ZERO)?;
                self.refuse_quietly(*first, line, runs, glide.calm.unit().credits(each))?;
            }
        }
        if let Some((last, ..)) = wants.last() {
            self.wallet.set_now(*last);
        }
        Ok(true)
    }

    /// So many runs of a line are wanted; says whether that could be dealt with.
    fn want_calmly(&mut self, glide: &mut Glide, (at, line, runs): Wanted) -> Result<bool, Errors> {
        let Some((each, cost)) = glide.calm.cost(line, runs) else { return Ok(false) };
        let unit = glide.calm.unit();
        let there = glide.calm.there(line, cost);
        if there >= cost {
            glide.calm.pay(&mut self.wallet, line, cost, runs);
            self.wanted_and_made(at, line, (runs, runs), unit.credits(cost))?;
            return Ok(true);
        }
        match glide.when_short {
            IfShort::Stop => Ok(false),
            IfShort::Refuse => {
                // The price is above 0, or all would have been paid for.
                let made = u32::try_from(there / each).unwrap_or(runs);
                let paid = each * i64::from(made);
                glide.calm.pay(&mut self.wallet, line, paid, made);
                self.wanted_and_made(at, line, (runs, made), unit.credits(paid))?;
                self.refuse_quietly(at, line, runs - made, unit.credits(each))?;
                Ok(true)
            }
            IfShort::Lend => {
                let Some(of) = self.lines.get(line) else { return Ok(false) };
                let (operation, missing) = (of.operation, cost - there);
                let class = self.wallet.lends_as(operation);
                if !class.is_some_and(|class| glide.calm.lend(class, missing)) {
                    return Ok(false);
                }
                glide.calm.pay(&mut self.wallet, line, there, runs);
                if let Some(watch) = &mut self.watch {
                    watch.note_lent(at, operation, unit.credits(missing));
                }
                self.wanted_and_made(at, line, (runs, runs), unit.credits(cost))?;
                Ok(true)
            }
        }
    }

    fn wanted_and_made(
        &mut self,
        at: Instant,
        line: usize,
        (wanted, made): (u32, u32),
        spent: Credits,
    ) -> Result<(), Errors> {
        if let Some(of) = self.lines.get_mut(line) {
            of.sum.wanted += u64::from(wanted);
        }
        if made > 0 { self.paid_for(at, line, made, spent) } else { Ok(()) }
    }

    /// Refuses runs of which nothing is kept but sums.
    fn refuse_quietly(
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
