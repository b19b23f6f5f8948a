//! One row of a usage log.

use crate::amount::Credits;
use crate::calendar::Instant;
use crate::json::words;
use std::borrow::Cow;

words! {
    /// How a run ended.
    #[non_exhaustive]
    pub enum EventOutcome {
        /// It gave a result.
        Done = "done",
        /// It failed.
        Failed = "failed",
        /// Its user stopped it.
        Cancelled = "cancelled",
        /// A filter held its result back.
        Filtered = "filtered",
    }
}

/// What was used: one row of a usage log. Texts are borrowed from the log where possible.
#[derive(Clone, Debug, PartialEq)]
pub struct UsageEvent<'a> {
    /// Unique in the log: an id that occurs again is not counted again.
    pub id: Option<Cow<'a, str>>,
    /// When.
    pub at: Instant,
    /// The account that paid.
    pub account: Option<Cow<'a, str>>,
    /// Who ran it.
    pub member: Option<Cow<'a, str>>,
    /// A label.
    pub project: Option<Cow<'a, str>>,
    /// Id of the operation.
    pub operation: Cow<'a, str>,
    /// Values by setting, sorted by name, as texts.
    pub settings: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Number of runs.
    pub runs: u32,
    /// How the runs ended.
    pub outcome: EventOutcome,
    /// What the vendor charged; negative for a refund.
    pub charged: Option<Credits>,
}

impl UsageEvent<'_> {
    /// Appends the operation and the settings, separated by NUL. A NUL within a text stands as
    /// U+FFFD, so that no text can pass for two.
    pub(super) fn push_shape(&self, key: &mut String) {
        push_part(&self.operation, key);
        for (name, value) in &self.settings {
            for part in [name, value] {
                key.push('\0');
                push_part(part, key);
            }
        }
    }
}

fn push_part(part: &str, key: &mut String) {
    match part.contains('\0') {
        false => key.push_str(part),
        true => key.push_str(&part.replace('\0', "\u{fffd}")),
    }
}

impl UsageEvent<'static> {
    /// One run of an operation with its default settings, done, whose charge is not known.
    pub fn new(operation: impl Into<String>, at: Instant) -> Self {
        UsageEvent {
            id: None,
            at,
            account: None,
            member: None,
            project: None,
            operation: Cow::Owned(operation.into()),
            settings: Vec::new(),
            runs: 1,
            outcome: EventOutcome::Done,
            charged: None,
        }
    }
}
