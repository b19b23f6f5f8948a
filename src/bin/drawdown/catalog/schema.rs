//! `drawdown catalog schema`

use crate::answer::Answer;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use drawdown::Format;

/// Print the JSON Schema of a format
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The format
    #[arg(default_value = "catalog", value_parser = formats())]
    format: Format,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    let names = Format::ALL.iter().map(|format| format.name());
    PossibleValuesParser::new(names).try_map(|name| {
        Format::ALL.iter().find(|format| format.name() == name).copied().ok_or("no such format")
    })
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    Ok(Answer::new(drawdown::schema(args.format)))
}
