//! The JSON Schema of a catalog, for types that are read by hand; the others derive theirs.

use super::condition::{Bounds, Test, When};
use super::expression::Formula;
use super::grant::{Carry, Every, EveryFields, Expires, OneOrMany, Renewal, RenewalFields};
use super::hours::{HourDays, Hours};
use super::limit::LimitPeriod;
use super::operation::{
    Body, ComponentDocument, NoteDocument, NoteFields, RoundDocument, RoundFields, TierDocument,
    TierFields, TiersDocument, TiersFields,
};
use super::plan::{Cycle, DaysFields, TermPrice};
use super::policy::{BurnBy, BurnFields, BurnKey, WhenEmpty, WhenEmptyFields};
use super::rate::{Cells, Range, Rate, SpanDocument, Table};
use super::request::{Balance, BalanceFields, Request, RequestFields, RunRequest};
use super::setting::{ChoiceDocument, ChoiceFields, FlagDocument};
use super::source::{Date, Source, SourceRef};
use super::value::SettingValue;
use super::zone::{ClockFields, ClockTable, HolidayList, SignedSeconds, ZoneFields};
use crate::amount::{Credits, Decimal, Money};
use crate::calendar::{MOST_AHEAD, Span, Zone};
use crate::json::Within;
use crate::json::schema::{
    DATE, Shape, WHOLE, any_number, any_of, bounded, describe, matching, object, one_of, schemas,
    text,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

/// The schema of the whole file.
pub(crate) fn of_catalog(generator: SchemaGenerator) -> Schema {
    generator.into_root_schema_for::<super::document::Document>()
}

fn words<T>(words: &[(&str, T)]) -> Schema {
    one_of("", words.iter().map(|(word, _)| *word))
}

/// Exactly one of the keys of a record.
fn one_key<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = T::json_schema(generator);
    schema.insert("minProperties".to_owned(), 1.into());
    schema.insert("maxProperties".to_owned(), 1.into());
    schema
}

const DAY_NAMES: &str =
    "(mon(day)?|tue(sday)?|wed(nesday)?|thu(rsday)?|fri(day)?|sat(urday)?|sun(day)?)";

schemas! {
    Date, "A calendar date.": |_| matching(&format!("^{DATE}$"));
    SourceRef, "The name of one of the catalog's sources, or a source written out.":
        |generator| any_of([text(), Source::shape(generator)]);
    Formula, "A decimal, or an exact expression over settings.":
        |_| json_schema!({ "anyOf": [{ "type": "string", "minLength": 1 }, any_number()] });
    SettingValue, "A value of a setting: a number, a choice, yes or no, or a list of numbers.":
        |generator| any_of([
            json_schema!({ "type": ["number", "string", "boolean"],
                "exclusiveMinimum": -1e24, "exclusiveMaximum": 1e24 }),
            Vec::<Decimal>::shape(generator),
        ]);
    ChoiceDocument, "A text or number to choose, or one with a condition.":
        |generator| any_of([
            json_schema!({ "type": ["number", "string"],
                "exclusiveMinimum": -1e24, "exclusiveMaximum": 1e24 }),
            ChoiceFields::json_schema(generator),
        ]);
    FlagDocument, "Yes or no, by default; null when there is no default.":
        |_| json_schema!({ "type": ["boolean", "null"] });
    Body, "Components, \"free\", \"unpriced\" or \"not_sold\"; all four differ.":
        |generator| any_of([
            one_of("", ["free", "unpriced", "not_sold"].into_iter()),
            json_schema!({ "type": "array", "minItems": 1, "items": ComponentDocument::shape(generator) }),
        ]);
    RoundDocument, "Up to the credit's step, or a rounding written out.":
        |generator| any_of([one_of("", ["step"].into_iter()), RoundFields::json_schema(generator)]);
    TiersDocument, "Tiers: exactly one of `graduated` and `volume`.":
        |generator| TiersFields::json_schema(generator);
    TierDocument, "One tier, up to a bound: `up_to` includes it, `below` excludes it; the last tier has none.":
        |generator| TierFields::json_schema(generator);
    NoteDocument, "A remark, or a remark that is shown if its condition holds.":
        |generator| any_of([text(), NoteFields::json_schema(generator)]);
    Rate, "A decimal, an expression, \"free\", \"unpriced\", \"not_sold\", a published span, a table, or the name of a table of the catalog.":
        |generator| any_of([
            Formula::shape(generator),
            SpanDocument::json_schema(generator),
            Table::shape(generator),
            object("", [("table", "Name of a table of the catalog.", true, text())]),
        ]);
    Table, "A rate by one or more columns: `by` names them, the other keys are the values of the first.":
        |generator| json_schema!({
            "type": "object",
            "properties": {
                "by": any_of([Formula::shape(generator), Vec::<Formula>::shape(generator)]),
                "ranges": Vec::<Range>::shape(generator),
            },
            "required": ["by"],
            "additionalProperties": Cells::shape(generator),
        });
    Cells, "A rate, or the next level of the table: by value, or by ranges of a number.":
        |generator| any_of([
            Rate::shape(generator),
            json_schema!({ "type": "object", "additionalProperties": Cells::shape(generator) }),
            Vec::<Range>::shape(generator),
        ]);
    Range, "One row of a table by ranges of a number.":
        |generator| object("", [
            ("up_to", "Upper bound, included in the range.", false, Decimal::shape(generator)),
            ("below", "Upper bound, not included in the range.", false, Decimal::shape(generator)),
            ("is", "The rate, or the next level of the table.", true, Cells::shape(generator)),
        ]);
    When, "A condition: the name of a condition of the catalog, or an object whose keys must all hold. A key is a setting, an expression, a named condition, `runs` or `plan`.":
        |generator| any_of([text(), json_schema!({
            "type": "object",
            "minProperties": 1,
            "properties": {
                "any": Vec::<When>::shape(generator),
                "all": Vec::<When>::shape(generator),
                "not": When::shape(generator),
                "hours": Hours::shape(generator),
            },
            "additionalProperties": Test::shape(generator),
        })]);
    Test, "What it must equal, a list of such values, bounds, `present`, or `not`.":
        |generator| any_of([
            SettingValue::shape(generator),
            Vec::<SettingValue>::shape(generator),
            object("", [("present", "Whether it has a value.", true, bool::shape(generator))]),
            object("", [("not", "None of these.", true, any_of([
                SettingValue::shape(generator),
                Vec::<SettingValue>::shape(generator),
            ]))]),
            Bounds::json_schema(generator),
        ]);
    TermPrice, "Money for the whole term; null if its price is not published.":
        |generator| Option::<Money>::shape(generator);
    Cycle, "The period after which credits are issued again.":
        |generator| any_of([words(Cycle::WORDS), DaysFields::json_schema(generator)]);
    Every, "How often a grant issues.":
        |generator| any_of([words(Every::WORDS), one_key::<EveryFields>(generator)]);
    Carry, "How long credits are carried: a number of cycles, or a span from the close.":
        |generator| any_of([bounded(u32::shape(generator), Some(&Within::ONE_OR_MORE)), Span::shape(generator)]);
    Expires, "When credits expire.":
        |generator| any_of([one_of("", ["never", "reset", "cycle_end"].into_iter()), Span::shape(generator)]);
    LimitPeriod, "A day, week or month of the account's clock, or a span.":
        |generator| any_of([one_of("", ["day", "week", "month"].into_iter()), Span::shape(generator)]);
    OneOrMany, "A name or a list of names.":
        |generator| any_of([text(), Vec::<String>::shape(generator)]);
    Renewal, "How a new issue treats the remaining credits.":
        |generator| any_of([one_of("", ["add", "reset"].into_iter()), one_key::<RenewalFields>(generator)]);
    BurnKey, "One key of the order in which lots pay.":
        |generator| any_of([BurnBy::shape(generator), one_key::<BurnFields>(generator)]);
    WhenEmpty, "A way out when credits have run out: in words, or as a rule.":
        |generator| any_of([text(), WhenEmptyFields::json_schema(generator)]);
    Balance, "A number of credits, or one with the instant at which it was read.":
        |generator| any_of([Credits::shape(generator), BalanceFields::json_schema(generator)]);
    Zone, "\"UTC\", or a zone by its table; the command line makes the table from a name of the tz database, such as Europe/Berlin.":
        |generator| any_of([text(), ZoneFields::json_schema(generator)]);
    ClockTable, "A zone by its table.": |generator| ClockFields::json_schema(generator);
    HolidayList, "Dates; the list says all about the years from its first date to its last.":
        |generator| json_schema!({ "type": "array", "minItems": 1, "items": Date::shape(generator) });
    HourDays, "Days of the week, such as \"mon\", \"mon-fri\" or \"weekdays\"; \"holidays\"; or a list of these.":
        |_| {
            let word = matching("^(weekdays|weekends|holidays|DAY(-DAY)?)$".replace("DAY", DAY_NAMES).as_str());
            any_of([word.clone(), json_schema!({ "type": "array", "minItems": 1, "items": word })])
        };
    SignedSeconds, "Whole seconds.":
        |_| json_schema!({ "type": ["integer", "string"], "pattern": WHOLE,
            "minimum": -MOST_AHEAD, "maximum": MOST_AHEAD });
    Request, "A request for an estimate.": |generator| request(generator, true);
    RunRequest, "A request; the operation is filled in.": |generator| request(generator, false);
}

/// The schema of a request with an operation, or of one that must have none.
fn request(generator: &mut SchemaGenerator, with_operation: bool) -> Schema {
    let mut schema = RequestFields::json_schema(generator);
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.shift_remove("operation");
        // Error messages describe unknown meters.
        if let Some(Ok(used)) = properties.get("used").cloned().map(Schema::try_from) {
            let used = bounded(used, Some(&Within::NOT_NEGATIVE));
            properties.insert("used".to_owned(), used.to_value());
        }
        if with_operation {
            let mut id = text();
            describe(&mut id, "Id of the operation.");
            properties.shift_insert(0, "operation".to_owned(), id.to_value());
            schema.insert("required".to_owned(), vec!["operation"].into());
        }
    }
    schema
}
