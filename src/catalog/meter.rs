//! Meters: counts over a period, shared by all components that name them.

use crate::json::{record, words};
use serde::Serialize;

record! {
    /// A count over a period. Components that name it are priced for the whole period.
    pub(crate) struct MeterDocument {
        /// The period, after which the count begins at 0 again.
        per: MeterPeriod,
        /// Unit of the count.
        unit: Option<String>,
        /// A remark for people.
        note: Option<String>,
    }
}

words! {
    /// The period of a meter.
    pub enum MeterPeriod {
        /// A day of the account's clock.
        Day = "day",
        /// A calendar month of the account's clock.
        Month = "month",
        /// The plan's cycle; without a plan, a calendar month.
        Cycle = "cycle",
    }
}

impl MeterPeriod {
    /// The period in words.
    pub fn as_str(self) -> &'static str {
        MeterPeriod::WORDS.iter().find(|(_, period)| *period == self).map_or("", |(word, _)| word)
    }
}

impl Serialize for MeterPeriod {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
