//! Quotes by the thousand: a quote in each line of the request, a verdict in each line of the answer. They
//! stream: neither is ever in memory as a whole.

use super::App;
use super::guard::KeyId;
use super::input::slow_body;
use super::openapi::Problems;
use super::price::catalog_of_quote;
use super::work::aside;
use crate::audit::Asker;
use crate::problem::Problem;
use crate::store::Verdicted;
use axum::Extension;
use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use drawdown::{Catalog, Instant, QuoteChecks, QuoteHead, Verdict, parse, to_text};
use futures_util::{StreamExt, stream};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::mem;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant as Tick, timeout_at};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How many quotes are verified at once.
const BATCH: usize = 256;

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(verify_batch))
}

/// Whether quotes are what their catalogs answer: one in each line, and one verdict in each line, in order.
#[utoipa::path(post, path = "/v1/verify-batch", tag = "quotes",
    request_body(content = String, content_type = "application/x-ndjson"),
    responses((status = 200, description = "The verdicts", body = String,
        content_type = "application/x-ndjson"), Problems))]
async fn verify_batch(
    State(app): State<Arc<App>>,
    Extension(KeyId(api_key)): Extension<KeyId>,
    request: Request,
) -> Response {
    let asker = Asker { api_key, account: None };
    let body = request.into_body().into_data_stream();
    let lines = Lines { body, rest: Vec::new(), app, asker };
    let verdicts = stream::unfold(Some(lines), |lines| async move {
        let mut lines = lines?;
        match lines.next_batch().await {
            Ok(batch) if batch.is_empty() => None,
            Ok(batch) => {
                let text = lines.answer(batch).await;
                Some((told(text), Some(lines)))
            }
            Err(problem) => Some((told(Err(problem)), None)),
        }
    });
    let body = Body::from_stream(verdicts.map(Ok::<_, Infallible>));
    ([(header::CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}

/// What goes wrong after the answer has begun is its last line.
fn told(text: Result<String, Problem>) -> Bytes {
    match text {
        Ok(text) => text.into(),
        Err(problem) => format!("{}\n", problem.body()).into(),
    }
}

/// The lines of a body.
struct Lines {
    body: BodyDataStream,
    /// What has come and is not yet a line.
    rest: Vec<u8>,
    app: Arc<App>,
    asker: Asker,
}

impl Lines {
    /// A line for each quote. The audit has the verdicts before the client does.
    async fn answer(&mut self, batch: Vec<String>) -> Result<String, Problem> {
        let (app, asker) = (Arc::clone(&self.app), self.asker.clone());
        let judged = aside(move |_| Ok(verdicts_of(&app, &asker, &batch)));
        let (text, verdicts) = judged.await?;
        self.app.audit.note(verdicts).await?;
        Ok(text)
    }

    /// The next lines; none at the end.
    async fn next_batch(&mut self) -> Result<Vec<String>, Problem> {
        let most = self.app.settings.limits.body_bytes;
        let mut batch = Vec::new();
        let begun = Tick::now();
        loop {
            while let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
                let after = self.rest.split_off(end + 1);
                push_line(&mut batch, mem::replace(&mut self.rest, after))?;
                if batch.len() >= BATCH {
                    return Ok(batch);
                }
            }
            if self.rest.len() > most {
                let detail = format!("expected lines of at most {most} bytes");
                return Err(Problem::new(413, "body_too_long", detail));
            }
            let patience = Duration::from_secs(self.app.settings.limits.body_seconds.into());
            match timeout_at(begun + patience, self.body.next()).await.map_err(|_| slow_body())? {
                Some(Ok(bytes)) => self.rest.extend_from_slice(&bytes),
                Some(Err(_)) => return Err(Problem::new(400, "body", "the body cannot be read")),
                None => {
                    push_line(&mut batch, mem::take(&mut self.rest))?;
                    return Ok(batch);
                }
            }
        }
    }
}

fn push_line(batch: &mut Vec<String>, line: Vec<u8>) -> Result<(), Problem> {
    let line = String::from_utf8(line);
    let line = line.map_err(|_| Problem::new(400, "syntax", "expected lines in UTF-8"))?;
    let line = line.trim();
    if !line.is_empty() {
        batch.push(line.to_owned());
    }
    Ok(())
}

/// A line for each quote, and what is noted of it. Those of one catalog, and checked against the same, are
/// verified in one call.
fn verdicts_of(app: &App, asker: &Asker, batch: &[String]) -> (String, Vec<Verdicted>) {
    let now = app.accounts.now();
    let mut judged: Vec<Judged> = Vec::with_capacity(batch.len());
    let mut groups: BTreeMap<(String, bool), Group> = BTreeMap::new();
    for (place, text) in batch.iter().enumerate() {
        let Known { head, found } = known(app, text, now);
        let verdict = match found {
            Ok((catalog, checks)) => {
                let key = (catalog.digest().to_owned(), checks.keys.is_some());
                let group = groups.entry(key);
                let new = || Group { catalog, checks, places: Vec::new() };
                group.or_insert_with(new).places.push(place);
                None
            }
            Err(problem) => Some(malformed(problem.detail)),
        };
        judged.push(Judged { head, verdict });
    }
    for Group { catalog, checks, places } in groups.values() {
        let quotes: Vec<&String> = places.iter().filter_map(|place| batch.get(*place)).collect();
        for (place, verdict) in places.iter().zip(catalog.verify_batch(&quotes, checks)) {
            if let Some(judged) = judged.get_mut(*place) {
                let verdict = verdict.unwrap_or_else(|errors| malformed(errors.to_string()));
                judged.verdict = Some(verdict);
            }
        }
    }
    let (mut text, mut noted) = (String::new(), Vec::with_capacity(judged.len()));
    for Judged { head, verdict } in judged {
        let verdict = verdict.unwrap_or_else(|| malformed("it was not judged".to_owned()));
        text += &line_of(&verdict);
        noted.push(Verdicted::of(asker, now, head, &verdict));
    }
    (text, noted)
}

/// A quote, and what is decided about it.
struct Judged {
    head: Option<QuoteHead>,
    verdict: Option<Verdict>,
}

/// What a line says of itself, and what it is verified with.
struct Known {
    head: Option<QuoteHead>,
    found: Result<(Arc<Catalog>, QuoteChecks), Problem>,
}

fn known(app: &App, text: &str, now: Instant) -> Known {
    let read = parse(text).and_then(|quote| Ok((QuoteHead::from_value(&quote)?, quote)));
    match read {
        Ok((head, quote)) => {
            let catalog = catalog_of_quote(app, &head);
            let found = catalog.map(|catalog| (catalog, app.quotes.checks(&quote, now)));
            Known { head: Some(head), found }
        }
        Err(errors) => Known { head: None, found: Err(errors.into()) },
    }
}

/// Quotes that are verified in one call.
struct Group {
    catalog: Arc<Catalog>,
    checks: QuoteChecks,
    places: Vec<usize>,
}

fn line_of(verdict: &Verdict) -> String {
    to_text(verdict).unwrap_or_default() + "\n"
}

fn malformed(text: String) -> Verdict {
    Verdict::Malformed { pointer: String::new(), text }
}
