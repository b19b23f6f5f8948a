//! When grants issue: each on its own schedule.

use super::{Result, Wallet, out_of_time};
use crate::amount::{Credits, Money};
use crate::calendar::{DAY, Instant, Recurrence, Step, TimeOfDay, Wall};
use crate::catalog::supply::{Every, Grant, Supply, TermPrice, WeekDay, is_for};
use crate::error::{Error, ErrorKind};

/// Amounts and prices by index: the catalog's or, if not published, the assumed ones.
#[derive(Clone, Debug)]
pub(crate) struct EffectiveTerms {
    pub(crate) grants: Vec<Option<Credits>>,
    pub(crate) prices: Vec<[TermPrice; 3]>,
    pub(crate) top_ups: Vec<(Option<Credits>, Option<Money>)>,
}

impl EffectiveTerms {
    /// Those of the catalog.
    pub(super) fn of(supply: &Supply) -> Self {
        EffectiveTerms {
            grants: supply.grants.iter().map(|grant| grant.amount).collect(),
            prices: supply.plans.iter().map(|plan| plan.prices).collect(),
            top_ups: supply.top_ups.iter().map(|top_up| (top_up.credits, top_up.price)).collect(),
        }
    }
}

/// The size of a top-up has to be assumed.
#[cold]
pub(super) fn unknown_size(top_up: &str) -> Error {
    unpublished("size", "top_ups", top_up)
}

/// The amount of a grant has to be assumed.
#[cold]
pub(super) fn unknown_amount(grant: &str) -> Error {
    unpublished("amount", "grants", grant)
}

/// Points to where it would be assumed.
fn unpublished(what: &str, list: &str, id: &str) -> Error {
    let sentence = format!("the {what} of `{id}` is not published: assume one");
    Error::new(ErrorKind::NoAnswer, format!("/account/assume/{list}/{id}"), sentence)
}

/// When a grant issues next, to a member or to all.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pub(crate) grant: usize,
    pub(crate) member: Option<usize>,
    pub(crate) pace: IssuePace,
    /// The grant is for the current plan.
    pub(crate) active: bool,
    /// The next issue; `Instant::MAX` while inactive.
    pub(crate) next: Instant,
}

/// What is issued when grants become active.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IssueNow {
    Nothing,
    /// Grants that are in the middle of their period.
    Current,
    /// Those and the grants of the cycle and the term, which begin now.
    WithFirstCycle,
}

/// How often a grant issues.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum IssuePace {
    /// Once in the life of the account; `true` after the issue.
    Once(bool),
    /// With the cycle or the term of the subscription.
    WithCycle,
    WithTerm,
    /// By the calendar: the number of the next occurrence, and of the last one that issued.
    Calendar {
        recurrence: Recurrence,
        n: u32,
        last: Option<u32>,
    },
    /// Counted from its activation.
    Activation {
        step: Step,
        recurrence: Option<Recurrence>,
        n: u32,
    },
    /// Some seconds after the first use of the last issue: the number of its first lot, and the end
    /// of that time once it has begun.
    Rolling {
        seconds: u32,
        out: Option<u64>,
        due: Option<Instant>,
    },
}

impl IssuePace {
    /// The pace of a grant. The anchor of calendar paces is long ago, on the right weekday or day.
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

/// Monday, 1 January 1900, in days since 1970.
const FIRST_MONDAY: i64 = -25_567;

impl Wallet {
    /// Activates and deactivates grants for the current plan.
    ///
    /// A grant activated in the middle of its period is issued at once, unless it was already
    /// issued in this period. A grant with the cycle is issued when a first cycle begins.
    pub(super) fn refresh_schedules(&mut self, issue: IssueNow) -> Result<()> {
        let since = if self.held().is_some() { self.now } else { self.since };
        self.refresh_schedules_since(issue, since)
    }

    /// Like `refresh_schedules`; grants counted from their activation are counted from `since`.
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
            // Set by the subscription.
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
            // The time continues while the grant is inactive.
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

    /// Issues what is due now, in catalog order.
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

    /// Advances a schedule to its next occurrence.
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

    /// The next scheduled issue of each class, to the account holder or to a member.
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

    /// The next issue of each active grant: index of the grant, instant, amount.
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
