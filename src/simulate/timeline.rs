//! Timelines: all that is wanted, known beforehand.

use super::demand::Line;
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
    /// What these lines want from a start to an end; nothing when that is too much to keep.
    pub(super) fn of(
        lines: &[Line],
        zone: &Zone,
        (start, end): (Instant, Instant),
    ) -> Result<Option<Arc<Vec<Wanted>>>, Errors> {
        let days = (end.to_unix() - start.to_unix()) / DAY + 1;
        let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        if count.saturating_mul(days) > MOST_WANTS {
            return Ok(None);
        }
        let mut lines = lines.to_vec();
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
    pub(super) fn push(&mut self, want: Wanted) {
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
