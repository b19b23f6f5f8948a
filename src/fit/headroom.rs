//! Headroom: by how much the need can grow until something is refused.

use super::purchase::Purchases;
use crate::amount::ONE;
use crate::error::Errors;
use crate::simulate::Trial;

/// Larger headroom is not looked for, in per cent.
pub(super) const MOST_HEADROOM: i32 = 100;

/// A need that is made larger, with fixed purchases.
pub(super) struct Growth<'t> {
    trial: &'t Trial,
    scale: i128,
    pub(super) purchases: Purchases,
    /// The largest factor that is known to be covered, and the smallest that is known not to be:
    /// what covers a need covers a smaller one.
    pub(super) known: (Option<i128>, Option<i128>),
}

impl<'t> Growth<'t> {
    pub(super) fn new(trial: &'t Trial, scale: i128) -> Self {
        let purchases = Purchases { proven: true, ..Purchases::default() };
        Growth { trial, scale, purchases, known: (None, None) }
    }

    pub(super) fn covers(&mut self, factor: i128) -> Result<bool, Errors> {
        if self.known.0.is_some_and(|covered| factor <= covered) {
            return Ok(true);
        }
        if self.known.1.is_some_and(|too_much| factor >= too_much) {
            return Ok(false);
        }
        let covers = self.trial.covers(factor, &self.purchases.list)?;
        match covers {
            true => self.known.0 = Some(factor),
            false => self.known.1 = Some(factor),
        }
        Ok(covers)
    }

    /// Finds the largest whole per cent that is covered: from a guess in growing steps, then by
    /// halving. A good guess needs two tries.
    pub(super) fn search(&mut self, guess: Option<i128>) -> Result<(), Errors> {
        let (mut enough, mut too_much) = (self.headroom(), MOST_HEADROOM + 1);
        let guess = guess.map_or(enough, |guess| self.per_cent_of(guess));
        let mut at = guess.clamp(enough, MOST_HEADROOM);
        let mut step = 1;
        while too_much - enough > 1 {
            at = at.clamp(enough + 1, too_much - 1);
            let up = self.covers(self.factor(at))?;
            if up {
                enough = at
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
        Ok(())
    }

    /// In whole per cent, as far as is known.
    pub(super) fn headroom(&self) -> i32 {
        let covered = self.known.0.unwrap_or(self.scale);
        // A factor is rounded down; a hair more is the same whole per cent.
        self.per_cent_of(covered.saturating_mul(ONE) / self.scale.max(1)).clamp(0, MOST_HEADROOM)
    }

    fn factor(&self, per_cent: i32) -> i128 {
        let more = self.scale.saturating_mul(i128::from(per_cent));
        // Rounded up, so that the way back ends at the same per cent.
        self.scale + (more + 99) / 100
    }

    /// Whole per cent above 1, rounded down, of a factor to the need.
    fn per_cent_of(&self, factor: i128) -> i32 {
        i32::try_from((factor - ONE) * 100 / ONE).unwrap_or(MOST_HEADROOM)
    }
}
