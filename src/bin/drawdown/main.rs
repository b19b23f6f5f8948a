//! The command-line interface: parses, calls one function of the library, and prints.

mod answer;
mod catalog;
mod columns;
mod compare;
mod completions;
mod estimate;
mod failure;
mod fit;
mod input;
mod key;
mod line;
mod need;
mod progress;
mod quote;
mod request;
mod sheet;
mod shipped;
mod simulate;
mod table;
mod usage;
mod verify;
mod wallet;
mod zone;

use answer::Answer;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

const EXIT_CODES: &str = "\
Exit codes:
  0  success; for a yes-or-no question, the answer is yes; an unknown cost is a valid answer
  1  the answer is no: `catalog check` found errors or failed tests, `verify` did not verify,
     `catalog diff` found differences, `catalog lint` found another layout, `fit` found that no
     option covers the need
  2  wrong usage or bad input; stderr has one line for every fault
  130  Ctrl-C: `simulate` or `fit` stopped before it wrote anything";

/// Exact costs of AI generations, with explanations, before anything is generated.
#[derive(Parser)]
#[command(name = "drawdown", version, about, after_help = EXIT_CODES, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Estimate(estimate::Args),
    Quote(quote::Args),
    Verify(verify::Args),
    #[command(subcommand)]
    Key(key::Command),
    Need(need::Args),
    Fit(Box<fit::Args>),
    Compare(compare::Args),
    Simulate(simulate::Args),
    #[command(subcommand)]
    Usage(usage::Command),
    #[command(subcommand)]
    Wallet(wallet::Command),
    #[command(subcommand)]
    Catalog(catalog::Command),
    Completions(completions::Args),
}

fn main() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|error| failure::wrong_usage(&error));
    match run(cli.command) {
        Ok(answer) => answer.print(),
        Err(error) => failure::print(&error),
    }
}

fn run(command: Command) -> anyhow::Result<Answer> {
    match command {
        Command::Estimate(args) => estimate::run(&args),
        Command::Quote(args) => quote::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Key(command) => key::run(&command),
        Command::Need(args) => need::run(&args),
        Command::Fit(args) => fit::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Simulate(args) => simulate::run(&args),
        Command::Usage(command) => usage::run(&command),
        Command::Wallet(command) => wallet::run(&command),
        Command::Catalog(command) => catalog::run(&command),
        Command::Completions(args) => completions::run(&args),
    }
}
