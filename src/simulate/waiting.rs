//! Runs that wait for credits, and free runs meanwhile.

use super::shortfall::free_run;
use super::state::Simulation;
use crate::amount::Credits;
use crate::calendar::{Instant, Recurrence};
use crate::error::{Error, ErrorKind, Errors};
use crate::wallet::ChargeRequest;

impl Simulation {
    /// One entry per line, so that a long wait costs no more than a short one.
    pub(super) fn wait(&mut self, line: usize, runs: u32) -> Result<(), Errors> {
        let open = self.shortfalls.place_of(line);
        match self.waiting.iter_mut().find(|(other, ..)| *other == line) {
            None => self.waiting.push((line, runs, open)),
            Some((_, waiting, _)) => {
                *waiting = waiting.checked_add(runs).ok_or_else(too_many_wait)?
            }
        }
        Ok(())
    }

    /// Makes waiting runs once credits have come, oldest first.
    pub(super) fn serve_waiting(&mut self) -> Result<(), Errors> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let waiting = std::mem::take(&mut self.waiting);
        for (line, runs, oldest) in waiting {
            let mut left = self.make(line, runs)?;
            left -= self.run_for_free(line, left);
            let served = u64::from(runs - left);
            if let Some(of) = self.lines.get_mut(line) {
                of.sum.refused -= served.min(of.sum.refused);
            }
            let oldest = self.shortfalls.made_later(line, served, oldest);
            if left > 0 {
                self.waiting.push((line, left, oldest));
            }
        }
        Ok(())
    }

    /// Free runs that the vendor gives when credits have run out: one per interval.
    pub(super) fn run_for_free(&mut self, line: usize, runs: u32) -> u32 {
        let now = self.wallet.now();
        let Some((operation, member)) = self.lines.get(line).map(|l| (l.operation, l.member))
        else {
            return 0;
        };
        let Some(every) = free_run(&self.wallet, operation) else { return 0 };
        let zone = self.wallet.zone();
        let next = |last| Recurrence::from(last, every.step(), zone).nth(1, zone);
        if runs == 0 || self.last_free_run.and_then(next).is_some_and(|next| next > now) {
            return 0;
        }
        self.last_free_run = Some(now);
        self.wallet.note_free_run(&ChargeRequest {
            operation,
            amount: Credits::ZERO,
            member,
            runs: 1,
        });
        if let Some(of) = self.lines.get_mut(line) {
            of.sum.free += 1;
        }
        1
    }

    /// When the next free run may serve a waiting run.
    pub(super) fn next_free_run(&self) -> Option<Instant> {
        let every = self
            .waiting
            .iter()
            .find_map(|(line, ..)| free_run(&self.wallet, self.lines.get(*line)?.operation))?;
        let zone = self.wallet.zone();
        let next = Recurrence::from(self.last_free_run?, every.step(), zone).nth(1, zone)?;
        (next > self.wallet.now()).then_some(next)
    }
}

#[cold]
fn too_many_wait() -> Error {
    Error::new(ErrorKind::Limit, "/demand", "more than 4294967295 runs wait for credits")
}
