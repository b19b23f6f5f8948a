//! `drawdown need`

use crate::answer::Answer;
use crate::failure::Failure;
use crate::request::Circumstances;
use crate::table::{Left, Right, amount, between, brief, counted, line_width, table_within};
use crate::{input, zone};
use drawdown::{
    Between, Buffer, Catalog, Errors, Estimate, Need, NeedEstimate, NeedItem, NeedLine, grouped,
    parse,
};

/// Compute the credits needed in a month, and with a buffer
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The need as a JSON file: `lines` of `{ request, per_day, days }`; `-` reads stdin
    #[arg(value_name = "NEED.json")]
    need: String,

    /// Catalog: a file, or the id of a shipped one [default: as the file says]
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: Option<String>,

    /// Buffer: `25%`, `20-30%` for a smaller and a larger one, or `500 credits`
    #[arg(long, value_name = "BUFFER", value_parser = str::parse::<Buffer>)]
    buffer: Option<Buffer>,

    #[command(flatten)]
    circumstances: Circumstances,

    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let mut need = args.read()?;
    let flag = args.catalog.as_deref();
    let catalog = input::catalog(&input::catalog_of(flag, &mut need.catalog, &args.need)?)?;
    let hint = "`drawdown estimate` shows what is known of a request";
    let answer = catalog
        .need(&need)
        .map_err(|errors| Failure::in_input(input::name(&args.need), &errors, hint))?;
    if args.json { Answer::json(&answer) } else { Ok(Answer::new(words(&catalog, &need, &answer))) }
}

impl Args {
    fn read(&self) -> anyhow::Result<Need> {
        // The need of a month does not depend on days, so UTC suffices.
        let (mut need, _zone) = read(&self.need)?;
        need.buffer = self.buffer.clone().or(need.buffer);
        for line in &mut need.lines {
            self.circumstances.fill(&mut line.request)?;
        }
        Ok(need)
    }
}

/// A need from a file, and the name of its account's zone.
pub(crate) fn read(path: &str) -> anyhow::Result<(Need, Option<String>)> {
    let hint = "`drawdown catalog schema need` prints the format of a need";
    let refused = |errors: Errors| Failure::in_input(input::name(path), &errors, hint);
    let mut value = parse(&input::text(path)?).map_err(refused)?;
    let zone = zone::take(&mut value);
    Ok((Need::from_value(&value).map_err(refused)?, zone))
}

fn words(catalog: &Catalog, need: &Need, answer: &NeedEstimate) -> String {
    let gates = answer.lines.iter().flat_map(|item| &item.estimate.gates);
    let gates: String = gates.map(|gate| format!("Gate: {}\n", gate.reason)).collect();
    let gap = if gates.is_empty() { "" } else { "\n" };
    format!("{}{gap}{gates}", month(catalog, need, answer))
}

/// The need of a month, line by line. Lines from the history follow the lines of the need.
pub(crate) fn month(catalog: &Catalog, need: &Need, answer: &NeedEstimate) -> String {
    let lines = need.lines.iter().map(Some).chain(std::iter::repeat(None));
    let mut rows: Vec<[String; 5]> =
        lines.zip(&answer.lines).map(|(line, item)| row(catalog, line, item)).collect();
    let total = |label: String, total: Between| {
        [label, String::new(), String::new(), String::new(), of_a_month(total, answer.approximate)]
    };
    let Buffer { low, high, .. } = &answer.buffer;
    let buffer = answer.buffer.words(*high);
    let buffer = if low == high { buffer } else { format!("{low}–{buffer}") };
    rows.push(total("need of a month".to_owned(), answer.need));
    rows.push(total(format!("with a buffer of {buffer}"), answer.with_buffer));
    let columns = [
        ("what", Left),
        ("how often", Left),
        ("times", Right),
        ("each", Right),
        (&answer.unit, Right),
    ];
    let title = format!("Need of a month, {} {}\n\n", answer.catalog, answer.version);
    format!("{title}{}", table_within(line_width(), columns, &rows))
}

/// The name of an operation.
pub(crate) fn operation_name(catalog: &Catalog, id: &str) -> String {
    let operation = catalog.info().operations.into_iter().find(|known| known.id == id);
    operation.map_or_else(|| id.to_owned(), |known| known.name)
}

/// The name of an operation, with the settings that the need names.
pub(crate) fn label(catalog: &Catalog, line: Option<&NeedLine>, item: &NeedItem) -> String {
    let settings = line.into_iter().flat_map(|line| &line.request.run.settings);
    let settings: Vec<String> = settings.map(|(name, value)| format!("{name} {value}")).collect();
    let settings =
        if settings.is_empty() { String::new() } else { format!(" ({})", settings.join(", ")) };
    format!("{}{settings}", operation_name(catalog, &item.estimate.operation))
}

fn row(catalog: &Catalog, line: Option<&NeedLine>, item: &NeedItem) -> [String; 5] {
    [
        label(catalog, line, item),
        line.map_or_else(|| format!("{} a month", brief(item.count)), how_often),
        brief(item.count),
        once(&item.estimate),
        of_a_month(item.amount, item.estimate.approximate),
    ]
}

/// Amounts of a month, with two places if a fraction of a run makes them long.
fn of_a_month(range: Between, approximate: bool) -> String {
    let mark = if approximate { "≈ " } else { "" };
    match range.low == range.high {
        true => format!("{mark}{}", brief(range.low)),
        false => format!("{mark}{} – {}", brief(range.low), brief(range.high)),
    }
}

fn how_often(line: &NeedLine) -> String {
    let days = line.days.map(|days| format!(" on {}", counted(days.into(), "day")));
    let rates = [(line.per_day, "day"), (line.per_week, "week"), (line.per_month, "month")];
    let rates = rates.into_iter().filter_map(|(rate, period)| Some((rate?, period)));
    let words = rates.map(|(rate, period)| format!("{} a {period}", grouped(rate)));
    words.collect::<String>() + &days.unwrap_or_default()
}

fn once(estimate: &Estimate) -> String {
    match (estimate.total, estimate.low, estimate.high) {
        (Some(total), ..) => amount(total, estimate.approximate),
        (_, Some(low), Some(high)) => between(Between { low, high }, estimate.approximate),
        _ => String::new(),
    }
}
