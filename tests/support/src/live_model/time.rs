//! What is due: at each instant, holds end, invoices become void, lots expire, the cycle closes, plans
//! change, grants issue, new credits repay debt. At its end, packs are bought by themselves.

use super::plan::Plan;
use super::wallet::{Lot, Reach, Source, Wallet};
use super::{Amount, DAILY, DAY, Debt, FREE, GIFT, HOUR, Life, NEVER, OF_PLANS, SUB, Time};

impl Wallet {
    /// What is due by an instant happens. Each instant is settled before the next one.
    pub(super) fn run_to(&mut self, at: Time) {
        loop {
            let due = self.next_due().filter(|due| *due <= at);
            if due.unwrap_or(at) > self.now {
                self.end_instant();
            }
            // That may have bought packs, whose time is over earlier.
            let Some(due) = self.next_due().filter(|due| *due <= at) else { break };
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
        let open = self.invoices.iter().filter(|invoice| invoice.is_open());
        let graces = open.filter_map(|invoice| invoice.until);
        let dated = lots.chain(holds).chain(graces);
        dated.chain(cycle).chain(self.next_daily).chain(self.auto_rested()).min()
    }

    fn do_what_is_due(&mut self) {
        self.end_holds();
        self.void_overdue();
        self.expire_lots();
        let closes = self.plan.filter(|plan| plan.until() <= self.now);
        if let Some(plan) = closes {
            self.close_cycle(plan);
            self.go_on(plan);
        }
        self.issue_daily();
        if closes.is_some() {
            self.issue_of_plan();
        }
        self.repay();
    }

    /// The last steps of an instant.
    pub(super) fn end_instant(&mut self) {
        self.repay();
        self.buy_by_itself();
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
    }

    fn end_with_cycle(&mut self) {
        self.lots.iter_mut().filter(|lot| lot.with_cycle && !lot.waits).for_each(Lot::end);
        self.forget_lots();
    }

    /// The plan's credits that end now, and those carried before, are cut to the cap: what expires
    /// soonest first, then what was carried before, then the oldest.
    fn carry(&mut self, plan: Plan, cap: Option<Amount>, cycles: Option<u32>) {
        let until = cycles.map(|more| plan.months_after(plan.cycle + more));
        let is_in =
            |lot: &&mut Lot| lot.class == SUB && !lot.waits && (lot.with_cycle || lot.carried);
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

    /// What is counted in a cycle is counted anew.
    pub(super) fn count_anew(&mut self) {
        self.used.fill(0);
        (self.counted, self.bought, self.auto_bought) = (self.now, 0, 0);
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
            self.issue(Source::Grant(GIFT), FREE, amount, Reach::Until(expires));
        }
        // There is no payment policy yet.
        let policy = self.rules.policy.take();
        if self.rules.subscribed {
            self.begin_plan(0, false);
        }
        self.end_instant();
        self.rules.policy = policy;
    }

    fn issue_daily(&mut self) {
        if let Some(next) = self.next_daily.filter(|next| *next <= self.now) {
            self.next_daily = Some(next + DAY);
            self.issue_today();
        }
    }

    fn issue_today(&mut self) {
        if let (Some((amount, _)), Some(next)) = (self.rules.daily, self.next_daily) {
            self.issue(Source::Grant(DAILY), FREE, amount, Reach::Until(next));
        }
    }

    /// The credits of a cycle come with the last invoice for the plan.
    pub(super) fn issue_of_plan(&mut self) {
        let Some(plan) = self.plan else { return };
        let reach = match self.rules.life {
            Life::Cycle | Life::Carried { .. } => Reach::Cycle,
            Life::Never => Reach::Until(NEVER),
            Life::Days(days) => Reach::Until(self.now + Time::from(days) * DAY),
        };
        let amount = self.rules.monthly[plan.place];
        let lot = self.issue(Source::Grant(OF_PLANS + plan.place), SUB, amount, reach);
        self.put_on_invoice(Some(plan.place), lot);
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
