//! Webhooks: where events are sent, what has arrived, and what has to be sent again.

use super::App;
use super::answer::Json;
use super::input::Body;
use super::openapi::Problems;
use super::page::{Asked, Limit, instant};
use crate::problem::Problem;
use crate::store::sql::{Deliveries, Delivery};
use crate::webhooks::Webhook;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use drawdown::{Error, ErrorKind, Value as Given};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(add, list))
        .routes(routes!(remove))
        .routes(routes!(deliveries))
        .routes(routes!(send_all_again))
        .routes(routes!(send_again))
}

/// Adds a webhook. Its secret is in this answer only.
#[utoipa::path(post, path = "/v1/webhooks", tag = "webhooks",
    request_body(content = ref("#/components/schemas/NewWebhook")),
    responses((status = 201, description = "The webhook, with its secret",
        body = ref("#/components/schemas/AddedWebhook")), Problems))]
async fn add(State(app): State<Arc<App>>, body: Body) -> Result<Response, Problem> {
    let asked = body.members(&["url", "events"])?;
    let events = match asked.get("events") {
        None => Vec::new(),
        Some(Given::Array(events)) => events.iter().map(text).collect::<Result<_, _>>()?,
        Some(_) => return Err(wrong("/events", "expected a list of events")),
    };
    let (url, now) = (asked.text("url")?, app.accounts.now().to_unix());
    let webhook = Webhook::new(url, &events, app.settings.webhooks.allow_http, now);
    let webhook = webhook.map_err(|text| wrong("", &text))?;
    app.accounts.store().add_webhook(&webhook).await?;
    let mut view = view(&webhook);
    if let Value::Object(members) = &mut view {
        members.insert("secret".into(), json!(webhook.secret));
    }
    Ok((StatusCode::CREATED, Json(view.to_string())).into_response())
}

fn text(event: &Given) -> Result<String, Problem> {
    match event {
        Given::String(text) => Ok(text.clone()),
        _ => Err(wrong("/events", "expected a list of texts")),
    }
}

fn wrong(pointer: &str, detail: &str) -> Problem {
    Error::new(ErrorKind::OutOfRange, pointer, detail).into()
}

/// All webhooks, without their secrets.
#[utoipa::path(get, path = "/v1/webhooks", tag = "webhooks",
    responses((status = 200, description = "The oldest first", body = ref("#/components/schemas/Webhooks")),
        Problems))]
async fn list(State(app): State<Arc<App>>) -> Result<Json, Problem> {
    let all: Vec<Value> = app.accounts.store().webhooks().await?.iter().map(view).collect();
    Ok(Json(json!({ "webhooks": all }).to_string()))
}

/// Removes a webhook. What was to be sent to it is not sent any more.
#[utoipa::path(delete, path = "/v1/webhooks/{webhook}", tag = "webhooks",
    params(("webhook" = String, Path, description = "Its id")),
    responses((status = 204, description = "It is removed"), Problems))]
async fn remove(
    State(app): State<Arc<App>>,
    Path(webhook): Path<String>,
) -> Result<StatusCode, Problem> {
    match app.accounts.store().remove_webhook(&webhook).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::not_found("webhook", &webhook)),
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Page {
    /// `pending`, `delivered` or `dead`: dead when absent.
    #[serde(default)]
    state: DeliveryState,
    /// The last event that is known.
    #[serde(default)]
    after: String,
    /// How many, at most 1000.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, maximum = 1000)]
    limit: Limit,
}

#[derive(Clone, Copy, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
enum DeliveryState {
    Pending,
    Delivered,
    #[default]
    Dead,
}

impl DeliveryState {
    fn word(self) -> &'static str {
        match self {
            DeliveryState::Pending => "pending",
            DeliveryState::Delivered => "delivered",
            DeliveryState::Dead => "dead",
        }
    }
}

/// What was sent to a webhook, or is to be sent: the dead letters, if nothing else is asked for.
#[utoipa::path(get, path = "/v1/webhooks/{webhook}/deliveries", tag = "webhooks",
    params(("webhook" = String, Path, description = "Its id"), Page),
    responses((status = 200, description = "A page", body = ref("#/components/schemas/DeliveryPage")),
        Problems))]
async fn deliveries(
    State(app): State<Arc<App>>,
    Path(webhook): Path<String>,
    Asked(page): Asked<Page>,
) -> Result<Json, Problem> {
    let store = app.accounts.store();
    let limit = page.limit.rows();
    let (state, after) = (page.state.word(), page.after.as_str());
    let found = store.deliveries(Deliveries { webhook: &webhook, state, after, limit }).await?;
    let next = page.limit.last_of(&found).map(|delivery| delivery.event.clone());
    let all: Vec<Value> = found.iter().map(delivery_view).collect();
    Ok(Json(json!({ "deliveries": all, "next": next }).to_string()))
}

/// Sends all dead letters of a webhook again.
#[utoipa::path(post, path = "/v1/webhooks/{webhook}/resend", tag = "webhooks",
    params(("webhook" = String, Path, description = "Its id")),
    responses((status = 202, description = "How many are sent again", body = ref("#/components/schemas/Resent")),
        Problems))]
async fn send_all_again(
    State(app): State<Arc<App>>,
    Path(webhook): Path<String>,
) -> Result<Response, Problem> {
    let sent = app.accounts.store().send_again(&webhook, None, app.accounts.now()).await?;
    Ok(resent(sent))
}

/// Sends a dead letter again.
#[utoipa::path(post, path = "/v1/webhooks/{webhook}/deliveries/{event}/resend", tag = "webhooks",
    params(("webhook" = String, Path, description = "Its id"),
        ("event" = String, Path, description = "The id of the event")),
    responses((status = 202, description = "It is sent again", body = ref("#/components/schemas/Resent")),
        Problems))]
async fn send_again(
    State(app): State<Arc<App>>,
    Path((webhook, event)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let now = app.accounts.now();
    match app.accounts.store().send_again(&webhook, Some(&event), now).await? {
        0 => Err(Problem::not_found("dead letter", &event)),
        sent => Ok(resent(sent)),
    }
}

fn resent(count: u64) -> Response {
    (StatusCode::ACCEPTED, Json(json!({ "resent": count }).to_string())).into_response()
}

fn view(webhook: &Webhook) -> Value {
    let created = instant(webhook.created);
    json!({ "id": webhook.id, "url": webhook.url, "events": webhook.events, "created": created })
}

fn delivery_view(of: &Delivery) -> Value {
    json!({
        "event": of.event,
        "account": of.account,
        "n": of.n,
        "state": of.state,
        "attempts": of.attempts,
        "next_attempt": of.next_attempt.and_then(instant),
        "ended": of.ended.and_then(instant),
        "error": of.error,
    })
}
