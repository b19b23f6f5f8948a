//! What a server needs to trust a wallet: its id and the ids that it issues, receipts, the commands
//! that it has carried out, limits, and one door for everything that changes it.
//!
//! Simulations use the same wallet, with none of this.

mod command;
mod describe;
mod detached;
mod door;
mod ids;
mod invoices;
mod limits;
mod memory;
mod outcome;
mod payment;
mod policy;
mod price;
mod receipts;
mod repaid;
mod spent;

#[cfg(feature = "schema")]
pub(crate) use command::CommandDocument;
pub use command::{
    BuyCommand, CancelCommand, ChargeBackCommand, ChargeRequestCommand, Command, CommandAction,
    CountCommand, FailPaymentCommand, GrantCommand, HoldCommand, HoldRequestCommand,
    PayInvoiceCommand, RefundCommand, RefundMoneyCommand, ReleaseCommand, RevokeCommand,
    SettleCommand, SubscribeCommand,
};
pub use describe::{ClassBalance, HoldView, LotDetails, PlannedChange, SubscriptionView};
pub use door::Opened;
pub use invoices::{InvoiceStatus, InvoiceView, InvoicedLot};
pub use limits::WalletLimits;
pub use outcome::{Applied, Outcome};
pub use policy::{IssueAt, PaymentPolicy, WhenUnpaid};
pub use receipts::Receipt;

pub(super) use ids::{IdOf, WalletId};
pub(super) use invoices::{Invoice, InvoiceBook, InvoiceFor};
pub(super) use memory::{Memory, Remembered};
pub(super) use receipts::Receipts;
pub(super) use repaid::Repayment;

use crate::json::Value;
use std::any::Any;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

/// What is not about credits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Live {
    pub(super) id: WalletId,
    pub(super) limits: WalletLimits,
    pub(super) receipts: Receipts,
    pub(super) memory: Memory,
    pub(super) newer: Newer,
}

/// What a wallet keeps of this, shared by its copies. Nothing for simulations: by its hidden type, a
/// module that only simulates has no code for it.
#[derive(Clone, Debug, Default)]
pub(crate) struct LivePart(Option<Arc<dyn Any + Send + Sync>>);

/// What a wallet without a live part seems to have.
static NOTHING: LazyLock<Live> = LazyLock::new(Live::default);

impl Deref for LivePart {
    type Target = Live;
    fn deref(&self) -> &Live {
        self.0.as_deref().and_then(|live| live.downcast_ref()).unwrap_or(&NOTHING)
    }
}

impl From<Live> for LivePart {
    fn from(live: Live) -> Self {
        LivePart(Some(Arc::new(live)))
    }
}

impl LivePart {
    /// Changes it; it is copied before if another wallet shares it.
    fn change<T>(&mut self, change: impl FnOnce(&mut Live) -> T) -> T {
        let shared = self.0.take().and_then(|live| live.downcast::<Live>().ok());
        let mut live = shared.unwrap_or_default();
        let changed = change(Arc::make_mut(&mut live));
        self.0 = Some(live);
        changed
    }
}

/// What a newer minor version of the format has saved: it is written again.
#[derive(Clone, Debug, Default)]
pub(super) struct Newer {
    /// That version.
    pub(super) format: Option<String>,
    pub(super) keys: Vec<(String, Value)>,
}
