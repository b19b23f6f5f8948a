//! `drawdown usage replay`

use super::log::{LogArgs, option, words};
use crate::answer::Answer;
use crate::failure::Failure;
use crate::sheet::Sheet;
use crate::simulate::account_report;
use crate::table::{Left, Right, brief, counted, line_width, table, table_within, wrapped};
use crate::{input, zone};
use drawdown::{Catalog, Errors, Replay, ReplaySpec, Scenario, UsageReplay, grouped, parse};

/// The logs, the catalog and the account
#[derive(clap::Args)]
pub(super) struct AccountArgs {
    #[command(flatten)]
    log: LogArgs,

    /// Catalog: a file, or the id of a shipped one
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: String,

    /// Another version of the catalog, to find where differences come from
    #[arg(long = "other-version", value_name = "FILE|ID")]
    others: Vec<String>,

    /// The account, its actions and known balances, as a JSON file
    #[arg(long, short, value_name = "FILE")]
    account: Option<String>,

    /// Id of the account's plan at the start [default: as the file says]
    #[arg(long, value_name = "ID")]
    plan: Option<String>,

    /// Rate all events by the catalog, also those whose charge is in the log
    #[arg(long)]
    rate_all: bool,
}

/// Run logs through an account: balances, which credits paid what, and what differs
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    account: AccountArgs,

    /// Print what each lot paid of each event; as CSV, or in the JSON
    #[arg(long)]
    payments: bool,

    /// Print everything as JSON: exact, every amount a decimal string
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let catalog = input::catalog(&args.account.catalog)?;
    let (spec, replay) = args.account.replay(&catalog, args.payments)?;
    if args.json {
        return Answer::json(&replay);
    }
    if args.payments {
        return payments(&replay).map(Answer::new);
    }
    Ok(Answer::new(text(&catalog, &spec, &replay)))
}

impl AccountArgs {
    pub(super) fn catalog(&self) -> anyhow::Result<Catalog> {
        input::catalog(&self.catalog)
    }

    /// Reads the logs and replays them.
    pub(super) fn replay(
        &self,
        catalog: &Catalog,
        payments: bool,
    ) -> anyhow::Result<(ReplaySpec, Replay)> {
        let others = self.others.iter().map(|other| input::catalog(other));
        let others = others.collect::<anyhow::Result<Vec<_>>>()?;
        let owner = Owner {
            log: &self.log,
            file: self.account.as_deref(),
            plan: self.plan.as_ref(),
            rate_all: self.rate_all,
        };
        let spec = owner.spec()?.payments(payments);
        let replay = owner.replay(catalog, &others, &spec)?;
        Ok((spec, replay))
    }
}

/// Whose log it is.
pub(super) struct Owner<'a> {
    pub(super) log: &'a LogArgs,
    /// The account file.
    pub(super) file: Option<&'a str>,
    pub(super) plan: Option<&'a String>,
    pub(super) rate_all: bool,
}

impl Owner<'_> {
    pub(super) fn spec(&self) -> anyhow::Result<ReplaySpec> {
        let mut spec = ReplaySpec::default();
        let mut in_file = None;
        if let Some(path) = self.file {
            let text = input::text(path)?;
            let mut value = parse(&text).map_err(|errors| self.refused(&errors))?;
            in_file = zone::take(&mut value);
            spec = ReplaySpec::from_value(&value).map_err(|errors| self.refused(&errors))?;
        }
        let account = spec.account.get_or_insert_default();
        if self.plan.is_some() {
            account.plan = self.plan.cloned();
        }
        account.zone = match in_file {
            Some(name) => Some(zone::of_logs(&name, self.file.unwrap_or(""), &None)?),
            None => Some(self.log.zone()?),
        };
        spec.rate_all = self.rate_all;
        Ok(spec)
    }

    /// Reads the logs and replays them.
    pub(super) fn replay(
        &self,
        catalog: &Catalog,
        others: &[Catalog],
        spec: &ReplaySpec,
    ) -> anyhow::Result<Replay> {
        let refused = |errors: Errors| self.refused(&errors);
        let mut replay = UsageReplay::new(catalog, spec, others).map_err(refused)?;
        let read = self.log.read(&mut |event| replay.add(event))?;
        let replay = crate::progress::wait(move |teller| {
            let looks = teller.looks_for("events");
            replay.finish_watched(read, &mut |done| looks(done))
        })?;
        Ok(replay.map_err(refused)?)
    }

    fn refused(&self, errors: &Errors) -> Failure {
        if let Some(error) = errors.iter().find(|error| error.pointer().starts_with("/report")) {
            let hint = "`drawdown usage report --help` explains the options";
            return Failure::of(vec![option(error)], hint);
        }
        let hint = "`drawdown catalog schema usage-account` prints the format of an account file";
        let name = self.file.map_or("the account", input::name);
        Failure::in_input(name, errors, hint)
    }
}

fn text(catalog: &Catalog, spec: &ReplaySpec, replay: &Replay) -> String {
    let projection = &replay.projection;
    let scenario = Scenario::of_account(spec.account.clone(), projection.start, projection.until);
    let sections = [
        account_report(catalog, &scenario, projection),
        paid(replay),
        refused(replay),
        balances(replay),
        audit(replay),
        unrated(replay),
        words(&replay.read),
    ];
    let shown: Vec<String> = sections.into_iter().filter(|section| !section.is_empty()).collect();
    shown.join("\n")
}

fn paid(replay: &Replay) -> String {
    let rows: Vec<[String; 4]> = replay
        .paid
        .iter()
        .map(|row| {
            let member = row.member.clone().unwrap_or_default();
            [row.class.clone(), row.operation.clone(), member, brief(row.credits)]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    table([("paid by", Left), ("operation", Left), ("member", Left), ("credits", Right)], &rows)
}

fn refused(replay: &Replay) -> String {
    if replay.refused_events == 0 {
        return String::new();
    }
    let mut out = wrapped(
        &format!(
            "The account could not pay {} of the log, {} credits: an action is missing, or another plan.",
            counted(replay.refused_events, "event"),
            grouped(replay.refused_credits)
        ),
        line_width(),
        0,
    );
    let rows: Vec<[String; 4]> = replay
        .refused
        .iter()
        .take(5)
        .map(|event| {
            let at = replay.projection.zone().moment(event.at);
            [at, event.operation.clone(), brief(event.amount), brief(event.missing)]
        })
        .collect();
    let columns =
        [("first of them", Left), ("operation", Left), ("credits", Right), ("missing", Right)];
    out.push_str(&table(columns, &rows));
    out
}

fn balances(replay: &Replay) -> String {
    let rows: Vec<[String; 4]> = replay
        .balances
        .iter()
        .map(|check| {
            let at = replay.projection.zone().moment(check.at);
            [at, grouped(check.expected), grouped(check.found), grouped(check.difference)]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let columns =
        [("balance on", Left), ("shown", Right), ("computed", Right), ("difference", Right)];
    table(columns, &rows)
}

fn audit(replay: &Replay) -> String {
    let audit = &replay.audit;
    let differing: u64 = audit.operations.iter().map(|row| row.differing).sum();
    if audit.compared == 0 {
        return String::new();
    }
    if differing == 0 {
        return format!(
            "Every charge is as the catalog says: {} compared.\n",
            counted(audit.compared, "event")
        );
    }
    let rows: Vec<[String; 8]> = audit
        .operations
        .iter()
        .map(|row| {
            let bias = row.bias.map_or(String::new(), brief);
            [
                row.operation.clone(),
                grouped(row.events),
                grouped(row.differing),
                brief(row.charged),
                brief(row.rated),
                grouped(row.difference),
                bias,
                format!("{} to {}", row.least, row.most),
            ]
        })
        .collect();
    let columns = [
        ("charges", Left),
        ("events", Right),
        ("differing", Right),
        ("charged", Right),
        ("by the catalog", Right),
        ("difference", Right),
        ("mean", Right),
        ("spread", Right),
    ];
    let mut out = table_within(line_width(), columns, &rows);
    for count in &audit.causes {
        let about = count.about.as_ref().map_or(String::new(), |about| format!(" ({about})"));
        let cause = cause(count.cause.word());
        let events = counted(count.events, "event");
        out.push_str(&format!(
            "  {events}, {} credits: {cause}{about}\n",
            grouped(count.difference)
        ));
    }
    out
}

/// A cause in words.
fn cause(word: &str) -> &str {
    match word {
        "refund_missing" => "a failed run was charged, which the catalog refunds",
        "not_charged" => "nothing was charged",
        "other_plan" => "the price of another plan",
        "other_version" => "the price of another version",
        "rounding_scope" => "each run rounded on its own",
        "charged_twice" => "a multiple of the price",
        _ => "not explained",
    }
}

fn unrated(replay: &Replay) -> String {
    let mut out = String::new();
    if replay.outside > 0 {
        out.push_str(&format!(
            "Before the start or after the end: {}.\n",
            counted(replay.outside, "event")
        ));
    }
    for unrated in replay.unrated.iter().take(10) {
        out.push_str(&format!("Not charged: {} × {}\n", grouped(unrated.events), unrated.reason));
    }
    out
}

fn payments(replay: &Replay) -> anyhow::Result<String> {
    let mut sheet = Sheet::new(["id", "at", "operation", "member", "class", "lot", "credits"])?;
    for payment in &replay.payments {
        let id = payment.id.as_deref().unwrap_or("");
        let at = payment.at.to_string();
        let receipt = &payment.receipt;
        let member = receipt.member.as_deref().unwrap_or("");
        for lot in &receipt.lots {
            let credits = lot.amount.to_string();
            sheet.row([id, &at, &receipt.operation, member, &lot.class, &lot.lot, &credits])?;
        }
        if !receipt.debt.decimal().is_zero() {
            let debt = receipt.debt.to_string();
            sheet.row([id, &at, &receipt.operation, member, "debt", "", &debt])?;
        }
    }
    sheet.text()
}
