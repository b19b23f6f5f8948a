//! `drawdown catalog export`

use super::made::{Count, Made, Output};
use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use clap::ValueEnum;
use drawdown::{Date, Exported, export_litellm};

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

    /// Date whose prices count; without it, the date of the catalog
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,

    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, ValueEnum)]
enum List {
    /// model_prices_and_context_window.json
    Litellm,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let List::Litellm = args.list;
    let text = input::catalog_text(&args.catalog)?;
    let hint = format!("`drawdown catalog check {}` checks a catalog", args.catalog);
    let refused = |errors| Failure::in_input(input::name(&args.catalog), &errors, hint);
    let exported = export_litellm(&text, args.at).map_err(refused)?;
    let Exported { list, models, left_out, .. } = exported;
    args.output.answer(&Made { text: list, count: Count::Models(models), left_out })
}
