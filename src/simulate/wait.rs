//! Runs that wait for credits are made when these have come, and some are free meanwhile.

use super::id::LineId;
use super::shortfall::free_run;
use super::state::Simulation;
use super::waiting::Waiter;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::error::Errors;
use crate::wallet::ChargeRequest;

impl Simulation {
    pub(super) fn wait(&mut self, line: LineId, runs: u32) -> Result<(), Errors> {
        let oldest = self.shortfalls.place_of(line);
        Ok(self.waiting.add(Waiter { line, runs, oldest })?)
    }

    /// Makes waiting runs once credits have come, oldest first.
    pub(super) fn serve_waiting(&mut self) -> Result<(), Errors> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        for Waiter { line, runs, oldest } in self.waiting.take() {
            let mut left = self.make(line, runs)?;
            left -= self.run_for_free(line, left);
            let served = u64::from(runs - left);
            self.lines.count_made_later(line, served);
            let oldest = self.shortfalls.made_later(line, served, oldest);
            if left > 0 {
                self.waiting.add(Waiter { line, runs: left, oldest })?;
            }
        }
        Ok(())
    }

    /// Free runs that the vendor gives when credits have run out: one per interval.
    pub(super) fn run_for_free(&mut self, line: LineId, runs: u32) -> u32 {
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
        self.waiting.note_free_run(now);
        self.wallet.note_free_run(&ChargeRequest {
            operation,
            amount: Credits::ZERO,
            member,
            runs: 1,
            charges: 1,
        });
        self.lines.count_free(line);
        1
    }

    /// When the next free run may serve a waiting run.
    pub(super) fn next_free_run(&self) -> Option<Instant> {
        let free = |waiter: &Waiter| free_run(&self.wallet, self.lines.get(waiter.line)?.operation);
        let every = self.waiting.iter().find_map(free)?;
        let next = self.waiting.next_free_run(every, self.wallet.zone())?;
        (next > self.wallet.now()).then_some(next)
    }
}
