//! `drawdown catalog export`

use super::import::tell;
use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use crate::table::counted;
use anyhow::Context;
use clap::ValueEnum;
use drawdown::{Date, LeftOut, export_litellm};
use serde::Serialize;
use std::fs;

/// Write the prices of a catalog in the form of a public list
///
/// What the list has no key for is left out, and listed on stderr.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Form of the list
    #[arg(value_enum)]
    list: List,

    /// Catalog: a file, or the id of a shipped one
    #[arg(value_name = "FILE|ID")]
    catalog: String,

    /// Write the list to this file, not to stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,

    /// Date whose prices count; without it, the date of the catalog
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,

    /// Print what was made and left out as JSON
    #[arg(long, requires = "output")]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum List {
    /// model_prices_and_context_window.json
    Litellm,
}

/// The answer in JSON.
#[derive(Serialize)]
struct Report<'a> {
    output: &'a str,
    models: usize,
    left_out: &'a [LeftOut],
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let List::Litellm = args.list;
    let text = input::catalog_text(&args.catalog)?;
    let hint = format!("`drawdown catalog check {}` checks a catalog", args.catalog);
    let refused = |errors| Failure::in_input(input::name(&args.catalog), &errors, hint);
    let exported = export_litellm(&text, args.at).map_err(refused)?;
    let Some(output) = &args.output else {
        tell(&exported.left_out);
        return Ok(Answer::new(&exported.list));
    };
    fs::write(output, &exported.list).with_context(|| format!("cannot write {output}"))?;
    if args.json {
        let left_out = &exported.left_out;
        return Answer::json(&Report { output, models: exported.models, left_out });
    }
    tell(&exported.left_out);
    let count = u64::try_from(exported.models).unwrap_or(u64::MAX);
    Ok(Answer::new(format!("{output}: {}\n", counted(count, "model"))))
}
