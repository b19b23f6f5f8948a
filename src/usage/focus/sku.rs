//! What was sold: an operation, and its price by settings.

use super::super::event::UsageEvent;
use super::super::names::Index;
use super::super::rate::typed;
use super::super::share::too_large;
use crate::amount::Decimal;
use crate::catalog::program::Kind;
use crate::catalog::{Catalog, SettingValue};
use crate::error::{Error, ErrorKind};
use crate::json::{Value, to_text};

/// More operations with different settings are an error: they would fill the memory.
const MOST_SKUS: usize = 1_000_000;

/// An operation with settings.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sku {
    /// The id of the operation.
    pub(super) id: String,
    /// Its name for people.
    pub(super) name: String,
    /// The id with the settings: `clip?seconds=5`.
    pub(super) price_id: String,
    /// The settings as a JSON object, if there are any.
    pub(super) details: Option<String>,
}

/// Numbers the operations with their settings.
#[derive(Debug, Default)]
pub(super) struct Skus {
    /// By operation and settings as in the log.
    by_shape: Index<Box<str>, u32>,
    by_price: Index<Box<str>, u32>,
    list: Vec<Sku>,
    key: String,
}

impl Skus {
    pub(super) fn number(
        &mut self,
        event: &UsageEvent,
        catalog: Option<&Catalog>,
    ) -> Result<u32, Error> {
        self.key.clear();
        event.push_shape(&mut self.key);
        if let Some(number) = self.by_shape.get(self.key.as_str()) {
            return Ok(*number);
        }
        if self.by_shape.len() >= MOST_SKUS {
            let sentence = format!("more than {MOST_SKUS} operations with different settings");
            return Err(Error::new(ErrorKind::Limit, "", sentence));
        }
        let sku = Sku::of(event, catalog)?;
        // Two names of one operation are one.
        let number = *self.by_price.entry(sku.price_id.as_str().into()).or_insert_with(|| {
            self.list.push(sku);
            self.list.len() as u32 - 1
        });
        self.by_shape.insert(self.key.as_str().into(), number);
        Ok(number)
    }

    pub(super) fn into_list(self) -> Vec<Sku> {
        self.list
    }
}

impl Sku {
    fn of(event: &UsageEvent, catalog: Option<&Catalog>) -> Result<Self, Error> {
        let asked = catalog.and_then(|catalog| catalog.operation_id(&event.operation));
        let id = asked.unwrap_or(&event.operation);
        let head = catalog.and_then(|catalog| catalog.checked().head(id));
        Ok(Sku {
            name: head.map_or(id, |(_, head)| head.name()).to_owned(),
            price_id: price_id(id, event),
            details: details(id, event, catalog)?,
            id: id.to_owned(),
        })
    }
}

fn price_id(id: &str, event: &UsageEvent) -> String {
    let mut text = escaped(id);
    for (place, (name, value)) in event.settings.iter().enumerate() {
        text.push(if place == 0 { '?' } else { '&' });
        text.push_str(&escaped(name));
        text.push('=');
        text.push_str(&escaped(value));
    }
    text
}

/// A part of an id, so that no two settings read like one.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '%' => out.push_str("%25"),
            '?' => out.push_str("%3F"),
            '&' => out.push_str("%26"),
            '=' => out.push_str("%3D"),
            other => out.push(other),
        }
    }
    out
}

/// The settings by key, numbers as numbers where the catalog says so.
fn details(
    id: &str,
    event: &UsageEvent,
    catalog: Option<&Catalog>,
) -> Result<Option<String>, Error> {
    if event.settings.is_empty() {
        return Ok(None);
    }
    let operation = catalog.and_then(|catalog| catalog.checked().operation(id).ok());
    let kind = |name: &str| {
        let mut settings = operation?.settings.iter();
        settings.find(|setting| *setting.name == *name).map(|setting| &setting.kind)
    };
    let names: Vec<&str> = event.settings.iter().map(|(name, _)| &**name).collect();
    let values = event.settings.iter().map(|(name, text)| value(kind(name), text));
    let members = keys(&names).into_iter().zip(values).collect();
    to_text(&Value::Object(members)).map(Some).map_err(|_| too_large())
}

/// `x_AspectRatio` for `aspect_ratio`: FOCUS wants own keys to begin with `x_`, in Pascal case. Names
/// that would become equal are left as they are.
fn keys(names: &[&str]) -> Vec<String> {
    let pascal: Vec<String> = names.iter().map(|name| format!("x_{}", pascal(name))).collect();
    let is_unique = |(place, key): (usize, &String)| !pascal.iter().take(place).any(|k| k == key);
    match pascal.iter().enumerate().all(is_unique) {
        true => pascal,
        false => names.iter().map(|name| format!("x_{name}")).collect(),
    }
}

fn pascal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut begins = true;
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            begins = true;
        } else if std::mem::take(&mut begins) {
            out.push(letter.to_ascii_uppercase());
        } else {
            out.push(letter);
        }
    }
    out
}

fn value(kind: Option<&Kind>, text: &str) -> Value {
    let number = match kind {
        Some(Kind::Number(_) | Kind::Numbers(_)) => text.trim().parse::<Decimal>().ok(),
        _ => None,
    };
    match (number, typed(kind, text)) {
        (Some(number), _) => Value::Number(number.to_string()),
        (None, SettingValue::Flag(flag)) => Value::Bool(flag),
        _ => Value::String(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_pascal_case_unless_two_would_be_equal() {
        assert_eq!(keys(&["aspect_ratio", "seconds"]), ["x_AspectRatio", "x_Seconds"]);
        assert_eq!(keys(&["a_b", "aB", "c"]), ["x_a_b", "x_aB", "x_c"]);
    }
}
