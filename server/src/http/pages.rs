//! The pages.

use crate::problem::Problem;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};

/// The pages as they were built; none if they were not.
#[derive(Embed)]
#[folder = "../www/dist/"]
#[allow_missing = true]
struct Pages;

/// A file of the pages.
pub(super) async fn page(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::new(404, "not_found", "there is no such address").into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let name = if path.is_empty() { "index.html" } else { path };
    match Pages::get(name) {
        Some(file) => shown(file),
        None => Problem::new(404, "not_found", "there is no such page").into_response(),
    }
}

fn shown(file: EmbeddedFile) -> Response {
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(file.metadata.mimetype()) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    response
}
