//! What no platform could answer.

use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind};
use crate::json::{Log, Path, Read};

/// Numbers outside their ranges: what was not read from JSON has not been checked yet.
pub(super) fn out_of_range(asked: &impl Read) -> Vec<Error> {
    let log = Log::default();
    asked.check_fields(&Path::Root, &log);
    log.into_lists().0
}

pub(super) fn some(catalogs: &[Catalog]) -> Result<(), Error> {
    match catalogs.is_empty() {
        true => {
            Err(Error::new(ErrorKind::Missing, "", "expected at least one catalog, found none"))
        }
        false => Ok(()),
    }
}
