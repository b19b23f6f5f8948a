//! The operations behind models, on one platform.

use super::models::Models;
use super::need::{ModelNeed, ModelRequest};
use crate::amount::Credits;
use crate::catalog::program::Text;
use crate::catalog::{Catalog, OperationInfo, Request};
use crate::estimate::Estimate;
use serde::Serialize;

/// What a platform makes for a line of the need.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OfferedLine {
    /// The request, with the operation of the platform.
    pub request: Request,
    /// Name of the operation.
    pub name: String,
    /// The cost of one request without a plan; its high end for a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Credits>,
    /// Plural name of the unit.
    pub unit: Text,
    /// The vendor says "about".
    pub approximate: bool,
}

/// Lines of the need on a platform; without all of them, why.
pub(super) struct Offer {
    pub(super) lines: Vec<OfferedLine>,
    pub(super) missing: Option<String>,
}

impl Offer {
    pub(super) fn find(catalog: &Catalog, need: &ModelNeed, models: &Models) -> Self {
        let operations = catalog.info().operations;
        let mut lines = Vec::new();
        for line in &need.lines {
            match best(catalog, &operations, &line.request, models) {
                Ok(line) => lines.push(line),
                Err(missing) => return Offer { lines, missing: Some(missing) },
            }
        }
        Offer { lines, missing: None }
    }
}

/// The cheapest operation by this model that takes the settings.
fn best(
    catalog: &Catalog,
    operations: &[OperationInfo],
    asked: &ModelRequest,
    models: &Models,
) -> Result<OfferedLine, String> {
    let name = models.common(&asked.model);
    let is_model = |operation: &&OperationInfo| {
        operation.model.as_ref().is_some_and(|model| models.common(model) == name)
    };
    let by_model: Vec<&OperationInfo> = operations.iter().filter(is_model).collect();
    if by_model.is_empty() {
        return Err(format!("it does not offer {name}"));
    }
    let has_tags = |operation: &&&OperationInfo| {
        asked.tags.iter().all(|tag| operation.tags.iter().any(|known| known == tag))
    };
    let mut found: Option<OfferedLine> = None;
    let mut refused = None;
    for operation in by_model.iter().filter(has_tags) {
        match offered(catalog, operation, asked) {
            Ok(line) if found.as_ref().is_none_or(|known| is_cheaper(&line, known)) => {
                found = Some(line);
            }
            Ok(_) => {}
            Err(why) => refused = refused.or(Some(why)),
        }
    }
    found.ok_or_else(|| match refused {
        Some(why) => format!("{name} is not offered like this: {why}"),
        None => format!("{name} is not offered with the tags {}", asked.tags.join(", ")),
    })
}

/// An unknown cost is not cheaper than a known one.
fn is_cheaper(one: &OfferedLine, other: &OfferedLine) -> bool {
    match (one.total, other.total) {
        (Some(one), Some(other)) => one < other,
        (one, other) => one.is_some() && other.is_none(),
    }
}

fn offered(
    catalog: &Catalog,
    operation: &OperationInfo,
    asked: &ModelRequest,
) -> Result<OfferedLine, String> {
    let mut request = Request::new(operation.id.as_str());
    request.run.settings.clone_from(&asked.settings);
    request.run.runs = asked.runs;
    let estimate = catalog.estimate(&request).map_err(|errors| {
        errors.first().map_or_else(String::new, |error| error.sentence().to_owned())
    })?;
    Ok(OfferedLine {
        request,
        name: operation.name.clone(),
        total: total(&estimate),
        unit: estimate.unit.clone(),
        approximate: estimate.approximate,
    })
}

fn total(estimate: &Estimate) -> Option<Credits> {
    estimate.total.or(estimate.high)
}
