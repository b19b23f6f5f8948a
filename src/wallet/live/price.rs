//! Requests: priced for the account as it stands, and charged or held in one step.

use super::super::charge::{Cause, Refusal, Shortage};
use super::super::want::ChargeRequest;
use super::super::{Result, Wallet};
use super::command::{ChargeRequestCommand, HoldRequestCommand};
use crate::amount::Credits;
use crate::catalog::{Balance, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::estimate::{Estimate, GateKind};

/// A request that may be carried out, with its cost.
pub(super) struct Priced {
    pub(super) want: ChargeRequest,
    estimate: Estimate,
}

impl Wallet {
    /// What a request costs now: for the plan that is held, at the wallet's clock, after the use
    /// that its meters have counted. What the request says of these, and of a balance, is replaced.
    ///
    /// # Errors
    /// As for [`Catalog::estimate`](crate::Catalog::estimate).
    pub fn price(&self, request: &Request) -> std::result::Result<Estimate, Errors> {
        let mut asked = request.clone();
        asked.run.plan = self.plan().map(str::to_owned);
        asked.run.at = Some(self.now());
        asked.run.used = self.used();
        asked.run.balance = Some(Balance { amount: self.balance(), as_of: Some(self.now()) });
        self.catalog().estimate(&asked)
    }

    /// The credits that a request costs, or why it is refused.
    pub(super) fn priced(
        &mut self,
        request: &Request,
        member: Option<&str>,
        amount_of: impl FnOnce(&Estimate) -> Result<Credits>,
    ) -> Result<std::result::Result<Priced, Refusal>> {
        let estimate = self.price(request).map_err(|errors| first_of(errors.under("/request")))?;
        let operation = self.operation_place(&request.operation)?;
        let member = member.map(|id| self.member_place(id)).transpose()?;
        let mut want =
            ChargeRequest { operation, amount: Credits::ZERO, member, runs: 1, charges: 1 };
        let closed = estimate.gates.iter().find(|gate| gate.kind == GateKind::Requires);
        let is_unknown = estimate.total.or(estimate.high).is_none() && !estimate.reasons.is_empty();
        let cause = match (closed.is_some(), is_unknown) {
            (true, _) => Some(Cause::Gate),
            (_, true) => Some(Cause::NoPrice),
            _ => None,
        };
        if let Some(cause) = cause {
            let short = Shortage::of(cause, Credits::ZERO, Credits::ZERO);
            self.note_refusal(&want, &short);
            let gate = closed.map(|gate| gate.reason.to_string());
            return Ok(Err(Refusal { gate, ..self.refusal(short) }));
        }
        want.amount = amount_of(&estimate)?.max(Credits::ZERO);
        want.runs = estimate.runs;
        Ok(Ok(Priced { want, estimate }))
    }

    /// Counts what a run uses in its meters.
    pub(super) fn count_use(&mut self, of: &Priced) -> Result<()> {
        for metering in &of.estimate.meters {
            let amount = metering.counts.ok_or_else(|| {
                let sentence = format!("the use of the meter `{}` is not known", metering.meter);
                Error::new(ErrorKind::NoAnswer, "/request", sentence)
            })?;
            self.run_count(&metering.meter, amount)?;
        }
        Ok(())
    }
}

impl ChargeRequestCommand {
    /// The exact cost.
    pub(super) fn amount(estimate: &Estimate) -> Result<Credits> {
        estimate.total.ok_or_else(|| {
            let sentence = "the cost is not exact: hold the most that it may cost, and settle";
            Error::new(ErrorKind::NoAnswer, "/request", sentence)
        })
    }
}

impl HoldRequestCommand {
    /// The most that it may cost: what the command says, or what the estimate does.
    pub(super) fn amount(&self, estimate: &Estimate) -> Result<Credits> {
        let most = self.bound.or(estimate.total).or(estimate.high);
        most.ok_or_else(|| {
            let sentence = "the cost has no upper bound: say how much to hold in `bound`";
            Error::new(ErrorKind::NoAnswer, "/bound", sentence)
        })
    }
}

#[cold]
fn first_of(errors: Errors) -> Error {
    errors.first().cloned().unwrap_or_else(|| Error::internal("an error that says nothing"))
}
