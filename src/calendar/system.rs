//! Instants from and to the time of the standard library. No clock is read here.

use super::Instant;
use crate::error::{Error, ErrorKind};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The second that has begun: fractions are dropped.
///
/// ```
/// use drawdown::Instant;
/// use std::time::{Duration, UNIX_EPOCH};
/// let at = Instant::try_from(UNIX_EPOCH + Duration::from_millis(86_400_999))?;
/// assert_eq!(at.to_string(), "1970-01-02T00:00:00Z");
/// # Ok::<(), drawdown::Error>(())
/// ```
///
/// # Errors
/// `out_of_range` outside of the years 1 to 9999.
impl TryFrom<SystemTime> for Instant {
    type Error = Error;

    fn try_from(time: SystemTime) -> Result<Self, Error> {
        let seconds = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()).ok(),
            Err(before) => {
                let before = before.duration();
                let begun = i64::from(before.subsec_nanos() > 0);
                i64::try_from(before.as_secs()).ok().and_then(|whole| (-whole).checked_sub(begun))
            }
        };
        seconds.and_then(Instant::from_unix).ok_or_else(|| {
            Error::new(ErrorKind::OutOfRange, "", "expected a time in the years 1 to 9999")
        })
    }
}

/// # Errors
/// `out_of_range` if this system has no such time: on some, times begin in 1601 or in 1970.
impl TryFrom<Instant> for SystemTime {
    type Error = Error;

    fn try_from(at: Instant) -> Result<Self, Error> {
        let distance = Duration::from_secs(at.to_unix().unsigned_abs());
        let time = match at < Instant::EPOCH {
            true => UNIX_EPOCH.checked_sub(distance),
            false => UNIX_EPOCH.checked_add(distance),
        };
        time.ok_or_else(|| {
            let sentence = format!("expected a time that this system has, found {at}");
            Error::new(ErrorKind::OutOfRange, "", sentence)
        })
    }
}
