//! A charge, and the lots that pay it.

use super::lot::Slot;
use super::member::MemberId;
use crate::amount::{Credits, Decimal};
use crate::catalog::id::OperationId;

/// A charge with its names resolved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChargeRequest {
    pub(crate) operation: OperationId,
    pub(crate) amount: Credits,
    pub(crate) member: Option<MemberId>,
    pub(crate) runs: u32,
    /// Charges at one instant that it stands for.
    pub(crate) charges: u32,
}

impl ChargeRequest {
    /// Of several charges, what one costs on average.
    pub(super) fn each(&self) -> Credits {
        let each = self.amount.decimal().scaled() / i128::from(self.charges.max(1));
        Decimal::from_scaled(each).map_or(self.amount, Credits::from)
    }
}

/// What one lot pays of a charge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LotPayment {
    pub(crate) slot: Slot,
    pub(crate) number: u64,
    pub(crate) amount: Credits,
}
