//! What a forecast is asked for.

use crate::calendar::Instant;
use crate::error::Errors;
use crate::json::{self, Log, Value, record};

/// Days of the shortest history. With half of them, months of generated logs were more than twice as
/// far off.
pub(super) const LEAST_DAYS: i64 = 28;
/// Days with runs that a history has at least.
pub(super) const LEAST_ACTIVE_DAYS: usize = 5;

record! {
    /// What a forecast is made of.
    ///
    /// ```
    /// use drawdown::PaceSpec;
    /// let spec = PaceSpec::default().from("2026-09-01".parse()?).plan("pro");
    /// assert_eq!(spec.plan.as_deref(), Some("pro"));
    /// # Ok::<(), drawdown::ParseCalendarError>(())
    /// ```
    #[input]
    pub struct PaceSpec {
        /// The first instant of the log; the day of the first run when absent.
        from: Option<Instant>,
        /// The first instant after the log; the end of the day of the last run when absent.
        until: Option<Instant>,
        /// Value runs for an account with this plan; no plan when absent.
        plan: Option<String>,
    }
}

impl Default for PaceSpec {
    /// The whole log, at the prices without a plan.
    fn default() -> Self {
        json::Read::placeholder()
    }
}

impl PaceSpec {
    /// Reads a specification from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        PaceSpec::from_value(&json::parse(text)?)
    }

    /// Reads a specification from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::of_strict_values().read(value)
    }
}
