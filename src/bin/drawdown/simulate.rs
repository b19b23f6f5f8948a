//! `drawdown simulate`

mod csv;
mod forecast;
mod ledger;
mod report;
mod sparkline;

pub(crate) use ledger::word;
pub(crate) use report::{account_report, plan_name};

use crate::answer::Answer;
use crate::failure::Failure;
use crate::{input, progress, zone};
use drawdown::{
    Catalog, Decimal, Detail, Distribution, Errors, ForecastOptions, Projection, Scenario, Seed,
    Zone, parse,
};

/// Simulate a balance: months, run-out, shortfalls and their ways out
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The scenario as a JSON file: account, demand, actions; `-` reads stdin
    #[arg(value_name = "SCENARIO.json")]
    scenario: String,

    /// Catalog: a file, or the id of a shipped one [default: as the file says]
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: Option<String>,

    /// Wall clock of the account, such as Europe/Berlin [default: as the file says]
    #[arg(long, short, value_name = "NAME")]
    zone: Option<String>,

    #[command(flatten)]
    output: Output,

    /// Forecast: simulate this many paths with random demand [default: 1000]
    #[arg(long, value_name = "PATHS", num_args = 0..=1, default_missing_value = "1000")]
    #[arg(conflicts_with_all = ["ledger", "csv"])]
    forecast: Option<u32>,

    /// Seed of the forecast's paths [default: 0]
    #[arg(long, requires = "forecast")]
    seed: Option<u64>,

    /// Vary demand more from day to day: variance = mean + mean^2 / SIZE, not the mean
    #[arg(long, value_name = "SIZE", requires = "forecast")]
    dispersion: Option<Decimal>,
}

/// How a projection is printed.
#[derive(clap::Args)]
pub(crate) struct Output {
    /// Print every ledger entry instead of the report; also works with --json
    #[arg(long)]
    ledger: bool,

    /// Print everything as JSON: exact, every amount a decimal string
    #[arg(long)]
    json: bool,

    /// Print as CSV: the balance by day and class, or the ledger
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let mut scenario = args.read()?;
    let flag = args.catalog.as_deref();
    let place = input::catalog_of(flag, &mut scenario.catalog, &args.scenario)?;
    let catalog = input::catalog(&place)?;
    if let Some(paths) = args.forecast {
        return args.forecast(&catalog, &scenario, paths);
    }
    let projection =
        progress::run(&catalog, &scenario, args.output.detail(), |errors| args.refused(&errors))?;
    let answer = args.output.shown(&catalog, &scenario, &projection)?;
    progress::check()?;
    Ok(answer)
}

impl Output {
    /// What the projection must keep.
    pub(crate) fn detail(&self) -> Detail {
        if self.ledger { Detail::Ledger } else { Detail::Columns }
    }

    pub(crate) fn shown(
        &self,
        catalog: &Catalog,
        scenario: &Scenario,
        projection: &Projection,
    ) -> anyhow::Result<Answer> {
        match (self.json, self.csv, self.ledger) {
            (true, ..) => Answer::json(projection),
            (_, true, true) => csv::ledger(projection).map(Answer::new),
            (_, true, false) => csv::days(projection).map(Answer::new),
            (_, _, true) => Ok(Answer::new(ledger::table(projection))),
            _ => Ok(Answer::new(report::report(catalog, scenario, projection))),
        }
    }
}

impl Args {
    fn forecast(
        &self,
        catalog: &Catalog,
        scenario: &Scenario,
        paths: u32,
    ) -> anyhow::Result<Answer> {
        let mut options = ForecastOptions::default().paths(paths);
        options.seed = self.seed.map(Seed);
        options.distribution = self.dispersion.map(|_| Distribution::NegativeBinomial);
        options.dispersion = self.dispersion;
        let forecast = {
            let (catalog, scenario) = (catalog.clone(), scenario.clone());
            progress::wait(move |teller| {
                catalog.watched(teller.looks_for("paths")).forecast(&scenario, &options)
            })?
        };
        let forecast = forecast.map_err(|errors| {
            let of_option = errors.first().filter(|error| OPTIONS.contains(&error.pointer()));
            match of_option {
                Some(error) => Failure::new(format!("--forecast: {error}"), FORECAST_HINT),
                None => self.refused(&errors),
            }
        })?;
        if self.output.json {
            return Answer::json(&forecast);
        }
        let zone = scenario.account.as_ref().and_then(|account| account.zone.clone());
        Ok(Answer::new(forecast::report(&forecast, &zone.unwrap_or_else(Zone::utc))))
    }

    /// The scenario, with its zone table.
    fn read(&self) -> anyhow::Result<Scenario> {
        let mut value =
            parse(&input::text(&self.scenario)?).map_err(|errors| self.refused(&errors))?;
        let in_file = zone::take(&mut value);
        let mut scenario = Scenario::from_value(&value).map_err(|errors| self.refused(&errors))?;
        if let Some(name) = self.zone.as_ref().or(in_file.as_ref()) {
            let zone = scenario.covered().and_then(|covered| zone::named(name, covered));
            let zone = zone.map_err(|error| zone::refused(error, &self.scenario, &self.zone))?;
            scenario.account.get_or_insert_default().zone = Some(zone);
        }
        Ok(scenario)
    }

    fn refused(&self, errors: &Errors) -> Failure {
        let hint = "`drawdown catalog schema scenario` prints the format of a scenario";
        Failure::in_input(input::name(&self.scenario), errors, hint)
    }
}

/// Pointers into the options of a forecast, which are no part of a scenario.
const OPTIONS: [&str; 2] = ["/paths", "/dispersion"];
const FORECAST_HINT: &str = "such as `--forecast 1000 --seed 7 --dispersion 2`";
