//! How long an answer takes on the processor. What other programs do meanwhile does not count.

use std::time::{Duration, Instant};

pub(crate) struct Stopwatch {
    began: Instant,
    worked: Option<Duration>,
}

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Stopwatch { began: Instant::now(), worked: worked() }
    }

    /// The processor time of this thread since the start; the time on the clock where the system does not
    /// tell it.
    pub(crate) fn took(&self) -> Duration {
        match (self.worked, worked()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.began.elapsed(),
        }
    }
}

/// The processor time of this thread so far.
fn worked() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
