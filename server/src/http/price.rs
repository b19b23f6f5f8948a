//! Questions that need no account.

use super::App;
use super::answer::Json;
use super::guard::KeyId;
use super::input::{Body, Members, below, text_of};
use super::openapi::Problems;
use super::work::aside;
use crate::audit::Asker;
use crate::problem::Problem;
use crate::quotes::Quotes;
use crate::store::Verdicted;
use axum::Extension;
use axum::extract::State;
use drawdown::{
    Catalog, Detail, Error, ErrorKind, FitChoice, ForecastOptions, Need, QuoteHead, QuoteTerms,
    Request, Scenario, Simulation, Value, parse, to_text,
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
        .routes(routes!(quote_keys))
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
        let simulation = Simulation::new(&catalog, &scenario, Detail::Ledger);
        simulation
            .and_then(|simulation| wanted.projection(simulation))
            .map_err(|errors| below("scenario", errors))
    });
    written(&answer.await?)
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

/// An answer that can be verified later: an estimate, a simulation, or an option of a fit. It is signed if
/// the service has a key to sign with.
#[utoipa::path(post, path = "/v1/quote", tag = "quotes",
    request_body(content = ref("#/components/schemas/QuoteQuestion")),
    responses((status = 200, description = "The quote", body = ref("#/components/schemas/AnyQuote")),
        Problems))]
async fn quote(State(app): State<Arc<App>>, body: Body) -> Result<Json, Problem> {
    let asked = body.members(&["catalog", "request", "scenario", "need", "option", "terms"])?;
    let catalog = catalog_of(&app, &asked)?;
    let terms = match asked.get("terms") {
        Some(_) => asked.read("terms", QuoteTerms::from_value)?,
        None => QuoteTerms::default(),
    };
    let terms = app.quotes.terms(terms, app.accounts.now());
    let what = Quoted::of(&asked)?;
    aside(move |_| what.quote(&catalog, &terms, &app.quotes)).await.map(Json)
}

/// What is to be quoted.
enum Quoted {
    Request(Request),
    Scenario(Value),
    Need(Value, Option<FitChoice>),
}

impl Quoted {
    fn of(asked: &Members) -> Result<Self, Problem> {
        let option = match asked.get("option") {
            Some(_) => Some(asked.read("option", FitChoice::from_value)?),
            None => None,
        };
        match (asked.get("request"), asked.get("scenario"), asked.get("need"), option) {
            (Some(_), None, None, None) => {
                Ok(Quoted::Request(asked.read("request", Request::from_value)?))
            }
            (None, Some(scenario), None, None) => Ok(Quoted::Scenario(scenario.clone())),
            (None, None, Some(need), option) => Ok(Quoted::Need(need.clone(), option)),
            _ => {
                let sentence =
                    "expected one of `request`, `scenario` and `need`; `option` goes with `need`";
                Err(Error::new(ErrorKind::Missing, "", sentence).into())
            }
        }
    }

    fn quote(
        &self,
        catalog: &Catalog,
        terms: &QuoteTerms,
        quotes: &Quotes,
    ) -> Result<String, Problem> {
        match self {
            Quoted::Request(request) => {
                let quote = catalog.quote_with(request, terms);
                quotes.written(&quote.map_err(|errors| below("request", errors))?)
            }
            Quoted::Scenario(scenario) => {
                let quote = catalog.quote_simulation(scenario, terms);
                quotes.written(&quote.map_err(|errors| below("scenario", errors))?)
            }
            Quoted::Need(need, option) => {
                let quote = catalog.quote_fit(need, option.as_ref(), terms);
                quotes.written(&quote.map_err(|errors| below("need", errors))?)
            }
        }
    }
}

/// The keys that signatures of quotes are checked with in a page.
#[utoipa::path(get, path = "/v1/quote-keys", tag = "quotes",
    responses((status = 200, description = "The public keys", body = ref("#/components/schemas/QuoteKeys")),
        Problems))]
async fn quote_keys(State(app): State<Arc<App>>) -> Result<Json, Problem> {
    Ok(Json(app.quotes.public_keys()?))
}

/// Whether a quote is what its catalog answers.
#[utoipa::path(post, path = "/v1/verify", tag = "quotes",
    request_body(content = ref("#/components/schemas/AnyQuote")),
    responses((status = 200, description = "The verdict", body = ref("#/components/schemas/Verdict")),
        Problems))]
async fn verify(
    State(app): State<Arc<App>>,
    Extension(KeyId(api_key)): Extension<KeyId>,
    body: Body,
) -> Result<Json, Problem> {
    let quote = parse(&body.0)?;
    let head = QuoteHead::from_value(&quote)?;
    let now = app.accounts.now();
    let catalog = catalog_of_quote(&app, &head)?;
    let verdict = catalog.verify_value(&quote, &app.quotes.checks(&quote, now))?;
    let asker = Asker { api_key, account: None };
    app.audit.note([Verdicted::of(&asker, now, Some(head), &verdict)]).await?;
    written(&verdict)
}

/// The catalog that a quote was made with; if that version is not known, the current one.
pub(super) fn catalog_of_quote(app: &App, quote: &QuoteHead) -> Result<Arc<Catalog>, Problem> {
    let version = app.catalogs.version(&quote.catalog.digest);
    Ok(version.map_or_else(|| app.catalog(&quote.catalog.id), Ok)?.catalog)
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
    Ok(Json(to_text(value)?))
}
