//! Meters: counts over a period, shared by all components that name them.

use crate::json::{record, words};

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
    #[non_exhaustive]
    pub enum MeterPeriod {
        /// A day of the account's clock.
        Day = "day",
        /// A calendar month of the account's clock.
        Month = "month",
        /// The plan's cycle; without a plan, a calendar month.
        Cycle = "cycle",
    }
}
