//! What counts in limits of use.

use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::LimitId;

/// Credits that count in a limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LimitUse {
    /// When they were charged or, if the limit's window does not roll, the first of them.
    pub(super) at: Instant,
    pub(super) used: Credits,
    /// When they no longer count.
    pub(super) until: Instant,
}

/// What was charged in the window of each limit of the catalog, oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct LimitUses(Vec<Vec<LimitUse>>);

impl LimitUses {
    pub(super) fn of(uses: Vec<Vec<LimitUse>>) -> Self {
        LimitUses(uses)
    }

    /// By the place of the limit; the last ones may be missing.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, Vec<LimitUse>> {
        self.0.iter()
    }

    pub(super) fn at(&self, place: LimitId) -> &[LimitUse] {
        self.0.get(place.place()).map_or(&[], Vec::as_slice)
    }

    pub(super) fn at_mut(&mut self, place: LimitId) -> Option<&mut Vec<LimitUse>> {
        if self.0.len() <= place.place() {
            self.0.resize(place.place() + 1, Vec::new());
        }
        self.0.get_mut(place.place())
    }
}

/// The limit that refuses a charge, and until when; `None` if it would refuse it at any time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LimitHit {
    pub(crate) limit: LimitId,
    pub(crate) until: Option<Instant>,
}
