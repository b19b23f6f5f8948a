//! Alerts: each level alerts once as the balance falls, and again only after it has recovered.

use super::Wallet;
use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use crate::amount::{Credits, Fraction};
use crate::catalog::supply::Level;

/// Levels of the balance, and which of them it is below.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alerts(Vec<Alert>);

#[derive(Clone, Copy, Debug)]
pub(super) struct Alert {
    pub(super) level: Level,
    /// The balance was at or above the level at the last check.
    pub(super) armed: bool,
    /// The level in credits, for this cycle's allowance.
    credits: Option<Credits>,
}

impl Alerts {
    /// Levels, and whether the balance was above each; none is worked out yet.
    pub(super) fn of(levels: impl Iterator<Item = (Level, bool)>) -> Self {
        Alerts(levels.map(|(level, armed)| Alert { level, armed, credits: None }).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Alert> {
        self.0.iter()
    }

    pub(super) fn level(&self, place: usize) -> Option<Level> {
        self.0.get(place).map(|alert| alert.level)
    }

    /// Computes the levels in credits for a cycle's allowance.
    pub(super) fn know(&mut self, allowance: Credits) {
        for alert in &mut self.0 {
            alert.credits = in_credits(alert.level, allowance);
        }
    }

    /// Whether the balance has fallen below a level since the last check.
    fn is_crossed(&mut self, place: usize, balance: Credits) -> bool {
        let Some(alert) = self.0.get_mut(place) else { return false };
        // "80 % used" alerts at exactly 80 %; "below 50" does not alert at 50.
        let above = alert.credits.map(|credits| match alert.level {
            Level::Used(_) => balance > credits,
            Level::Left(_) => balance >= credits,
        });
        let was_armed = std::mem::replace(&mut alert.armed, above.unwrap_or(false));
        was_armed && above == Some(false)
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
        if self.alerts.is_empty() {
            return;
        }
        let balance = self.balance();
        for place in 0..self.alerts.0.len() {
            if self.alerts.is_crossed(place, balance) {
                self.note(EntryKind::Alert, Reason::Level, Subject::Level(place))
                    .amount(balance)
                    .done();
            }
        }
    }
}
