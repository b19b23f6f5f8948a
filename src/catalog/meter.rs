//! Meters: what is counted over a period, by all components that name one.

use crate::json::{record, words};

record! {
    /// A count that goes on for a period; components that name it are worked out for the whole of it.
    pub(crate) struct MeterDocument {
        /// The period after which it begins at 0 again.
        per: MeterPeriod,
        /// Unit of what is counted.
        unit: Option<String>,
        /// A remark for people.
        note: Option<String>,
    }
}

words! {
    /// How long a meter counts.
    pub enum MeterPeriod {
        /// A day of the account's clock.
        Day = "day",
        /// A calendar month of the account's clock.
        Month = "month",
        /// The cycle of the plan held; without a plan, a calendar month.
        Cycle = "cycle",
    }
}
