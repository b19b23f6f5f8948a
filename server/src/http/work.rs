//! Long work, off the threads that answer: it is given up when the client goes.

use crate::problem::Problem;
use drawdown::{Errors, Instant, Projection, Simulation};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether somebody still waits for an answer.
#[derive(Clone)]
pub(super) struct Wanted(Arc<AtomicBool>);

impl Wanted {
    /// Whether to go on.
    pub(super) fn is_wanted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// A projection, step by step: it ends early when nobody waits any more.
    pub(super) fn projection(&self, mut simulation: Simulation) -> Result<Projection, Errors> {
        const STEPS: i64 = 50;
        let (start, end) = (simulation.start().to_unix(), simulation.end().to_unix());
        let instants = (1..STEPS).map(|step| start + (end - start) / STEPS * step);
        for until in instants.filter_map(Instant::from_unix) {
            if !self.is_wanted() {
                return Ok(simulation.finish());
            }
            simulation.run_until(until)?;
        }
        simulation.run()?;
        Ok(simulation.finish())
    }
}

/// Dropped with the request.
struct Gone(Wanted);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::Relaxed);
    }
}

/// Does work on a thread of its own.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce(Wanted) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let wanted = Wanted(Arc::new(AtomicBool::new(true)));
    let _gone = Gone(wanted.clone());
    tokio::task::spawn_blocking(move || work(wanted))
        .await
        .unwrap_or_else(|_| Err(Problem::new(500, "internal", "the work has failed")))
}
