//! The books of a live wallet: its invoices, whether they are paid, and what came with each.

use super::super::invoice::Books;
use super::super::kind::Reason;
use super::super::subscription::Subscription;
use super::super::{Result, Wallet};
use super::ids::{IdOf, WalletId};
use super::policy::PaymentPolicy;
use super::repaid::Repayment;
use crate::amount::{Credits, Money};
use crate::calendar::Instant;
use crate::catalog::id::{PlanId, TopUpId};
use crate::error::{Error, ErrorKind, there};
use crate::json::{saved, words};
use std::collections::VecDeque;
use std::sync::Arc;

words! {
    /// How far an invoice is.
    pub enum InvoiceStatus {
        /// It is not paid yet.
        Open = "open",
        /// It is paid.
        Paid = "paid",
        /// It was not paid in time, or its last payment has failed: what came with it is revoked.
        Void = "void",
        /// The payment was charged back: what came with it is revoked.
        ChargedBack = "charged_back",
    }
}

saved! {
    /// An invoice. The wallet keeps it, and what came with it.
    #[non_exhaustive]
    pub struct InvoiceView {
        /// Unique; it begins with the id of the wallet.
        id: String,
        /// When it was sent.
        at: Instant,
        /// How far it is.
        status: InvoiceStatus,
        /// For what: `term`, `plan_change`, `bought`, `auto_top_up`, or `month` for a monthly
        /// invoice.
        reason: Reason,
        /// Id of the plan.
        plan: Option<String>,
        /// Id of the top-up.
        top_up: Option<String>,
        /// Money; absent where no price is published.
        money: Option<Money>,
        /// When an open invoice becomes void.
        until: Option<Instant>,
        /// How many payments have failed.
        failed: Option<u32>,
        /// Money of it that was given back.
        returned: Option<Money>,
        /// When it was paid or became void: it is kept for some time from then on.
        closed: Option<Instant>,
        /// The lots that came with it, by number, each with its credits.
        lots: Vec<InvoicedLot>,
    }
}

saved! {
    /// Credits that came with an invoice.
    #[non_exhaustive]
    pub struct InvoicedLot {
        /// Number of the lot.
        number: u32,
        /// Credits that were issued.
        amount: Credits,
    }
}

/// What an invoice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InvoiceFor {
    Plan(PlanId),
    TopUp(TopUpId),
    /// A plan or a top-up that is gone.
    Gone,
}

/// An invoice that is kept.
#[derive(Clone, Debug)]
pub(crate) struct Invoice {
    pub(in super::super) number: u64,
    pub(in super::super) at: Instant,
    pub(in super::super) status: InvoiceStatus,
    pub(in super::super) reason: Reason,
    pub(in super::super) of: InvoiceFor,
    pub(in super::super) money: Option<Money>,
    pub(in super::super) until: Option<Instant>,
    pub(in super::super) failed: u32,
    pub(in super::super) returned: Money,
    /// When it was paid or became void.
    pub(in super::super) closed: Option<Instant>,
    /// By number, in ascending order.
    pub(in super::super) lots: Vec<(u64, Credits)>,
}

impl Invoice {
    pub(super) fn is_open(&self) -> bool {
        self.status == InvoiceStatus::Open
    }

    /// Whether it was sent for a subscription: for its plan, and not before it began.
    pub(super) fn is_for(&self, held: &Subscription) -> bool {
        self.of == InvoiceFor::Plan(held.plan) && self.at >= held.since
    }

    /// What of its price has not been given back; `None` where no price is published.
    pub(super) fn left(&self) -> Option<Money> {
        self.money?.checked_sub(self.returned)
    }
}

/// The invoices of a live wallet.
#[derive(Clone, Debug, Default)]
pub(crate) struct InvoiceBook {
    pub(in super::super) policy: Option<PaymentPolicy>,
    /// By number, in ascending order.
    pub(in super::super) kept: VecDeque<Invoice>,
    pub(in super::super) last: u64,
    /// Number of the last lot that came with one.
    pub(super) last_lot: u64,
    /// Numbers of those that are open, in ascending order.
    open: Vec<u64>,
    /// What has repaid debt: it comes back when the run that made the debt is refunded.
    pub(in super::super) repaid: VecDeque<Repayment>,
    /// Numbers of those that are new or have changed since this was last asked.
    changed: Vec<u64>,
}

impl InvoiceBook {
    /// As it was saved.
    pub(in super::super) fn of(
        policy: Option<PaymentPolicy>,
        kept: VecDeque<Invoice>,
        last: u64,
        repaid: VecDeque<Repayment>,
    ) -> Self {
        let open = kept.iter().filter(|invoice| invoice.is_open());
        let open = open.map(|invoice| invoice.number).collect();
        let lots = kept.iter().filter_map(|invoice| invoice.lots.last());
        let last_lot = lots.map(|(number, _)| *number).max().unwrap_or_default();
        InvoiceBook { policy, kept, last, last_lot, open, repaid, changed: Vec::new() }
    }

    /// As the wallet keeps it.
    pub(in super::super) fn into_books(self) -> Books {
        Arc::new(self).into()
    }

    pub(super) fn get(&self, number: u64) -> Option<&Invoice> {
        self.kept.get(self.place(number)?)
    }

    /// Changes an invoice that is kept.
    pub(super) fn change(&mut self, number: u64, change: impl FnOnce(&mut Invoice)) {
        let Some(invoice) = self.place(number).and_then(|place| self.kept.get_mut(place)) else {
            return;
        };
        change(invoice);
        if let Some((lot, _)) = invoice.lots.last() {
            self.last_lot = self.last_lot.max(*lot);
        }
        if !invoice.is_open() {
            self.open.retain(|open| *open != number);
        }
        // Most changes follow the last one.
        if !self.changed.iter().rev().any(|changed| *changed == number) {
            self.changed.push(number);
        }
    }

    pub(super) fn open(&self) -> impl Iterator<Item = &Invoice> {
        self.open.iter().filter_map(|number| self.get(*number))
    }

    fn place(&self, number: u64) -> Option<usize> {
        self.kept.binary_search_by_key(&number, |invoice| invoice.number).ok()
    }

    /// The last invoice for a subscription that is paid or may still be.
    pub(super) fn last_for(&self, held: &Subscription) -> Option<&Invoice> {
        let is_good = |status| matches!(status, InvoiceStatus::Open | InvoiceStatus::Paid);
        let mut invoices = self.kept.iter().rev();
        invoices.find(|invoice| invoice.is_for(held) && is_good(invoice.status))
    }

    /// The first open invoice whose time is over by an instant.
    pub(super) fn next_overdue(&self, by: Instant) -> Option<u64> {
        let timed = self.open().filter_map(|invoice| Some((invoice.until?, invoice.number)));
        timed.filter(|(until, _)| *until <= by).min().map(|(_, number)| number)
    }

    /// Adds an invoice; its number is the next one.
    pub(super) fn add(&mut self, invoice: Invoice) {
        self.last = invoice.number;
        if invoice.is_open() {
            self.open.push(invoice.number);
        }
        self.changed.push(invoice.number);
        self.kept.push_back(invoice);
    }
}

impl From<Arc<InvoiceBook>> for Books {
    fn from(book: Arc<InvoiceBook>) -> Self {
        let due = book.open().filter_map(|invoice| invoice.until).min();
        let awaits_auto = book.open().any(|invoice| invoice.reason == Reason::AutoTopUp);
        Books { kept: book, react: Wallet::react_to_bill, due, awaits_auto }
    }
}

impl Wallet {
    /// The books; empty for a simulation.
    pub(in super::super) fn book(&self) -> Option<&InvoiceBook> {
        self.invoices.books()?.kept.downcast_ref()
    }

    /// Changes the books; they are copied before if another wallet shares them.
    pub(in super::super) fn change_book(&mut self, change: impl FnOnce(&mut InvoiceBook)) {
        let books = self.invoices.take_books();
        let shared = books.and_then(|books| books.kept.downcast::<InvoiceBook>().ok());
        let mut book = shared.unwrap_or_default();
        change(Arc::make_mut(&mut book));
        self.invoices.set_books(Some(book.into()));
    }

    /// The invoices that are kept, the oldest first.
    pub fn invoices(&self) -> Vec<InvoiceView> {
        let kept = self.book().into_iter().flat_map(|book| &book.kept);
        kept.map(|invoice| self.invoice_view(invoice)).collect()
    }

    /// An invoice that is kept.
    ///
    /// # Errors
    /// `unknown_name` for an invoice that is not kept, or is of another wallet.
    pub fn invoice_of(&self, id: &str) -> Result<InvoiceView> {
        self.find_invoice(&self.live.id, id).map(|invoice| self.invoice_view(invoice))
    }

    pub(super) fn find_invoice(&self, wallet: &WalletId, id: &str) -> Result<&Invoice> {
        let number = wallet.number(IdOf::Invoice, id)?;
        self.book().and_then(|book| book.get(number)).ok_or_else(|| {
            let sentence = format!("there is no invoice `{id}`, or it is no longer kept");
            Error::new(ErrorKind::UnknownName, "/invoice", sentence)
        })
    }

    pub(super) fn invoice_view(&self, invoice: &Invoice) -> InvoiceView {
        let supply = self.supply();
        let (plan, top_up) = match invoice.of {
            InvoiceFor::Plan(plan) => {
                (there(self.catalog.checked().plan_at(plan)).map(|plan| plan.id.to_string()), None)
            }
            InvoiceFor::TopUp(id) => {
                (None, there(supply.top_up(id)).map(|top_up| top_up.id.to_string()))
            }
            InvoiceFor::Gone => (None, None),
        };
        let lot = |(number, amount): &(u64, Credits)| InvoicedLot {
            number: u32::try_from(*number).unwrap_or(u32::MAX),
            amount: *amount,
        };
        InvoiceView {
            id: self.live.id.issue(IdOf::Invoice, invoice.number),
            at: invoice.at,
            status: invoice.status,
            reason: invoice.reason,
            plan,
            top_up,
            money: invoice.money,
            until: invoice.until,
            failed: (invoice.failed > 0).then_some(invoice.failed),
            closed: invoice.closed,
            returned: (invoice.returned != Money::ZERO).then_some(invoice.returned),
            lots: invoice.lots.iter().map(lot).collect(),
        }
    }

    /// The invoices that are new or have changed since this was last asked. What was paid, void or
    /// repaid long ago is forgotten.
    pub(super) fn take_changed_invoices(&mut self) -> Vec<InvoiceView> {
        let Some(book) = self.book() else { return Vec::new() };
        let limits = &self.live.limits;
        let is_old = |at: Instant, kept| self.is_over(at, kept, self.now);
        let is_gone =
            |of: &&Invoice| of.closed.is_some_and(|closed| is_old(closed, limits.invoices));
        let gone: Vec<u64> = book.kept.iter().filter(is_gone).map(|of| of.number).collect();
        let repaid = book.repaid.iter().take_while(|of| is_old(of.at, limits.receipts)).count();
        if gone.is_empty() && repaid == 0 && book.changed.is_empty() {
            return Vec::new();
        }
        let mut changed = book.changed.clone();
        changed.sort_unstable();
        let invoices = changed.iter().filter_map(|number| book.get(*number));
        let changed = invoices.map(|invoice| self.invoice_view(invoice)).collect();
        self.change_book(|book| {
            book.changed.clear();
            book.kept.retain(|invoice| gone.binary_search(&invoice.number).is_err());
            book.repaid.drain(..repaid);
        });
        changed
    }
}
