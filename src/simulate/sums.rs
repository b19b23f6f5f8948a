//! Sums that may overflow.

use crate::amount::Credits;
use crate::error::{Error, ErrorKind};

pub(super) fn times(each: Credits, runs: u32) -> Result<Credits, Error> {
    each.checked_times(u64::from(runs)).ok_or_else(too_large)
}

pub(super) fn plus(a: Credits, b: Credits) -> Result<Credits, Error> {
    a.checked_add(b).ok_or_else(too_large)
}

#[cold]
pub(crate) fn too_large() -> Error {
    Error::new(ErrorKind::Inexact, "", "a sum no longer fits: amounts are below 10^24")
}
