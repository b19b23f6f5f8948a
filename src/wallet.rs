//! A balance made of lots: issued by grants and purchases, burned down in the vendor's order.
//!
//! A [`Wallet`] holds one account. Every call that changes it returns an [`Entry`] for each event.
//! Nothing happens between calls, and no clock is read. Each kind of event has a file; `advance`
//! puts events in order.

mod account;
mod advance;
mod alert;
mod auto;
mod balance;
mod buy;
mod change;
mod charge;
mod check;
mod close;
mod compact;
mod debt;
mod due;
mod entry;
mod flows;
mod hold;
mod invoice;
mod issue;
mod journal;
mod kind;
mod lapse;
mod ledger;
mod limit_use;
mod limits;
mod live;
mod lot;
mod lots;
mod manual;
mod member;
mod meter;
mod open;
mod order;
mod plan;
mod refund;
mod roll;
mod schedule;
mod source;
mod state;
mod subscription;
mod terms;
mod want;

pub use account::{Account, AssumedTopUp, Assumptions, AutoTopUp, Member, OpeningLot};
pub use balance::{ClassReading, LotView, Reading};
pub use charge::{Cause, Charge, Refusal};
pub use entry::{Entry, LotAmount};
pub use kind::{EntryKind, Reason};
#[cfg(feature = "schema")]
pub(crate) use live::CommandDocument;
pub use live::{
    Applied, BuyCommand, CancelCommand, ChargeBackCommand, ChargeRequestCommand, ClassBalance,
    Command, CommandAction, CountCommand, FailPaymentCommand, GrantCommand, HoldCommand,
    HoldRequestCommand, HoldView, InvoiceStatus, InvoiceView, InvoicedLot, IssueAt, LotDetails,
    Opened, Outcome, PayInvoiceCommand, PaymentPolicy, PlannedChange, Receipt, RefundCommand,
    RefundMoneyCommand, ReleaseCommand, RevokeCommand, SettleCommand, SubscribeCommand,
    SubscriptionView, WalletLimits, WhenUnpaid,
};
pub use refund::{PaidCharge, ReceiptLot};
#[cfg(feature = "schema")]
pub(crate) use state::State as WalletState;
pub use state::{MigratedName, MigratedWhat, Migration, MigrationReport, WalletMapping};
pub use subscription::ChangeAt;

pub(crate) use buy::whole_times;
pub(crate) use charge::Shortage;
pub(crate) use check::{check_account, known};
pub(crate) use compact::{CompactFlows, CompactWallet, Unit};
pub(crate) use flows::{DirtyClasses, Flows};
pub(crate) use journal::Record;
pub(crate) use limit_use::LimitHit;
pub(crate) use manual::{Gift, Revoked};
pub(crate) use member::MemberId;
pub(crate) use subscription::PlanChange;
pub(crate) use want::{ChargeRequest, LotPayment};

use crate::calendar::{Instant, Zone};
use crate::catalog::Catalog;
use crate::catalog::supply::{Held, Supply};
use crate::error::{Error, ErrorKind};
use alert::Alerts;
use auto::Auto;
use buy::Purchases;
use debt::Owed;
use hold::Holds;
use invoice::Invoices;
use journal::Journal;
use limit_use::LimitUses;
use live::LivePart;
use lots::Lots;
use member::Members;
use meter::Meters;
use schedule::Grants;
use std::sync::Arc;
use subscription::{Standing, Subscription};
use terms::EffectiveTerms;

type Result<T> = std::result::Result<T, Error>;

/// The credits of one account, and the rules they follow.
///
/// ```
/// use drawdown::{Account, Catalog, Charge, Wallet};
/// let catalog = Catalog::from_json(r#"{
///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
///     "credit": { "name": "credit", "plural": "credits", "step": "1" },
///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ],
///     "classes": { "free": { "paid": false } },
///     "grants": [ { "id": "daily", "class": "free", "amount": "100", "every": "day",
///                   "expires": "reset" } ],
///     "burn_order": [ "expires", "issued" ] }"#)?;
/// let noon = "2026-11-01T12:00Z".parse()?;
/// let mut opened = Wallet::open(&catalog, "acct-7", &Account::default(), noon)?;
/// assert_eq!(opened.entries[0].text, "100 credits issued: free");
/// let wallet = &mut opened.wallet;
/// let charged = wallet.charge(&Charge::new("image", "96".parse()?))?;
/// assert!(charged.is_paid());
/// assert_eq!(wallet.balance().to_string(), "4");
/// let day = wallet.advance_to("2026-11-02".parse()?)?;
/// assert_eq!(day[0].text, "4 of 100 credits expired unused");
/// assert_eq!(wallet.balance().to_string(), "100");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Wallet {
    catalog: Catalog,
    /// The wall clock of the account.
    zone: Zone,
    /// The clock of grants and cycles: the account's, or UTC by the catalog's policy.
    clock: Zone,
    now: Instant,
    /// When the account was opened: the anchor of grants that do not depend on a plan.
    since: Instant,
    amounts: Arc<EffectiveTerms>,
    standing: Standing,
    lots: Lots,
    grants: Grants,
    members: Members,
    holds: Holds,
    purchases: Purchases,
    auto: Option<Auto>,
    invoices: Invoices,
    owed: Owed,
    alerts: Alerts,
    meters: Meters,
    /// What counts in each limit.
    limit_uses: LimitUses,
    journal: Journal,
    live: LivePart,
}

impl Wallet {
    /// The current instant: everything due up to it has happened.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Sets the current instant. Only for the fast-forward, which applies due events itself.
    pub(crate) fn set_now(&mut self, at: Instant) {
        self.now = at;
    }

    /// Id of the current plan.
    pub fn plan(&self) -> Option<&str> {
        let plan = self.subscription()?.plan;
        self.catalog.checked().plan_at(plan).map(|plan| &*plan.id)
    }

    /// Its catalog.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    pub(crate) fn supply(&self) -> &Supply {
        self.catalog.checked().supply()
    }

    /// The wall clock of the account.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    fn subscription(&self) -> Option<&Subscription> {
        self.standing.held()
    }

    pub(crate) fn held(&self) -> Option<Held> {
        self.subscription().map(Subscription::as_held)
    }

    /// The entries since the last call, in the form that callers see.
    fn take_entries(&mut self) -> Vec<Entry> {
        let records = self.journal.take_records();
        let entries = records.iter().map(|record| self.entry(record)).collect();
        self.journal.clear_records(records);
        self.lots.forget_labels();
        entries
    }
}

#[cold]
fn no_longer_fits(what: &str) -> Error {
    let sentence = format!("{what} no longer fits: amounts are below 10^24");
    Error::new(ErrorKind::Inexact, "", sentence)
}

/// A sum of amounts, which may be too large.
trait Fits<T> {
    /// The sum, or the error that says of what it is.
    fn fits(self, what: &str) -> Result<T>;
}

impl<T> Fits<T> for Option<T> {
    fn fits(self, what: &str) -> Result<T> {
        self.ok_or_else(|| no_longer_fits(what))
    }
}

#[cold]
fn out_of_time() -> Error {
    Error::new(ErrorKind::OutOfRange, "", "the calendar ends in the year 9999")
}
