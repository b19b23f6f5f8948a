//! The Parquet library panics on some damaged files.

use parquet::errors::ParquetError;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A call of the library. After a panic, nothing that it worked on is used again.
pub(super) fn guarded<T>(
    call: impl FnOnce() -> Result<T, ParquetError>,
) -> Result<T, ParquetError> {
    let damaged = || ParquetError::General("its parts contradict each other".to_owned());
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_panic| Err(damaged()))
}
