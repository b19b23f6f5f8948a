//! `drawdown compare`

use crate::answer::Answer;
use crate::failure::Failure;
use crate::table::{Left, Right, line_width, table_within, wrapped};
use crate::{input, progress, shipped};
use drawdown::{
    Catalog, Comparison, Decimal, ModelLine, ModelNeed, ModelRequest, Models, Platform,
    PlatformState, compare, grouped, parse,
};

const EXAMPLES: &str = "\
Examples:
  drawdown compare need.json
  drawdown compare --monthly \"200 x nano-banana-2\" --catalog imagineart --catalog magic-hour
  drawdown compare need.json --currency EUR --rate USD=0.92

Exit codes: 0; 1 when no platform covers the need at a known price; 2 for wrong usage or bad input.";

/// Find the platform on which a need costs least
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The need as a JSON file: `lines` of `{ request: { model, settings }, per_day }`; `-` reads stdin
    #[arg(value_name = "NEED.json", conflicts_with = "monthly")]
    need: Option<String>,

    /// Runs each month, such as `200 x nano-banana-2`
    #[arg(long, value_name = "N x MODEL", value_parser = monthly)]
    monthly: Vec<(Decimal, String)>,

    /// A catalog: a file, or the id of a shipped one [default: all shipped ones]
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: Vec<String>,

    /// ISO code of the money to compare in [default: as the file says, or that of the catalogs]
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,

    /// What one unit of another currency is worth in it, such as EUR=1.08
    #[arg(long, value_name = "CODE=RATE", value_parser = rate)]
    rate: Vec<(String, Decimal)>,

    /// Number of months [default: 12]
    #[arg(long)]
    months: Option<u32>,

    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

fn monthly(text: &str) -> Result<(Decimal, String), String> {
    let wrong = || format!("expected N x MODEL, such as `200 x nano-banana-2`, found `{text}`");
    let (count, model) = text.split_once(" x ").ok_or_else(wrong)?;
    let count = count.trim().parse().map_err(|_| wrong())?;
    Ok((count, model.trim().to_owned()))
}

fn rate(text: &str) -> Result<(String, Decimal), String> {
    let wrong = || format!("expected CODE=RATE, such as EUR=1.08, found `{text}`");
    let (code, rate) = text.split_once('=').ok_or_else(wrong)?;
    Ok((code.to_owned(), rate.parse().map_err(|_| wrong())?))
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let need = args.need()?;
    let catalogs = args.catalogs()?;
    let models = Models::from_json(MODELS)?;
    let compared = progress::wait(move |_| compare(&catalogs, &need, &models))?;
    let hint = "`drawdown catalog show ID` lists the models of a platform";
    let name = args.need.as_deref().map_or("the need", input::name);
    let compared = compared.map_err(|errors| Failure::in_input(name, &errors, hint))?;
    let is_found = compared.platforms.iter().any(is_ranked);
    let answer = if args.json { Answer::json(&compared)? } else { Answer::new(words(&compared)) };
    Ok(answer.negative_if(!is_found))
}

/// The common names of models.
const MODELS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/models.json"));

impl Args {
    fn need(&self) -> anyhow::Result<ModelNeed> {
        let mut need = match &self.need {
            Some(path) => {
                let hint = "a need has `lines`, each with a `request` for a `model`, and how often";
                let refused = |errors| Failure::in_input(input::name(path), &errors, hint);
                let value = parse(&input::text(path)?).map_err(refused)?;
                ModelNeed::from_value(&value).map_err(refused)?
            }
            None if self.monthly.is_empty() => {
                let hint = "give a NEED.json, or lines such as --monthly \"200 x nano-banana-2\"";
                return Err(Failure::new("the need is empty", hint).into());
            }
            None => {
                ModelNeed::new(self.monthly.iter().map(|(count, model)| {
                    ModelLine::new(ModelRequest::new(model)).per_month(*count)
                }))
            }
        };
        need.currency = self.currency.clone().or(need.currency);
        need.months = self.months.or(need.months);
        need.rates.extend(self.rate.iter().cloned());
        Ok(need)
    }

    fn catalogs(&self) -> anyhow::Result<Vec<Catalog>> {
        let all = || shipped::all().map(|(id, _)| (*id).to_owned()).collect();
        let names: Vec<String> = if self.catalog.is_empty() { all() } else { self.catalog.clone() };
        names.iter().map(|name| input::catalog(name)).collect()
    }
}

fn is_ranked(platform: &Platform) -> bool {
    matches!(platform.state, PlatformState::Covers | PlatformState::NeedOnly)
}

fn words(compared: &Comparison) -> String {
    let currency = compared.currency.as_deref().unwrap_or_default();
    let (ranked, others): (Vec<&Platform>, Vec<&Platform>) =
        compared.platforms.iter().partition(|platform| is_ranked(platform));
    let mut out = match ranked.first() {
        Some(best) => {
            let cost = best.cost.map(|cost| grouped(&cost)).unwrap_or_default();
            format!(
                "{} costs least: {cost} {currency} for {} months\n\n",
                best.name, compared.months
            )
        }
        None => "No platform is known to cover the need\n\n".to_owned(),
    };
    if !ranked.is_empty() {
        let rows: Vec<[String; 6]> =
            ranked.iter().enumerate().map(|(place, one)| row(place + 1, one)).collect();
        let columns = [
            ("", Right),
            ("platform", Left),
            ("plan", Left),
            (currency, Right),
            ("top-ups", Right),
            ("prices of", Left),
        ];
        out += &table_within(line_width(), columns, &rows);
    }
    if !others.is_empty() {
        out += if ranked.is_empty() { "" } else { "\n" };
        out += "Not compared:\n";
        for platform in others {
            out += &wrapped(&format!("- {}: {}", platform.name, platform.reason), line_width(), 2);
        }
    }
    out
}

fn row(place: usize, platform: &Platform) -> [String; 6] {
    let option = platform.option.as_deref();
    let plan = option.map(|option| option.name.clone()).unwrap_or_default();
    let plan = match option.and_then(|option| option.term) {
        Some(term) => format!("{plan}, by the {}", term.word()),
        None => plan,
    };
    let top_ups = option.map_or(0, |option| option.top_ups.len());
    let margin = if platform.state == PlatformState::NeedOnly { " (without margin)" } else { "" };
    [
        place.to_string(),
        platform.name.clone() + margin,
        plan,
        platform.cost.map(|cost| grouped(&cost)).unwrap_or_default(),
        if top_ups == 0 { String::new() } else { top_ups.to_string() },
        platform.as_of.to_string(),
    ]
}
