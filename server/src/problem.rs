//! Answers that say what is wrong: RFC 9457, with the codes and the JSON pointers of the library.

use crate::store::StoreError;
use drawdown::{Error, ErrorKind, Errors, WriteError};
use serde_json::{Map, Value, json};

/// What is wrong, as HTTP says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: &'static str,
    /// In words.
    pub detail: String,
    /// Further members of the body.
    pub members: Box<Map<String, Value>>,
    /// Seconds after which the same request may succeed.
    pub retry_after: Option<u32>,
}

impl Problem {
    /// A problem without further members.
    pub fn new(status: u16, code: &'static str, detail: impl Into<String>) -> Self {
        Problem { status, code, detail: detail.into(), members: Box::default(), retry_after: None }
    }

    /// Adds a member to the body.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.members.insert(key.to_owned(), value.into());
        self
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(self, seconds: u32) -> Self {
        Problem { retry_after: Some(seconds), ..self }
    }

    /// The body.
    pub fn body(&self) -> String {
        let mut body = Map::new();
        body.insert("type".into(), json!(format!("/problems/{}", self.code)));
        body.insert("status".into(), json!(self.status));
        body.insert("code".into(), json!(self.code));
        body.insert("detail".into(), json!(self.detail));
        body.extend((*self.members).clone());
        Value::Object(body).to_string()
    }

    /// There is no such account, hold, receipt, catalog.
    pub fn not_found(what: &str, id: &str) -> Self {
        Problem::new(404, "not_found", format!("there is no {what} `{id}`"))
    }

    /// Every fault of an input, at its place.
    pub fn of_all(errors: impl IntoIterator<Item = Error>) -> Self {
        let errors: Vec<Error> = errors.into_iter().collect();
        let detail = errors.first().map_or_else(String::new, |error| error.sentence().to_owned());
        let first = errors.first().map_or(ErrorKind::Internal, Error::kind);
        let fault = |error: &Error| json!({ "code": error.code(), "pointer": error.pointer(), "detail": error.sentence() });
        let list: Vec<Value> = errors.iter().map(fault).collect();
        Problem::new(status_of(first), first.code(), detail).with("errors", list)
    }
}

impl From<Errors> for Problem {
    fn from(errors: Errors) -> Self {
        Problem::of_all(errors)
    }
}

/// Not JSON, too large, not possible as things are, or wrong.
fn status_of(kind: ErrorKind) -> u16 {
    match kind {
        ErrorKind::Syntax => 400,
        ErrorKind::Limit => 413,
        ErrorKind::Internal => 500,
        _ => 422,
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Problem::of_all([error])
    }
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        tracing::error!(%error, "an answer cannot be written");
        Problem::new(500, "internal", "the answer cannot be written")
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(text) => {
                tracing::warn!(%text, "the store cannot be reached");
                Problem::new(503, "store_unavailable", "the store cannot be reached: try again")
                    .retry_after(1)
            }
            StoreError::Broken(text) => {
                tracing::error!(%text, "the store has failed");
                Problem::new(500, "store_failed", "the store has failed")
            }
        }
    }
}
