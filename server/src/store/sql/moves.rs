//! Which accounts are on which catalog, and how they came there.

use super::{SqlStore, fault};
use crate::store::Stored;
use sqlx::Row;
use sqlx::any::AnyRow;

/// An account in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Digest of its catalog.
    pub catalog: String,
    /// When it was opened, in seconds since 1970.
    pub opened: i64,
    /// When it was last changed.
    pub changed: i64,
}

/// A move of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMove {
    /// When, in seconds since 1970.
    pub happened: i64,
    /// Digest of the catalog before.
    pub from: String,
    /// Digest of the catalog after.
    pub to: String,
    /// What differed, as JSON.
    pub report: String,
}

impl SqlStore {
    /// Accounts after an id, in the order of their ids; those on one catalog, if it is named.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn accounts(
        &self,
        catalog: Option<&str>,
        after: &str,
        limit: i64,
    ) -> Stored<Vec<Listed>> {
        let all =
            "SELECT id, catalog, opened, changed FROM accounts WHERE id > $1 ORDER BY id LIMIT $2";
        let some = "SELECT id, catalog, opened, changed FROM accounts WHERE id > $1 AND catalog = $3 \
                    ORDER BY id LIMIT $2";
        let query = match catalog {
            None => sqlx::query(all).bind(after).bind(limit),
            Some(digest) => sqlx::query(some).bind(after).bind(limit).bind(digest),
        };
        let rows = query.fetch_all(&self.pool).await.map_err(fault)?;
        rows.iter().map(read_listed).collect::<Result<_, _>>().map_err(fault)
    }

    /// How an account came to its catalog, the oldest move first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn moves(&self, account: &str) -> Stored<Vec<StoredMove>> {
        let rows = sqlx::query(
            "SELECT happened, from_catalog, to_catalog, report FROM moves WHERE account = $1 \
             ORDER BY version",
        )
        .bind(account)
        .fetch_all(&self.pool)
        .await
        .map_err(fault)?;
        rows.iter().map(read_move).collect::<Result<_, _>>().map_err(fault)
    }
}

fn read_listed(row: &AnyRow) -> sqlx::Result<Listed> {
    Ok(Listed {
        id: row.try_get(0)?,
        catalog: row.try_get(1)?,
        opened: row.try_get(2)?,
        changed: row.try_get(3)?,
    })
}

fn read_move(row: &AnyRow) -> sqlx::Result<StoredMove> {
    Ok(StoredMove {
        happened: row.try_get(0)?,
        from: row.try_get(1)?,
        to: row.try_get(2)?,
        report: row.try_get(3)?,
    })
}
