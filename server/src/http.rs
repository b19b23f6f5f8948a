//! HTTP: from requests to accounts and catalogs, and back.

mod accounts;
mod answer;
mod app;
mod audit;
mod batch;
mod catalogs;
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
use axum::middleware::{from_fn, from_fn_with_state};
use guard::Guard;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
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
    let places = Arc::new(Semaphore::new(app.settings.limits.concurrency));
    api.merge(openapi::reader(document))
        .fallback(pages::page)
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(Arc::clone(app), guard::limit))
        .layer(RequestDecompressionLayer::new())
        .layer(from_fn_with_state(places, guard::shed))
        .layer(from_fn(guard::head))
        .layer(CompressionLayer::new())
        .layer(from_fn(answer::tell_problems))
        .layer(CatchPanicLayer::custom(answer::panicked))
        .layer(from_fn(headers::secure))
        .layer(from_fn(guard::observe))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .with_state(Arc::clone(app))
}
