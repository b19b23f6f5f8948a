//! What the types of quotes do not say by themselves: the kind of each, and that any can be signed.

use super::plans::{FitQuote, ProjectionQuote};
use super::quote::Quote;
use crate::json::schema::any_of;
use schemars::{Schema, SchemaGenerator, json_schema};

pub(super) fn estimate(_: &mut SchemaGenerator) -> Schema {
    kind("estimate")
}

pub(super) fn projection(_: &mut SchemaGenerator) -> Schema {
    kind("projection")
}

pub(super) fn fit(_: &mut SchemaGenerator) -> Schema {
    kind("fit")
}

fn kind(word: &str) -> Schema {
    json_schema!({ "type": "string", "const": word })
}

pub(super) fn any_quote(generator: &mut SchemaGenerator) -> Schema {
    any_of([
        generator.subschema_for::<Quote>(),
        generator.subschema_for::<ProjectionQuote>(),
        generator.subschema_for::<FitQuote>(),
    ])
}
