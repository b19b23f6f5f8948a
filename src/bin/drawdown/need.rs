//! `drawdown need`

use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use crate::request::Circumstances;
use crate::table::{Left, Right, amount, between, counted, grouped, table};
use drawdown::{
    Between, Buffer, Catalog, Decimal, Estimate, Need, NeedEstimate, NeedItem, NeedLine,
};

/// Work out the credits wanted in a month, and with a buffer
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Need as a JSON file: `lines` of `{ request, per_day, days }`; `-` reads stdin
    #[arg(value_name = "NEED.json")]
    need: String,

    /// Catalog: a file, or the id of a shipped one [default: the one that the file names]
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: Option<String>,

    /// Buffer in per cent: `25`, or `20-30` for a smaller and a larger one
    #[arg(long, value_name = "PERCENT", value_parser = buffer)]
    buffer: Option<Buffer>,

    #[command(flatten)]
    circumstances: Circumstances,

    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

fn buffer(text: &str) -> Result<Buffer, String> {
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    let per_cent = |text: &str| text.trim().parse::<Decimal>().map_err(|fault| fault.to_string());
    Ok(Buffer { low: per_cent(low)?, high: per_cent(high)? })
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
    let Buffer { low, high } = &answer.buffer;
    let margin = if low == high { low.to_string() } else { format!("{low}–{high}") };
    rows.push(total("need of a month".to_owned(), answer.need));
    rows.push(total(format!("with a buffer of {margin} %"), answer.with_buffer));
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
        format!("{} a day on {}", grouped(line.per_day), counted(line.days.into(), "day")),
        grouped(item.count),
        once(estimate),
        between(item.amount, estimate.approximate),
    ]
}

fn once(estimate: &Estimate) -> String {
    match (estimate.total, estimate.low, estimate.high) {
        (Some(total), ..) => amount(total, estimate.approximate),
        (_, Some(low), Some(high)) => between(Between { low, high }, estimate.approximate),
        _ => String::new(),
    }
}
