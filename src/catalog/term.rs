//! How long a payment is for.

use crate::json::words;

words! {
    /// How a plan is paid.
    pub enum Term {
        /// Every month.
        Month = "month",
        /// Every three months.
        Quarter = "quarter",
        /// Every twelve months.
        Year = "year",
    }
}

impl Term {
    /// All of them.
    pub const ALL: [Term; 3] = [Term::Month, Term::Quarter, Term::Year];

    /// How long it is.
    pub fn months(self) -> u32 {
        match self {
            Term::Month => 1,
            Term::Quarter => 3,
            Term::Year => 12,
        }
    }

    /// How often it is paid: `monthly`.
    pub fn adverb(self) -> &'static str {
        match self {
            Term::Month => "monthly",
            Term::Quarter => "quarterly",
            Term::Year => "yearly",
        }
    }
}
