//! `drawdown verify`

use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use crate::request::now;
use drawdown::{Instant, QuoteChecks, QuoteKeys, Verdict, to_text};

/// Verify a quote by computing it again: verified, or what is wrong with it
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Catalog: a file, or the id of a shipped one
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: String,

    /// The quote as a JSON file; `-` reads stdin
    #[arg(value_name = "QUOTE.json")]
    quote: String,

    /// Keys, one of which must have signed it: a key file, or `{ "keys": [ ... ] }`
    #[arg(long, value_name = "KEYS.json")]
    keys: Option<String>,

    /// When it must be valid, such as 2026-11-01T09:00Z [default: now]
    #[arg(long, value_name = "INSTANT")]
    at: Option<Instant>,

    /// Read a quote from each line; print a verdict for each, as JSON with --json
    #[arg(long)]
    lines: bool,

    /// Print the verdict as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let catalog = input::catalog(&args.catalog)?;
    let checks = args.checks()?;
    let text = input::text(&args.quote)?;
    let quotes: Vec<&str> = if args.lines { text.lines().collect() } else { vec![&text] };
    let hint = "`drawdown catalog check` says what is wrong with a catalog";
    let verdicts: Result<Vec<_>, _> = catalog.verify_batch(&quotes, &checks).into_iter().collect();
    let verdicts = verdicts.map_err(|errors| Failure::in_input(&args.catalog, &errors, hint))?;
    let answer = match verdicts.as_slice() {
        [verdict] if args.json && !args.lines => Answer::json(verdict)?,
        _ if args.json => Answer::new(json_lines(&verdicts)?),
        _ => Answer::new(verdicts.iter().map(words).collect::<String>()),
    };
    Ok(answer.negative_if(verdicts.iter().any(|verdict| *verdict != Verdict::Verified)))
}

impl Args {
    fn checks(&self) -> anyhow::Result<QuoteChecks> {
        let checks = QuoteChecks::new(self.at.map_or_else(now, Ok)?);
        let Some(path) = &self.keys else { return Ok(checks) };
        let hint = "`drawdown key public` prints the key for those who verify";
        let keys = QuoteKeys::from_json(&input::text(path)?);
        let keys = keys.map_err(|errors| Failure::in_input(input::name(path), &errors, hint))?;
        Ok(checks.keys(keys))
    }
}

fn json_lines(verdicts: &[Verdict]) -> anyhow::Result<String> {
    let lines = verdicts.iter().map(|verdict| Ok(to_text(verdict)? + "\n"));
    lines.collect()
}

fn words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Differs { .. } => format!("differs at {verdict}\n"),
        _ => format!("{}: {verdict}\n", verdict.code().replace('_', " ")),
    }
}
