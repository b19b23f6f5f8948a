//! Verdicts on quotes: they are added and read.

use super::parts::Part;
use super::statement::{Statement, Value};
use super::{SqlStore, fault};
use crate::store::{Stored, Verdicted};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

/// Rows of one statement. On SQLite, the time for its values grows with their square.
const ROWS: usize = 10;
const COLUMNS: usize = 9;
const ADD: &str = "INSERT INTO verdicts \
                   (id, decided, api_key, account, quote, catalog, verdict, difference, text) \
                   SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?";

/// Which verdicts are asked for.
#[derive(Clone, Copy, Debug)]
pub struct VerdictPage<'a> {
    /// Only those of an account.
    pub account: Option<&'a str>,
    /// Only those with a code.
    pub verdict: Option<&'a str>,
    /// Only those after this id.
    pub after: &'a str,
    /// The most rows.
    pub limit: i64,
}

impl SqlStore {
    /// Writes verdicts, all or none.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn add_verdicts(&self, all: &[Verdicted]) -> Stored<()> {
        self.execute(all.chunks(ROWS).map(adding_some).collect()).await.map(drop)
    }

    /// Verdicts in the order of their ids, which is that of time.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn verdicts(&self, page: VerdictPage<'_>) -> Stored<Vec<Verdicted>> {
        // A partial index is used only if the condition repeats that of the index.
        let account = page.account.map_or("", |_| " AND account = $3");
        let verdict = match (page.verdict, page.account) {
            (None, _) => "",
            (Some("verified"), None) => " AND verdict = $3",
            (Some("verified"), Some(_)) => " AND verdict = $4",
            (Some(_), None) => " AND verdict = $3 AND verdict <> 'verified'",
            (Some(_), Some(_)) => " AND verdict = $4 AND verdict <> 'verified'",
        };
        let statement =
            format!("SELECT * FROM verdicts WHERE id > $1{account}{verdict} ORDER BY id LIMIT $2");
        let statement = AssertSqlSafe(statement);
        let mut query = sqlx::query(statement).bind(page.after).bind(page.limit);
        for filter in [page.account, page.verdict].into_iter().flatten() {
            query = query.bind(filter);
        }
        let rows = query.fetch_all(&self.pool).await.map_err(fault)?;
        rows.iter().map(read).collect::<Result<_, _>>().map_err(fault)
    }
}

/// Adds one verdict.
pub(super) fn adding(verdict: &Verdicted) -> Part {
    Part::new(ADD, values(verdict))
}

/// Adds a few verdicts, at least one.
fn adding_some(some: &[Verdicted]) -> Statement {
    let insert = ADD.split(" SELECT ").next().unwrap_or_default();
    let row = |row: usize| {
        let places: Vec<String> =
            (1..=COLUMNS).map(|column| format!("${}", row * COLUMNS + column)).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..some.len()).map(row).collect();
    let text = format!("{insert} VALUES {}", rows.join(", "));
    Statement::made(text, some.iter().flat_map(values).collect())
}

fn values(verdict: &Verdicted) -> [Value; COLUMNS] {
    [
        Value::of(&verdict.id),
        Value::Number(Some(verdict.decided)),
        Value::of(&verdict.api_key),
        Value::Text(verdict.account.clone()),
        Value::Text(verdict.quote.clone()),
        Value::Text(verdict.catalog.clone()),
        Value::of(&verdict.verdict),
        Value::Text(verdict.difference.clone()),
        Value::Text(verdict.text.clone()),
    ]
}

fn read(row: &AnyRow) -> sqlx::Result<Verdicted> {
    Ok(Verdicted {
        id: row.try_get("id")?,
        decided: row.try_get("decided")?,
        api_key: row.try_get("api_key")?,
        account: row.try_get("account")?,
        quote: row.try_get("quote")?,
        catalog: row.try_get("catalog")?,
        verdict: row.try_get("verdict")?,
        difference: row.try_get("difference")?,
        text: row.try_get("text")?,
    })
}
