//! Rows of JSON: objects of our own form, mapped ones, and CloudEvents.

use crate::json::{Value, parse, to_text};
use crate::usage::field::{FIELDS, Field};
use crate::usage::mapping::Mapping;
use crate::usage::problem::ReadSummary;
use crate::usage::target::Target;
use crate::usage::text::Row;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Where keys belong, found once for each.
#[derive(Debug, Default)]
pub(super) struct Keys(BTreeMap<String, Target>);

/// More different keys are looked up each time.
const MOST_KEYS: usize = 1_000;

/// The object that a row holds.
pub(super) fn value(bytes: &[u8]) -> Result<Value, String> {
    let text = str::from_utf8(bytes).map_err(|_| "no UTF-8 text".to_owned())?;
    let value = parse(text).map_err(|errors| match errors.first() {
        Some(error) => error.to_string(),
        None => "no JSON".to_owned(),
    })?;
    match value {
        Value::Object(_) => Ok(value),
        other => Err(format!("expected an object, found {}", other.shown())),
    }
}

/// Adds the settings of an object that is written in a cell.
pub(super) fn settings_in(text: &str, row: &mut Row) -> Result<(), String> {
    let Value::Object(members) = value(text.as_bytes())? else { return Ok(()) };
    for (name, value) in members {
        if let Some(text) = text_of(&value) {
            row.settings.push((Cow::Owned(name), Cow::Owned(text.into_owned())));
        }
    }
    Ok(())
}

impl Keys {
    /// The row of an object.
    pub(super) fn row<'a>(
        &mut self,
        value: &'a Value,
        mapping: &Mapping,
        summary: &mut ReadSummary,
    ) -> Result<Row<'a>, String> {
        let mut row = Row::default();
        let is_cloud_event = value.get("specversion").is_some();
        let data = value.get("data").filter(|_| is_cloud_event);
        let mut ranks = [usize::MAX; FIELDS.len()];
        let fields = if is_cloud_event { data } else { Some(value) };
        if let Some(Value::Object(members)) = fields {
            for (key, value) in members {
                let target = self.target(key, mapping);
                if target == Target::Ignored && !is_pointed_at(key, mapping) {
                    summary.ignore(key);
                }
                put(&mut row, &mut ranks, target, value)?;
            }
        }
        if is_cloud_event {
            attributes(&mut row, value);
        }
        by_pointer(&mut row, value, mapping);
        Ok(row)
    }

    fn target(&mut self, key: &str, mapping: &Mapping) -> Target {
        if let Some(target) = self.0.get(key) {
            return target.clone();
        }
        let target = mapping.target(key);
        if self.0.len() < MOST_KEYS {
            self.0.insert(key.to_owned(), target.clone());
        }
        target
    }
}

fn put<'a>(
    row: &mut Row<'a>,
    ranks: &mut [usize; FIELDS.len()],
    target: Target,
    value: &'a Value,
) -> Result<(), String> {
    match target {
        Target::Field(field, rank) => {
            if matches!(value, Value::Array(_) | Value::Object(_)) {
                return Err(format!("{}: expected a text, found {}", field.name(), value.shown()));
            }
            let best = ranks.get_mut(field.place());
            if let (Some(text), Some(best)) = (text_of(value), best.filter(|best| **best > rank)) {
                *best = rank;
                row.put(field, text);
            }
        }
        Target::Setting(name) => {
            row.settings.extend(text_of(value).map(|text| (Cow::Owned(name), text)));
        }
        Target::Settings => match value {
            Value::Object(members) => {
                let named = |(name, value): &'a (String, Value)| {
                    Some((Cow::Borrowed(name.as_str()), text_of(value)?))
                };
                row.settings.extend(members.iter().filter_map(named));
            }
            Value::Null => {}
            other => return Err(format!("settings: expected an object, found {}", other.shown())),
        },
        Target::Ignored => {}
    }
    Ok(())
}

/// What the attributes of a CloudEvent say: its id is unique with its source only.
fn attributes<'a>(row: &mut Row<'a>, event: &'a Value) {
    let attribute = |name: &str| event.get(name).and_then(text_of);
    if let (Some(source), Some(id)) = (attribute("source"), attribute("id")) {
        row.put(Field::Id, Cow::Owned(format!("{source} {id}")));
    }
    for (field, name) in
        [(Field::At, "time"), (Field::Account, "subject"), (Field::Operation, "type")]
    {
        let is_open = row.fields.get(field.place()).is_some_and(Option::is_none);
        if let Some(text) = attribute(name).filter(|_| is_open) {
            row.put(field, text);
        }
    }
}

/// What the mapping points at.
fn by_pointer<'a>(row: &mut Row<'a>, value: &'a Value, mapping: &Mapping) {
    for field in FIELDS {
        if let Some(text) = mapping.column(field).and_then(|at| pointed_at(value, at)) {
            row.put(field, text);
        }
    }
    for (name, at) in &mapping.settings {
        if let Some(text) = pointed_at(value, at) {
            row.settings.push((Cow::Owned(name.clone()), text));
        }
    }
}

fn pointed_at<'a>(value: &'a Value, pointer: &str) -> Option<Cow<'a, str>> {
    let mut keys = pointer.strip_prefix('/')?.split('/');
    let unescaped = |key: &str| key.replace("~1", "/").replace("~0", "~");
    text_of(keys.try_fold(value, |value, key| value.get(&unescaped(key)))?)
}

fn is_pointed_at(key: &str, mapping: &Mapping) -> bool {
    let columns = FIELDS.into_iter().filter_map(|field| mapping.column(field));
    let settings = mapping.settings.iter().map(|(_, at)| at.as_str());
    let first = |pointer: &str| {
        pointer.strip_prefix('/').and_then(|rest| rest.split('/').next()) == Some(key)
    };
    columns.chain(settings).any(first)
}

/// A value as a text; `None` for null.
pub(super) fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::Bool(flag) => Some(Cow::Borrowed(if *flag { "true" } else { "false" })),
        Value::Number(text) | Value::String(text) => Some(Cow::Borrowed(text)),
        list => to_text(list).ok().map(Cow::Owned),
    }
}
