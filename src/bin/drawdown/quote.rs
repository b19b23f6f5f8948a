//! `drawdown quote`

use crate::answer::Answer;
use crate::request::RequestArgs;

/// Make a quote, an estimate that others can verify, as JSON
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    request: RequestArgs,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let (catalog, request) = args.request.read()?;
    let quote =
        catalog.quote(&request).map_err(|errors| args.request.refused(&errors, &request))?;
    Answer::json(&quote)
}
