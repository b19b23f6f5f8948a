//! Metered runs: the cost of each depends on earlier use in the period, so several are priced
//! together.

use super::cost::{Bill, Price};
use super::id::LineId;
use super::recent::Counted;
use super::state::Simulation;
use super::sums::times;
use crate::amount::{Credits, Number};
use crate::error::Errors;
use crate::wallet::ChargeRequest;

impl Simulation {
    /// Whether a line's request counts in a meter.
    pub(super) fn is_metered(&self, line: LineId) -> bool {
        !self.meters(line).is_empty()
    }

    /// The cost of some requests of a line after the use so far; `None` if it is unknown.
    pub(super) fn bill(&self, line: LineId, requests: u32) -> Result<Option<Bill>, Errors> {
        let used = self.meters(line).iter();
        let used = used.map(|meter| Number::exact(self.wallet.used_of(*meter))).collect();
        self.bill_after(line, requests, used)
    }

    fn bill_after(
        &self,
        line: LineId,
        requests: u32,
        used: Vec<Number>,
    ) -> Result<Option<Bill>, Errors> {
        let Some(of) = self.lines.get(line) else { return Ok(None) };
        let when = (self.wallet.held(), self.wallet.now());
        Bill::of(self.wallet.catalog(), &of.request, when, (self.input.ranges(), requests), used)
            .map_err(|errors| errors.under(&format!("/demand/{}/request", of.place)))
    }

    /// How many of the requests can be paid, by bisection: more requests never cost less.
    pub(super) fn affordable_counted(
        &self,
        line: LineId,
        want: &ChargeRequest,
    ) -> Result<u32, Errors> {
        let (mut fits, mut above) = (0, want.runs);
        while above - fits > 1 {
            let middle = fits + (above - fits) / 2;
            let could = match self.bill(line, middle)? {
                Some(Bill { amount, .. }) => self.wallet.could_pay(&ChargeRequest {
                    amount,
                    runs: middle,
                    charges: middle,
                    ..*want
                })?,
                None => false,
            };
            if could {
                fits = middle;
            } else {
                above = middle;
            }
        }
        Ok(fits)
    }

    /// The cost of the last `failed` of the runs just paid, before they are counted.
    pub(super) fn cost_of_last(
        &mut self,
        line: LineId,
        want: &ChargeRequest,
        failed: u32,
    ) -> Result<Credits, Errors> {
        match self.cost(line)?.price {
            _ if failed == 0 => Ok(Credits::ZERO),
            Price::Credits(each) => Ok(times(each, failed)?),
            _ => {
                let before = self.bill(line, want.runs - failed)?.map(|bill| bill.amount);
                let rest = want.amount.checked_sub(before.unwrap_or_default());
                Ok(rest.unwrap_or_default())
            }
        }
    }

    /// Counts paid runs, without those that failed and are refunded.
    pub(super) fn count_made(
        &mut self,
        line: LineId,
        runs: u32,
        failed: u32,
    ) -> Result<Option<Counted>, Errors> {
        if !self.is_metered(line) {
            return Ok(None);
        }
        let meters = self.meters(line).to_vec();
        let used = meters.iter().map(|meter| Number::exact(self.wallet.used_of(*meter))).collect();
        let periods = meters.iter().map(|meter| self.wallet.period_of(*meter)).collect();
        let counted = if self.refunds(line) { runs - failed } else { runs };
        if let Some(bill) = self.bill(line, counted)? {
            self.set_used(&meters, &bill.used);
        }
        Ok(Some(Counted { runs: counted, used, periods }))
    }

    /// The cost of the last `failed` runs. If their meter's period has not ended, they no longer
    /// count.
    pub(super) fn take_back(
        &mut self,
        line: LineId,
        counted: &mut Counted,
        failed: u32,
    ) -> Result<Credits, Errors> {
        let Counted { runs, used, periods } = counted.clone();
        counted.runs = runs.saturating_sub(failed);
        let all = self.bill_after(line, runs, used.clone())?;
        let rest = self.bill_after(line, counted.runs, used)?;
        let (Some(all), Some(rest)) = (all, rest) else { return Ok(Credits::ZERO) };
        if self.refunds(line) {
            for (place, meter) in self.meters(line).to_vec().into_iter().enumerate() {
                let ends = (all.used.get(place), rest.used.get(place));
                if let (Some(all), Some(rest)) = ends
                    && periods.get(place) == Some(&self.wallet.period_of(meter))
                    && let Ok(more) = all.low().sub(&rest.low())
                    && let Ok(left) = self.wallet.used_of(meter).sub(&more)
                {
                    self.wallet.set_used(meter, left);
                }
            }
        }
        Ok(all.amount.checked_sub(rest.amount).unwrap_or_default())
    }

    fn refunds(&self, line: LineId) -> bool {
        self.lines.get(line).is_some_and(|of| self.wallet.refunds_failed_runs(of.operation))
    }

    fn set_used(&mut self, meters: &[usize], used: &[Number]) {
        for (meter, used) in meters.iter().zip(used) {
            self.wallet.set_used(*meter, used.low());
        }
    }

    /// The meters of a line's request, by index in the catalog.
    fn meters(&self, line: LineId) -> &[usize] {
        let of = self.lines.get(line).map(|of| of.request.operation.as_str());
        let operation = of.and_then(|id| self.wallet.catalog().checked().operation(id).ok());
        operation.map_or(&[], |operation| &operation.meters)
    }
}
