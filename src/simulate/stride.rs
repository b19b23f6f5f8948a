//! Strides: where nobody looks at single days, all that is wanted until something else happens is
//! paid for at once.
//!
//! Between two events of the wallet the burn order stands still. If the lots that may pay for one
//! line may pay for all of them, and there is enough for everything, it makes no difference in
//! which order the lines pay; otherwise they are worked through one by one.

use super::cost::Price;
use super::run::{Simulation, times};
use super::scenario::WhenShort;
use crate::amount::Credits;
use crate::calendar::{DAY, Instant};
use crate::catalog::supply::Overage;
use crate::error::Errors;
use std::cmp::Reverse;
use std::collections::binary_heap::PeekMut;

/// A stride is no longer than this, so that what it gathers stays small.
const LONGEST: i64 = 40 * DAY;
/// How often it is asked whether everything is used up, once something was refused.
const MOST_LOOKS: usize = 8;

/// What a line wants in a stride.
#[derive(Clone, Copy, Debug)]
struct Bulk {
    line: usize,
    runs: u32,
    last: Instant,
}

/// What strides are made with.
#[derive(Clone, Debug, Default)]
pub(super) struct Strides {
    /// When each line wants how many runs.
    wants: Vec<(Instant, usize, u32)>,
    bulks: Vec<Bulk>,
}

impl Simulation {
    /// Whether nothing depends on single days but credits that are missing.
    pub(super) fn may_stride(&self) -> bool {
        self.quiet
            && self.recorder.day_end == Instant::MAX
            && self.when_short != WhenShort::Wait
            && self.last_paid.is_empty()
            && self.lines.iter().all(|line| line.member.is_none() && !line.may_fail())
    }

    /// Goes on to the next event that is not demand, or makes one step; there is one to make.
    pub(super) fn advance(&mut self, at: Instant, until: Instant) -> Result<(), Errors> {
        let calm = self.calm_from(at).min(until);
        let wanted = self.due.peek().is_some_and(|Reverse((due, ..))| *due < calm);
        if self.strides.is_none() || !wanted {
            return self.step(at);
        }
        let mut strides = self.strides.take().unwrap_or_default();
        let done = self.stride(calm, &mut strides);
        strides.wants.clear();
        strides.bulks.clear();
        self.strides = Some(strides);
        done
    }

    /// The next instant at which something else than demand happens.
    fn calm_from(&self, at: Instant) -> Instant {
        let mut calm = at.plus(LONGEST).unwrap_or(Instant::MAX).min(self.end);
        if let Some(event) = self.wallet.next_event() {
            calm = calm.min(event);
        }
        if let Some((_, action)) = self.actions.get(self.next_action) {
            calm = calm.min(action.at);
        }
        for cost in self.costs.iter().flatten() {
            calm = calm.min(cost.until());
        }
        calm
    }

    fn stride(&mut self, calm: Instant, strides: &mut Strides) -> Result<(), Errors> {
        self.gather(calm, strides)?;
        let Strides { wants, bulks } = strides;
        let Some(there) = self.there_for_all(bulks)? else { return self.make_each(wants) };
        if self.cost_of(bulks)?.is_some_and(|all| all <= there) {
            return self.make_all(bulks);
        }
        let enough = self.enough_for(wants, there)?;
        let (first, rest) = wants.split_at_checked(enough).unwrap_or((wants, &[]));
        gathered(first, bulks);
        self.make_all(bulks)?;
        for place in 0..rest.len() {
            let (Some((at, line, runs)), Some(after)) = (rest.get(place), rest.get(place + 1..))
            else {
                break;
            };
            self.wallet.run_to(*at)?;
            self.want(*line, *runs)?;
            // Looked at a few times only: it costs as much as what is left to do.
            if place < MOST_LOOKS && !after.is_empty() {
                gathered(after, bulks);
                if self.is_used_up(bulks)? {
                    return self.go_short(after, bulks);
                }
            }
        }
        Ok(())
    }

    fn make_each(&mut self, wants: &[(Instant, usize, u32)]) -> Result<(), Errors> {
        for (at, line, runs) in wants.iter().copied() {
            self.wallet.run_to(at)?;
            self.want(line, runs)?;
        }
        Ok(())
    }

    /// All that is wanted before an instant, in the order in which it is wanted.
    fn gather(&mut self, calm: Instant, strides: &mut Strides) -> Result<(), Errors> {
        let zone = self.wallet.zone();
        while let Some(Reverse((at, line, runs))) = self.due.peek().copied() {
            if at >= calm {
                break;
            }
            strides.wants.push((at, line, runs));
            let next = self.lines.get_mut(line).map(|of| of.next(zone, self.end)).transpose()?;
            match (next.flatten(), self.due.peek_mut()) {
                (Some((at, runs)), Some(mut due)) => *due = Reverse((at, line, runs)),
                (_, Some(due)) => drop(PeekMut::pop(due)),
                _ => {}
            }
        }
        for (_, line, _) in &strides.wants {
            if !strides.bulks.iter().any(|bulk| bulk.line == *line) {
                strides.bulks.push(Bulk { line: *line, runs: 0, last: calm });
            }
        }
        gathered(&strides.wants, &mut strides.bulks);
        Ok(())
    }

    /// What the lots that may pay for every line have left; nothing when some may not pay for all.
    fn there_for_all(&mut self, bulks: &[Bulk]) -> Result<Option<Credits>, Errors> {
        for bulk in bulks {
            let is_priced = matches!(self.cost(bulk.line)?.price, Price::Credits(_));
            if !is_priced || bulk.runs == u32::MAX {
                return Ok(None);
            }
        }
        let operation = |bulk: &Bulk| self.lines.get(bulk.line).map(|line| line.operation);
        Ok(self.wallet.there_for_all(bulks.iter().filter_map(operation)))
    }

    fn each(&mut self, line: usize) -> Result<Credits, Errors> {
        Ok(match self.cost(line)?.price {
            Price::Credits(each) => each,
            _ => Credits::ZERO,
        })
    }

    fn cost_of(&mut self, bulks: &[Bulk]) -> Result<Option<Credits>, Errors> {
        let mut all = Credits::ZERO;
        for bulk in bulks {
            let sum = self.each(bulk.line)?.checked_times(bulk.runs.into());
            let Some(sum) = sum.and_then(|sum| all.checked_add(sum)) else { return Ok(None) };
            all = sum;
        }
        Ok(Some(all))
    }

    /// How many of what is wanted, in order, there is enough for.
    fn enough_for(
        &mut self,
        wants: &[(Instant, usize, u32)],
        there: Credits,
    ) -> Result<usize, Errors> {
        let mut all = Credits::ZERO;
        for (place, (_, line, runs)) in wants.iter().enumerate() {
            let cost = self.each(*line)?.checked_times(u64::from(*runs));
            let sum = cost.and_then(|cost| all.checked_add(cost));
            let Some(sum) = sum.filter(|sum| *sum <= there) else { return Ok(place) };
            all = sum;
        }
        Ok(wants.len())
    }

    /// Whether nothing of what is wanted can be paid for any more, and that alone decides.
    fn is_used_up(&mut self, bulks: &[Bulk]) -> Result<bool, Errors> {
        let policies = &self.wallet.supply().policies;
        let decides = self.when_short == WhenShort::Refuse
            && policies.overage == Overage::None
            && policies.free_runs.is_empty();
        if !decides {
            return Ok(false);
        }
        let Some(there) = self.there_for_all(bulks)? else { return Ok(false) };
        if self.watch.as_ref().is_some_and(|watch| watch.lends) {
            return Ok(there == Credits::ZERO);
        }
        for bulk in bulks.iter().filter(|bulk| bulk.runs > 0) {
            if self.each(bulk.line)? <= there {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What is still wanted is refused, or all of it is lent.
    fn go_short(&mut self, rest: &[(Instant, usize, u32)], bulks: &[Bulk]) -> Result<(), Errors> {
        if self.watch.as_ref().is_some_and(|watch| watch.lends) {
            return self.lend_all(rest, bulks);
        }
        for (at, line, runs) in rest.iter().copied() {
            self.run_out.get_or_insert(at);
            let cost = times(self.each(line)?, runs)?;
            if let Some(of) = self.lines.get_mut(line) {
                of.sum.wanted += u64::from(runs);
                of.sum.refused += u64::from(runs);
            }
            if let Some(watch) = &mut self.watch {
                watch.refused(at, cost)?;
            }
        }
        match rest.last() {
            Some((last, ..)) => Ok(self.wallet.run_to(*last)?),
            None => Ok(()),
        }
    }

    /// Lends each line all it wants at once; when it was wanted is noted one by one.
    fn lend_all(&mut self, rest: &[(Instant, usize, u32)], bulks: &[Bulk]) -> Result<(), Errors> {
        for bulk in bulks.iter().filter(|bulk| bulk.runs > 0) {
            let Some(operation) = self.lines.get(bulk.line).map(|line| line.operation) else {
                continue;
            };
            let all = times(self.each(bulk.line)?, bulk.runs)?;
            // What cannot be lent is refused when it is wanted.
            if self.wallet.lend(operation, all)? {
                let wants = rest.iter().filter(|(_, line, _)| *line == bulk.line);
                for (at, line, runs) in wants.copied() {
                    let amount = times(self.each(line)?, runs)?;
                    if let Some(watch) = &mut self.watch {
                        watch.note_lent(at, operation, amount);
                    }
                }
            }
            self.want(bulk.line, bulk.runs)?;
        }
        match rest.last() {
            Some((last, ..)) => Ok(self.wallet.run_to(*last)?),
            None => Ok(()),
        }
    }

    fn make_all(&mut self, bulks: &[Bulk]) -> Result<(), Errors> {
        let wanted = bulks.iter().filter(|bulk| bulk.runs > 0);
        if let Some(last) = wanted.map(|bulk| bulk.last).max() {
            self.wallet.run_to(last)?;
        }
        for bulk in bulks.iter().filter(|bulk| bulk.runs > 0) {
            self.want(bulk.line, bulk.runs)?;
        }
        Ok(())
    }
}

/// What each line wants of some wants.
fn gathered(wants: &[(Instant, usize, u32)], bulks: &mut [Bulk]) {
    for bulk in &mut *bulks {
        bulk.runs = 0;
    }
    for (at, line, runs) in wants {
        if let Some(bulk) = bulks.iter_mut().find(|bulk| bulk.line == *line) {
            bulk.runs = bulk.runs.saturating_add(*runs);
            bulk.last = *at;
        }
    }
}
