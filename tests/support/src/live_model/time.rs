//! What is due: at each instant, holds end, lots expire, the cycle closes, a cancellation takes
//! effect, grants issue, new credits repay debt.

use super::wallet::{Lot, Reach, Wallet};
use super::{Amount, DAY, Debt, FREE, HOUR, Lapse, Life, NEVER, SUB, Time};
use chrono::{DateTime, Months};

/// The plan, and its cycle.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub since: Time,
    /// Cycles since then, this one included.
    pub cycle: u32,
    /// It ends with the cycle.
    pub ends: bool,
}

impl Plan {
    pub fn beginning(since: Time) -> Self {
        Plan { since, cycle: 1, ends: false }
    }

    /// A month's day is that of the beginning, or the last one.
    fn months_after(self, months: u32) -> Time {
        let since = DateTime::from_timestamp(self.since, 0).unwrap();
        since.checked_add_months(Months::new(months)).unwrap().timestamp()
    }

    pub fn from(self) -> Time {
        self.months_after(self.cycle - 1)
    }

    pub fn until(self) -> Time {
        self.months_after(self.cycle)
    }
}

impl Wallet {
    /// What is due by an instant happens.
    pub(super) fn run_to(&mut self, at: Time) {
        while let Some(due) = self.next_due().filter(|due| *due <= at) {
            self.now = due;
            self.do_what_is_due();
        }
        self.now = at;
    }

    /// When something is due next.
    pub fn next_due(&self) -> Option<Time> {
        let lots = self.lots.iter().filter(|lot| lot.ends_by_itself()).map(|lot| lot.expires);
        let holds = self.holds.iter().map(|hold| hold.until);
        let cycle = self.plan.map(Plan::until);
        lots.chain(holds).chain(cycle).chain(self.next_daily).min()
    }

    fn do_what_is_due(&mut self) {
        self.end_holds();
        self.expire_lots();
        let closes = self.plan.filter(|plan| plan.until() <= self.now);
        if let Some(plan) = closes {
            self.close_cycle(plan);
        }
        self.issue_daily();
        if self.plan.is_some() && closes.is_some() {
            self.issue_monthly();
        }
        self.repay();
    }

    fn end_holds(&mut self) {
        self.holds.sort_by_key(|hold| (hold.until, hold.number));
        while self.holds.first().is_some_and(|hold| hold.until <= self.now) {
            let hold = self.holds.remove(0);
            self.release(hold);
        }
        self.holds.sort_by_key(|hold| hold.number);
    }

    fn expire_lots(&mut self) {
        let now = self.now;
        for lot in &mut self.lots {
            if lot.ends_by_itself() && lot.expires <= now {
                lot.end();
            }
        }
        self.forget_lots();
    }

    fn close_cycle(&mut self, plan: Plan) {
        match self.rules.life {
            Life::Carried { cap, cycles } => self.carry(plan, cap, cycles),
            _ => self.end_with_cycle(),
        }
        self.count_anew();
        if self.rules.debt == Debt::ForgiveAtReset {
            self.debt = 0;
        }
        if plan.ends {
            return self.lapse();
        }
        let next = Plan { cycle: plan.cycle + 1, ..plan };
        self.plan = Some(next);
        for lot in self.lots.iter_mut().filter(|lot| lot.with_cycle) {
            lot.expires = next.until();
        }
    }

    fn end_with_cycle(&mut self) {
        self.lots.iter_mut().filter(|lot| lot.with_cycle).for_each(Lot::end);
        self.forget_lots();
    }

    /// The plan's credits that end now, and those carried before, are cut to the cap: what expires
    /// soonest first, then what was carried before, then the oldest.
    fn carry(&mut self, plan: Plan, cap: Option<Amount>, cycles: Option<u32>) {
        let until = cycles.map(|more| plan.months_after(plan.cycle + more));
        let is_in = |lot: &&mut Lot| lot.class == SUB && (lot.with_cycle || lot.carried);
        let mut lots: Vec<&mut Lot> = self.lots.iter_mut().filter(is_in).collect();
        let rank = |lot: &&mut Lot| match lot.with_cycle {
            true => (until.unwrap_or(NEVER), true, lot.number),
            false => (lot.expires, false, lot.number),
        };
        lots.sort_by_key(rank);
        let sum: Amount = lots.iter().map(|lot| lot.left).sum();
        let mut over = cap.map_or(0, |cap| (sum - cap).max(0));
        for lot in lots {
            let cut = over.min(lot.left);
            over -= cut;
            if cut > 0 && cut == lot.left {
                lot.end();
                continue;
            }
            lot.left -= cut;
            if lot.with_cycle && lot.left == 0 && lot.held == 0 {
                lot.end();
            } else if lot.with_cycle {
                lot.carried = true;
                if let Some(until) = until {
                    (lot.with_cycle, lot.expires) = (false, until);
                }
            }
        }
        self.forget_lots();
    }

    /// The subscription ends now: each class follows its rule.
    pub(super) fn lapse(&mut self) {
        self.plan = None;
        self.lapsed = true;
        let (now, rules) = (self.now, self.rules.clone());
        let is_carried_for_ever = matches!(rules.life, Life::Carried { cycles: None, .. });
        for lot in &mut self.lots {
            if rules.lapse[lot.class] == Lapse::Forfeit {
                lot.end();
                continue;
            }
            if lot.with_cycle {
                let is_free = lot.carried && is_carried_for_ever;
                lot.with_cycle = false;
                if is_free || lot.expires <= now {
                    lot.expires = NEVER;
                }
            }
            lot.restricted |= rules.lapse[lot.class] == Lapse::Restrict;
            lot.frozen |= rules.lapse[lot.class] == Lapse::Freeze;
        }
        self.forget_lots();
    }

    /// The subscription begins now.
    pub(super) fn subscribe(&mut self) {
        self.plan = Some(Plan::beginning(self.now));
        self.lapsed = false;
        for lot in &mut self.lots {
            if lot.frozen {
                self.fresh.push(lot.number);
            }
            (lot.frozen, lot.restricted) = (false, false);
        }
        self.count_anew();
        self.issue_monthly();
    }

    fn count_anew(&mut self) {
        self.used.fill(0);
        self.counted = self.now;
    }

    /// The wallet of an account that begins now.
    pub(super) fn begin(&mut self) {
        if let Some((_, hour)) = self.rules.daily {
            let midnight = self.now.div_euclid(DAY) * DAY;
            let latest = midnight + Time::from(hour) * HOUR;
            self.next_daily = Some(if latest > self.now { latest } else { latest + DAY });
            self.issue_today();
        }
        if let Some((amount, days)) = self.rules.gift {
            let expires = days.map_or(NEVER, |days| self.now + Time::from(days) * DAY);
            self.issue("gift", FREE, amount, Reach::Until(expires));
        }
        if self.rules.subscribed {
            self.plan = Some(Plan::beginning(self.now));
            self.issue_monthly();
        }
        self.repay();
    }

    fn issue_daily(&mut self) {
        if let Some(next) = self.next_daily.filter(|next| *next <= self.now) {
            self.next_daily = Some(next + DAY);
            self.issue_today();
        }
    }

    fn issue_today(&mut self) {
        if let (Some((amount, _)), Some(next)) = (self.rules.daily, self.next_daily) {
            self.issue("daily", FREE, amount, Reach::Until(next));
        }
    }

    fn issue_monthly(&mut self) {
        let reach = match self.rules.life {
            Life::Cycle | Life::Carried { .. } => Reach::Cycle,
            Life::Never => Reach::Until(NEVER),
            Life::Days(days) => Reach::Until(self.now + Time::from(days) * DAY),
        };
        self.issue("monthly", SUB, self.rules.monthly, reach);
    }

    /// Credits that have just come repay debt.
    pub(super) fn repay(&mut self) {
        let fresh = std::mem::take(&mut self.fresh);
        if self.rules.debt != Debt::RepayFirst {
            return;
        }
        let now = self.now;
        for number in self.payers() {
            let debt = self.debt;
            let Some(lot) = self.lot(number) else { continue };
            if fresh.contains(&number) && !lot.frozen {
                let paid = debt.min(lot.left);
                lot.left -= paid;
                let of = lot.clone();
                self.debt -= paid;
                self.repaid.extend((paid > 0).then_some((now, of, paid)));
            }
        }
    }
}
