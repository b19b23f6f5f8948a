//! What is wanted next: planned ahead, or by each line in its turn.

use super::demand::Line;
use super::timeline::{Timeline, Wanted, go_on};
use crate::calendar::{Instant, Zone};
use crate::error::Errors;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;
use std::sync::Arc;

/// When each line is wanted next.
#[derive(Clone, Debug, Default)]
pub(super) struct Wants {
    due: BinaryHeap<Reverse<Wanted>>,
    /// What was planned ahead; it is wanted before all that is due.
    timeline: Timeline,
    /// How many were worked out.
    pub(super) planned: u64,
}

impl Wants {
    /// Nothing but what is known beforehand.
    pub(super) fn whole(timeline: Timeline) -> Self {
        Wants { timeline, ..Wants::default() }
    }

    /// Begins the demand of every line.
    pub(super) fn plan(
        &mut self,
        lines: &mut [Line],
        (zone, end): (&Zone, Instant),
    ) -> Result<(), Errors> {
        for (place, line) in lines.iter_mut().enumerate() {
            self.plan_next((place, line), (zone, end))?;
        }
        Ok(())
    }

    pub(super) fn plan_next(
        &mut self,
        (place, line): (usize, &mut Line),
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

    /// Goes past what is wanted next. Each want is planned once: what was planned ahead is not
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

    /// Plans ahead all that is wanted before an instant, and says what that is.
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

    /// Goes past so many of what was planned ahead.
    pub(super) fn skip_planned(&mut self, count: usize) {
        self.timeline.skip(count);
    }

    pub(super) fn is_planned_ahead(&self) -> bool {
        self.timeline.peek().is_some()
    }

    /// What lines want next, in no order.
    pub(super) fn due(&self) -> impl Iterator<Item = Wanted> + '_ {
        self.due.iter().map(|Reverse(want)| *want)
    }

    /// Takes out what lines want next, but for those that stay.
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
