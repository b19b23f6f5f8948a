//! Headroom: how far the need can grow before a run is refused.

use crate::amount::ONE;
use crate::error::Errors;
use crate::simulate::{Purchase, Trial};

/// The largest headroom searched, in per cent.
pub(super) const MOST_HEADROOM: i32 = 100;

/// A growing need, with fixed purchases.
pub(super) struct HeadroomSearch<'t> {
    pub(super) trial: &'t Trial,
    pub(super) scale: i128,
    pub(super) purchases: &'t [Purchase],
}

impl HeadroomSearch<'_> {
    /// The largest whole per cent found to be covered, given a factor that is: starts at a guess,
    /// moves in growing steps, then halves. A good guess needs two tries.
    pub(super) fn search(&self, covered: i128, guess: Option<i128>) -> Result<i32, Errors> {
        let (mut enough, mut too_much) = (self.per_cent(covered), MOST_HEADROOM + 1);
        let guess = guess.map_or(enough, per_cent_of);
        let mut at = guess.clamp(enough, MOST_HEADROOM);
        let mut step = 1;
        let mut is_played = self.factor(enough) == covered;
        while too_much - enough > 1 {
            at = at.clamp(enough + 1, too_much - 1);
            let up = self.trial.covers(self.factor(at), self.purchases)?;
            if up {
                (enough, is_played) = (at, true);
            } else {
                too_much = at
            }
            at = match (up, too_much > MOST_HEADROOM, step) {
                (true, true, _) => enough + step,
                (false, _, _) if step < 16 => too_much - step,
                _ => enough + (too_much - enough) / 2,
            };
            step *= 2;
        }
        // Purchases that cover a need may fail for a smaller one, whose runs may fall on other
        // days.
        while !is_played && enough > 0 {
            is_played = self.trial.covers(self.factor(enough), self.purchases)?;
            enough -= i32::from(!is_played);
        }
        Ok(enough)
    }

    /// In whole per cent, rounded down: a factor may be slightly above a whole per cent.
    fn per_cent(&self, covered: i128) -> i32 {
        per_cent_of(covered.saturating_mul(ONE) / self.scale.max(1)).clamp(0, MOST_HEADROOM)
    }

    fn factor(&self, per_cent: i32) -> i128 {
        let more = self.scale.saturating_mul(i128::from(per_cent));
        // Rounded up, so that converting back gives the same per cent.
        self.scale + (more + 99) / 100
    }
}

/// Whole per cent above 1 of a factor, rounded down.
fn per_cent_of(factor: i128) -> i32 {
    i32::try_from((factor - ONE) * 100 / ONE).unwrap_or(MOST_HEADROOM)
}
