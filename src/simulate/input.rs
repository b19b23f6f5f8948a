//! What a scenario asks for, but for its demand and its actions.

use super::detail::Detail;
use super::scenario::{RangeEnd, Scenario, WhenShort};
use crate::calendar::Instant;
use std::sync::Arc;

/// From when to when, by which rules, and what is kept.
#[derive(Clone, Debug)]
pub(super) struct Input {
    start: Instant,
    end: Instant,
    when_short: WhenShort,
    ranges: RangeEnd,
    detail: Detail,
    /// Keeps sums only.
    quiet: bool,
    /// Assumptions about the account.
    assumed: Arc<[String]>,
}

impl Input {
    pub(super) fn of(
        scenario: &Scenario,
        end: Instant,
        detail: Detail,
        assumed: Vec<String>,
    ) -> Self {
        Input {
            start: scenario.start,
            end,
            when_short: scenario.when_short.unwrap_or(WhenShort::Refuse),
            ranges: scenario.ranges.unwrap_or(RangeEnd::High),
            detail,
            quiet: false,
            assumed: assumed.into(),
        }
    }

    /// First instant.
    pub(super) fn start(&self) -> Instant {
        self.start
    }

    /// First instant after it.
    pub(super) fn end(&self) -> Instant {
        self.end
    }

    pub(super) fn when_short(&self) -> WhenShort {
        self.when_short
    }

    /// Buys a top-up whenever credits are short, whatever the scenario says.
    pub(super) fn top_up_when_short(&mut self) {
        self.when_short = WhenShort::TopUp;
    }

    pub(super) fn ranges(&self) -> RangeEnd {
        self.ranges
    }

    pub(super) fn detail(&self) -> Detail {
        self.detail
    }

    /// Whether nothing is kept but sums.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    pub(super) fn be_quiet(&mut self) {
        self.quiet = true;
    }

    /// What is assumed of the account, in sentences.
    pub(super) fn assumed(&self) -> &[String] {
        &self.assumed
    }
}
