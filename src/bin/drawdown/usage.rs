//! `drawdown usage`

mod log;
mod report;
mod source;

use crate::answer::Answer;

/// Read usage logs: what was spent, on what, by whom
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    Report(Box<report::Args>),
}

pub(crate) fn run(command: &Command) -> anyhow::Result<Answer> {
    match command {
        Command::Report(args) => report::run(args),
    }
}
