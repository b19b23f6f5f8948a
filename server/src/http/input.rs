//! What requests bring: bodies of JSON text, and idempotency keys.

use super::App;
use crate::problem::Problem;
use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use drawdown::{Error, ErrorKind, Errors, Value, parse, to_text};
use std::sync::Arc;

/// The body of a request, as JSON text.
pub(super) struct Body(pub(super) String);

impl FromRequest<Arc<App>> for Body {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Problem> {
        let most = app.settings.limits.body_bytes;
        let bytes = to_bytes(request.into_body(), most).await.map_err(|error| {
            let text = error.to_string();
            match text.contains("length limit") {
                true => Problem::new(413, "limit", format!("expected at most {most} bytes")),
                false => Problem::new(400, "body", "the body cannot be read"),
            }
        })?;
        let text = String::from_utf8(bytes.into());
        text.map(Body).map_err(|_| Problem::new(400, "syntax", "expected a body in UTF-8"))
    }
}

impl Body {
    /// The text; an empty body is an empty object.
    pub(super) fn or_empty(&self) -> &str {
        if self.0.trim().is_empty() { "{}" } else { &self.0 }
    }

    /// The body as an object with these keys; the others are refused.
    pub(super) fn members(&self, keys: &[&str]) -> Result<Members, Problem> {
        let Value::Object(members) = parse(&self.0)? else {
            return Err(Error::new(ErrorKind::Type, "", "expected an object").into());
        };
        let unknown = members.iter().find(|(key, _)| !keys.contains(&key.as_str()));
        match unknown {
            None => Ok(Members(members)),
            Some((key, _)) => {
                let known = keys.join("`, `");
                let detail = format!("unknown key `{key}`; expected `{known}`");
                Err(Error::new(ErrorKind::UnknownKey, pointer_to(key), detail).into())
            }
        }
    }
}

/// The JSON pointer to a member (RFC 6901).
fn pointer_to(key: &str) -> String {
    format!("/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The members of a body.
pub(super) struct Members(Vec<(String, Value)>);

impl Members {
    /// A member that may be left out.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// A text.
    pub(super) fn text(&self, key: &str) -> Result<&str, Problem> {
        match self.get(key) {
            Some(Value::String(text)) => Ok(text),
            _ => {
                let detail = format!("expected a text in `{key}`");
                Err(Error::new(ErrorKind::Missing, pointer_to(key), detail).into())
            }
        }
    }

    /// A text that may be left out.
    pub(super) fn some_text(&self, key: &str) -> Result<Option<&str>, Problem> {
        self.get(key).map(|_| self.text(key)).transpose()
    }

    /// What the library reads from a member.
    pub(super) fn read<T>(
        &self,
        key: &str,
        read: impl FnOnce(&Value) -> Result<T, Errors>,
    ) -> Result<T, Problem> {
        let Some(value) = self.get(key) else {
            let sentence = format!("expected a key `{key}`, found none");
            return Err(Error::new(ErrorKind::Missing, "", sentence).into());
        };
        read(value).map_err(|errors| below(key, errors))
    }
}

/// Errors of a member, with pointers into the whole body.
pub(super) fn below(key: &str, errors: Errors) -> Problem {
    Problem::of_all(errors.into_iter().map(|error| {
        Error::new(error.kind(), format!("/{key}{}", error.pointer()), error.sentence())
    }))
}

/// A value as text, for readers of the library that take text.
pub(super) fn text_of(value: &Value) -> Result<String, Problem> {
    Ok(to_text(value)?)
}

/// The key under which a request is carried out once.
pub(super) struct Key(pub(super) String);

/// The longest key.
const LONGEST: usize = 200;

impl<S: Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let found = parts.headers.get("idempotency-key").and_then(|key| key.to_str().ok());
        match found.map(str::trim) {
            Some(key) if !key.is_empty() && key.len() <= LONGEST => Ok(Key(key.to_owned())),
            _ => {
                let detail = "expected a header `Idempotency-Key` of 1 to 200 visible characters, \
                              made once for what you ask";
                Err(Problem::new(400, "idempotency_key", detail))
            }
        }
    }
}
