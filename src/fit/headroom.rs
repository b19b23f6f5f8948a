//! Headroom: by how much the need can grow until something is refused.

use super::purchase::Purchases;
use crate::error::Errors;
use crate::simulate::Trial;

/// Larger headroom is not looked for, in per cent.
pub(super) const MOST_HEADROOM: i32 = 100;

/// A need that is made larger, with fixed purchases.
pub(super) struct Growth<'t> {
    pub(super) trial: &'t Trial,
    pub(super) scale: i128,
    pub(super) purchases: Purchases,
}

impl Growth<'_> {
    pub(super) fn covers(&self, factor: i128) -> Result<bool, Errors> {
        self.trial.covers(factor, &self.purchases.list)
    }

    /// In whole per cent: the largest that is covered, by halving; what is known of two factors
    /// spares half of the work.
    pub(super) fn headroom(&self, low: (i128, bool), high: (i128, bool)) -> Result<i32, Errors> {
        let (mut enough, mut too_much) = (0, MOST_HEADROOM + 1);
        for (factor, covered) in [low, high] {
            let per_cent = self.per_cent(factor);
            match covered {
                true => enough = enough.max(per_cent.min(MOST_HEADROOM)),
                false => too_much = too_much.min(per_cent + 1).max(enough + 1),
            }
        }
        while too_much - enough > 1 {
            let middle = enough + (too_much - enough) / 2;
            if self.covers(self.factor(middle))? { enough = middle } else { too_much = middle }
        }
        Ok(enough)
    }

    fn factor(&self, per_cent: i32) -> i128 {
        self.scale + self.scale * i128::from(per_cent) / 100
    }

    /// Whole per cent that a factor is more than the need, rounded down.
    fn per_cent(&self, factor: i128) -> i32 {
        let more = (factor - self.scale) * 100 / self.scale.max(1);
        i32::try_from(more).unwrap_or(MOST_HEADROOM)
    }
}

#[cfg(test)]
mod tests {
    use crate::amount::ONE;

    #[test]
    fn a_factor_and_its_per_cent_belong_together() {
        let per_cent = |factor: i128, scale: i128| (factor - scale) * 100 / scale;
        assert_eq!(per_cent(ONE + ONE / 4, ONE), 25);
    }
}
