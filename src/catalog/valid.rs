//! When a price or a grant holds.

use crate::calendar::Instant;
use crate::json::record;

record! {
    /// Half-open: `from` is included, `until` is not.
    pub(crate) struct Valid {
        /// First instant.
        from: Option<Instant>,
        /// First instant after it.
        until: Option<Instant>,
    }
}

impl Default for Valid {
    /// Always.
    fn default() -> Self {
        Valid { from: None, until: None }
    }
}

impl Valid {
    /// Whether it holds at an instant.
    pub(crate) fn holds(&self, at: Instant) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }

    /// The next instant at which it begins or ends to hold.
    pub(crate) fn next_edge(&self, after: Instant) -> Option<Instant> {
        [self.from, self.until].into_iter().flatten().filter(|edge| *edge > after).min()
    }

    /// Whether it never holds.
    pub(crate) fn is_empty(&self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if until <= from)
    }
}
