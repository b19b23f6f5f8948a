//! HTTP: from requests to accounts and catalogs, and back.

mod accounts;
mod answer;
mod app;
mod audit;
mod batch;
mod catalogs;
mod front;
mod guard;
mod headers;
mod health;
mod input;
mod ledger;
mod moves;
mod openapi;
mod page;
mod pages;
mod price;
mod settings;
mod webhooks;
mod work;

pub use app::App;

use crate::keys::Scope;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use front::Front;
use guard::Guard;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;

/// All of the service.
pub fn router(app: &Arc<App>) -> Router {
    let guarded = |router: OpenApiRouter<Arc<App>>, scope: Scope| {
        let guard = Guard { app: Arc::clone(app), scope };
        router.route_layer(from_fn_with_state(guard, guard::check))
    };
    let (api, document) = OpenApiRouter::with_openapi(openapi::head())
        .merge(guarded(catalogs::routes(), Scope::Read))
        .merge(guarded(price::routes(), Scope::Quote))
        .merge(guarded(batch::routes(), Scope::Quote))
        .merge(guarded(accounts::readers(), Scope::Read))
        .merge(guarded(ledger::routes(), Scope::Read))
        .merge(guarded(accounts::writers(), Scope::Charge))
        .merge(guarded(moves::readers(), Scope::Read))
        .merge(guarded(moves::movers(), Scope::Admin))
        .merge(guarded(settings::readers(), Scope::Read))
        .merge(guarded(webhooks::routes(), Scope::Admin))
        .merge(guarded(audit::routes(), Scope::Admin))
        .merge(guarded(settings::writers(), Scope::Charge))
        .merge(health::routes())
        .split_for_parts();
    api.merge(openapi::reader(document))
        .fallback(pages::page)
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(Front::new(app), front::pass))
        .with_state(Arc::clone(app))
}
