//! What reading a list gives.

use super::operation::Operation;
use crate::catalog::Date;
use std::str::FromStr;

/// What was read from a list.
pub(super) struct Found {
    pub(super) operations: Vec<Operation>,
    /// The latest date that the list gives of itself.
    pub(super) latest: Option<String>,
}

/// A date of a list, as text that sorts; `None` if it is none.
pub(super) fn date(text: &str) -> Option<String> {
    Date::from_str(text).ok().map(|date| date.to_string())
}
