//! One event after the other, charged to the account.

use super::super::audit::{Audit, Auditor};
use super::super::event::{EventOutcome, UsageEvent};
use super::super::rate::{Rated, Reasons};
use super::super::report::UsageReports;
use super::answer::Books;
use super::classes::Parts;
use super::refunds::Refunds;
use super::spec::ReplaySpec;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::error::Errors;
use crate::simulate::{Projection, Simulation};
use crate::wallet::Charge;

/// The account, and what is known of its charges.
#[derive(Debug)]
pub(super) struct Charging {
    simulation: Simulation,
    auditor: Auditor,
    refunds: Refunds,
    rate_all: bool,
    /// Members that the account names.
    members: Vec<String>,
    report: Option<UsageReports>,
}

impl Charging {
    pub(super) fn new(
        simulation: Simulation,
        auditor: Auditor,
        spec: &ReplaySpec,
        report: Option<UsageReports>,
    ) -> Self {
        let members = spec.account.iter().flat_map(|account| &account.members);
        let members = members.map(|member| member.id.clone()).collect();
        let (rate_all, refunds) = (spec.rate_all, Refunds::default());
        Charging { simulation, auditor, refunds, rate_all, members, report }
    }

    /// The balance after everything of an instant.
    pub(super) fn balance_at(&mut self, at: Instant) -> Result<Option<Credits>, Errors> {
        if at < self.simulation.start() || at >= self.simulation.end() {
            return Ok(None);
        }
        self.simulation.go_to(at.max(self.simulation.wallet().now()))?;
        Ok(Some(self.simulation.wallet().balance()))
    }

    pub(super) fn event(
        &mut self,
        event: &UsageEvent,
        books: &mut Books,
        reasons: &mut Reasons,
    ) -> Result<(), Errors> {
        if event.at < self.simulation.start() || event.at >= self.simulation.end() {
            books.outside += 1;
            return Ok(());
        }
        self.simulation.go_to(event.at)?;
        let rated = self.auditor.rate(event, self.simulation.wallet());
        if let Some(charged) = event.charged {
            self.auditor.compare(event, charged, &rated, self.simulation.wallet())?;
        }
        let amount = match (event.charged.filter(|_| !self.rate_all), rated) {
            (Some(charged), _) => charged,
            (None, Rated::Exactly(credits)) => credits,
            (None, Rated::Unknown(reason)) => {
                reasons.note(&event.operation, &reason);
                books.unknown += 1;
                if let Some(report) = &mut self.report {
                    report.add_unknown(event, &reason)?;
                }
                return Ok(());
            }
        };
        let paid = if amount < Credits::ZERO {
            self.refund(event, amount, books)?
        } else {
            self.charge(event, amount, books)?
        };
        let is_rated = event.charged.is_none() || self.rate_all;
        if let Some(report) = &mut self.report {
            report.add_paid(event, &paid.list(), is_rated)?;
        }
        Ok(())
    }

    /// Returns which classes paid.
    fn charge(
        &mut self,
        event: &UsageEvent,
        amount: Credits,
        books: &mut Books,
    ) -> Result<Parts, Errors> {
        let catalog = self.simulation.wallet().catalog().clone();
        let Some(operation) = catalog.operation_id(&event.operation) else {
            books.not_in_catalog(event, amount)?;
            return Ok(Parts::unpaid(amount));
        };
        let member = event.member.as_deref().filter(|id| self.members.iter().any(|m| m == id));
        let charge =
            Charge { operation: operation.to_owned(), amount, member: member.map(str::to_owned) };
        match self.simulation.charge_now(&charge)? {
            Ok(receipt) => {
                let parts = Parts::of(&receipt)?;
                books.pay(event, &receipt)?;
                books.used(self.simulation.cycle_start(), event, amount)?;
                if event.outcome == EventOutcome::Done || amount > Credits::ZERO {
                    self.auditor.count(event, &mut self.simulation)?;
                }
                if amount > Credits::ZERO {
                    self.refunds.keep(event, receipt);
                }
                Ok(parts)
            }
            Err(refusal) => {
                books.refuse(event, amount, &refusal)?;
                Ok(Parts::unpaid(amount))
            }
        }
    }

    /// Gives credits back to the lots that paid for the last runs of the operation. Returns the
    /// classes, with negative amounts.
    fn refund(
        &mut self,
        event: &UsageEvent,
        amount: Credits,
        books: &mut Books,
    ) -> Result<Parts, Errors> {
        let mut parts = Parts::default();
        let mut left = Credits::ZERO.checked_sub(amount).unwrap_or_default();
        while left > Credits::ZERO {
            let Some(mut receipt) = self.refunds.take(event) else { break };
            let part = left.min(receipt.amount);
            let before = receipt.clone();
            self.simulation.refund_now(&mut receipt, part)?;
            parts.give_back(&before, &receipt)?;
            left = left.checked_sub(part).unwrap_or_default();
            receipt.amount = receipt.amount.checked_sub(part).unwrap_or_default();
            if receipt.amount > Credits::ZERO {
                self.refunds.keep(event, receipt);
            }
        }
        parts.add(None, Credits::ZERO.checked_sub(left).unwrap_or_default())?;
        books.used(self.simulation.cycle_start(), event, amount)?;
        books.unmatched(left)?;
        Ok(parts)
    }

    /// What came of it, to the end.
    pub(super) fn finish(mut self) -> Result<(Projection, Audit, Option<UsageReports>), Errors> {
        self.simulation.run()?;
        Ok((self.simulation.finish(), self.auditor.finish(), self.report))
    }
}
