//! From one plan to another: now, or when the cycle or the term ends.

use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::lot::{Ends, Lot, Slot, State};
use super::member::MemberId;
use super::schedule::IssueNow;
use super::source::CreditOrigin;
use super::subscription::{ChangeAt, Period, PlanChange, Scheduled, Subscription, Turn};
use super::{Fits, Result, Wallet, out_of_time};
use crate::amount::{Credits, Fraction, Money};
use crate::calendar::Instant;
use crate::catalog::id::{ClassId, PlanId};
use crate::catalog::supply::{
    Allowance, Change, ChangeCharge, ChangeWhen, Cycle, CycleChange, Every, Held, OldLots,
    PlanTerms, Renewal, Term,
};
use crate::error::{Error, ErrorKind};

impl Wallet {
    /// Subscribes, or changes the subscription by the rule for upgrades or downgrades.
    pub(crate) fn run_change(&mut self, ask: PlanChange) -> Result<()> {
        self.run_change_as(ask, None)
    }

    /// Like `run_change`; `up` overrides whether it is an upgrade.
    pub(crate) fn run_change_as(&mut self, ask: PlanChange, up: Option<bool>) -> Result<()> {
        let to = Some(Held { plan: ask.plan, term: ask.term });
        self.check_sold("/term", ask.plan, ask.term)?;
        self.check_grants(to)?;
        let Some(subscription) = self.subscription() else {
            return self.begin(ask.plan, ask.term, Reason::Subscribed);
        };
        let from = Some(subscription.as_held());
        if from == to {
            self.standing.schedule(None);
            return Ok(());
        }
        let rule = self.change_rule(from, to, up);
        let when = ask.when.unwrap_or(match rule.when {
            _ if subscription.plan == ask.plan => ChangeAt::TermEnd,
            ChangeWhen::Now => ChangeAt::Now,
            ChangeWhen::CycleEnd => ChangeAt::CycleEnd,
        });
        check_shorter(subscription, &ask, when)?;
        if when == ChangeAt::Now {
            self.change_now(to, rule)?;
            return self.issue_again();
        }
        let at_term_end = when == ChangeAt::TermEnd;
        self.standing.schedule(Some(Scheduled { to, at_term_end, change: rule }));
        Ok(())
    }

    /// An upgrade: the new plan's allowance is larger or, if equal, it comes later in the catalog.
    /// For the same plan, the longer term is the upgrade.
    fn change_rule(&self, from: Option<Held>, to: Option<Held>, up: Option<bool>) -> Change {
        let up = up.unwrap_or_else(|| match (self.allowance(from), self.allowance(to)) {
            (Ok(old), Ok(new)) if old != new && !is_same_plan(from, to) => old < new,
            _ => {
                let order = |held: Held| (held.plan, held.term.months());
                from.map(order) < to.map(order)
            }
        });
        let plan = self.supply().plan(from);
        let rule = plan.map(|plan: &PlanTerms| if up { plan.upgrade } else { plan.downgrade });
        rule.unwrap_or(Change::of(None, up))
    }

    /// Changes the plan at the end of a cycle or term; the new plan continues where the old one
    /// ended.
    pub(super) fn change_at_end(&mut self, next: Scheduled, turn: Turn) -> Result<Turn> {
        let Some(Held { plan, term }) = next.to else { return Ok(turn) };
        let Some(old) = self.subscription().cloned() else { return Ok(turn) };
        // A new term for the same plan issues and removes no credits: those follow the cycle.
        let is_term_alone = plan == old.plan;
        let resets = next.change.cycle == CycleChange::Reset && !is_term_alone;
        // Keep the anchor, so that the day of the month does not drift.
        let since = if resets { self.now } else { old.since };
        let mut new = self.subscription_from(plan, term, since)?;
        let begins = resets || turn.paid || old.term != term;
        if !begins {
            new.paid = old.paid;
        } else if !resets {
            let months = (old.paid.recurrence, term.months());
            new.paid = Period::starting(months, self.now, &self.clock).ok_or_else(out_of_time)?;
            self.fit_cycle(&mut new);
        }
        if resets && !turn.cycle {
            self.close(Turn::CYCLE)?;
        }
        self.standing.hold(new);
        self.note(EntryKind::Plan, Reason::PlanChange, Subject::Plan(plan)).done();
        let allowance = self.allowance(self.held())?;
        if !is_term_alone {
            self.old_lots(next.change.old_lots, old.cycle.end, true)?;
        }
        self.renew_ends();
        if begins {
            self.invoice_term()?;
        }
        self.refresh_schedules(IssueNow::Current)?;
        self.alerts.know(allowance);
        if resets || turn.cycle {
            return Ok(Turn { cycle: true, paid: begins });
        }
        // The term ended in the middle of a cycle: the cycle continues.
        let (held, cycle) = (Some(old.as_held()), self.cycle());
        if let Some(cycle) = cycle.filter(|_| !is_term_alone) {
            self.issue_change(next.change.allowance, held, &cycle, |every| every == Every::Cycle)?;
        }
        Ok(Turn { cycle: false, paid: begins })
    }

    fn change_now(&mut self, to: Option<Held>, rule: Change) -> Result<()> {
        let (Some(Held { plan, term }), Some(old)) = (to, self.subscription().cloned()) else {
            return Ok(());
        };
        let resets = rule.cycle == CycleChange::Reset;
        let since = if resets { self.now } else { old.since };
        let mut new = self.subscription_from(plan, term, since)?;
        if !resets {
            new.cycle = old.cycle;
            new.paid = if old.term == term { old.paid } else { self.term_from_now(plan, term)? };
        }
        if old.term != term {
            self.fit_cycle(&mut new);
        }
        let (cycle, paid) = (new.cycle, new.paid);
        self.standing.hold(new);
        self.note(EntryKind::Plan, Reason::PlanChange, Subject::Plan(plan)).done();
        let (old_held, held) = (Some(old.as_held()), to);
        // Issue the full allowance on top: the cap applies at the next renewal, not to this issue.
        self.old_lots(rule.old_lots, old.cycle.end, false)?;
        self.renew_ends();
        if resets {
            self.journal.mark_cycle(self.now);
        }
        let charge = match rule.charge {
            // A new term begins, so all of it is charged.
            ChangeCharge::None if old.term != term => ChangeCharge::Full,
            charge => charge,
        };
        self.charge_change(charge, old_held, held, &paid)?;
        self.refresh_schedules(IssueNow::Current)?;
        let of_both = |every: Every| every.is_of_plan();
        let of_term = |every| every == Every::Term;
        // The same plan's cycle continues and has already issued its credits.
        let comes_now = if is_same_plan(old_held, held) && !resets { of_term } else { of_both };
        self.issue_change(rule.allowance, old_held, &cycle, comes_now)?;
        self.grants.find_next_issue();
        if resets {
            self.count_anew();
        }
        self.alerts.know(self.allowance(held).unwrap_or_default());
        Ok(())
    }

    /// A term that begins now.
    fn term_from_now(&self, plan: PlanId, term: Term) -> Result<Period> {
        let renews_at = self.supply().terms_of(plan).and_then(|terms| terms.renews_at);
        let months = (self.anniversary(self.now, renews_at), term.months());
        Period::holding(months, self.now, self.now, &self.clock).ok_or_else(out_of_time)
    }

    /// If the cycle is the whole term, it is the paid period.
    fn fit_cycle(&self, of: &mut Subscription) {
        let kind = self.supply().terms_of(of.plan).map(|terms| terms.cycle);
        if kind == Some(Cycle::Term) {
            of.cycle = of.paid;
        }
    }

    /// Applies the rule for the credits of the old plan.
    fn old_lots(&mut self, rule: OldLots, cycle_end: Instant, renews: bool) -> Result<()> {
        match rule {
            OldLots::Keep => {}
            OldLots::CapToNew => self.cap_to_plan(renews)?,
            OldLots::Forfeit => {
                for slot in self.plan_lots() {
                    self.forfeit(slot, Reason::PlanChange)?;
                }
            }
            OldLots::KeepToCycleEnd => {
                for slot in self.plan_lots() {
                    let ends = self.lots.get(slot).map(|lot| lot.ends);
                    if !matches!(ends, Some(Ends::At(at)) if at <= cycle_end) {
                        self.pin_expiry(slot, cycle_end)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Credits that a plan issued, in burn order.
    pub(super) fn plan_lots(&self) -> Vec<Slot> {
        let is_of_plan = |lot: &Lot| {
            let CreditOrigin::Grant(grant) = lot.source else { return false };
            let grant = self.supply().grant(grant);
            lot.state != State::Ended && grant.is_some_and(|grant| grant.with_plan)
        };
        let payers = self.lots.payers().filter(|(_, lot)| is_of_plan(lot));
        let mut lots: Vec<Slot> = payers.map(|(slot, _)| slot).collect();
        let others = self.lots.open_if(|slot, lot| is_of_plan(lot) && !lots.contains(&slot));
        lots.extend(others);
        lots
    }

    pub(super) fn forfeit(&mut self, slot: Slot, reason: Reason) -> Result<()> {
        let source = self.lots.get(slot).map(|lot| (lot.source, lot.member));
        self.end_lot(slot, EntryKind::Forfeit, reason)?;
        if let Some((source, member)) = source {
            self.grants.rolling_taken(source, member, self.now);
        }
        Ok(())
    }

    /// Makes a lot expire at an instant instead of with the cycle.
    pub(super) fn pin_expiry(&mut self, slot: Slot, at: Instant) -> Result<()> {
        if at <= self.now {
            return self.end_lot(slot, EntryKind::Expire, Reason::Unused);
        }
        self.lots.end_at(slot, at);
        Ok(())
    }

    /// Issues credits for a change in the middle of a cycle.
    fn issue_change(
        &mut self,
        rule: Allowance,
        old: Option<Held>,
        cycle: &Period,
        comes_now: fn(Every) -> bool,
    ) -> Result<()> {
        let held = self.held();
        // Part of the difference that grants of the class have already issued, by class and member.
        let mut given: Vec<((ClassId, Option<MemberId>), Credits)> = Vec::new();
        for place in 0..self.grants.len() {
            let Some(schedule) = self.grants.get(place) else { continue };
            let supply = self.supply();
            let Some(grant) = supply.grant(schedule.grant()) else { continue };
            if !(schedule.is_active() && comes_now(grant.every)) {
                continue;
            }
            let to = (grant.class, schedule.member());
            let (class, resets) = (grant.class, grant.renewal == Renewal::Reset);
            let full = self.grant_amount(schedule.grant())?;
            let amount = match rule {
                Allowance::Full => full,
                Allowance::None => Credits::ZERO,
                Allowance::Difference if resets => full,
                Allowance::Difference => {
                    let before = self.allowance_of_class(old, class)?;
                    let after = self.allowance_of_class(held, class)?;
                    let more = after.checked_sub(before).unwrap_or_default();
                    let some = given.iter().filter(|(other, _)| *other == to);
                    let more = some
                        .fold(more, |more, (_, some)| more.checked_sub(*some).unwrap_or_default());
                    more.min(full).max(Credits::ZERO)
                }
                Allowance::Prorated => self.prorated(full, cycle)?,
            };
            given.push((to, amount));
            self.issue_grant(place, amount)?;
        }
        Ok(())
    }

    fn allowance_of_class(&self, held: Option<Held>, class: ClassId) -> Result<Credits> {
        let mut sum = Credits::ZERO;
        for (place, grant) in self.supply().grants_for(held) {
            let comes = grant.every.is_of_plan() && grant.valid.holds(self.now);
            if grant.class == class && comes {
                let amount = self.grant_amount(place)?;
                sum = sum.checked_add(amount).fits("an allowance")?;
            }
        }
        Ok(sum)
    }

    /// The remaining share of the cycle, by seconds, rounded down to the credit's step.
    fn prorated(&self, full: Credits, cycle: &Period) -> Result<Credits> {
        self.share_left(Fraction::from_decimal(full.decimal()), cycle)
            .and_then(|share| self.step_down(&share))
            .fits("an allowance")
    }

    fn share_left(&self, amount: Fraction, period: &Period) -> Option<Fraction> {
        let whole = period.end.to_unix() - period.start.to_unix();
        let left = (period.end.to_unix() - self.now.to_unix()).clamp(0, whole);
        let seconds = |n: i64| Fraction::integer(i128::from(n));
        amount.mul(&seconds(left)).ok()?.div(&seconds(whole.max(1))).ok()
    }

    /// Invoices a change. An unpublished price makes an invoice without an amount.
    fn charge_change(
        &mut self,
        rule: ChangeCharge,
        old: Option<Held>,
        new: Option<Held>,
        paid: &Period,
    ) -> Result<()> {
        let (Some(old), Some(Held { plan, term })) = (old, new) else { return Ok(()) };
        let price = self.term_price(plan, term);
        let more = price.and_then(|price| {
            let more = price.checked_sub(self.term_price(old.plan, old.term)?)?;
            Some(more.max(Money::ZERO))
        });
        let money = match rule {
            ChangeCharge::None => return Ok(()),
            ChangeCharge::Full => price,
            ChangeCharge::Difference => more,
            ChangeCharge::Prorated => more.and_then(|more| {
                self.share_left(Fraction::from_decimal(more.decimal()), paid)?.in_cents()
            }),
        };
        self.bill(money, Reason::PlanChange, Subject::Plan(plan))
    }
}

fn is_same_plan(from: Option<Held>, to: Option<Held>) -> bool {
    from.map(|held| held.plan) == to.map(|held| held.plan)
}

/// The time already paid for is not replaced by a shorter term of the same plan.
fn check_shorter(held: &Subscription, ask: &PlanChange, when: ChangeAt) -> Result<()> {
    let from = match when {
        ChangeAt::Now => held.paid.start,
        ChangeAt::CycleEnd => held.cycle.end,
        ChangeAt::TermEnd => held.paid.end,
    };
    let is_shorter = held.plan == ask.plan && ask.term.months() < held.term.months();
    if !is_shorter || from >= held.paid.end {
        return Ok(());
    }
    let (end, word) = (held.paid.end, held.term.word());
    let sentence =
        format!("the {word} is paid for until {end}: to shorten it then, use \"term_end\"");
    Err(Error::new(ErrorKind::OutOfRange, "/when", sentence))
}
