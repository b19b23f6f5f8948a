//! The one writer of SQLite. A commit has to wait for the disk, so changes that wait at the same time share
//! one. Each has a savepoint of its own: a change that fails does not undo the others.

use super::{change, fault};
use crate::store::{Change, Saved, StoreError, Stored};
use sqlx::{AnyConnection, AnyPool, Executor};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// The most changes in one commit.
const BATCH: usize = 256;
/// The most changes that wait.
const QUEUE: usize = 4096;

struct Waiting {
    change: Change,
    answer: oneshot::Sender<Stored<Saved>>,
}

/// The task that writes.
#[derive(Clone)]
pub(super) struct Writer {
    /// Taken when the service stops.
    queue: Arc<Mutex<Option<mpsc::Sender<Waiting>>>>,
    task: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Writer {
    pub(super) fn start(pool: AnyPool) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let task = tokio::spawn(write_all(pool, waiting));
        Writer { queue: Arc::new(Mutex::new(Some(queue))), task: Arc::new(Mutex::new(Some(task))) }
    }

    pub(super) async fn save(&self, change: Change) -> Stored<Saved> {
        let stopped = || StoreError::Unavailable("the service is stopping".into());
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (answer, answered) = oneshot::channel();
        let queue = queue.ok_or_else(stopped)?;
        queue.send(Waiting { change, answer }).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }

    /// Writes what waits, and stops.
    pub(super) async fn finish(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            let _stopped = task.await;
        }
    }
}

async fn write_all(pool: AnyPool, mut waiting: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::new();
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        match write_batch(&pool, &batch).await {
            Ok(saved) => {
                for (waiting, saved) in batch.drain(..).zip(saved) {
                    let _gone = waiting.answer.send(saved);
                }
            }
            Err(error) => {
                tracing::error!(%error, "a commit has failed");
                for waiting in batch.drain(..) {
                    let _gone = waiting.answer.send(Err(error.clone()));
                }
            }
        }
    }
}

async fn write_batch(pool: &AnyPool, batch: &[Waiting]) -> Stored<Vec<Stored<Saved>>> {
    let mut connection = pool.acquire().await.map_err(fault)?;
    connection.execute("BEGIN IMMEDIATE").await.map_err(fault)?;
    let written = write_each(&mut connection, batch).await;
    let end = if written.is_ok() { "COMMIT" } else { "ROLLBACK" };
    let ended = connection.execute(end).await.map_err(fault);
    if ended.is_err() || written.is_err() {
        // Whatever is left of the transaction goes with the connection.
        drop(connection.detach());
    }
    ended.and(written)
}

async fn write_each(
    connection: &mut AnyConnection,
    batch: &[Waiting],
) -> Stored<Vec<Stored<Saved>>> {
    let mut all = Vec::with_capacity(batch.len());
    for waiting in batch {
        connection.execute("SAVEPOINT one").await.map_err(fault)?;
        let saved = match change::write(connection, &waiting.change).await.map_err(fault) {
            // A full disk or a lock is no fault of one change, and SQLite may have undone them all.
            Err(error @ (StoreError::Unavailable(_) | StoreError::Full(_))) => return Err(error),
            saved => saved,
        };
        if !matches!(saved, Ok(Saved::Stored)) {
            connection.execute("ROLLBACK TO one").await.map_err(fault)?;
        }
        connection.execute("RELEASE one").await.map_err(fault)?;
        all.push(saved);
    }
    Ok(all)
}
