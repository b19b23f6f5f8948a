//! Issuing: how much a grant issues, and what happens to its last lot.

use super::balance::sum;
use super::flows::LedgerMove;
use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::lot::{Ends, Lot, NewLot, Slot, State};
use super::member::MemberId;
use super::schedule::{IssuePace, Schedule};
use super::source::CreditOrigin;
use super::terms::unknown_amount;
use super::{Fits, Result, Wallet, out_of_time};
use crate::amount::{Credits, Fraction, Money};
use crate::calendar::{Instant, Recurrence, Span};
use crate::catalog::id::{ClassId, GrantId};
use crate::catalog::supply::{CapDocument, Cycle, Every, Expires, Grant, Held, OrLast, Renewal};
use crate::error::there;

/// The rules of a grant that an issue needs.
#[derive(Clone, Copy)]
struct Rules {
    grant: GrantId,
    class: ClassId,
    every: Every,
    expires: Expires,
    priority: OrLast,
    interval: OrLast,
    member: Option<MemberId>,
}

impl Wallet {
    pub(super) fn issue_scheduled(&mut self, place: usize) -> Result<()> {
        let Some(grant) = self.grants.get(place).map(Schedule::grant) else { return Ok(()) };
        let amount = self.grant_amount(grant)?;
        self.grants.wait_for_use(place);
        self.issue_grant(place, amount)
    }

    /// The full amount of a grant.
    pub(super) fn grant_amount(&self, grant: GrantId) -> Result<Credits> {
        self.amounts.amount(grant).ok_or_else(|| {
            let id = there(self.supply().grant(grant)).map_or("", |grant| &*grant.id);
            unknown_amount(id)
        })
    }

    /// Issues an amount by the rules of a grant.
    pub(super) fn issue_grant(&mut self, place: usize, amount: Credits) -> Result<()> {
        let Some(schedule) = self.grants.get(place) else { return Ok(()) };
        let (at, member) = (schedule.grant(), schedule.member());
        let valid = |grant: &&Grant| grant.valid.holds(self.now);
        let Some(grant) = self.supply().grant(at).filter(valid) else { return Ok(()) };
        if let Some(class) = grant.if_empty
            && self.balance_of(class, member)? > Credits::ZERO
        {
            return Ok(());
        }
        let unit_cost = self.grant_unit_cost(at, grant);
        let rules = Rules {
            grant: at,
            class: grant.class,
            every: grant.every,
            expires: grant.expires,
            priority: grant.priority,
            interval: grant.interval,
            member,
        };
        let amount = match &grant.renewal {
            Renewal::Add => Some(amount),
            renewal => {
                let renewal = renewal.clone();
                self.renewed(&rules, &renewal, amount)?
            }
        };
        let Some(amount) = amount else { return Ok(()) };
        let ends = self.ends_of(place, &rules)?;
        let lot = NewLot {
            given: None,
            class: rules.class,
            source: CreditOrigin::Grant(at),
            effective: self.now,
            ends,
            priority: rules.priority,
            interval: rules.interval,
            unit_cost,
            amount,
            member,
        };
        let issued = self.issue(lot, Reason::Granted, Subject::Grant(at), None)?;
        let number = issued.and_then(|slot| self.lots.get(slot)).map(|lot| lot.number);
        self.grants.begin_rolling(place, number);
        Ok(())
    }

    /// The amount to issue, given what is left; `None` while the balance is over a cap.
    fn renewed(
        &mut self,
        rules: &Rules,
        renewal: &Renewal,
        amount: Credits,
    ) -> Result<Option<Credits>> {
        let (at, member) = (rules.grant, rules.member);
        match renewal {
            Renewal::Add => Ok(Some(amount)),
            Renewal::Reset => {
                for slot in self.all_of(at, member) {
                    self.end_lot(slot, EntryKind::Expire, Reason::Replaced)?;
                }
                Ok(Some(amount))
            }
            Renewal::Refill(to) => {
                let left = self.sum_of(&self.left_of(at, member))?;
                let room = to.checked_sub(left).unwrap_or_default().max(Credits::ZERO);
                Ok(Some(amount.min(room)))
            }
            Renewal::SkipOver(cap) => {
                let balance = self.balance_of(rules.class, member)?;
                let cap = self.cap_amount(cap, amount)?;
                Ok((balance <= cap).then_some(amount))
            }
        }
    }

    /// Spendable credits of a class: shared ones, or those of a member alone.
    fn balance_of(&self, class: ClassId, member: Option<MemberId>) -> Result<Credits> {
        if self.members.count() > 0 {
            let supply = self.supply();
            let is_theirs = |lot: &&Lot| {
                lot.class == class && lot.member == member && !lot.is_withheld_now(supply)
            };
            let theirs = self.lots.iter().map(|(_, lot)| lot).filter(is_theirs);
            return sum(theirs.map(|lot| lot.remaining));
        }
        let left = self.journal.flows().get(class.place()).map(|flows| flows.remaining);
        let withheld = self.withheld_of(|lot| lot.class == class);
        Ok(left.and_then(|left| left.checked_sub(withheld)).unwrap_or_default())
    }

    /// Lots of a grant, including those that are spent or held in full.
    fn all_of(&self, grant: GrantId, member: Option<MemberId>) -> Vec<Slot> {
        let mut all = self.left_of(grant, member);
        all.extend(self.lots.open_if(|_, lot| {
            lot.source == CreditOrigin::Grant(grant)
                && lot.member == member
                && lot.state == State::Active
                && lot.remaining == Credits::ZERO
        }));
        all
    }

    /// Lots of a grant that have remaining credits.
    fn left_of(&self, grant: GrantId, member: Option<MemberId>) -> Vec<Slot> {
        let is_left = |lot: &Lot| lot.source == CreditOrigin::Grant(grant) && lot.member == member;
        let left = self.lots.payers().filter(|(_, lot)| is_left(lot));
        left.map(|(slot, _)| slot).collect()
    }

    pub(super) fn sum_of(&self, slots: &[Slot]) -> Result<Credits> {
        slots.iter().try_fold(Credits::ZERO, |sum, slot| {
            let remaining = self.lots.get(*slot).map_or(Credits::ZERO, |lot| lot.remaining);
            sum.checked_add(remaining).fits("a balance")
        })
    }

    fn ends_of(&self, place: usize, rules: &Rules) -> Result<Ends> {
        let schedule = self.grants.get(place);
        Ok(match rules.expires {
            Expires::Never => Ends::Never,
            Expires::After(span) => Ends::At(self.after_issue(rules.every, span)?),
            Expires::CycleEnd => self.end_of_period(rules.every),
            Expires::Reset => match schedule.map(|schedule| (*schedule.pace(), schedule.next())) {
                Some((IssuePace::WithCycle | IssuePace::WithTerm, _)) => {
                    self.end_of_period(rules.every)
                }
                Some((IssuePace::Rolling { seconds, .. }, _)) => Ends::AfterUse(seconds),
                Some((_, next)) if next < Instant::MAX => Ends::At(next),
                _ => Ends::Never,
            },
        })
    }

    /// The end of the cycle or, for a grant with the term, of the term.
    pub(super) fn end_of_period(&self, every: Every) -> Ends {
        if self.subscription().is_none() {
            return Ends::Never;
        }
        let cycle = self.supply().plan(self.held()).map(|plan| plan.cycle);
        match every {
            Every::Term if cycle != Some(Cycle::Term) => Ends::Term,
            _ => Ends::Cycle,
        }
    }

    /// The end of a span that begins at an issue. Months are counted from the cycle's anchor, so
    /// that the day of the month does not drift.
    fn after_issue(&self, every: Every, span: Span) -> Result<Instant> {
        let period = match (every, self.subscription()) {
            (Every::Cycle, Some(subscription)) => Some(&subscription.cycle),
            (Every::Term, Some(subscription)) => Some(&subscription.paid),
            _ => None,
        };
        let counted = period.and_then(|period| period.after_start(self.now, span, &self.clock));
        counted.map_or_else(|| self.after(self.now, span), Ok)
    }

    /// A span from an instant on.
    pub(crate) fn after(&self, at: Instant, span: Span) -> Result<Instant> {
        Recurrence::from(at, span.step(), &self.clock).nth(1, &self.clock).ok_or_else(out_of_time)
    }

    /// Money for one credit of a plan's grant: the price of a cycle divided by its allowance.
    pub(super) fn grant_unit_cost(&self, at: GrantId, grant: &Grant) -> Option<Fraction> {
        if !grant.with_plan {
            return Some(Fraction::ZERO);
        }
        let price = self.subscription()?.cycle_price?;
        let allowance = match grant.every {
            every if every.is_of_plan() => self.allowance(self.held()).ok()?,
            _ => self.amounts.amount(at)?,
        };
        price.div(&Fraction::from_decimal(allowance.decimal())).ok()
    }

    /// The allowance of a plan.
    pub(crate) fn allowance(&self, held: Option<Held>) -> Result<Credits> {
        let of_cycle = |(_, grant): &(GrantId, &Grant)| {
            grant.every.is_of_plan() && grant.with_plan && grant.valid.holds(self.now)
        };
        let grants = self.supply().grants_for(held).filter(of_cycle);
        let mut sum = Credits::ZERO;
        for (place, _) in grants {
            let amount = self.grant_amount(place)?;
            sum = sum.checked_add(amount).fits("an allowance")?;
        }
        Ok(sum)
    }

    /// Puts a new lot into the wallet.
    pub(super) fn issue(
        &mut self,
        lot: NewLot,
        reason: Reason,
        subject: Subject,
        money: Option<Money>,
    ) -> Result<Option<Slot>> {
        if lot.amount <= Credits::ZERO {
            return Ok(None);
        }
        let (class, amount) = (lot.class, lot.amount);
        let expires = self.expiry(lot.ends, lot.effective);
        let supply = self.catalog.checked().supply();
        let slot = self.lots.issue(supply, lot, (self.now, expires));
        self.flow(class, LedgerMove::Issue, amount)?;
        if self.journal.keeps(EntryKind::Issue, reason, subject) {
            self.note(EntryKind::Issue, reason, subject)
                .amount(amount)
                .money(money)
                .lot(slot, amount)
                .done();
        }
        Ok(Some(slot))
    }

    /// When a lot expires, as things stand. One that waits for its payment may begin now.
    pub(super) fn expiry(&self, ends: Ends, effective: Instant) -> Instant {
        let effective = if effective == Instant::MAX { self.now } else { effective };
        let period = match (ends, self.subscription()) {
            (Ends::At(at), _) => return at,
            (Ends::Cycle, Some(subscription)) => &subscription.cycle,
            (Ends::Term, Some(subscription)) => &subscription.paid,
            _ => return Instant::MAX,
        };
        period.end_holding(effective, &self.clock).unwrap_or(Instant::MAX)
    }

    /// A cap in credits, rounded down to the credit's step.
    pub(super) fn cap_amount(&self, cap: &CapDocument, allowance: Credits) -> Result<Credits> {
        let amount = match (cap.times, cap.amount) {
            (Some(times), _) => {
                Fraction::from_decimal(times).mul(&Fraction::from_decimal(allowance.decimal())).ok()
            }
            (None, amount) => Some(Fraction::from_decimal(amount.unwrap_or_default().decimal())),
        };
        amount.and_then(|amount| self.step_down(&amount)).fits("a cap")
    }
}
