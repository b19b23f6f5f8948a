//! Issuing: what grants give, when, and how it meets what is left.

use super::journal::{LedgerMove, Subject};
use super::kind::{EntryKind, Reason};
use super::lot::{Ends, Lot, NewLot, Slot, State, sum};
use super::source::CreditOrigin;
use super::{Result, Wallet, limit, out_of_time};
use crate::amount::{Credits, Fraction, Money};
use crate::calendar::{DAY, Instant, Recurrence, Span, Step, TimeOfDay, Wall};
use crate::catalog::supply::{
    CapDocument, Cycle, Every, Expires, Grant, Held, Renewal, TermPrice, WeekDay, is_for,
};
use crate::error::{Error, ErrorKind};

/// What an issue needs to know of its grant.
#[derive(Clone, Copy)]
struct Rules {
    grant: usize,
    class: usize,
    every: Every,
    expires: Expires,
    priority: u32,
    interval: u32,
    member: Option<usize>,
}

/// Amounts and prices by place: the catalog's, or what is assumed where it publishes none.
#[derive(Clone, Debug)]
pub(crate) struct EffectiveTerms {
    pub(crate) grants: Vec<Option<Credits>>,
    pub(crate) prices: Vec<[TermPrice; 3]>,
    pub(crate) top_ups: Vec<(Option<Credits>, Option<Money>)>,
}

/// When a grant issues next, to one member or to all.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pub(crate) grant: usize,
    pub(crate) member: Option<usize>,
    pub(crate) pace: IssuePace,
    /// Whoever holds the plan that is held now gets it.
    pub(crate) active: bool,
    /// When it issues next; never while not active.
    pub(crate) next: Instant,
}

/// What is issued when grants begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IssueNow {
    Nothing,
    /// What is in the middle of its period.
    Current,
    /// And what comes with the cycle and the term, which begin now too.
    WithFirstCycle,
}

/// How a grant comes again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum IssuePace {
    /// Once in the life of the account; `true` when it has been.
    Once(bool),
    /// With the cycle or the term of the subscription.
    WithCycle,
    WithTerm,
    /// By the calendar; the number of the next occurrence, and the last one that issued.
    Calendar {
        recurrence: Recurrence,
        n: u32,
        last: Option<u32>,
    },
    /// From its activation on.
    Activation {
        step: Step,
        recurrence: Option<Recurrence>,
        n: u32,
    },
    /// So many seconds from the first use of what was issued last: the number of that lot, and
    /// when the time that began with its use is over.
    Rolling {
        seconds: u32,
        out: Option<u64>,
        due: Option<Instant>,
    },
}

impl IssuePace {
    /// The pace of a grant; the anchor of calendar paces is long ago, on the right day.
    pub(super) fn of(grant: &Grant) -> Self {
        let time = grant.at.unwrap_or(TimeOfDay::MIDNIGHT).seconds();
        match grant.every {
            Every::Once => IssuePace::Once(false),
            Every::Cycle => IssuePace::WithCycle,
            Every::Term => IssuePace::WithTerm,
            Every::Day => IssuePace::calendar(Wall(FIRST_MONDAY * DAY + time), Step::Days(1)),
            Every::Week => {
                let day = FIRST_MONDAY + grant.on.unwrap_or(WeekDay::Monday) as i64;
                IssuePace::calendar(Wall(day * DAY + time), Step::Days(7))
            }
            Every::Days(n) => IssuePace::activation(Step::Days(n)),
            Every::Hours(n) => IssuePace::activation(Step::Seconds(n.saturating_mul(3600))),
            Every::RollingHours(n) => {
                IssuePace::Rolling { seconds: n.saturating_mul(3600), out: None, due: None }
            }
        }
    }

    fn calendar(anchor: Wall, step: Step) -> Self {
        IssuePace::Calendar { recurrence: Recurrence::at_wall(anchor, step), n: 0, last: None }
    }

    fn activation(step: Step) -> Self {
        IssuePace::Activation { step, recurrence: None, n: 0 }
    }
}

/// Monday, 1 January 1900, in days from 1970.
const FIRST_MONDAY: i64 = -25_567;

impl Wallet {
    /// Takes note of what is held now: grants begin, and others end.
    ///
    /// A grant that begins in the middle of its period is issued at once, unless it was in this
    /// period already; one that comes with the cycle, when a first cycle begins.
    pub(super) fn refresh_schedules(&mut self, issue: IssueNow) -> Result<()> {
        let since = if self.held().is_some() { self.now } else { self.since };
        self.refresh_schedules_since(issue, since)
    }

    /// As `refresh_schedules`; what is counted from its activation is counted from an instant.
    pub(super) fn refresh_schedules_since(
        &mut self,
        issue: IssueNow,
        since: Instant,
    ) -> Result<()> {
        let held = self.held();
        for place in 0..self.schedules.len() {
            let Some(schedule) = self.schedules.get(place) else { continue };
            let to = self.supply().grants.get(schedule.grant).map(|grant| is_for(&grant.to, held));
            match (schedule.active, to.unwrap_or(false)) {
                (false, true) => self.activate(place, issue, since)?,
                (true, false) => self.deactivate(place),
                _ => {}
            }
        }
        self.find_next_issue();
        Ok(())
    }

    fn activate(&mut self, place: usize, issue: IssueNow, since: Instant) -> Result<()> {
        let (now, clock) = (self.now, self.clock.clone());
        let Some(schedule) = self.schedules.get_mut(place) else { return Ok(()) };
        schedule.active = true;
        let mut due = issue != IssueNow::Nothing;
        match &mut schedule.pace {
            IssuePace::Once(done) => {
                due &= !*done;
                *done = true;
            }
            // The subscription says when.
            IssuePace::WithCycle | IssuePace::WithTerm => due = issue == IssueNow::WithFirstCycle,
            IssuePace::Calendar { recurrence, n, last } => {
                *n = recurrence.first_after(now, &clock);
                let current = n.checked_sub(1);
                due &= *last != current;
                *last = current;
                schedule.next = recurrence.nth(*n, &clock).ok_or_else(out_of_time)?;
            }
            IssuePace::Activation { step, recurrence, n } => {
                let from = Recurrence::from(since, *step, &clock);
                *n = from.first_after(now, &clock).max(1);
                *recurrence = Some(from);
                schedule.next = from.nth(*n, &clock).ok_or_else(out_of_time)?;
            }
            // The time runs on while the grant is not active.
            IssuePace::Rolling { out, due: at, .. } => {
                due &= out.is_none() || at.is_some_and(|at| at <= now);
                schedule.next = at.filter(|at| *at > now).unwrap_or(Instant::MAX);
            }
        }
        if due { self.issue_scheduled(place) } else { Ok(()) }
    }

    fn deactivate(&mut self, place: usize) {
        if let Some(schedule) = self.schedules.get_mut(place) {
            schedule.active = false;
            schedule.next = Instant::MAX;
        }
    }

    pub(super) fn find_next_issue(&mut self) {
        let next = self.schedules.iter().map(|schedule| schedule.next).min();
        self.next_issue = next.unwrap_or(Instant::MAX);
    }

    /// Issues what is due now, in the order of the catalog.
    pub(super) fn issue_due(&mut self, cycle: bool, term: bool) -> Result<()> {
        for place in 0..self.schedules.len() {
            let Some(schedule) = self.schedules.get(place) else { continue };
            let due = schedule.active
                && match schedule.pace {
                    IssuePace::WithCycle => cycle,
                    IssuePace::WithTerm => term,
                    _ => schedule.next <= self.now,
                };
            if due {
                self.step_schedule(place)?;
                self.issue_scheduled(place)?;
            }
        }
        self.find_next_issue();
        Ok(())
    }

    /// Moves a schedule to its next occurrence.
    fn step_schedule(&mut self, place: usize) -> Result<()> {
        let Some(schedule) = self.schedules.get_mut(place) else { return Ok(()) };
        match &mut schedule.pace {
            IssuePace::Calendar { recurrence, n, last } => {
                *last = Some(*n);
                *n = n.saturating_add(1);
                schedule.next = recurrence.nth(*n, &self.clock).ok_or_else(out_of_time)?;
            }
            IssuePace::Activation { recurrence: Some(recurrence), n, .. } => {
                *n = n.saturating_add(1);
                schedule.next = recurrence.nth(*n, &self.clock).ok_or_else(out_of_time)?;
            }
            _ => schedule.next = Instant::MAX,
        }
        Ok(())
    }

    pub(super) fn issue_scheduled(&mut self, place: usize) -> Result<()> {
        let Some(grant) = self.schedules.get(place).map(|schedule| schedule.grant) else {
            return Ok(());
        };
        let amount = self.grant_amount(grant)?;
        let Some(schedule) = self.schedules.get_mut(place) else { return Ok(()) };
        if let IssuePace::Rolling { due, .. } = &mut schedule.pace {
            *due = None;
        }
        self.issue_grant(place, amount)
    }

    /// What a grant gives in full.
    pub(super) fn grant_amount(&self, grant: usize) -> Result<Credits> {
        self.amounts.grants.get(grant).copied().flatten().ok_or_else(|| {
            let id = self.supply().grants.get(grant).map_or("", |grant| &*grant.id);
            Error::new(
                ErrorKind::NoAnswer,
                format!("/account/assume/grants/{id}"),
                format!("the amount of `{id}` is not published: give the one to assume"),
            )
        })
    }

    /// Issues an amount by the rules of a grant.
    pub(super) fn issue_grant(&mut self, place: usize, amount: Credits) -> Result<()> {
        let Some(schedule) = self.schedules.get(place) else { return Ok(()) };
        let (at, member) = (schedule.grant, schedule.member);
        let Some(grant) = self.supply().grants.get(at) else { return Ok(()) };
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
        self.begin_rolling(place, issued);
        Ok(())
    }

    /// How much is issued in view of what is left; nothing while over a cap.
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

    /// What can be spent of a class: by all, or of what a member has alone.
    fn balance_of(&self, class: usize, member: Option<usize>) -> Result<Credits> {
        if !self.members.list.is_empty() {
            let supply = self.supply();
            let is_theirs = |lot: &&Lot| {
                lot.class == class && lot.member == member && !lot.is_withheld_now(supply)
            };
            let theirs = self.lots.iter().map(|(_, lot)| lot).filter(is_theirs);
            return sum(theirs.map(|lot| lot.remaining));
        }
        let left = self.journal.flows().get(class).map(|flows| flows.remaining);
        let withheld = self.withheld_of(|lot| lot.class == class);
        Ok(left.and_then(|left| left.checked_sub(withheld)).unwrap_or_default())
    }

    /// Lots of a grant, also those of which all is spent or held.
    fn all_of(&self, grant: usize, member: Option<usize>) -> Vec<Slot> {
        let mut all = self.left_of(grant, member);
        all.extend(self.lots.open_if(|_, lot| {
            lot.source == CreditOrigin::Grant(grant)
                && lot.member == member
                && lot.state == State::Active
                && lot.remaining == Credits::ZERO
        }));
        all
    }

    /// Lots of a grant with something left.
    fn left_of(&self, grant: usize, member: Option<usize>) -> Vec<Slot> {
        let is_left = |slot: &Slot| {
            self.lots
                .get(*slot)
                .is_some_and(|lot| lot.source == CreditOrigin::Grant(grant) && lot.member == member)
        };
        self.lots.order.iter().copied().filter(is_left).collect()
    }

    pub(super) fn sum_of(&self, slots: &[Slot]) -> Result<Credits> {
        slots.iter().try_fold(Credits::ZERO, |sum, slot| {
            let remaining = self.lots.get(*slot).map_or(Credits::ZERO, |lot| lot.remaining);
            sum.checked_add(remaining).ok_or_else(|| limit("a balance"))
        })
    }

    fn ends_of(&self, place: usize, rules: &Rules) -> Result<Ends> {
        let schedule = self.schedules.get(place);
        Ok(match rules.expires {
            Expires::Never => Ends::Never,
            Expires::After(span) => Ends::At(self.after_issue(rules.every, span)?),
            Expires::CycleEnd => self.end_of_period(rules.every),
            Expires::Reset => match schedule.map(|schedule| (schedule.pace, schedule.next)) {
                Some((IssuePace::WithCycle | IssuePace::WithTerm, _)) => {
                    self.end_of_period(rules.every)
                }
                Some((IssuePace::Rolling { seconds, .. }, _)) => Ends::AfterUse(seconds),
                Some((_, next)) if next < Instant::MAX => Ends::At(next),
                _ => Ends::Never,
            },
        })
    }

    /// The end of the cycle, or of the term for what comes with the term.
    pub(super) fn end_of_period(&self, every: Every) -> Ends {
        if self.subscription.is_none() {
            return Ends::Never;
        }
        let cycle = self.supply().plan(self.held()).map(|plan| plan.cycle);
        match every {
            Every::Term if cycle != Some(Cycle::Term) => Ends::Term,
            _ => Ends::Cycle,
        }
    }

    /// A span from an issue on: months are counted from the anchor of the cycle, so that the day
    /// of the month does not drift.
    fn after_issue(&self, every: Every, span: Span) -> Result<Instant> {
        let period = match (every, &self.subscription) {
            (Every::Cycle, Some(subscription)) => Some(&subscription.cycle),
            (Every::Term, Some(subscription)) => Some(&subscription.paid),
            _ => None,
        };
        let counted = period.and_then(|period| period.after_start(self.now, span, &self.clock));
        counted.map_or_else(|| self.after(span), Ok)
    }

    /// A span from now on.
    pub(super) fn after(&self, span: Span) -> Result<Instant> {
        Recurrence::from(self.now, span.step(), &self.clock)
            .nth(1, &self.clock)
            .ok_or_else(out_of_time)
    }

    /// Money for one credit of a plan's grant: the price of a cycle over its allowance.
    pub(super) fn grant_unit_cost(&self, at: usize, grant: &Grant) -> Option<Fraction> {
        if !grant.with_plan {
            return Some(Fraction::ZERO);
        }
        let price = self.subscription.as_ref()?.cycle_price?;
        let allowance = match grant.every {
            Every::Cycle | Every::Term => self.allowance(self.held()).ok()?,
            _ => self.amounts.grants.get(at).copied().flatten()?,
        };
        price.div(&Fraction::from_decimal(allowance.decimal())).ok()
    }

    /// Credits that a plan gives in a cycle.
    pub(crate) fn allowance(&self, held: Held) -> Result<Credits> {
        let of_cycle = |(_, grant): &(usize, &Grant)| {
            matches!(grant.every, Every::Cycle | Every::Term) && grant.with_plan
        };
        let grants = self.supply().grants_for(held).filter(of_cycle);
        let mut sum = Credits::ZERO;
        for (place, _) in grants {
            let amount = self.grant_amount(place)?;
            sum = sum.checked_add(amount).ok_or_else(|| limit("an allowance"))?;
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
        let (class, amount, starts) = (lot.class, lot.amount, lot.effective);
        self.lots.next_number += 1;
        let number = self.lots.next_number;
        let mut lot = lot.into_lot(number, self.now);
        lot.expires = self.expiry(&lot);
        let (end, waits) = (lot.expires, starts > self.now);
        let fixed = matches!(lot.ends, Ends::At(_));
        let slot = self.lots.insert(lot);
        if fixed {
            self.lots.note_end(slot, end);
        }
        if waits {
            self.lots.note_start(slot, starts);
        } else {
            self.put_new_in_order(slot);
            self.lots.fresh.push(slot);
        }
        self.flow(class, LedgerMove::Issue, amount)?;
        if self.journal.keep || self.is_event(EntryKind::Issue, reason, subject) {
            self.note(EntryKind::Issue, reason, subject)
                .amount(amount)
                .money(money)
                .lot(slot, amount)
                .done();
        }
        Ok(Some(slot))
    }

    /// When a lot ends as things stand.
    pub(super) fn expiry(&self, lot: &Lot) -> Instant {
        let period = match (lot.ends, &self.subscription) {
            (Ends::At(at), _) => return at,
            (Ends::Cycle, Some(subscription)) => &subscription.cycle,
            (Ends::Term, Some(subscription)) => &subscription.paid,
            _ => return Instant::MAX,
        };
        period.end_holding(lot.effective, &self.clock).unwrap_or(Instant::MAX)
    }

    /// A cap in credits, rounded down to the credit's step.
    pub(super) fn cap_amount(&self, cap: &CapDocument, allowance: Credits) -> Result<Credits> {
        let amount = match (cap.times, cap.amount) {
            (Some(times), _) => {
                Fraction::from_decimal(times).mul(&Fraction::from_decimal(allowance.decimal())).ok()
            }
            (None, amount) => Some(Fraction::from_decimal(amount.unwrap_or_default().decimal())),
        };
        amount.and_then(|amount| self.step_down(&amount)).ok_or_else(|| limit("a cap"))
    }

    /// When each class comes next by itself, to whoever holds the account or to a member.
    pub(crate) fn next_by_class(&self) -> Vec<(&str, Instant)> {
        let members = (0..self.members.list.len()).map(Some).chain([None]);
        let mut next: Vec<(&str, Instant)> = Vec::new();
        for (grant, at, _) in members.flat_map(|member| self.next_issues(member)) {
            let supply = self.supply();
            let Some(class) = supply.grants.get(grant).and_then(|g| supply.classes.get(g.class))
            else {
                continue;
            };
            match next.iter_mut().find(|(id, _)| *id == &*class.id) {
                Some((_, first)) => *first = at.min(*first),
                None => next.push((&class.id, at)),
            }
        }
        next
    }

    /// The next issue of each grant that someone gets: place of the grant, instant, amount.
    pub(crate) fn next_issues(
        &self,
        member: Option<usize>,
    ) -> Vec<(usize, Instant, Option<Credits>)> {
        let mut next = Vec::new();
        for schedule in &self.schedules {
            let is_theirs = schedule.member.is_none() || schedule.member == member;
            let subscription = self.subscription.as_ref();
            let ends = subscription.is_some_and(|s| s.next.is_some_and(|next| next.to.is_none()));
            let at = match schedule.pace {
                IssuePace::WithCycle if !ends => subscription.map(|s| s.cycle.end),
                IssuePace::WithTerm if !ends => subscription.map(|s| s.paid.end),
                _ => Some(schedule.next),
            };
            let Some(at) = at.filter(|at| *at < Instant::MAX) else { continue };
            if schedule.active && is_theirs {
                let amount = self.amounts.grants.get(schedule.grant).copied().flatten();
                next.push((schedule.grant, at, amount));
            }
        }
        next
    }
}
