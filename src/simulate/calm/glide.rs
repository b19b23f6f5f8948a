//! What calm times are gone through with.

use super::super::timeline::Wanted;
use crate::wallet::Calm;

/// What calm times are gone through with.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Glide {
    pub(in super::super) calm: Calm,
    pub(in super::super) when_short: IfShort,
    /// So many events are gone through as usual first.
    pub(in super::super) rest: u32,
    /// What is due after days that were counted.
    pub(in super::super) wants: Vec<Wanted>,
    /// How many runs of each line are.
    pub(in super::super) runs: Vec<u32>,
    /// The lines that wanted something on the day that was gone through last, one bit each.
    pub(in super::super) of_today: u64,
}

/// What to do when credits are short.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) enum IfShort {
    /// The calm is over.
    #[default]
    Stop,
    /// What cannot be paid for is refused.
    Refuse,
    /// What is missing is lent.
    Lend,
}
