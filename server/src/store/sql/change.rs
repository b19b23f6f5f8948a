//! A change as statements, in the order in which they have to be written.

use super::parts::{Part, Parts};
use super::statement::Value;
use super::verdicts;
use crate::events::{id_of, names_of};
use crate::store::{Change, KeptReceipt};
use drawdown::{Entry, to_text};
use serde::Serialize;

/// The parts of a change.
pub(super) fn parts(change: &Change) -> sqlx::Result<Parts> {
    let mut rest: Vec<Part> = [answer(change), quote(change)].into_iter().flatten().collect();
    for (n, entry) in (change.entries_before + 1..).zip(&change.entries) {
        rest.extend([row(change, n, entry)?, events(change, n, entry)]);
    }
    rest.extend(moved(change));
    for kept in &change.receipts {
        rest.push(receipt(change, kept)?);
    }
    rest.extend(change.verdict.as_ref().map(verdicts::adding));
    Ok(Parts { account: account(change), rest })
}

/// No row, if the account is no longer as it was read.
fn account(change: &Change) -> Part {
    let entries = change.entries_before + i64::try_from(change.entries.len()).unwrap_or(i64::MAX);
    let now = change.now.to_unix();
    // Both statements take the same values in the same order.
    let (statement, last) = match change.read {
        Some(version) => (UPDATE, version),
        None => (INSERT, now),
    };
    let values = [
        Value::of(&change.catalog),
        Value::of(&change.state),
        Value::Number(Some(entries)),
        Value::Number(change.next_due.map(|due| due.to_unix())),
        Value::Number(Some(now)),
        Value::of(&change.account),
        Value::Number(Some(last)),
    ];
    Part::new(statement, values)
}

const UPDATE: &str = "UPDATE accounts SET version = version + 1, catalog = ?, state = ?, entries = ?, \
                      next_due = ?, changed = ? WHERE id = ? AND version = ?";
const INSERT: &str = "INSERT INTO accounts (catalog, state, entries, next_due, changed, id, opened, version) \
                      VALUES (?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING";

/// Refused, if something was answered under the key.
fn answer(change: &Change) -> Option<Part> {
    let keyed = change.answer.as_ref()?;
    let values = [
        Value::of(&change.account),
        Value::of(&keyed.key),
        Value::of(&keyed.answer.fingerprint),
        Value::Number(Some(keyed.answer.status.into())),
        Value::of(&keyed.answer.body),
        Value::Number(Some(change.now.to_unix())),
    ];
    let text = "INSERT INTO answers (account, idempotency_key, fingerprint, status, body, answered) \
                SELECT ?, ?, ?, ?, ?, ?";
    Some(Part::new(text, values))
}

/// Refused, if the quote was accepted before.
fn quote(change: &Change) -> Option<Part> {
    let values = [
        Value::of(change.quote.as_ref()?),
        Value::of(&change.account),
        Value::Number(Some(change.now.to_unix())),
    ];
    let text = "INSERT INTO accepted_quotes (digest, account, accepted) SELECT ?, ?, ?";
    Some(Part::new(text, values))
}

/// An entry in the ledger.
fn row(change: &Change, n: i64, entry: &Entry) -> sqlx::Result<Part> {
    let values = [
        Value::of(&change.account),
        Value::Number(Some(n)),
        Value::Number(Some(entry.at.to_unix())),
        json(entry)?,
    ];
    let text = "INSERT INTO ledger (account, n, happened, entry) SELECT ?, ?, ?, ?";
    Ok(Part::new(text, values))
}

/// An entry in the outbox of each webhook that wants it.
fn events(change: &Change, n: i64, entry: &Entry) -> Part {
    let [kind, reason] = names_of(entry);
    let values = [
        Value::of(&id_of(&change.account, n)),
        Value::of(&change.account),
        Value::Number(Some(n)),
        Value::Number(Some(change.now.to_unix())),
        Value::of(&kind),
        Value::of(&reason),
    ];
    let text = "INSERT INTO deliveries (webhook, state, attempts, event, account, n, next_attempt) \
                SELECT DISTINCT webhook, 'pending', 0, ?, ?, ?, ?";
    Part::new(text, values).from("webhook_events").tail(" WHERE webhook_events.event IN (?, ?)")
}

/// A move in its log. It may drop receipts: those that are left are written again.
fn moved(change: &Change) -> Vec<Part> {
    let Some(moved) = &change.moved else { return Vec::new() };
    let values = [
        Value::of(&change.account),
        Value::Number(Some(change.read.unwrap_or(0) + 1)),
        Value::Number(Some(change.now.to_unix())),
        Value::of(&moved.from),
        Value::of(&change.catalog),
        Value::of(&moved.report),
    ];
    let text = "INSERT INTO moves (account, version, happened, from_catalog, to_catalog, report) \
                SELECT ?, ?, ?, ?, ?, ?";
    let gone =
        Part::new("DELETE FROM receipts WHERE account = ?", [Value::of(&change.account)]).alone();
    vec![Part::new(text, values), gone]
}

/// A receipt, new or with less to refund.
fn receipt(change: &Change, kept: &KeptReceipt) -> sqlx::Result<Part> {
    let values = [
        Value::of(&change.account),
        Value::of(&kept.receipt.id),
        Value::Number(kept.until.map(|until| until.to_unix())),
        json(&kept.receipt)?,
    ];
    let text = "INSERT INTO receipts (account, id, kept_until, receipt) SELECT ?, ?, ?, ?";
    // SQLite would take ON for a part of the selection.
    let tail = " WHERE true ON CONFLICT (account, id) DO UPDATE \
                SET receipt = excluded.receipt, kept_until = excluded.kept_until";
    Ok(Part::new(text, values).tail(tail))
}

fn json(value: &impl Serialize) -> sqlx::Result<Value> {
    to_text(value)
        .map(|text| Value::Text(Some(text)))
        .map_err(|error| sqlx::Error::Encode(error.into()))
}
