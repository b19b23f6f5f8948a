//! A change as statements, inside a transaction of the caller.

use super::{verdicts, webhooks};
use crate::events::{id_of, names_of};
use crate::store::{Change, KeptReceipt, Saved};
use drawdown::{Entry, to_text};
use sqlx::AnyConnection;
use std::collections::BTreeSet;

/// Writes a change. Unless it is stored, the caller rolls back.
pub(super) async fn write(to: &mut AnyConnection, change: &Change) -> sqlx::Result<Saved> {
    if !write_account(to, change).await? || !write_answer(to, change).await? {
        return Ok(Saved::Conflict);
    }
    if !write_quote(to, change).await? {
        return Ok(Saved::QuoteUsed);
    }
    write_entries(to, change).await?;
    write_move(to, change).await?;
    write_receipts(to, change).await?;
    if let Some(verdict) = &change.verdict {
        verdicts::adding(std::slice::from_ref(verdict)).execute(to).await?;
    }
    Ok(Saved::Stored)
}

/// Whether the account was still as it was read.
async fn write_account(to: &mut AnyConnection, change: &Change) -> sqlx::Result<bool> {
    let entries = change.entries_before + i64::try_from(change.entries.len()).unwrap_or(i64::MAX);
    let next_due = change.next_due.map(|due| due.to_unix());
    let now = change.now.to_unix();
    // Both statements take the same values in the same order.
    let (statement, last) = match change.read {
        Some(version) => (UPDATE, version),
        None => (INSERT, now),
    };
    let query = sqlx::query(statement)
        .bind(&change.catalog)
        .bind(&change.state)
        .bind(entries)
        .bind(next_due)
        .bind(now)
        .bind(&change.account)
        .bind(last);
    Ok(query.execute(to).await?.rows_affected() == 1)
}

const UPDATE: &str = "UPDATE accounts SET version = version + 1, catalog = $1, state = $2, entries = $3, \
                      next_due = $4, changed = $5 WHERE id = $6 AND version = $7";
const INSERT: &str = "INSERT INTO accounts (catalog, state, entries, next_due, changed, id, opened, version) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, 1) ON CONFLICT DO NOTHING";

/// Whether nothing was answered under the key.
async fn write_answer(to: &mut AnyConnection, change: &Change) -> sqlx::Result<bool> {
    let Some(keyed) = &change.answer else { return Ok(true) };
    let query = sqlx::query(
        "INSERT INTO answers (account, idempotency_key, fingerprint, status, body, answered) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
    )
    .bind(&change.account)
    .bind(&keyed.key)
    .bind(&keyed.answer.fingerprint)
    .bind(i64::from(keyed.answer.status))
    .bind(&keyed.answer.body)
    .bind(change.now.to_unix());
    Ok(query.execute(to).await?.rows_affected() == 1)
}

/// Whether the quote is new.
async fn write_quote(to: &mut AnyConnection, change: &Change) -> sqlx::Result<bool> {
    let Some(digest) = &change.quote else { return Ok(true) };
    let query = sqlx::query(
        "INSERT INTO accepted_quotes (digest, account, accepted) VALUES ($1, $2, $3) \
         ON CONFLICT DO NOTHING",
    )
    .bind(digest)
    .bind(&change.account)
    .bind(change.now.to_unix());
    Ok(query.execute(to).await?.rows_affected() == 1)
}

/// A move may have dropped some.
async fn write_receipts(to: &mut AnyConnection, change: &Change) -> sqlx::Result<()> {
    if change.moved.is_some() {
        let gone = sqlx::query("DELETE FROM receipts WHERE account = $1").bind(&change.account);
        gone.execute(&mut *to).await?;
    }
    for KeptReceipt { receipt, until } in &change.receipts {
        let text = to_text(receipt).map_err(|error| sqlx::Error::Encode(error.into()))?;
        sqlx::query(
            "INSERT INTO receipts (account, id, kept_until, receipt) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (account, id) DO UPDATE SET receipt = excluded.receipt",
        )
        .bind(&change.account)
        .bind(&receipt.id)
        .bind(until.map(|until| until.to_unix()))
        .bind(text)
        .execute(&mut *to)
        .await?;
    }
    Ok(())
}

async fn write_move(to: &mut AnyConnection, change: &Change) -> sqlx::Result<()> {
    let Some(moved) = &change.moved else { return Ok(()) };
    let query = sqlx::query(
        "INSERT INTO moves (account, version, happened, from_catalog, to_catalog, report) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&change.account)
    .bind(change.read.unwrap_or(0) + 1)
    .bind(change.now.to_unix())
    .bind(&moved.from)
    .bind(&change.catalog)
    .bind(&moved.report);
    query.execute(to).await.map(drop)
}

async fn write_entries(to: &mut AnyConnection, change: &Change) -> sqlx::Result<()> {
    if change.entries.is_empty() {
        return Ok(());
    }
    let wanted = webhooks::wanted(to).await?;
    for (n, entry) in (change.entries_before + 1..).zip(&change.entries) {
        let text = to_text(entry).map_err(|error| sqlx::Error::Encode(error.into()))?;
        sqlx::query("INSERT INTO ledger (account, n, happened, entry) VALUES ($1, $2, $3, $4)")
            .bind(&change.account)
            .bind(n)
            .bind(entry.at.to_unix())
            .bind(text)
            .execute(&mut *to)
            .await?;
        announce(to, change, (n, entry), &wanted).await?;
    }
    Ok(())
}

/// Puts an entry into the outboxes of the webhooks that want it.
async fn announce(
    to: &mut AnyConnection,
    change: &Change,
    (n, entry): (i64, &Entry),
    wanted: &[(String, String)],
) -> sqlx::Result<()> {
    let names = names_of(entry);
    let matching = wanted.iter().filter(|(_, event)| names.contains(event));
    let webhooks: BTreeSet<&String> = matching.map(|(webhook, _)| webhook).collect();
    for webhook in webhooks {
        let event = id_of(&change.account, n);
        webhooks::put(to, webhook, &event, (&change.account, n), change.now).await?;
    }
    Ok(())
}
