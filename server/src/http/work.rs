//! Long work, off the threads that answer: it is given up when the client goes.

use crate::problem::Problem;
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
