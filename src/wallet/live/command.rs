//! Commands: what is to happen to a wallet, under an id that makes it happen once.

mod actions;

pub use actions::{
    BuyCommand, CancelCommand, ChargeBackCommand, ChargeRequestCommand, CountCommand,
    FailPaymentCommand, GrantCommand, HoldCommand, HoldRequestCommand, PayInvoiceCommand,
    RefundCommand, RefundMoneyCommand, ReleaseCommand, RevokeCommand, SettleCommand,
    SubscribeCommand,
};

use super::super::charge::Charge;
use super::super::subscription::ChangeAt;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::Request;
use crate::error::{ErrorKind, Errors, there};
use crate::json::{self, Log, Node, Read, record, sha256, to_text};
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// Something to do to a wallet, by [`Wallet::apply`](crate::Wallet::apply).
///
/// ```
/// use drawdown::{Charge, Command};
/// let at = "2026-11-01T12:00Z".parse()?;
/// let command = Command::charge("job-1", at, Charge::new("image", "24".parse()?));
/// let text = r#"{ "id": "job-1", "at": "2026-11-01T12:00:00Z",
///                 "charge": { "operation": "image", "amount": "24" } }"#;
/// assert_eq!(Command::from_json(text)?, command);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Command {
    /// Unique in the wallet. A command that comes again has the same id, and is not carried out
    /// again.
    pub id: String,
    /// When it happens. A command that comes again may have another instant.
    pub at: Instant,
    /// Moves the clock ahead even beyond the wallet's limit.
    pub confirm: bool,
    /// What to do.
    pub action: CommandAction,
}

/// What a [`Command`] does.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CommandAction {
    /// Only what is due by then.
    Advance,
    /// Charge for an operation.
    Charge(Charge),
    /// Price a request for the account as it stands, and charge that.
    ChargeRequest(ChargeRequestCommand),
    /// Reserve credits.
    Hold(HoldCommand),
    /// Price a request for the account as it stands, and reserve the most that it may cost.
    HoldRequest(HoldRequestCommand),
    /// Charge a run's actual cost against its hold.
    Settle(SettleCommand),
    /// Give a hold back.
    Release(ReleaseCommand),
    /// Refund a receipt, or a part of it.
    Refund(RefundCommand),
    /// Issue credits by hand.
    Grant(GrantCommand),
    /// Take away what remains of a lot.
    Revoke(RevokeCommand),
    /// Buy a top-up.
    Buy(BuyCommand),
    /// Subscribe, or change the plan or its term.
    Subscribe(SubscribeCommand),
    /// Cancel the subscription.
    Cancel(CancelCommand),
    /// Withdraw a cancellation or a change that is planned.
    Resume,
    /// Count use in a meter.
    Count(CountCommand),
    /// Note that an invoice is paid.
    PayInvoice(PayInvoiceCommand),
    /// Note that a payment has failed.
    FailPayment(FailPaymentCommand),
    /// Give money of an invoice back.
    RefundMoney(RefundMoneyCommand),
    /// Note that a payment was charged back.
    ChargeBack(ChargeBackCommand),
}

record! {
    /// A command, as it is written: exactly one of the keys after `confirm`.
    pub(crate) struct CommandDocument {
        /// Its id.
        id: String,
        /// When it happens.
        at: Instant,
        /// Moves the clock ahead even beyond the wallet's limit.
        confirm: bool,
        /// Only what is due by then.
        advance: bool,
        /// Charge for an operation.
        charge: Option<Charge>,
        /// Price a request, and charge that.
        charge_request: Option<ChargeRequestCommand>,
        /// Reserve credits.
        hold: Option<HoldCommand>,
        /// Price a request, and reserve the most that it may cost.
        hold_request: Option<HoldRequestCommand>,
        /// Charge a run's actual cost against its hold.
        settle: Option<SettleCommand>,
        /// Give a hold back.
        release: Option<ReleaseCommand>,
        /// Refund a receipt.
        refund: Option<RefundCommand>,
        /// Issue credits by hand.
        grant: Option<GrantCommand>,
        /// Take away what remains of a lot.
        revoke: Option<RevokeCommand>,
        /// Buy a top-up.
        buy: Option<BuyCommand>,
        /// Subscribe, or change the plan or its term.
        subscribe: Option<SubscribeCommand>,
        /// Cancel the subscription.
        cancel: Option<CancelCommand>,
        /// Withdraw a cancellation or a change that is planned.
        resume: bool,
        /// Count use in a meter.
        count: Option<CountCommand>,
        /// Note that an invoice is paid.
        pay_invoice: Option<PayInvoiceCommand>,
        /// Note that a payment has failed.
        fail_payment: Option<FailPaymentCommand>,
        /// Give money of an invoice back.
        refund_money: Option<RefundMoneyCommand>,
        /// Note that a payment was charged back.
        charge_back: Option<ChargeBackCommand>,
    }
}

impl CommandDocument {
    /// What it says to do: each key is one thing.
    fn actions(self) -> Vec<CommandAction> {
        let said = [
            self.advance.then_some(CommandAction::Advance),
            self.charge.map(CommandAction::Charge),
            self.charge_request.map(CommandAction::ChargeRequest),
            self.hold.map(CommandAction::Hold),
            self.hold_request.map(CommandAction::HoldRequest),
            self.settle.map(CommandAction::Settle),
            self.release.map(CommandAction::Release),
            self.refund.map(CommandAction::Refund),
            self.grant.map(CommandAction::Grant),
            self.revoke.map(CommandAction::Revoke),
            self.buy.map(CommandAction::Buy),
            self.subscribe.map(CommandAction::Subscribe),
            self.cancel.map(CommandAction::Cancel),
            self.resume.then_some(CommandAction::Resume),
            self.count.map(CommandAction::Count),
            self.pay_invoice.map(CommandAction::PayInvoice),
            self.fail_payment.map(CommandAction::FailPayment),
            self.refund_money.map(CommandAction::RefundMoney),
            self.charge_back.map(CommandAction::ChargeBack),
        ];
        said.into_iter().flatten().collect()
    }
}

impl Command {
    /// A command.
    pub fn new(id: impl Into<String>, at: Instant, action: CommandAction) -> Self {
        Command { id: id.into(), at, confirm: false, action }
    }

    /// Moves the clock ahead even beyond the wallet's limit.
    #[must_use]
    pub fn confirmed(self) -> Self {
        Command { confirm: true, ..self }
    }

    /// Only what is due by an instant.
    pub fn advance(id: impl Into<String>, at: Instant) -> Self {
        Command::new(id, at, CommandAction::Advance)
    }

    /// Charges for an operation.
    pub fn charge(id: impl Into<String>, at: Instant, charge: Charge) -> Self {
        Command::new(id, at, CommandAction::Charge(charge))
    }

    /// Reserves credits until an instant, or as long as the wallet's limit says.
    pub fn hold(
        id: impl Into<String>,
        at: Instant,
        charge: Charge,
        until: Option<Instant>,
    ) -> Self {
        Command::new(id, at, CommandAction::Hold(HoldCommand::of(charge, until)))
    }

    /// Charges a run's actual cost against its hold.
    pub fn settle(
        id: impl Into<String>,
        at: Instant,
        hold: impl Into<String>,
        amount: Credits,
    ) -> Self {
        Command::new(id, at, CommandAction::Settle(SettleCommand::new(hold, amount)))
    }

    /// Gives a hold back.
    pub fn release(id: impl Into<String>, at: Instant, hold: impl Into<String>) -> Self {
        Command::new(id, at, CommandAction::Release(ReleaseCommand::new(hold)))
    }

    /// Refunds a receipt: an amount of it, or all that is left.
    pub fn refund(
        id: impl Into<String>,
        at: Instant,
        receipt: impl Into<String>,
        amount: Option<Credits>,
    ) -> Self {
        let refund = RefundCommand { receipt: receipt.into(), amount };
        Command::new(id, at, CommandAction::Refund(refund))
    }

    /// Reads a command from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        Log::default().read(&json::parse(text)?)
    }

    /// A digest of what it does, without its instant: two commands of one id must agree on it.
    pub(super) fn digest(&self) -> String {
        sha256(&there(to_text(&Body(&self.action.normal())).ok()).unwrap_or_default())
    }
}

impl CommandAction {
    /// Without what makes no difference: what the wallet replaces in a request, and defaults.
    fn normal(&self) -> Self {
        let mut normal = self.clone();
        match &mut normal {
            CommandAction::ChargeRequest(asked) => make_normal(&mut asked.request),
            CommandAction::HoldRequest(asked) => make_normal(&mut asked.request),
            CommandAction::Buy(buy) => buy.count = Some(buy.count.unwrap_or(1)),
            CommandAction::Cancel(cancel) => {
                cancel.when = Some(cancel.when.unwrap_or(ChangeAt::TermEnd));
            }
            _ => {}
        }
        normal
    }
}

fn make_normal(request: &mut Request) {
    let run = &mut request.run;
    (run.plan, run.at, run.balance) = (None, None, None);
    run.used.clear();
    run.runs = Some(run.runs.unwrap_or(1));
}

/// An action alone.
struct Body<'a>(&'a CommandAction);

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Action", 1)?;
        write_action::<S>(self.0, &mut fields)?;
        fields.end()
    }
}

impl Serialize for Command {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Command", 0)?;
        fields.serialize_field("id", &self.id)?;
        fields.serialize_field("at", &self.at)?;
        if self.confirm {
            fields.serialize_field("confirm", &true)?;
        }
        write_action::<S>(&self.action, &mut fields)?;
        fields.end()
    }
}

fn write_action<S: Serializer>(
    action: &CommandAction,
    to: &mut S::SerializeStruct,
) -> Result<(), S::Error> {
    match action {
        CommandAction::Advance => to.serialize_field("advance", &true),
        CommandAction::Charge(charge) => to.serialize_field("charge", charge),
        CommandAction::ChargeRequest(asked) => to.serialize_field("charge_request", asked),
        CommandAction::Hold(hold) => to.serialize_field("hold", hold),
        CommandAction::HoldRequest(asked) => to.serialize_field("hold_request", asked),
        CommandAction::Settle(settle) => to.serialize_field("settle", settle),
        CommandAction::Release(release) => to.serialize_field("release", release),
        CommandAction::Refund(refund) => to.serialize_field("refund", refund),
        CommandAction::Grant(grant) => to.serialize_field("grant", grant),
        CommandAction::Revoke(revoke) => to.serialize_field("revoke", revoke),
        CommandAction::Buy(buy) => to.serialize_field("buy", buy),
        CommandAction::Subscribe(subscribe) => to.serialize_field("subscribe", subscribe),
        CommandAction::Cancel(cancel) => to.serialize_field("cancel", cancel),
        CommandAction::Resume => to.serialize_field("resume", &true),
        CommandAction::Count(count) => to.serialize_field("count", count),
        CommandAction::PayInvoice(pay) => to.serialize_field("pay_invoice", pay),
        CommandAction::FailPayment(failed) => to.serialize_field("fail_payment", failed),
        CommandAction::RefundMoney(refund) => to.serialize_field("refund_money", refund),
        CommandAction::ChargeBack(back) => to.serialize_field("charge_back", back),
    }
}

impl Read for Command {
    fn read(node: &Node) -> Self {
        let document = CommandDocument::read(node);
        let (id, at, confirm) = (document.id.clone(), document.at, document.confirm);
        let mut actions = document.actions();
        let action = actions.pop().filter(|_| actions.is_empty()).unwrap_or_else(|| {
            let sentence = "expected exactly one thing to do, such as `charge` or `advance`";
            node.error(ErrorKind::Missing, sentence);
            CommandAction::Advance
        });
        Command { id, at, confirm, action }
    }
    fn placeholder() -> Self {
        Command::new("", Instant::EPOCH, CommandAction::Advance)
    }
}
