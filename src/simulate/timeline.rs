//! Timelines: all that is wanted, known beforehand.

use super::demand::Line;
use super::run::Simulation;
use crate::calendar::{DAY, Instant, Zone};
use crate::error::Errors;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::ops::Range;
use std::sync::Arc;

/// Longer timelines are not kept.
const MOST_WANTS: i64 = 200_000;

/// When a line wants how many runs.
pub(super) type Wanted = (Instant, usize, u32);

/// What is known to be wanted next, in the order in which it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Timeline {
    wants: Arc<Vec<Wanted>>,
    /// The first that has not been wanted yet.
    next: usize,
    /// Nothing is wanted besides: lines plan nothing themselves then.
    pub(super) is_whole: bool,
}

impl Timeline {
    /// What the lines of a simulation want until its end; nothing when that is too much to keep.
    pub(super) fn of(simulation: &Simulation) -> Result<Option<Arc<Vec<Wanted>>>, Errors> {
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
        while let Some(Reverse(want)) = due.peek() {
            wants.push(*want);
            go_on(&mut due, &mut lines, (zone, end))?;
        }
        Ok(Some(wants.into()))
    }

    pub(super) fn whole(wants: Arc<Vec<Wanted>>) -> Self {
        Timeline { wants, next: 0, is_whole: true }
    }

    pub(super) fn peek(&self) -> Option<Wanted> {
        self.wants.get(self.next).copied()
    }

    /// Goes past the next ones.
    pub(super) fn skip(&mut self, count: usize) {
        self.next += count;
    }

    /// Puts in what is wanted after all the others.
    fn push(&mut self, want: Wanted) {
        let wants = Arc::make_mut(&mut self.wants);
        if self.next == wants.len() {
            wants.clear();
            self.next = 0;
        }
        wants.push(want);
    }

    /// All that is wanted before an instant.
    pub(super) fn before(&self, until: Instant) -> (Arc<Vec<Wanted>>, Range<usize>) {
        let rest = self.wants.get(self.next..).unwrap_or(&[]);
        let count = rest.partition_point(|(at, ..)| *at < until);
        (self.wants.clone(), self.next..self.next + count)
    }
}

impl Simulation {
    pub(super) fn next_wanted(&self) -> Option<Wanted> {
        self.timeline.peek().or(self.due.peek().map(|Reverse(want)| *want))
    }

    /// Goes past what is wanted next. Each want is planned once: what was planned ahead is not
    /// planned again.
    pub(super) fn skip_wanted(&mut self) -> Result<(), Errors> {
        match self.timeline.peek() {
            Some(_) => self.timeline.skip(1),
            None => self.plan_after_first()?,
        }
        Ok(())
    }

    /// Plans ahead all that is wanted before an instant.
    pub(super) fn plan_before(&mut self, until: Instant) -> Result<(), Errors> {
        while let Some(Reverse(want)) = self.due.peek().copied().filter(|due| due.0.0 < until) {
            self.timeline.push(want);
            self.plan_after_first()?;
        }
        Ok(())
    }

    fn plan_after_first(&mut self) -> Result<(), Errors> {
        self.effort.planned += 1;
        go_on(&mut self.due, &mut self.lines, (self.wallet.zone(), self.end))
    }
}

/// Replaces the head of the queue with the next demand of the same line.
pub(super) fn go_on(
    due: &mut BinaryHeap<Reverse<Wanted>>,
    lines: &mut [Line],
    (zone, end): (&Zone, Instant),
) -> Result<(), Errors> {
    let Some(mut first) = due.peek_mut() else { return Ok(()) };
    let line = first.0.1;
    let next = lines.get_mut(line).map(|of| of.next(zone, end)).transpose()?;
    match next.flatten() {
        Some((at, runs)) => *first = Reverse((at, line, runs)),
        None => drop(PeekMut::pop(first)),
    }
    Ok(())
}
