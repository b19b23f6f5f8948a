//! How to read a log.

use super::form::LogFormat;
use crate::calendar::{Instant, Zone};
use crate::error::Errors;
use crate::json::{self, Log, Value, record};
use crate::usage::mapping::Mapping;

/// How to read a log.
///
/// ```
/// use drawdown::{LogFormat, Mapping, ReadOptions};
/// let options = ReadOptions::default()
///     .mapping(Mapping::default().at("Created"))
///     .format(LogFormat::Csv)
///     .strict(true);
/// assert_eq!(options.mapping.at.as_deref(), Some("Created"));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReadOptions {
    /// Which column holds what.
    pub mapping: Mapping,
    /// The wall clock of instants without an offset.
    pub zone: Zone,
    /// The form of the log; recognised when absent.
    pub format: Option<LogFormat>,
    /// A row that cannot be read is an error, not a problem to report.
    pub strict: bool,
    /// Whether an id that occurs again counts again. If not, each id takes sixteen bytes.
    pub keep_duplicates: bool,
    /// Later events are problems: their clocks are wrong.
    pub latest: Option<Instant>,
    /// A [`UsageLog`](crate::UsageLog) keeps the ids of events, to name them in the payments of a
    /// replay.
    pub keep_ids: bool,
}

impl Default for ReadOptions {
    /// Everything is recognised, and instants without an offset are in UTC.
    fn default() -> Self {
        ReadOptions {
            mapping: Mapping::default(),
            zone: Zone::utc(),
            format: None,
            strict: false,
            keep_duplicates: false,
            latest: None,
            keep_ids: false,
        }
    }
}

record! {
    /// The same in JSON, where what is left out has its default.
    struct Options {
        mapping: Option<Mapping>,
        zone: Option<Zone>,
        format: Option<LogFormat>,
        strict: bool,
        keep_duplicates: bool,
        latest: Option<Instant>,
        keep_ids: bool,
    }
}

impl ReadOptions {
    /// Which column holds what.
    #[must_use]
    pub fn mapping(mut self, mapping: Mapping) -> Self {
        self.mapping = mapping;
        self
    }

    /// The wall clock of instants without an offset.
    #[must_use]
    pub fn zone(mut self, zone: Zone) -> Self {
        self.zone = zone;
        self
    }

    /// The form of the log.
    #[must_use]
    pub fn format(mut self, format: LogFormat) -> Self {
        self.format = Some(format);
        self
    }

    /// Whether a row that cannot be read is an error, not a problem to report.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Whether an id that occurs again counts again.
    #[must_use]
    pub fn keep_duplicates(mut self, keep: bool) -> Self {
        self.keep_duplicates = keep;
        self
    }

    /// The latest instant of an event whose clock is right.
    #[must_use]
    pub fn latest(mut self, latest: Instant) -> Self {
        self.latest = Some(latest);
        self
    }

    /// Whether a [`UsageLog`](crate::UsageLog) keeps the ids of events.
    #[must_use]
    pub fn keep_ids(mut self, keep: bool) -> Self {
        self.keep_ids = keep;
        self
    }

    /// Reads options from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        ReadOptions::from_value(&json::parse(text)?)
    }

    /// Reads options from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        let options: Options = Log::of_strict_values().read(value)?;
        let mapping = options.mapping.unwrap_or_default();
        mapping
            .check()
            .map_err(|errors| errors.moved(|pointer| Some(format!("/mapping{pointer}"))))?;
        Ok(ReadOptions {
            mapping,
            zone: options.zone.unwrap_or_else(Zone::utc),
            format: options.format,
            strict: options.strict,
            keep_duplicates: options.keep_duplicates,
            latest: options.latest,
            keep_ids: options.keep_ids,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_its_place() {
        let text = r#"{ "mapping": { "delimiter": "x" }, "format": "csv" }"#;
        let errors = ReadOptions::from_json(text).unwrap_err();
        assert_eq!(errors.first().unwrap().pointer(), "/mapping/delimiter");
        let errors = ReadOptions::from_json(r#"{ "formats": "csv" }"#).unwrap_err();
        assert!(errors.to_string().contains("format"), "{errors}");
    }
}
