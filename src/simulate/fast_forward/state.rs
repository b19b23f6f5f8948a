//! What the fast path keeps from one use to the next.

use super::super::timeline::Wanted;
use crate::wallet::CompactWallet;

/// What the fast path keeps from one use to the next.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct FastForward {
    pub(super) compact: CompactWallet,
    pub(super) when_short: FastShortage,
    /// So many events are gone through as usual first.
    pub(super) rest: u32,
    /// What is due after days that were counted.
    pub(super) wants: Vec<Wanted>,
    /// How many runs of each line are.
    pub(super) runs: Vec<u32>,
    /// The lines that wanted something on the day that was gone through last, one bit each.
    pub(super) of_today: u64,
}

/// What to do when credits are short.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum FastShortage {
    /// The step-by-step engine goes on.
    #[default]
    Stop,
    /// What cannot be paid for is refused.
    Refuse,
    /// What is missing is lent.
    Lend,
}
