//! Timelines: demand that is planned ahead.

use super::demand::Line;
use super::id::LineId;
use crate::calendar::{DAY, Instant, Zone};
use crate::error::Errors;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::ops::Range;
use std::sync::Arc;

/// Maximum length of a timeline.
const MOST_WANTS: i64 = 200_000;

/// When a line requests how many runs.
pub(super) type Wanted = (Instant, LineId, u32);

/// Requests planned ahead, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Timeline {
    wants: Arc<Vec<Wanted>>,
    /// Index of the next request.
    next: usize,
    /// There are no other requests: lines plan none themselves.
    pub(super) is_whole: bool,
}

impl Timeline {
    /// All requests of some lines from a start to an end; `None` if there are too many to keep.
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
            due.extend(
                line.next(zone, end)?.map(|(at, runs)| Reverse((at, LineId::at(place), runs))),
            );
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

    /// Skips the next requests.
    pub(super) fn skip(&mut self, count: usize) {
        self.next += count;
    }

    /// Adds a request after all others.
    pub(super) fn push(&mut self, want: Wanted) {
        let wants = Arc::make_mut(&mut self.wants);
        if self.next == wants.len() {
            wants.clear();
            self.next = 0;
        }
        wants.push(want);
    }

    /// All requests before an instant.
    pub(super) fn before(&self, until: Instant) -> (Arc<Vec<Wanted>>, Range<usize>) {
        let rest = self.wants.get(self.next..).unwrap_or(&[]);
        let count = rest.partition_point(|(at, ..)| *at < until);
        (self.wants.clone(), self.next..self.next + count)
    }
}

/// Replaces the head of the queue with the line's next request.
pub(super) fn go_on(
    due: &mut BinaryHeap<Reverse<Wanted>>,
    lines: &mut [Line],
    (zone, end): (&Zone, Instant),
) -> Result<(), Errors> {
    let Some(mut first) = due.peek_mut() else { return Ok(()) };
    let line = first.0.1;
    let next = lines.get_mut(line.place()).map(|of| of.next(zone, end)).transpose()?;
    match next.flatten() {
        Some((at, runs)) => *first = Reverse((at, line, runs)),
        None => drop(PeekMut::pop(first)),
    }
    Ok(())
}
