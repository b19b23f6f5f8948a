//! Grants that begin, end or are due, and their next issues.

use super::member::MemberId;
use super::schedule::{IssueNow, IssuePace};
use super::subscription::Turn;
use super::{Result, Wallet};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::GrantId;
use crate::catalog::supply::is_for;

impl Wallet {
    /// Takes note of what is held now: grants begin, and others end.
    ///
    /// A grant that begins in the middle of its period is issued at once, unless it was in this
    /// period already; one that comes with the cycle, when a first cycle begins.
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
        for place in 0..self.grants.len() {
            let Some(schedule) = self.grants.get(place) else { continue };
            let grant = self.supply().grant(schedule.grant());
            let is_for_us = grant.is_some_and(|grant| is_for(&grant.to, held));
            let is_active = schedule.is_active();
            let begins = is_for_us && !is_active;
            if begins && self.grants.activate(place, issue, (self.now, since), &self.clock)? {
                self.issue_scheduled(place)?;
            } else if is_active && !is_for_us {
                self.grants.deactivate(place);
            }
        }
        self.grants.find_next_issue();
        Ok(())
    }

    /// Grants that are new in the catalog begin with their next regular issue; those that come once
    /// count as issued.
    pub(super) fn begin_new_grants(&mut self) -> Result<()> {
        self.refresh_schedules(IssueNow::Nothing)?;
        self.grants.start_rolling_ones(self.now);
        self.grants.find_next_issue();
        Ok(())
    }

    /// Issues what is due now, in catalog order.
    pub(super) fn issue_due(&mut self, turn: Turn) -> Result<()> {
        if !(turn.cycle || turn.paid) && self.grants.next_issue() > self.now {
            return Ok(());
        }
        for place in 0..self.grants.len() {
            if self.grants.is_due(place, turn, self.now) {
                self.grants.step(place, &self.clock)?;
                self.issue_scheduled(place)?;
            }
        }
        self.grants.find_next_issue();
        Ok(())
    }

    /// The next scheduled issue of each class, to the account holder or to a member.
    pub(crate) fn next_by_class(&self) -> Vec<(&str, Instant)> {
        let members = (0..self.members.count()).map(MemberId::at).map(Some).chain([None]);
        let mut next: Vec<(&str, Instant)> = Vec::new();
        for (grant, at, _) in members.flat_map(|member| self.next_issues(member)) {
            let supply = self.supply();
            let Some(class) = supply.grant(grant).and_then(|g| supply.classes.get(g.class.place()))
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

    /// The next issue of each active grant: grant, instant, amount.
    pub(crate) fn next_issues(
        &self,
        member: Option<MemberId>,
    ) -> Vec<(GrantId, Instant, Option<Credits>)> {
        let mut next = Vec::new();
        for schedule in self.grants.iter() {
            let is_theirs = schedule.member().is_none() || schedule.member() == member;
            let subscription = self.subscription();
            let ends = subscription.is_some_and(|s| s.next.is_some_and(|next| next.to.is_none()));
            let at = match schedule.pace() {
                IssuePace::WithCycle if !ends => subscription.map(|s| s.cycle.end),
                IssuePace::WithTerm if !ends => subscription.map(|s| s.paid.end),
                _ => Some(schedule.next()),
            };
            let comes = |at: &Instant| {
                let grant = self.supply().grant(schedule.grant());
                *at < Instant::MAX && grant.is_some_and(|grant| grant.valid.holds(*at))
            };
            let Some(at) = at.filter(comes) else { continue };
            if schedule.is_active() && is_theirs {
                let amount = self.amounts.amount(schedule.grant());
                next.push((schedule.grant(), at, amount));
            }
        }
        next
    }
}
