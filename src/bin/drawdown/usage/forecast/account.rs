//! The account that the forecast is for.

use super::Args;
use crate::failure::Failure;
use crate::{input, zone};
use drawdown::{Account, Instant, Scenario, Value, Zone, parse};
use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

/// An account, and how it was written.
pub(super) struct Holder {
    pub(super) account: Account,
    /// Whether anything of it was given.
    pub(super) is_given: bool,
    /// As it is written to a need or a scenario.
    pub(super) written: Vec<(String, Written)>,
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
            Some(name) => long(&name, path)?,
            None => args.log.zone()?,
        });
        if !written.iter().any(|(key, _)| key == "zone") {
            let name = args.log.zone()?.name().to_owned();
            written.push(("zone".to_owned(), Value::String(name)));
        }
        let is_given = args.account.is_some() || args.plan.is_some();
        let written = written.into_iter().map(|(key, value)| (key, Written(value))).collect();
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

/// A zone for all times.
fn long(name: &str, path: &str) -> anyhow::Result<Zone> {
    let at = |text: &str| text.parse::<Instant>();
    let zone = zone::named(name, (at("1990-01-01")?, at("2100-01-01")?));
    Ok(zone.map_err(|error| zone::refused(error, path, &None))?)
}

/// A value of a file, to be written again.
pub(super) struct Written(Value);

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(flag) => serializer.serialize_bool(*flag),
            // An amount is as good as a string, and keeps its digits.
            Value::Number(text) => match text.parse::<i64>() {
                Ok(whole) => serializer.serialize_i64(whole),
                Err(_) => serializer.serialize_str(text),
            },
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&Written(item.clone()))?;
                }
                list.end()
            }
            Value::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, &Written(value.clone()))?;
                }
                map.end()
            }
        }
    }
}
