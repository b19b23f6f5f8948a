//! Subscribing, cancelling and resuming; the end of a cycle or a term.

use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::schedule::IssueNow;
use super::subscription::{ChangeAt, Period, Scheduled, Subscription, Turn};
use super::{Result, Wallet, out_of_time};
use crate::amount::{Fraction, Money};
use crate::calendar::{DAY, Instant, Recurrence, Step, TimeOfDay, Wall, month_start};
use crate::catalog::id::PlanId;
use crate::catalog::supply::{Change, Cycle, Held, Term, TermPrice};
use crate::error::{Error, ErrorKind, place_of, there};

impl Wallet {
    pub(crate) fn plan_place(&self, pointer: &str, id: &str) -> Result<PlanId> {
        let plans = &self.catalog.checked().plans;
        place_of(pointer, "plan", id, plans.iter().map(|plan| &*plan.id)).map(PlanId::at)
    }

    /// Ends the subscription: at once, or at the end of the cycle or the paid period.
    pub(crate) fn run_cancel(&mut self, when: ChangeAt) -> Result<()> {
        if self.subscription().is_none() {
            let sentence = "there is no subscription to cancel";
            return Err(Error::new(ErrorKind::NoAnswer, "", sentence));
        }
        let at_term_end = when == ChangeAt::TermEnd;
        if when == ChangeAt::Now {
            self.check_grants(None)?;
            self.lapse()?;
            return self.issue_again();
        }
        let change = Change::of(None, false);
        self.standing.schedule(Some(Scheduled { to: None, at_term_end, change }));
        Ok(())
    }

    /// If a change takes a rolling grant's credits away, a grant that stays active issues again at
    /// once.
    pub(super) fn issue_again(&mut self) -> Result<()> {
        self.issue_due(Turn::NONE)
    }

    /// Withdraws a scheduled cancellation or change.
    pub(crate) fn run_resume(&mut self) -> Result<()> {
        let next = self.standing.schedule(None);
        next.map(drop).ok_or_else(|| {
            let sentence = "no cancellation or change is scheduled";
            Error::new(ErrorKind::NoAnswer, "", sentence)
        })
    }

    /// Checks that all amounts of a plan are known, so that a call that fails changes nothing.
    pub(super) fn check_grants(&self, held: Option<Held>) -> Result<()> {
        self.supply().grants_for(held).try_for_each(|(place, _)| self.grant_amount(place).map(drop))
    }

    pub(super) fn check_sold(&self, pointer: &str, plan: PlanId, term: Term) -> Result<()> {
        if self.amounts.price(plan, term) != Some(TermPrice::NotSold) {
            return Ok(());
        }
        let id = there(self.catalog.checked().plan_at(plan)).map_or("", |plan| &*plan.id);
        let sentence = format!("`{id}` is not sold for a {}", term.word());
        Err(Error::new(ErrorKind::OutOfRange, pointer, sentence))
    }

    pub(super) fn begin(&mut self, plan: PlanId, term: Term, reason: Reason) -> Result<()> {
        self.standing.begin(self.subscription_from(plan, term, self.now)?);
        self.thaw()?;
        self.note(EntryKind::Plan, reason, Subject::Plan(plan)).done();
        self.count_anew();
        self.invoice_term()?;
        self.journal.mark_cycle(self.now);
        self.refresh_schedules(IssueNow::WithFirstCycle)?;
        self.alerts.know(self.allowance(self.held()).unwrap_or_default());
        Ok(())
    }

    /// A subscription as it stands now, with cycles counted from an instant.
    pub(super) fn subscription_from(
        &self,
        plan: PlanId,
        term: Term,
        since: Instant,
    ) -> Result<Subscription> {
        let terms = self.supply().terms_of(plan);
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

    /// Every month from an instant, at the renewal's time of day.
    pub(super) fn anniversary(&self, since: Instant, at: Option<TimeOfDay>) -> Recurrence {
        let wall = self.clock.wall(since);
        let wall = at.map_or(wall, |at| Wall(wall.day() * DAY + at.seconds()));
        Recurrence::at_wall(wall, Step::Months(1))
    }

    /// Money for one cycle of a plan; `None` if unknown.
    pub(crate) fn cycle_price(&self, plan: PlanId, term: Term) -> Option<Fraction> {
        let price = Fraction::from_decimal(self.term_price(plan, term)?.decimal());
        let months = i128::from(term.months());
        let cycles = match self.supply().terms_of(plan)?.cycle {
            Cycle::Anniversary | Cycle::CalendarMonth => Fraction::integer(months),
            Cycle::Term => Fraction::ONE,
            Cycle::Days(days) => Fraction::integer(365 * months)
                .div(&Fraction::integer(12 * i128::from(days)))
                .ok()?,
        };
        price.div(&cycles).ok()
    }

    /// The price of a term; `None` if unknown.
    pub(crate) fn term_price(&self, plan: PlanId, term: Term) -> Option<Money> {
        match self.amounts.price(plan, term)? {
            TermPrice::Price(money) => Some(money),
            _ => None,
        }
    }

    /// What ends now: the cycle, the term or both.
    pub(super) fn turn(&self) -> Turn {
        let ends = |period: fn(&Subscription) -> &Period| {
            self.subscription().is_some_and(|s| period(s).end <= self.now)
        };
        Turn { cycle: ends(|s| &s.cycle), paid: ends(|s| &s.paid) }
    }

    /// Sends the bills that are due, if no cycle ends and no plan changes.
    pub(crate) fn bill_without_cycle_end(&mut self) -> Result<()> {
        self.send_invoice()?;
        let turn = self.turn();
        if turn.paid { self.change_plans(turn).map(drop) } else { Ok(()) }
    }

    /// Applies scheduled changes. Returns which periods begin now.
    pub(super) fn change_plans(&mut self, turn: Turn) -> Result<Turn> {
        let Some(subscription) = self.subscription() else {
            return Ok(Turn::NONE);
        };
        let due =
            subscription.next.filter(|next| if next.at_term_end { turn.paid } else { turn.cycle });
        match due {
            None => self.next_periods(turn),
            Some(Scheduled { to: None, .. }) => {
                self.lapse()?;
                Ok(Turn::NONE)
            }
            Some(next) => self.change_at_end(next, turn),
        }
    }

    fn next_periods(&mut self, turn: Turn) -> Result<Turn> {
        self.standing.go_on(turn, &self.clock).ok_or_else(out_of_time)?;
        if turn.cycle || self.some_end_with_term() {
            self.renew_ends();
        } else if turn.paid {
            // Lots that rolled over at the end of the term may have a new place in the burn order.
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

    /// What is counted in a cycle is counted anew.
    pub(super) fn count_anew(&mut self) {
        self.purchases.new_cycle(self.now);
        self.members.new_cycle(self.now);
        if let Some(auto) = &mut self.auto {
            auto.new_cycle();
        }
    }

    pub(super) fn cycle(&self) -> Option<Period> {
        self.subscription().map(|subscription| subscription.cycle)
    }
}
