//! What happens to every request before and after its handler, in one pass: layers of the framework would
//! be cloned and boxed one by one for each request.

use super::guard::{self, Seen};
use super::headers::{self, Place};
use super::{App, answer};
use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant as Tick;
use tokio::sync::Semaphore;
use tower::{Layer, Service, ServiceExt};
use tower_http::compression::CompressionLayer;
use tower_http::decompression::RequestDecompressionLayer;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the pass needs.
#[derive(Clone)]
pub(super) struct Front {
    app: Arc<App>,
    /// How many requests are answered at once.
    places: Arc<Semaphore>,
    ids: Arc<Ids>,
    seen: Arc<Seen>,
}

impl Front {
    pub(super) fn new(app: &Arc<App>) -> Self {
        let places = Semaphore::new(app.settings.limits.concurrency);
        Front {
            app: Arc::clone(app),
            places: Arc::new(places),
            ids: Arc::new(Ids::new()),
            seen: Arc::default(),
        }
    }
}

/// Ids of requests: one random start for each process, then counted.
struct Ids {
    start: Uuid,
    next: AtomicU64,
}

impl Ids {
    fn new() -> Self {
        Ids { start: Uuid::now_v7(), next: AtomicU64::new(1) }
    }

    fn next(&self) -> Option<HeaderValue> {
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        HeaderValue::from_str(&format!("{}-{n}", self.start.simple())).ok()
    }
}

/// Answers every request, also one whose handler panics, and notes it.
pub(super) async fn pass(State(front): State<Front>, request: Request, next: Next) -> Response {
    let begun = Tick::now();
    let given = request.headers().get(REQUEST_ID).cloned();
    let id = given.or_else(|| front.ids.next());
    let path = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let place = Place::of(request.uri().path());
    let answered = AssertUnwindSafe(admit(&front, place, request, next)).catch_unwind().await;
    let response = answered.unwrap_or_else(answer::panicked);
    let mut response = answer::tell_problems(response);
    headers::secure(place, &mut response);
    if let Some(id) = &id {
        response.headers_mut().insert(REQUEST_ID, id.clone());
    }
    let path = path.as_ref().map_or("page", MatchedPath::as_str);
    front.seen.observe(id.as_ref(), path, (&method, response.status()), begun.elapsed());
    response
}

/// Answers within the limits: of headers, of requests at once, of time.
async fn admit(front: &Front, place: Place, request: Request, next: Next) -> Response {
    if let Err(problem) = guard::head(request.headers()) {
        return problem.into_response();
    }
    match guard::place(&front.places, request.uri().path()) {
        Ok(_free) => guard::limit(&front.app, coded(place, request, next)).await,
        Err(problem) => problem.into_response(),
    }
}

/// Reads what was compressed, and compresses for those who can read it. Most programs ask for neither, and
/// skip both layers. Pages always pass the one that compresses: it sets `Vary`, which caches need.
async fn coded(place: Place, request: Request, next: Next) -> Response {
    let is_read = request.headers().contains_key(header::CONTENT_ENCODING);
    let is_written =
        place != Place::Data || request.headers().contains_key(header::ACCEPT_ENCODING);
    let (reader, writer) = (RequestDecompressionLayer::new(), CompressionLayer::new());
    let unpacked =
        |next: Next| reader.layer(next.map_request(|request: Request<_>| request.map(Body::new)));
    match (is_read, is_written) {
        (false, false) => next.run(request).await,
        (true, false) => through(unpacked(next), request).await,
        (false, true) => through(writer.layer(next), request).await,
        (true, true) => through(writer.layer(unpacked(next)), request).await,
    }
}

async fn through<S, B>(service: S, request: Request) -> Response
where
    S: Service<Request, Response = Response<B>, Error = Infallible>,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let Ok(response) = service.oneshot(request).await;
    response.map(Body::new)
}
