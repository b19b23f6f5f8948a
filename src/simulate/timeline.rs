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

/// All that is wanted, in the order in which it is.
#[derive(Clone, Debug)]
pub(super) struct Timeline {
    wants: Arc<[Wanted]>,
    /// The first that has not been wanted yet.
    next: usize,
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
        while let Some(Reverse(want)) = due.peek() {
            wants.push(*want);
            go_on(&mut due, &mut lines, (zone, end))?;
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

    /// So many have not been wanted after all.
    pub(super) fn go_back(&mut self, count: usize) {
        self.next = self.next.saturating_sub(count);
    }

    /// All that is wanted before an instant.
    pub(super) fn take_before(&mut self, until: Instant) -> (Arc<[Wanted]>, Range<usize>) {
        let from = self.next;
        while self.peek().is_some_and(|(at, ..)| at < until) {
            self.skip();
        }
        (self.wants.clone(), from..self.next)
    }
}

/// What comes first of all that is due makes way for what its line wants next.
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
