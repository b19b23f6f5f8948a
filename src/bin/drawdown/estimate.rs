//! `drawdown estimate`

mod budget;
mod itemised;
mod sold;

use crate::answer::Answer;
use crate::request::RequestArgs;
use drawdown::{Catalog, Credits, Request, SettingInfo};

/// Estimate the cost of a request, and explain it
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    request: RequestArgs,

    /// Instead: how many runs, how long, what quality do these credits pay for?
    #[arg(long, value_name = "CREDITS", conflicts_with = "cheaper")]
    afford: Option<Credits>,

    /// Instead: list cheaper requests for the same
    #[arg(long)]
    cheaper: bool,

    /// Instead: list the values of each setting that can be requested, all else equal
    #[arg(long, conflicts_with_all = ["afford", "cheaper"])]
    sold: bool,

    /// Print the answer as JSON: exact, every amount a decimal string
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let (catalog, request) = args.request.read()?;
    let refused = |errors| args.request.refused(&errors, &request);
    if let Some(budget) = args.afford {
        let answer = catalog.affordable(&request, budget).map_err(refused)?;
        let settings = settings(&catalog, &request);
        return args.shown(&answer, |answer| budget::affordable(answer, &settings));
    }
    if args.sold {
        let answer = catalog.sold(&request).map_err(refused)?;
        let settings = settings(&catalog, &request);
        return args.shown(&answer, |answer| sold::words(answer, &settings));
    }
    if args.cheaper {
        let answer = catalog.cheaper(&request).map_err(refused)?;
        return args.shown(&answer, budget::cheaper);
    }
    let estimate = catalog.estimate(&request).map_err(refused)?;
    args.shown(&estimate, |estimate| itemised::estimate(&catalog, estimate))
}

fn settings(catalog: &Catalog, request: &Request) -> Vec<SettingInfo> {
    let id = catalog.operation_id(&request.operation).unwrap_or_default();
    let mut operations = catalog.info().operations.into_iter();
    operations.find(|known| known.id == id).map(|known| known.settings).unwrap_or_default()
}

impl Args {
    fn shown<T: serde::Serialize>(
        &self,
        answer: &T,
        words: impl Fn(&T) -> String,
    ) -> anyhow::Result<Answer> {
        if self.json { Answer::json(answer) } else { Ok(Answer::new(words(answer))) }
    }
}
