//! The order of keys, by the schema of the catalog, and the amounts among its numbers.

use crate::catalog::schema::of_catalog;
use crate::json::{Value, escape};
use schemars::generate::SchemaSettings;
use serde_json::Value as Schema;

/// The types whose numbers are amounts.
const AMOUNTS: [&str; 3] = ["Rate", "Credits", "Money"];

/// Puts the keys of a catalog in the order of its schema.
pub(super) struct Order {
    schema: Schema,
    quotes_amounts: bool,
    numbers: Vec<String>,
}

/// A schema without references and alternatives: an object, a list, a number, a text.
struct Shape<'s> {
    schema: &'s Schema,
    is_amount: bool,
}

impl Order {
    /// With `quotes_amounts`, amounts that are numbers become strings.
    pub(super) fn new(quotes_amounts: bool) -> Self {
        let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
        Order { schema: of_catalog(generator).to_value(), quotes_amounts, numbers: Vec::new() }
    }

    /// The catalog with its keys in order.
    pub(super) fn ordered(&mut self, catalog: &Value) -> Value {
        let schema = std::mem::take(&mut self.schema);
        let walk = Walk { root: &schema, quotes_amounts: self.quotes_amounts };
        walk.ordered(&[&schema], catalog, String::new(), &mut self.numbers)
    }

    /// Pointers of the amounts that were numbers.
    pub(super) fn into_numbers(self) -> Vec<String> {
        self.numbers
    }
}

struct Walk<'s> {
    root: &'s Schema,
    quotes_amounts: bool,
}

impl<'s> Walk<'s> {
    /// A value that has one of these schemas, at a pointer.
    fn ordered(
        &self,
        schemas: &[&'s Schema],
        value: &Value,
        pointer: String,
        numbers: &mut Vec<String>,
    ) -> Value {
        let mut shapes = Vec::new();
        for schema in schemas {
            self.shapes(schema, false, &mut shapes);
        }
        match value {
            Value::Object(members) => self.members(&shapes, members, &pointer, numbers),
            Value::Array(items) => {
                let schemas: Vec<&Schema> = keyword(&shapes, "items").collect();
                let item = |(place, item)| {
                    self.ordered(&schemas, item, format!("{pointer}/{place}"), numbers)
                };
                Value::Array(items.iter().enumerate().map(item).collect())
            }
            Value::Number(text) if shapes.iter().any(|shape| shape.is_amount) => {
                numbers.push(pointer);
                if self.quotes_amounts {
                    Value::String(text.clone())
                } else {
                    Value::Number(text.clone())
                }
            }
            other => other.clone(),
        }
    }

    fn members(
        &self,
        shapes: &[Shape<'s>],
        members: &[(String, Value)],
        pointer: &str,
        numbers: &mut Vec<String>,
    ) -> Value {
        let fitting = shapes.iter().find(|shape| has_all(shape.schema, members));
        let schema = fitting.map_or(&Schema::Null, |shape| shape.schema);
        let known = schema.get("properties").and_then(Schema::as_object);
        let rank = |key: &str| {
            let place = known.and_then(|known| known.keys().position(|known| known == key));
            place.unwrap_or(usize::MAX)
        };
        let mut ranked: Vec<&(String, Value)> = members.iter().collect();
        ranked.sort_by_key(|(key, _)| rank(key));
        let member = |(key, value): &(String, Value)| {
            let own = known.and_then(|known| known.get(key));
            let schemas: Vec<&Schema> =
                own.or_else(|| schema.get("additionalProperties")).into_iter().collect();
            let pointer = format!("{pointer}/{}", escape(key));
            (key.clone(), self.ordered(&schemas, value, pointer, numbers))
        };
        Value::Object(ranked.into_iter().map(member).collect())
    }

    /// What a schema allows, with references followed.
    fn shapes(&self, schema: &'s Schema, is_amount: bool, found: &mut Vec<Shape<'s>>) {
        if let Some(name) = schema.get("$ref").and_then(Schema::as_str) {
            let name = name.trim_start_matches("#/$defs/");
            let definition = self.root.get("$defs").and_then(|all| all.get(name));
            let is_amount = is_amount || AMOUNTS.contains(&name);
            definition.into_iter().for_each(|schema| self.shapes(schema, is_amount, found));
            return;
        }
        match schema.get("anyOf").and_then(Schema::as_array) {
            Some(all) => all.iter().for_each(|schema| self.shapes(schema, is_amount, found)),
            None => found.push(Shape { schema, is_amount }),
        }
    }
}

fn keyword<'s>(shapes: &[Shape<'s>], key: &'static str) -> impl Iterator<Item = &'s Schema> {
    shapes.iter().filter_map(move |shape| shape.schema.get(key))
}

/// Whether an object of this schema can have all of these keys.
fn has_all(schema: &Schema, members: &[(String, Value)]) -> bool {
    let is_open = schema.get("additionalProperties").is_some_and(|rest| rest.is_object());
    let has = |key: &str| schema.get("properties").is_some_and(|known| known.get(key).is_some());
    is_open || members.iter().all(|(key, _)| has(key))
}
