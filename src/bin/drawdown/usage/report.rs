//! `drawdown usage report`

use super::focus::{self, FocusArgs};
use super::log::{LogArgs, option, words};
use super::output::OutputArgs;
use super::replay::Owner;
use crate::answer::Answer;
use crate::columns::{Columns, Values};
use crate::failure::Failure;
use crate::input;
use crate::table::{Left, Right, brief, counted, line_width, rounded, table_within, wrapped};
use drawdown::{
    Catalog, Credits, Decimal, Errors, EventOutcome, FocusFile, FocusSpec, GroupBy, Instant, Money,
    ReportRow, ReportSpec, UsageFocus, UsageReport, UsageReports, UsageSums, grouped,
};

/// Sum up logs by member, operation, project and period
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    log: LogArgs,

    /// Group by: account, member, project, operation, outcome, class, day, week, month, cycle
    #[arg(long, short, value_name = "LIST", value_delimiter = ',', value_parser = group_by)]
    by: Vec<GroupBy>,

    /// Catalog that rates events whose charge is not in the log: a file, or the id of a shipped one
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: Option<String>,

    /// The account, its actions and plan, as a JSON file: events are replayed, so that prices that
    /// depend on earlier use are known, and the class of the credits that paid
    #[arg(long, short, value_name = "FILE", requires = "catalog")]
    account_file: Option<String>,

    /// Rate for an account with this plan
    #[arg(long, value_name = "ID", requires = "catalog")]
    plan: Option<String>,

    /// Rate all events, also those whose charge is in the log
    #[arg(long, requires = "catalog")]
    rate_all: bool,

    /// The first instant that counts, such as 2026-11-01
    #[arg(long, value_name = "INSTANT")]
    from: Option<Instant>,

    /// The first instant that no longer counts
    #[arg(long, value_name = "INSTANT")]
    until: Option<Instant>,

    /// Compare with the period of the same length before --from
    #[arg(long, requires_all = ["from", "until"])]
    compare: bool,

    /// The day on which cycles begin, for `--by cycle` and the billing periods of FOCUS
    #[arg(long, value_name = "INSTANT")]
    cycle_from: Option<Instant>,

    /// Only these accounts
    #[arg(long = "account", value_name = "ID")]
    accounts: Vec<String>,

    /// Only these members
    #[arg(long = "member", value_name = "ID")]
    members: Vec<String>,

    /// Only these projects
    #[arg(long = "project", value_name = "NAME")]
    projects: Vec<String>,

    /// Only these operations
    #[arg(long = "operation", value_name = "ID")]
    operations: Vec<String>,

    /// Only runs that ended so: done, failed, cancelled, filtered
    #[arg(long = "outcome", value_name = "WORD", value_parser = outcome)]
    outcomes: Vec<EventOutcome>,

    /// Only this many rows with most credits, in each period; the others become one row
    #[arg(long, value_name = "COUNT")]
    top: Option<u32>,

    /// What one credit costs, in money: adds a column
    #[arg(long, value_name = "AMOUNT")]
    credit_price: Option<Decimal>,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    focus: FocusArgs,
}

fn group_by(word: &str) -> Result<GroupBy, String> {
    let spec = ReportSpec::from_json(&format!("{{\"by\":[{}]}}", quoted(word)));
    let by = spec.map_err(|errors| errors.first().map_or("", |e| e.sentence()).to_owned())?.by;
    by.into_iter().next().ok_or_else(|| "expected a word".to_owned())
}

fn outcome(word: &str) -> Result<EventOutcome, String> {
    let spec = ReportSpec::from_json(&format!("{{\"outcomes\":[{}]}}", quoted(word)));
    let list = spec.map_err(|errors| errors.first().map_or("", |e| e.sentence()).to_owned())?;
    list.outcomes.into_iter().next().ok_or_else(|| "expected a word".to_owned())
}

fn quoted(word: &str) -> String {
    drawdown::to_text(word).unwrap_or_else(|_| "\"\"".to_owned())
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let catalog = args.catalog.as_deref().map(input::catalog).transpose()?;
    if args.focus.focus {
        let file = args.focus_file(catalog.as_ref())?;
        focus::notes(&file);
        return args.output.table(&file, focus::columns);
    }
    let report = args.report(catalog.as_ref())?;
    args.output.answer(&report, columns, text)
}

impl Args {
    fn spec(&self) -> anyhow::Result<ReportSpec> {
        let mut spec = ReportSpec::default();
        spec.by = self.by.clone();
        spec.from = self.from;
        spec.until = self.until;
        spec.zone = Some(self.log.zone()?);
        spec.cycle_from = self.cycle_from;
        spec.accounts = self.accounts.clone();
        spec.members = self.members.clone();
        spec.projects = self.projects.clone();
        spec.operations = self.operations.clone();
        spec.outcomes = self.outcomes.clone();
        spec.top = self.top;
        spec.compare = self.compare;
        spec.plan = self.plan.clone();
        spec.rate_all = self.rate_all;
        spec.credit_price = self.credit_price;
        Ok(spec)
    }

    fn report(&self, catalog: Option<&Catalog>) -> anyhow::Result<UsageReport> {
        match catalog {
            Some(catalog) if self.needs_replay() => self.replayed(catalog),
            None if self.needs_replay() => {
                let hint = "the catalog says in which order credits pay: --catalog FILE|ID";
                Err(Failure::new("`--by class` needs --catalog".to_owned(), hint).into())
            }
            _ => self.summed(catalog),
        }
    }

    fn needs_replay(&self) -> bool {
        self.account_file.is_some() || self.by.contains(&GroupBy::Class)
    }

    /// A report of a replay.
    fn replayed(&self, catalog: &Catalog) -> anyhow::Result<UsageReport> {
        let owner = Owner {
            log: &self.log,
            file: self.account_file.as_deref(),
            plan: self.plan.as_ref(),
            rate_all: self.rate_all,
        };
        // The account has the plan, and the replay says what is rated.
        let mut report = self.spec()?.rate_all(false);
        report.plan = None;
        let spec = owner.spec()?.report(report);
        let replay = owner.replay(catalog, &[], &spec)?;
        replay.report.ok_or_else(|| anyhow::anyhow!("the replay made no report"))
    }

    fn summed(&self, catalog: Option<&Catalog>) -> anyhow::Result<UsageReport> {
        let mut reports = UsageReports::new(&self.spec()?, catalog).map_err(|e| refused(&e))?;
        let read = self.log.read(&mut |event| reports.add(event))?;
        Ok(reports.finish(read).map_err(|error| refused(&error.into()))?)
    }

    fn focus_spec(&self) -> anyhow::Result<FocusSpec> {
        let spec = self.spec()?;
        let mut focus = self.focus.spec(self.credit_price.unwrap_or_default());
        focus.from = spec.from;
        focus.until = spec.until;
        focus.zone = spec.zone;
        focus.cycle_from = spec.cycle_from;
        focus.accounts = spec.accounts;
        focus.members = spec.members;
        focus.projects = spec.projects;
        focus.operations = spec.operations;
        focus.outcomes = spec.outcomes;
        focus.plan = spec.plan;
        focus.rate_all = spec.rate_all;
        Ok(focus)
    }

    fn focus_file(&self, catalog: Option<&Catalog>) -> anyhow::Result<FocusFile> {
        let mut focus =
            UsageFocus::new(&self.focus_spec()?, catalog).map_err(|errors| refused(&errors))?;
        let read = self.log.read(&mut |event| focus.add(event))?;
        Ok(focus.finish(read).map_err(|error| refused(&error.into()))?)
    }
}

fn refused(errors: &Errors) -> Failure {
    let hint = "`drawdown usage report --help` explains the options";
    Failure::of(errors.iter().map(option).collect(), hint)
}

/// The columns after the key.
const COLUMNS: [(&str, crate::table::Side); 8] = [
    ("credits", Right),
    ("share %", Right),
    ("runs", Right),
    ("failed", Right),
    ("refunded", Right),
    ("cost", Right),
    ("before", Right),
    ("change %", Right),
];

fn text(report: &UsageReport) -> String {
    let columns: [(&str, crate::table::Side); 12] = std::array::from_fn(|i| match i {
        0..4 => (report.by.get(i).map_or("", |by| by.word()), Left),
        _ => COLUMNS.get(i - 4).copied().unwrap_or(("", Left)),
    });
    let mut rows: Vec<[String; 12]> = report.rows.iter().map(|row| cells(report, row)).collect();
    rows.push(total(report));
    let mut out = table_within(line_width(), columns, &rows);
    let mut paragraph = |text: String| {
        out.push('\n');
        out.push_str(&wrapped(&text, line_width(), 0));
    };
    if report.total.rated > 0 {
        let name = report.catalog.as_ref();
        let catalog = name.map_or(String::new(), |c| format!(" by {} {}", c.id, c.version));
        paragraph(format!("{} rated{catalog}.", counted(report.total.rated, "event")));
    }
    if report.total.unknown > 0 {
        paragraph(format!(
            "Not in the sums: {} without known credits.",
            counted(report.total.unknown, "event")
        ));
        for unrated in report.unrated.iter().take(10) {
            paragraph(format!("  {} × {}", grouped(unrated.events), unrated.reason));
        }
    }
    let read = words(&report.read);
    if !read.is_empty() {
        out.push('\n');
        out.push_str(&read);
    }
    out
}

fn cells(report: &UsageReport, row: &ReportRow) -> [String; 12] {
    let key = |i: usize| {
        let value = row.key.get(i)?;
        let is_other = row.others.is_some() && value.is_none();
        Some(match (value, row.others) {
            (Some(value), _) => value.clone(),
            (None, Some(count)) if is_other && i == first_name(report) => {
                counted(count, "other").replace("other ", "other")
            }
            (None, Some(_)) => String::new(),
            (None, None) => "(none)".to_owned(),
        })
    };
    let decimal = |value: Option<Decimal>| value.map_or(String::new(), |value| value.to_string());
    let sums = sums(&row.sums);
    let more = [
        row.cost.map_or(String::new(), |cost| rounded(&cost.to_string(), 2)),
        row.before.map_or(String::new(), brief),
        decimal(row.change),
    ];
    std::array::from_fn(|i| match i {
        0..4 => key(i).unwrap_or_default(),
        5 => decimal(row.share),
        4 => sums.first().cloned().unwrap_or_default(),
        6..9 => sums.get(i - 5).cloned().unwrap_or_default(),
        _ => more.get(i - 9).cloned().unwrap_or_default(),
    })
}

/// The first column that does not hold periods.
fn first_name(report: &UsageReport) -> usize {
    let is_period = |by: &GroupBy| matches!(by.word(), "day" | "week" | "month" | "cycle");
    report.by.iter().position(|by| !is_period(by)).unwrap_or(0)
}

/// Credits, runs, failed runs, refunds; zeros that say nothing are left out.
fn sums(sums: &UsageSums) -> [String; 4] {
    let count = |count: u64| if count == 0 { String::new() } else { grouped(count) };
    let refunded =
        if sums.refunded.decimal().is_zero() { String::new() } else { brief(sums.refunded) };
    [brief(sums.credits), grouped(sums.runs), count(sums.failed), refunded]
}

fn total(report: &UsageReport) -> [String; 12] {
    let [credits, runs, failed, refunded] = sums(&report.total);
    let cost = report.cost.map_or(String::new(), |cost| rounded(&cost.to_string(), 2));
    let before = report.before.map_or(String::new(), brief);
    let mut cells: [String; 12] = Default::default();
    for (place, cell) in [
        (0, "total".to_owned()),
        (4, credits),
        (6, runs),
        (7, failed),
        (8, refunded),
        (9, cost),
        (10, before),
    ] {
        if let Some(slot) = cells.get_mut(place) {
            *slot = cell;
        }
    }
    if report.by.is_empty() {
        cells[0].clear();
    }
    cells
}

fn columns(report: &UsageReport) -> Columns {
    let rows = &report.rows;
    let keys = report.by.iter().enumerate().map(|(place, by)| {
        let keys = rows.iter().map(|row| row.key.get(place).cloned().flatten());
        (by.word(), Values::Texts(keys.collect()))
    });
    let counts = |count: fn(&UsageSums) -> u64| {
        Values::Counts(rows.iter().map(|row| Some(count(&row.sums))).collect())
    };
    let decimals = |decimal: fn(&ReportRow) -> Option<Decimal>| {
        Values::Decimals(rows.iter().map(decimal).collect())
    };
    Columns::of(keys.chain([
        ("events", counts(|sums| sums.events)),
        ("runs", counts(|sums| sums.runs)),
        ("failed", counts(|sums| sums.failed)),
        ("credits", decimals(|row| Some(row.sums.credits.decimal()))),
        ("refunded", decimals(|row| Some(row.sums.refunded.decimal()))),
        ("rated", counts(|sums| sums.rated)),
        ("unknown", counts(|sums| sums.unknown)),
        ("share", decimals(|row| row.share)),
        ("cost", decimals(|row| row.cost.map(Money::decimal))),
        ("before", decimals(|row| row.before.map(Credits::decimal))),
        ("change", decimals(|row| row.change)),
    ]))
}
