//! `drawdown need`

use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use crate::request::Circumstances;
use crate::table::{Left, Right, amount, between, counted, grouped, table};
use drawdown::{Between, Buffer, Catalog, Estimate, Need, NeedEstimate, NeedItem, NeedLine};

/// Work out the credits wanted in a month, and with a buffer
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Need as a JSON file: `lines` of `{ request, per_day, days }`; `-` reads stdin
    #[arg(value_name = "NEED.json")]
    need: String,

    /// Catalog: a file, or the id of a shipped one [default: the one that the file names]
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: Option<String>,

    /// Buffer: `25%`, `20-30%` for a smaller and a larger one, or `500 credits`
    #[arg(long, value_name = "MARGIN", value_parser = str::parse::<Buffer>)]
    buffer: Option<Buffer>,

    #[command(flatten)]
    circumstances: Circumstances,

    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let need = args.read()?;
    let catalog = args.catalog(&need)?;
    let hint = "`drawdown estimate` shows what is known of a request";
    let answer = catalog
        .need(&need)
        .map_err(|errors| Failure::in_input(input::name(&args.need), &errors, hint))?;
    if args.json { Answer::json(&answer) } else { Ok(Answer::new(words(&catalog, &need, &answer))) }
}

impl Args {
    fn read(&self) -> anyhow::Result<Need> {
        let hint = "`drawdown catalog schema need` prints what a need looks like";
        let need = Need::from_json(&input::text(&self.need)?);
        let mut need =
            need.map_err(|errors| Failure::in_input(input::name(&self.need), &errors, hint))?;
        need.buffer = self.buffer.clone().or(need.buffer);
        for line in &mut need.lines {
            self.circumstances.fill(&mut line.request)?;
        }
        Ok(need)
    }

    fn catalog(&self, need: &Need) -> anyhow::Result<Catalog> {
        let missing = || {
            let fault = format!("{}: it names no catalog", input::name(&self.need));
            Failure::new(fault, "add --catalog FILE|ID, or a key `catalog` to the file")
        };
        input::catalog(self.catalog.as_ref().or(need.catalog.as_ref()).ok_or_else(missing)?)
    }
}

fn words(catalog: &Catalog, need: &Need, answer: &NeedEstimate) -> String {
    let mut rows: Vec<[String; 5]> =
        need.lines.iter().zip(&answer.lines).map(|(line, item)| row(catalog, line, item)).collect();
    let total = |label: String, total: Between| {
        [label, String::new(), String::new(), String::new(), between(total, answer.approximate)]
    };
    let Buffer { low, high, .. } = &answer.buffer;
    let margin = answer.buffer.words(*high);
    let margin = if low == high { margin } else { format!("{low}–{margin}") };
    rows.push(total("need of a month".to_owned(), answer.need));
    rows.push(total(format!("with a buffer of {margin}"), answer.with_buffer));
    let columns = [
        ("what", Left),
        ("how often", Left),
        ("times", Right),
        ("each", Right),
        (&answer.unit, Right),
    ];
    let title = format!("Need of a month, {} {}\n\n", answer.catalog, answer.version);
    let gates = answer.lines.iter().flat_map(|item| &item.estimate.gates);
    let gates: String = gates.map(|gate| format!("Gate: {}\n", gate.reason)).collect();
    let gap = if gates.is_empty() { "" } else { "\n" };
    format!("{title}{}{gap}{gates}", table(columns, &rows))
}

fn row(catalog: &Catalog, line: &NeedLine, item: &NeedItem) -> [String; 5] {
    let estimate = &item.estimate;
    let info = catalog.info();
    let operation = info.operations.iter().find(|known| *known.id == *estimate.operation);
    [
        operation.map_or_else(|| estimate.operation.to_string(), |known| known.name.clone()),
        how_often(line),
        grouped(item.count),
        once(estimate),
        between(item.amount, estimate.approximate),
    ]
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
