//! Serves requests: makes runs and pays for them, as far as credits last.

use super::cost::{Cost, Price};
use super::id::LineId;
use super::recent::{Batch, Recent};
use super::state::Simulation;
use super::sums::times;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::error::Errors;
use crate::wallet::{Cause, ChargeRequest, LotPayment, Reason};

impl Simulation {
    /// Requests runs of a line now.
    pub(super) fn want(&mut self, line: LineId, runs: u32) -> Result<(), Errors> {
        self.lines.count_wanted(line, runs);
        let left = self.make(line, runs)?;
        if left > 0 { self.short(line, left) } else { Ok(()) }
    }

    /// Makes as many runs as can be paid. Returns how many are left.
    pub(super) fn make(&mut self, line: LineId, runs: u32) -> Result<u32, Errors> {
        let left = self.make_together(line, runs)?;
        if left == 0 || runs == 1 || !self.wallet.one_more_may_owe() {
            return Ok(left);
        }
        Ok(left - 1 + self.make_together(line, 1)?)
    }

    /// Makes as many runs as one charge can pay. Returns how many are left.
    fn make_together(&mut self, line: LineId, runs: u32) -> Result<u32, Errors> {
        let Ok(amount) = self.amount(line, runs)? else { return Ok(runs) };
        let Some(mut want) = self.wanted(line, runs, amount) else { return Ok(runs) };
        if let Ok(debt) = self.wallet.pay(&want, Reason::Usage, &mut self.paid)? {
            self.made(line, &want, debt)?;
            return Ok(0);
        }
        let affordable = match self.cost(line)?.price {
            Price::Credits(each) => self.wallet.affordable_runs(&want, each)?,
            _ => self.affordable_counted(line, &want)?,
        };
        let Ok(amount) = self.amount(line, affordable)? else { return Ok(runs) };
        if affordable == 0 {
            return Ok(runs);
        }
        (want.runs, want.charges, want.amount) = (affordable, affordable, amount);
        let Ok(debt) = self.wallet.pay(&want, Reason::Usage, &mut self.paid)? else {
            return Ok(runs);
        };
        self.made(line, &want, debt)?;
        Ok(runs - affordable)
    }

    pub(super) fn wanted(&self, line: LineId, runs: u32, amount: Credits) -> Option<ChargeRequest> {
        let of = self.lines.get(line)?;
        Some(ChargeRequest {
            operation: of.operation,
            amount,
            member: of.member,
            runs,
            charges: runs,
        })
    }

    /// Records paid runs and new debt, and refunds the runs that fail.
    fn made(&mut self, line: LineId, want: &ChargeRequest, debt: Credits) -> Result<(), Errors> {
        self.paid_for(self.wallet.now(), line, want.runs, want.amount)?;
        let Some(of) = self.lines.get_mut(line) else { return Ok(()) };
        let failed = of.failures(want.runs);
        let back = self.cost_of_last(line, want, failed)?;
        let counted = self.count_made(line, want.runs, failed)?;
        let paid = std::mem::take(&mut self.paid);
        let back = self.fail(line, failed, back, (&paid, debt))?;
        if self.recent.get(line.place()).is_some_and(Recent::is_wanted) {
            let mut receipt = self.wallet.paid_charge(want, &paid, debt);
            receipt.take_from_end(back)?;
            let each = match self.cost(line)?.price {
                Price::Credits(each) => Some(each),
                _ => None,
            };
            let batch = Batch { runs: want.runs - failed, each, counted, receipt };
            if let Some(recent) = self.recent.get_mut(line.place()) {
                recent.push(batch);
            }
        }
        self.paid = paid;
        Ok(())
    }

    /// Counts paid runs, and ends the line's shortfall.
    pub(super) fn paid_for(
        &mut self,
        at: Instant,
        line: LineId,
        runs: u32,
        amount: Credits,
    ) -> Result<(), Errors> {
        self.shortfalls.end(line, at);
        Ok(self.lines.count_made(line, runs, amount)?)
    }

    /// Refunds the last of the paid runs, which failed.
    fn fail(
        &mut self,
        line: LineId,
        failed: u32,
        amount: Credits,
        paid: (&[LotPayment], Credits),
    ) -> Result<Credits, Errors> {
        if failed == 0 {
            return Ok(Credits::ZERO);
        }
        self.lines.count_failed(line, failed);
        let Some(of) = self.lines.get(line) else { return Ok(Credits::ZERO) };
        if !self.wallet.refunds_failed_runs(of.operation) {
            return Ok(Credits::ZERO);
        }
        let back = self.wallet.give_back((of.operation, of.member), amount, paid)?;
        self.lines.count_refunded(line, back)?;
        Ok(back)
    }

    /// The cost of one request of a line now.
    pub(super) fn cost(&mut self, line: LineId) -> Result<Cost, Errors> {
        let when = (self.wallet.held(), self.wallet.now());
        self.lines.cost(line, self.wallet.catalog(), when, self.input.ranges())
    }

    /// The cost of some requests of a line now, or why it is unknown.
    pub(super) fn amount(
        &mut self,
        line: LineId,
        runs: u32,
    ) -> Result<Result<Credits, Cause>, Errors> {
        Ok(match self.cost(line)?.price {
            Price::Credits(each) => Ok(times(each, runs)?),
            Price::Metered => self.bill(line, runs)?.map(|bill| bill.amount).ok_or(Cause::NoPrice),
            Price::Gated => Err(Cause::Gate),
            Price::Unknown => Err(Cause::NoPrice),
        })
    }
}
