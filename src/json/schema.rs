//! JSON Schemas, generated from the types that are read, with their doc comments.
//!
//! `record!` and `words!` describe themselves; amounts, instants and spans are described here.

use super::Within;
use crate::amount::{Credits, Decimal, FineDecimal, Money};
use crate::calendar::{Instant, Span, TimeOfDay};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

/// A type that reads itself and has a schema. Unlike [`JsonSchema`], a list of pairs is an object
/// with any keys.
pub(crate) trait Shape {
    fn shape(generator: &mut SchemaGenerator) -> Schema;
}

impl<T: Shape> Shape for Option<T> {
    fn shape(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = T::shape(generator);
        let types = match schema.get("type") {
            Some(Value::String(only)) => vec![only.clone().into(), "null".into()],
            Some(Value::Array(types)) => [types.clone(), vec!["null".into()]].concat(),
            _ => Vec::new(),
        };
        if !types.is_empty() {
            schema.insert("type".to_owned(), types.into());
            return schema;
        }
        any_of([schema, json_schema!({ "type": "null" })])
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn shape(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": T::shape(generator) })
    }
}

impl<T: Shape> Shape for Vec<(String, T)> {
    fn shape(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": T::shape(generator) })
    }
}

impl<T: Shape> Shape for Box<T> {
    fn shape(generator: &mut SchemaGenerator) -> Schema {
        T::shape(generator)
    }
}

impl Shape for bool {
    fn shape(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "boolean" })
    }
}

/// A whole number as a string.
pub(crate) const WHOLE: &str = r"^-?[0-9]+(\.0+)?$";

impl Shape for u32 {
    fn shape(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["integer", "string"], "minimum": 0, "maximum": u32::MAX, "pattern": WHOLE
        })
    }
}

impl Shape for String {
    fn shape(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1 })
    }
}

impl Shape for std::sync::Arc<str> {
    fn shape(generator: &mut SchemaGenerator) -> Schema {
        String::shape(generator)
    }
}

/// A key of a record: name, docs, whether it is required, and its schema.
type Field = (&'static str, &'static str, bool, Schema);

/// An object with exactly these keys.
pub(crate) fn object<const N: usize>(doc: &str, fields: [Field; N]) -> Schema {
    let is_required = |(key, _, required, _): &Field| required.then(|| Value::from(*key));
    let required: Vec<Value> = fields.iter().filter_map(is_required).collect();
    let mut properties = Map::new();
    for (key, doc, _, mut schema) in fields {
        describe(&mut schema, doc);
        properties.insert(key.to_owned(), schema.to_value());
    }
    let mut schema = json_schema!({
        "type": "object", "properties": properties, "required": required, "additionalProperties": false
    });
    describe(&mut schema, doc);
    schema
}

/// The schema of a field whose numbers have a range; for a list or map, of each number. For
/// strings, only the sign can be checked.
pub(crate) fn bounded(mut schema: Schema, within: Option<&Within>) -> Schema {
    let Some(within) = within else { return schema };
    for key in ["items", "additionalProperties"] {
        if let Some(Ok(inner)) = schema.remove(key).map(Schema::try_from) {
            schema.insert(key.to_owned(), bounded(inner, Some(within)).to_value());
            return schema;
        }
    }
    let number =
        |decimal: Decimal| decimal.to_string().parse::<serde_json::Number>().map(Value::from);
    let (least, is_open, most) = within.ends();
    let key = if is_open { "exclusiveMinimum" } else { "minimum" };
    let ends = [(key, Some(least)), ("maximum", most)];
    for (key, end) in ends {
        if let Some(Ok(end)) = end.map(number) {
            schema.insert(key.to_owned(), end);
        }
    }
    if !least.is_negative() && schema.get("pattern").is_none() {
        schema.insert("pattern".to_owned(), "^[^-]".into());
    }
    schema
}

/// One of these words.
pub(crate) fn one_of<'a>(doc: &str, words: impl Iterator<Item = &'a str>) -> Schema {
    let mut schema = json_schema!({ "type": "string", "enum": words.collect::<Vec<_>>() });
    describe(&mut schema, doc);
    schema
}

/// The words of a comment: its example is for Rust.
pub(crate) fn describe(schema: &mut Schema, doc: &str) {
    let lines = doc.lines().map(str::trim);
    let words: Vec<&str> = lines.take_while(|line| !line.starts_with("```")).collect();
    let words = words.join(" ");
    if !words.trim().is_empty() {
        schema.insert("description".to_owned(), words.trim().into());
    }
}

pub(crate) fn any_of<const N: usize>(schemas: [Schema; N]) -> Schema {
    json_schema!({ "anyOf": schemas.map(Schema::to_value).to_vec() })
}

pub(crate) fn text() -> Schema {
    json_schema!({ "type": "string", "minLength": 1 })
}

pub(crate) fn matching(pattern: &str) -> Schema {
    json_schema!({ "type": "string", "pattern": pattern })
}

fn decimal() -> Schema {
    let pattern = r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$";
    json_schema!({ "anyOf": [{ "type": "string", "pattern": pattern }, any_number()] })
}

/// Decimals are below 10^24.
pub(crate) fn any_number() -> Value {
    serde_json::json!({ "type": "number", "exclusiveMinimum": -1e24, "exclusiveMaximum": 1e24 })
}

pub(crate) const DATE: &str = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const TIME: &str = "[0-9]{2}:[0-9]{2}(:[0-9]{2})?";

/// Lets a type with a [`JsonSchema`] be part of a record.
macro_rules! shape {
    ($($ty:ty),*) => {
        $(impl $crate::json::schema::Shape for $ty {
            fn shape(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                generator.subschema_for::<$ty>()
            }
        })*
    };
}
pub(crate) use shape;

/// The schema and description of a type that reads itself by hand.
macro_rules! schemas {
    ($($ty:ident, $doc:literal: |$generator:pat_param| $schema:expr;)*) => {
        $(impl schemars::JsonSchema for $ty {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($ty).into()
            }
            fn json_schema(
                $generator: &mut schemars::SchemaGenerator,
            ) -> schemars::Schema {
                let mut schema = $schema;
                $crate::json::schema::describe(&mut schema, $doc);
                schema
            }
        }
        $crate::json::schema::shape!($ty);)*
    };
}
pub(crate) use schemas;

schemas! {
    Decimal, "An exact decimal: at most 12 places after the point, below 10^24. Best written as a string.":
        |_| decimal();
    FineDecimal, "An exact decimal: at most 18 places after the point, below 10^24.": |_| decimal();
    Credits, "An exact number of credits.": |_| decimal();
    Money, "An exact amount of money.": |_| decimal();
    Instant, "A date (its first second) or an instant with an offset.":
        |_| matching(&format!("^{DATE}([Tt]{TIME}(\\.[0-9]+)?([Zz]|[+-][0-9]{{2}}:[0-9]{{2}}))?$"));
    TimeOfDay, "A time of day.": |_| matching(&format!("^{TIME}$"));
    Span, "A span of time.": |_| matching("^[0-9]+ (minute|hour|day|week|month|year)s?$");
}
