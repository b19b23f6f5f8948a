//! Statements that belong together, put into as few texts as the database takes.

use super::statement::{Statement, Value};
use crate::store::Saved;
use sqlx::AnyConnection;

/// The most values of one text: a long one is parsed slowly, and is of no use a second time.
const MOST_VALUES: usize = 200;

/// A change: the account first, then all that goes with it.
pub(super) struct Parts {
    pub(super) account: Part,
    pub(super) rest: Vec<Part>,
    /// Whether a later part changes what an earlier one has.
    pub(super) is_in_order: bool,
}

/// A statement, with `?` for each value.
pub(super) struct Part {
    text: &'static str,
    from: Option<&'static str>,
    tail: &'static str,
    values: Vec<Value>,
}

impl Part {
    pub(super) fn new(text: &'static str, values: impl Into<Vec<Value>>) -> Self {
        Part { text, from: None, tail: "", values: values.into() }
    }

    /// What it selects from.
    pub(super) fn from(self, table: &'static str) -> Self {
        Part { from: Some(table), ..self }
    }

    /// What comes after that.
    pub(super) fn tail(self, tail: &'static str) -> Self {
        Part { tail, ..self }
    }
}

impl Parts {
    /// All in one statement of PostgreSQL; `None` if it would be too long, or changes a row twice, which one
    /// statement cannot.
    pub(super) fn as_one(&self) -> Option<Statement> {
        let values: usize = self.all().map(|part| part.values.len()).sum();
        if self.is_in_order || values > MOST_VALUES {
            return None;
        }
        let mut text = Text::default();
        text.add("WITH changed AS (");
        text.put(&self.account, None);
        text.add(" RETURNING 1)");
        for (n, part) in self.rest.iter().enumerate() {
            text.add(&format!(", part_{n} AS ("));
            text.put(part, Some("changed"));
            text.add(")");
        }
        text.add(" SELECT 1 FROM changed");
        Some(text.statement())
    }

    /// Executes them in a transaction of the caller, who rolls back unless they are stored. SQLite takes several
    /// in one text.
    pub(super) async fn execute(
        &self,
        on: &mut AnyConnection,
        is_joined: bool,
    ) -> sqlx::Result<Saved> {
        if Text::of([&self.account]).execute(on).await? == 0 {
            return Ok(Saved::Conflict);
        }
        let most = if is_joined { MOST_VALUES } else { 0 };
        for some in packed(&self.rest, most) {
            if let Err(error) = Text::of(some).execute(on).await {
                return refused(error);
            }
        }
        Ok(Saved::Stored)
    }

    fn all(&self) -> impl Iterator<Item = &Part> {
        [&self.account].into_iter().chain(&self.rest)
    }
}

/// Parts in groups of at most so many values, and at least one part.
fn packed(parts: &[Part], most: usize) -> Vec<&[Part]> {
    let mut groups = Vec::new();
    let (mut start, mut values) = (0, 0);
    for (place, part) in parts.iter().enumerate() {
        values += part.values.len();
        if values > most && place > start {
            groups.extend(parts.get(start..place));
            (start, values) = (place, part.values.len());
        }
    }
    groups.extend(parts.get(start..).filter(|last| !last.is_empty()));
    groups
}

/// What a row that is there already means.
pub(super) fn refused(error: sqlx::Error) -> sqlx::Result<Saved> {
    let database = error.as_database_error().filter(|error| error.is_unique_violation());
    // Both databases name the table in the message, and nothing of the values.
    let is_of = |table: &str| database.is_some_and(|error| error.message().contains(table));
    match () {
        () if is_of("accepted_quotes") => Ok(Saved::QuoteUsed),
        () if is_of("answers") => Ok(Saved::Conflict),
        () => Err(error),
    }
}

/// Statements under way: values are numbered through.
#[derive(Default)]
struct Text {
    text: String,
    values: Vec<Value>,
}

impl Text {
    /// One text; several parts in one text are for SQLite.
    fn of<'p>(parts: impl IntoIterator<Item = &'p Part>) -> Statement {
        let mut text = Text::default();
        for part in parts {
            if !text.text.is_empty() {
                text.add("; ");
            }
            text.put(part, None);
        }
        text.statement()
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
