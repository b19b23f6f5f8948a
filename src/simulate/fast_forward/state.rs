//! What the fast-forward keeps from one use to the next.

use super::super::timeline::Wanted;
use crate::wallet::CompactWallet;

/// What the fast-forward keeps from one use to the next.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct FastForward {
    pub(super) compact: CompactWallet,
    pub(super) when_short: FastShortage,
    /// Number of events to handle step by step first.
    pub(super) rest: u32,
    /// Requests of the lines that skipped days.
    pub(super) wants: Vec<Wanted>,
    /// Runs in a batch, by line.
    pub(super) runs: Vec<u32>,
    /// The lines with requests on the current day, one bit each.
    pub(super) of_today: u64,
}

/// What to do when credits are short.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum FastShortage {
    /// Leave it to the step-by-step engine.
    #[default]
    Stop,
    /// Refuse runs that cannot be paid.
    Refuse,
    /// Lend the missing credits.
    Lend,
}
