//! Errors and warnings, in JSON and in lines.

use crate::table::counted;
use drawdown::{Error, visible};
use serde::Serialize;
use std::borrow::Cow;

/// An error or warning in JSON.
#[derive(Serialize)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) pointer: String,
    pub(super) sentence: String,
}

pub(super) fn fault(error: &Error) -> Fault {
    Fault {
        code: error.code(),
        pointer: error.pointer().to_owned(),
        sentence: error.sentence().to_owned(),
    }
}

pub(super) fn place(pointer: &str) -> Cow<'_, str> {
    if pointer.is_empty() { Cow::Borrowed("(document)") } else { visible(pointer) }
}

pub(super) fn counted_all(count: usize, one: &str) -> String {
    counted(u64::try_from(count).unwrap_or(u64::MAX), one)
}
