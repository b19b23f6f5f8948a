//! The subscription and the schedules of grants from a saved state.

use super::super::{GrantTurn, HeldPlan, NextPlan, PeriodState};
use super::Load;
use crate::calendar::{Instant, Recurrence, Step, Wall, Zone};
use crate::catalog::id::PlanId;
use crate::catalog::supply::{Change, Held, is_for};
use crate::error::ErrorKind;
use crate::wallet::Wallet;
use crate::wallet::schedule::{Grants, IssuePace, Schedule};
use crate::wallet::subscription::{Period, Scheduled, Subscription};
use std::fmt::Display;

impl Load<'_> {
    pub(super) fn subscription(&self, wallet: &Wallet) -> Option<Subscription> {
        let held = self.state.subscription.as_ref()?;
        let plan = self.plan("/subscription/plan", &held.plan)?;
        let cycle = self.period("/subscription/cycle", &held.cycle, &wallet.clock)?;
        let paid = self.period("/subscription/paid", &held.paid, &wallet.clock)?;
        let next = held.next.as_ref().and_then(|next| self.next(held, plan, next));
        self.check_amounts_known(wallet, Some(Held { plan, term: held.term }));
        Some(Subscription {
            plan,
            term: held.term,
            since: held.since,
            cycle,
            paid,
            cycle_price: wallet.cycle_price(plan, held.term),
            next,
        })
    }

    fn check_amounts_known(&self, wallet: &Wallet, held: Option<Held>) {
        if let Err(error) = wallet.check_grants(held) {
            self.wrong("/subscription/plan", error.sentence());
        }
    }

    /// A period that began by now and ends after now.
    fn period(
        &self,
        pointer: impl Display + Copy,
        saved: &PeriodState,
        clock: &Zone,
    ) -> Option<Period> {
        let step = saved.days.map_or(Step::Months(1), Step::Days);
        let recurrence = Recurrence::at_wall(Wall(saved.anchor.0), step);
        let is_sane = saved.days != Some(0) && (1..=12).contains(&saved.stride);
        let end = recurrence.nth(saved.n, clock).filter(|end| {
            is_sane
                && saved.n >= saved.stride
                && saved.start <= self.state.now
                && *end > self.state.now
        });
        let Some(end) = end else {
            let sentence = format!("expected a period that contains {}", self.state.now);
            self.wrong(pointer, sentence);
            return None;
        };
        Some(Period { recurrence, stride: saved.stride, n: saved.n, start: saved.start, end })
    }

    fn next(&self, held: &HeldPlan, plan: PlanId, next: &NextPlan) -> Option<Scheduled> {
        let terms = self.supply.terms_of(plan)?;
        let change = match (&next.plan, next.up) {
            (None, _) => Change::of(None, false),
            (Some(_), true) => terms.upgrade,
            (Some(_), false) => terms.downgrade,
        };
        let to = match &next.plan {
            None => None,
            Some(id) => {
                let plan = self.plan("/subscription/next/plan", id)?;
                Some(Held { plan, term: next.term.unwrap_or(held.term) })
            }
        };
        Some(Scheduled { to, at_term_end: next.at_term_end, change })
    }

    /// One schedule for each grant and member, with its progress.
    pub(super) fn schedules(&self, wallet: &Wallet) -> Grants {
        let held = wallet.held();
        let mut schedules = Schedule::of_all(self.supply, self.state.members.len());
        let mut seen = vec![false; schedules.len()];
        for (i, saved) in self.state.grants.iter().enumerate() {
            let pointer = format_args!("/grants/{i}");
            let Some(grant) = self.grant(format_args!("{pointer}/grant"), &saved.grant) else {
                continue;
            };
            let member = self.member(format_args!("{pointer}/member"), saved.member.as_ref());
            let is_it = |of: &Schedule| of.grant() == grant && of.member() == member;
            let place = schedules.iter().position(is_it);
            let found =
                place.and_then(|place| Some((schedules.get_mut(place)?, seen.get_mut(place)?)));
            match found {
                Some((schedule, seen)) if !*seen => {
                    *seen = true;
                    Self::turn(schedule, saved);
                }
                _ => self.error(
                    ErrorKind::Duplicate,
                    pointer,
                    "expected each grant once, or once for each member who gets it",
                ),
            }
        }
        for (schedule, seen) in schedules.iter_mut().zip(seen) {
            let grant = self.supply.grant(schedule.grant());
            let id = grant.map_or("", |grant| &*grant.id);
            let is_active = grant.is_some_and(|grant| is_for(&grant.to, held));
            let moves_itself =
                !matches!(schedule.pace(), IssuePace::WithCycle | IssuePace::WithTerm);
            let goes_on =
                (seen || !moves_itself) && schedule.go_on(is_active, self.state.now, &wallet.clock);
            if goes_on {
                continue;
            } else if self.has_moved {
                schedule.begin_anew(self.supply);
            } else if moves_itself && !seen {
                let sentence = format!("expected an entry of `{id}` for each recipient");
                self.error(ErrorKind::Missing, "/grants", sentence);
            } else {
                let sentence = format!("the next issue of `{id}` is not after {}", self.state.now);
                self.wrong("/grants", sentence);
            }
        }
        Grants::from_schedules(schedules)
    }

    /// How far a grant was.
    fn turn(schedule: &mut Schedule, saved: &GrantTurn) {
        let pace = match *schedule.pace() {
            pace @ (IssuePace::WithCycle | IssuePace::WithTerm) => pace,
            IssuePace::Once(_) => IssuePace::Once(saved.done),
            IssuePace::Calendar { recurrence, .. } => {
                IssuePace::Calendar { recurrence, n: saved.n.unwrap_or(0) }
            }
            IssuePace::Activation { step, .. } => IssuePace::Activation {
                step,
                recurrence: saved.anchor.map(|anchor| Recurrence::at_wall(Wall(anchor.0), step)),
                n: saved.n.unwrap_or(0),
            },
            IssuePace::Rolling { seconds, .. } => {
                let (out, due) = (saved.out.map(|number| number.0), saved.next);
                IssuePace::Rolling { seconds, out, due }
            }
        };
        schedule.restore(pace, saved.next.unwrap_or(Instant::MAX));
    }
}
