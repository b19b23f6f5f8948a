//! Catalogs: a list, and each by id or digest. Their digest is their `ETag`.

use super::App;
use super::answer::Json;
use super::openapi::Problems;
use crate::catalogs::Kept;
use crate::problem::Problem;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one))
}

/// The catalogs in their current versions.
#[utoipa::path(get, path = "/v1/catalogs", tag = "catalogs", responses(
    (status = 200, description = "The catalogs", body = ref("#/components/schemas/CatalogRefs")),
    Problems))]
async fn list(State(app): State<Arc<App>>) -> Json {
    let about = |kept: Kept| {
        let catalog = kept.catalog;
        json!({ "id": catalog.id(), "version": catalog.version(), "digest": catalog.digest() })
    };
    let all: Vec<_> = app.catalogs.all().into_iter().map(about).collect();
    Json(json!({ "catalogs": all }).to_string())
}

/// A catalog, by its id or by the digest of one of its versions.
#[utoipa::path(get, path = "/v1/catalogs/{catalog}", tag = "catalogs",
    params(("catalog" = String, Path, description = "An id, or a digest such as `sha256:13ff...`")),
    responses(
        (status = 200, description = "The catalog", body = ref("#/components/schemas/Catalog"),
            headers(("etag" = String, description = "Its digest"))),
        (status = 304, description = "It is the one that `If-None-Match` names"),
        Problems))]
async fn one(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let kept = app.catalog(&name)?;
    let tag = format!("\"{}\"", kept.catalog.digest());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    Ok(([(header::ETAG, tag)], Json(kept.text.to_string())).into_response())
}
