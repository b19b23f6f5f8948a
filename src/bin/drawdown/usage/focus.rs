//! `drawdown usage report --focus`: the rows of a FOCUS file.

use super::log::words;
use crate::columns::{Columns, Values};
use crate::failure::note;
use crate::table::counted;
use drawdown::{
    ChargePeriod, Decimal, FOCUS_VERSION, FocusCell, FocusFile, FocusKind, FocusSpec, FocusTable,
    SubAccount,
};

/// What a FOCUS file needs besides the log
#[derive(clap::Args)]
#[command(next_help_heading = "FOCUS")]
pub(crate) struct FocusArgs {
    /// Print a FOCUS 1.4 cost and usage file: CSV, or with --json or --parquet
    #[arg(
        long,
        requires = "credit_price",
        conflicts_with_all = ["by", "account_file", "compare", "top"]
    )]
    pub(super) focus: bool,

    /// What one credit costs by contract [default: --credit-price]
    #[arg(long, value_name = "AMOUNT", requires = "focus")]
    contracted_price: Option<Decimal>,

    /// ISO 4217 code of the money [default: that of the catalog]
    #[arg(long, value_name = "CODE", requires = "focus")]
    billing_currency: Option<String>,

    /// Id of the account that is billed, for rows of the log without an account
    #[arg(long, value_name = "ID", requires = "focus")]
    billing_account: Option<String>,

    /// The name of that account
    #[arg(long, value_name = "NAME", requires = "billing_account")]
    billing_account_name: Option<String>,

    /// Who sells the service [default: the name of the catalog]
    #[arg(long, value_name = "NAME", requires = "focus")]
    service_provider: Option<String>,

    /// Who sends the invoice [default: the service provider]
    #[arg(long, value_name = "NAME", requires = "focus")]
    invoice_issuer: Option<String>,

    /// What a sub account is: member, project [default: member]
    #[arg(long, value_name = "WORD", requires = "focus", value_parser = sub_account)]
    sub_account: Option<SubAccount>,

    /// How long a charge period is: day, hour [default: day]
    #[arg(long, value_name = "WORD", requires = "focus", value_parser = charge_period)]
    charge_period: Option<ChargePeriod>,
}

fn sub_account(word: &str) -> Result<SubAccount, String> {
    match word {
        "member" => Ok(SubAccount::Member),
        "project" => Ok(SubAccount::Project),
        _ => Err("expected member or project".to_owned()),
    }
}

fn charge_period(word: &str) -> Result<ChargePeriod, String> {
    match word {
        "day" => Ok(ChargePeriod::Day),
        "hour" => Ok(ChargePeriod::Hour),
        _ => Err("expected day or hour".to_owned()),
    }
}

impl FocusArgs {
    /// What these options say, and nothing about events.
    pub(super) fn spec(&self, credit_price: Decimal) -> FocusSpec {
        let mut spec = FocusSpec::new(credit_price);
        spec.contracted_price = self.contracted_price;
        spec.billing_currency = self.billing_currency.clone();
        spec.billing_account = self.billing_account.clone();
        spec.billing_account_name = self.billing_account_name.clone();
        spec.service_provider = self.service_provider.clone();
        spec.invoice_issuer = self.invoice_issuer.clone();
        spec.sub_account = self.sub_account;
        spec.charge_period = self.charge_period;
        spec
    }
}

/// The rows as columns.
pub(super) fn columns(file: &FocusFile) -> Columns {
    let known = FocusTable::columns();
    let mut columns: Vec<Values> = known.iter().map(|column| values(column.kind)).collect();
    for row in file.rows.rows() {
        columns.iter_mut().zip(row).for_each(|(values, cell)| push(values, cell));
    }
    Columns::of(known.iter().map(|column| column.id).zip(columns))
}

fn values(kind: FocusKind) -> Values {
    match kind {
        FocusKind::Text | FocusKind::Json => Values::Texts(Vec::new()),
        FocusKind::Decimal => Values::Decimals(Vec::new()),
        FocusKind::Instant => Values::Instants(Vec::new()),
    }
}

fn push(values: &mut Values, cell: FocusCell) {
    match (values, cell) {
        (Values::Texts(list), FocusCell::Text(text)) => list.push(Some(text.into_owned())),
        (Values::Decimals(list), FocusCell::Decimal(decimal)) => list.push(Some(decimal)),
        (Values::Instants(list), FocusCell::Instant(instant)) => list.push(Some(instant)),
        (Values::Texts(list), _) => list.push(None),
        (Values::Decimals(list), _) => list.push(None),
        (Values::Instants(list), _) => list.push(None),
        (Values::Counts(list), _) => list.push(None),
    }
}

/// Says on stderr which version it is, and what is in no row.
pub(super) fn notes(file: &FocusFile) {
    let rows = counted(file.rows.len() as u64, "row");
    note(&format!("FOCUS {FOCUS_VERSION}, Cost and Usage: {rows}"));
    if file.free_failures > 0 {
        let runs = counted(file.free_failures, "run");
        note(&format!("not in the rows: {runs} without a result and without a cost"));
    }
    if file.unknown > 0 {
        let events = counted(file.unknown, "event");
        note(&format!("not in the rows: {events} without known credits"));
        for unrated in file.unrated.iter().take(10) {
            note(&format!("  {} × {}", drawdown::grouped(unrated.events), unrated.reason));
        }
    }
    words(&file.read).lines().for_each(note);
}
