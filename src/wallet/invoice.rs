//! Invoices: what is due is billed at once, or stands on the month's invoice.

use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::{Fits, Result, Wallet, out_of_time};
use crate::amount::{Fraction, Money};
use crate::calendar::{Instant, Recurrence, Step, month_start};
use crate::catalog::supply::Billing;

/// The invoices so far, and the one that is not due yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Invoices {
    month: Option<MonthInvoice>,
    /// Money of all invoices with a known price.
    billed: Money,
    /// Money of all top-ups with a known price.
    bought: Money,
    /// Invoices whose price is not published.
    unpriced: u32,
}

/// An open invoice.
#[derive(Clone, Copy, Debug)]
pub(super) struct MonthInvoice {
    pub(super) due: Instant,
    /// Its total so far; `None` if a price on it is unknown.
    pub(super) money: Option<Money>,
}

impl Invoices {
    /// As they were saved.
    pub(super) fn of(month: Option<MonthInvoice>, billed: Money, unpriced: u32) -> Self {
        Invoices { month, billed, bought: Money::ZERO, unpriced }
    }

    /// Sums begin anew; the open invoice stays.
    pub(super) fn forget_sums(&mut self) {
        *self = Invoices { month: self.month, ..Invoices::default() };
    }

    /// The month's invoice, where anything stands on it.
    pub(super) fn month(&self) -> Option<MonthInvoice> {
        self.month
    }

    pub(super) fn billed(&self) -> Money {
        self.billed
    }

    pub(super) fn bought(&self) -> Money {
        self.bought
    }

    pub(super) fn unpriced(&self) -> u32 {
        self.unpriced
    }

    pub(super) fn count_bought(&mut self, price: Option<Money>) -> Result<()> {
        let bought = self.bought.checked_add(price.unwrap_or_default());
        self.bought = bought.fits("a purchase")?;
        Ok(())
    }

    /// Money so far, including the next invoice; `None` if a price is unknown.
    fn cost(&self) -> Option<Money> {
        let due = self.month.map_or(Some(Money::ZERO), |month| month.money);
        self.billed.checked_add(due.filter(|_| self.unpriced == 0)?)
    }

    fn bill(&mut self, money: Option<Money>) -> Result<()> {
        match money {
            None => self.unpriced += 1,
            Some(money) => {
                self.billed = self.billed.checked_add(money).fits("an invoice")?;
            }
        }
        Ok(())
    }

    /// Puts it on the month's invoice; the first that stands on it says when that is due.
    fn bill_later(
        &mut self,
        money: Option<Money>,
        due: impl FnOnce() -> Option<Instant>,
    ) -> Result<()> {
        let month = match &mut self.month {
            Some(month) => month,
            None => {
                let due = due().ok_or_else(out_of_time)?;
                self.month.insert(MonthInvoice { due, money: Some(Money::ZERO) })
            }
        };
        month.money = match (month.money, money) {
            (Some(sum), Some(money)) => Some(sum.checked_add(money).fits("an invoice")?),
            _ => None,
        };
        Ok(())
    }

    /// The month's invoice, when it is due; it is sent then.
    fn send(&mut self, now: Instant) -> Result<Option<MonthInvoice>> {
        let sent = self.month.take_if(|month| month.due <= now);
        if let Some(month) = sent {
            self.bill(month.money)?;
        }
        Ok(sent)
    }
}

impl Wallet {
    /// Bills the next term of the plan.
    pub(super) fn invoice_term(&mut self) -> Result<()> {
        let Some(subscription) = self.subscription() else { return Ok(()) };
        let plan = subscription.plan;
        let money = self.term_price(plan, subscription.term);
        self.bill(money, Reason::Term, Subject::Plan(plan))
    }

    /// Money for one cycle of the current plan.
    pub(crate) fn price_of_cycle(&self) -> Option<Fraction> {
        self.subscription()?.cycle_price
    }

    /// When the current cycle ends.
    pub(crate) fn cycle_end(&self) -> Option<Instant> {
        self.subscription().map(|subscription| subscription.cycle.end)
    }

    /// Money invoiced so far, plus the next invoice, plus the terms that begin from now until an
    /// instant; `None` if a price is unknown.
    pub(crate) fn cost_of_terms(&self, until: Instant) -> Option<Money> {
        let of = self.subscription()?;
        let price = self.term_price(of.plan, of.term)?;
        let (mut paid, mut count) = (of.paid, 0);
        while paid.end < until {
            (paid, count) = (paid.next(&self.clock)?, count + 1);
        }
        self.cost()?.checked_add(price.checked_times(count)?)
    }

    /// Money so far, including the next invoice; `None` if a price is unknown.
    pub(crate) fn cost(&self) -> Option<Money> {
        self.invoices.cost()
    }

    /// Invoices now, or adds to the monthly invoice.
    pub(super) fn bill(
        &mut self,
        money: Option<Money>,
        reason: Reason,
        subject: Subject,
    ) -> Result<()> {
        if self.supply().policies.billing == Billing::Anniversary {
            self.invoices.bill(money)?;
            self.note(EntryKind::Invoice, reason, subject).money(money).done();
            return Ok(());
        }
        let (now, clock) = (self.now, &self.clock);
        self.invoices.bill_later(money, || {
            Recurrence::at_wall(month_start(clock.wall(now)), Step::Months(1)).nth(1, clock)
        })
    }

    /// The next due date: of the monthly invoice or of a term.
    pub(crate) fn next_bill(&self) -> Instant {
        let invoice = self.invoices.month().map_or(Instant::MAX, |month| month.due);
        self.subscription().map_or(invoice, |of| invoice.min(of.paid.end))
    }

    /// Sends the monthly invoice, on the first of the next month.
    pub(super) fn send_invoice(&mut self) -> Result<()> {
        let Some(month) = self.invoices.send(self.now)? else { return Ok(()) };
        let plan = self.held().map_or(Subject::None, |held| Subject::Plan(held.plan));
        self.note(EntryKind::Invoice, Reason::Month, plan).money(month.money).done();
        Ok(())
    }
}
