//! What a server needs to trust a wallet: its id and the ids that it issues, receipts, the commands
//! that it has carried out, limits, and one door for everything that changes it.
//!
//! Simulations use the same wallet, with none of this.

mod command;
mod describe;
mod door;
mod ids;
mod limits;
mod memory;
mod outcome;
mod price;
mod receipts;
mod spent;

pub use command::{
    BuyCommand, CancelCommand, ChargeRequestCommand, Command, CommandAction, CountCommand,
    GrantCommand, HoldCommand, HoldRequestCommand, RefundCommand, ReleaseCommand, RevokeCommand,
    SettleCommand, SubscribeCommand,
};
pub use describe::{ClassBalance, HoldView, LotDetails, PlannedChange, SubscriptionView};
pub use door::Opened;
pub use limits::WalletLimits;
pub use outcome::{Applied, Outcome};
pub use receipts::Receipt;

pub(super) use ids::{IdOf, WalletId};
pub(super) use memory::{Memory, Remembered};
pub(super) use receipts::Receipts;

use crate::json::Value;

/// What is not about credits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Live {
    pub(super) id: WalletId,
    pub(super) limits: WalletLimits,
    pub(super) receipts: Receipts,
    pub(super) memory: Memory,
    pub(super) newer: Newer,
}

/// What a newer minor version of the format has saved: it is written again.
#[derive(Clone, Debug, Default)]
pub(super) struct Newer {
    /// That version.
    pub(super) format: Option<String>,
    pub(super) keys: Vec<(String, Value)>,
}
