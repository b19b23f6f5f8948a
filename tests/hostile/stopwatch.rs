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

    /// What this thread has worked since the start; where the system does not say, what has passed.
    pub(crate) fn took(&self) -> Duration {
        match (self.worked, worked()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.began.elapsed(),
        }
    }
}

/// What this thread has worked so far.
fn worked() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
