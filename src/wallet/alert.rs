//! Alerts: each level alerts once as the balance falls, and again only after it has recovered.

use super::Wallet;
use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use crate::amount::{Credits, Fraction};
use crate::catalog::supply::Level;

/// Levels of the balance, and which of them it is below.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alerts {
    pub(crate) levels: Vec<Level>,
    /// The balance was at or above the level at the last check.
    pub(crate) armed: Vec<bool>,
    /// The levels in credits, for this cycle's allowance.
    credits: Vec<Option<Credits>>,
}

impl Alerts {
    pub(super) fn new(levels: Vec<Level>) -> Self {
        let count = levels.len();
        Alerts { levels, armed: vec![false; count], credits: vec![None; count] }
    }

    pub(super) fn level(&self, place: usize) -> Option<Level> {
        self.levels.get(place).copied()
    }

    fn disarm(&mut self, place: usize) {
        if let Some(armed) = self.armed.get_mut(place) {
            *armed = false;
        }
    }

    /// Computes the levels in credits for a cycle's allowance.
    pub(super) fn know(&mut self, allowance: Credits) {
        let credits = self.levels.iter().map(|level| in_credits(*level, allowance));
        self.credits = credits.collect();
    }
}

/// The balance below which a level alerts; `None` for a percentage when there is no allowance.
fn in_credits(level: Level, allowance: Credits) -> Option<Credits> {
    match level {
        Level::Left(credits) => Some(credits),
        Level::Used(_) if allowance == Credits::ZERO => None,
        Level::Used(percent) => {
            let all = Fraction::from_decimal(allowance.decimal());
            let left = Fraction::integer(100)
                .sub(&Fraction::from_decimal(percent))
                .and_then(|left| left.mul(&all))
                .and_then(|left| left.div(&Fraction::integer(100)));
            left.ok().and_then(|left| left.to_decimal()).map(Credits::from)
        }
    }
}

impl Wallet {
    /// Records an alert for each level that the balance has fallen below since the last check.
    pub(crate) fn check_alerts(&mut self) {
        if self.alerts.levels.is_empty() {
            return;
        }
        let balance = self.balance();
        for place in 0..self.alerts.levels.len() {
            // "80 % used" alerts at exactly 80 %; "below 50" does not alert at 50.
            let credits = self.alerts.credits.get(place).copied().flatten();
            let above = match (self.alerts.levels.get(place), credits) {
                (_, None) => {
                    self.alerts.disarm(place);
                    continue;
                }
                (Some(Level::Used(_)), Some(level)) => balance > level,
                (_, Some(level)) => balance >= level,
            };
            let Some(armed) = self.alerts.armed.get_mut(place) else { continue };
            let crossed = *armed && !above;
            *armed = above;
            if crossed {
                self.note(EntryKind::Alert, Reason::Level, Subject::Level(place))
                    .amount(balance)
                    .done();
            }
        }
    }
}
