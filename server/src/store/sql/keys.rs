//! API keys and catalogs, which have nothing to do with accounts, and what may be forgotten.

use super::{SqlStore, fault};
use crate::keys::{Scope, StoredKey};
use crate::store::{StoreError, Stored};
use drawdown::{Catalog, Instant};
use sqlx::Row;
use sqlx::any::AnyRow;

impl SqlStore {
    /// Stores a key.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn add_key(&self, key: &StoredKey) -> Stored<()> {
        let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.word()).collect();
        sqlx::query(
            "INSERT INTO api_keys (id, name, hash, scopes, created) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&key.id)
        .bind(&key.name)
        .bind(&key.hash)
        .bind(scopes.join(" "))
        .bind(key.created)
        .execute(&self.pool)
        .await
        .map_err(fault)?;
        Ok(())
    }

    /// All keys, the oldest first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn keys(&self) -> Stored<Vec<StoredKey>> {
        let rows = sqlx::query(
            "SELECT id, name, hash, scopes, created, revoked FROM api_keys ORDER BY created, id",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(fault)?;
        rows.iter().map(read_key).collect()
    }

    /// A key, by its public part.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn key(&self, id: &str) -> Stored<Option<StoredKey>> {
        let row = sqlx::query(
            "SELECT id, name, hash, scopes, created, revoked FROM api_keys WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await
        .map_err(fault)?;
        row.as_ref().map(read_key).transpose()
    }

    /// Revokes a key. Returns whether there is one that was not revoked before.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn revoke_key(&self, id: &str, now: Instant) -> Stored<bool> {
        let done =
            sqlx::query("UPDATE api_keys SET revoked = $1 WHERE id = $2 AND revoked IS NULL")
                .bind(now.to_unix())
                .bind(id)
                .execute(&self.pool)
                .await
                .map_err(fault)?;
        Ok(done.rows_affected() == 1)
    }

    /// Forgets answers and accepted quotes from before an instant each, and receipts that were kept until
    /// now. Returns how many.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn forget(&self, answers: Instant, quotes: Instant, now: Instant) -> Stored<u64> {
        let answers = sqlx::query("DELETE FROM answers WHERE answered < $1")
            .bind(answers.to_unix())
            .execute(&self.pool)
            .await
            .map_err(fault)?;
        let quotes = sqlx::query("DELETE FROM accepted_quotes WHERE accepted < $1")
            .bind(quotes.to_unix())
            .execute(&self.pool)
            .await
            .map_err(fault)?;
        let receipts = sqlx::query("DELETE FROM receipts WHERE kept_until < $1")
            .bind(now.to_unix())
            .execute(&self.pool)
            .await
            .map_err(fault)?;
        let all = [answers, quotes, receipts];
        Ok(all.iter().map(|forgotten| forgotten.rows_affected()).sum())
    }

    /// Keeps a version of a catalog for ever.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn add_catalog(&self, catalog: &Catalog, body: &str, now: Instant) -> Stored<()> {
        sqlx::query(
            "INSERT INTO catalogs (digest, id, version, body, added) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT DO NOTHING",
        )
        .bind(catalog.digest())
        .bind(catalog.id())
        .bind(catalog.version())
        .bind(body)
        .bind(now.to_unix())
        .execute(&self.pool)
        .await
        .map_err(fault)?;
        Ok(())
    }

    /// The texts of all versions of all catalogs.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn catalogs(&self) -> Stored<Vec<String>> {
        let rows = sqlx::query("SELECT body FROM catalogs ORDER BY added, digest")
            .fetch_all(&self.pool)
            .await
            .map_err(fault)?;
        rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>().map_err(fault)
    }
}

fn read_key(row: &AnyRow) -> Stored<StoredKey> {
    let scopes: String = row.try_get(3).map_err(fault)?;
    let scopes: Result<Vec<Scope>, String> = scopes.split_whitespace().map(str::parse).collect();
    Ok(StoredKey {
        id: row.try_get(0).map_err(fault)?,
        name: row.try_get(1).map_err(fault)?,
        hash: row.try_get(2).map_err(fault)?,
        scopes: scopes.map_err(StoreError::Broken)?,
        created: row.try_get(4).map_err(fault)?,
        revoked: row.try_get(5).map_err(fault)?,
    })
}
