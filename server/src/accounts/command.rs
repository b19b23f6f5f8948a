//! From a request's body to a command of the library.

use crate::problem::Problem;
use crate::store::Answer;
use drawdown::{Command, CommandAction, Error, Value, parse, to_text};
use sha2::{Digest, Sha256};

/// Who is to be changed, and under which key.
#[derive(Clone, Debug)]
pub struct Order {
    /// Id of the account.
    pub account: String,
    /// The idempotency key.
    pub key: String,
    /// Digest of what is asked: the same key may not ask for something else.
    pub fingerprint: String,
}

impl Order {
    /// An order for what a request asks.
    pub fn new(account: &str, key: &str, what: &str, body: &str) -> Self {
        let digest = Sha256::new().chain_update(what).chain_update([0]).chain_update(body);
        let fingerprint = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Order { account: account.to_owned(), key: key.to_owned(), fingerprint }
    }

    /// What was answered under the key.
    ///
    /// # Errors
    /// If that was another order.
    pub(super) fn known(&self, answer: Option<Answer>) -> Result<Option<Answer>, Problem> {
        match answer {
            Some(answer) if answer.fingerprint != self.fingerprint => {
                let detail = "this Idempotency-Key was used for another request";
                Err(Problem::new(422, "key_reused", detail))
            }
            answer => Ok(answer),
        }
    }
}

/// The action of a key of the library's commands, from its value as JSON text; with further members that
/// the path of the request names.
///
/// # Errors
/// What is wrong in the text, with pointers into it.
pub fn action(word: &str, body: &str, path: &[(&str, &str)]) -> Result<CommandAction, Problem> {
    let mut value = parse(body)?;
    if let Value::Object(members) = &mut value {
        for (key, text) in path {
            members.retain(|(known, _)| known != key);
            members.push(((*key).to_owned(), Value::String((*text).to_owned())));
        }
    }
    let id = ("id".to_owned(), Value::String("request".to_owned()));
    let at = ("at".to_owned(), Value::String("2000-01-01T00:00:00Z".to_owned()));
    let command = Value::Object(vec![id, at, (word.to_owned(), value)]);
    let text = to_text(&command)?;
    match Command::from_json(&text) {
        Ok(command) => Ok(command.action),
        Err(errors) => {
            let below = format!("/{word}");
            let moved = errors.into_iter().map(|error| {
                let pointer = error.pointer();
                let pointer = pointer.strip_prefix(&below).unwrap_or(pointer);
                Error::new(error.kind(), pointer, error.sentence())
            });
            Err(Problem::of_all(moved))
        }
    }
}
