//! Actions on an account: plans, purchases, grants, and refunds of failed runs.

use super::id::LineId;
use super::recent::Batch;
use super::scenario::{Action, ActionKind, IfRefused};
use super::state::Simulation;
use super::sums::times;
use crate::amount::Credits;
use crate::calendar::{Instant, Span};
use crate::catalog::id::OperationId;
use crate::catalog::supply::{Held, Term};
use crate::error::{Error, ErrorKind, Errors};
use crate::wallet::{ChangeAt, ChargeRequest, Gift, PlanChange, Reason, Revoked};

impl Simulation {
    /// Applies the actions due now. Returns whether there were any.
    pub(super) fn act(&mut self, at: Instant) -> Result<bool, Errors> {
        let mut acted = false;
        while let Some((place, action)) = self.agenda.take_due(at) {
            acted = true;
            match self.do_action(&action) {
                Err(errors) if notes(&action, &errors) => {
                    self.wallet.note_impossible(action.top_up.as_deref(), action.plan.as_deref());
                }
                done => done.map_err(|errors| placed(errors, place))?,
            }
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
                let count = match action.credits {
                    Some(credits) => self.wallet.count_for(place, credits)?,
                    None => action.count.unwrap_or(1),
                };
                self.wallet.run_buy(place, count, Reason::Bought)?;
            }
            ActionKind::Grant => self.wallet.run_grant(&gift(action))?,
            ActionKind::Revoke => self.wallet.run_revoke(revoked(action))?,
            ActionKind::Fail => self.fail_last(action)?,
            ActionKind::Spend => self.spend(action)?,
            ActionKind::Hold => self.hold(action)?,
            ActionKind::Settle | ActionKind::Release => self.end_hold(action)?,
        }
        Ok(())
    }

    /// Charges what no demand asks for, or notes why it is refused.
    fn spend(&mut self, action: &Action) -> Result<(), Errors> {
        let want = self.action_want(action)?;
        if let Err(short) = self.wallet.pay(&want, Reason::Usage, &mut self.paid)? {
            self.wallet.note_refusal(&want, &short);
        }
        Ok(())
    }

    /// What an action charges or reserves.
    fn action_want(&self, action: &Action) -> Result<ChargeRequest, Errors> {
        let operation = match &action.operation {
            Some(id) => self.wallet.operation_place(id)?,
            None => OperationId::NONE,
        };
        let member = action.member.as_deref().map(|id| self.wallet.member_place(id)).transpose()?;
        let amount = action.amount.unwrap_or_default();
        Ok(ChargeRequest { operation, amount, member, runs: 1, charges: 1 })
    }

    fn hold(&mut self, action: &Action) -> Result<(), Errors> {
        let want = self.action_want(action)?;
        let now = self.wallet.now();
        let a_day_later = || self.wallet.after(now, Span::DAY);
        let until = action.until.map_or_else(a_day_later, Ok)?;
        let number = self.wallet.run_hold(&want, until)?.ok();
        self.holds.push((action.hold.clone().unwrap_or_default(), number));
        Ok(())
    }

    /// Settles or releases a hold. One that was refused stands for a run that was not made.
    fn end_hold(&mut self, action: &Action) -> Result<(), Errors> {
        let id = action.hold.as_deref().unwrap_or("");
        let known = self.holds.iter().find(|(known, _)| known == id);
        let number = match known {
            Some((_, Some(number))) => *number,
            Some((_, None)) => return Ok(()),
            None => return Err(not_open(id).into()),
        };
        if !self.wallet.is_held(number) {
            return Err(not_open(id).into());
        }
        match action.kind {
            ActionKind::Settle => {
                let actual = action.amount.unwrap_or_default();
                self.wallet.run_settle(number, actual)?;
            }
            _ => self.wallet.run_release(number, Reason::Usage)?,
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

fn is_of_account(error: &Error) -> bool {
    error.pointer().starts_with("/account/")
}

/// An error of an action points at the action; a missing assumption points at the account.
fn placed(errors: Errors, place: usize) -> Errors {
    if errors.iter().any(is_of_account) {
        errors
    } else {
        errors.under(&format!("/actions/{place}"))
    }
}

fn gift(action: &Action) -> Gift<'_> {
    Gift {
        lot: action.lot.as_deref(),
        class: action.class.as_deref().unwrap_or(""),
        amount: action.amount.unwrap_or_default(),
        effective: action.effective,
        expires: action.expires,
        priority: action.priority,
        from: action.from.as_deref(),
    }
}

fn revoked(action: &Action) -> Revoked<'_> {
    match (&action.class, &action.top_up) {
        (Some(class), _) => Revoked::Class(class),
        (_, Some(top_up)) => Revoked::TopUp(top_up),
        _ => Revoked::Lot(action.lot.as_deref().unwrap_or("")),
    }
}

/// Whether an action that is not possible only makes an entry; a missing assumption stays an error.
fn notes(action: &Action, errors: &Errors) -> bool {
    let is_refusal = |error: &Error| error.kind() == ErrorKind::NoAnswer && !is_of_account(error);
    action.if_refused == Some(IfRefused::Note) && errors.iter().all(is_refusal)
}

#[cold]
fn not_open(id: &str) -> Error {
    let sentence =
        format!("the hold `{id}` is not open: it was settled or released, or its time is over");
    Error::new(ErrorKind::NoAnswer, "/hold", sentence)
}

#[cold]
fn no_plan() -> Error {
    Error::new(ErrorKind::NoAnswer, "", "there is no subscription to change")
}
