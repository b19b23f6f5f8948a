//! Verdicts on quotes: they are added and read.

use super::statement::Statement;
use super::{SqlStore, fault};
use crate::store::{Stored, Verdicted};
use sqlx::Row;
use sqlx::any::AnyRow;

/// Rows of one statement.
const ROWS: usize = 50;
const COLUMNS: usize = 9;

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
        self.execute(all.chunks(ROWS).map(adding).collect()).await.map(drop)
    }

    /// Verdicts in the order of their ids, which is that of time.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn verdicts(&self, page: VerdictPage<'_>) -> Stored<Vec<Verdicted>> {
        let statement = match (page.account, page.verdict) {
            (None, None) => "SELECT * FROM verdicts WHERE id > $1 ORDER BY id LIMIT $2",
            (Some(_), None) => {
                "SELECT * FROM verdicts WHERE id > $1 AND account = $3 ORDER BY id LIMIT $2"
            }
            (None, Some(_)) => {
                "SELECT * FROM verdicts WHERE id > $1 AND verdict = $3 ORDER BY id LIMIT $2"
            }
            (Some(_), Some(_)) => {
                "SELECT * FROM verdicts WHERE id > $1 AND account = $3 AND verdict = $4 \
                 ORDER BY id LIMIT $2"
            }
        };
        let mut query = sqlx::query(statement).bind(page.after).bind(page.limit);
        for filter in [page.account, page.verdict].into_iter().flatten() {
            query = query.bind(filter);
        }
        let rows = query.fetch_all(&self.pool).await.map_err(fault)?;
        rows.iter().map(read).collect::<Result<_, _>>().map_err(fault)
    }
}

/// Adds a few verdicts, at least one.
pub(super) fn adding(some: &[Verdicted]) -> Statement {
    some.iter().fold(Statement::made(statement(some.len())), |statement, verdict| {
        statement
            .text(&verdict.id)
            .number(verdict.decided)
            .text(&verdict.api_key)
            .some_text(verdict.account.as_deref())
            .some_text(verdict.quote.as_deref())
            .some_text(verdict.catalog.as_deref())
            .text(&verdict.verdict)
            .some_text(verdict.difference.as_deref())
            .some_text(verdict.text.as_deref())
    })
}

fn statement(rows: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> =
            (1..=COLUMNS).map(|column| format!("${}", row * COLUMNS + column)).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!(
        "INSERT INTO verdicts (id, decided, api_key, account, quote, catalog, verdict, difference, text) \
         VALUES {}",
        rows.join(", ")
    )
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
