//! Moving accounts to another version of their catalog; tried first, then done.

use super::App;
use super::answer::Json;
use super::input::{Body, Members, text_of};
use super::openapi::Problems;
use super::page::{Asked, Limit, instant};
use crate::accounts::Move;
use crate::problem::Problem;
use crate::store::Stored;
use crate::store::sql::{Listed, StoredMove};
use axum::body::{Body as HttpBody, Bytes};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use drawdown::{Error, ErrorKind, MigrationReport, Value, WalletMapping, to_text};
use futures_util::{StreamExt, stream};
use serde::Deserialize;
use serde_json::json;
use std::convert::Infallible;
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How many accounts are looked up at once for a move of all.
const TOGETHER: i64 = 200;

pub(super) fn readers() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(moves))
}

pub(super) fn movers() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(move_one)).routes(routes!(move_all))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Page {
    /// The id of the last account that is known.
    #[serde(default)]
    after: String,
    /// How many accounts, at most 1000.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, maximum = 1000)]
    limit: Limit,
    /// Only accounts on the catalog with this digest.
    catalog: Option<String>,
}

/// Accounts, in the order of their ids.
#[utoipa::path(get, path = "/v1/accounts", tag = "accounts", params(Page),
    responses((status = 200, description = "A page", body = ref("#/components/schemas/AccountPage")),
        Problems))]
async fn list(State(app): State<Arc<App>>, Asked(page): Asked<Page>) -> Result<Json, Problem> {
    let store = app.accounts.store();
    let rows = store.accounts(page.catalog.as_deref(), &page.after, page.limit.rows()).await?;
    let next = page.limit.last_of(&rows).map(|row| row.id.clone());
    let accounts: Vec<_> = rows.iter().map(|row| listed(&app, row)).collect();
    Ok(Json(json!({ "accounts": accounts, "next": next }).to_string()))
}

fn listed(app: &App, row: &Listed) -> serde_json::Value {
    let known = app.catalogs.version(&row.catalog);
    let about = known.as_ref().map(|kept| (kept.catalog.id(), kept.catalog.version()));
    json!({
        "id": row.id,
        "catalog": {
            "id": about.map(|(id, _)| id),
            "version": about.map(|(_, version)| version),
            "digest": row.catalog,
        },
        "opened": instant(row.opened),
        "changed": instant(row.changed),
    })
}

/// How an account came to its catalog.
#[utoipa::path(get, path = "/v1/accounts/{account}/moves", tag = "accounts",
    params(("account" = String, Path, description = "Its id")),
    responses((status = 200, description = "The moves, the oldest first",
        body = ref("#/components/schemas/Moves")), Problems))]
async fn moves(State(app): State<Arc<App>>, Path(account): Path<String>) -> Result<Json, Problem> {
    app.accounts.look(&account).await?;
    let rows = app.accounts.store().moves(&account).await?;
    let told = |row: &StoredMove| {
        let at = instant(row.happened);
        json!({ "at": at, "from": row.from, "to": row.to, "report": value_of(&row.report) })
    };
    let all: Vec<_> = rows.iter().map(told).collect();
    Ok(Json(json!({ "moves": all }).to_string()))
}

/// Moves an account to another version of its catalog, or says what that would change.
#[utoipa::path(post, path = "/v1/accounts/{account}/move", tag = "admin",
    params(("account" = String, Path, description = "Its id")),
    request_body(content = ref("#/components/schemas/MoveOrder")),
    responses((status = 200, description = "What differs; `moved` is false in a dry run, and if it is there already",
        body = ref("#/components/schemas/MoveAnswer")), Problems))]
async fn move_one(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    body: Body,
) -> Result<Json, Problem> {
    let asked = body.members(&["catalog", "mapping", "dry_run"])?;
    let plan = plan_of(&app, &asked).await?;
    let report = app.accounts.move_to(&account, &plan).await?;
    Ok(Json(line_of(&account, &plan, Ok(report))?))
}

/// Moves all accounts of one version of a catalog, or says what that would change: a line for each account,
/// in the order of their ids, and a last line with the counts. What is moved stays so when the client goes;
/// begin again for the rest.
#[utoipa::path(post, path = "/v1/moves", tag = "admin",
    request_body(content = ref("#/components/schemas/MovesOrder")),
    responses((status = 200, description = "A line for each account", body = String,
        content_type = "application/x-ndjson"), Problems))]
async fn move_all(State(app): State<Arc<App>>, body: Body) -> Result<Response, Problem> {
    let asked = body.members(&["from", "catalog", "mapping", "dry_run"])?;
    let from = asked.text("from")?.to_owned();
    if !from.starts_with("sha256:") {
        let sentence =
            "expected the digest of the version that they are on, such as `sha256:13ff...`";
        return Err(Error::new(ErrorKind::OutOfRange, "/from", sentence).into());
    }
    let plan = plan_of(&app, &asked).await?;
    let run = Run { app, from, plan, after: String::new(), moved: 0, same: 0, failed: 0 };
    let lines = stream::unfold(Some(run), |run| async move {
        let mut run = run?;
        let (text, goes_on) = run.step().await;
        Some((Bytes::from(text), goes_on.then_some(run)))
    });
    let body = HttpBody::from_stream(lines.map(Ok::<_, Infallible>));
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], body).into_response())
}

/// A move of all accounts, on its way.
struct Run {
    app: Arc<App>,
    from: String,
    plan: Move,
    after: String,
    moved: u64,
    same: u64,
    failed: u64,
}

impl Run {
    /// The lines of some accounts, and whether there are more.
    async fn step(&mut self) -> (String, bool) {
        let accounts = match self.next().await {
            Ok(accounts) => accounts,
            Err(error) => return (Problem::from(error).body() + "\n", false),
        };
        let mut text = String::new();
        for Listed { id, .. } in &accounts {
            let outcome = self.app.accounts.move_to(id, &self.plan).await;
            match &outcome {
                Ok(Some(_)) => self.moved += 1,
                Ok(None) => self.same += 1,
                Err(_) => self.failed += 1,
            }
            text += &line_of(id, &self.plan, outcome).unwrap_or_else(|problem| problem.body());
            text.push('\n');
            self.after.clone_from(id);
        }
        if accounts.is_empty() {
            text = self.counts();
        }
        (text, !accounts.is_empty())
    }

    async fn next(&self) -> Stored<Vec<Listed>> {
        self.app.accounts.store().accounts(Some(&self.from), &self.after, TOGETHER).await
    }

    fn counts(&self) -> String {
        let Run { moved, same, failed, .. } = self;
        let word = if self.plan.is_dry { "would_move" } else { "moved" };
        json!({ "done": true, word: moved, "there_already": same, "failed": failed }).to_string()
            + "\n"
    }
}

fn line_of(
    id: &str,
    plan: &Move,
    outcome: Result<Option<MigrationReport>, Problem>,
) -> Result<String, Problem> {
    let line = match outcome {
        Ok(report) => json!({
            "account": id,
            "moved": report.is_some() && !plan.is_dry,
            "report": value_of(&to_text(&report)?),
        }),
        Err(problem) => {
            json!({ "account": id, "moved": false, "problem": value_of(&problem.body()) })
        }
    };
    Ok(line.to_string())
}

/// JSON text as a part of an answer.
fn value_of(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// The catalog is kept first: accounts that are on it need it for ever.
async fn plan_of(app: &App, asked: &Members) -> Result<Move, Problem> {
    let kept = app.catalog(asked.text("catalog")?)?;
    let mapping = match asked.get("mapping") {
        Some(value) => {
            let text = text_of(value)?;
            asked.read("mapping", |_| WalletMapping::from_json(&text))?
        }
        None => WalletMapping::default(),
    };
    let is_dry = match asked.get("dry_run") {
        Some(Value::Bool(is_dry)) => *is_dry,
        _ => {
            let sentence = "expected true to see what differs, or false to move";
            return Err(Error::new(ErrorKind::Missing, "/dry_run", sentence).into());
        }
    };
    if !is_dry {
        let now = app.accounts.now();
        app.accounts.store().add_catalog(&kept.catalog, &kept.text, now).await?;
    }
    Ok(Move { to: kept.catalog, mapping, is_dry })
}
