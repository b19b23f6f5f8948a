//! The ledger of an account, in pages.

use super::App;
use super::answer::Json;
use super::openapi::Problems;
use crate::problem::Problem;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The longest page.
const MOST: u32 = 1000;

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
    #[serde(default = "some")]
    #[param(minimum = 1, maximum = 1000)]
    limit: u32,
}

fn some() -> u32 {
    100
}

/// The entries after a number, in order.
#[utoipa::path(get, path = "/v1/accounts/{account}/ledger", tag = "accounts",
    params(("account" = String, Path, description = "Its id"), Page),
    responses((status = 200, description = "A page", body = ref("#/components/schemas/LedgerPage")),
        Problems))]
async fn page(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    page: Result<Query<Page>, QueryRejection>,
) -> Result<Json, Problem> {
    let Query(page) = page.map_err(|wrong| Problem::new(422, "query", wrong.body_text()))?;
    if page.limit == 0 || page.limit > MOST {
        return Err(Problem::new(422, "out_of_range", "expected a `limit` from 1 to 1000"));
    }
    app.accounts.look(&account).await?;
    let store = app.accounts.store();
    let rows = crate::store::Store::ledger(store, &account, page.after.into(), page.limit.into());
    let rows = rows.await?;
    let last = rows.last().map(|row| row.n);
    let entries: Vec<Value> = rows
        .iter()
        .map(|row| {
            let mut entry = serde_json::from_str(&row.entry).unwrap_or(Value::Null);
            if let Value::Object(members) = &mut entry {
                members.insert("n".into(), json!(row.n));
            }
            entry
        })
        .collect();
    let is_full = rows.len() == page.limit as usize;
    let next = last.filter(|_| is_full);
    Ok(Json(json!({ "entries": entries, "next": next }).to_string()))
}
