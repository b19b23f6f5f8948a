//! `drawdown usage rerate`

use super::log::{LogArgs, option, words};
use super::output::OutputArgs;
use crate::answer::Answer;
use crate::columns::{Columns, Values};
use crate::failure::Failure;
use crate::input;
use crate::table::{Left, Right, brief, counted, line_width, rounded, table_within};
use drawdown::{
    Credits, Decimal, Errors, RerateRow, RerateSpec, RerateSums, Rerated, UsageRerate, grouped,
};

/// Rate logs by another version, plan or platform: who gains and who loses
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    log: LogArgs,

    /// Catalog to rate by: a file, or the id of a shipped one
    #[arg(long, value_name = "FILE|ID")]
    to: String,

    /// Catalog of events whose charge is not in the log
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: Option<String>,

    /// The account's plan
    #[arg(long, value_name = "ID")]
    plan: Option<String>,

    /// The plan to rate by [default: the same]
    #[arg(long, value_name = "ID")]
    to_plan: Option<String>,

    /// An operation in the other catalog, as LOG=OTHER; for other platforms
    #[arg(long = "operation", value_name = "ID=ID", value_parser = pair)]
    operations: Vec<(String, String)>,

    /// A setting in the other catalog, as LOG=OTHER; `LOG=` drops it
    #[arg(long = "setting", value_name = "NAME=NAME", value_parser = pair)]
    settings: Vec<(String, String)>,

    /// Rate all events by --catalog, also those whose charge is in the log
    #[arg(long, requires = "catalog")]
    rate_all: bool,

    /// What a credit costs in money
    #[arg(long, value_name = "AMOUNT")]
    credit_price: Option<Decimal>,

    /// What a credit of the other catalog costs in money
    #[arg(long, value_name = "AMOUNT")]
    to_credit_price: Option<Decimal>,

    #[command(flatten)]
    output: OutputArgs,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (log, other) = text.split_once('=').ok_or("expected two ids, such as image=image-2")?;
    Ok((log.to_owned(), other.to_owned()))
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let to = input::catalog(&args.to)?;
    let from = args.catalog.as_deref().map(input::catalog).transpose()?;
    let mut rerate = UsageRerate::new(&to, from.as_ref(), &args.spec()).map_err(refused)?;
    let read = args.log.read(&mut |event| rerate.add(event))?;
    let rerated = rerate.finish(read).map_err(|error| refused(error.into()))?;
    args.output.answer(&rerated, columns, text)
}

impl Args {
    fn spec(&self) -> RerateSpec {
        let mut spec = RerateSpec::default();
        spec.plan = self.plan.clone();
        spec.to_plan = self.to_plan.clone();
        spec.operations = self.operations.clone();
        spec.settings = self
            .settings
            .iter()
            .map(|(name, other)| {
                (name.clone(), Some(other.clone()).filter(|other| !other.is_empty()))
            })
            .collect();
        spec.rate_all = self.rate_all;
        spec.credit_price = self.credit_price;
        spec.to_credit_price = self.to_credit_price;
        spec
    }
}

fn refused(errors: Errors) -> Failure {
    let hint = "`drawdown usage rerate --help` explains the options";
    Failure::of(errors.iter().map(option).collect(), hint)
}

fn text(rerated: &Rerated) -> String {
    let mut out = String::new();
    let from = rerated.from.as_ref();
    let from = from.map_or("as charged".to_owned(), |from| format!("{} {}", from.id, from.version));
    out.push_str(&format!("Was: {from}. Becomes: {} {}.\n\n", rerated.to.id, rerated.to.version));
    let mut rows: Vec<[String; 7]> = rerated.rows.iter().map(row).collect();
    let has_accounts = rerated.accounts.len() > 1;
    if has_accounts {
        rows.extend(rerated.accounts.iter().map(|account| {
            let mut cells = row(account);
            if let Some(cell) = cells.get_mut(1) {
                "all".clone_into(cell);
            }
            cells
        }));
    }
    let has_account_names = rerated.rows.iter().any(|row| row.account.is_some());
    let mut total = sums(&rerated.total);
    if let Some(cell) = total.get_mut(usize::from(!has_account_names)) {
        "total".clone_into(cell);
    }
    rows.push(total);
    let columns = [
        ("account", Left),
        ("operation", Left),
        ("events", Right),
        ("was", Right),
        ("becomes", Right),
        ("difference", Right),
        ("unknown", Right),
    ];
    out.push_str(&table_within(line_width(), columns, &rows));
    if let (Some(cost), Some(to)) = (rerated.cost, rerated.to_cost) {
        let money = |money: drawdown::Money| rounded(&money.to_string(), 2);
        out.push_str(&format!("\nIn money: was {}, becomes {}.\n", money(cost), money(to)));
    }
    if rerated.total.unknown > 0 {
        out.push_str(&format!(
            "\nIn neither sum: {} that cannot be compared.\n",
            counted(rerated.total.unknown, "event")
        ));
        for unrated in rerated.unrated.iter().take(10) {
            out.push_str(&format!("  {} × {}\n", grouped(unrated.events), unrated.reason));
        }
    }
    let read = words(&rerated.read);
    if !read.is_empty() {
        out.push('\n');
        out.push_str(&read);
    }
    out
}

fn row(row: &RerateRow) -> [String; 7] {
    let mut cells = sums(&row.sums);
    cells[0] = row.account.clone().unwrap_or_default();
    cells[1] = row.operation.clone().unwrap_or_default();
    cells
}

fn sums(sums: &RerateSums) -> [String; 7] {
    let unknown = if sums.unknown == 0 { String::new() } else { grouped(sums.unknown) };
    let sign = if sums.difference > Credits::ZERO { "+" } else { "" };
    [
        String::new(),
        String::new(),
        grouped(sums.events),
        brief(sums.was),
        brief(sums.becomes),
        format!("{sign}{}", grouped(sums.difference)),
        unknown,
    ]
}

fn columns(rerated: &Rerated) -> Columns {
    let rows = &rerated.rows;
    let texts = |name: fn(&RerateRow) -> &Option<String>| {
        Values::Texts(rows.iter().map(|row| name(row).clone()).collect())
    };
    let counts = |count: fn(&RerateSums) -> u64| {
        Values::Counts(rows.iter().map(|row| Some(count(&row.sums))).collect())
    };
    let credits = |credits: fn(&RerateSums) -> Credits| {
        Values::Decimals(rows.iter().map(|row| Some(credits(&row.sums).decimal())).collect())
    };
    Columns::of([
        ("account", texts(|row| &row.account)),
        ("operation", texts(|row| &row.operation)),
        ("events", counts(|sums| sums.events)),
        ("unknown", counts(|sums| sums.unknown)),
        ("was", credits(|sums| sums.was)),
        ("becomes", credits(|sums| sums.becomes)),
        ("difference", credits(|sums| sums.difference)),
    ])
}
