//! What is in a catalog, for menus, inputs and `catalog show`.

use super::program::{Body, Grid, Held, Kind, Operation, Setting};
use super::{Catalog, Date, SettingValue};
use crate::amount::Decimal;
use serde::Serialize;

/// A catalog at a glance.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CatalogInfo {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What it covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Version, as the file says it.
    pub version: String,
    /// Date at which the prices were read.
    pub as_of: Date,
    /// Digest of the canonical JSON.
    pub digest: String,
    /// Name of one credit.
    pub unit: String,
    /// Name of several.
    pub units: String,
    /// Smallest part of a credit.
    pub step: Decimal,
    /// Remarks for people.
    pub notes: Vec<String>,
    /// What can be bought, in the order of the file.
    pub operations: Vec<OperationInfo>,
    /// What can be subscribed, in the order of the file.
    pub plans: Vec<PlanInfo>,
}

/// An operation at a glance.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct OperationInfo {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
    /// The model behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Tier that grants may be limited to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// Words that grants may be limited to.
    pub tags: Vec<String>,
    /// What the person sets, in the order of the file.
    pub settings: Vec<SettingInfo>,
    /// `priced`, `free` or `unpriced`.
    pub pricing: &'static str,
    /// Some price of it is "about".
    pub approximate: bool,
}

/// A setting at a glance.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SettingInfo {
    /// Name in requests.
    pub name: String,
    /// Name for people.
    pub label: String,
    /// `number`, `choice`, `flag` or `list`.
    pub kind: &'static str,
    /// Unit of the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// A remark for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Smallest value, of the number or of each item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<Decimal>,
    /// Largest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Decimal>,
    /// Distance between values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Decimal>,
    /// Choices from lowest to highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choices: Option<Vec<SettingValue>>,
    /// Whether the value is a number.
    pub numeric: bool,
    /// Value when a request names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<SettingValue>,
    /// May be absent.
    pub optional: bool,
    /// Known only after the run.
    pub after: bool,
    /// How many results one run makes.
    pub results: bool,
    /// Fewest items of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u32>,
    /// Most items of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u32>,
}

/// A plan at a glance.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PlanInfo {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Whom it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Sold by contract only.
    pub contact: bool,
}

impl Catalog {
    /// What is in it.
    pub fn info(&self) -> CatalogInfo {
        let checked = self.checked();
        let document = &checked.document;
        CatalogInfo {
            id: document.catalog.clone(),
            name: document.name.clone().unwrap_or_else(|| document.catalog.clone()),
            about: document.about.clone(),
            version: document.version.clone(),
            as_of: document.as_of,
            digest: self.digest().to_owned(),
            unit: checked.unit_for(Decimal::ONE).to_owned(),
            units: checked.unit_for(Decimal::ZERO).to_owned(),
            step: document.credit.step,
            notes: document.notes.clone(),
            operations: checked.operations.iter().map(operation).collect(),
            plans: checked.plans.iter().map(plan).collect(),
        }
    }
}

fn plan(plan: &super::program::Plan) -> PlanInfo {
    PlanInfo {
        id: plan.id.to_string(),
        name: plan.name.clone(),
        audience: plan.audience.clone(),
        contact: plan.contact,
    }
}

fn operation(operation: &Operation) -> OperationInfo {
    let all = |test: fn(&Body) -> bool| operation.prices.iter().all(|price| test(&price.body));
    let pricing = if all(|body| matches!(body, Body::Free)) {
        "free"
    } else if all(|body| matches!(body, Body::Unpriced)) {
        "unpriced"
    } else {
        "priced"
    };
    OperationInfo {
        id: operation.id.to_string(),
        name: operation.name.clone(),
        about: operation.about.clone(),
        tool: operation.tool.clone(),
        model: operation.model.clone(),
        tier: operation.tier.clone(),
        tags: operation.tags.clone(),
        settings: operation.settings.iter().map(setting).collect(),
        pricing,
        approximate: operation.prices.iter().any(|price| price.approximate),
    }
}

fn setting(setting: &Setting) -> SettingInfo {
    let default = setting.default.as_ref().map(|held: &Held| setting.value(held));
    let mut info = SettingInfo {
        name: setting.name.to_string(),
        label: setting.label.clone(),
        kind: "number",
        unit: setting.unit.as_deref().map(str::to_owned),
        note: setting.note.clone(),
        min: None,
        max: None,
        step: None,
        choices: None,
        numeric: false,
        default,
        optional: setting.optional,
        after: setting.after,
        results: setting.results,
        min_items: None,
        max_items: None,
    };
    match &setting.kind {
        Kind::Number(grid) => info.bounded(grid, "number", true),
        Kind::Numbers(choices) => {
            info.bounded(&Grid::default(), "choice", true);
            info.choices = Some(choices.iter().map(|n| SettingValue::Number(*n)).collect());
        }
        Kind::Choice(choices) => {
            info.bounded(&Grid::default(), "choice", false);
            info.choices = Some(choices.iter().map(|c| SettingValue::Text(c.clone())).collect());
        }
        Kind::Flag => info.bounded(&Grid::default(), "flag", false),
        Kind::List { item, min_items, max_items } => {
            info.bounded(item, "list", false);
            info.min_items = Some(*min_items);
            info.max_items = *max_items;
        }
    }
    info
}

impl SettingInfo {
    fn bounded(&mut self, grid: &Grid, kind: &'static str, numeric: bool) {
        self.kind = kind;
        self.numeric = numeric;
        (self.min, self.max, self.step) = (grid.min, grid.max, grid.step);
    }
}
