//! The subscription: cycles and terms, plan changes, cancellation and lapse.

use super::issue::IssueNow;
use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::lot::{Ends, Slot, State};
use super::source::CreditOrigin;
use super::{Entry, Result, Wallet, limit, out_of_time};
use crate::amount::{Credits, Fraction, Mode, Money, Rounding};
use crate::calendar::{DAY, Instant, Recurrence, Span, Step, TimeOfDay, Wall, Zone, month_start};
use crate::catalog::supply::{
    Allowance, Change, ChangeCharge, ChangeWhen, Cycle, CycleChange, Every, Held, Lapse, OldLots,
    PlanTerms, Renewal, Term, TermPrice,
};
use crate::error::{Error, ErrorKind, nearest_hint};

/// A period that comes again: the cycle, or what a payment is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Period {
    pub(crate) recurrence: Recurrence,
    /// Occurrences to a period.
    pub(crate) stride: u32,
    /// Number of the occurrence that ends it.
    pub(crate) n: u32,
    pub(crate) start: Instant,
    pub(crate) end: Instant,
}

impl Period {
    /// The period that an instant is in; the first one begins at `since`.
    fn holding(
        (recurrence, stride): (Recurrence, u32),
        since: Instant,
        at: Instant,
        zone: &Zone,
    ) -> Option<Self> {
        let n = recurrence.first_after(at.max(since), zone).max(1).div_ceil(stride) * stride;
        let start = recurrence.nth(n - stride, zone)?;
        let start = if n == stride { since } else { start.max(since) };
        Some(Period { recurrence, stride, n, start, end: recurrence.nth(n, zone)? })
    }

    /// A period that begins at an occurrence.
    fn starting((recurrence, stride): (Recurrence, u32), at: Instant, zone: &Zone) -> Option<Self> {
        let n = recurrence.first_after(at, zone).checked_sub(1)?.checked_add(stride)?;
        Some(Period { recurrence, stride, n, start: at, end: recurrence.nth(n, zone)? })
    }

    pub(super) fn next(self, zone: &Zone) -> Option<Self> {
        let end = self.end_after(1, zone)?;
        Some(Period { n: self.n + self.stride, start: self.end, end, ..self })
    }

    /// A span after an instant at which the period began, when both are counted in months.
    pub(super) fn after_start(&self, at: Instant, span: Span, zone: &Zone) -> Option<Instant> {
        let Step::Months(months) = span.step() else { return None };
        let n = self.n.checked_sub(self.stride)?;
        self.recurrence.nth(n, zone).filter(|start| *start == at)?;
        self.recurrence.months_after(n, months, zone)
    }

    /// When the period ends that holds an instant, this one or a later one.
    pub(super) fn end_holding(&self, at: Instant, zone: &Zone) -> Option<Instant> {
        if at < self.end {
            return Some(self.end);
        }
        let more = self.recurrence.first_after(at, zone).saturating_sub(self.n);
        self.end_after(more.div_ceil(self.stride.max(1)), zone)
    }

    /// When the period ends that comes so many later.
    pub(super) fn end_after(&self, count: u32, zone: &Zone) -> Option<Instant> {
        self.recurrence.nth(self.n.checked_add(count.checked_mul(self.stride)?)?, zone)
    }
}

/// A plan that is held.
#[derive(Clone, Debug)]
pub(crate) struct Subscription {
    pub(crate) plan: usize,
    pub(crate) term: Term,
    pub(crate) since: Instant,
    pub(crate) cycle: Period,
    /// What has been paid for.
    pub(crate) paid: Period,
    /// Money for one cycle, for the cost of a credit.
    pub(crate) cycle_price: Option<Fraction>,
    pub(crate) next: Option<Scheduled>,
}

/// A change that is to come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scheduled {
    /// What is held then; nothing after a cancellation.
    pub(crate) to: Held,
    /// At the end of what has been paid for, rather than of the cycle.
    pub(crate) at_term_end: bool,
    pub(crate) change: Change,
}

/// A plan change that is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlanChange {
    pub(crate) plan: usize,
    pub(crate) term: Term,
    /// Otherwise the catalog says when.
    pub(crate) when: Option<EffectiveAt>,
}

/// When a change takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EffectiveAt {
    Now,
    CycleEnd,
    TermEnd,
}

/// What ends or begins at an instant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    pub(super) cycle: bool,
    pub(super) paid: bool,
}

impl Wallet {
    /// Begins a subscription, or changes the one there is by the catalog's policy.
    ///
    /// # Errors
    /// `unknown_name` for a plan that is not in the catalog; `out_of_range` for a term it is not
    /// sold in; `no_answer` when its allowance is not published and none is assumed.
    pub fn subscribe(&mut self, plan: &str, term: Term) -> Result<Vec<Entry>> {
        let plan = self.plan_place("/plan", plan)?;
        self.run_change(PlanChange { plan, term, when: None })?;
        self.settle_instant()?;
        Ok(self.take_entries())
    }

    /// Ends the subscription: at once, or when what has been paid for is over.
    ///
    /// # Errors
    /// `no_answer` when there is none.
    pub fn cancel(&mut self, now: bool) -> Result<Vec<Entry>> {
        self.run_cancel(if now { EffectiveAt::Now } else { EffectiveAt::TermEnd })?;
        self.settle_instant()?;
        Ok(self.take_entries())
    }

    /// Takes a cancellation back that has not taken place, and any other change that is to come.
    ///
    /// # Errors
    /// `no_answer` when there is nothing to take back.
    pub fn resume(&mut self) -> Result<Vec<Entry>> {
        self.run_resume()?;
        Ok(self.take_entries())
    }

    pub(crate) fn plan_place(&self, pointer: &str, id: &str) -> Result<usize> {
        let plans = &self.catalog.checked().plans;
        plans.iter().position(|plan| *plan.id == *id).ok_or_else(|| {
            let ids: Vec<&str> = plans.iter().map(|plan| &*plan.id).collect();
            let sentence = format!("there is no plan `{id}`{}", nearest_hint(id, &ids));
            Error::new(ErrorKind::UnknownName, pointer, sentence)
        })
    }

    /// A subscription, or a change of it by the rule for going up or down.
    pub(crate) fn run_change(&mut self, ask: PlanChange) -> Result<()> {
        self.run_change_as(ask, None)
    }

    /// As `run_change`; whether it goes up can be said.
    pub(crate) fn run_change_as(&mut self, ask: PlanChange, up: Option<bool>) -> Result<()> {
        let to = Some((ask.plan, ask.term));
        self.check_sold("/term", ask.plan, ask.term)?;
        self.check_grants(to)?;
        let Some(subscription) = &self.subscription else {
            return self.begin(ask.plan, ask.term, Reason::Subscribed);
        };
        let from = Some((subscription.plan, subscription.term));
        if from == to {
            let Some(subscription) = self.subscription.as_mut() else { return Ok(()) };
            subscription.next = None;
            return Ok(());
        }
        let rule = self.change_rule(from, to, up);
        let when = ask.when.unwrap_or(match rule.when {
            _ if subscription.plan == ask.plan => EffectiveAt::TermEnd,
            ChangeWhen::Now => EffectiveAt::Now,
            ChangeWhen::CycleEnd => EffectiveAt::CycleEnd,
        });
        check_shorter(subscription, &ask, when)?;
        if when == EffectiveAt::Now {
            self.change_now(to, rule)?;
            return self.issue_again();
        }
        let at_term_end = when == EffectiveAt::TermEnd;
        if let Some(subscription) = self.subscription.as_mut() {
            subscription.next = Some(Scheduled { to, at_term_end, change: rule });
        }
        Ok(())
    }

    pub(crate) fn run_cancel(&mut self, when: EffectiveAt) -> Result<()> {
        let Some(subscription) = self.subscription.as_mut() else {
            let sentence = "there is no subscription to cancel";
            return Err(Error::new(ErrorKind::NoAnswer, "", sentence));
        };
        let at_term_end = when == EffectiveAt::TermEnd;
        if when == EffectiveAt::Now {
            self.check_grants(None)?;
            self.lapse()?;
            return self.issue_again();
        }
        let change = Change::of(None, false);
        subscription.next = Some(Scheduled { to: None, at_term_end, change });
        Ok(())
    }

    /// Of what a change took away, a grant that goes on issues the next one at once.
    fn issue_again(&mut self) -> Result<()> {
        if self.next_issue <= self.now { self.issue_due(false, false) } else { Ok(()) }
    }

    pub(crate) fn run_resume(&mut self) -> Result<()> {
        let next = self.subscription.as_mut().and_then(|subscription| subscription.next.take());
        next.map(drop).ok_or_else(|| {
            let sentence = "there is no cancellation or change to take back";
            Error::new(ErrorKind::NoAnswer, "", sentence)
        })
    }

    /// Every amount is known that someone gets who holds this: a call that fails changes nothing.
    pub(super) fn check_grants(&self, held: Held) -> Result<()> {
        self.supply().grants_for(held).try_for_each(|(place, _)| self.grant_amount(place).map(drop))
    }

    fn check_sold(&self, pointer: &str, plan: usize, term: Term) -> Result<()> {
        let prices = self.amounts.prices.get(plan);
        let price = prices.and_then(|prices| prices.get(term as usize)).copied();
        if price != Some(TermPrice::NotSold) {
            return Ok(());
        }
        let id = self.catalog.checked().plans.get(plan).map_or("", |plan| &*plan.id);
        let sentence = format!("`{id}` is not sold by the {}", term.word());
        Err(Error::new(ErrorKind::OutOfRange, pointer, sentence))
    }

    /// Up when the new plan gives more in a cycle, or stands later in the catalog; of one plan, the
    /// longer term.
    fn change_rule(&self, from: Held, to: Held, up: Option<bool>) -> Change {
        let up = up.unwrap_or_else(|| match (self.allowance(from), self.allowance(to)) {
            (Ok(old), Ok(new)) if old != new && !is_same_plan(from, to) => old < new,
            _ => {
                from.map(|(plan, term)| (plan, term.months()))
                    < to.map(|(plan, term)| (plan, term.months()))
            }
        });
        let plan = self.supply().plan(from);
        let rule = plan.map(|plan: &PlanTerms| if up { plan.upgrade } else { plan.downgrade });
        rule.unwrap_or(Change::of(None, up))
    }

    fn begin(&mut self, plan: usize, term: Term, reason: Reason) -> Result<()> {
        self.subscription = Some(self.subscription_from(plan, term, self.now)?);
        self.lapsed = false;
        self.thaw()?;
        self.note(EntryKind::Plan, reason, Subject::Plan(plan)).done();
        self.purchases.new_cycle();
        self.members.new_cycle();
        self.invoice_term()?;
        self.mark_cycle();
        self.refresh_schedules(IssueNow::WithFirstCycle)?;
        self.alerts.know(self.allowance(self.held()).unwrap_or_default());
        Ok(())
    }

    /// A subscription whose cycles are counted from an instant, as it stands now.
    pub(super) fn subscription_from(
        &self,
        plan: usize,
        term: Term,
        since: Instant,
    ) -> Result<Subscription> {
        let terms = self.supply().plans.get(plan);
        let kind = terms.map_or(Cycle::Anniversary, |terms| terms.cycle);
        let renews_at = terms.and_then(|terms| terms.renews_at);
        let period = |recurrence, stride| {
            Period::holding((recurrence, stride), since, self.now, &self.clock)
                .ok_or_else(out_of_time)
        };
        let months = self.anniversary(since, renews_at);
        let paid = period(months, term.months())?;
        let cycle = match kind {
            Cycle::Anniversary => period(months, 1)?,
            Cycle::Term => paid,
            Cycle::Days(days) => period(Recurrence::from(since, Step::Days(days), &self.clock), 1)?,
            Cycle::CalendarMonth => {
                let month = month_start(self.clock.wall(since));
                let time = renews_at.unwrap_or(TimeOfDay::MIDNIGHT).seconds();
                period(Recurrence::at_wall(Wall(month.0 + time), Step::Months(1)), 1)?
            }
        };
        let cycle_price = self.cycle_price(plan, term);
        Ok(Subscription { plan, term, since, cycle, paid, cycle_price, next: None })
    }

    /// Every month from an instant on, at the time of day of the renewal.
    fn anniversary(&self, since: Instant, at: Option<TimeOfDay>) -> Recurrence {
        let wall = self.clock.wall(since);
        let wall = at.map_or(wall, |at| Wall(wall.day() * DAY + at.seconds()));
        Recurrence::at_wall(wall, Step::Months(1))
    }

    /// Money for one cycle of a plan, when that is known.
    pub(crate) fn cycle_price(&self, plan: usize, term: Term) -> Option<Fraction> {
        let price = Fraction::from_decimal(self.term_price(plan, term)?.decimal());
        let months = i128::from(term.months());
        let cycles = match self.supply().plans.get(plan)?.cycle {
            Cycle::Anniversary | Cycle::CalendarMonth => Fraction::integer(months),
            Cycle::Term => Fraction::ONE,
            Cycle::Days(days) => Fraction::integer(365 * months)
                .div(&Fraction::integer(12 * i128::from(days)))
                .ok()?,
        };
        price.div(&cycles).ok()
    }

    /// What a term costs, when that is known.
    pub(crate) fn term_price(&self, plan: usize, term: Term) -> Option<Money> {
        match self.amounts.prices.get(plan)?.get(term as usize)? {
            TermPrice::Price(money) => Some(*money),
            _ => None,
        }
    }

    /// What ends now.
    pub(super) fn turn(&self) -> Turn {
        let ends = |period: fn(&Subscription) -> &Period| {
            self.subscription.as_ref().is_some_and(|s| period(s).end <= self.now)
        };
        Turn { cycle: ends(|s| &s.cycle), paid: ends(|s| &s.paid) }
    }

    /// The bills that are due, where no cycle ends and no plan changes.
    pub(crate) fn bill_without_cycle_end(&mut self) -> Result<()> {
        self.send_invoice()?;
        let turn = self.turn();
        if turn.paid { self.change_plans(turn).map(drop) } else { Ok(()) }
    }

    /// Changes that were to come take place; what begins now is said.
    pub(super) fn change_plans(&mut self, turn: Turn) -> Result<Turn> {
        let Some(subscription) = &self.subscription else {
            return Ok(Turn { cycle: false, paid: false });
        };
        let due =
            subscription.next.filter(|next| if next.at_term_end { turn.paid } else { turn.cycle });
        match due {
            None => self.next_periods(turn),
            Some(Scheduled { to: None, .. }) => {
                self.lapse()?;
                Ok(Turn { cycle: false, paid: false })
            }
            Some(next) => self.change_at_end(next, turn),
        }
    }

    fn next_periods(&mut self, turn: Turn) -> Result<Turn> {
        let clock = self.clock.clone();
        let Some(subscription) = self.subscription.as_mut() else { return Ok(turn) };
        if turn.cycle {
            subscription.cycle = subscription.cycle.next(&clock).ok_or_else(out_of_time)?;
        }
        if turn.paid {
            subscription.paid = subscription.paid.next(&clock).ok_or_else(out_of_time)?;
        }
        if turn.cycle || self.some_end_with_term() {
            self.renew_ends();
        } else if turn.paid {
            // What rolled over at the end of the term may pay at another place now.
            self.reorder();
        }
        if turn.cycle {
            self.alerts.know(self.allowance(self.held()).unwrap_or_default());
        }
        if turn.paid {
            self.invoice_term()?;
        }
        Ok(turn)
    }

    /// A change at the end of a cycle or term: the new plan goes on where the old one ended.
    fn change_at_end(&mut self, next: Scheduled, turn: Turn) -> Result<Turn> {
        let Some((plan, term)) = next.to else { return Ok(turn) };
        let Some(old) = self.subscription.clone() else { return Ok(turn) };
        // A change of the term alone gives and takes nothing: credits come with the cycle.
        let is_term_alone = plan == old.plan;
        let resets = next.change.cycle == CycleChange::Reset && !is_term_alone;
        // The anchor stays, so that the day of the month does not drift.
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
            self.close(Turn { cycle: true, paid: false })?;
        }
        self.subscription = Some(new);
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
        // The cycle goes on: the term ended in the middle of it.
        let (held, cycle) = (Some((old.plan, old.term)), self.cycle());
        if let Some(cycle) = cycle.filter(|_| !is_term_alone) {
            self.issue_change(next.change.allowance, held, &cycle, |every| every == Every::Cycle)?;
        }
        Ok(Turn { cycle: false, paid: begins })
    }

    fn cycle(&self) -> Option<Period> {
        self.subscription.as_ref().map(|subscription| subscription.cycle)
    }

    fn change_now(&mut self, to: Held, rule: Change) -> Result<()> {
        let (Some((plan, term)), Some(old)) = (to, self.subscription.clone()) else {
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
        self.subscription = Some(new);
        self.note(EntryKind::Plan, Reason::PlanChange, Subject::Plan(plan)).done();
        let (old_held, held) = (Some((old.plan, old.term)), to);
        // Full on top: the cap is for the next renewal, not for what is on top now.
        self.old_lots(rule.old_lots, old.cycle.end, false)?;
        self.renew_ends();
        if resets {
            self.mark_cycle();
        }
        let charge = match rule.charge {
            // What is paid for begins anew.
            ChangeCharge::None if old.term != term => ChangeCharge::Full,
            charge => charge,
        };
        self.charge_change(charge, old_held, held, &paid)?;
        self.refresh_schedules(IssueNow::Current)?;
        let of_both = |every| matches!(every, Every::Cycle | Every::Term);
        let of_term = |every| every == Every::Term;
        // The cycle of the same plan goes on, and has given its credits.
        let comes_now = if is_same_plan(old_held, held) && !resets { of_term } else { of_both };
        self.issue_change(rule.allowance, old_held, &cycle, comes_now)?;
        self.find_next_issue();
        if resets {
            self.purchases.new_cycle();
            self.members.new_cycle();
        }
        self.alerts.know(self.allowance(held).unwrap_or_default());
        Ok(())
    }

    /// A term that begins now.
    fn term_from_now(&self, plan: usize, term: Term) -> Result<Period> {
        let renews_at = self.supply().plans.get(plan).and_then(|terms| terms.renews_at);
        let months = (self.anniversary(self.now, renews_at), term.months());
        Period::holding(months, self.now, self.now, &self.clock).ok_or_else(out_of_time)
    }

    /// Where the cycle is the whole term, it is the one that is paid for.
    fn fit_cycle(&self, of: &mut Subscription) {
        let kind = self.supply().plans.get(of.plan).map(|terms| terms.cycle);
        if kind == Some(Cycle::Term) {
            of.cycle = of.paid;
        }
    }

    /// What becomes of the credits of the old plan.
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

    /// Credits that came with a plan, in burn order.
    pub(super) fn plan_lots(&self) -> Vec<Slot> {
        let is_of_plan = |slot: &Slot| {
            let lot = self.lots.get(*slot).filter(|lot| lot.state != State::Ended);
            let Some(CreditOrigin::Grant(grant)) = lot.map(|lot| lot.source) else { return false };
            self.supply().grants.get(grant).is_some_and(|grant| grant.with_plan)
        };
        let mut lots: Vec<Slot> = self.lots.order.iter().copied().filter(is_of_plan).collect();
        let mut others = self.lots.open();
        others.retain(|slot| is_of_plan(slot) && !lots.contains(slot));
        lots.extend(others);
        lots
    }

    fn forfeit(&mut self, slot: Slot, reason: Reason) -> Result<()> {
        let source = self.lots.get(slot).map(|lot| (lot.source, lot.member));
        self.end_lot(slot, EntryKind::Forfeit, reason)?;
        if let Some((source, member)) = source {
            self.rolling_taken(source, member);
        }
        Ok(())
    }

    /// A lot that ended with the cycle now ends at an instant.
    pub(super) fn pin_expiry(&mut self, slot: Slot, at: Instant) -> Result<()> {
        if at <= self.now {
            return self.end_lot(slot, EntryKind::Expire, Reason::Unused);
        }
        if let Some(lot) = self.lots.get_mut(slot) {
            lot.ends = Ends::At(at);
            lot.expires = at;
            self.lots.note_end(slot, at);
        }
        Ok(())
    }

    /// Issues what a change in the middle of a cycle gives.
    fn issue_change(
        &mut self,
        rule: Allowance,
        old: Held,
        cycle: &Period,
        comes_now: fn(Every) -> bool,
    ) -> Result<()> {
        let held = self.held();
        // What grants of the same class have given of the difference, by class and member.
        let mut given: Vec<((usize, Option<usize>), Credits)> = Vec::new();
        for place in 0..self.schedules.len() {
            let Some(schedule) = self.schedules.get(place) else { continue };
            let supply = self.supply();
            let Some(grant) = supply.grants.get(schedule.grant) else { continue };
            if !(schedule.active && comes_now(grant.every)) {
                continue;
            }
            let to = (grant.class, schedule.member);
            let (class, resets) = (grant.class, grant.renewal == Renewal::Reset);
            let full = self.grant_amount(schedule.grant)?;
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

    fn allowance_of_class(&self, held: Held, class: usize) -> Result<Credits> {
        let mut sum = Credits::ZERO;
        for (place, grant) in self.supply().grants_for(held) {
            if grant.class == class && matches!(grant.every, Every::Cycle | Every::Term) {
                let amount = self.grant_amount(place)?;
                sum = sum.checked_add(amount).ok_or_else(|| limit("an allowance"))?;
            }
        }
        Ok(sum)
    }

    /// The share of the cycle that is left, by seconds, rounded down to the credit's step.
    fn prorated(&self, full: Credits, cycle: &Period) -> Result<Credits> {
        self.share_left(Fraction::from_decimal(full.decimal()), cycle)
            .and_then(|share| self.step_down(&share))
            .ok_or_else(|| limit("an allowance"))
    }

    fn share_left(&self, amount: Fraction, period: &Period) -> Option<Fraction> {
        let whole = period.end.to_unix() - period.start.to_unix();
        let left = (period.end.to_unix() - self.now.to_unix()).clamp(0, whole);
        let seconds = |n: i64| Fraction::integer(i128::from(n));
        amount.mul(&seconds(left)).ok()?.div(&seconds(whole.max(1))).ok()
    }

    /// Invoices a change; a price that is not published makes an invoice without an amount.
    fn charge_change(
        &mut self,
        rule: ChangeCharge,
        old: Held,
        new: Held,
        paid: &Period,
    ) -> Result<()> {
        let (Some((old_plan, old_term)), Some((plan, term))) = (old, new) else { return Ok(()) };
        let price = self.term_price(plan, term);
        let more = price.and_then(|price| {
            let more = price.checked_sub(self.term_price(old_plan, old_term)?)?;
            Some(more.max(Money::ZERO))
        });
        let money = match rule {
            ChangeCharge::None => return Ok(()),
            ChangeCharge::Full => price,
            ChangeCharge::Difference => more,
            ChangeCharge::Prorated => more.and_then(|more| {
                let share = self.share_left(Fraction::from_decimal(more.decimal()), paid)?;
                let cents = Rounding { mode: Mode::HalfUp, step: Fraction::cent() };
                cents.apply(&share).ok()?.to_decimal().map(Money::from)
            }),
        };
        self.bill(money, Reason::PlanChange, Subject::Plan(plan))
    }

    /// The subscription ends now; each class of credits follows its rule.
    fn lapse(&mut self) -> Result<()> {
        let rules = self.rollover_rules();
        let Some(ended) = self.subscription.take() else { return Ok(()) };
        self.lapsed = true;
        self.note(EntryKind::Plan, Reason::Lapse, Subject::Plan(ended.plan)).done();
        let goes_on = |class: usize| {
            rules.iter().any(|(_, rule)| rule.carry.is_none() && rule.class == class)
        };
        for slot in self.lots.open() {
            let lot = self.lots.get(slot);
            let is_free = lot.is_some_and(|lot| lot.carried && goes_on(lot.class));
            self.lapse_lot(slot, is_free)?;
        }
        self.reorder();
        self.mark_cycle();
        self.refresh_schedules(IssueNow::Current)?;
        self.alerts.know(Credits::ZERO);
        Ok(())
    }

    /// What ended with the cycle ends when that does, unless it was carried without a limit in time.
    fn lapse_lot(&mut self, slot: Slot, is_free: bool) -> Result<()> {
        let Some(lot) = self.lots.get(slot) else { return Ok(()) };
        let (class, bound, left, end) =
            (lot.class, lot.ends.is_bound(), lot.remaining, lot.expires);
        let lapse = self.supply().classes.get(class).map_or(Lapse::Keep, |class| class.lapse);
        if lapse == Lapse::Forfeit {
            return self.forfeit(slot, Reason::Lapse);
        }
        if bound {
            if end > self.now && end < Instant::MAX && !is_free {
                self.pin_expiry(slot, end)?;
            } else if let Some(lot) = self.lots.get_mut(slot) {
                lot.ends = Ends::Never;
                lot.expires = Instant::MAX;
            }
        }
        let Some(lot) = self.lots.get_mut(slot) else { return Ok(()) };
        match lapse {
            Lapse::Restrict => lot.restricted = true,
            Lapse::Freeze => {
                lot.frozen = true;
                if left > Credits::ZERO {
                    let subject = Subject::Class(class);
                    self.note_lot(EntryKind::Freeze, Reason::Lapse, subject, slot, left);
                }
            }
            Lapse::Keep | Lapse::Forfeit => {}
        }
        Ok(())
    }

    /// A subscription is active again.
    fn thaw(&mut self) -> Result<()> {
        for slot in self.lots.open() {
            let Some(lot) = self.lots.get_mut(slot) else { continue };
            let (was_frozen, class, left) = (lot.frozen, lot.class, lot.remaining);
            (lot.frozen, lot.restricted) = (false, false);
            if was_frozen && left > Credits::ZERO {
                let subject = Subject::Class(class);
                self.note_lot(EntryKind::Thaw, Reason::Subscribed, subject, slot, left);
            }
        }
        Ok(())
    }
}

fn is_same_plan(from: Held, to: Held) -> bool {
    from.map(|(plan, _)| plan) == to.map(|(plan, _)| plan)
}

/// What has been paid for is not given up for a shorter term of the same plan.
fn check_shorter(held: &Subscription, ask: &PlanChange, when: EffectiveAt) -> Result<()> {
    let from = match when {
        EffectiveAt::Now => held.paid.start,
        EffectiveAt::CycleEnd => held.cycle.end,
        EffectiveAt::TermEnd => held.paid.end,
    };
    let is_shorter = held.plan == ask.plan && ask.term.months() < held.term.months();
    if !is_shorter || from >= held.paid.end {
        return Ok(());
    }
    let (end, word) = (held.paid.end, held.term.word());
    let sentence = format!(
        "the {word} is paid for until {end}: a shorter term can begin then, with \"term_end\""
    );
    Err(Error::new(ErrorKind::OutOfRange, "/when", sentence))
}
