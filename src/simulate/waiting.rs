//! Who waits for credits, and when the vendor last gave a free run.

use super::id::LineId;
use crate::calendar::{Instant, Recurrence, Span, Zone};
use crate::error::{Error, ErrorKind};

/// Runs that wait for credits, and when the vendor last gave a free one.
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting {
    /// One for each line, so that a long wait costs no more than a short one.
    list: Vec<Waiter>,
    last_free_run: Option<Instant>,
}

/// Runs of a line that wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiter {
    pub(super) line: LineId,
    pub(super) runs: u32,
    /// The oldest shortfall that one of them may be of.
    pub(super) oldest: usize,
}

impl Waiting {
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Who waits, in the order in which they began.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, Waiter> {
        self.list.iter()
    }

    /// Nobody waits any more; says who did.
    pub(super) fn take(&mut self) -> Vec<Waiter> {
        std::mem::take(&mut self.list)
    }

    /// More runs of a line wait.
    pub(super) fn add(&mut self, new: Waiter) -> Result<(), Error> {
        match self.list.iter_mut().find(|other| other.line == new.line) {
            None => self.list.push(new),
            Some(waiter) => {
                waiter.runs = waiter.runs.checked_add(new.runs).ok_or_else(too_many_wait)?;
            }
        }
        Ok(())
    }

    /// The vendor gives a free run.
    pub(super) fn note_free_run(&mut self, at: Instant) {
        self.last_free_run = Some(at);
    }

    /// When the next free run is available, one interval after the last; `None` before the first.
    pub(super) fn next_free_run(&self, every: Span, zone: &Zone) -> Option<Instant> {
        Recurrence::from(self.last_free_run?, every.step(), zone).nth(1, zone)
    }
}

#[cold]
fn too_many_wait() -> Error {
    Error::new(ErrorKind::Limit, "/demand", "more than 4294967295 runs wait for credits")
}
