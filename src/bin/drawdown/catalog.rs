//! `drawdown catalog`

mod check;
mod diff;
mod export;
mod fault;
mod import;
mod lint;
mod made;
mod package;
mod schema;
mod show;
mod terms;
mod types;

use crate::answer::Answer;
use clap::Subcommand;

/// Check, lay out, show, compare, import and export catalogs, print schemas and types
#[derive(Subcommand)]
pub(crate) enum Command {
    Check(check::Args),
    Lint(lint::Args),
    Show(show::Args),
    Terms(terms::Args),
    Schema(schema::Args),
    Types(types::Args),
    Diff(diff::Args),
    Import(import::Args),
    Export(export::Args),
}

pub(crate) fn run(command: &Command) -> anyhow::Result<Answer> {
    match command {
        Command::Check(args) => check::run(args),
        Command::Lint(args) => lint::run(args),
        Command::Show(args) => show::run(args),
        Command::Terms(args) => terms::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Types(args) => types::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Import(args) => import::run(args),
        Command::Export(args) => export::run(args),
    }
}
