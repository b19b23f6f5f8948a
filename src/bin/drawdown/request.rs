//! A request: an operation with flags, or a file.

use crate::failure::Failure;
use crate::input;
use anyhow::Context;
use clap::Args;
use drawdown::{
    Balance, Catalog, Credits, Decimal, Errors, Instant, Request, SettingInfo, SettingValue,
};
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Args)]
pub(crate) struct RequestArgs {
    /// Catalog: a file, or the id of a shipped one
    #[arg(long, short, value_name = "FILE|ID")]
    pub(crate) catalog: String,

    /// Operation to run, or a request file (`.json`)
    #[arg(value_name = "OPERATION|REQUEST.json", required_unless_present = "request")]
    wanted: Option<String>,

    /// Request as a JSON file; `-` reads stdin
    #[arg(long, value_name = "FILE", conflicts_with = "wanted")]
    request: Option<String>,

    /// Value of a setting; lists with commas
    #[arg(long = "set", short, value_name = "NAME=VALUE", value_parser = name_and_value)]
    settings: Vec<(String, String)>,

    /// Number of runs
    #[arg(long, short, value_name = "COUNT")]
    runs: Option<u32>,

    #[command(flatten)]
    setting: Circumstances,

    /// Credits before the request
    #[arg(long, short, value_name = "CREDITS", allow_negative_numbers = true)]
    balance: Option<Credits>,

    /// Earlier use of a meter of the catalog, in this day, month or cycle
    #[arg(long, value_name = "METER=AMOUNT", value_parser = meter_and_amount)]
    used: Vec<(String, Decimal)>,
}

/// For which account, and when.
#[derive(Args)]
pub(crate) struct Circumstances {
    /// Id of the current plan
    #[arg(long, short, value_name = "ID")]
    plan: Option<String>,

    /// Instant whose prices count, such as 2026-11-01 or 2026-11-01T09:00Z [default: now]
    #[arg(long, value_name = "INSTANT")]
    at: Option<Instant>,
}

pub(crate) fn name_and_value(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

fn meter_and_amount(text: &str) -> Result<(String, Decimal), String> {
    let (name, amount) = name_and_value(text).map_err(|_| "expected METER=AMOUNT")?;
    Ok((name, amount.parse().map_err(|fault| format!("{amount}: {fault}"))?))
}

impl RequestArgs {
    /// The catalog, and the request to it.
    pub(crate) fn read(&self) -> anyhow::Result<(Catalog, Request)> {
        let catalog = input::catalog(&self.catalog)?;
        let mut request = self.base()?;
        for (name, value) in &self.settings {
            let value = setting_value(&catalog, &request.operation, name, value);
            request = request.set(name, value);
        }
        request.run.runs = self.runs.or(request.run.runs);
        if let Some(amount) = self.balance {
            request.run.balance = Some(Balance::new(amount));
        }
        for (meter, amount) in &self.used {
            request = request.used(meter, *amount);
        }
        self.setting.fill(&mut request)?;
        Ok((catalog, request))
    }

    fn base(&self) -> anyhow::Result<Request> {
        let Some(file) = self.file() else {
            return Ok(Request::new(self.wanted.clone().unwrap_or_default()));
        };
        let hint = "`drawdown catalog schema request` prints the format of a request";
        let request = Request::from_json(&input::text(file)?);
        Ok(request.map_err(|errors| Failure::in_input(input::name(file), &errors, hint))?)
    }

    /// The request file, if there is one.
    pub(crate) fn file(&self) -> Option<&str> {
        let wanted = self.wanted.as_deref().filter(|wanted| wanted.ends_with(".json"));
        self.request.as_deref().or(wanted)
    }

    /// The errors of the request, with a hint.
    pub(crate) fn refused(&self, errors: &Errors, request: &Request) -> Failure {
        let about_operation = errors.iter().any(|error| error.pointer() == "/operation");
        let operation = if about_operation { "" } else { request.operation.as_str() };
        let show = format!("drawdown catalog show {} {operation}", self.catalog);
        let name = self.file().map_or("request", input::name);
        Failure::in_input(name, errors, format!("`{}` lists the valid names", show.trim_end()))
    }
}

impl Circumstances {
    /// Adds the flags, and the current time if the request has no instant.
    pub(crate) fn fill(&self, request: &mut Request) -> anyhow::Result<()> {
        if let Some(plan) = &self.plan {
            request.run.plan = Some(plan.clone());
        }
        request.run.at = match self.at.or(request.run.at) {
            Some(at) => Some(at),
            None => Some(now()?),
        };
        Ok(())
    }
}

/// The only place that reads the clock.
pub(crate) fn now() -> anyhow::Result<Instant> {
    let seconds =
        SystemTime::now().duration_since(UNIX_EPOCH).context("the clock is before 1970")?.as_secs();
    i64::try_from(seconds)
        .ok()
        .and_then(Instant::from_unix)
        .context("the clock is after the year 9999")
}

/// Parses a value from the command line by the kind of its setting. A value that does not fit stays
/// a text, which the library refuses with a list of what it expected.
pub(crate) fn setting_value(
    catalog: &Catalog,
    operation: &str,
    name: &str,
    text: &str,
) -> SettingValue {
    let info = catalog.info();
    let id = catalog.operation_id(operation).unwrap_or_default();
    let operation = info.operations.iter().find(|known| known.id == id);
    let setting =
        operation.and_then(|known| known.settings.iter().find(|known| known.name == name));
    setting.and_then(|setting| typed(setting, text)).unwrap_or_else(|| text.into())
}

fn typed(setting: &SettingInfo, text: &str) -> Option<SettingValue> {
    match setting.kind {
        "flag" => match text {
            "yes" | "true" => Some(true.into()),
            "no" | "false" => Some(false.into()),
            _ => None,
        },
        "list" => {
            let items = text.trim_matches(['[', ']']).split(',').map(str::trim);
            let items = items.filter(|item| !item.is_empty());
            items.map(|item| item.parse().ok()).collect::<Option<Vec<Decimal>>>().map(Into::into)
        }
        _ if setting.numeric => text.parse::<Decimal>().ok().map(Into::into),
        _ => None,
    }
}
