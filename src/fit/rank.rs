//! Ranking: the cheapest sufficient option first, and why the others lose.

use super::answer::{FitOption, FitState};
use super::headroom::MOST_HEADROOM;
use super::words::FitText;
use crate::amount::Money;
use crate::catalog::Term;
use crate::order::sort;
use std::cmp::{Ordering, Reverse};

/// Sorts options, marks the frontier, and gives each option its reason.
pub(super) fn rank(mut options: Vec<FitOption>, words: &FitText) -> Vec<FitOption> {
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

/// Whether an option suffices and its cost is known.
pub(super) fn is_winner(option: &FitOption) -> bool {
    option.state == FitState::Covers && option.cost.is_some()
}

/// Order: how well it covers the need, known cost for the need as given, cost with the margin,
/// headroom, position in the catalog. If prices are unknown, fewer credits are assumed to cost
/// less.
fn compare(a: &FitOption, b: &FitOption) -> Ordering {
    let serves = |o: &FitOption| (o.state, o.cost.is_none(), o.cost, o.margin_cost());
    let unknown = |o: &FitOption| match (o.state, o.cost) {
        (FitState::Covers, None) => Some(o.issued),
        _ => None,
    };
    let lacks = |o: &FitOption| match o.state {
        FitState::Short => o.missing,
        _ => crate::amount::Credits::ZERO,
    };
    let in_catalog = |o: &FitOption| (o.place.0, o.place.1.map(Term::months));
    a.state
        .cmp(&b.state)
        .then_with(|| lacks(a).cmp(&lacks(b)))
        .then_with(|| serves(a).cmp(&serves(b)))
        .then_with(|| unknown(a).cmp(&unknown(b)))
        .then_with(|| Reverse(a.headroom).cmp(&Reverse(b.headroom)))
        .then_with(|| in_catalog(a).cmp(&in_catalog(b)))
}

/// Marks the options that cover the need and its margin, if no other such option is at least as good
/// in cost with the margin and headroom, and better in one of them.
fn mark_frontier(options: &mut [FitOption]) {
    let of = |option: &FitOption| Some((option.margin_cost()?, option.headroom?));
    let all: Vec<(Money, i32)> = options.iter().filter_map(of).collect();
    for option in options {
        let Some((cost, headroom)) = of(option) else { continue };
        option.frontier = !all.iter().any(|(other, leaves)| {
            *other <= cost && *leaves >= headroom && (*other, *leaves) != (cost, headroom)
        });
    }
}

impl FitOption {
    /// The cost with the smaller margin, if that is covered at a known price.
    pub(super) fn margin_cost(&self) -> Option<Money> {
        self.with_margin.as_ref()?.cost
    }
}

impl FitText<'_> {
    fn wins(&self, winner: &FitOption) -> String {
        let cost = winner.cost.map(|cost| self.money(cost)).unwrap_or_default();
        format!(
            "costs least: {cost} for {}{}; the need may grow {}",
            self.time(),
            self.with_the_margin(winner),
            growth(winner)
        )
    }

    /// ", 6.00 USD with the margin", if the cost differs.
    pub(super) fn with_the_margin(&self, option: &FitOption) -> String {
        match option.margin_cost().filter(|more| Some(*more) != option.cost) {
            Some(more) => format!(", {} with the margin", self.money(more)),
            None => String::new(),
        }
    }

    fn loses(&self, option: &FitOption, winner: Option<&FitOption>) -> String {
        let (Some(winner), Some(best)) = (winner, winner.and_then(|winner| winner.cost)) else {
            return "covers it; its price is not published".to_owned();
        };
        match option.cost.and_then(|cost| cost.checked_sub(best)) {
            None => "covers it; its price is not published".to_owned(),
            Some(more) if more == Money::ZERO => {
                let label = self.label(winner);
                match option.margin_cost().zip(winner.margin_cost()) {
                    Some((one, other)) if one > other => {
                        format!("costs the same as {label}, and more with the margin")
                    }
                    _ => format!("costs the same as {label}, with no more headroom"),
                }
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

/// "by 23 %", "by 100 % or more", "without limit".
fn growth(option: &FitOption) -> String {
    match option.headroom.unwrap_or(0) {
        _ if option.unlimited => "without limit".to_owned(),
        MOST_HEADROOM.. => format!("by {MOST_HEADROOM} % or more"),
        headroom => format!("by {headroom} %"),
    }
}
