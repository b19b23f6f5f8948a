//! Statements that belong together, put into as few texts as the database takes.

use super::statement::{Statement, Value};
use crate::store::Saved;
use sqlx::AnyConnection;

/// The most values of one text: a longer one takes long to parse, and is unlikely to come again.
const MOST_VALUES: usize = 200;

/// A change: the account first, then all that goes with it.
pub(super) struct Parts {
    pub(super) account: Part,
    pub(super) rest: Vec<Part>,
}

/// A statement, with `?` for each value.
pub(super) struct Part {
    text: &'static str,
    from: Option<&'static str>,
    tail: &'static str,
    values: Vec<Value>,
    is_alone: bool,
}

/// How a database takes several statements at once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Joining {
    /// SQLite: one after the other.
    Semicolons,
    /// PostgreSQL: as common table expressions, of which none sees what another has done.
    Commas,
}

impl Part {
    pub(super) fn new(text: &'static str, values: impl Into<Vec<Value>>) -> Self {
        Part { text, from: None, tail: "", values: values.into(), is_alone: false }
    }

    /// What it selects from.
    pub(super) fn from(self, table: &'static str) -> Self {
        Part { from: Some(table), ..self }
    }

    /// What comes after that.
    pub(super) fn tail(self, tail: &'static str) -> Self {
        Part { tail, ..self }
    }

    /// It cannot be joined with others: later ones change what it has changed.
    pub(super) fn alone(self) -> Self {
        Part { is_alone: true, ..self }
    }
}

impl Parts {
    /// All in one statement of PostgreSQL, if that is possible: every part but the first selects from
    /// `changed`, which has a row if the account was as it was read.
    pub(super) fn as_one(&self) -> Option<Statement> {
        let values = |parts: &[Part]| parts.iter().map(|part| part.values.len()).sum::<usize>();
        if self.rest.iter().any(|part| part.is_alone) || values(&self.rest) > MOST_VALUES {
            return None;
        }
        let mut text = Text::default();
        text.add("WITH changed AS (");
        text.put(&self.account, None);
        text.add(" RETURNING 1)");
        text.put_all(&self.rest, Some("changed"));
        text.add(" SELECT 1 FROM changed");
        Some(text.statement())
    }

    /// Executes them in a transaction of the caller, who rolls back unless they are stored.
    pub(super) async fn execute(
        &self,
        on: &mut AnyConnection,
        joining: Joining,
    ) -> sqlx::Result<Saved> {
        if Text::joined(std::slice::from_ref(&self.account), joining).execute(on).await? == 0 {
            return Ok(Saved::Conflict);
        }
        for some in groups(&self.rest) {
            if let Err(error) = Text::joined(some, joining).execute(on).await {
                return refusal(error);
            }
        }
        Ok(Saved::Stored)
    }
}

/// Splits parts into groups of at most [`MOST_VALUES`] values. A group has at least one part.
fn groups(parts: &[Part]) -> Vec<&[Part]> {
    let mut groups = Vec::new();
    let (mut start, mut values, mut was_alone) = (0, 0, false);
    for (place, part) in parts.iter().enumerate() {
        values += part.values.len();
        if place > start && (values > MOST_VALUES || part.is_alone || was_alone) {
            groups.extend(parts.get(start..place));
            (start, values) = (place, part.values.len());
        }
        was_alone = part.is_alone;
    }
    groups.extend(parts.get(start..).filter(|last| !last.is_empty()));
    groups
}

/// What it means that a row is there already.
pub(super) fn refusal(error: sqlx::Error) -> sqlx::Result<Saved> {
    let database = error.as_database_error().filter(|error| error.is_unique_violation());
    // Both databases name the table in the message, and nothing of the values.
    let is_of = |table: &str| database.is_some_and(|error| error.message().contains(table));
    match () {
        () if is_of("accepted_quotes") => Ok(Saved::QuoteUsed),
        () if is_of("answers") => Ok(Saved::Conflict),
        () => Err(error),
    }
}

/// A statement under way. Its values are numbered from 1 over all of its parts.
#[derive(Default)]
struct Text {
    text: String,
    values: Vec<Value>,
}

impl Text {
    /// Parts as one statement, as the database takes them.
    fn joined(parts: &[Part], joining: Joining) -> Statement {
        let mut text = Text::default();
        match (parts, joining) {
            ([one], _) => text.put(one, None),
            (parts, Joining::Commas) => {
                text.add("WITH ");
                text.put_all(parts, None);
                text.add(" SELECT 1");
            }
            (parts, Joining::Semicolons) => {
                for part in parts {
                    text.put(part, None);
                    text.add("; ");
                }
            }
        }
        text.statement()
    }

    /// As common table expressions.
    fn put_all(&mut self, parts: &[Part], guard: Option<&str>) {
        for (n, part) in parts.iter().enumerate() {
            let comma = if self.text.ends_with("WITH ") { "" } else { ", " };
            self.add(&format!("{comma}part_{n} AS ("));
            self.put(part, guard);
            self.add(")");
        }
    }

    fn add(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn put(&mut self, part: &Part, guard: Option<&str>) {
        let mut values = part.values.iter();
        self.fill(part.text, &mut values);
        match (part.from, guard) {
            (None, None) => {}
            (Some(from), None) | (None, Some(from)) => self.add(&format!(" FROM {from}")),
            (Some(from), Some(guard)) => self.add(&format!(" FROM {from}, {guard}")),
        }
        self.fill(part.tail, &mut values);
    }

    fn fill<'p>(&mut self, text: &str, values: &mut impl Iterator<Item = &'p Value>) {
        let mut pieces = text.split('?');
        self.add(pieces.next().unwrap_or_default());
        for (piece, value) in pieces.zip(values) {
            self.values.push(value.clone());
            let place = format!("${}", self.values.len());
            self.add(&place);
            self.add(piece);
        }
    }

    fn statement(self) -> Statement {
        Statement::made(self.text, self.values)
    }
}
