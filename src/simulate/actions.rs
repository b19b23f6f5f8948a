//! Actions on an account: plans, purchases, grants, and refunds of failed runs.

use super::id::LineId;
use super::recent::Batch;
use super::scenario::{Action, ActionKind};
use super::state::Simulation;
use super::sums::times;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::supply::{Held, Term};
use crate::error::{Error, ErrorKind, Errors};
use crate::wallet::{ChangeAt, PlanChange, Reason};

impl Simulation {
    /// Applies the actions due now. Returns whether there were any.
    pub(super) fn act(&mut self, at: Instant) -> Result<bool, Errors> {
        let mut acted = false;
        while let Some((place, action)) = self.agenda.take_due(at) {
            acted = true;
            self.do_action(&action).map_err(|errors| placed(errors, place))?;
        }
        Ok(acted)
    }

    fn do_action(&mut self, action: &Action) -> Result<(), Errors> {
        let when = action.when;
        match action.kind {
            ActionKind::Subscribe
            | ActionKind::Change
            | ActionKind::Upgrade
            | ActionKind::Downgrade
            | ActionKind::ChangeTerm => self.change(action, when)?,
            ActionKind::Cancel => self.wallet.run_cancel(when.unwrap_or(ChangeAt::TermEnd))?,
            ActionKind::Resume => self.resume()?,
            ActionKind::Buy => {
                let id = action.top_up.as_deref().unwrap_or("");
                let place = self.wallet.top_up_place("/top_up", id)?;
                self.wallet.run_buy(place, action.count.unwrap_or(1), Reason::Bought)?;
            }
            ActionKind::Grant => self.wallet.run_grant(
                action.lot.as_deref(),
                action.class.as_deref().unwrap_or(""),
                action.amount.unwrap_or_default(),
                action.expires,
            )?,
            ActionKind::Revoke => {
                self.wallet.run_revoke(action.lot.as_deref().unwrap_or(""))?;
            }
            ActionKind::Fail => self.fail_last(action)?,
        }
        Ok(())
    }

    fn change(&mut self, action: &Action, when: Option<ChangeAt>) -> Result<(), Errors> {
        let held = self.wallet.held();
        let plan = match &action.plan {
            Some(id) => self.wallet.plan_place("/plan", id)?,
            None => held.map(|held| held.plan).ok_or_else(no_plan)?,
        };
        let term = action.term.or(held.map(|held| held.term)).unwrap_or(Term::Month);
        let up = match action.kind {
            ActionKind::Upgrade => Some(true),
            ActionKind::Downgrade => Some(false),
            _ => None,
        };
        if up.is_some() && held.is_none() {
            return Err(no_plan().into());
        }
        Ok(self.wallet.run_change_as(PlanChange { plan, term, when }, up)?)
    }

    /// Withdraws a cancellation, or subscribes to the last plan again.
    fn resume(&mut self) -> Result<(), Errors> {
        match (self.wallet.held(), self.cycles.last_held()) {
            (None, Some(Held { plan, term })) => {
                Ok(self.wallet.run_change(PlanChange { plan, term, when: None })?)
            }
            _ => Ok(self.wallet.run_resume()?),
        }
    }

    fn fail_last(&mut self, action: &Action) -> Result<(), Errors> {
        let id = action.demand.as_deref();
        let Some(line) = self.lines.iter().position(|line| line.id.as_deref() == id) else {
            return Ok(());
        };
        let mut left = action.count.unwrap_or(1);
        while left > 0 {
            let last = self.recent.get_mut(line).and_then(|recent| recent.take(left));
            let Some((mut batch, failed)) = last else { break };
            self.fail_of(LineId::at(line), &mut batch, failed)?;
            left -= failed;
            batch.runs -= failed;
            if let Some(recent) = self.recent.get_mut(line).filter(|_| batch.runs > 0) {
                recent.push(batch);
            }
        }
        Ok(())
    }

    /// Refunds the last runs of a batch.
    fn fail_of(&mut self, line: LineId, batch: &mut Batch, failed: u32) -> Result<(), Errors> {
        let all = match (&mut batch.counted, batch.each) {
            (_, Some(each)) => times(each, failed)?,
            (Some(counted), None) => self.take_back(line, counted, failed)?,
            (None, None) => Credits::ZERO,
        };
        self.lines.count_failed(line, failed);
        let Some(of) = self.lines.get(line) else { return Ok(()) };
        if !self.wallet.refunds_failed_runs(of.operation) {
            return Ok(());
        }
        let paid = (&batch.receipt, self.wallet.now());
        let back = self.wallet.give_back_later((of.operation, of.member), all, paid)?;
        batch.receipt.take_from_end(all)?;
        Ok(self.lines.count_refunded(line, back)?)
    }
}

/// An error of an action points at the action; a missing assumption points at the account.
fn placed(errors: Errors, place: usize) -> Errors {
    let of_account = |error: &Error| error.pointer().starts_with("/account/");
    if errors.iter().any(of_account) { errors } else { errors.under(&format!("/actions/{place}")) }
}

#[cold]
fn no_plan() -> Error {
    Error::new(ErrorKind::NoAnswer, "", "there is no subscription to change")
}
