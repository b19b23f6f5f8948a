//! The forms of a table: text, JSON, CSV and Parquet.

use crate::answer::Answer;
use crate::columns::Columns;
use crate::table::counted;
use serde::Serialize;

/// How to print an answer
#[derive(clap::Args)]
pub(super) struct OutputArgs {
    /// Print everything as JSON: exact, every amount a decimal string
    #[arg(long)]
    json: bool,

    /// Print the rows as CSV
    #[arg(long, conflicts_with = "json")]
    csv: bool,

    /// Write the rows to this file as Parquet
    #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "csv"])]
    parquet: Option<String>,
}

impl OutputArgs {
    pub(super) fn answer<T: Serialize>(
        &self,
        value: &T,
        columns: impl Fn(&T) -> Columns,
        text: impl Fn(&T) -> String,
    ) -> anyhow::Result<Answer> {
        if self.json {
            return Answer::json(value);
        }
        if self.csv {
            return columns(value).csv().map(Answer::new);
        }
        let Some(path) = &self.parquet else { return Ok(Answer::new(text(value))) };
        parquet(&columns(value), path)
    }

    /// The same for what is only a table: CSV, unless another form is wanted.
    pub(super) fn table<T: Serialize>(
        &self,
        value: &T,
        columns: impl Fn(&T) -> Columns,
    ) -> anyhow::Result<Answer> {
        if self.json {
            return Answer::json(value);
        }
        match &self.parquet {
            Some(path) => parquet(&columns(value), path),
            None => columns(value).csv().map(Answer::new),
        }
    }
}

fn parquet(columns: &Columns, path: &str) -> anyhow::Result<Answer> {
    columns.write_parquet(path)?;
    Ok(Answer::new(format!("{path}: {}\n", counted(columns.rows() as u64, "row"))))
}
