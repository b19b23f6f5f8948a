//! The settings of an account, as one resource.

use super::App;
use super::answer::Json;
use super::input::{Body, Key, Members, text_of};
use super::openapi::{Changes, Problems};
use crate::accounts::{NewSettings, Order, apply_settings, settings_view};
use crate::problem::Problem;
use crate::store::Answer;
use axum::extract::{Path, State};
use drawdown::{Account, Assumptions, Error, Instant, PaymentPolicy, Value, WalletLimits, Zone};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The settings of an account.
pub(super) const KEYS: [&str; 7] =
    ["members", "alerts", "auto_top_up", "payment", "limits", "zone", "assume"];

pub(super) fn readers() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read))
}

pub(super) fn writers() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(change))
}

/// Its settings: members, alert levels, automatic top-up, payment policy, limits, zone, assumptions.
#[utoipa::path(get, path = "/v1/accounts/{account}/settings", tag = "accounts",
    params(("account" = String, Path, description = "Its id")),
    responses((status = 200, description = "The settings", body = ref("#/components/schemas/Settings")),
        Problems))]
async fn read(State(app): State<Arc<App>>, Path(account): Path<String>) -> Result<Json, Problem> {
    Ok(Json(settings_view(&app.accounts.look(&account).await?)?))
}

/// Changes settings: each that is named is replaced as a whole, `null` takes it back to its default.
#[utoipa::path(patch, path = "/v1/accounts/{account}/settings", tag = "accounts",
    params(("account" = String, Path, description = "Its id"), Key),
    request_body(content = ref("#/components/schemas/NewSettings")),
    responses(Changes, (status = 200, description = "The settings, and what the change led to",
        body = ref("#/components/schemas/SettingsChange"))))]
async fn change(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    Key(key): Key,
    body: Body,
) -> Result<Answer, Problem> {
    let new = new_settings(&body.members(&KEYS)?, app.accounts.now())?;
    let order = Order::new(&account, &key, "settings", &body.0);
    let work = |wallet: &mut drawdown::Wallet, now| apply_settings(wallet, now, &new);
    match new.limits {
        // How long receipts are kept may change.
        Some(_) => app.accounts.change_all(&order, work).await,
        None => app.accounts.change(&order, work).await,
    }
}

fn new_settings(asked: &Members, now: Instant) -> Result<NewSettings, Problem> {
    let account = account_of(asked)?;
    let is_named = |key: &str| asked.get(key).is_some();
    let payment = match asked.get("payment") {
        None => None,
        Some(Value::Null) => Some(None),
        Some(_) => {
            Some(Some(asked.read("payment", |value| PaymentPolicy::from_json(&text(value)))?))
        }
    };
    let limits = match asked.get("limits") {
        None => None,
        Some(Value::Null) => Some(WalletLimits::default()),
        Some(_) => Some(asked.read("limits", |value| WalletLimits::from_json(&text(value)))?),
    };
    let zone = match asked.get("zone") {
        None => None,
        Some(Value::String(name)) => Some(named_zone(name, now)?),
        Some(_) => Some(account.zone.unwrap_or_else(Zone::utc)),
    };
    Ok(NewSettings {
        members: is_named("members").then_some(account.members),
        alerts: is_named("alerts").then_some(account.alerts),
        auto_top_up: is_named("auto_top_up").then_some(account.auto_top_up),
        payment,
        limits,
        zone,
        assume: is_named("assume").then(|| account.assume.unwrap_or_else(Assumptions::default)),
    })
}

/// The settings that are a part of the library's account, as it reads them.
fn account_of(asked: &Members) -> Result<Account, Problem> {
    let parts = ["members", "alerts", "auto_top_up", "assume", "zone"].into_iter();
    let given = parts.filter_map(|key| Some((key.to_owned(), asked.get(key)?.clone())));
    let by_name = |key: &str, value: &Value| key == "zone" && matches!(value, Value::String(_));
    let given = given.filter(|(key, value)| *value != Value::Null && !by_name(key, value));
    Ok(Account::from_json(&text_of(&Value::Object(given.collect()))?)?)
}

/// The table of a zone: from two years before an instant to ten after it.
fn named_zone(name: &str, now: Instant) -> Result<Zone, Problem> {
    const YEAR: i64 = 366 * 86_400;
    let by = |years: i64| Instant::from_unix(now.to_unix() + years * YEAR).unwrap_or(now);
    let until = by(10);
    let zone = Zone::named(name, by(-2), until);
    let zone = zone.map_err(|error| Error::new(error.kind(), "/zone", error.sentence()))?;
    Ok(zone.known_until(Some(until)))
}

fn text(value: &Value) -> String {
    text_of(value).unwrap_or_default()
}
