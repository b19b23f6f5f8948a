//! Fast-forward: the time between two events of the subscription, in whole numbers.
//!
//! While lots change only by spending and by grants that reset, the wallet is compact
//! ([`CompactWallet`](crate::wallet::CompactWallet)). If no observer looks at single days, all
//! demand until the next reset is charged in one batch. Otherwise, days that repeat the one before
//! are added up at once. An event that has no rule here ends the fast-forward, and the step-by-step
//! engine continues. `tests/properties/fast_forward.rs` compares both, byte by byte.

mod repeat_days;
pub(super) mod state;

use super::cost::Price;
use super::id::LineId;
use super::scenario::WhenShort;
use super::state::Simulation;
use super::sums::times;
use super::timeline::Wanted;
use crate::amount::Credits;
use crate::calendar::{DAY, Instant};
use crate::catalog::supply::Overage;
use crate::error::Errors;
use state::{FastForward, FastShortage};

/// If days are observed, shorter spans (in seconds) are not worth the setup.
const MIN_SPAN: i64 = DAY + DAY / 4;
/// Further lines have no bit.
const MOST_LINES: usize = 64;
/// If the fast-forward handled fewer events than this, its setup cost more than it saved.
const MIN_EVENTS: usize = 4;
/// Maximum attempts to refuse all remaining demand until a reset at once.
const MAX_BATCH_ATTEMPTS: u32 = 3;
/// Number of events handled step by step before the fast-forward is tried again.
const BACKOFF_EVENTS: u32 = 8;

impl Simulation {
    /// Whether this scenario ever allows the fast-forward.
    pub(super) fn may_fast_forward(&self) -> bool {
        !self.wallet.catalog().is_step_by_step()
            && self.recent.is_empty()
            && self.wallet.supply().limits.is_empty()
            && self.lines.len() <= MOST_LINES
            && self.lines.iter().all(|line| line.member.is_none() && !line.may_fail())
            // Metered runs have no fixed cost.
            && !(0..self.lines.len()).any(|line| self.is_metered(LineId::at(line)))
    }

    /// Fast-forwards from an instant, or makes one step.
    pub(super) fn advance(&mut self, at: Instant, until: Instant) -> Result<(), Errors> {
        if let Some(mut fast) = self.fast_forward.take_if(|_| self.begun) {
            let went = self.fast_forward_until(&mut fast, at, until);
            self.fast_forward = Some(fast);
            if went? {
                return Ok(());
            }
        }
        self.step(at)
    }

    /// Returns whether it advanced.
    fn fast_forward_until(
        &mut self,
        fast: &mut FastForward,
        at: Instant,
        until: Instant,
    ) -> Result<bool, Errors> {
        if fast.rest > 0 {
            fast.rest -= 1;
            return Ok(false);
        }
        if !self.prepare(fast, at, until) {
            return Ok(false);
        }
        // A batch is worth its setup, even with one event.
        let (events, fewest) = match self.looks_at_days() {
            true => (self.run_by_instants(fast)?, MIN_EVENTS),
            false => (self.run_between_resets(fast)?, 1),
        };
        self.wallet.restore(&mut fast.compact)?;
        self.recorder.restore();
        self.effort.fast += events as u64;
        if events < fewest {
            fast.rest = BACKOFF_EVENTS;
        }
        Ok(events > 0 || self.wallet.now() > at)
    }

    fn looks_at_days(&self) -> bool {
        !self.input.is_quiet() || self.recorder.day_end() < Instant::MAX
    }

    fn prepare(&mut self, fast: &mut FastForward, at: Instant, until: Instant) -> bool {
        if !self.waiting.is_empty() {
            return false;
        }
        let mut by = until.min(self.input.end());
        if let Some(at) = self.agenda.next_at() {
            by = by.min(at);
        }
        if let Some(at) = self.read.last() {
            by = by.min(*at);
        }
        let known = self.lines.known_costs((self.wallet.held(), at));
        by = known.clone().flatten().fold(by, |by, cost| by.min(cost.until()));
        let shortest = if self.looks_at_days() { MIN_SPAN } else { 0 };
        let from = self.wallet.now().plus(shortest).unwrap_or(Instant::MAX).max(at);
        if !self.wallet.try_prepare(&mut fast.compact, (from, by)) {
            return false;
        }
        let prices = known.map(|cost| match cost.map(|cost| cost.price) {
            Some(Price::Credits(each)) => Some(each),
            _ => None,
        });
        let lines = self.lines.iter().map(|line| line.operation).zip(prices);
        let begun = self.wallet.compact(&mut fast.compact, lines).is_some();
        if !begun {
            fast.rest = BACKOFF_EVENTS;
        }
        fast.when_short = self.if_short();
        begun
    }

    /// What the fast-forward does when credits are short.
    fn if_short(&self) -> FastShortage {
        let policies = &self.wallet.supply().policies;
        let is_simple = self.input.is_quiet()
            && self.input.when_short() == WhenShort::Refuse
            && policies.overage == Overage::None
            && policies.free_runs.is_empty();
        match is_simple {
            false => FastShortage::Stop,
            true if self.watch.as_ref().is_some_and(|watch| watch.lends()) => FastShortage::Lend,
            true => FastShortage::Refuse,
        }
    }

    /// Handles day ends, resets and requests, each at its instant. Returns the number of events.
    fn run_by_instants(&mut self, fast: &mut FastForward) -> Result<usize, Errors> {
        let mut events = 0;
        loop {
            let wanted = self.wants.next().map_or(Instant::MAX, |(at, ..)| at);
            let next = wanted.min(self.recorder.day_end()).min(self.next_by_itself(fast));
            let day_ends = next == self.recorder.day_end();
            if next >= fast.compact.until() || !self.step_instant(fast, next)? {
                return Ok(events);
            }
            events += 1;
            if day_ends && !self.wallet.keeps_ledger() && !self.wants.is_planned_ahead() {
                self.repeat_day(fast)?;
            }
        }
    }

    /// Handles one instant. Returns `false` if the fast-forward has no rule for it.
    fn step_instant(&mut self, fast: &mut FastForward, at: Instant) -> Result<bool, Errors> {
        if !self.apply_due(fast, at)? {
            return Ok(false);
        }
        while let Some(want) = self.wants.next().filter(|(due, ..)| *due <= at) {
            if !self.serve_demand(fast, want)? {
                return Ok(false);
            }
            fast.of_today |= 1 << want.1.place();
            self.skip_wanted()?;
        }
        Ok(true)
    }

    fn next_by_itself(&self, fast: &FastForward) -> Instant {
        fast.compact.next_reset().min(self.wallet.next_bill())
    }

    /// Applies resets and bills that are due. Returns `false` if the wallet must do it.
    fn apply_due(&mut self, fast: &mut FastForward, at: Instant) -> Result<bool, Errors> {
        let turns = at >= fast.compact.next_reset();
        let after = if turns { fast.compact.after_reset(&self.wallet) } else { None };
        if turns && after.is_none() {
            return Ok(false);
        }
        if at >= self.recorder.day_end() {
            self.recorder.turn_compact(&mut self.wallet, &fast.compact);
        }
        self.wallet.set_now(at);
        match after {
            Some(after) => Ok(fast.compact.reset(&mut self.wallet, after)?),
            None => Ok(self.wallet.bill_without_cycle_end().map(|()| true)?),
        }
    }

    /// Goes from reset to reset, in batches where possible. Returns the number of events.
    fn run_between_resets(&mut self, fast: &mut FastForward) -> Result<usize, Errors> {
        let mut events = 0;
        loop {
            let end = self.next_by_itself(fast).min(fast.compact.until());
            let until = (self.wallet.zone(), self.input.end());
            let (wants, range) = self.wants.before(end, self.lines.list_mut(), until)?;
            let wants = wants.get(range).unwrap_or(&[]);
            let done = self.work_through(fast, wants)?;
            self.wants.skip_planned(done);
            events += done;
            if done < wants.len() || end >= fast.compact.until() {
                return Ok(events);
            }
            if !self.apply_due(fast, end)? {
                return Ok(events);
            }
            events += 1;
        }
    }

    /// Returns how many of the requests it handled; the rest stay in the queue.
    fn work_through(&mut self, fast: &mut FastForward, wants: &[Wanted]) -> Result<usize, Errors> {
        let enough = self.charge_batch(fast, wants)?;
        let rest = wants.get(enough..).unwrap_or(&[]);
        let mut tries = MAX_BATCH_ATTEMPTS;
        for (place, want) in rest.iter().enumerate() {
            let rest = rest.get(place..).unwrap_or(&[]);
            if tries > 0 && !fast.compact.covers_one_run(want.1.place()) {
                if self.refuse_batch(fast, rest)? {
                    return Ok(wants.len());
                }
                tries -= 1;
            }
            if !self.serve_demand(fast, *want)? {
                return Ok(enough + place);
            }
            self.wallet.set_now(want.0);
        }
        Ok(wants.len())
    }

    /// Charges the longest prefix of `wants` that is covered, in one step. Only possible if the
    /// order of the lines makes no difference. Returns its length.
    fn charge_batch(&mut self, fast: &mut FastForward, wants: &[Wanted]) -> Result<usize, Errors> {
        let [(_, first, _), _, ..] = wants else { return Ok(0) };
        fast.runs.clear();
        fast.runs.resize(self.lines.len(), 0);
        let available = fast.compact.available(first.place(), i64::MAX);
        let (mut sum, mut enough, mut lines) = (0_i64, 0_usize, 0_u64);
        for (_, line, runs) in wants {
            let line = line.place();
            let bit = 1_u64 << line;
            if lines & bit == 0 && !fast.compact.pays_alike(lines | bit) {
                break;
            }
            lines |= bit;
            let more = fast.compact.cost(line, *runs).and_then(|(_, cost)| sum.checked_add(cost));
            let Some(more) = more.filter(|more| *more <= available) else { break };
            let Some(of) = fast.runs.get_mut(line) else { break };
            let Some(all) = of.checked_add(*runs) else { break };
            (sum, *of, enough) = (more, all, enough + 1);
        }
        let Some((last, ..)) = enough.checked_sub(1).and_then(|last| wants.get(last)) else {
            return Ok(0);
        };
        self.wallet.set_now(*last);
        for line in 0..fast.runs.len() {
            let runs = fast.runs.get(line).copied().unwrap_or(0);
            if runs > 0
                && let Some((_, cost)) = fast.compact.cost(line, runs)
            {
                fast.compact.pay(&mut self.wallet, line, cost, runs);
                self.wanted_and_made(
                    *last,
                    LineId::at(line),
                    (runs, runs),
                    fast.compact.unit().credits(cost),
                )?;
            }
        }
        Ok(enough)
    }

    /// Refuses all requests at once, if no line can pay for even one run. Returns whether it did.
    fn refuse_batch(&mut self, fast: &mut FastForward, wants: &[Wanted]) -> Result<bool, Errors> {
        let ([(first, ..), ..], FastShortage::Refuse) = (wants, fast.when_short) else {
            return Ok(false);
        };
        fast.runs.clear();
        fast.runs.resize(self.lines.len(), 0);
        for (_, line, runs) in wants {
            let Some(of) = fast.runs.get_mut(line.place()) else { return Ok(false) };
            let Some(all) = of.checked_add(*runs) else { return Ok(false) };
            *of = all;
        }
        for (line, runs) in fast.runs.iter().enumerate().filter(|(_, runs)| **runs > 0) {
            if fast.compact.covers_one_run(line) || fast.compact.cost(line, *runs).is_none() {
                return Ok(false);
            }
        }
        for line in 0..fast.runs.len() {
            let runs = fast.runs.get(line).copied().unwrap_or(0);
            if let Some((each, _)) = fast.compact.cost(line, runs).filter(|_| runs > 0) {
                self.wanted_and_made(*first, LineId::at(line), (runs, 0), Credits::ZERO)?;
                self.refuse_quietly(
                    *first,
                    LineId::at(line),
                    runs,
                    fast.compact.unit().credits(each),
                )?;
            }
        }
        if let Some((last, ..)) = wants.last() {
            self.wallet.set_now(*last);
        }
        Ok(true)
    }

    /// Serves runs of a line. Returns whether it could handle them.
    fn serve_demand(
        &mut self,
        fast: &mut FastForward,
        (at, line, runs): Wanted,
    ) -> Result<bool, Errors> {
        let Some((each, cost)) = fast.compact.cost(line.place(), runs) else { return Ok(false) };
        let unit = fast.compact.unit();
        let available = fast.compact.available(line.place(), cost);
        if available >= cost {
            fast.compact.pay(&mut self.wallet, line.place(), cost, runs);
            self.wanted_and_made(at, line, (runs, runs), unit.credits(cost))?;
            return Ok(true);
        }
        match fast.when_short {
            FastShortage::Stop => Ok(false),
            FastShortage::Refuse => {
                // The cost is above 0, because a free run would have been covered.
                let made = u32::try_from(available / each).unwrap_or(runs);
                let paid = each * i64::from(made);
                fast.compact.pay(&mut self.wallet, line.place(), paid, made);
                self.wanted_and_made(at, line, (runs, made), unit.credits(paid))?;
                self.refuse_quietly(at, line, runs - made, unit.credits(each))?;
                Ok(true)
            }
            FastShortage::Lend => {
                let Some(of) = self.lines.get(line) else { return Ok(false) };
                let (operation, missing) = (of.operation, cost - available);
                let class = self.wallet.lends_as(operation);
                if !class.is_some_and(|class| fast.compact.lend(class, missing)) {
                    return Ok(false);
                }
                fast.compact.pay(&mut self.wallet, line.place(), available, runs);
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
        line: LineId,
        (wanted, made): (u32, u32),
        spent: Credits,
    ) -> Result<(), Errors> {
        self.lines.count_wanted(line, wanted);
        if made > 0 { self.paid_for(at, line, made, spent) } else { Ok(()) }
    }

    /// Refuses runs, recording sums only.
    fn refuse_quietly(
        &mut self,
        at: Instant,
        line: LineId,
        runs: u32,
        each: Credits,
    ) -> Result<(), Errors> {
        self.shortfalls.refuse(at);
        self.lines.count_refused(line, runs);
        if let Some(watch) = &mut self.watch {
            watch.refused(at, times(each, runs)?, false)?;
        }
        Ok(())
    }
}
