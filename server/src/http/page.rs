//! Pages of long lists: how much is asked for, and how instants are shown.

use crate::problem::Problem;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use drawdown::Instant;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// An instant as it is shown, from seconds since 1970.
pub(super) fn instant(seconds: i64) -> Option<String> {
    Instant::from_unix(seconds).map(|at| at.to_string())
}

/// The query of an address.
pub(super) struct Asked<Q>(pub(super) Q);

impl<S: Sync, Q: DeserializeOwned> FromRequestParts<S> for Asked<Q> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(query)) => Ok(Asked(query)),
            Err(wrong) => Err(Problem::new(422, "query", wrong.body_text())),
        }
    }
}

/// How many items a page has, from 1 to 1000.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "u32")]
pub(super) struct Limit(u32);

impl Default for Limit {
    fn default() -> Self {
        Limit(100)
    }
}

impl TryFrom<u32> for Limit {
    type Error = String;

    fn try_from(count: u32) -> Result<Self, String> {
        match count {
            1..=1000 => Ok(Limit(count)),
            _ => Err(format!("expected a number from 1 to 1000, found {count}")),
        }
    }
}

impl Limit {
    /// For a statement.
    pub(super) fn rows(self) -> i64 {
        self.0.into()
    }

    /// The last item of a page, if there may be another page after it.
    pub(super) fn last_of<T>(self, found: &[T]) -> Option<&T> {
        found.last().filter(|_| found.len() == self.0 as usize)
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
