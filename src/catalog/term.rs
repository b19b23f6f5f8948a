//! The term: how long one payment lasts.

use crate::json::words;

words! {
    /// The billing term of a plan.
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
    /// All terms.
    pub const ALL: [Term; 3] = [Term::Month, Term::Quarter, Term::Year];

    /// Its length.
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
