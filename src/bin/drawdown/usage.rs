//! `drawdown usage`

mod focus;
mod forecast;
mod invoice;
mod invoice_page;
mod log;
mod output;
mod replay;
mod report;
mod rerate;
mod source;

use crate::answer::Answer;

/// Read usage logs: what was spent, on what, by whom
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    Report(Box<report::Args>),
    Replay(replay::Args),
    Rerate(rerate::Args),
    Invoice(invoice::Args),
    Forecast(Box<forecast::Args>),
}

pub(crate) fn run(command: &Command) -> anyhow::Result<Answer> {
    match command {
        Command::Report(args) => report::run(args),
        Command::Replay(args) => replay::run(args),
        Command::Rerate(args) => rerate::run(args),
        Command::Invoice(args) => invoice::run(args),
        Command::Forecast(args) => forecast::run(args),
    }
}
