//! Whether the service lives, whether it is ready, and what it has counted.

use super::App;
use super::answer::Json;
use super::openapi::Problems;
use crate::problem::Problem;
use axum::extract::State;
use serde_json::json;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(live)).routes(routes!(ready)).routes(routes!(metrics))
}

/// Whether the process answers.
#[utoipa::path(get, path = "/health/live", tag = "health",
    responses((status = 200, description = "It does", body = ref("#/components/schemas/Health"))))]
async fn live() -> Json {
    Json(json!({ "status": "live" }).to_string())
}

/// Whether the store answers, and all catalogs could be read.
#[utoipa::path(get, path = "/health/ready", tag = "health",
    responses((status = 200, description = "The store answers; `broken` lists files of catalogs that could not be read",
        body = ref("#/components/schemas/Health")), Problems))]
async fn ready(State(app): State<Arc<App>>) -> Result<Json, Problem> {
    app.accounts.store().ping().await?;
    let broken = app.catalogs.broken();
    let status = if broken.is_empty() { "ready" } else { "degraded" };
    Ok(Json(json!({ "status": status, "broken": broken }).to_string()))
}

/// What was counted, for Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "health",
    responses((status = 200, description = "Counters and times", body = String, content_type = "text/plain")))]
async fn metrics(State(app): State<Arc<App>>) -> String {
    for state in ["pending", "dead"] {
        // While the store fails, the last number stays.
        if let Ok(count) = app.accounts.store().count_deliveries(state).await {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            metrics::gauge!("webhook_deliveries", "state" => state).set(f64::from(count));
        }
    }
    app.metrics.run_upkeep();
    app.metrics.render()
}
