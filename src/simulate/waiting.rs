//! Runs that wait for credits, and those that are free meanwhile.

use super::shortfall::free_run;
use super::state::Simulation;
use crate::amount::Credits;
use crate::calendar::{Instant, Recurrence, Span, Zone};
use crate::error::{Error, ErrorKind, Errors};
use crate::wallet::ChargeRequest;

/// Runs that wait for credits, and when the vendor last gave a free one.
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting {
    /// One for each line, so that a long wait costs no more than a short one.
    list: Vec<Waiter>,
    last_free_run: Option<Instant>,
}

/// Runs of a line that wait.
#[derive(Clone, Copy, Debug)]
struct Waiter {
    line: usize,
    runs: u32,
    /// The oldest shortfall that one of them may be of.
    oldest: usize,
}

impl Waiting {
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Runs of a line wait, which are refused in a shortfall.
    fn add(&mut self, line: usize, runs: u32, shortfall: usize) -> Result<(), Error> {
        match self.list.iter_mut().find(|other| other.line == line) {
            None => self.list.push(Waiter { line, runs, oldest: shortfall }),
            Some(waiter) => {
                waiter.runs = waiter.runs.checked_add(runs).ok_or_else(too_many_wait)?;
            }
        }
        Ok(())
    }

    /// When a free run may come that comes every so often; nothing when one may at once.
    fn next_free_run(&self, every: Span, zone: &Zone) -> Option<Instant> {
        Recurrence::from(self.last_free_run?, every.step(), zone).nth(1, zone)
    }
}

impl Simulation {
    pub(super) fn wait(&mut self, line: usize, runs: u32) -> Result<(), Errors> {
        let shortfall = self.shortfalls.place_of(line);
        Ok(self.waiting.add(line, runs, shortfall)?)
    }

    /// Runs that wait are made when credits have come, the oldest first.
    pub(super) fn serve_waiting(&mut self) -> Result<(), Errors> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        for Waiter { line, runs, oldest } in std::mem::take(&mut self.waiting.list) {
            let mut left = self.make(line, runs)?;
            left -= self.run_for_free(line, left);
            let served = u64::from(runs - left);
            self.lines.count_made_later(line, served);
            let oldest = self.shortfalls.made_later(line, served, oldest);
            if left > 0 {
                self.waiting.list.push(Waiter { line, runs: left, oldest });
            }
        }
        Ok(())
    }

    /// Free runs that the vendor gives when credits have run out: one, every so often.
    pub(super) fn run_for_free(&mut self, line: usize, runs: u32) -> u32 {
        let now = self.wallet.now();
        let Some((operation, member)) = self.lines.get(line).map(|l| (l.operation, l.member))
        else {
            return 0;
        };
        let Some(every) = free_run(&self.wallet, operation) else { return 0 };
        let next = self.waiting.next_free_run(every, self.wallet.zone());
        if runs == 0 || next.is_some_and(|next| next > now) {
            return 0;
        }
        self.waiting.last_free_run = Some(now);
        self.wallet.note_free_run(&ChargeRequest {
            operation,
            amount: Credits::ZERO,
            member,
            runs: 1,
        });
        self.lines.count_free(line);
        1
    }

    /// When the next free run may help someone who waits.
    pub(super) fn next_free_run(&self) -> Option<Instant> {
        let free = |waiter: &Waiter| free_run(&self.wallet, self.lines.get(waiter.line)?.operation);
        let every = self.waiting.list.iter().find_map(free)?;
        let next = self.waiting.next_free_run(every, self.wallet.zone())?;
        (next > self.wallet.now()).then_some(next)
    }
}

#[cold]
fn too_many_wait() -> Error {
    Error::new(ErrorKind::Limit, "/demand", "more than 4294967295 runs wait for credits")
}
