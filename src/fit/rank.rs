//! Ranking: the cheapest option that serves first, and why the others lose.

use super::option::{FitOption, FitState};
use super::words::Words;
use crate::amount::Money;
use crate::order::sort;
use std::cmp::{Ordering, Reverse};

/// Puts options in order, marks the frontier, and gives each its reason.
pub(super) fn rank(mut options: Vec<FitOption>, words: &Words) -> Vec<FitOption> {
    sort(&mut options, compare);
    mark_frontier(&mut options);
    let winner = options.first().filter(|option| is_winner(option)).cloned();
    for (place, option) in options.iter_mut().enumerate() {
        if option.state == FitState::Covers {
            option.reason = match (&winner, place) {
                (Some(winner), 0) => words.wins(winner),
                (winner, _) => words.loses(option, winner.as_ref()),
            };
        }
    }
    options
}

/// Whether an option serves and its cost is known.
pub(super) fn is_winner(option: &FitOption) -> bool {
    option.state == FitState::Covers && option.cost.is_some()
}

/// What serves comes first; of that, what is known to be cheap; then what leaves more; then the
/// order of the catalog. Where no price is known, less credits are taken to cost less.
fn compare(a: &FitOption, b: &FitOption) -> Ordering {
    let serves = |o: &FitOption| (o.state, o.cost.is_none(), o.cost);
    let unknown = |o: &FitOption| match (o.state, o.cost) {
        (FitState::Covers, None) => Some(o.issued),
        _ => None,
    };
    let lacks = |o: &FitOption| match o.state {
        FitState::Short => o.missing,
        _ => crate::amount::Credits::ZERO,
    };
    a.state
        .cmp(&b.state)
        .then_with(|| lacks(a).cmp(&lacks(b)))
        .then_with(|| serves(a).cmp(&serves(b)))
        .then_with(|| unknown(a).cmp(&unknown(b)))
        .then_with(|| Reverse(a.headroom).cmp(&Reverse(b.headroom)))
        .then_with(|| a.place.cmp(&b.place))
}

/// Marks what nothing else beats in cost and headroom together.
fn mark_frontier(options: &mut [FitOption]) {
    let of = |option: &FitOption| Some((option.cost?, option.headroom?));
    let all: Vec<(Money, i32)> = options.iter().filter_map(of).collect();
    for option in options {
        let Some((cost, headroom)) = of(option) else { continue };
        option.frontier = !all.iter().any(|(other, leaves)| {
            *other <= cost && *leaves >= headroom && (*other, *leaves) != (cost, headroom)
        });
    }
}

impl Words<'_> {
    fn wins(&self, winner: &FitOption) -> String {
        let headroom = winner.headroom.unwrap_or(0);
        let more = if headroom >= super::headroom::MOST_HEADROOM { " or more" } else { "" };
        let cost = winner.cost.map(|cost| self.money(cost)).unwrap_or_default();
        format!("costs least: {cost} for {}; the need may grow by {headroom} %{more}", self.time())
    }

    fn loses(&self, option: &FitOption, winner: Option<&FitOption>) -> String {
        let (Some(winner), Some(best)) = (winner, winner.and_then(|winner| winner.cost)) else {
            return "covers it; what it costs is not published".to_owned();
        };
        match option.cost.and_then(|cost| cost.checked_sub(best)) {
            None => "covers it; what it costs is not published".to_owned(),
            Some(more) if more == Money::ZERO => {
                format!("costs the same as {}, and leaves no more", self.label(winner))
            }
            Some(more) => {
                let more = self.money(more);
                format!("costs {more} more in {} than {}", self.time(), self.label(winner))
            }
        }
    }

    /// "12 months".
    pub(super) fn time(&self) -> String {
        if self.months == 1 { "1 month".to_owned() } else { format!("{} months", self.months) }
    }
}
