//! Strides: where nobody looks at single days, all that is wanted until something else happens is
//! paid for at once.
//!
//! Between two events of the wallet the burn order stands still. If the lots that may pay for one
//! line may pay for all of them, and there is enough for everything, it makes no difference in
//! which order the lines pay; otherwise they are worked through one by one. When nothing can be
//! paid for any more, the rest is refused together.

use super::cost::Price;
use super::run::{Simulation, times};
use super::scenario::WhenShort;
use crate::amount::Credits;
use crate::calendar::{DAY, Instant};
use crate::catalog::supply::Overage;
use crate::error::Errors;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// A stride is no longer than this, so that what it gathers stays small.
const LONGEST: i64 = 40 * DAY;
/// How often it is asked whether everything is used up, once something was refused.
const MOST_LOOKS: usize = 8;
/// Longer timelines are not kept.
const MOST_WANTS: i64 = 200_000;

/// When a line wants how many runs.
pub(super) type Wanted = (Instant, usize, u32);

/// All that is wanted, in the order in which it is.
#[derive(Clone, Debug)]
pub(super) struct Timeline {
    wants: Arc<[Wanted]>,
    /// The first that has not been wanted yet.
    next: usize,
}

/// What a line wants in a stride, at a price that does not change in it.
#[derive(Clone, Copy, Debug)]
struct Bulk {
    each: Credits,
    runs: u32,
}

/// What strides are made with.
#[derive(Clone, Debug, Default)]
pub(super) struct Strides {
    wants: Vec<Wanted>,
    /// By line.
    bulks: Vec<Bulk>,
}

impl Timeline {
    /// What the lines of a simulation want until its end; nothing when that is too much to keep.
    pub(super) fn of(simulation: &Simulation) -> Result<Option<Arc<[Wanted]>>, Errors> {
        let days = (simulation.end.to_unix() - simulation.start.to_unix()) / DAY + 1;
        let lines = i64::try_from(simulation.lines.len()).unwrap_or(i64::MAX);
        if lines.saturating_mul(days) > MOST_WANTS {
            return Ok(None);
        }
        let mut lines = simulation.lines.clone();
        let (zone, end) = (simulation.wallet.zone(), simulation.end);
        let mut due = BinaryHeap::with_capacity(lines.len());
        for (place, line) in lines.iter_mut().enumerate() {
            due.extend(line.next(zone, end)?.map(|(at, runs)| Reverse((at, place, runs))));
        }
        let mut wants = Vec::new();
        while let Some(Reverse(want)) = due.pop() {
            wants.push(want);
            let Some(line) = lines.get_mut(want.1) else { continue };
            due.extend(line.next(zone, end)?.map(|(at, runs)| Reverse((at, want.1, runs))));
        }
        Ok(Some(wants.into()))
    }

    pub(super) fn new(wants: Arc<[Wanted]>) -> Self {
        Timeline { wants, next: 0 }
    }

    pub(super) fn peek(&self) -> Option<Wanted> {
        self.wants.get(self.next).copied()
    }

    /// Goes past the next.
    pub(super) fn skip(&mut self) {
        self.next += 1;
    }

    /// All that is wanted before an instant.
    fn take_before(&mut self, until: Instant) -> std::ops::Range<usize> {
        let from = self.next;
        while self.peek().is_some_and(|(at, ..)| at < until) {
            self.skip();
        }
        from..self.next
    }
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
        if self.glide(at, until)? {
            return Ok(());
        }
        let Some(mut strides) = self.strides.take() else { return self.step(at) };
        let calm = self.calm_from(at).min(until);
        let timed = self.timeline.as_ref().and_then(Timeline::peek).map(|(due, ..)| due);
        let due = timed.or(self.due.peek().map(|Reverse((due, ..))| *due));
        let done = match due.is_some_and(|due| due < calm) {
            true => self.stride(calm, &mut strides),
            false => self.step_with_timeline(at),
        };
        self.strides = Some(strides);
        done
    }

    /// A step for which what is wanted then is taken from the timeline.
    fn step_with_timeline(&mut self, at: Instant) -> Result<(), Errors> {
        if let Some(timeline) = &mut self.timeline {
            while let Some(want) = timeline.peek().filter(|(due, ..)| *due <= at) {
                timeline.skip();
                self.due.push(Reverse(want));
            }
        }
        self.step(at)
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
        let Strides { wants, bulks } = strides;
        if let Some(timeline) = &mut self.timeline {
            let range = timeline.take_before(calm);
            let all = timeline.wants.clone();
            return self.work_through(all.get(range).unwrap_or(&[]), bulks);
        }
        wants.clear();
        self.gather(calm, wants)?;
        self.work_through(wants, bulks)
    }

    /// All that is wanted before an instant, in the order in which it is wanted.
    fn gather(&mut self, calm: Instant, wants: &mut Vec<Wanted>) -> Result<(), Errors> {
        while let Some(Reverse(want)) = self.due.peek().copied() {
            if want.0 >= calm {
                break;
            }
            self.due.pop();
            wants.push(want);
            self.plan_next(want.1)?;
        }
        Ok(())
    }

    fn work_through(&mut self, wants: &[Wanted], bulks: &mut Vec<Bulk>) -> Result<(), Errors> {
        if !self.price(wants, bulks)? {
            return self.make_each(wants);
        }
        let Some(there) = self.there_for_all(bulks) else { return self.make_each(wants) };
        let enough = enough_for(wants, bulks, there);
        let (first, rest) = wants.split_at_checked(enough).unwrap_or((wants, &[]));
        self.make_all(first, bulks)?;
        for (place, want) in rest.iter().enumerate() {
            self.make_each(std::slice::from_ref(want))?;
            let after = rest.get(place + 1..).unwrap_or(&[]);
            // Looked at a few times only: it costs as much as what is left to do.
            if place < MOST_LOOKS && !after.is_empty() {
                count(after, bulks);
                if self.is_used_up(bulks) {
                    return self.go_short(after, bulks);
                }
            }
        }
        Ok(())
    }

    fn make_each(&mut self, wants: &[Wanted]) -> Result<(), Errors> {
        for (at, line, runs) in wants.iter().copied() {
            self.wallet.run_to(at)?;
            self.want(line, runs)?;
        }
        Ok(())
    }

    /// What is wanted, with the price of each line; says whether all prices are known.
    fn price(&mut self, wants: &[Wanted], bulks: &mut Vec<Bulk>) -> Result<bool, Errors> {
        bulks.clear();
        bulks.resize(self.lines.len(), Bulk { each: Credits::ZERO, runs: 0 });
        count(wants, bulks);
        for (line, bulk) in bulks.iter_mut().enumerate().filter(|(_, bulk)| bulk.runs > 0) {
            match self.cost(line)?.price {
                Price::Credits(each) if bulk.runs < u32::MAX => bulk.each = each,
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    /// What the lots that may pay for every line have left; nothing when some may not pay for all.
    fn there_for_all(&self, bulks: &[Bulk]) -> Option<Credits> {
        let wanted = bulks.iter().zip(&self.lines).filter(|(bulk, _)| bulk.runs > 0);
        self.wallet.there_for_all(wanted.map(|(_, line)| line.operation))
    }

    /// Whether nothing of what is wanted can be paid for any more, and that alone decides.
    fn is_used_up(&self, bulks: &[Bulk]) -> bool {
        let policies = &self.wallet.supply().policies;
        let decides = self.when_short == WhenShort::Refuse
            && policies.overage == Overage::None
            && policies.free_runs.is_empty();
        let Some(there) = self.there_for_all(bulks).filter(|_| decides) else { return false };
        match self.lends() {
            true => there == Credits::ZERO,
            false => bulks.iter().all(|bulk| bulk.runs == 0 || bulk.each > there),
        }
    }

    pub(super) fn lends(&self) -> bool {
        self.watch.as_ref().is_some_and(|watch| watch.lends)
    }

    /// All of it at once, at the end of the time.
    fn make_all(&mut self, wants: &[Wanted], bulks: &mut [Bulk]) -> Result<(), Errors> {
        let Some((last, ..)) = wants.last() else { return Ok(()) };
        self.wallet.run_to(*last)?;
        count(wants, bulks);
        for (line, bulk) in bulks.iter().enumerate().filter(|(_, bulk)| bulk.runs > 0) {
            self.want(line, bulk.runs)?;
        }
        Ok(())
    }

    /// What is still wanted is refused, or all of it is lent.
    fn go_short(&mut self, rest: &[Wanted], bulks: &[Bulk]) -> Result<(), Errors> {
        if self.lends() {
            self.lend_all(rest, bulks)?;
        } else {
            for (at, line, runs) in rest.iter().copied() {
                let each = bulks.get(line).map_or(Credits::ZERO, |bulk| bulk.each);
                if let Some(of) = self.lines.get_mut(line) {
                    of.sum.wanted += u64::from(runs);
                }
                self.refuse_quietly(at, line, runs, each)?;
            }
        }
        match rest.last() {
            Some((last, ..)) => Ok(self.wallet.run_to(*last)?),
            None => Ok(()),
        }
    }

    /// Lends each line all it wants at once; when it was wanted is noted one by one.
    fn lend_all(&mut self, rest: &[Wanted], bulks: &[Bulk]) -> Result<(), Errors> {
        for (line, bulk) in bulks.iter().enumerate().filter(|(_, bulk)| bulk.runs > 0) {
            let Some(operation) = self.lines.get(line).map(|line| line.operation) else { continue };
            // What cannot be lent is refused when it is wanted.
            if !self.wallet.lend(operation, times(bulk.each, bulk.runs)?)? {
                return self.make_each(rest);
            }
        }
        for (at, line, runs) in rest.iter().copied() {
            let each = bulks.get(line).map_or(Credits::ZERO, |bulk| bulk.each);
            let Some(operation) = self.lines.get(line).map(|line| line.operation) else { continue };
            if let Some(watch) = &mut self.watch {
                watch.note_lent(at, operation, times(each, runs)?);
            }
        }
        for (line, bulk) in bulks.iter().enumerate().filter(|(_, bulk)| bulk.runs > 0) {
            self.want(line, bulk.runs)?;
        }
        Ok(())
    }
}

/// How many runs each line wants.
fn count(wants: &[Wanted], bulks: &mut [Bulk]) {
    for bulk in &mut *bulks {
        bulk.runs = 0;
    }
    for (_, line, runs) in wants {
        if let Some(bulk) = bulks.get_mut(*line) {
            bulk.runs = bulk.runs.saturating_add(*runs);
        }
    }
}

/// How many of what is wanted, in order, there is enough for.
fn enough_for(wants: &[Wanted], bulks: &[Bulk], there: Credits) -> usize {
    let cost = |bulk: &Bulk| bulk.each.checked_times(bulk.runs.into());
    let all = bulks.iter().try_fold(Credits::ZERO, |sum, bulk| sum.checked_add(cost(bulk)?));
    if all.is_some_and(|all| all <= there) {
        return wants.len();
    }
    let mut sum = Credits::ZERO;
    for (place, (_, line, runs)) in wants.iter().enumerate() {
        let each = bulks.get(*line).map_or(Credits::ZERO, |bulk| bulk.each);
        let more = each.checked_times(u64::from(*runs)).and_then(|cost| sum.checked_add(cost));
        match more.filter(|sum| *sum <= there) {
            Some(more) => sum = more,
            None => return place,
        }
    }
    wants.len()
}
