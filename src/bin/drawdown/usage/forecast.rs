//! `drawdown usage forecast`

mod account;
mod report;
mod written;

use super::log::{LogArgs, option};
use crate::answer::Answer;
use crate::failure::Failure;
use crate::{input, progress};
use account::Holder;
use drawdown::{Errors, Instant, LogForecast, LogForecastSpec, UsageForecast, UsageHistory};

const EXAMPLES: &str = "\
Examples:
  drawdown usage forecast log.csv -c studio.json --plan basic
  drawdown usage forecast *.jsonl.gz -c studio.json --account account.json --months 6
  drawdown usage forecast log.csv -c studio.json --need > need.json

Exit codes: 0; 1 when the log is too short for a forecast; 2 for wrong usage or bad input.";

/// Say what the next months will use, when credits run out, and which plan fits
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    log: LogArgs,

    /// Catalog that values the runs: a file, or the id of a shipped one
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: String,

    /// The account at the end of the log, as a JSON file: plan, balance, members
    #[arg(long, short, value_name = "FILE.json")]
    account: Option<String>,

    /// Id of the account's plan [default: as the file says, else no plan]
    #[arg(long, value_name = "ID")]
    plan: Option<String>,

    /// Number of months to look ahead
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=120))]
    months: u32,

    /// The first instant of the log, if no run was made at first
    #[arg(long, value_name = "INSTANT")]
    from: Option<Instant>,

    /// The first instant after the log, if no run was made at last
    #[arg(long, value_name = "INSTANT")]
    until: Option<Instant>,

    /// Keep the requests of each member apart
    #[arg(long)]
    by_member: bool,

    /// Print everything as JSON: exact, every amount a decimal string
    #[arg(long)]
    json: bool,

    /// Print the expected month as a need, which `drawdown fit` reads
    #[arg(long, conflicts_with_all = ["json", "scenario"])]
    need: bool,

    /// Print the pace as a scenario, which `drawdown simulate` reads
    #[arg(long, conflicts_with = "json")]
    scenario: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let catalog = input::catalog(&args.catalog)?;
    let (holder, zone) = (Holder::read(args)?, args.log.zone()?);
    let mut history = UsageHistory::new(&zone, args.by_member);
    let read = args.log.read(&mut |event| history.add(event))?;
    let spec = args.spec(&holder);
    let forecast = history.forecast(&catalog, &spec.pace());
    let forecast = forecast.map_err(|errors| args.refused(&errors))?;
    if args.need || args.scenario {
        return args.written(&forecast, holder);
    }
    let found = {
        let (catalog, zone) = (catalog.clone(), zone.clone());
        progress::wait(move |teller| {
            let looks = teller.looks_for("options");
            LogForecast::of(forecast, read, &catalog, &spec, &zone, looks)
        })?
    };
    let found = found.map_err(|errors| args.refused_account(&errors))?;
    let answer = match args.json {
        true => Answer::json(&found)?,
        false => {
            let report = report::Report { catalog: &catalog, found: &found, zone };
            Answer::new(report.text(holder.account.plan.as_deref()))
        }
    };
    Ok(answer.negative_if(found.forecast.pace.is_none()))
}

impl Args {
    fn spec(&self, holder: &Holder) -> LogForecastSpec {
        let account = Some(&holder.account).filter(|_| holder.is_given);
        let mut spec = LogForecastSpec::default().months(self.months).by_member(self.by_member);
        (spec.from, spec.until) = (self.from, self.until);
        spec.account = account.cloned();
        spec
    }

    /// The need or the scenario.
    fn written(&self, forecast: &UsageForecast, holder: Holder) -> anyhow::Result<Answer> {
        let months = self.months;
        let why = || forecast.not_enough.clone().unwrap_or_default();
        let short = || Failure::new(format!("not enough history: {}", why()), "add older logs");
        match self.need {
            true => Answer::json(&written::need(forecast, holder, months).ok_or_else(short)?),
            false => Answer::json(&written::scenario(forecast, holder, months).ok_or_else(short)?),
        }
    }

    fn refused(&self, errors: &Errors) -> Failure {
        let hint = "`drawdown usage forecast --help` explains the options";
        Failure::of(errors.iter().map(option).collect(), hint)
    }
    fn refused_account(&self, errors: &Errors) -> Failure {
        let hint = "`drawdown catalog schema account` prints the format of an account";
        let name = self.account.as_deref().map_or("the account", input::name);
        Failure::in_input(name, errors, hint)
    }
}
