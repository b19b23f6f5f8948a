//! A charge, and the lots that pay it.

use super::lot::Slot;
use super::member::MemberId;
use crate::amount::Credits;
use crate::catalog::id::OperationId;

/// A charge with its names resolved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChargeRequest {
    pub(crate) operation: OperationId,
    pub(crate) amount: Credits,
    pub(crate) member: Option<MemberId>,
    pub(crate) runs: u32,
}

/// What one lot pays of a charge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LotPayment {
    pub(crate) slot: Slot,
    pub(crate) number: u64,
    pub(crate) amount: Credits,
}
