//! What each action of a command needs.

use crate::amount::{Credits, Decimal, Money};
use crate::calendar::Instant;
use crate::catalog::Request;
use crate::catalog::supply::Term;
use crate::json::{Read, saved};
use crate::wallet::charge::Charge;
use crate::wallet::subscription::ChangeAt;

saved! {
    /// A request to charge.
    #[input]
    pub struct ChargeRequestCommand {
        /// The request. Plan, instant, balance and earlier use are the wallet's.
        request: Request,
        /// Id of the member.
        member: Option<String>,
    }
}

saved! {
    /// A request to reserve credits for.
    #[input]
    pub struct HoldRequestCommand {
        /// The request. Plan, instant, balance and earlier use are the wallet's.
        request: Request,
        /// Id of the member.
        member: Option<String>,
        /// Credits to reserve; the most that the request may cost when absent.
        bound: Option<Credits>,
        /// When the hold is released unless it was settled; by the wallet's limit when absent.
        until: Option<Instant>,
    }
}

saved! {
    /// Credits to reserve.
    #[input]
    pub struct HoldCommand {
        /// Id of the operation.
        operation: String,
        /// Credits: the upper bound of its cost.
        amount: Credits,
        /// Id of the member.
        member: Option<String>,
        /// When the hold is released unless it was settled; by the wallet's limit when absent.
        until: Option<Instant>,
    }
}

saved! {
    /// A hold to charge.
    #[input]
    pub struct SettleCommand {
        /// Id of the hold.
        hold: String,
        /// Credits that the run actually cost.
        amount: Credits,
    }
}

saved! {
    /// A hold to release.
    #[input]
    pub struct ReleaseCommand {
        /// Id of the hold.
        hold: String,
    }
}

saved! {
    /// A receipt to refund.
    #[input]
    pub struct RefundCommand {
        /// Id of the receipt.
        receipt: String,
        /// Credits; all that is left of the receipt when absent.
        amount: Option<Credits>,
    }
}

saved! {
    /// Credits to issue by hand.
    #[input]
    pub struct GrantCommand {
        /// Their class.
        class: String,
        /// Credits.
        amount: Credits,
        /// When they expire; never when absent.
        expires: Option<Instant>,
    }
}

saved! {
    /// A lot to revoke.
    #[input]
    pub struct RevokeCommand {
        /// Id of the lot.
        lot: String,
    }
}

saved! {
    /// A top-up to buy.
    #[input]
    pub struct BuyCommand {
        /// Id of the top-up.
        top_up: String,
        /// How many; one when absent.
        count: Option<u32>,
    }
}

saved! {
    /// A plan to subscribe to, or to change to.
    #[input]
    pub struct SubscribeCommand {
        /// Id of the plan.
        plan: String,
        /// Its term; the current one when absent, or a month.
        term: Option<Term>,
        /// When; by the catalog's policy when absent.
        when: Option<ChangeAt>,
    }
}

saved! {
    /// A cancellation.
    #[input]
    pub struct CancelCommand {
        /// When; at the end of the paid period when absent.
        when: Option<ChangeAt>,
    }
}

saved! {
    /// An invoice that is paid.
    #[input]
    pub struct PayInvoiceCommand {
        /// Id of the invoice.
        invoice: String,
    }
}

saved! {
    /// An invoice whose payment has failed.
    #[input]
    pub struct FailPaymentCommand {
        /// Id of the invoice.
        invoice: String,
        /// No other payment will be tried: the invoice is void.
        last: bool,
    }
}

saved! {
    /// Money of an invoice to give back.
    #[input]
    pub struct RefundMoneyCommand {
        /// Id of the invoice.
        invoice: String,
        /// Money; all that is left of the invoice when absent.
        money: Option<Money>,
        /// What remains of the credits that came with the invoice is revoked.
        revoke: bool,
    }
}

saved! {
    /// An invoice whose payment was charged back.
    #[input]
    pub struct ChargeBackCommand {
        /// Id of the invoice.
        invoice: String,
    }
}

saved! {
    /// Use to count.
    #[input]
    pub struct CountCommand {
        /// Name of the meter.
        meter: String,
        /// How much; a negative amount takes use back, down to 0.
        amount: Decimal,
    }
}

impl ChargeRequestCommand {
    /// Charges a request, for nobody in particular.
    pub fn new(request: Request) -> Self {
        ChargeRequestCommand { request, ..Self::placeholder() }
    }
}

impl HoldRequestCommand {
    /// Reserves the most that a request may cost, as long as the wallet's limit says.
    pub fn new(request: Request) -> Self {
        HoldRequestCommand { request, ..Self::placeholder() }
    }
}

impl HoldCommand {
    /// Reserves credits for an operation, as long as the wallet's limit says.
    pub fn new(operation: impl Into<String>, amount: Credits) -> Self {
        HoldCommand { operation: operation.into(), amount, ..Self::placeholder() }
    }

    /// What a charge would take, until an instant.
    pub(in super::super) fn of(charge: Charge, until: Option<Instant>) -> Self {
        let Charge { operation, amount, member } = charge;
        HoldCommand { operation, amount, member, until }
    }

    /// The charge that it reserves credits for.
    pub(in super::super) fn charge(&self) -> Charge {
        let (operation, member) = (self.operation.clone(), self.member.clone());
        Charge { operation, amount: self.amount, member }
    }
}

impl SettleCommand {
    /// Charges what a run cost against its hold.
    pub fn new(hold: impl Into<String>, amount: Credits) -> Self {
        SettleCommand { hold: hold.into(), amount }
    }
}

impl ReleaseCommand {
    /// Gives a hold back.
    pub fn new(hold: impl Into<String>) -> Self {
        ReleaseCommand { hold: hold.into() }
    }
}

impl RefundCommand {
    /// Refunds all that is left of a receipt.
    pub fn new(receipt: impl Into<String>) -> Self {
        RefundCommand { receipt: receipt.into(), amount: None }
    }
}

impl GrantCommand {
    /// Issues credits that never expire.
    pub fn new(class: impl Into<String>, amount: Credits) -> Self {
        GrantCommand { class: class.into(), amount, expires: None }
    }
}

impl RevokeCommand {
    /// Takes away what remains of a lot.
    pub fn new(lot: impl Into<String>) -> Self {
        RevokeCommand { lot: lot.into() }
    }
}

impl BuyCommand {
    /// Buys a top-up once.
    pub fn new(top_up: impl Into<String>) -> Self {
        BuyCommand { top_up: top_up.into(), count: None }
    }
}

impl SubscribeCommand {
    /// Subscribes to a plan, or changes to it: by its current term, when the catalog says.
    pub fn new(plan: impl Into<String>) -> Self {
        SubscribeCommand { plan: plan.into(), term: None, when: None }
    }
}

impl Default for CancelCommand {
    /// At the end of the paid period.
    fn default() -> Self {
        CancelCommand { when: None }
    }
}

impl PayInvoiceCommand {
    /// An invoice is paid.
    pub fn new(invoice: impl Into<String>) -> Self {
        PayInvoiceCommand { invoice: invoice.into() }
    }
}

impl FailPaymentCommand {
    /// A payment has failed; another may be tried.
    pub fn new(invoice: impl Into<String>) -> Self {
        FailPaymentCommand { invoice: invoice.into(), last: false }
    }
}

impl RefundMoneyCommand {
    /// Gives back all the money that is left of an invoice; the credits stay.
    pub fn new(invoice: impl Into<String>) -> Self {
        RefundMoneyCommand { invoice: invoice.into(), money: None, revoke: false }
    }
}

impl ChargeBackCommand {
    /// A payment was charged back.
    pub fn new(invoice: impl Into<String>) -> Self {
        ChargeBackCommand { invoice: invoice.into() }
    }
}

impl CountCommand {
    /// Counts use in a meter, or takes it back.
    pub fn new(meter: impl Into<String>, amount: Decimal) -> Self {
        CountCommand { meter: meter.into(), amount }
    }
}
