//! Which column of a log holds what.

use super::event::EventOutcome;
use super::field::Field;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Value, record, words};

words! {
    /// How a log writes instants.
    #[non_exhaustive]
    pub enum TimeFormat {
        /// `2026-11-01T09:00:00Z` or `2026-11-01 09:00`; without an offset, on the log's wall clock.
        Iso = "iso",
        /// Seconds since 1970.
        Unix = "unix",
        /// Milliseconds since 1970.
        UnixMs = "unix_ms",
        /// `31/12/2026 09:00`
        DayFirst = "day_first",
        /// `12/31/2026 09:00`
        MonthFirst = "month_first",
    }
}

words! {
    /// The sign of credits that were spent.
    pub enum SpentSign {
        /// A charge is positive, a refund negative.
        Positive = "positive",
        /// A charge is negative, a refund positive.
        Negative = "negative",
    }
}

record! {
    /// Which column or key of a log holds what. What is left out is guessed from usual names; in
    /// JSON, a name that begins with `/` is a pointer.
    ///
    /// ```
    /// use drawdown::{EventOutcome, Mapping, SpentSign};
    /// let mapping = Mapping::default()
    ///     .at("Created")
    ///     .settings([("seconds", "Length (s)")])
    ///     .outcomes([("error", EventOutcome::Failed)])
    ///     .spent(SpentSign::Negative);
    /// assert_eq!(mapping.at.as_deref(), Some("Created"));
    /// ```
    #[input]
    pub struct Mapping {
        /// The id of an event.
        id: Option<String>,
        /// The instant.
        at: Option<String>,
        /// The account that paid.
        account: Option<String>,
        /// Who ran it.
        member: Option<String>,
        /// A label.
        project: Option<String>,
        /// The operation: an id, or a name that `operations` translates.
        operation: Option<String>,
        /// The number of runs.
        runs: Option<String>,
        /// How the runs ended.
        outcome: Option<String>,
        /// The credits that were charged.
        charged: Option<String>,
        /// The column of each setting.
        settings: Vec<(String, String)>,
        /// Columns that are not used, whatever their names suggest.
        ignored: Vec<String>,
        /// Ids of operations, by their names in the log.
        operations: Vec<(String, String)>,
        /// Outcomes, by their words in the log.
        outcomes: Vec<(String, EventOutcome)>,
        /// How instants are written; recognised when absent, if their form is not ambiguous.
        time: Option<TimeFormat>,
        /// The sign of credits that were spent; positive when absent.
        spent: Option<SpentSign>,
        /// The character between columns of CSV; recognised when absent.
        delimiter: Option<String>,
        /// The decimal sign, `.` or `,`; a point when absent.
        decimal: Option<String>,
    }
}

impl Default for Mapping {
    /// Everything is guessed.
    fn default() -> Self {
        json::Read::placeholder()
    }
}

impl Mapping {
    /// Reads a mapping from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        Mapping::from_value(&json::parse(text)?)
    }

    /// Reads a mapping from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        let mapping: Mapping = Log::of_strict_values().read(value)?;
        mapping.check()?;
        Ok(mapping)
    }

    /// Whether its signs are among those that are known.
    pub(super) fn check(&self) -> Result<(), Errors> {
        let one_of = |key: &str, given: &Option<String>, signs: &[&str]| {
            let wrong = given.as_deref().filter(|given| !signs.contains(given))?;
            let sentence = format!("expected one of {}, found {wrong:?}", signs.join(" "));
            Some(Error::new(ErrorKind::OutOfRange, format!("/{key}"), sentence))
        };
        let wrong = [
            one_of("delimiter", &self.delimiter, &[",", ";", "\t", "|"]),
            one_of("decimal", &self.decimal, &[".", ","]),
        ];
        Errors::check(wrong.into_iter().flatten().collect())
    }

    /// The column that is mapped to a field.
    pub(super) fn column(&self, field: Field) -> Option<&str> {
        match field {
            Field::Id => self.id.as_deref(),
            Field::At => self.at.as_deref(),
            Field::Account => self.account.as_deref(),
            Field::Member => self.member.as_deref(),
            Field::Project => self.project.as_deref(),
            Field::Operation => self.operation.as_deref(),
            Field::Runs => self.runs.as_deref(),
            Field::Outcome => self.outcome.as_deref(),
            Field::Charged => self.charged.as_deref(),
        }
    }
}
