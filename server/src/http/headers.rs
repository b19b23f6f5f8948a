//! What browsers may do with the answers.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// What kind of address an answer is from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The pages.
    Page,
    /// Files of the pages whose names change with what they hold.
    Asset,
    /// The reader of the documentation.
    Reader,
    /// Everything that programs read.
    Data,
}

impl Place {
    pub(super) fn of(path: &str) -> Self {
        const DATA: [&str; 4] = ["/v1/", "/health/", "/metrics", "/openapi.json"];
        if DATA.iter().any(|start| path.starts_with(start)) {
            Place::Data
        } else if path.starts_with("/docs") {
            Place::Reader
        } else if path.starts_with("/assets/") {
            Place::Asset
        } else {
            Place::Page
        }
    }

    /// What may be loaded.
    fn policy(self) -> &'static str {
        match self {
            // `wasm-unsafe-eval` lets WebAssembly compile.
            Place::Page | Place::Asset => {
                "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                 img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                 frame-ancestors 'none'"
            }
            // It styles its parts one by one.
            Place::Reader => {
                "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                 base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            }
            Place::Data => "default-src 'none'; frame-ancestors 'none'",
        }
    }

    /// How long it may be kept.
    fn keeping(self) -> &'static str {
        match self {
            Place::Page | Place::Reader => "no-cache",
            Place::Asset => "public, max-age=31536000, immutable",
            Place::Data => "no-store",
        }
    }
}

const ALWAYS: [(HeaderName, &str); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Adds the headers.
pub(super) fn secure(place: Place, response: &mut Response) {
    // What has a tag is asked for again by it.
    let has_tag = response.headers().contains_key(header::ETAG);
    let keeping = if has_tag { "no-cache" } else { place.keeping() };
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let policy = HeaderValue::from_static(place.policy());
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keeping));
}
