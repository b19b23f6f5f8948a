//! The door: everything that changes a live wallet comes in here, and happens as a whole or not at
//! all.

use super::super::account::Account;
use super::super::charge::{Charge, Refusal};
use super::super::entry::Entry;
use super::super::kind::Reason;
use super::super::manual::{Gift, Revoked};
use super::super::refund::PaidCharge;
use super::super::subscription::{ChangeAt, PlanChange};
use super::super::want::ChargeRequest;
use super::super::{Result, Wallet};
use super::Live;
use super::command::{
    BuyCommand, CancelCommand, ChargeBackCommand, ChargeRequestCommand, Command, CommandAction,
    CountCommand, FailPaymentCommand, GrantCommand, HoldCommand, HoldRequestCommand,
    PayInvoiceCommand, RefundCommand, RefundMoneyCommand, ReleaseCommand, RevokeCommand,
    SettleCommand, SubscribeCommand,
};
use super::ids::{IdOf, WalletId, check_id};
use super::invoices::{InvoiceBook, InvoiceView};
use super::limits::WalletLimits;
use super::memory::Remembered;
use super::outcome::{Applied, Outcome};
use super::receipts::refund_of;
use crate::amount::{Credits, Decimal, Money};
use crate::calendar::{Instant, Span};
use crate::catalog::supply::Term;
use crate::catalog::{Catalog, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::estimate::Estimate;

/// A wallet that was opened, and the first entries.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Opened {
    /// The wallet.
    pub wallet: Wallet,
    /// What it began with.
    pub entries: Vec<Entry>,
    /// The invoice of a term that begins with it.
    pub invoices: Vec<InvoiceView>,
}

/// What an action did to the credits.
#[derive(Default)]
struct Step {
    paid: Option<PaidCharge>,
    /// Number of the hold that was opened.
    hold: Option<u64>,
    /// Number of a receipt, and what was refunded of it.
    refunded: Option<(u64, Credits)>,
    refusal: Option<Refusal>,
    /// Something may be planned now.
    plans: bool,
}

impl Step {
    fn refused(refusal: Refusal) -> Self {
        Step { refusal: Some(refusal), ..Step::default() }
    }
}

impl Wallet {
    /// Opens the wallet of an account at an instant, under an id of your own: every receipt and
    /// every hold names it, and no other wallet accepts them.
    ///
    /// # Errors
    /// Every name that is not in the catalog, every amount out of range, and every allowance that
    /// is neither published nor assumed.
    pub fn open(
        catalog: &Catalog,
        id: &str,
        account: &Account,
        at: Instant,
    ) -> std::result::Result<Opened, Errors> {
        let id = WalletId::new(id)?;
        let books = InvoiceBook::default().into_books();
        let mut wallet = Wallet::start_with(catalog, account, at, Some(books))?;
        wallet.live.change(|live| live.id = id);
        wallet.settle_instant()?;
        let entries = wallet.take_entries();
        let invoices = wallet.take_changed_invoices();
        Ok(Opened { wallet, entries, invoices })
    }

    /// Sets the limits.
    ///
    /// # Errors
    /// `out_of_range` for one of no length: a state with it could not be loaded.
    pub fn set_limits(&mut self, limits: WalletLimits) -> Result<()> {
        limits.check()?;
        self.live.change(|live| live.limits = limits);
        Ok(())
    }

    /// Carries out a command, once: under the same id, it has the same outcome again and changes
    /// nothing, as long as the wallet remembers it ([`WalletLimits::remember`]).
    ///
    /// What is due by the command's instant happens first. An instant a little before the wallet's
    /// clock counts as now ([`WalletLimits::late`]).
    ///
    /// # Errors
    /// When it fails, nothing has changed. `duplicate` if the id was that of another command;
    /// `out_of_range` for an instant too long ago, or too far ahead without
    /// [`Command::confirmed`]; otherwise the errors of the method for the action.
    ///
    /// ```
    /// use drawdown::{Account, Catalog, Charge, Command, Outcome, Wallet};
    /// # let catalog = Catalog::from_json(r#"{
    /// #     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    /// #     "credit": { "name": "credit", "plural": "credits", "step": "1" },
    /// #     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ],
    /// #     "classes": { "free": { "paid": false } },
    /// #     "grants": [ { "id": "daily", "class": "free", "amount": "100", "every": "day",
    /// #                   "expires": "reset" } ],
    /// #     "burn_order": [ "expires", "issued" ] }"#)?;
    /// let noon = "2026-11-01T12:00Z".parse()?;
    /// let mut wallet = Wallet::open(&catalog, "acct-7", &Account::default(), noon)?.wallet;
    /// let command = Command::charge("job-1", noon, Charge::new("image", "96".parse()?));
    /// let Outcome::Paid(done) = wallet.apply(&command)? else { panic!("it is refused") };
    /// assert_eq!(done.receipt.unwrap().id, "acct-7/r1");
    /// // The answer was lost, and the command comes again.
    /// assert!(wallet.apply(&command)?.applied().repeated);
    /// assert_eq!(wallet.balance().to_string(), "4");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn apply(&mut self, command: &Command) -> Result<Outcome> {
        check_id("/id", &command.id)?;
        let body = command.digest();
        if let Some(outcome) = self.live.memory.outcome(&command.id, &body)? {
            return Ok(outcome);
        }
        let at = self.instant_of(command)?;
        let outcome = self.perform(at, &command.action)?;
        let known = Remembered { at: self.now, body, outcome: outcome.clone() };
        self.live.change(|live| live.memory.keep(command.id.clone(), known));
        Ok(outcome)
    }

    /// When a command happens by the wallet's clock.
    fn instant_of(&self, command: &Command) -> Result<Instant> {
        let (at, now) = (command.at, self.now);
        let wrong = |sentence| Err(Error::new(ErrorKind::OutOfRange, "/at", sentence));
        let limits = &self.live.limits;
        if at < now && self.is_over(at, limits.late, now) {
            return wrong(format!(
                "the wallet's clock is at {now}: a command may come {} late, this one is of {at}",
                limits.late
            ));
        }
        if at > now && !command.confirm && self.is_over(now, limits.leap, at) {
            return wrong(format!(
                "the wallet's clock is at {now}: to move it ahead by more than {}, to {at}, \
                 `confirm` the command",
                limits.leap
            ));
        }
        Ok(at.max(now))
    }

    /// Whether a span from one instant on ends before another.
    pub(super) fn is_over(&self, from: Instant, span: Span, by: Instant) -> bool {
        self.after(from, span).is_ok_and(|end| end < by)
    }

    /// Carries out an action at an instant, as [`Wallet::apply`] does, but does not remember it: for a
    /// server that keeps the ids of commands, with their outcomes, in a table of its own.
    ///
    /// # Errors
    /// When it fails, nothing has changed. `out_of_range` for an instant in the past; otherwise the
    /// errors of the method for the action.
    pub fn perform(&mut self, at: Instant, action: &CommandAction) -> Result<Outcome> {
        // What is remembered changes only after a success, so the copy does without.
        let live = std::mem::take(&mut self.live);
        let before = self.clone();
        let step = self.step(&live, at, action);
        if step.is_err() {
            *self = before;
        }
        self.live = live;
        Ok(self.outcome_of(step?))
    }

    /// What the caller learns of a step; receipts are issued here. Nothing can fail any more.
    fn outcome_of(&mut self, step: Step) -> Outcome {
        let (now, span) = (self.now, self.live.limits.clone());
        let mut part = std::mem::take(&mut self.live);
        let receipt = part.change(|live| {
            let has_forgotten = live.receipts.forget(|at| self.is_over(at, span.receipts, now));
            live.memory.forget(|at| self.is_over(at, span.remember, now));
            if let Some((number, amount)) = step.refunded {
                live.receipts.note_refund(number, amount);
            }
            let receipt = step.paid.map(|paid| live.receipts.issue(&live.id, now, paid));
            // Only now: the new receipt names lots too.
            if has_forgotten {
                self.forget_spent(&live.receipts);
            }
            receipt
        });
        self.live = part;
        let view = |number| self.hold_view(number, self.holds.get(number)?).ok();
        let hold = step.hold.and_then(view);
        let planned = self.subscribed().filter(|_| step.plans).and_then(|held| held.planned);
        let entries = self.take_entries();
        let invoices = self.take_changed_invoices();
        let done = Applied { entries, receipt, hold, planned, invoices, repeated: false };
        Outcome::of(done, step.refusal)
    }

    /// Brings the wallet to an instant and does an action.
    fn step(&mut self, live: &Live, at: Instant, action: &CommandAction) -> Result<Step> {
        self.run_to(at)?;
        let step = self.act(live, action)?;
        self.settle_instant()?;
        Ok(step)
    }

    fn act(&mut self, live: &Live, action: &CommandAction) -> Result<Step> {
        match action {
            CommandAction::Advance => Ok(Step::default()),
            CommandAction::Charge(charge) => self.charge_want(&self.want(charge)?),
            CommandAction::ChargeRequest(asked) => self.charge_priced(asked),
            CommandAction::Hold(hold) => {
                self.hold_want(live, &self.want(&hold.charge())?, hold.until)
            }
            CommandAction::HoldRequest(asked) => self.hold_priced(live, asked),
            CommandAction::Settle(settle) => {
                let (number, _) = self.find_hold(&live.id, &settle.hold)?;
                let (paid, refusal) = self.run_settle(number, settle.amount)?;
                Ok(Step { paid: Some(paid), refusal, ..Step::default() })
            }
            CommandAction::Release(release) => {
                let (number, _) = self.find_hold(&live.id, &release.hold)?;
                self.run_release(number, Reason::Usage).map(done)
            }
            CommandAction::Refund(refund) => self.refund_receipt(live, refund),
            CommandAction::Grant(grant) => {
                let GrantCommand { class, amount, expires, .. } = grant;
                let gift = Gift { class, amount: *amount, expires: *expires, ..Gift::default() };
                self.run_grant(&gift).map(done)
            }
            CommandAction::Revoke(revoke) => {
                self.run_revoke(Revoked::Lot(live.id.name_in(&revoke.lot))).map(done)
            }
            CommandAction::Buy(buy) => {
                let top_up = self.top_up_place("/top_up", &buy.top_up)?;
                self.run_buy(top_up, buy.count.unwrap_or(1), Reason::Bought).map(done)
            }
            CommandAction::Subscribe(subscribe) => self.change_plan(subscribe).map(planned),
            CommandAction::Cancel(cancel) => {
                self.run_cancel(cancel.when.unwrap_or(ChangeAt::TermEnd)).map(planned)
            }
            CommandAction::Resume => self.run_resume().map(done),
            CommandAction::Count(count) => self.run_count(&count.meter, count.amount).map(done),
            CommandAction::PayInvoice(pay) => {
                let number = self.find_invoice(&live.id, &pay.invoice)?.number;
                self.run_pay(number).map(done)
            }
            CommandAction::FailPayment(failed) => {
                let number = self.find_invoice(&live.id, &failed.invoice)?.number;
                self.run_fail(number, failed.last).map(done)
            }
            CommandAction::RefundMoney(refund) => {
                let number = self.find_invoice(&live.id, &refund.invoice)?.number;
                self.run_refund_money(number, refund.money, refund.revoke).map(done)
            }
            CommandAction::ChargeBack(back) => {
                let number = self.find_invoice(&live.id, &back.invoice)?.number;
                self.run_charge_back(number).map(done)
            }
        }
    }

    fn charge_want(&mut self, want: &ChargeRequest) -> Result<Step> {
        Ok(match self.run_want(want)? {
            Ok(paid) => Step { paid: Some(paid), ..Step::default() },
            Err(refusal) => Step::refused(refusal),
        })
    }

    /// Opens a hold until an instant, or as long as the limit says.
    fn hold_want(
        &mut self,
        live: &Live,
        want: &ChargeRequest,
        until: Option<Instant>,
    ) -> Result<Step> {
        let until = until.map_or_else(|| self.after(self.now, live.limits.hold), Ok)?;
        Ok(match self.run_hold(want, until)? {
            Ok(number) => Step { hold: Some(number), ..Step::default() },
            Err(refusal) => Step::refused(refusal),
        })
    }

    fn charge_priced(&mut self, asked: &ChargeRequestCommand) -> Result<Step> {
        let of = self.priced(&asked.request, asked.member.as_deref(), ChargeRequestCommand::amount);
        let priced = match of? {
            Ok(priced) => priced,
            Err(refusal) => return Ok(Step::refused(refusal)),
        };
        let step = self.charge_want(&priced.want)?;
        if step.paid.is_some() {
            self.count_use(&priced)?;
        }
        Ok(step)
    }

    fn hold_priced(&mut self, live: &Live, asked: &HoldRequestCommand) -> Result<Step> {
        let amount = |estimate: &Estimate| asked.amount(estimate);
        let priced = match self.priced(&asked.request, asked.member.as_deref(), amount)? {
            Ok(priced) => priced,
            Err(refusal) => return Ok(Step::refused(refusal)),
        };
        self.hold_want(live, &priced.want, asked.until)
    }

    fn refund_receipt(&mut self, live: &Live, refund: &RefundCommand) -> Result<Step> {
        let number = live.id.number(IdOf::Receipt, &refund.receipt)?;
        let kept = live.receipts.get(number);
        let receipt = kept.filter(|of| !self.is_over(of.at, live.limits.receipts, self.now));
        let receipt = receipt.ok_or_else(|| {
            let (id, kept) = (&refund.receipt, live.limits.receipts);
            let sentence = format!("there is no receipt `{id}`, or it is older than {kept}");
            Error::new(ErrorKind::UnknownName, "/receipt", sentence)
        })?;
        let amount = refund_of(receipt, refund.amount)?;
        let (paid, at) = (receipt.left()?, receipt.at);
        let back = self.run_refund(&paid, amount, at)?;
        let repaid = amount.checked_sub(back).unwrap_or_default();
        self.give_back_repaid(&paid, repaid, at)?;
        Ok(Step { refunded: Some((number, amount)), ..Step::default() })
    }

    fn change_plan(&mut self, to: &SubscribeCommand) -> Result<()> {
        let plan = self.plan_place("/plan", &to.plan)?;
        let held = self.held().map(|held| held.term);
        let term = to.term.or(held).unwrap_or(Term::Month);
        self.run_change(PlanChange { plan, term, when: to.when })
    }
}

/// An action that neither pays nor refuses.
fn done((): ()) -> Step {
    Step::default()
}

/// An action after which something may be planned.
fn planned((): ()) -> Step {
    Step { plans: true, ..Step::default() }
}

/// Each action as a method. They happen now; on an error, nothing has changed.
impl Wallet {
    fn entries_of(&mut self, at: Instant, action: &CommandAction) -> Result<Vec<Entry>> {
        Ok(self.perform(at, action)?.into_applied().entries)
    }

    /// An action that cannot be refused, now.
    fn applied(&mut self, action: &CommandAction) -> Result<Applied> {
        Ok(self.perform(self.now, action)?.into_applied())
    }

    /// Advances to an instant: everything due before it or at it happens.
    ///
    /// # Errors
    /// `out_of_range` for an instant in the past; `no_answer` if a plan begins whose allowance is
    /// not published; `inexact` if a balance no longer fits.
    pub fn advance_to(&mut self, at: Instant) -> Result<Vec<Entry>> {
        self.entries_of(at, &CommandAction::Advance)
    }

    /// Charges for an operation: eligible lots pay in burn order, or it is refused.
    ///
    /// # Errors
    /// `unknown_name` for an operation or a member that does not exist; `out_of_range` for an
    /// amount below 0.
    pub fn charge(&mut self, charge: &Charge) -> Result<Outcome> {
        self.perform(self.now, &CommandAction::Charge(charge.clone()))
    }

    /// Reserves an amount, the upper bound of an estimate, from the lots that would pay for it:
    /// until an instant, or as long as [`WalletLimits::hold`] says. A hold never goes into debt.
    ///
    /// # Errors
    /// Like [`Wallet::charge`]; `out_of_range` for an end that is not in the future.
    pub fn hold(&mut self, charge: &Charge, until: Option<Instant>) -> Result<Outcome> {
        let hold = HoldCommand::of(charge.clone(), until);
        self.perform(self.now, &CommandAction::Hold(hold))
    }

    /// Prices a request for the account as it stands, charges that, and counts its use in meters.
    /// Closed gates and prices that are not published refuse it.
    ///
    /// # Errors
    /// As for [`Wallet::price`] and [`Wallet::charge`]; `no_answer` for a cost that is not exact.
    pub fn charge_request(&mut self, request: &Request, member: Option<&str>) -> Result<Outcome> {
        let (request, member) = (request.clone(), member.map(str::to_owned));
        let asked = ChargeRequestCommand { request, member };
        self.perform(self.now, &CommandAction::ChargeRequest(asked))
    }

    /// Prices a request for the account as it stands, and reserves the most that it may cost, or
    /// `bound`. Its use in meters is counted by [`Wallet::count`] once it is known.
    ///
    /// # Errors
    /// As for [`Wallet::price`] and [`Wallet::hold`]; `no_answer` for a cost without an upper bound.
    pub fn hold_request(
        &mut self,
        request: &Request,
        member: Option<&str>,
        bound: Option<Credits>,
        until: Option<Instant>,
    ) -> Result<Outcome> {
        let (request, member) = (request.clone(), member.map(str::to_owned));
        let asked = HoldRequestCommand { request, member, bound, until };
        self.perform(self.now, &CommandAction::HoldRequest(asked))
    }

    /// Charges the actual cost of a run to its hold and releases the rest. A cost above the hold is
    /// charged like any other usage; if that is refused, the outcome is [`Outcome::Partly`].
    ///
    /// # Errors
    /// `unknown_name` for a hold that is not open, or is of another wallet; `out_of_range` for an
    /// amount below 0.
    pub fn settle(&mut self, hold: &str, amount: Credits) -> Result<Outcome> {
        let settle = SettleCommand { hold: hold.to_owned(), amount };
        self.perform(self.now, &CommandAction::Settle(settle))
    }

    /// Releases all credits of a hold to their lots.
    ///
    /// # Errors
    /// `unknown_name` for a hold that is not open, or is of another wallet.
    pub fn release(&mut self, hold: &str) -> Result<Vec<Entry>> {
        let release = ReleaseCommand { hold: hold.to_owned() };
        self.entries_of(self.now, &CommandAction::Release(release))
    }

    /// Refunds a receipt, or an amount of it, to the lots that paid and to the debt, in reverse
    /// order of payment. If a lot has ended meanwhile, the catalog's policy decides.
    ///
    /// # Errors
    /// `unknown_name` for a receipt that is not kept, or is of another wallet; `out_of_range` if
    /// nothing is left of it, or less than the amount.
    pub fn refund(&mut self, receipt: &str, amount: Option<Credits>) -> Result<Vec<Entry>> {
        let refund = RefundCommand { receipt: receipt.to_owned(), amount };
        self.entries_of(self.now, &CommandAction::Refund(refund))
    }

    /// Issues credits of a class that expire at an instant, or never.
    ///
    /// # Errors
    /// `unknown_name` for a class that does not exist; `out_of_range` for an amount below 0, or for
    /// an expiry that is not in the future.
    pub fn grant(
        &mut self,
        class: &str,
        amount: Credits,
        expires: Option<Instant>,
    ) -> Result<Vec<Entry>> {
        let grant = GrantCommand { class: class.to_owned(), amount, expires };
        self.entries_of(self.now, &CommandAction::Grant(grant))
    }

    /// Revokes what remains of a lot.
    ///
    /// # Errors
    /// `unknown_name` for a lot that does not exist.
    pub fn revoke(&mut self, lot: &str) -> Result<Vec<Entry>> {
        let revoke = RevokeCommand { lot: lot.to_owned() };
        self.entries_of(self.now, &CommandAction::Revoke(revoke))
    }

    /// Buys `count` bundles of a top-up.
    ///
    /// # Errors
    /// `unknown_name` for a top-up that does not exist; `no_answer` if it may not be bought now, or
    /// if its size is neither published nor assumed.
    pub fn buy(&mut self, top_up: &str, count: u32) -> Result<Vec<Entry>> {
        let buy = BuyCommand { top_up: top_up.to_owned(), count: Some(count) };
        self.entries_of(self.now, &CommandAction::Buy(buy))
    }

    /// Begins a subscription, or changes the current one by the catalog's policy: at once, or as
    /// [`Applied::planned`] says.
    ///
    /// # Errors
    /// `unknown_name` for a plan that is not in the catalog; `out_of_range` for a term it is not
    /// sold for; `no_answer` if its allowance is neither published nor assumed.
    pub fn subscribe(&mut self, plan: &str, term: Term) -> Result<Applied> {
        let to = SubscribeCommand { plan: plan.to_owned(), term: Some(term), when: None };
        self.applied(&CommandAction::Subscribe(to))
    }

    /// Ends the subscription: at once, or at the end of the cycle or the paid period, as
    /// [`Applied::planned`] says.
    ///
    /// # Errors
    /// `no_answer` if there is no subscription.
    pub fn cancel(&mut self, when: ChangeAt) -> Result<Applied> {
        let cancel = CancelCommand { when: Some(when) };
        self.applied(&CommandAction::Cancel(cancel))
    }

    /// Withdraws a planned cancellation or change.
    ///
    /// # Errors
    /// `no_answer` if neither is planned.
    pub fn resume(&mut self) -> Result<Vec<Entry>> {
        self.entries_of(self.now, &CommandAction::Resume)
    }

    /// Notes that an invoice is paid: credits that waited for it can be spent.
    ///
    /// # Errors
    /// `unknown_name` for an invoice that is not kept, or is of another wallet; `no_answer` for one
    /// that is not open.
    pub fn pay_invoice(&mut self, invoice: &str) -> Result<Applied> {
        self.applied(&CommandAction::PayInvoice(PayInvoiceCommand::new(invoice)))
    }

    /// Notes that a payment has failed. After the last one, the invoice is void: what came with it
    /// is revoked, and the subscription ends unless the policy says otherwise.
    ///
    /// # Errors
    /// As for [`Wallet::pay_invoice`].
    pub fn fail_payment(&mut self, invoice: &str, last: bool) -> Result<Applied> {
        let failed = FailPaymentCommand { invoice: invoice.to_owned(), last };
        self.applied(&CommandAction::FailPayment(failed))
    }

    /// Gives money of a paid invoice back: an amount, or all that is left of it. What remains of the
    /// credits that came with it is revoked only if `revoke` says so.
    ///
    /// # Errors
    /// `unknown_name` as for [`Wallet::pay_invoice`]; `no_answer` for an invoice that is not paid;
    /// `out_of_range` if less than the amount is left of it.
    pub fn refund_money(
        &mut self,
        invoice: &str,
        money: Option<Money>,
        revoke: bool,
    ) -> Result<Applied> {
        let refund = RefundMoneyCommand { invoice: invoice.to_owned(), money, revoke };
        self.applied(&CommandAction::RefundMoney(refund))
    }

    /// Notes that the payment of an invoice was charged back: what came with it is revoked, and the
    /// subscription ends unless the policy says otherwise.
    ///
    /// # Errors
    /// `unknown_name` as for [`Wallet::pay_invoice`]; `no_answer` for an invoice that is not paid.
    pub fn charge_back(&mut self, invoice: &str) -> Result<Applied> {
        self.applied(&CommandAction::ChargeBack(ChargeBackCommand::new(invoice)))
    }

    /// Counts a run's use. A negative amount takes use back, down to 0.
    ///
    /// # Errors
    /// `unknown_name` for a meter that is not in the catalog; `inexact` if the sum no longer fits.
    pub fn count(&mut self, meter: &str, amount: Decimal) -> Result<()> {
        let count = CountCommand { meter: meter.to_owned(), amount };
        self.entries_of(self.now, &CommandAction::Count(count)).map(drop)
    }
}
