//! Subscriptions: they begin, change and end.

use super::wallet::Wallet;
use super::{Fault, Lapse, Life, NEVER, Time, When};
use chrono::{DateTime, Months};

/// The plan, its cycle and its term.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Place of the plan.
    pub place: usize,
    /// It is paid by the year.
    pub year: bool,
    pub since: Time,
    /// Cycles since then, this one included.
    pub cycle: u32,
    /// Cycles since then that are paid for.
    pub paid: u32,
    pub next: Option<Next>,
}

/// What is planned: another plan or term, or nothing after a cancellation.
#[derive(Clone, Copy, Debug)]
pub struct Next {
    pub to: Option<(usize, bool)>,
    /// When the paid term ends, not the cycle.
    pub at_term_end: bool,
}

impl Plan {
    /// A month's day is that of the beginning, or the last one.
    pub(super) fn months_after(self, months: u32) -> Time {
        let since = DateTime::from_timestamp(self.since, 0).unwrap();
        since.checked_add_months(Months::new(months)).unwrap().timestamp()
    }

    pub fn from(self) -> Time {
        self.months_after(self.cycle - 1)
    }

    pub fn until(self) -> Time {
        self.months_after(self.cycle)
    }

    pub fn paid_until(self) -> Time {
        self.months_after(self.paid)
    }

    fn term(year: bool) -> u32 {
        if year { 12 } else { 1 }
    }
}

impl Wallet {
    pub(super) fn subscribe(
        &mut self,
        plan: &str,
        year: Option<bool>,
        when: Option<When>,
    ) -> Result<(), Fault> {
        let place = self.names().plans.iter().position(|known| *known == plan);
        let place = place.ok_or(("/plan", "unknown_name"))?;
        let year = year.or(self.plan.map(|held| held.year)).unwrap_or(false);
        let Some(held) = &mut self.plan else {
            self.thaw();
            self.begin_plan(place, year);
            return Ok(());
        };
        if (place, year) == (held.place, held.year) {
            held.next = None;
            return Ok(());
        }
        let is_same = place == held.place;
        let credits = self.rules.monthly;
        // More credits in a cycle, or the later plan.
        let is_up = (credits[held.place], held.place) < (credits[place], place);
        let when = when.unwrap_or(match is_up {
            _ if is_same => When::TermEnd,
            true => When::Now,
            false => When::CycleEnd,
        });
        let is_paid = when == When::Now || (when == When::CycleEnd && held.cycle < held.paid);
        if is_same && held.year && is_paid {
            return Err(("/when", "out_of_range"));
        }
        if when == When::Now {
            self.begin_plan(place, year);
            return Ok(());
        }
        held.next = Some(Next { to: Some((place, year)), at_term_end: when == When::TermEnd });
        Ok(())
    }

    pub(super) fn cancel(&mut self, when: Option<When>) -> Result<(), Fault> {
        let held = self.plan.as_mut().ok_or(("", "no_answer"))?;
        match when.unwrap_or(When::TermEnd) {
            When::Now => self.lapse(),
            when => held.next = Some(Next { to: None, at_term_end: when == When::TermEnd }),
        }
        Ok(())
    }

    /// A plan begins now, with a cycle and a term: alone, or after another whose credits stay.
    pub(super) fn begin_plan(&mut self, place: usize, year: bool) {
        let has_changed = self.plan.is_some();
        self.hold(Plan {
            place,
            year,
            since: self.now,
            cycle: 1,
            paid: Plan::term(year),
            next: None,
        });
        self.count_anew();
        self.bill_term(place, year, has_changed);
        self.issue_of_plan();
    }

    /// Credits that end with the cycle end with that of this plan.
    fn hold(&mut self, plan: Plan) {
        self.plan = Some(plan);
        for lot in self.lots.iter_mut().filter(|lot| lot.with_cycle) {
            lot.expires = plan.until();
        }
    }

    /// After a cycle: what is planned takes place, or the next cycle begins. Credits are issued later.
    pub(super) fn go_on(&mut self, plan: Plan) {
        let is_paid = plan.cycle < plan.paid;
        let due = plan.next.filter(|next| !(next.at_term_end && is_paid));
        let next = Plan { cycle: plan.cycle + 1, ..plan };
        match due.map(|due| due.to) {
            Some(None) => self.lapse(),
            // Another plan begins anew.
            Some(Some((place, year))) if place != plan.place => {
                let (since, paid) = (self.now, Plan::term(year));
                self.hold(Plan { place, year, since, cycle: 1, paid, next: None });
                self.bill_term(place, year, false);
            }
            // Another term of the same plan keeps the day of the month.
            Some(Some((place, year))) => {
                let paid = plan.cycle + Plan::term(year);
                self.hold(Plan { year, paid, next: None, ..next });
                self.bill_term(place, year, false);
            }
            None if is_paid => self.hold(next),
            None => {
                self.hold(Plan { paid: plan.paid + Plan::term(plan.year), ..next });
                self.bill_term(plan.place, plan.year, false);
            }
        }
    }

    /// The subscription ends now: each class follows its rule. Credits that end with the cycle still
    /// end then, unless they are carried without a limit.
    pub(super) fn lapse(&mut self) {
        self.plan = None;
        let (now, rules) = (self.now, self.rules.clone());
        let is_carried_for_ever = matches!(rules.life, Life::Carried { cycles: None, .. });
        for lot in &mut self.lots {
            if rules.lapse[lot.class] == Lapse::Forfeit {
                lot.end();
                continue;
            }
            if lot.with_cycle {
                lot.with_cycle = false;
                if lot.carried && is_carried_for_ever {
                    lot.expires = NEVER;
                } else if lot.expires <= now {
                    lot.end();
                    continue;
                }
            }
            lot.restricted |= rules.lapse[lot.class] == Lapse::Restrict;
            lot.frozen |= rules.lapse[lot.class] == Lapse::Freeze;
        }
        self.forget_lots();
    }

    fn thaw(&mut self) {
        for lot in &mut self.lots {
            if lot.frozen {
                self.fresh.push(lot.number);
            }
            (lot.frozen, lot.restricted) = (false, false);
        }
    }
}
