//! The one writer of SQLite. A commit has to wait for the disk, so changes that wait at the same time share
//! one; and who waits here holds no connection. Each has a savepoint of its own: a change that fails does not
//! undo the others.

use super::parts::Joining;
use super::statement::{Statement, execute_all};
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

/// What is to be written, as a whole or not at all.
enum Work {
    Change(Box<Change>),
    Statements(Vec<Statement>),
}

/// What became of it.
enum Written {
    Change(Saved),
    Rows(u64),
}

struct Waiting {
    work: Work,
    answer: oneshot::Sender<Stored<Written>>,
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
        match self.write(Work::Change(Box::new(change))).await? {
            Written::Change(saved) => Ok(saved),
            Written::Rows(_) => Err(StoreError::Broken("a change was not written as one".into())),
        }
    }

    /// Executes statements. Returns how many rows the last one has changed.
    pub(super) async fn execute(&self, all: Vec<Statement>) -> Stored<u64> {
        match self.write(Work::Statements(all)).await? {
            Written::Rows(rows) => Ok(rows),
            Written::Change(_) => Ok(0),
        }
    }

    async fn write(&self, work: Work) -> Stored<Written> {
        let stopped = || StoreError::Unavailable("the service is stopping".into());
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (answer, answered) = oneshot::channel();
        let queue = queue.ok_or_else(stopped)?;
        queue.send(Waiting { work, answer }).await.map_err(|_| stopped())?;
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

async fn write_batch(pool: &AnyPool, batch: &[Waiting]) -> Stored<Vec<Stored<Written>>> {
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
) -> Stored<Vec<Stored<Written>>> {
    let mut all = Vec::with_capacity(batch.len());
    for waiting in batch {
        connection.execute("SAVEPOINT one").await.map_err(fault)?;
        let written = match write_one(connection, &waiting.work).await.map_err(fault) {
            // A full disk or a lock is no fault of one change, and SQLite may have undone them all.
            Err(error @ (StoreError::Unavailable(_) | StoreError::Full(_))) => return Err(error),
            written => written,
        };
        if !matches!(written, Ok(Written::Change(Saved::Stored) | Written::Rows(_))) {
            connection.execute("ROLLBACK TO one").await.map_err(fault)?;
        }
        connection.execute("RELEASE one").await.map_err(fault)?;
        all.push(written);
    }
    Ok(all)
}

async fn write_one(connection: &mut AnyConnection, work: &Work) -> sqlx::Result<Written> {
    Ok(match work {
        Work::Change(change) => {
            Written::Change(change::parts(change)?.execute(connection, Joining::Semicolons).await?)
        }
        Work::Statements(all) => Written::Rows(execute_all(all, connection).await?),
    })
}
