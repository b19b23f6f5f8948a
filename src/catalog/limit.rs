//! Limits of use in a time, beside the balance, as written in a catalog.

use super::condition::When;
use super::source::SourceRef;
use crate::amount::Credits;
use crate::calendar::Span;
use crate::json::{Node, Read, Value, Within, read_text, record, words};

record! {
    /// The most credits that may be charged in a time.
    pub(crate) struct LimitDocument {
        /// Unique in the catalog.
        id: String,
        /// Name for people.
        name: Option<String>,
        /// Credits.
        #[within(Within::POSITIVE)]
        most: Credits,
        /// The time.
        per: LimitPeriod,
        /// Where a span begins; at every instant when absent.
        window: Option<LimitWindow>,
        /// Who has it.
        when: Option<When>,
        /// Remarks for people.
        notes: Vec<String>,
        /// Where the rule is published.
        source: Option<SourceRef>,
    }
}

/// The time of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LimitPeriod {
    /// A day of the account's clock.
    Day,
    /// A week of it, from Monday.
    Week,
    /// A calendar month of it.
    Month,
    Span(Span),
}

impl Read for LimitPeriod {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::String(text) if text == "day" => LimitPeriod::Day,
            Value::String(text) if text == "week" => LimitPeriod::Week,
            Value::String(text) if text == "month" => LimitPeriod::Month,
            _ => read_text(node, "\"day\", \"week\", \"month\", or a span such as \"5 hours\"")
                .map_or(LimitPeriod::Day, LimitPeriod::Span),
        }
    }
    fn placeholder() -> Self {
        LimitPeriod::Day
    }
}

words! {
    /// Where the span of a limit begins.
    pub(crate) enum LimitWindow {
        /// At every instant: what was charged this long ago no longer counts.
        Rolling = "rolling",
        /// With the first use; all that was charged stops counting when it ends.
        FirstUse = "first_use",
    }
}
