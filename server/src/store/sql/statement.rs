//! Statements with their values, to be executed by whoever writes.

use sqlx::{AnyConnection, AssertSqlSafe, SqlSafeStr, SqlStr};

/// A statement that changes something.
pub(super) struct Statement {
    text: SqlStr,
    values: Vec<Value>,
}

#[derive(Clone)]
pub(super) enum Value {
    Text(Option<String>),
    Number(Option<i64>),
}

impl Value {
    pub(super) fn of(text: &str) -> Self {
        Value::Text(Some(text.to_owned()))
    }
}

impl Statement {
    pub(super) fn new(text: &'static str) -> Self {
        Statement { text: text.into_sql_str(), values: Vec::new() }
    }

    /// A statement that was put together; its text may hold nothing from outside.
    pub(super) fn made(text: String, values: Vec<Value>) -> Self {
        Statement { text: AssertSqlSafe(text).into_sql_str(), values }
    }

    pub(super) fn text(mut self, value: &str) -> Self {
        self.values.push(Value::of(value));
        self
    }

    pub(super) fn number(self, value: i64) -> Self {
        self.some_number(Some(value))
    }

    pub(super) fn some_number(mut self, value: Option<i64>) -> Self {
        self.values.push(Value::Number(value));
        self
    }

    /// Returns how many rows it has changed.
    pub(super) async fn execute(&self, on: &mut AnyConnection) -> sqlx::Result<u64> {
        let mut query = sqlx::query(self.text.clone());
        for value in &self.values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Number(number) => query.bind(number),
            };
        }
        Ok(query.execute(on).await?.rows_affected())
    }
}

/// Executes statements in order. Returns how many rows the last one has changed.
pub(super) async fn execute_all(all: &[Statement], on: &mut AnyConnection) -> sqlx::Result<u64> {
    let mut rows = 0;
    for statement in all {
        rows = statement.execute(on).await?;
    }
    Ok(rows)
}
