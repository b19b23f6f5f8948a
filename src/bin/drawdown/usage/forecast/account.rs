//! The account that the forecast is for.

use super::Args;
use crate::failure::Failure;
use crate::{input, zone};
use drawdown::{Account, Scenario, Value, parse};

/// An account, and how it was written.
pub(super) struct Holder {
    pub(super) account: Account,
    /// Whether anything of it was given.
    pub(super) is_given: bool,
    /// As it is written to a need or a scenario.
    pub(super) written: Vec<(String, Value)>,
}

impl Holder {
    /// From a file and from flags.
    pub(super) fn read(args: &Args) -> anyhow::Result<Self> {
        let value = match &args.account {
            Some(path) => of_file(path)?,
            None => Value::Object(Vec::new()),
        };
        let mut written = match &value {
            Value::Object(members) => members.clone(),
            _ => Vec::new(),
        };
        let mut file = Value::Object(vec![
            ("start".to_owned(), Value::String("2026-01-01".to_owned())),
            ("account".to_owned(), value),
        ]);
        let in_file = zone::take(&mut file);
        let path = args.account.as_deref().unwrap_or("the account");
        let scenario = Scenario::from_value(&file).map_err(|errors| {
            let hint = "`drawdown catalog schema account` prints the format of an account";
            Failure::in_input(input::name(path), &errors, hint)
        })?;
        let mut account = scenario.account.unwrap_or_default();
        if let Some(plan) = &args.plan {
            account.plan = Some(plan.clone()).filter(|plan| plan != "none");
            written.retain(|(key, _)| key != "plan");
            written
                .extend(account.plan.clone().map(|plan| ("plan".to_owned(), Value::String(plan))));
        }
        account.zone = Some(match in_file {
            Some(name) => zone::of_logs(&name, path, &None)?,
            None => args.log.zone()?,
        });
        if !written.iter().any(|(key, _)| key == "zone") {
            let name = args.log.zone()?.name().to_owned();
            written.push(("zone".to_owned(), Value::String(name)));
        }
        let is_given = args.account.is_some() || args.plan.is_some();
        Ok(Holder { account, is_given, written })
    }
}

/// The account of a file, or the account in it: a scenario holds one too.
fn of_file(path: &str) -> anyhow::Result<Value> {
    let hint = "`drawdown catalog schema account` prints the format of an account";
    let refused = |errors| Failure::in_input(input::name(path), &errors, hint);
    let value = parse(&input::text(path)?).map_err(refused)?;
    Ok(match value {
        Value::Object(members) if members.iter().any(|(key, _)| key == "account") => {
            let account = members.into_iter().find(|(key, _)| key == "account");
            account.map_or(Value::Null, |(_, account)| account)
        }
        value => value,
    })
}
