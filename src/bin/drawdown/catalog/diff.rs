//! `drawdown catalog diff`

use crate::answer::Answer;
use crate::input;
use crate::table::{Left, Right, counted, line_width, table_within, wrapped};
use drawdown::{Decimal, Difference, diff, grouped};

/// List what a new version changes, price by price; exits with 1 if anything differs
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Old catalog: a file, or the id of a shipped one
    #[arg(value_name = "OLD")]
    old: String,

    /// New catalog
    #[arg(value_name = "NEW")]
    new: String,

    /// Print the differences as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let (old, new) = (input::catalog(&args.old)?, input::catalog(&args.new)?);
    let found = diff(&old, &new)?;
    let answer = if args.json { Answer::json(&found)? } else { Answer::new(words(&found)) };
    Ok(answer.negative_if(!found.is_empty()))
}

fn words(found: &[Difference]) -> String {
    if found.is_empty() {
        return "no differences\n".to_owned();
    }
    let mut rows: Vec<[String; 5]> = found.iter().map(row).collect();
    let columns =
        [("place", Left), ("case", Left), ("before", Right), ("after", Right), ("change", Right)];
    let is_wide = |row: &[String; 5]| row.concat().chars().count() + 14 > line_width();
    if rows.iter().any(is_wide) {
        for [_, _, before, after, _] in &mut rows {
            // Long texts leave room for the cases.
            *before = wrapped(before, 20, 0).trim_end().to_owned();
            *after = wrapped(after, 20, 0).trim_end().to_owned();
        }
    }
    let count = counted(u64::try_from(rows.len()).unwrap_or(u64::MAX), "difference");
    let slips = if found.iter().any(Difference::is_slip) { SLIPS } else { "" };
    format!("{}\n{slips}{count}\n", table_within(line_width(), columns, &rows))
}

/// The meaning of the mark beside a change.
const SLIPS: &str =
    "!: a factor of about ten, a hundred or a thousand: is the decimal point right?\n";

fn row(difference: &Difference) -> [String; 5] {
    [
        difference.place.clone(),
        difference.case.clone(),
        difference.before.as_deref().map_or("–".to_owned(), shown),
        difference.after.as_deref().map_or("–".to_owned(), shown),
        marked(difference),
    ]
}

fn marked(difference: &Difference) -> String {
    let change = difference.percent().map(change).unwrap_or_default();
    if difference.is_slip() { format!("{change} !") } else { change }
}

fn shown(text: &str) -> String {
    text.parse::<Decimal>().map_or_else(|_| text.to_owned(), grouped)
}

fn change(percent: Decimal) -> String {
    let sign = if percent.is_negative() { "" } else { "+" };
    format!("{sign}{} %", grouped(percent))
}
