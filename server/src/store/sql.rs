//! The store in SQLite or PostgreSQL, by one set of statements.

mod change;
mod keys;
mod moves;
mod parts;
mod statement;
mod verdicts;
mod webhooks;
mod writer;

pub use moves::{Listed, StoredMove};
pub use verdicts::VerdictPage;
pub use webhooks::{Deliveries, Delivery};

use super::{
    Answer, Beginning, Change, LedgerRow, Receipts, Saved, Store, StoreError, Stored, StoredAccount,
};
use drawdown::Instant;
use parts::{Joining, refusal};
use sqlx::any::{AnyPoolOptions, AnyRow, install_default_drivers};
use sqlx::{AnyPool, Connection, Executor, Row};
use statement::{Statement, execute_all};
use std::path::Path;
use std::time::Duration;
use writer::Writer;

/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// A connection that was not in use for longer is tried first.
const RESTED: Duration = Duration::from_millis(500);

/// A database. Its clones share their connections.
#[derive(Clone)]
pub struct SqlStore {
    pool: AnyPool,
    /// SQLite has one writer at a time: changes wait for each other here, and share their commits.
    writer: Option<Writer>,
}

impl SqlStore {
    /// Opens a database by its URL, and brings its tables up to date.
    ///
    /// # Errors
    /// If it cannot be reached, or was written by a newer version.
    pub async fn open(url: &str, connections: u32) -> Stored<Self> {
        install_default_drivers();
        let is_sqlite = url.starts_with("sqlite:");
        let options = AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .before_acquire(|connection, about| {
                Box::pin(async move {
                    // The database may have gone; asking each time would cost a way there and back.
                    if about.idle_for > RESTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if is_sqlite {
                        connection.execute(SQLITE_SETTINGS).await?;
                    }
                    Ok(())
                })
            });
        let pool = options.connect(url).await.map_err(fault)?;
        sqlx::migrate!("./migrations")
            .run(&pool)
            .await
            .map_err(|error| StoreError::Broken(error.to_string()))?;
        let writer = is_sqlite.then(|| Writer::start(pool.clone()));
        Ok(SqlStore { pool, writer })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// If it does not.
    pub async fn ping(&self) -> Stored<()> {
        sqlx::query("SELECT 1").execute(&self.pool).await.map_err(fault)?;
        Ok(())
    }

    /// Copies an SQLite database, as it is at one moment, to a new file.
    ///
    /// # Errors
    /// If the file exists, or cannot be written.
    pub async fn back_up(&self, file: &Path) -> Stored<()> {
        let name = file.to_string_lossy();
        sqlx::query("VACUUM INTO $1").bind(&*name).execute(&self.pool).await.map_err(fault)?;
        Ok(())
    }

    /// Executes statements, all or none. Returns how many rows the last one has changed.
    async fn execute(&self, all: Vec<Statement>) -> Stored<u64> {
        if let Some(writer) = &self.writer {
            return writer.execute(all).await;
        }
        let mut connection = self.pool.acquire().await.map_err(fault)?;
        let mut transaction = connection.begin().await.map_err(fault)?;
        let rows = execute_all(&all, &mut transaction).await.map_err(fault)?;
        transaction.commit().await.map_err(fault)?;
        Ok(rows)
    }

    /// Finishes what was accepted, and closes the connections.
    pub async fn close(&self) {
        if let Some(writer) = &self.writer {
            writer.finish().await;
        }
        self.pool.close().await;
    }
}

/// Readers do not wait for the writer, and a commit has reached the disk when it is acknowledged.
const SQLITE_SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                               PRAGMA busy_timeout = 5000";

impl Store for SqlStore {
    async fn account(&self, id: &str) -> Stored<Option<StoredAccount>> {
        let row =
            sqlx::query("SELECT version, catalog, state, entries FROM accounts WHERE id = $1")
                .bind(id)
                .fetch_optional(&self.pool)
                .await
                .map_err(fault)?;
        row.map(|row| read_account(&row)).transpose().map_err(fault)
    }

    async fn beginning(
        &self,
        account: &str,
        key: &str,
        receipt: Option<&str>,
    ) -> Stored<Beginning> {
        let row = sqlx::query(
            "SELECT version, catalog, state, entries, fingerprint, status, body, receipt FROM accounts \
             LEFT JOIN answers ON answers.account = accounts.id AND idempotency_key = $2 \
             LEFT JOIN receipts ON receipts.account = accounts.id AND receipts.id = $3 \
             WHERE accounts.id = $1",
        )
        .bind(account)
        .bind(key)
        .bind(receipt)
        .fetch_optional(&self.pool)
        .await
        .map_err(fault)?;
        let begun = |row: AnyRow| {
            Ok(Beginning {
                account: Some(read_account(&row)?),
                answer: read_answer(&row)?,
                receipt: row.try_get(7)?,
            })
        };
        row.map_or_else(|| Ok(Beginning::default()), begun).map_err(fault)
    }

    async fn receipts(&self, account: &str) -> Stored<Receipts> {
        let rows = sqlx::query(
            "SELECT version, receipt FROM accounts LEFT JOIN receipts ON account = accounts.id \
             WHERE accounts.id = $1 ORDER BY LENGTH(receipts.id), receipts.id",
        )
        .bind(account)
        .fetch_all(&self.pool)
        .await
        .map_err(fault)?;
        let mut receipts = Receipts::default();
        for row in rows {
            receipts.version = row.try_get(0).map_err(fault)?;
            receipts.all.extend(row.try_get::<Option<String>, _>(1).map_err(fault)?);
        }
        Ok(receipts)
    }

    async fn catalog(&self, digest: &str) -> Stored<Option<String>> {
        let row = sqlx::query("SELECT body FROM catalogs WHERE digest = $1")
            .bind(digest)
            .fetch_optional(&self.pool)
            .await
            .map_err(fault)?;
        row.map(|row| row.try_get(0)).transpose().map_err(fault)
    }

    async fn save(&self, change: Change) -> Stored<Saved> {
        if let Some(writer) = &self.writer {
            return writer.save(change).await;
        }
        let parts = change::parts(&change).map_err(fault)?;
        let mut connection = self.pool.acquire().await.map_err(fault)?;
        if let Some(statement) = parts.as_one() {
            return match statement.execute(&mut connection).await {
                Ok(0) => Ok(Saved::Conflict),
                Ok(_) => Ok(Saved::Stored),
                Err(error) => refusal(error).map_err(fault),
            };
        }
        let mut transaction = connection.begin().await.map_err(fault)?;
        let saved = parts.execute(&mut transaction, Joining::Commas).await.map_err(fault)?;
        match saved {
            Saved::Stored => transaction.commit().await.map_err(fault)?,
            Saved::Conflict | Saved::QuoteUsed => transaction.rollback().await.map_err(fault)?,
        }
        Ok(saved)
    }

    async fn ledger(&self, account: &str, after: i64, limit: i64) -> Stored<Vec<LedgerRow>> {
        let rows = sqlx::query(
            "SELECT n, entry FROM ledger WHERE account = $1 AND n > $2 ORDER BY n LIMIT $3",
        )
        .bind(account)
        .bind(after)
        .bind(limit)
        .fetch_all(&self.pool)
        .await
        .map_err(fault)?;
        let read = |row: &AnyRow| Ok(LedgerRow { n: row.try_get(0)?, entry: row.try_get(1)? });
        rows.iter().map(read).collect::<Result<_, _>>().map_err(fault)
    }

    async fn due(&self, by: Instant, limit: i64) -> Stored<Vec<String>> {
        let rows =
            sqlx::query("SELECT id FROM accounts WHERE next_due <= $1 ORDER BY next_due LIMIT $2")
                .bind(by.to_unix())
                .bind(limit)
                .fetch_all(&self.pool)
                .await
                .map_err(fault)?;
        rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>().map_err(fault)
    }
}

fn read_account(row: &AnyRow) -> sqlx::Result<StoredAccount> {
    Ok(StoredAccount {
        version: row.try_get(0)?,
        catalog: row.try_get(1)?,
        state: row.try_get(2)?,
        entries: row.try_get(3)?,
    })
}

fn read_answer(row: &AnyRow) -> sqlx::Result<Option<Answer>> {
    let Some(fingerprint) = row.try_get::<Option<String>, _>(4)? else { return Ok(None) };
    let status: i64 = row.try_get(5)?;
    let status = u16::try_from(status).unwrap_or(500);
    Ok(Some(Answer { fingerprint, status, body: row.try_get(6)? }))
}

/// What a fault of the database means for the caller.
pub(crate) fn fault(error: sqlx::Error) -> StoreError {
    let text = error.to_string();
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Io(_)
        | sqlx::Error::WorkerCrashed => StoreError::Unavailable(text),
        sqlx::Error::Database(error) if is_full(error.code().as_deref()) => StoreError::Full(text),
        sqlx::Error::Database(error) if is_passing(error.code().as_deref()) => {
            StoreError::Unavailable(text)
        }
        _ => StoreError::Broken(text),
    }
}

/// SQLite and PostgreSQL say this of a full disk.
fn is_full(code: Option<&str>) -> bool {
    matches!(code, Some("13" | "53100"))
}

/// SQLite: busy, locked, out of memory, input or output, cannot open. PostgreSQL: connection,
/// rollback, resources, shutdown.
fn is_passing(code: Option<&str>) -> bool {
    let Some(code) = code else { return false };
    match code.parse::<u32>() {
        Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 6 | 7 | 10 | 14),
        _ => ["08", "40", "53", "57"].iter().any(|class| code.starts_with(class)),
    }
}
