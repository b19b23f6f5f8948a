//! When grants issue: each on its own schedule.

use super::member::MemberId;
use super::source::CreditOrigin;
use super::subscription::Turn;
use super::{Result, out_of_time};
use crate::calendar::{DAY, Instant, Recurrence, Step, TimeOfDay, Wall, Zone};
use crate::catalog::id::GrantId;
use crate::catalog::supply::{Every, Grant, Supply, WeekDay};

/// When each grant issues, to one member or to all.
#[derive(Clone, Debug)]
pub(crate) struct Grants {
    schedules: Vec<Schedule>,
    /// The earliest `next` of the schedules.
    next_issue: Instant,
}

/// When a grant issues next, to a member or to all.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    grant: GrantId,
    member: Option<MemberId>,
    pace: IssuePace,
    /// The grant is for the current plan.
    active: bool,
    /// The next issue; `Instant::MAX` while inactive.
    next: Instant,
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
    /// By the calendar: the number of the next occurrence. The one before was the last that issued;
    /// there is none before the first activation.
    Calendar {
        recurrence: Recurrence,
        n: u32,
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
        IssuePace::Calendar { recurrence: Recurrence::at_wall(anchor, step), n: 0 }
    }

    fn activation(step: Step) -> Self {
        IssuePace::Activation { step, recurrence: None, n: 0 }
    }
}

/// Monday, 1 January 1900, in days since 1970: a week, a month and a year begin then.
pub(super) const FIRST_MONDAY: i64 = -25_567;

impl Schedule {
    /// One schedule for each grant or, if members do not share it, for each member.
    pub(super) fn of_all(supply: &Supply, members: usize) -> Vec<Self> {
        let mut schedules = Vec::new();
        for (id, grant) in supply.placed_grants() {
            let one = |member| Schedule {
                grant: id,
                member,
                pace: IssuePace::of(grant),
                active: false,
                next: Instant::MAX,
            };
            match if grant.shared { 0 } else { members } {
                0 => schedules.push(one(None)),
                members => {
                    schedules.extend((0..members).map(|place| one(Some(MemberId::at(place)))))
                }
            }
        }
        schedules
    }

    pub(super) fn grant(&self) -> GrantId {
        self.grant
    }

    /// Who gets it; all together when nobody alone does.
    pub(super) fn member(&self) -> Option<MemberId> {
        self.member
    }

    pub(super) fn pace(&self) -> &IssuePace {
        &self.pace
    }

    /// Whether the grant is for the current plan.
    pub(super) fn is_active(&self) -> bool {
        self.active
    }

    /// The next issue; `Instant::MAX` while inactive.
    pub(super) fn next(&self) -> Instant {
        self.next
    }

    /// How the grant comes again, and the number of the next occurrence.
    pub(super) fn recurrence(&self) -> Option<(Recurrence, u32)> {
        match self.pace {
            IssuePace::Calendar { recurrence, n, .. } => Some((recurrence, n)),
            IssuePace::Activation { recurrence, n, .. } => Some((recurrence?, n)),
            _ => None,
        }
    }

    /// The next issue that comes by itself, after an instant.
    pub(super) fn issue_after(&self, at: Instant, clock: &Zone) -> Option<Instant> {
        if self.next == Instant::MAX {
            return None;
        }
        let recurrence = self.recurrence().filter(|_| at >= self.next);
        let Some((recurrence, _)) = recurrence else { return Some(self.next) };
        recurrence.nth(recurrence.first_after(at, clock), clock)
    }

    /// As it was saved.
    pub(super) fn restore(&mut self, pace: IssuePace, next: Instant) {
        (self.pace, self.next) = (pace, next);
    }

    /// It has not begun, and is not active.
    pub(super) fn begin_anew(&mut self, supply: &Supply) {
        if let Some(grant) = supply.grant(self.grant) {
            self.pace = IssuePace::of(grant);
        }
        (self.active, self.next) = (false, Instant::MAX);
    }

    /// Goes on from where it was; says whether it comes after now, since all that was due has
    /// happened.
    pub(super) fn go_on(&mut self, is_active: bool, now: Instant, clock: &Zone) -> bool {
        self.active = is_active;
        let counted = match self.pace {
            _ if !is_active => None,
            IssuePace::WithCycle | IssuePace::WithTerm | IssuePace::Once(_) => None,
            IssuePace::Rolling { .. } => return self.next >= now,
            IssuePace::Calendar { .. } | IssuePace::Activation { .. } => {
                let next = self.recurrence().and_then(|(recurrence, n)| recurrence.nth(n, clock));
                let Some(next) = next.filter(|next| *next > now) else { return false };
                Some(next)
            }
        };
        self.next = counted.unwrap_or(Instant::MAX);
        true
    }
}

impl Default for Grants {
    /// None yet.
    fn default() -> Self {
        Grants::from_schedules(Vec::new())
    }
}

impl Grants {
    /// Those of a catalog, for so many members; none has begun.
    pub(super) fn of(supply: &Supply, members: usize) -> Self {
        Grants::from_schedules(Schedule::of_all(supply, members))
    }

    pub(super) fn from_schedules(schedules: Vec<Schedule>) -> Self {
        let mut grants = Grants { schedules, next_issue: Instant::MAX };
        grants.find_next_issue();
        grants
    }

    pub(super) fn len(&self) -> usize {
        self.schedules.len()
    }

    pub(super) fn get(&self, place: usize) -> Option<&Schedule> {
        self.schedules.get(place)
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Schedule> {
        self.schedules.iter()
    }

    /// When the next grant issues, as far as that was looked up.
    pub(super) fn next_issue(&self) -> Instant {
        self.next_issue
    }

    /// Looks up when the next grant issues, after some have moved.
    pub(super) fn find_next_issue(&mut self) {
        let next = self.schedules.iter().map(|schedule| schedule.next).min();
        self.next_issue = next.unwrap_or(Instant::MAX);
    }

    /// A grant begins; what is counted from its activation is counted from `since`. Says whether it
    /// issues at once: in the middle of its period, unless it has in this period already, and with
    /// the first cycle when that begins.
    pub(super) fn activate(
        &mut self,
        place: usize,
        issue: IssueNow,
        (now, since): (Instant, Instant),
        clock: &Zone,
    ) -> Result<bool> {
        let Some(schedule) = self.schedules.get_mut(place) else { return Ok(false) };
        schedule.active = true;
        let mut due = issue != IssueNow::Nothing;
        match &mut schedule.pace {
            IssuePace::Once(done) => {
                due &= !*done;
                *done = true;
            }
            // Set by the subscription.
            IssuePace::WithCycle | IssuePace::WithTerm => due = issue == IssueNow::WithFirstCycle,
            IssuePace::Calendar { recurrence, n } => {
                let next = recurrence.first_after(now, clock);
                due &= *n != next;
                *n = next;
                schedule.next = recurrence.nth(*n, clock).ok_or_else(out_of_time)?;
            }
            IssuePace::Activation { step, recurrence, n } => {
                let from = Recurrence::from(since, *step, clock);
                *n = from.first_after(now, clock).max(1);
                *recurrence = Some(from);
                schedule.next = from.nth(*n, clock).ok_or_else(out_of_time)?;
            }
            // The time continues while the grant is inactive.
            IssuePace::Rolling { out, due: at, .. } => {
                due &= out.is_none() || at.is_some_and(|at| at <= now);
                schedule.next = at.filter(|at| *at > now).unwrap_or(Instant::MAX);
            }
        }
        Ok(due)
    }

    /// A grant that waits for the first use of its last issue, and has issued nothing yet, is due.
    pub(super) fn start_rolling_ones(&mut self, now: Instant) {
        for schedule in &mut self.schedules {
            let is_new = matches!(schedule.pace, IssuePace::Rolling { out: None, due: None, .. });
            if schedule.active && is_new && schedule.next == Instant::MAX {
                schedule.next = now;
            }
        }
    }

    pub(super) fn deactivate(&mut self, place: usize) {
        if let Some(schedule) = self.schedules.get_mut(place) {
            schedule.active = false;
            schedule.next = Instant::MAX;
        }
    }

    /// Whether a grant issues now, when a cycle or a term begins or not.
    pub(super) fn is_due(&self, place: usize, turn: Turn, now: Instant) -> bool {
        self.schedules.get(place).is_some_and(|schedule| {
            schedule.active
                && match schedule.pace {
                    IssuePace::WithCycle => turn.cycle,
                    IssuePace::WithTerm => turn.paid,
                    _ => schedule.next <= now,
                }
        })
    }

    /// Advances a grant to its next occurrence.
    pub(super) fn step(&mut self, place: usize, clock: &Zone) -> Result<()> {
        let Some(schedule) = self.schedules.get_mut(place) else { return Ok(()) };
        match &mut schedule.pace {
            IssuePace::Calendar { recurrence, n }
            | IssuePace::Activation { recurrence: Some(recurrence), n, .. } => {
                *n = n.saturating_add(1);
                schedule.next = recurrence.nth(*n, clock).ok_or_else(out_of_time)?;
            }
            _ => schedule.next = Instant::MAX,
        }
        Ok(())
    }

    /// Goes past all occurrences before one, which comes at an instant.
    pub(super) fn go_to(&mut self, place: usize, occurrence: u32, next: Instant) {
        let Some(schedule) = self.schedules.get_mut(place) else { return };
        schedule.next = next;
        match &mut schedule.pace {
            IssuePace::Calendar { n, .. } | IssuePace::Activation { n, .. } => *n = occurrence,
            _ => {}
        }
    }

    /// The schedule whose next issue waits for the first use of this lot.
    pub(super) fn rolling_of(
        &self,
        source: CreditOrigin,
        member: Option<MemberId>,
        number: u64,
    ) -> Option<usize> {
        let CreditOrigin::Grant(grant) = source else { return None };
        self.schedules.iter().position(|schedule| {
            schedule.grant == grant
                && schedule.member == member
                && matches!(schedule.pace, IssuePace::Rolling { out: Some(first), due: None, .. }
                    if first <= number)
        })
    }

    /// What was issued last is used for the first time: the next issue comes some time from now.
    pub(super) fn first_use(&mut self, place: usize, now: Instant) -> Result<()> {
        let Some(schedule) = self.schedules.get_mut(place) else { return Ok(()) };
        let IssuePace::Rolling { seconds, due, .. } = &mut schedule.pace else { return Ok(()) };
        let end = now.plus(i64::from(*seconds)).ok_or_else(out_of_time)?;
        *due = Some(end);
        if schedule.active {
            schedule.next = end;
        }
        self.find_next_issue();
        Ok(())
    }

    /// A rolling grant issues: the time from the first use of its last lot is over.
    pub(super) fn wait_for_use(&mut self, place: usize) {
        if let Some(schedule) = self.schedules.get_mut(place)
            && let IssuePace::Rolling { due, .. } = &mut schedule.pace
        {
            *due = None;
        }
    }

    /// What a rolling grant has issued, a lot of this number, is out from now on.
    pub(super) fn begin_rolling(&mut self, place: usize, issued: Option<u64>) {
        if let Some(schedule) = self.schedules.get_mut(place)
            && let IssuePace::Rolling { out, .. } = &mut schedule.pace
        {
            *out = issued.or(*out);
        }
    }

    /// A lot of a grant is there at the start: the next issue waits for the first use of what is out.
    pub(super) fn opened_rolling(
        &mut self,
        grant: GrantId,
        member: Option<MemberId>,
        lot: Option<u64>,
    ) {
        let is_it = |of: &&mut Schedule| of.grant == grant && of.member == member;
        if let Some(schedule) = self.schedules.iter_mut().find(is_it)
            && let IssuePace::Rolling { out, .. } = &mut schedule.pace
        {
            *out = out.or(lot);
        }
    }

    /// A plan change has taken a lot away: if its grant stays active, it issues again.
    pub(super) fn rolling_taken(
        &mut self,
        source: CreditOrigin,
        member: Option<MemberId>,
        now: Instant,
    ) {
        for schedule in &mut self.schedules {
            if CreditOrigin::Grant(schedule.grant) == source
                && schedule.member == member
                && let IssuePace::Rolling { out, due, .. } = &mut schedule.pace
            {
                (*out, *due) = (None, None);
                if schedule.active {
                    schedule.next = now;
                }
            }
        }
        self.find_next_issue();
    }
}
