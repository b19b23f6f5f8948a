//! Invoices: what is due is billed at once, or stands on the month's invoice.

use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::want::LotPayment;
use super::{Fits, Result, Wallet, out_of_time};
use crate::amount::{Fraction, Money};
use crate::calendar::{Instant, Recurrence, Step, month_start};
use crate::catalog::supply::Billing;
use std::any::Any;
use std::sync::Arc;

/// The invoices so far, and the one that is not due yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Invoices {
    month: Option<MonthInvoice>,
    books: Option<Books>,
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

/// The books of a live wallet, shared by its copies. A simulation has none: it takes every invoice
/// as paid. By their hidden type, a module that only simulates has no code for them.
#[derive(Clone, Debug)]
pub(super) struct Books {
    pub(super) kept: Arc<dyn Any + Send + Sync>,
    /// What the wallet does about its invoices.
    pub(super) react: fn(&mut Wallet, Billed) -> Result<()>,
    /// When the time to pay the next open invoice is over.
    pub(super) due: Option<Instant>,
    /// An automatic purchase is not paid yet: no other is made before.
    pub(super) awaits_auto: bool,
}

/// What the books of a live wallet learn.
#[derive(Clone, Copy, Debug)]
pub(super) enum Billed {
    /// An invoice is sent.
    Invoice { money: Option<Money>, reason: Reason, subject: Subject },
    /// New lots may pay from now on.
    Lots,
    /// Credits of a lot have repaid debt.
    Repaid(LotPayment),
    /// The time to pay an invoice is over.
    Due,
}

impl Invoices {
    /// As they were saved.
    pub(super) fn of(month: Option<MonthInvoice>, billed: Money, unpriced: u32) -> Self {
        Invoices { month, billed, unpriced, ..Invoices::default() }
    }

    pub(super) fn books(&self) -> Option<&Books> {
        self.books.as_ref()
    }

    pub(super) fn take_books(&mut self) -> Option<Books> {
        self.books.take()
    }

    /// Keeps books from now on, or no longer.
    pub(super) fn set_books(&mut self, books: Option<Books>) {
        self.books = books;
    }

    /// When the time to pay the next open invoice is over.
    pub(super) fn next_overdue(&self) -> Option<Instant> {
        self.books.as_ref()?.due
    }

    /// Whether no automatic purchase is made, because the last one is not paid yet.
    pub(super) fn awaits_auto(&self) -> bool {
        self.books.as_ref().is_some_and(|books| books.awaits_auto)
    }

    /// Sums begin anew; the open invoice stays.
    pub(super) fn forget_sums(&mut self) {
        let (month, books) = (self.month, self.books.take());
        *self = Invoices { month, books, ..Invoices::default() };
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
            return self.invoice(money, reason, subject);
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
        self.invoice(month.money, Reason::Month, plan)
    }

    /// An invoice goes out.
    fn invoice(&mut self, money: Option<Money>, reason: Reason, subject: Subject) -> Result<()> {
        self.note(EntryKind::Invoice, reason, subject).money(money).done();
        self.tell_books(Billed::Invoice { money, reason, subject })
    }

    pub(super) fn tell_books(&mut self, what: Billed) -> Result<()> {
        match self.invoices.books().map(|books| books.react) {
            Some(react) => react(self, what),
            None => Ok(()),
        }
    }

    /// The time to pay an invoice may be over.
    pub(super) fn check_overdue(&mut self) -> Result<()> {
        let due = self.invoices.next_overdue().filter(|due| *due <= self.now);
        due.map_or(Ok(()), |_| self.tell_books(Billed::Due))
    }
}
