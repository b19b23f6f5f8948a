//! Questions that need no account.

use super::App;
use super::answer::Json;
use super::guard::KeyId;
use super::input::{Body, Members, below, text_of};
use super::openapi::Problems;
use super::work::{Wanted, aside};
use crate::audit::Asker;
use crate::problem::Problem;
use crate::store::Verdicted;
use axum::Extension;
use axum::extract::State;
use drawdown::{
    Catalog, Detail, Errors, ForecastOptions, Need, QuoteChecks, QuoteHead, Request, Scenario,
    Simulation, Value, to_text,
};
use serde::Serialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(estimate))
        .routes(routes!(affordable))
        .routes(routes!(cheaper))
        .routes(routes!(simulate))
        .routes(routes!(forecast))
        .routes(routes!(fit))
        .routes(routes!(quote))
        .routes(routes!(verify))
}

/// What a request costs.
#[utoipa::path(post, path = "/v1/estimate", tag = "prices",
    request_body(content = ref("#/components/schemas/EstimateQuestion")),
    responses((status = 200, description = "The estimate", body = ref("#/components/schemas/Estimate")),
        Problems))]
async fn estimate(State(app): State<Arc<App>>, body: Body) -> Result<Json, Problem> {
    let asked = body.members(&["catalog", "request"])?;
    let catalog = catalog_of(&app, &asked)?;
    let request = asked.read("request", Request::from_value)?;
    written(&catalog.estimate(&request).map_err(|errors| below("request", errors))?)
}

/// How much of a request a budget buys.
#[utoipa::path(post, path = "/v1/affordable", tag = "prices",
    request_body(content = ref("#/components/schemas/AffordableQuestion")),
    responses((status = 200, description = "What it buys", body = ref("#/components/schemas/Affordable")),
        Problems))]
async fn affordable(State(app): State<Arc<App>>, body: Body) -> Result<Json, Problem> {
    let asked = body.members(&["catalog", "request", "credits"])?;
    let catalog = catalog_of(&app, &asked)?;
    let request = asked.read("request", Request::from_value)?;
    let credits = match asked.get("credits") {
        Some(Value::String(text) | Value::Number(text)) => text.parse().ok(),
        _ => None,
    };
    let credits = credits.ok_or_else(|| {
        Problem::new(422, "type", "expected credits such as \"100\" in `credits`")
    })?;
    written(&catalog.affordable(&request, credits).map_err(|errors| below("request", errors))?)
}

/// Other settings and models that cost less.
#[utoipa::path(post, path = "/v1/cheaper", tag = "prices",
    request_body(content = ref("#/components/schemas/EstimateQuestion")),
    responses((status = 200, description = "What costs less", body = ref("#/components/schemas/Cheaper")),
        Problems))]
async fn cheaper(State(app): State<Arc<App>>, body: Body) -> Result<Json, Problem> {
    let asked = body.members(&["catalog", "request"])?;
    let catalog = catalog_of(&app, &asked)?;
    let request = asked.read("request", Request::from_value)?;
    let answer =
        aside(move |_| catalog.cheaper(&request).map_err(|errors| below("request", errors)));
    written(&answer.await?)
}

/// What becomes of a balance.
#[utoipa::path(post, path = "/v1/simulate", tag = "prices",
    request_body(content = ref("#/components/schemas/SimulateQuestion")),
    responses((status = 200, description = "The projection", body = ref("#/components/schemas/Projection")),
        Problems))]
async fn simulate(State(app): State<Arc<App>>, body: Body) -> Result<Json, Problem> {
    let asked = body.members(&["catalog", "scenario"])?;
    let catalog = catalog_of(&app, &asked)?;
    let scenario = asked.read("scenario", Scenario::from_value)?;
    let answer = aside(move |wanted| {
        projected(&catalog, &scenario, &wanted).map_err(|errors| below("scenario", errors))
    });
    Ok(Json(answer.await?))
}

/// A projection, step by step: it ends when nobody waits any more.
fn projected(catalog: &Catalog, scenario: &Scenario, wanted: &Wanted) -> Result<String, Errors> {
    const STEPS: i64 = 50;
    let mut simulation = Simulation::new(catalog, scenario, Detail::Ledger)?;
    let (start, end) = (simulation.start().to_unix(), simulation.end().to_unix());
    for step in 1..=STEPS {
        let until = drawdown::Instant::from_unix(start + (end - start) / STEPS * step);
        if !wanted.is_wanted() {
            break;
        }
        if let Some(until) = until {
            simulation.run_until(until)?;
        }
    }
    if wanted.is_wanted() {
        simulation.run()?;
    }
    Ok(to_text(&simulation.finish()).unwrap_or_default())
}

/// How likely it is that a balance runs out, and when.
#[utoipa::path(post, path = "/v1/forecast", tag = "prices",
    request_body(content = ref("#/components/schemas/ForecastQuestion")),
    responses((status = 200, description = "The forecast", body = ref("#/components/schemas/Forecast")),
        Problems))]
async fn forecast(State(app): State<Arc<App>>, body: Body) -> Result<Json, Problem> {
    let asked = body.members(&["catalog", "scenario", "options"])?;
    let catalog = catalog_of(&app, &asked)?;
    let scenario = asked.read("scenario", Scenario::from_value)?;
    let options = match asked.get("options") {
        Some(_) => asked.read("options", ForecastOptions::from_value)?,
        None => ForecastOptions::default(),
    };
    let answer = aside(move |wanted| {
        let watched = catalog.watched(move |_| wanted.is_wanted());
        watched.forecast(&scenario, &options).map_err(|errors| below("scenario", errors))
    });
    written(&answer.await?)
}

/// Which plan and top-ups cover a need for least.
#[utoipa::path(post, path = "/v1/fit", tag = "prices",
    request_body(content = ref("#/components/schemas/FitQuestion")),
    responses((status = 200, description = "All options", body = ref("#/components/schemas/Fit")),
        Problems))]
async fn fit(State(app): State<Arc<App>>, body: Body) -> Result<Json, Problem> {
    let asked = body.members(&["catalog", "need"])?;
    let catalog = catalog_of(&app, &asked)?;
    let need = asked.read("need", Need::from_value)?;
    let answer = aside(move |wanted| {
        let watched = catalog.watched(move |_| wanted.is_wanted());
        watched.fit(&need).map_err(|errors| below("need", errors))
    });
    written(&answer.await?)
}

/// An estimate that can be verified later.
#[utoipa::path(post, path = "/v1/quote", tag = "quotes",
    request_body(content = ref("#/components/schemas/EstimateQuestion")),
    responses((status = 200, description = "The quote", body = ref("#/components/schemas/Quote")),
        Problems))]
async fn quote(State(app): State<Arc<App>>, body: Body) -> Result<Json, Problem> {
    let asked = body.members(&["catalog", "request"])?;
    let catalog = catalog_of(&app, &asked)?;
    let request = asked.read("request", Request::from_value)?;
    written(&catalog.quote(&request).map_err(|errors| below("request", errors))?)
}

/// Whether a quote is what its catalog answers.
#[utoipa::path(post, path = "/v1/verify", tag = "quotes",
    request_body(content = ref("#/components/schemas/Quote")),
    responses((status = 200, description = "The verdict", body = ref("#/components/schemas/Verdict")),
        Problems))]
async fn verify(
    State(app): State<Arc<App>>,
    Extension(KeyId(api_key)): Extension<KeyId>,
    body: Body,
) -> Result<Json, Problem> {
    let catalog = catalog_of_quote(&app, &body.0)?;
    let now = app.accounts.now();
    let verdict = catalog.verify_with(&body.0, &QuoteChecks::new(now))?;
    let asker = Asker { api_key, account: None };
    app.audit.note([Verdicted::of(&asker, now, &body.0, &verdict)]).await?;
    written(&verdict)
}

/// The catalog that a quote was made with; if that version is not known, the current one.
pub(super) fn catalog_of_quote(app: &App, quote: &str) -> Result<Arc<Catalog>, Problem> {
    let about = QuoteHead::from_json(quote)?.catalog;
    let version = app.catalogs.version(&about.digest);
    Ok(version.map_or_else(|| app.catalog(&about.id), Ok)?.catalog)
}

fn catalog_of(app: &App, asked: &Members) -> Result<Arc<Catalog>, Problem> {
    match asked.get("catalog") {
        Some(Value::String(name)) => Ok(app.catalog(name)?.catalog),
        Some(document) => {
            let text = text_of(document)?;
            Ok(Arc::new(Catalog::from_json(&text).map_err(|errors| below("catalog", errors))?))
        }
        None => Err(Problem::new(422, "missing", "expected a key `catalog`")),
    }
}

fn written<T: Serialize>(value: &T) -> Result<Json, Problem> {
    to_text(value)
        .map(Json)
        .map_err(|_| Problem::new(500, "internal", "the answer cannot be written"))
}
