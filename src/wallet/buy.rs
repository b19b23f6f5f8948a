//! Purchases and invoices.

use super::account::AutoTopUp;
use super::entry::Entry;
use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::lot::{Ends, NewLot};
use super::schedule::unknown_size;
use super::source::CreditOrigin;
use super::{Result, Wallet, limit, out_of_time};
use crate::amount::{Credits, Decimal, Fraction, Money, gcd};
use crate::calendar::{Instant, Recurrence, Step, month_start};
use crate::catalog::supply::{Billing, Debt, Expires, TopUp, covers, is_for};
use crate::error::{Error, ErrorKind, place_of};

/// Automatic purchases at one instant.
const MOST_AT_ONCE: u32 = 1_000;

/// Purchases of this cycle and the open monthly invoice.
#[derive(Clone, Debug, Default)]
pub(crate) struct Purchases {
    /// Purchases in this cycle, by index of the top-up.
    pub(crate) counts: Vec<u32>,
    /// Credits bought in this cycle.
    pub(crate) credits: Credits,
    /// When the month's invoice is due.
    pub(crate) next_invoice: Option<Instant>,
    /// Its total so far; `None` if a price on it is unknown.
    pub(crate) month: Option<Money>,
    /// Whether it has any items.
    pub(crate) open: bool,
    pub(crate) auto: Option<Auto>,
}

/// The rule for automatic top-ups, and its state.
#[derive(Clone, Debug)]
pub(crate) struct Auto {
    pub(crate) top_up: usize,
    pub(crate) rule: AutoTopUp,
    /// Purchases in this cycle.
    pub(crate) count: u32,
    pub(crate) last: Option<Instant>,
}

impl Purchases {
    pub(super) fn new_cycle(&mut self) {
        self.counts.fill(0);
        self.credits = Credits::ZERO;
        if let Some(auto) = &mut self.auto {
            auto.count = 0;
        }
    }
}

impl Wallet {
    /// Buys `count` bundles of a top-up.
    ///
    /// # Errors
    /// `unknown_name` for a top-up that does not exist; `no_answer` if it may not be bought now, or
    /// if its size is neither published nor assumed.
    pub fn buy(&mut self, top_up: &str, count: u32) -> Result<Vec<Entry>> {
        let place = self.top_up_place("/top_up", top_up)?;
        self.run_buy(place, count, Reason::Bought)?;
        self.settle_instant()?;
        Ok(self.take_entries())
    }

    pub(crate) fn top_up_place(&self, pointer: &str, id: &str) -> Result<usize> {
        let top_ups = &self.supply().top_ups;
        place_of(pointer, "top-up", id, top_ups.iter().map(|top_up| &*top_up.id))
    }

    /// Size and price of `count` bundles; `None` if the size is unknown.
    pub(crate) fn bundle(&self, place: usize, count: u32) -> Option<(Credits, Option<Money>)> {
        let (credits, price) = *self.amounts.top_ups.get(place)?;
        let count = u64::from(count);
        let price = price.and_then(|price| price.checked_times(count));
        Some((credits?.checked_times(count)?, price))
    }

    /// Why `count` bundles may not be bought now.
    pub(crate) fn may_not_buy(&self, place: usize, count: u32) -> Option<String> {
        let top_up = self.supply().top_ups.get(place)?;
        if !is_for(&top_up.to, self.held()) {
            return Some(format!("`{}` is not sold with this plan", top_up.id));
        }
        let bought = self.purchases.counts.get(place).copied().unwrap_or(0);
        if let Some(most) = top_up.limit.filter(|most| bought.saturating_add(count) > *most) {
            return Some(format!("`{}` may be bought {most} times in a cycle", top_up.id));
        }
        let credits = self.bundle(place, count)?.0;
        let multiple = top_up.multiple.map(crate::amount::Decimal::from);
        if let Some(multiple) = multiple.filter(|multiple| !multiple.is_zero())
            && !credits.decimal().is_multiple_of(multiple)
        {
            return Some(format!("`{}` is sold in multiples of {multiple}", top_up.id));
        }
        let most = self.supply().plan(self.held()).and_then(|plan| plan.top_ups_per_cycle)?;
        let credits = credits.checked_add(self.purchases.credits);
        if credits.is_none_or(|credits| credits > most) {
            return Some(format!("at most {} may be bought in a cycle", self.credits(most)));
        }
        None
    }

    /// Indices of the top-ups that the current plan may buy and that may pay for an operation.
    pub(crate) fn top_ups_for(&self, operation: usize) -> impl Iterator<Item = usize> {
        let supply = self.supply();
        let pays = move |top_up: &TopUp| {
            let class = supply.classes.get(top_up.class);
            covers(&top_up.pays_for, operation)
                && class.is_none_or(|class| covers(&class.pays_for, operation))
        };
        let held = self.held();
        let all = supply.top_ups.iter().enumerate();
        all.filter(move |(_, top_up)| is_for(&top_up.to, held) && pays(top_up))
            .map(|(place, _)| place)
    }

    /// When a top-up bought at `at` expires, if it is bought before `cycle_end`.
    pub(crate) fn bought_end(&self, place: usize, at: Instant, cycle_end: Instant) -> Instant {
        match self.ends_of_top_up(place, at) {
            Ok(Ends::At(end)) => end,
            Ok(Ends::Cycle) => cycle_end,
            _ => Instant::MAX,
        }
    }

    /// What a top-up ends by that begins at an instant.
    pub(super) fn ends_of_top_up(&self, place: usize, starts: Instant) -> Result<Ends> {
        Ok(match self.supply().top_ups.get(place).map(|top_up| top_up.expires) {
            Some(Expires::After(span)) => Ends::At(self.after(starts, span)?),
            Some(Expires::CycleEnd) if self.subscription.is_some() => Ends::Cycle,
            _ => Ends::Never,
        })
    }

    /// The smallest number of bundles that is sold: as many as make the required multiple.
    pub(crate) fn least_count(&self, place: usize) -> Option<u32> {
        let (size, _) = self.bundle(place, 1)?;
        let Some(multiple) = self.supply().top_ups.get(place)?.multiple else { return Some(1) };
        let multiple = Decimal::from(multiple).scaled().unsigned_abs();
        let shared = gcd(multiple, size.decimal().scaled().unsigned_abs());
        u32::try_from(multiple.checked_div(shared)?).ok().filter(|count| *count > 0)
    }

    /// Most credits that may be bought in a cycle.
    pub(crate) fn most_bought(&self) -> Option<Credits> {
        self.supply().plan(self.held())?.top_ups_per_cycle
    }

    /// Lends credits, as if a top-up of exactly this size had been bought. Returns whether a top-up
    /// could pay for the operation.
    pub(crate) fn lend(&mut self, operation: usize, amount: Credits) -> Result<bool> {
        let Some(class) = self.lends_as(operation) else { return Ok(false) };
        let lot = NewLot {
            given: None,
            class,
            source: CreditOrigin::Given,
            effective: self.now,
            ends: Ends::Never,
            priority: u32::MAX,
            interval: u32::MAX,
            unit_cost: None,
            amount,
            member: None,
        };
        self.issue(lot, Reason::Manual, Subject::Class(class), None)?;
        Ok(true)
    }

    /// The class of the credits that are lent for an operation.
    pub(crate) fn lends_as(&self, operation: usize) -> Option<usize> {
        let place = self.top_ups_for(operation).next()?;
        self.supply().top_ups.get(place).map(|top_up| top_up.class)
    }

    pub(crate) fn run_buy(&mut self, place: usize, count: u32, reason: Reason) -> Result<()> {
        let refused = |sentence| Error::new(ErrorKind::NoAnswer, "/top_up", sentence);
        if count == 0 {
            let sentence = "expected at least 1, found 0";
            return Err(Error::new(ErrorKind::OutOfRange, "/count", sentence));
        }
        if let Some(sentence) = self.may_not_buy(place, count) {
            return Err(refused(sentence));
        }
        let catalog = self.catalog.clone();
        let Some(top_up) = catalog.checked().supply().top_ups.get(place) else { return Ok(()) };
        let Some((credits, price)) = self.bundle(place, count) else {
            return Err(unknown_size(&top_up.id));
        };
        if let Some(bought) = self.purchases.counts.get_mut(place) {
            *bought = bought.saturating_add(count);
        }
        let all = self.purchases.credits.checked_add(credits);
        self.purchases.credits = all.ok_or_else(|| limit("a purchase"))?;
        let lot = self.bought_lot(place, top_up, credits, price)?;
        self.issue(lot, reason, Subject::TopUp(place), price)?;
        let bought = self.journal.bought.checked_add(price.unwrap_or_default());
        self.journal.bought = bought.ok_or_else(|| limit("a purchase"))?;
        self.bill(price, reason, Subject::TopUp(place))
    }

    fn bought_lot(
        &self,
        place: usize,
        top_up: &TopUp,
        amount: Credits,
        price: Option<Money>,
    ) -> Result<NewLot> {
        let unit_cost = price.and_then(|price| {
            let price = Fraction::from_decimal(price.decimal());
            price.div(&Fraction::from_decimal(amount.decimal())).ok()
        });
        Ok(NewLot {
            given: None,
            class: top_up.class,
            source: CreditOrigin::TopUp(place),
            effective: self.now,
            ends: self.ends_of_top_up(place, self.now)?,
            priority: top_up.priority,
            interval: u32::MAX,
            unit_cost,
            amount,
            member: None,
        })
    }

    /// Bills the next term of the plan.
    pub(super) fn invoice_term(&mut self) -> Result<()> {
        let Some(subscription) = &self.subscription else { return Ok(()) };
        let plan = subscription.plan;
        let money = self.term_price(plan, subscription.term);
        self.bill(money, Reason::Term, Subject::Plan(plan))
    }

    /// Money for one cycle of the current plan.
    pub(crate) fn price_of_cycle(&self) -> Option<Fraction> {
        self.subscription.as_ref()?.cycle_price
    }

    /// When the current cycle ends.
    pub(crate) fn cycle_end(&self) -> Option<Instant> {
        self.subscription.as_ref().map(|subscription| subscription.cycle.end)
    }

    /// The total of the next invoice; `None` if a price on it is unknown.
    fn due(&self) -> Option<Money> {
        if self.purchases.open { self.purchases.month } else { Some(Money::ZERO) }
    }

    /// Money invoiced so far, plus the next invoice, plus the terms that begin from now until an
    /// instant; `None` if a price is unknown.
    pub(crate) fn cost_of_terms(&self, until: Instant) -> Option<Money> {
        let of = self.subscription.as_ref()?;
        let price = self.term_price(of.plan, of.term)?;
        let (mut paid, mut count) = (of.paid, 0);
        while paid.end < until {
            (paid, count) = (paid.next(&self.clock)?, count + 1);
        }
        self.cost()?.checked_add(price.checked_times(count)?)
    }

    /// Money invoiced so far, plus the next invoice; `None` if a price is unknown.
    pub(crate) fn cost(&self) -> Option<Money> {
        let due = self.due().filter(|_| self.journal.unpriced == 0)?;
        self.journal.billed.checked_add(due)
    }

    /// Remaining credits of top-ups and the money paid for them; `None` if a price is unknown.
    pub(crate) fn bought_and_left(&self) -> Result<(Credits, Option<Fraction>)> {
        let (mut left, mut paid) = (Credits::ZERO, Some(Fraction::ZERO));
        for lot in self.lots.open().into_iter().filter_map(|slot| self.lots.get(slot)) {
            if matches!(lot.source, CreditOrigin::TopUp(_)) {
                left = left.checked_add(lot.remaining).ok_or_else(|| limit("a balance"))?;
                let cost = lot
                    .unit_cost
                    .map(|cost| cost.mul(&Fraction::from_decimal(lot.remaining.decimal())));
                paid = paid.zip(cost).and_then(|(sum, cost)| sum.add(&cost.ok()?).ok());
            }
        }
        Ok((left, paid))
    }

    /// Invoices now, or adds to the monthly invoice.
    pub(super) fn bill(
        &mut self,
        money: Option<Money>,
        reason: Reason,
        subject: Subject,
    ) -> Result<()> {
        if self.supply().policies.billing == Billing::Anniversary {
            self.journal.bill(money)?;
            self.note(EntryKind::Invoice, reason, subject).money(money).done();
            return Ok(());
        }
        if self.purchases.next_invoice.is_none() {
            let month = month_start(self.clock.wall(self.now));
            let next = Recurrence::at_wall(month, Step::Months(1)).nth(1, &self.clock);
            self.purchases.next_invoice = Some(next.ok_or_else(out_of_time)?);
        }
        let before = if self.purchases.open { self.purchases.month } else { Some(Money::ZERO) };
        self.purchases.month = match (before, money) {
            (Some(sum), Some(money)) => {
                Some(sum.checked_add(money).ok_or_else(|| limit("an invoice"))?)
            }
            _ => None,
        };
        self.purchases.open = true;
        Ok(())
    }

    /// The next due date: of the monthly invoice or of a term.
    pub(crate) fn next_bill(&self) -> Instant {
        let invoice = self.purchases.next_invoice.unwrap_or(Instant::MAX);
        self.subscription.as_ref().map_or(invoice, |of| invoice.min(of.paid.end))
    }

    /// Sends the monthly invoice, on the first of the next month.
    pub(super) fn send_invoice(&mut self) -> Result<()> {
        if self.purchases.next_invoice.is_none_or(|due| due > self.now) {
            return Ok(());
        }
        self.purchases.next_invoice = None;
        let money = self.purchases.month.take();
        self.purchases.open = false;
        self.journal.bill(money)?;
        let plan = self.held().map_or(Subject::None, |(plan, _)| Subject::Plan(plan));
        self.note(EntryKind::Invoice, Reason::Month, plan).money(money).done();
        Ok(())
    }

    /// Buys automatically while the balance is below the threshold. Debt may use up a purchase, so
    /// it repeats within the same instant.
    pub(crate) fn top_up_automatically(&mut self) -> Result<()> {
        for _ in 0..MOST_AT_ONCE {
            if !self.top_up_once()? {
                break;
            }
        }
        Ok(())
    }

    /// Returns whether it bought something.
    fn top_up_once(&mut self) -> Result<bool> {
        let Some(auto) = self.purchases.auto.clone() else { return Ok(false) };
        if self.balance() >= auto.rule.below || !self.may_top_up(&auto) {
            return Ok(false);
        }
        let count = self.auto_count(&auto);
        if count == 0 || self.may_not_buy(auto.top_up, count).is_some() {
            return Ok(false);
        }
        let before = (self.balance(), self.debt);
        self.run_buy(auto.top_up, count, Reason::AutoTopUp)?;
        if let Some(auto) = &mut self.purchases.auto {
            auto.count += 1;
            auto.last = Some(self.now);
        }
        self.settle_debt()?;
        // If neither changed, the credits cannot pay for anything: buying would never stop.
        Ok(before != (self.balance(), self.debt))
    }

    fn may_top_up(&self, auto: &Auto) -> bool {
        self.rested(auto).is_some_and(|rested| rested <= self.now)
            && auto.rule.limit.is_none_or(|most| auto.count < most)
    }

    /// When the minimum time since the last purchase is over.
    fn rested(&self, auto: &Auto) -> Option<Instant> {
        match (auto.last, auto.rule.cooldown) {
            (Some(last), Some(cooldown)) => {
                Recurrence::from(last, cooldown.step(), &self.clock).nth(1, &self.clock)
            }
            _ => Some(self.now),
        }
    }

    /// When the next automatic top-up happens, if one is needed now but the last is too recent.
    pub(super) fn auto_rested(&self) -> Option<Instant> {
        let auto = self.purchases.auto.as_ref()?;
        let is_wanted = self.balance() < auto.rule.below
            && auto.rule.limit.is_none_or(|most| auto.count < most);
        self.rested(auto).filter(|rested| is_wanted && *rested > self.now)
    }

    /// The configured count, or as many bundles as reach the target after they have repaid debt.
    fn auto_count(&self, auto: &Auto) -> u32 {
        let Some(target) = auto.rule.target else { return auto.rule.count.unwrap_or(1) };
        let Some((size, _)) = self.bundle(auto.top_up, 1) else { return 0 };
        let owed = match self.supply().policies.debt {
            Debt::RepayFirst => self.debt,
            _ => Credits::ZERO,
        };
        let missing = target.checked_sub(self.balance()).and_then(|more| more.checked_add(owed));
        whole_times(missing.unwrap_or_default(), size)
    }
}

/// How many bundles of `size` cover an amount.
pub(crate) fn whole_times(amount: Credits, size: Credits) -> u32 {
    let (amount, size) = (amount.decimal().scaled(), size.decimal().scaled());
    if amount <= 0 || size <= 0 {
        return 0;
    }
    u32::try_from((amount + size - 1) / size).unwrap_or(u32::MAX)
}
