//! The JSON Schema of every format, generated from the types.

use crate::catalog::{Request, schema};
use crate::estimate::{Affordable, Cheaper, Difference, Estimate, TestReport};
use crate::fit::{Need, NeedEstimate};
use crate::verify::{Quote, Verdict};
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

/// A format that is read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// What a platform publishes: [`Catalog`](crate::Catalog).
    Catalog,
    /// What is asked: [`Request`].
    Request,
    /// What is wanted in a month: [`Need`].
    Need,
    /// [`Estimate`]
    Estimate,
    /// [`Affordable`]
    Affordable,
    /// [`Cheaper`]
    Cheaper,
    /// [`Quote`]
    Quote,
    /// [`Verdict`]
    Verdict,
    /// [`NeedEstimate`]
    NeedEstimate,
    /// [`TestReport`]
    TestReport,
    /// A list of [`Difference`]
    Differences,
}

impl Format {
    /// All of them.
    pub const ALL: &[Format] = &[
        Format::Catalog,
        Format::Request,
        Format::Need,
        Format::Estimate,
        Format::Affordable,
        Format::Cheaper,
        Format::Quote,
        Format::Verdict,
        Format::NeedEstimate,
        Format::TestReport,
        Format::Differences,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Catalog => "catalog",
            Format::Request => "request",
            Format::Need => "need",
            Format::Estimate => "estimate",
            Format::Affordable => "affordable",
            Format::Cheaper => "cheaper",
            Format::Quote => "quote",
            Format::Verdict => "verdict",
            Format::NeedEstimate => "need-estimate",
            Format::TestReport => "test-report",
            Format::Differences => "differences",
        }
    }

    fn generate(self) -> Schema {
        match self {
            Format::Catalog => schema::of_catalog(generator()),
            Format::Request => of::<Request>(),
            Format::Need => of::<Need>(),
            Format::Estimate => of::<Estimate>(),
            Format::Affordable => of::<Affordable>(),
            Format::Cheaper => of::<Cheaper>(),
            Format::Quote => of::<Quote>(),
            Format::Verdict => of::<Verdict>(),
            Format::NeedEstimate => of::<NeedEstimate>(),
            Format::TestReport => of::<TestReport>(),
            Format::Differences => of::<Vec<Difference>>(),
        }
    }
}

/// The JSON Schema (draft 2020-12) of a format, as JSON text. Keys it does not name are errors.
///
/// A schema says what a file looks like; that its names, tiers and expressions make sense is
/// checked by reading it.
///
/// ```
/// let text = drawdown::schema(drawdown::Format::Request);
/// assert!(text.contains(r#""additionalProperties": false"#));
/// ```
pub fn schema(format: Format) -> String {
    let mut schema = Value::from(format.generate());
    if let Some(members) = schema.as_object_mut() {
        let version = members.remove("$schema").unwrap_or_default();
        members.shift_insert(0, "title".to_owned(), format!("drawdown {}", format.name()).into());
        members.shift_insert(0, "$schema".to_owned(), version);
    }
    // `#` prints with indentation.
    format!("{schema:#}\n")
}

fn of<T: JsonSchema>() -> Schema {
    generator().into_root_schema_for::<T>()
}

fn generator() -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.with_transform(RecursiveTransform(closed)).into_generator()
}

/// An object with named keys has no others.
fn closed(schema: &mut Schema) {
    if schema.get("properties").is_some() && schema.get("additionalProperties").is_none() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}
