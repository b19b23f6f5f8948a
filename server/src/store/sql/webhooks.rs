//! Webhooks, and what is to be sent to them.

use super::statement::Statement;
use super::{SqlStore, fault};
use crate::store::{LedgerRow, Stored};
use crate::webhooks::Webhook;
use drawdown::Instant;
use sqlx::Row;
use sqlx::any::AnyRow;

/// An event for a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Id of the webhook.
    pub webhook: String,
    /// Id of the event.
    pub event: String,
    /// Whose ledger it is in.
    pub account: String,
    /// Its number there.
    pub n: i64,
    /// `pending`, `delivered` or `dead`.
    pub state: String,
    /// How often it was sent.
    pub attempts: i64,
    /// When it is sent next, in seconds since 1970.
    pub next_attempt: Option<i64>,
    /// When it was delivered or given up.
    pub ended: Option<i64>,
    /// Why the last attempt failed.
    pub error: Option<String>,
}

/// Some deliveries of a webhook.
#[derive(Clone, Copy, Debug)]
pub struct Deliveries<'a> {
    /// Id of the webhook.
    pub webhook: &'a str,
    /// `pending`, `delivered` or `dead`.
    pub state: &'a str,
    /// Only those after this event.
    pub after: &'a str,
    /// The most rows.
    pub limit: i64,
}

impl SqlStore {
    /// Stores a webhook.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn add_webhook(&self, webhook: &Webhook) -> Stored<()> {
        let add = "INSERT INTO webhooks (id, url, secret, created) VALUES ($1, $2, $3, $4)";
        let add = Statement::new(add).text(&webhook.id).text(&webhook.url);
        let mut all = vec![add.text(&webhook.secret).number(webhook.created)];
        all.extend(webhook.events.iter().map(|event| {
            let add = "INSERT INTO webhook_events (webhook, event) VALUES ($1, $2)";
            Statement::new(add).text(&webhook.id).text(event)
        }));
        self.execute(all).await.map(drop)
    }

    /// All webhooks, the oldest first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn webhooks(&self) -> Stored<Vec<Webhook>> {
        let rows =
            sqlx::query("SELECT id, url, secret, created FROM webhooks ORDER BY created, id")
                .fetch_all(&self.pool)
                .await
                .map_err(fault)?;
        let mut all: Vec<Webhook> =
            rows.iter().map(read_webhook).collect::<Result<_, _>>().map_err(fault)?;
        let events = sqlx::query("SELECT webhook, event FROM webhook_events ORDER BY event")
            .fetch_all(&self.pool)
            .await
            .map_err(fault)?;
        for row in events {
            let of: String = row.try_get(0).map_err(fault)?;
            if let Some(webhook) = all.iter_mut().find(|webhook| webhook.id == of) {
                webhook.events.push(row.try_get(1).map_err(fault)?);
            }
        }
        Ok(all)
    }

    /// Removes a webhook, and all that was to be sent to it. Returns whether there was one.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn remove_webhook(&self, id: &str) -> Stored<bool> {
        let all = [
            "DELETE FROM deliveries WHERE webhook = $1",
            "DELETE FROM webhook_events WHERE webhook = $1",
            "DELETE FROM webhooks WHERE id = $1",
        ];
        let all = all.map(|statement| Statement::new(statement).text(id));
        Ok(self.execute(all.into()).await? == 1)
    }

    /// Webhooks with something to be sent by an instant.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn due_webhooks(&self, by: Instant) -> Stored<Vec<Webhook>> {
        let rows = sqlx::query(
            "SELECT id, url, secret, created FROM webhooks WHERE EXISTS \
             (SELECT 1 FROM deliveries WHERE webhook = webhooks.id AND next_attempt <= $1)",
        )
        .bind(by.to_unix())
        .fetch_all(&self.pool)
        .await
        .map_err(fault)?;
        rows.iter().map(read_webhook).collect::<Result<_, _>>().map_err(fault)
    }

    /// What is to be sent to a webhook by an instant, the longest overdue first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn due_deliveries(
        &self,
        webhook: &str,
        by: Instant,
        limit: i64,
    ) -> Stored<Vec<Delivery>> {
        let rows = sqlx::query(
            "SELECT webhook, event, account, n, state, attempts, next_attempt, ended, error \
             FROM deliveries WHERE webhook = $1 AND next_attempt <= $2 \
             ORDER BY next_attempt, account, n LIMIT $3",
        )
        .bind(webhook)
        .bind(by.to_unix())
        .bind(limit)
        .fetch_all(&self.pool)
        .await
        .map_err(fault)?;
        rows.iter().map(read_delivery).collect::<Result<_, _>>().map_err(fault)
    }

    /// Counts an attempt before it is made, and says when the next one is. Returns whether nobody else
    /// has done so.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn begin_attempt(&self, delivery: &Delivery, next: i64) -> Stored<bool> {
        let claim = Statement::new(
            "UPDATE deliveries SET attempts = attempts + 1, next_attempt = $1 \
             WHERE webhook = $2 AND event = $3 AND attempts = $4 AND next_attempt = $5",
        );
        let claim = claim.number(next).text(&delivery.webhook).text(&delivery.event);
        let claim = claim.number(delivery.attempts).some_number(delivery.next_attempt);
        Ok(self.execute(vec![claim]).await? == 1)
    }

    /// Notes why an attempt failed; after the last one, the delivery is dead.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn attempt_failed(
        &self,
        delivery: &Delivery,
        error: &str,
        dead: Option<Instant>,
    ) -> Stored<()> {
        let (state, ended) = match dead {
            None => ("pending", None),
            Some(at) => ("dead", Some(at.to_unix())),
        };
        let note = Statement::new(
            "UPDATE deliveries SET error = $1, state = $2, ended = $3, \
             next_attempt = CASE WHEN $2 = 'dead' THEN NULL ELSE next_attempt END \
             WHERE webhook = $4 AND event = $5 AND ended IS NULL",
        );
        let note = note.text(error).text(state).some_number(ended);
        self.execute(vec![note.text(&delivery.webhook).text(&delivery.event)]).await.map(drop)
    }

    /// Notes that an event has arrived.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn delivered(&self, delivery: &Delivery, now: Instant) -> Stored<()> {
        let note = Statement::new(
            "UPDATE deliveries SET state = 'delivered', next_attempt = NULL, ended = $1, error = NULL \
             WHERE webhook = $2 AND event = $3",
        );
        let note = note.number(now.to_unix()).text(&delivery.webhook).text(&delivery.event);
        self.execute(vec![note]).await.map(drop)
    }

    /// Deliveries of a webhook in one state, in order of their events.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn deliveries(&self, which: Deliveries<'_>) -> Stored<Vec<Delivery>> {
        let rows = sqlx::query(
            "SELECT webhook, event, account, n, state, attempts, next_attempt, ended, error \
             FROM deliveries WHERE state = $1 AND webhook = $2 AND event > $3 ORDER BY event LIMIT $4",
        )
        .bind(which.state)
        .bind(which.webhook)
        .bind(which.after)
        .bind(which.limit)
        .fetch_all(&self.pool)
        .await
        .map_err(fault)?;
        rows.iter().map(read_delivery).collect::<Result<_, _>>().map_err(fault)
    }

    /// How many deliveries are in a state.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn count_deliveries(&self, state: &str) -> Stored<i64> {
        sqlx::query("SELECT COUNT(*) FROM deliveries WHERE state = $1")
            .bind(state)
            .fetch_one(&self.pool)
            .await
            .and_then(|row| row.try_get(0))
            .map_err(fault)
    }

    /// Has dead deliveries of a webhook sent again from now on: one event, or all. Returns how many.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn send_again(
        &self,
        webhook: &str,
        event: Option<&str>,
        now: Instant,
    ) -> Stored<u64> {
        let again = match event {
            Some(_) => Statement::new(
                "UPDATE deliveries SET state = 'pending', attempts = 0, next_attempt = $1, ended = NULL \
                 WHERE state = 'dead' AND webhook = $2 AND event = $3",
            ),
            None => Statement::new(
                "UPDATE deliveries SET state = 'pending', attempts = 0, next_attempt = $1, ended = NULL \
                 WHERE state = 'dead' AND webhook = $2",
            ),
        };
        let again = again.number(now.to_unix()).text(webhook);
        let again = event.into_iter().fold(again, Statement::text);
        self.execute(vec![again]).await
    }

    /// Forgets what was delivered before an instant.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn forget_delivered(&self, before: Instant) -> Stored<u64> {
        let old = "DELETE FROM deliveries WHERE state = 'delivered' AND ended < $1";
        self.execute(vec![Statement::new(old).number(before.to_unix())]).await
    }

    /// Forgets what a change has put into the outbox of a webhook that was removed at the same time.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn forget_orphans(&self) -> Stored<u64> {
        let orphans = "DELETE FROM deliveries WHERE webhook NOT IN (SELECT id FROM webhooks)";
        self.execute(vec![Statement::new(orphans)]).await
    }

    /// The entry that a delivery is about.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn entry(&self, account: &str, n: i64) -> Stored<Option<LedgerRow>> {
        let row = sqlx::query("SELECT n, entry FROM ledger WHERE account = $1 AND n = $2")
            .bind(account)
            .bind(n)
            .fetch_optional(&self.pool)
            .await
            .map_err(fault)?;
        let read = |row: AnyRow| Ok(LedgerRow { n: row.try_get(0)?, entry: row.try_get(1)? });
        row.map(read).transpose().map_err(fault)
    }
}

fn read_webhook(row: &AnyRow) -> sqlx::Result<Webhook> {
    Ok(Webhook {
        id: row.try_get(0)?,
        url: row.try_get(1)?,
        secret: row.try_get(2)?,
        events: Vec::new(),
        created: row.try_get(3)?,
    })
}

fn read_delivery(row: &AnyRow) -> sqlx::Result<Delivery> {
    Ok(Delivery {
        webhook: row.try_get(0)?,
        event: row.try_get(1)?,
        account: row.try_get(2)?,
        n: row.try_get(3)?,
        state: row.try_get(4)?,
        attempts: row.try_get(5)?,
        next_attempt: row.try_get(6)?,
        ended: row.try_get(7)?,
        error: row.try_get(8)?,
    })
}
