//! Sends events to webhooks, each at least once: what is due is in the store, so nothing is lost when the
//! service stops between two steps. A webhook that is slow or fails does not hold up the others.

use crate::events::cloud_event;
use crate::http::App;
use crate::store::Stored;
use crate::store::sql::{Delivery, SqlStore};
use crate::webhooks::Webhook;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use drawdown::Instant;
use futures_util::{StreamExt, stream};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::{ClientConfig, RootCertStore};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{Id, JoinSet};
use tokio_util::sync::CancellationToken;

/// Time between two looks at what is due.
const TICK: Duration = Duration::from_millis(500);
/// Events that are sent to one webhook at once.
const AT_ONCE: usize = 8;
/// Events that are read for one webhook in one go.
const READ: i64 = 64;
/// The longest answer that is read, so that its connection can be used again.
const ANSWER: usize = 64 * 1024;
/// No wait is longer, in seconds.
const LONGEST: i64 = 86_400;

/// It follows no redirects.
type Http = Client<HttpsConnector<HttpConnector>, Body>;

/// What the tasks share.
struct Deliverer {
    app: Arc<App>,
    http: Http,
}

/// Sends what is due, until it is told to stop. What is on its way is finished.
pub async fn deliver(app: Arc<App>, stop: CancellationToken) {
    let deliverer = Arc::new(Deliverer { app, http: client() });
    let mut tasks = JoinSet::new();
    let mut busy: HashMap<Id, String> = HashMap::new();
    let mut ticks = tokio::time::interval(TICK);
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            Some(done) = tasks.join_next_with_id() => {
                let id = done.map_or_else(|error| error.id(), |(id, ())| id);
                busy.remove(&id);
                continue;
            }
            _ = ticks.tick() => {}
        }
        for webhook in deliverer.due().await {
            if !busy.values().any(|id| *id == webhook.id) {
                let (id, stop) = (webhook.id.clone(), stop.clone());
                let task = tasks.spawn(Arc::clone(&deliverer).drain(webhook, stop));
                busy.insert(task.id(), id);
            }
        }
    }
    while tasks.join_next().await.is_some() {}
}

impl Deliverer {
    fn store(&self) -> &SqlStore {
        self.app.accounts.store()
    }

    fn now(&self) -> Instant {
        self.app.accounts.now()
    }

    async fn due(&self) -> Vec<Webhook> {
        self.store().due_webhooks(self.now()).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "what is due for webhooks cannot be read");
            Vec::new()
        })
    }

    /// Sends all that is due to one webhook.
    async fn drain(self: Arc<Self>, webhook: Webhook, stop: CancellationToken) {
        loop {
            let due = match self.store().due_deliveries(&webhook.id, self.now(), READ).await {
                Ok(due) if due.is_empty() || stop.is_cancelled() => return,
                Ok(due) => due,
                Err(error) => return tracing::warn!(%error, "what is due cannot be read"),
            };
            let sent: Vec<Stored<()>> = stream::iter(due)
                .map(|delivery| self.send(&webhook, delivery, &stop))
                .buffer_unordered(AT_ONCE)
                .collect()
                .await;
            if let Some(error) = sent.into_iter().find_map(Result::err) {
                return tracing::warn!(%error, "a delivery cannot be noted");
            }
        }
    }

    /// One attempt. It is counted before it is made: a service that dies on the way tries again.
    async fn send(
        &self,
        webhook: &Webhook,
        delivery: Delivery,
        stop: &CancellationToken,
    ) -> Stored<()> {
        if stop.is_cancelled() {
            return Ok(());
        }
        let settings = &self.app.settings.webhooks;
        let attempt = delivery.attempts + 1;
        let next = self.now().to_unix() + wait(settings.first_retry_seconds.into(), attempt);
        if !self.store().begin_attempt(&delivery, next).await? {
            return Ok(());
        }
        let Some(row) = self.store().entry(&delivery.account, delivery.n).await? else {
            return self
                .store()
                .attempt_failed(&delivery, "its entry is gone", Some(self.now()))
                .await;
        };
        let body = cloud_event(&delivery.account, &row).to_string();
        let outcome = self.post(webhook, &delivery.event, body).await;
        let is_last = attempt >= i64::from(settings.attempts);
        count(match &outcome {
            Ok(()) => "delivered",
            Err(_) if is_last => "dead",
            Err(_) => "failed",
        });
        match outcome {
            Ok(()) => self.store().delivered(&delivery, self.now()).await,
            Err(error) => {
                tracing::warn!(
                    webhook = webhook.id,
                    event = delivery.event,
                    attempt,
                    error,
                    "not delivered"
                );
                let dead = is_last.then(|| self.now());
                self.store().attempt_failed(&delivery, &error, dead).await
            }
        }
    }

    /// Posts a body; an answer of 2xx in time is a success.
    async fn post(&self, webhook: &Webhook, event: &str, body: String) -> Result<(), String> {
        let now = self.now().to_unix();
        let signature = webhook.signature(event, now, &body).ok_or("its secret cannot be read")?;
        let request = Request::post(&webhook.url)
            .header(header::CONTENT_TYPE, "application/cloudevents+json; charset=utf-8")
            .header(header::USER_AGENT, concat!("drawdown/", env!("CARGO_PKG_VERSION")))
            .header("webhook-id", event)
            .header("webhook-timestamp", now)
            .header("webhook-signature", signature)
            .body(Body::from(body))
            .map_err(|error| error.to_string())?;
        let seconds = self.app.settings.webhooks.seconds.max(1).into();
        let answered = async {
            let response = self.http.request(request).await.map_err(|error| causes(&error))?;
            let status = response.status();
            let _read = to_bytes(Body::new(response.into_body()), ANSWER).await;
            if status.is_success() { Ok(()) } else { Err(format!("the answer was {status}")) }
        };
        tokio::time::timeout(Duration::from_secs(seconds), answered)
            .await
            .unwrap_or_else(|_| Err(format!("no answer within {seconds} s")))
    }
}

/// Seconds from an attempt to the next: three times as long each time.
fn wait(first: i64, attempt: i64) -> i64 {
    let times = u32::try_from(attempt - 1).ok().and_then(|power| 3_i64.checked_pow(power));
    times.and_then(|times| first.max(1).checked_mul(times)).unwrap_or(LONGEST).min(LONGEST)
}

fn count(outcome: &'static str) {
    metrics::counter!("webhook_attempts_total", "outcome" => outcome).increment(1);
}

/// An error and what caused it.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

fn client() -> Http {
    let https =
        HttpsConnectorBuilder::new().with_tls_config(tls()).https_or_http().enable_http1().build();
    Client::builder(TokioExecutor::new()).build(https)
}

/// Trusts what the system trusts.
fn tls() -> ClientConfig {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    let (_added, _ignored) = roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        tracing::warn!("the system has no root certificates: https webhooks cannot be reached");
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    #[allow(clippy::expect_used, reason = "the provider is fixed, and has both versions")]
    let builder = versions.expect("TLS 1.2 and 1.3");
    builder.with_root_certificates(roots).with_no_client_auth()
}

#[cfg(test)]
mod tests {
    use super::wait;

    #[test]
    fn waits_grow_up_to_a_day() {
        let all: Vec<i64> = (1..=10).map(|attempt| wait(5, attempt)).collect();
        assert_eq!(all, [5, 15, 45, 135, 405, 1215, 3645, 10_935, 32_805, 86_400]);
        assert_eq!((wait(0, 1), wait(5, 400)), (1, 86_400));
    }
}
