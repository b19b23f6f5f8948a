//! What was decided about quotes.

use super::App;
use super::answer::Json;
use super::openapi::Problems;
use super::page::{Asked, Limit, instant};
use crate::problem::Problem;
use crate::store::Verdicted;
use crate::store::sql::VerdictPage;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(page))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Page {
    /// Only verdicts on quotes that this account was to take.
    #[serde(default)]
    account: Option<String>,
    /// Only verdicts with this code, such as `differs`.
    #[serde(default)]
    verdict: Option<String>,
    /// The id of the last verdict that is known.
    #[serde(default)]
    after: String,
    /// How many, at most 1000.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, maximum = 1000)]
    limit: Limit,
}

/// The verdicts on quotes, in order of time.
#[utoipa::path(get, path = "/v1/audit", tag = "quotes", params(Page),
    responses((status = 200, description = "A page", body = ref("#/components/schemas/AuditPage")),
        Problems))]
async fn page(State(app): State<Arc<App>>, Asked(page): Asked<Page>) -> Result<Json, Problem> {
    let (account, verdict) = (page.account.as_deref(), page.verdict.as_deref());
    let asked = VerdictPage { account, verdict, after: &page.after, limit: page.limit.rows() };
    let found = app.accounts.store().verdicts(asked).await?;
    let next = page.limit.last_of(&found).map(|verdict| verdict.id.clone());
    let all: Vec<Value> = found.iter().map(view).collect();
    Ok(Json(json!({ "verdicts": all, "next": next }).to_string()))
}

fn view(of: &Verdicted) -> Value {
    json!({
        "id": of.id,
        "at": instant(of.decided),
        "key": of.api_key,
        "account": of.account,
        "quote": of.quote,
        "catalog": of.catalog,
        "verdict": of.verdict,
        "difference": of.difference,
        "text": of.text,
    })
}
