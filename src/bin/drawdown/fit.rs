//! `drawdown fit`

mod csv;
mod flags;
mod further;
mod report;
mod wanted;

use crate::answer::Answer;
use crate::line::LineFlag;
use crate::{input, progress};
use clap::ArgAction;
use drawdown::{Buffer, Credits, Fit, FitState, Instant, Money, Term};
use flags::TopUpFlag;
use further::{Further, Questions};
use serde::Serialize;
use wanted::Wanted;

const EXAMPLES: &str = "\
Examples:
  drawdown fit need.json
  drawdown fit -c studio.json --daily \"30 x image\" --daily \"2 x clip seconds=10\" --days 22
  drawdown fit need.json --assume-grant basic-monthly=4000 --assume-plan basic=10/month

Exit codes: 0, also where prices or allowances that decide are not published; 1 when no option
covers the need; 2 for wrong usage or bad input.";

/// Find the plan, term and top-ups that cover a need for least, and explain the others
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The need as a JSON file: `lines` of `{ request, per_day, days }`; `-` reads stdin
    #[arg(value_name = "NEED.json", conflicts_with_all = LINES)]
    need: Option<String>,

    /// Catalog: a file, or the id of a shipped one [default: as the file says]
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: Option<String>,

    /// Runs each day: `30 x image`, with settings `2 x clip seconds=10`; `image:24` checks
    /// that one run costs 24
    #[arg(long, value_name = "N x OPERATION", value_parser = str::parse::<LineFlag>)]
    daily: Vec<LineFlag>,

    /// Runs each week
    #[arg(long, value_name = "N x OPERATION", value_parser = str::parse::<LineFlag>)]
    weekly: Vec<LineFlag>,

    /// Runs each month
    #[arg(long, value_name = "N x OPERATION", value_parser = str::parse::<LineFlag>)]
    monthly: Vec<LineFlag>,

    /// Active days of the month, for `--daily` and for `per_day` in a file [default: every day, or
    /// as the file says]
    #[arg(long)]
    days: Option<u32>,

    /// Buffer: `25%`, `20-30%` for a smaller and a larger one, or `500 credits` [default: 20-30%]
    #[arg(long, value_name = "BUFFER", value_parser = str::parse::<Buffer>)]
    buffer: Option<Buffer>,

    /// Number of months [default: 12]
    #[arg(long)]
    months: Option<u32>,

    /// First instant, such as 2026-12-01 [default: the date of the catalog]
    #[arg(long, value_name = "INSTANT")]
    start: Option<Instant>,

    /// Wall clock of the account, such as Europe/Berlin [default: as the file says]
    #[arg(long, short, value_name = "NAME")]
    zone: Option<String>,

    /// Only these plans; `none` for no plan [default: all]
    #[arg(long, short, value_name = "ID", value_delimiter = ',')]
    plan: Vec<String>,

    /// Only these terms: month, quarter, year [default: all]
    #[arg(long, value_delimiter = ',', value_parser = flags::term)]
    term: Vec<Term>,

    /// Buy no top-ups
    #[arg(long)]
    no_top_ups: bool,

    /// Assume the price of a plan, such as basic=10/month
    #[arg(long, value_name = "ID=PRICE/TERM", value_parser = flags::plan_price)]
    assume_plan: Vec<(String, Term, Money)>,

    /// Assume the credits of a grant, such as basic-monthly=4000
    #[arg(long, value_name = "ID=CREDITS", value_parser = flags::grant)]
    assume_grant: Vec<(String, Credits)>,

    /// Assume size and price of a top-up, such as pack=10000@12.50
    #[arg(long, value_name = "ID=CREDITS@PRICE", value_parser = str::parse::<TopUpFlag>)]
    assume_top_up: Vec<TopUpFlag>,

    /// Find the needs at which another option costs less, up to this percentage of the need
    /// [default: 200]
    #[arg(long, value_name = "PERCENT", num_args = 0..=1, require_equals = true, conflicts_with = "csv")]
    break_even: Option<Option<u32>>,

    /// Check whether the best option stays the best for other needs, and with this many random
    /// demands [default: 200]
    #[arg(long, value_name = "PATHS", num_args = 0..=1, require_equals = true, conflicts_with = "csv")]
    sensitivity: Option<Option<u32>>,

    /// Seed of the random demands [default: 0]
    #[arg(long, requires = "sensitivity")]
    seed: Option<u64>,

    /// Check whether changing plans from month to month pays off
    #[arg(long, conflicts_with = "csv")]
    seasons: bool,

    /// Show what cheaper settings and models would save
    #[arg(long, conflicts_with = "csv")]
    savings: bool,

    /// Print everything as JSON: exact, every amount a decimal string
    #[arg(long, action = ArgAction::SetTrue)]
    json: bool,

    /// Print the options as CSV
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

const LINES: [&str; 3] = ["daily", "weekly", "monthly"];

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let mut wanted = Wanted::read(args)?;
    let path = wanted.catalog()?;
    let catalog = input::catalog(&path)?;
    wanted.complete(&catalog)?;
    let need = &wanted.need;
    let fit = {
        let (catalog, need) = (catalog.clone(), need.clone());
        progress::wait(move |teller| catalog.watched(teller.looks_for("options")).fit(&need))?
    };
    let fit = fit.map_err(|errors| wanted.refused(&errors, &path))?;
    wanted.check_costs(&fit)?;
    let further = {
        let (questions, catalog, need) = (Questions::of(args), catalog.clone(), need.clone());
        progress::wait(move |teller| questions.ask(&catalog, &need, teller))?
    };
    let further = further.map_err(|errors| wanted.refused(&errors, &path))?;
    let answer = match (args.json, args.csv) {
        (true, _) => Answer::json(&Whole { fit: &fit, further: &further })?,
        (_, true) => Answer::new(csv::options(&fit)?),
        _ => {
            let report = report::Report::new(&catalog, need, &fit);
            Answer::new(report.text() + &further.text(&report))
        }
    };
    Ok(answer.negative_if(covers_nothing(&fit)))
}

/// The options of a fit, without the need that they are for.
pub(crate) fn options_report(
    catalog: &drawdown::Catalog,
    need: &drawdown::Need,
    fit: &Fit,
) -> String {
    report::Report::new(catalog, need, fit).options()
}

/// The fit and, under separate keys, the further answers.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    fit: &'a Fit,
    #[serde(flatten)]
    further: &'a Further,
}

/// No option covers the need; an option with unpublished prices or allowances might.
fn covers_nothing(fit: &Fit) -> bool {
    let may = |state| matches!(state, FitState::Covers | FitState::NeedOnly | FitState::Unknown);
    !fit.options.iter().any(|option| may(option.state))
}
