//! Who may ask, how much and how often; and what is noted of each request.

use super::App;
use crate::keys::{Scope, StoredKey, parts};
use crate::problem::Problem;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock as _, DefaultClock};
use metrics::{Counter, Histogram};
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant as Tick};
use tokio::sync::{Semaphore, SemaphorePermit};

/// How long a revoked key may still be taken.
const KNOWN_FOR: Duration = Duration::from_secs(5);
/// With this many keys in the cache, the outdated ones are removed.
const MOST_KNOWN: usize = 10_000;
/// The most headers of a request, and their bytes.
const MOST_HEADERS: usize = 100;
const MOST_HEADER_BYTES: usize = 32 << 10;

/// Anybody can invent a method: others than these are counted together.
const METHODS: [&str; 9] =
    ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT"];

/// What a group of routes asks for.
#[derive(Clone)]
pub(super) struct Guard {
    pub(super) app: Arc<App>,
    pub(super) scope: Scope,
}

/// The id of the key that a request came with.
#[derive(Clone)]
pub(super) struct KeyId(pub(super) String);

/// Lets requests with a key of the right scope in, as often as the key may.
pub(super) async fn check(
    State(guard): State<Guard>,
    mut request: Request,
    next: Next,
) -> Response {
    match admitted(&guard, request.headers()).await {
        Ok(key) => {
            request.extensions_mut().insert(KeyId(key.id.clone()));
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    }
}

async fn admitted(guard: &Guard, headers: &HeaderMap) -> Result<Arc<StoredKey>, Problem> {
    let key = known_key(&guard.app, headers).await?;
    if !key.scopes.contains(&guard.scope) {
        let detail = format!("this needs a key with the scope `{}`", guard.scope);
        return Err(Problem::new(403, "scope", detail));
    }
    match spend(&guard.app, &key.id) {
        None => Ok(key),
        Some(seconds) => {
            let detail = "too many requests under this key: wait";
            Err(Problem::new(429, "rate", detail).retry_after(seconds))
        }
    }
}

async fn known_key(app: &App, headers: &HeaderMap) -> Result<Arc<StoredKey>, Problem> {
    let wrong = || Problem::new(401, "key", "expected `Authorization: Bearer` with an API key");
    let text = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let text = text.and_then(|text| text.strip_prefix("Bearer ")).ok_or_else(wrong)?;
    let (id, secret) = parts(text.trim()).ok_or_else(wrong)?;
    let known = lock(&app.keys).get(id).filter(|(_, at)| at.elapsed() < KNOWN_FOR).cloned();
    let key = match known {
        Some((key, _)) => key,
        None => {
            let key = Arc::new(app.accounts.store().key(id).await?.ok_or_else(wrong)?);
            let mut keys = lock(&app.keys);
            if keys.len() >= MOST_KNOWN {
                keys.retain(|_, (_, at)| at.elapsed() < KNOWN_FOR);
            }
            keys.insert(key.id.clone(), (Arc::clone(&key), Tick::now()));
            key
        }
    };
    if key.is_opened_by(secret) { Ok(key) } else { Err(wrong()) }
}

/// Takes one request from what a key may ask. Returns the seconds to wait if there is none.
fn spend(app: &App, key: &str) -> Option<u32> {
    let early = app.budgets.check_key(&key.to_owned()).err()?;
    let wait = early.wait_time_from(DefaultClock::default().now());
    Some(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1))
}

/// A place for a request, or a refusal: whoever waits in a queue waits longer than one who comes again. That
/// the service lives must be seen while it is full, too.
pub(super) fn place<'s>(
    places: &'s Semaphore,
    path: &str,
) -> Result<Option<SemaphorePermit<'s>>, Problem> {
    if path.starts_with("/health/") || path == "/metrics" {
        return Ok(None);
    }
    places.try_acquire().map(Some).map_err(|_| {
        Problem::new(503, "overloaded", "too many requests at once: try again").retry_after(1)
    })
}

/// Limits the headers.
pub(super) fn head(headers: &HeaderMap) -> Result<(), Problem> {
    let bytes: usize = headers.iter().map(|(name, of)| name.as_str().len() + of.len()).sum();
    if headers.len() <= MOST_HEADERS && bytes <= MOST_HEADER_BYTES {
        return Ok(());
    }
    let detail =
        format!("expected at most {MOST_HEADERS} headers of {MOST_HEADER_BYTES} bytes in all");
    Err(Problem::new(431, "headers_too_long", detail))
}

/// Limits the time of a request.
pub(super) async fn limit(app: &App, answer: impl Future<Output = Response>) -> Response {
    let patience = Duration::from_secs(app.settings.limits.seconds.into());
    match tokio::time::timeout(patience, answer).await {
        Ok(response) => response,
        Err(_) => Problem::new(503, "timeout", "it took too long, and was given up")
            .retry_after(5)
            .into_response(),
    }
}

/// The counters of each kind of request. The registry of metrics would make texts for every request to find
/// them.
#[derive(Default)]
pub(super) struct Seen(RwLock<HashMap<String, Counters>>);

type Counters = HashMap<(&'static str, StatusCode), (Counter, Histogram)>;

impl Seen {
    /// Counts requests, and logs them without their bodies.
    pub(super) fn observe(
        &self,
        id: Option<&HeaderValue>,
        path: &str,
        (method, status): (&Method, StatusCode),
        took: Duration,
    ) {
        let seconds = took.as_secs_f64();
        let (counter, histogram) = self.counters(path, method, status);
        counter.increment(1);
        histogram.record(seconds);
        let id = id.and_then(|id| id.to_str().ok()).unwrap_or_default();
        tracing::info!(id, %method, path, status = status.as_u16(), seconds, "request");
    }

    fn counters(&self, path: &str, method: &Method, status: StatusCode) -> (Counter, Histogram) {
        let listed = METHODS.into_iter().find(|listed| *listed == method.as_str());
        let method = listed.unwrap_or("other");
        let kind = (method, status);
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(counters) = known.get(path).and_then(|kinds| kinds.get(&kind)) {
            return counters.clone();
        }
        drop(known);
        let labels = [
            ("path", path.to_owned()),
            ("method", method.to_owned()),
            ("status", status.as_u16().to_string()),
        ];
        let counter = metrics::counter!("http_requests_total", &labels);
        let histogram = metrics::histogram!("http_request_seconds", &labels[..2]);
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let kinds = all.entry(path.to_owned()).or_default();
        kinds.insert(kind, (counter.clone(), histogram.clone()));
        (counter, histogram)
    }
}

fn lock<T>(of: &std::sync::Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
