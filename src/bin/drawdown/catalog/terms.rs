//! `drawdown catalog terms`

use super::show::paragraph;
use crate::answer::Answer;
use crate::input;
use drawdown::{TermsLine, TermsText};

/// List what each plan includes, and the rules of the account, in sentences
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Catalog: a file, or the id of a shipped one
    #[arg(value_name = "FILE|ID")]
    catalog: String,

    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let terms = input::catalog(&args.catalog)?.terms();
    if args.json { Answer::json(&terms) } else { Ok(Answer::new(words(&terms))) }
}

/// A heading for each plan, and a paragraph for each sentence.
pub(super) fn words(terms: &TermsText) -> String {
    let plans = terms.plans.iter().map(|plan| section(&plan.name, &plan.lines));
    let plans: Vec<String> = plans.collect();
    let own = terms.plans.iter().flat_map(|plan| &plan.lines);
    format!(
        "{}\n{}{}",
        plans.join("\n"),
        section(EVERY, &terms.account),
        note(own.chain(&terms.account))
    )
}

const EVERY: &str = "Every account";

fn section(name: &str, lines: &[TermsLine]) -> String {
    let mark = |line: &TermsLine| if line.assumed { " *" } else { "" };
    let lines = lines.iter().map(|line| paragraph(&format!("  {}{}", line.text, mark(line)), 4));
    format!("{name}\n{}", lines.collect::<String>())
}

fn note<'l>(lines: impl IntoIterator<Item = &'l TermsLine>) -> &'static str {
    if lines.into_iter().any(|line| line.assumed) {
        "\n*: no rule is published; this is the default\n"
    } else {
        ""
    }
}
