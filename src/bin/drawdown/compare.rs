//! `drawdown compare`

mod need;
mod run;
mod wanted;

use crate::answer::Answer;
use crate::failure::Failure;
use crate::line::LineFlag;
use crate::request::name_and_value;
use crate::table::{line_width, wrapped};
use crate::{input, progress, shipped};
use drawdown::{
    Buffer, Catalog, Decimal, Errors, Instant, Models, SettingValue, compare_run, compare_watched,
};
use serde::Serialize;
use wanted::Wanted;

const EXAMPLES: &str = "\
Examples:
  drawdown compare nano-banana-2 --set resolution=4K
  drawdown compare --monthly \"200 x nano-banana-2\" --monthly \"20 x veo-3-1 seconds=8\"
  drawdown compare need.json --currency EUR --rate USD=0.92

Exit codes: 0; 1 when no platform is known to make it at a known price; 2 for wrong usage or bad
input.";

/// Compare platforms in money: for one generation by a model, or for the need of a month
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Model for one generation; or the need as a JSON file: `lines` of `{ request: { model,
    /// settings }, per_month }`; `-` reads stdin
    #[arg(value_name = "MODEL|NEED.json", conflicts_with_all = LINES)]
    wanted: Option<String>,

    /// Value of a setting of the one generation
    #[arg(long = "set", short, value_name = "NAME=VALUE", value_parser = name_and_value)]
    settings: Vec<(String, String)>,

    /// Runs each day: `30 x nano-banana-2`, with settings `2 x veo-3-1 seconds=8`
    #[arg(long, value_name = "N x MODEL", value_parser = str::parse::<LineFlag>)]
    daily: Vec<LineFlag>,

    /// Runs each week
    #[arg(long, value_name = "N x MODEL", value_parser = str::parse::<LineFlag>)]
    weekly: Vec<LineFlag>,

    /// Runs each month
    #[arg(long, value_name = "N x MODEL", value_parser = str::parse::<LineFlag>)]
    monthly: Vec<LineFlag>,

    /// Active days of the month, for `--daily` [default: every day]
    #[arg(long, requires = "daily")]
    days: Option<u32>,

    /// Only operations with this tag, such as image-to-video
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,

    /// A catalog: a file, or the id of a shipped one [default: all shipped ones]
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: Vec<String>,

    /// ISO code of the money to compare in [default: as the file says, or that of the catalogs]
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,

    /// What one unit of another currency is worth in it, such as EUR=1.08
    #[arg(long, value_name = "CODE=RATE", value_parser = rate)]
    rate: Vec<(String, Decimal)>,

    /// Buffer of a need: `25%`, `20-30%` for a smaller and a larger one [default: 20-30%]
    #[arg(long, value_name = "BUFFER", value_parser = str::parse::<Buffer>)]
    buffer: Option<Buffer>,

    /// Number of months of a need [default: 12]
    #[arg(long)]
    months: Option<u32>,

    /// First instant of a need, or the instant whose prices count for one generation [default: the
    /// dates of the catalogs]
    #[arg(long, value_name = "INSTANT")]
    start: Option<Instant>,

    /// Names of models instead of those that are shipped: a JSON file, such as
    /// `{ "nano-banana-2": { "aliases": [ "nb2" ] } }`
    #[arg(long, value_name = "FILE")]
    models: Option<String>,

    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

const LINES: [&str; 3] = ["daily", "weekly", "monthly"];

fn rate(text: &str) -> Result<(String, Decimal), String> {
    const FORM: &str = "expected CODE=RATE, such as EUR=1.08";
    let (code, rate) = text.split_once('=').ok_or(FORM)?;
    Ok((code.to_owned(), rate.parse().map_err(|_| FORM)?))
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let wanted = Wanted::read(args)?;
    let (catalogs, models) = (args.catalogs()?, args.models()?);
    match wanted {
        Wanted::Run(run) => {
            let found = compare_run(&catalogs, &run, &models);
            let found = found.map_err(|errors| args.refused("the generation", &errors))?;
            let is_found = found.platforms.iter().any(|platform| platform.money.is_some());
            let words = || run::words(&found, &models.label(&run.request.model));
            Ok(args.answer(&found, words)?.negative_if(!is_found))
        }
        Wanted::Need(need) => {
            let found = progress::wait(move |teller| {
                compare_watched(&catalogs, &need, &models, teller.looks_for("platforms"))
            })?;
            let name = args.wanted.as_deref().map_or("the need", input::name);
            let found = found.map_err(|errors| args.refused(name, &errors))?;
            let is_found = found.platforms.iter().any(|platform| platform.state.is_ranked());
            Ok(args.answer(&found, || need::words(&found))?.negative_if(!is_found))
        }
    }
}

impl Args {
    fn catalogs(&self) -> anyhow::Result<Vec<Catalog>> {
        let all = || shipped::all().map(|(id, _)| (*id).to_owned()).collect();
        let names: Vec<String> = if self.catalog.is_empty() { all() } else { self.catalog.clone() };
        names.iter().map(|name| input::catalog(name)).collect()
    }

    fn models(&self) -> anyhow::Result<Models> {
        let Some(file) = &self.models else { return Ok(Models::shipped()) };
        let hint = "a list has names of models, each with its `label` and `aliases`";
        let models = Models::from_json(&input::text(file)?);
        Ok(models.map_err(|errors| Failure::in_input(input::name(file), &errors, hint))?)
    }

    fn answer(&self, found: &impl Serialize, words: impl Fn() -> String) -> anyhow::Result<Answer> {
        if self.json { Answer::json(found) } else { Ok(Answer::new(words())) }
    }

    fn refused(&self, name: &str, errors: &Errors) -> Failure {
        let hint = match errors.iter().any(|error| error.pointer() == "/currency") {
            true => "add --currency CODE, and --rate CODE=RATE for each other currency",
            false => "`drawdown catalog show ID` lists the models of a platform",
        };
        Failure::in_input(name, errors, hint)
    }
}

/// The platforms that are not ranked: those with a reason of their own line by line, those that do
/// not offer the model together.
fn others<'a>(
    heading: &str,
    reasons: impl Iterator<Item = (&'a str, &'a str)>,
    without: &[&str],
) -> String {
    let mut out = String::new();
    for (name, reason) in reasons {
        out += &wrapped(&format!("  {name}: {reason}"), line_width(), 4);
    }
    if !out.is_empty() {
        out = format!("\n{heading}\n{out}");
    }
    if !without.is_empty() {
        let names = format!("Not offered by {}", without.join(", "));
        out += &format!("\n{}", wrapped(&names, line_width(), 2));
    }
    out
}

/// Below every table: two platforms may make different things of one request.
const DEFAULTS: &str = "Settings that you do not name are those that each platform starts with.";

/// Settings as people read them, without those that are off: `resolution 4K, seconds 8`.
fn settings_text(settings: &[(impl AsRef<str>, SettingValue)]) -> String {
    let is_on = |value: &SettingValue| match value {
        SettingValue::Flag(flag) => *flag,
        value => value.to_string() != "0",
    };
    let settings = settings.iter().filter(|(_, value)| is_on(value));
    let settings = settings.map(|(name, value)| format!("{} {value}", name.as_ref()));
    settings.collect::<Vec<_>>().join(", ")
}
