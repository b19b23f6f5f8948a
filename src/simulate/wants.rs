//! The next requests: planned ahead, or by each line in turn.

use super::demand::Line;
use super::id::LineId;
use super::timeline::{Timeline, Wanted, go_on};
use crate::calendar::{Instant, Zone};
use crate::error::Errors;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;
use std::sync::Arc;

/// The next request of each line.
#[derive(Clone, Debug, Default)]
pub(super) struct Wants {
    due: BinaryHeap<Reverse<Wanted>>,
    /// Requests planned ahead; they precede all in `due`.
    timeline: Timeline,
    /// Number of requests planned.
    pub(super) planned: u64,
}

impl Wants {
    /// Only the requests of a timeline.
    pub(super) fn whole(timeline: Timeline) -> Self {
        Wants { timeline, ..Wants::default() }
    }

    /// Starts the demand of every line.
    pub(super) fn plan(
        &mut self,
        lines: &mut [Line],
        (zone, end): (&Zone, Instant),
    ) -> Result<(), Errors> {
        for (place, line) in lines.iter_mut().enumerate() {
            self.plan_next((LineId::at(place), line), (zone, end))?;
        }
        Ok(())
    }

    pub(super) fn plan_next(
        &mut self,
        (place, line): (LineId, &mut Line),
        (zone, end): (&Zone, Instant),
    ) -> Result<(), Errors> {
        if self.timeline.is_whole {
            return Ok(());
        }
        self.planned += 1;
        if let Some((at, runs)) = line.next(zone, end)? {
            self.due.push(Reverse((at, place, runs)));
        }
        Ok(())
    }

    pub(super) fn next(&self) -> Option<Wanted> {
        self.timeline.peek().or(self.due.peek().map(|Reverse(want)| *want))
    }

    /// Skips the next request. Each request is planned once: a request from the timeline is not
    /// planned again.
    pub(super) fn skip(
        &mut self,
        lines: &mut [Line],
        until: (&Zone, Instant),
    ) -> Result<(), Errors> {
        match self.timeline.peek() {
            Some(_) => self.timeline.skip(1),
            None => self.plan_after_first(lines, until)?,
        }
        Ok(())
    }

    /// Plans all requests before an instant and returns them.
    pub(super) fn before(
        &mut self,
        at: Instant,
        lines: &mut [Line],
        until: (&Zone, Instant),
    ) -> Result<(Arc<Vec<Wanted>>, Range<usize>), Errors> {
        while let Some(Reverse(want)) = self.due.peek().copied().filter(|due| due.0.0 < at) {
            self.timeline.push(want);
            self.plan_after_first(lines, until)?;
        }
        Ok(self.timeline.before(at))
    }

    /// Skips some requests of the timeline.
    pub(super) fn skip_planned(&mut self, count: usize) {
        self.timeline.skip(count);
    }

    pub(super) fn is_planned_ahead(&self) -> bool {
        self.timeline.peek().is_some()
    }

    /// The next request of each line, unsorted.
    pub(super) fn due(&self) -> impl Iterator<Item = Wanted> + '_ {
        self.due.iter().map(|Reverse(want)| *want)
    }

    /// Removes the next requests of lines, except those that stay.
    pub(super) fn take_due(&mut self, out: &mut Vec<Wanted>, stays: impl Fn(&Wanted) -> bool) {
        out.clear();
        out.extend(self.due.drain().map(|Reverse(want)| want));
        out.retain(|want| {
            let stays = stays(want);
            if stays {
                self.due.push(Reverse(*want));
            }
            !stays
        });
    }

    fn plan_after_first(
        &mut self,
        lines: &mut [Line],
        until: (&Zone, Instant),
    ) -> Result<(), Errors> {
        self.planned += 1;
        go_on(&mut self.due, lines, until)
    }
}
