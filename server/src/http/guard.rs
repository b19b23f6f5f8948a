//! Who may ask, how much and how often; and what is noted of each request.

use super::App;
use crate::keys::{Scope, StoredKey, parts};
use crate::problem::Problem;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock as _, DefaultClock};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant as Tick};
use tokio::sync::Semaphore;

/// How long a revoked key may still be taken.
const KNOWN_FOR: Duration = Duration::from_secs(5);
/// With this many keys in the cache, the outdated ones are removed.
const MOST_KNOWN: usize = 10_000;
/// The most headers of a request, and their bytes.
const MOST_HEADERS: usize = 100;
const MOST_HEADER_BYTES: usize = 32 << 10;

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
            request.extensions_mut().insert(KeyId(key.id));
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    }
}

async fn admitted(guard: &Guard, headers: &HeaderMap) -> Result<StoredKey, Problem> {
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

async fn known_key(app: &App, headers: &HeaderMap) -> Result<StoredKey, Problem> {
    let wrong = || Problem::new(401, "key", "expected `Authorization: Bearer` with an API key");
    let text = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let text = text.and_then(|text| text.strip_prefix("Bearer ")).ok_or_else(wrong)?;
    let (id, secret) = parts(text.trim()).ok_or_else(wrong)?;
    let known = lock(&app.keys).get(id).filter(|(_, at)| at.elapsed() < KNOWN_FOR).cloned();
    let key = match known {
        Some((key, _)) => key,
        None => {
            let key = app.accounts.store().key(id).await?.ok_or_else(wrong)?;
            let mut keys = lock(&app.keys);
            if keys.len() >= MOST_KNOWN {
                keys.retain(|_, (_, at)| at.elapsed() < KNOWN_FOR);
            }
            keys.insert(key.id.clone(), (key.clone(), Tick::now()));
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

/// Refuses what exceeds the places: whoever waits in a queue waits longer than one who comes again. That
/// the service lives must be seen while it is full, too.
pub(super) async fn shed(
    State(places): State<Arc<Semaphore>>,
    request: Request,
    next: Next,
) -> Response {
    if request.uri().path().starts_with("/health/") || request.uri().path() == "/metrics" {
        return next.run(request).await;
    }
    let Ok(_place) = places.try_acquire() else {
        return Problem::new(503, "overloaded", "too many requests at once: try again")
            .retry_after(1)
            .into_response();
    };
    next.run(request).await
}

/// Limits the headers.
pub(super) async fn head(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let bytes: usize = headers.iter().map(|(name, of)| name.as_str().len() + of.len()).sum();
    if headers.len() > MOST_HEADERS || bytes > MOST_HEADER_BYTES {
        let detail =
            format!("expected at most {MOST_HEADERS} headers of {MOST_HEADER_BYTES} bytes in all");
        return Problem::new(431, "headers_too_long", detail).into_response();
    }
    next.run(request).await
}

/// Limits the time of a request.
pub(super) async fn limit(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let patience = Duration::from_secs(app.settings.limits.seconds.into());
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(503, "timeout", "it took too long, and was given up")
            .retry_after(5)
            .into_response(),
    }
}

/// Counts requests, and logs them without their bodies.
pub(super) async fn observe(
    matched: Option<MatchedPath>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let path = matched.map_or_else(|| "page".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().clone();
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok());
    let id = id.unwrap_or_default().to_owned();
    let begun = Tick::now();
    let response = next.run(request).await;
    let (status, seconds) = (response.status().as_u16(), begun.elapsed().as_secs_f64());
    let labels =
        [("path", path.clone()), ("method", method.to_string()), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", &labels[..2]).record(seconds);
    tracing::info!(%id, %method, path, status, seconds, "request");
    response
}

fn lock<T>(of: &std::sync::Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
