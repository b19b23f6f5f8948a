//! Payment in two steps: an invoice is open until it is paid, or becomes void. What came with it
//! follows.

use super::super::balance::sum;
use super::super::flows::LedgerMove;
use super::super::invoice::Billed;
use super::super::journal::Subject;
use super::super::kind::{EntryKind, Reason};
use super::super::lot::{Lot, Slot, State};
use super::super::source::CreditOrigin;
use super::super::{Fits, Result, Wallet, whole_times};
use super::invoices::{Invoice, InvoiceBook, InvoiceFor, InvoiceStatus};
use super::policy::{PaymentPolicy, WhenUnpaid};
use crate::amount::{Credits, Money};
use crate::error::{Error, ErrorKind};

impl Wallet {
    /// How invoices are paid; without it, every invoice is taken as paid when it is sent.
    pub fn payment_policy(&self) -> Option<&PaymentPolicy> {
        self.book()?.policy.as_ref()
    }

    /// Sets how invoices are paid. Those that are open keep the end of their grace; everything else
    /// follows the new policy from now on.
    ///
    /// # Errors
    /// `out_of_range` for a grace of no length.
    pub fn set_payment_policy(&mut self, policy: Option<PaymentPolicy>) -> Result<()> {
        policy.as_ref().map_or(Ok(()), PaymentPolicy::check)?;
        self.change_book(|book| book.policy = policy);
        Ok(())
    }

    pub(super) fn react_to_bill(&mut self, what: Billed) -> Result<()> {
        match what {
            Billed::Invoice { money, reason, subject } => {
                return self.book_invoice(money, reason, subject);
            }
            Billed::Lots => self.book_lots(),
            Billed::Repaid(part) => self.book_repayment(&part),
            Billed::Due => {
                while let Some(number) = self.book().and_then(|book| book.next_overdue(self.now)) {
                    self.void(number)?;
                }
            }
        }
        Ok(())
    }

    fn book_invoice(
        &mut self,
        money: Option<Money>,
        reason: Reason,
        subject: Subject,
    ) -> Result<()> {
        let of = match subject {
            Subject::Plan(plan) => InvoiceFor::Plan(plan),
            Subject::TopUp(top_up) => InvoiceFor::TopUp(top_up),
            _ => InvoiceFor::Gone,
        };
        let policy = self.payment_policy().filter(|_| money != Some(Money::ZERO)).cloned();
        let grace = policy.as_ref().and_then(|policy| policy.grace);
        let (number, at) = (self.book().map_or(0, |book| book.last) + 1, self.now);
        let status = if policy.is_some() { InvoiceStatus::Open } else { InvoiceStatus::Paid };
        let invoice = Invoice {
            number,
            at,
            status,
            reason,
            of,
            money,
            until: grace.map(|span| self.after(at, span)).transpose()?,
            failed: 0,
            returned: Money::ZERO,
            closed: policy.is_none().then_some(at),
            lots: Vec::new(),
        };
        self.change_book(|book| book.add(invoice));
        if let InvoiceFor::TopUp(top_up) = of {
            // A purchase issues its lot just before.
            self.add_to_invoice(number, |lot| lot.source == CreditOrigin::TopUp(top_up));
        }
        Ok(())
    }

    /// New lots of a plan came with its last invoice.
    fn book_lots(&mut self) {
        let last = self.subscription().and_then(|held| self.book()?.last_for(held));
        let Some(number) = last.map(|invoice| invoice.number) else { return };
        let catalog = self.catalog.clone();
        self.add_to_invoice(number, |lot| {
            let CreditOrigin::Grant(grant) = lot.source else { return false };
            catalog.checked().supply().grant(grant).is_some_and(|grant| grant.with_plan)
        });
    }

    /// Lots that are issued now came with an invoice; while it is open, they wait for the payment if
    /// the policy says so. One that came with an earlier invoice of this instant stays with that.
    fn add_to_invoice(&mut self, number: u64, is_of_it: impl Fn(&Lot) -> bool) {
        let Some(book) = self.book() else { return };
        let is_new = |lot: &Lot| lot.issued_at == self.now && lot.number > book.last_lot;
        let fresh =
            self.lots.fresh().iter().filter_map(|slot| Some((*slot, self.lots.get(*slot)?)));
        let new = fresh.filter(|(_, lot)| is_new(lot) && is_of_it(lot));
        let new: Vec<(Slot, (u64, Credits))> =
            new.map(|(slot, lot)| (slot, (lot.number, lot.issued))).collect();
        if new.is_empty() {
            return;
        }
        let is_open = book.get(number).is_some_and(Invoice::is_open);
        let waits = is_open && book.policy.as_ref().is_some_and(PaymentPolicy::waits);
        for (slot, _) in new.iter().filter(|_| waits) {
            self.lots.wait(*slot);
        }
        let lots = new.into_iter().map(|(_, lot)| lot);
        self.change_book(|book| book.change(number, |invoice| invoice.lots.extend(lots)));
    }

    /// An open invoice is paid: credits that waited for it can be spent.
    pub(super) fn run_pay(&mut self, number: u64) -> Result<()> {
        let invoice = self.invoice_that_is(number, InvoiceStatus::Open)?;
        self.set_status(number, InvoiceStatus::Paid);
        let slots = invoice.lots.iter().filter_map(|(number, _)| self.lots.slot_of(*number));
        let waits = |slot: &Slot| self.lots.get(*slot).is_some_and(Lot::waits_for_payment);
        let waiting: Vec<Slot> = slots.filter(waits).collect();
        let mut begun = Vec::new();
        for slot in waiting {
            begun.push((slot, self.begin_paid(slot)?));
        }
        let sum = sum(begun.iter().map(|(_, left)| *left))?;
        let mut note = self
            .note(EntryKind::Payment, Reason::Paid, subject_of(&invoice))
            .amount(sum)
            .money(invoice.money);
        for (slot, left) in begun {
            note = note.lot(slot, left);
        }
        note.done();
        Ok(())
    }

    /// The same wallet, with every invoice paid, also those to come.
    pub(crate) fn with_all_paid(mut self) -> Result<Self> {
        let open = self.book().into_iter().flat_map(InvoiceBook::open);
        let open = open.map(|invoice| invoice.number);
        for number in open.collect::<Vec<_>>() {
            self.run_pay(number)?;
        }
        self.invoices.set_books(None);
        Ok(self)
    }

    /// A payment has failed; after the last one, the invoice is void.
    pub(super) fn run_fail(&mut self, number: u64, is_last: bool) -> Result<()> {
        let invoice = self.invoice_that_is(number, InvoiceStatus::Open)?;
        self.change_book(|book| {
            book.change(number, |invoice| invoice.failed = invoice.failed.saturating_add(1))
        });
        self.note(EntryKind::Payment, Reason::PaymentFailed, subject_of(&invoice))
            .money(invoice.money)
            .done();
        if is_last { self.void(number) } else { Ok(()) }
    }

    /// Money of a paid invoice is given back. Credits stay unless they are revoked.
    pub(super) fn run_refund_money(
        &mut self,
        number: u64,
        asked: Option<Money>,
        revokes: bool,
    ) -> Result<()> {
        let invoice = self.invoice_that_is(number, InvoiceStatus::Paid)?;
        let money = money_of(&invoice, asked)?;
        let returned = invoice.returned.checked_add(money).fits("an invoice")?;
        self.change_book(|book| book.change(number, |invoice| invoice.returned = returned));
        self.note(EntryKind::Payment, Reason::MoneyRefunded, subject_of(&invoice))
            .money(Some(money))
            .done();
        if revokes { self.revoke_invoiced(&invoice, Reason::MoneyRefunded) } else { Ok(()) }
    }

    /// The payment of an invoice is charged back: what came with it is revoked.
    pub(super) fn run_charge_back(&mut self, number: u64) -> Result<()> {
        let invoice = self.invoice_that_is(number, InvoiceStatus::Paid)?;
        self.set_status(number, InvoiceStatus::ChargedBack);
        self.note(EntryKind::Payment, Reason::ChargedBack, subject_of(&invoice))
            .money(invoice.left())
            .done();
        self.take_back(&invoice, Reason::ChargedBack)
    }

    /// An invoice was not paid: what came with it is revoked.
    fn void(&mut self, number: u64) -> Result<()> {
        let invoice = self.invoice_that_is(number, InvoiceStatus::Open)?;
        self.set_status(number, InvoiceStatus::Void);
        self.note(EntryKind::Payment, Reason::Unpaid, subject_of(&invoice))
            .money(invoice.money)
            .done();
        self.take_back(&invoice, Reason::Unpaid)?;
        self.forget_purchase(&invoice);
        Ok(())
    }

    /// What came with an invoice goes, and the subscription if the invoice was for it.
    fn take_back(&mut self, invoice: &Invoice, reason: Reason) -> Result<()> {
        self.revoke_invoiced(invoice, reason)?;
        let is_held = self.subscription().is_some_and(|held| invoice.is_for(held));
        let policy = self.payment_policy();
        let goes_on = policy.is_some_and(|of| of.unpaid == Some(WhenUnpaid::Continue));
        if !is_held || goes_on {
            return Ok(());
        }
        self.check_grants(None)?;
        self.lapse()?;
        self.issue_again()
    }

    /// Revokes what remains of the lots of an invoice, at most what was issued with it: others may
    /// have been merged into them since.
    fn revoke_invoiced(&mut self, invoice: &Invoice, reason: Reason) -> Result<()> {
        for (number, amount) in &invoice.lots {
            let Some(slot) = self.lots.slot_of(*number) else { continue };
            let Some(lot) = self.lots.get(slot).filter(|lot| lot.state != State::Ended) else {
                continue;
            };
            if lot.remaining <= *amount {
                // If the next issue waits for the first use, that time runs from now.
                self.start_rolling(slot)?;
                self.end_lot(slot, EntryKind::Revoke, reason)?;
            } else {
                let class = self.lots.take(slot, *amount)?;
                self.flow(class, LedgerMove::Revoke, *amount)?;
                self.note_lot(EntryKind::Revoke, reason, Subject::Class(class), slot, *amount);
            }
        }
        Ok(())
    }

    /// A purchase that was not paid does not count in its cycle.
    fn forget_purchase(&mut self, invoice: &Invoice) {
        let InvoiceFor::TopUp(id) = invoice.of else { return };
        if self.purchases.since().is_some_and(|since| invoice.at < since) {
            return;
        }
        let size = self.bundle(id, 1).map_or(Credits::ZERO, |(size, _)| size);
        for (_, amount) in &invoice.lots {
            self.purchases.take_back(id, whole_times(*amount, size), *amount);
        }
    }

    /// An invoice, if it is that far.
    fn invoice_that_is(&self, number: u64, status: InvoiceStatus) -> Result<Invoice> {
        let invoice = self.book().and_then(|book| book.get(number));
        let Some(invoice) = invoice else {
            return Err(Error::internal("an invoice that is not kept"));
        };
        if invoice.status == status {
            return Ok(invoice.clone());
        }
        let (expected, found) = (status.word(), invoice.status.word());
        let sentence = format!("expected an invoice that is {expected}, found one that is {found}");
        Err(Error::new(ErrorKind::NoAnswer, "/invoice", sentence))
    }

    fn set_status(&mut self, number: u64, status: InvoiceStatus) {
        let now = self.now;
        self.change_book(|book| {
            book.change(number, |invoice| {
                invoice.status = status;
                invoice.closed = invoice.closed.or(Some(now));
            });
        });
    }

    /// A lot begins with its payment, and a purchase lives from then on. Returns what is in it.
    fn begin_paid(&mut self, slot: Slot) -> Result<Credits> {
        let Some(lot) = self.lots.get(slot) else { return Ok(Credits::ZERO) };
        let (left, ends) = (lot.remaining, lot.ends);
        let ends = match lot.source {
            CreditOrigin::TopUp(id) => self.ends_of_top_up(id, self.now)?,
            _ => ends,
        };
        let expires = self.expiry(ends, self.now);
        self.lots.begin(self.catalog.checked().supply(), slot, (self.now, ends, expires));
        Ok(left)
    }
}

fn subject_of(invoice: &Invoice) -> Subject {
    match invoice.of {
        InvoiceFor::Plan(plan) => Subject::Plan(plan),
        InvoiceFor::TopUp(top_up) => Subject::TopUp(top_up),
        InvoiceFor::Gone => Subject::None,
    }
}

/// How much money an invoice gives back: what was asked for, or all that is left.
fn money_of(invoice: &Invoice, asked: Option<Money>) -> Result<Money> {
    let left = invoice.left();
    let wrong = |pointer, sentence| Err(Error::new(ErrorKind::OutOfRange, pointer, sentence));
    match (asked, left) {
        (Some(money), _) if money <= Money::ZERO => {
            wrong("/money", format!("expected more than 0, found {money}"))
        }
        (Some(money), Some(left)) if money > left => {
            wrong("/money", format!("{left} is left of the invoice to give back, found {money}"))
        }
        (None, Some(left)) if left <= Money::ZERO => {
            wrong("/invoice", "nothing is left of the invoice to give back".to_owned())
        }
        (None, None) => {
            wrong("/money", "expected an amount of money: the invoice has no price".to_owned())
        }
        (Some(money), _) => Ok(money),
        (None, Some(left)) => Ok(left),
    }
}
