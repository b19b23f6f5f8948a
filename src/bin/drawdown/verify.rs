//! `drawdown verify`

use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use drawdown::Verdict;

/// Verify a quote by computing it again: verified, or what is wrong with it
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
    let verdict = catalog.verify_json(&input::text(&args.quote)?);
    let hint = "`drawdown catalog check` says what is wrong with a catalog";
    let verdict = verdict.map_err(|errors| Failure::in_input(&args.catalog, &errors, hint))?;
    let answer = if args.json { Answer::json(&verdict)? } else { Answer::new(words(&verdict)) };
    Ok(answer.negative_if(verdict != Verdict::Verified))
}

fn words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Differs { .. } => format!("differs at {verdict}\n"),
        _ => format!("{}: {verdict}\n", verdict.code().replace('_', " ")),
    }
}
