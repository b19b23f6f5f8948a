//! The ledger of an account, in pages: as JSON, as CSV for spreadsheets, as CloudEvents.

mod form;

use super::App;
use super::openapi::Problems;
use super::page::{Asked, Limit};
use crate::events::path_part;
use crate::problem::Problem;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use form::Form;
use serde::Deserialize;
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
    /// The number of the last entry that is known.
    #[serde(default)]
    #[param(minimum = 0)]
    after: u32,
    /// How many entries, at most 1000.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, maximum = 1000)]
    limit: Limit,
    /// The form; by `Accept` when absent.
    #[serde(default)]
    #[param(inline)]
    format: Option<Form>,
}

/// The entries after a number, in order. `Link` has the address of the next page.
#[utoipa::path(get, path = "/v1/accounts/{account}/ledger", tag = "accounts",
    params(("account" = String, Path, description = "Its id"), Page),
    responses((status = 200, description = "A page",
        content((ref("#/components/schemas/LedgerPage") = "application/json"),
            (String = "text/csv"),
            (ref("#/components/schemas/CloudEvents") = "application/cloudevents-batch+json")),
        headers(("link" = String, description = "The next page, `rel=\"next\"`; none after the last"))),
        Problems))]
async fn page(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    headers: HeaderMap,
    Asked(page): Asked<Page>,
) -> Result<Response, Problem> {
    app.accounts.look(&account).await?;
    let store = app.accounts.store();
    let rows = crate::store::Store::ledger(store, &account, page.after.into(), page.limit.rows());
    let rows = rows.await?;
    let next = page.limit.last_of(&rows).map(|row| row.n);
    let form = page.format.unwrap_or_else(|| form::accepted(&headers));
    let kind = HeaderValue::from_static(form.content_type());
    let body = form.body(&account, &rows, next)?;
    let mut response = ([(header::CONTENT_TYPE, kind)], body).into_response();
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    let link = next.and_then(|next| link(&account, &page, next));
    response.headers_mut().extend(link.map(|link| (header::LINK, link)));
    Ok(response)
}

/// The next page, in the same form.
fn link(account: &str, page: &Page, next: i64) -> Option<HeaderValue> {
    let (account, limit) = (path_part(account), page.limit);
    let form = page.format.map_or_else(String::new, |form| format!("&format={}", form.word()));
    let link =
        format!("</v1/accounts/{account}/ledger?after={next}&limit={limit}{form}>; rel=\"next\"");
    HeaderValue::from_str(&link).ok()
}
