//! Shortfalls, and which of them continue.

use super::id::LineId;
use super::shortfall::Shortfall;
use super::sums::plus;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::error::Error;

/// In order of their beginning.
#[derive(Clone, Debug)]
pub(super) struct Shortfalls {
    list: Vec<Shortfall>,
    /// The open shortfall of each line.
    open: Vec<Option<usize>>,
    /// The first instant at which a run was refused.
    run_out: Option<Instant>,
}

impl Shortfalls {
    pub(super) fn of(lines: usize) -> Self {
        Shortfalls { list: Vec::new(), open: vec![None; lines], run_out: None }
    }

    /// The first instant at which a run was refused.
    pub(super) fn run_out(&self) -> Option<Instant> {
        self.run_out
    }

    /// A run is refused.
    pub(super) fn refuse(&mut self, at: Instant) {
        self.run_out.get_or_insert(at);
    }

    pub(super) fn begin(&mut self, shortfall: Shortfall) {
        if let Some(open) = self.open.get_mut(shortfall.line.place()) {
            *open = Some(self.list.len());
        }
        self.list.push(shortfall);
    }

    /// Adds refused runs to a line's open shortfall. Returns whether there was one.
    pub(super) fn go_on(
        &mut self,
        line: LineId,
        runs: u32,
        missing: Credits,
    ) -> Result<bool, Error> {
        let open = self.open.get(line.place()).copied().flatten();
        let Some(shortfall) = open.and_then(|open| self.list.get_mut(open)) else {
            return Ok(false);
        };
        shortfall.runs += u64::from(runs);
        shortfall.missing = plus(shortfall.missing, missing)?;
        Ok(true)
    }

    /// Ends a line's shortfall.
    pub(super) fn end(&mut self, line: LineId, at: Instant) {
        if let Some(open) = self.open.get_mut(line.place()).and_then(Option::take)
            && let Some(shortfall) = self.list.get_mut(open)
        {
            shortfall.until = Some(at);
        }
    }

    /// Index of the open shortfall of a line, or of its next one.
    pub(super) fn place_of(&self, line: LineId) -> usize {
        self.open.get(line.place()).copied().flatten().unwrap_or(self.list.len())
    }

    /// Assigns waiting runs that are now made to the shortfalls in which they were refused, oldest
    /// first. Returns the oldest with waiting runs left.
    pub(super) fn made_later(&mut self, line: LineId, mut runs: u64, mut oldest: usize) -> usize {
        while runs > 0
            && let Some(shortfall) = self.list.get_mut(oldest)
        {
            if shortfall.line == line {
                let more = runs.min(shortfall.runs - shortfall.later);
                shortfall.later += more;
                runs -= more;
            }
            oldest += usize::from(runs > 0);
        }
        oldest
    }

    pub(super) fn into_list(self) -> Vec<Shortfall> {
        self.list
    }
}
