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
///
/// ```
/// use drawdown::{EventOutcome, UsageEvent};
/// let event = UsageEvent::new("clip", "2026-11-03T09:00Z".parse()?)
///     .member("ada")
///     .set("seconds", "8")
///     .runs(3)
///     .outcome(EventOutcome::Failed);
/// assert_eq!((event.member.as_deref(), event.runs), (Some("ada"), 3));
/// # Ok::<(), drawdown::ParseCalendarError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
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

impl<'a> UsageEvent<'a> {
    /// Its id: one that occurs again in the log is not counted again.
    #[must_use]
    pub fn id(mut self, id: impl Into<Cow<'a, str>>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The account that paid.
    #[must_use]
    pub fn account(mut self, account: impl Into<Cow<'a, str>>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// Who ran it.
    #[must_use]
    pub fn member(mut self, member: impl Into<Cow<'a, str>>) -> Self {
        self.member = Some(member.into());
        self
    }

    /// A label.
    #[must_use]
    pub fn project(mut self, project: impl Into<Cow<'a, str>>) -> Self {
        self.project = Some(project.into());
        self
    }

    /// The value of a setting, as a text; replaces an earlier one.
    #[must_use]
    pub fn set(mut self, setting: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        let (setting, value) = (setting.into(), value.into());
        let place = self.settings.binary_search_by(|(known, _)| known.cmp(&setting));
        match place.map(|place| self.settings.get_mut(place)) {
            Ok(Some((_, old))) => *old = value,
            Ok(None) => {}
            Err(place) => self.settings.insert(place, (setting, value)),
        }
        self
    }

    /// Number of runs.
    #[must_use]
    pub fn runs(mut self, runs: u32) -> Self {
        self.runs = runs;
        self
    }

    /// How the runs ended.
    #[must_use]
    pub fn outcome(mut self, outcome: EventOutcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// What the vendor charged; negative for a refund.
    #[must_use]
    pub fn charged(mut self, charged: Credits) -> Self {
        self.charged = Some(charged);
        self
    }

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
