//! Usage from outside: a log, replayed charge by charge through the account of a scenario.

use super::state::Simulation;
use crate::amount::{Credits, Decimal};
use crate::calendar::Instant;
use crate::error::Errors;
use crate::wallet::{Charge, PaidCharge, Refusal};

impl Simulation {
    /// Goes to an instant: everything due by then has happened, actions included.
    pub(crate) fn go_to(&mut self, at: Instant) -> Result<(), Errors> {
        self.run_until(at)?;
        if self.next_instant() == Some(at) {
            return self.step(at);
        }
        Ok(self.wallet.run_to(at)?)
    }

    /// When the current cycle began.
    pub(crate) fn cycle_start(&self) -> Instant {
        self.cycles.marks().last().map_or(self.input.start(), |mark| mark.end)
    }

    /// Charges now, or says why not.
    pub(crate) fn charge_now(
        &mut self,
        charge: &Charge,
    ) -> Result<Result<PaidCharge, Refusal>, Errors> {
        Ok(self.wallet.run_charge(charge)?)
    }

    /// Refunds part of a receipt now. Returns what was refunded.
    pub(crate) fn refund_now(
        &mut self,
        receipt: &mut PaidCharge,
        amount: Credits,
    ) -> Result<Credits, Errors> {
        let back = self.wallet.run_refund(receipt, amount, self.wallet.now())?;
        receipt.take_from_end(amount)?;
        Ok(back)
    }

    /// Counts a run's use in a meter.
    pub(crate) fn count_now(&mut self, meter: &str, amount: Decimal) -> Result<(), Errors> {
        Ok(self.wallet.run_count(meter, amount)?)
    }
}
