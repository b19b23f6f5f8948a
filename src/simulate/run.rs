//! The loop: from event to event, in the fixed order of one instant.

use super::projection::Projection;
use super::state::Simulation;
use crate::calendar::Instant;
use crate::error::Errors;

impl Simulation {
    /// From now on keeps sums only; day ends remain events if `days` is true.
    pub(super) fn be_quiet(&mut self, days: bool) {
        self.input.be_quiet();
        self.read.clear();
        self.wallet.keep_sums();
        self.recorder.stop(days);
    }

    /// Runs to the end.
    ///
    /// # Errors
    /// `no_answer` for an action that is not possible at its time; `inexact` if a balance no longer
    /// fits.
    pub fn run(&mut self) -> Result<(), Errors> {
        self.run_until(self.input.end()).map(drop)
    }

    /// Runs up to an instant or the end, whichever is first. Returns whether more is to come.
    ///
    /// # Errors
    /// As for [`Simulation::run`].
    pub fn run_until(&mut self, until: Instant) -> Result<bool, Errors> {
        let until = until.min(self.input.end());
        while let Some(at) = self.next_instant().filter(|at| *at < until) {
            self.advance(at, until)?;
        }
        Ok(until < self.input.end())
    }

    /// The projection up to now.
    pub fn finish(mut self) -> Projection {
        let series = self.recorder.clone().finish(&mut self.wallet);
        Projection::of(self, series)
    }

    pub(super) fn next_instant(&self) -> Option<Instant> {
        if !self.begun {
            return Some(self.input.start());
        }
        let mut next = self.recorder.day_end();
        if let Some(event) = self.wallet.next_event() {
            next = next.min(event);
        }
        if let Some(at) = self.agenda.next_at() {
            next = next.min(at);
        }
        if let Some(at) = self.read.last() {
            next = next.min(*at);
        }
        if let Some((at, ..)) = self.wants.next() {
            next = next.min(at);
        }
        if let Some(at) = self.next_free_run() {
            next = next.min(at);
        }
        if let Some(at) = self.wallet.next_limit_end().filter(|_| !self.waiting.is_empty()) {
            next = next.min(at);
        }
        (next < Instant::MAX).then_some(next)
    }

    pub(super) fn step(&mut self, at: Instant) -> Result<(), Errors> {
        self.begun = true;
        self.effort.steps += 1;
        if at >= self.recorder.day_end() {
            self.recorder.turn(&mut self.wallet);
        }
        self.wallet.run_to(at)?;
        self.note_cycle();
        let acted = self.act(at)?;
        if acted {
            self.wallet.settle_debt()?;
            self.note_cycle();
        }
        self.serve_waiting()?;
        while let Some((_, line, runs)) = self.wants.next().filter(|(due, ..)| *due <= at) {
            self.want(line, runs)?;
            self.skip_wanted()?;
        }
        self.wallet.settle_instant()?;
        self.read_due(at);
        Ok(())
    }

    /// Reads the account after all that happens at an instant.
    fn read_due(&mut self, at: Instant) {
        while self.read.pop_if(|due| *due <= at).is_some() {
            self.readings.push(self.wallet.reading());
        }
    }

    /// Records the sums at a cycle close.
    pub(super) fn note_cycle(&mut self) {
        let held = self.wallet.held();
        if let Some((end, flows)) = self.wallet.take_closed() {
            if let Some(watch) = &mut self.watch {
                watch.turn(end, &flows);
            }
            if !self.input.is_quiet() {
                self.cycles.close(end, flows);
            }
        }
        self.cycles.note_held(held);
    }
}
