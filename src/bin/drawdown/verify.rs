//! `drawdown verify`

use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use drawdown::{Verdict, visible};

/// Verify a quote by computing it again: verified, the first difference, or stale
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Catalog: a file, or the id of a shipped one
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: String,

    /// The quote as a JSON file; `-` reads stdin
    #[arg(value_name = "QUOTE.json")]
    quote: String,

    /// Print the verdict as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let catalog = input::catalog(&args.catalog)?;
    let hint = "`drawdown quote` makes quotes; `drawdown catalog schema quote` prints their format";
    let verdict = catalog.verify_json(&input::text(&args.quote)?);
    let verdict =
        verdict.map_err(|errors| Failure::in_input(input::name(&args.quote), &errors, hint))?;
    let answer = if args.json { Answer::json(&verdict)? } else { Answer::new(words(&verdict)) };
    Ok(answer.negative_if(verdict != Verdict::Verified))
}

fn words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Verified => "verified: computing it again gives the same\n".to_owned(),
        Verdict::Differs { pointer, expected, found } => {
            let pointer = visible(pointer);
            format!("differs at {pointer}: expected {expected}, found {found}\n")
        }
        Verdict::Stale { pointer, expected, found } => format!(
            "stale: made with another catalog or other rules; {} is {expected} here, {found} in the quote\n",
            visible(pointer)
        ),
    }
}
