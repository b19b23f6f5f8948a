//! The time by which the service acts.

use drawdown::Instant;
use std::time::SystemTime;

/// Where the service gets the current instant from.
pub trait Clock: Send + Sync + 'static {
    /// The current instant, in whole seconds.
    fn now(&self) -> Instant;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::expect_used, reason = "without a clock there is no service")]
    fn now(&self) -> Instant {
        Instant::try_from(SystemTime::now()).expect("the clock shows a year from 1 to 9999")
    }
}
