//! Descriptions of a catalog, for menus, inputs and `catalog show`.

use super::compile;
use super::document::Document;
use super::grant::OneOrMany;
use super::head::Head;
use super::program::{Held, Kind, NumberRange, Setting};
use super::setting::SettingDocument;
use super::{Catalog, Checked, Date, SettingValue};
use crate::amount::{Credits, Decimal, Money};
use crate::error::Errors;
use crate::json::{Field, Log, Node, Value};
use serde::Serialize;

/// An overview of a catalog.
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
    /// Version, from the file.
    pub version: String,
    /// Date on which the prices were read.
    pub as_of: Date,
    /// Digest of the canonical JSON.
    pub digest: String,
    /// Name of one credit.
    pub unit: String,
    /// Plural name.
    pub units: String,
    /// Smallest part of a credit.
    pub step: Decimal,
    /// Remarks for people.
    pub notes: Vec<String>,
    /// Operations, in file order.
    pub operations: Vec<OperationInfo>,
    /// Plans, in file order.
    pub plans: Vec<PlanInfo>,
}

/// An overview of an operation.
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
    /// Its purpose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
    /// The model behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Tier that grants may be limited to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// Tags that grants may be limited to.
    pub tags: Vec<String>,
    /// Settings, by name.
    pub settings: Vec<SettingInfo>,
    /// `priced`, `free`, `unpriced` or `not_sold`.
    pub pricing: &'static str,
    /// Some price is "about".
    pub approximate: bool,
    /// Errors of its settings, which are then missing: only in an [opened](Catalog::open) catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// An overview of a setting.
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
    /// Value if a request names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<SettingValue>,
    /// May be absent.
    pub optional: bool,
    /// Known only after the run.
    pub after: bool,
    /// It sets how many results one run makes.
    pub results: bool,
    /// Values that are not listed are allowed too; their cost is unknown.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub others: bool,
    /// Other values give the same result in another quality or style.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub tradable: bool,
    /// Limits by other settings, in words: `at most input_tokens`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<String>,
    /// Fewest items of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u32>,
    /// Most items of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u32>,
}

/// An overview of a plan.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PlanInfo {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Its audience.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Sold by contract only.
    pub contact: bool,
}

impl Catalog {
    /// Describes the catalog, without compiling prices.
    pub fn info(&self) -> CatalogInfo {
        let checked = self.checked();
        let document = &checked.document;
        CatalogInfo {
            id: document.catalog.clone(),
            name: self.name().to_owned(),
            about: document.about.clone(),
            version: document.version.clone(),
            as_of: document.as_of,
            digest: self.digest().to_owned(),
            unit: checked.document.unit_for(Decimal::ONE).to_owned(),
            units: checked.document.unit_for(Decimal::ZERO).to_owned(),
            step: document.credit.step,
            notes: document.notes.clone(),
            operations: checked.operations_info(),
            plans: checked.plans.iter().map(plan).collect(),
        }
    }
}

impl Catalog {
    /// Credits with their name: `1,000 credits`.
    pub fn credits_text(&self, amount: Credits) -> String {
        self.checked().document.credits_text(amount)
    }

    /// Money with its currency, and all digits that its coins have: `1,250.00 USD`.
    pub fn money_text(&self, money: Money) -> String {
        self.checked().document.money_text(money)
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

impl Checked {
    fn operations_info(&self) -> Vec<OperationInfo> {
        let heads = self.heads().iter().enumerate();
        heads.map(|(place, head)| operation(self, place, head)).collect()
    }
}

fn operation(checked: &Checked, place: usize, head: &Head) -> OperationInfo {
    let log = Log::default();
    let seen = checked.at(place, &log, |node| glance(&checked.document, node, head));
    let errors = Errors::check(log.into_lists().0);
    match seen.and_then(|seen| errors.map(|()| seen)) {
        Ok((mut info, has_limits)) => {
            if has_limits {
                info.add_limits(checked, place);
            }
            info
        }
        Err(errors) => {
            let (info, _) =
                glance(&checked.document, &Node::root(&Value::Null, &Log::default()), head);
            OperationInfo { error: Some(errors.to_string()), ..info }
        }
    }
}

impl OperationInfo {
    /// Settings that depend on each other are compiled with the whole operation.
    fn add_limits(&mut self, checked: &Checked, place: usize) {
        let operation = match checked.operation_at(place) {
            Ok(operation) => operation,
            Err(errors) => {
                self.settings.clear();
                self.error = Some(errors.to_string());
                return;
            }
        };
        self.settings = operation.settings.iter().map(setting).collect();
        for limit in &operation.limits {
            let place = limit.slot.checked_sub(1);
            if let Some(info) = place.and_then(|place| self.settings.get_mut(place)) {
                info.limits.push(limit.words.clone());
            }
        }
    }
}

/// The overview of an operation, without reading its prices; and whether its settings depend on
/// each other.
fn glance(document: &Document, node: &Node, head: &Head) -> (OperationInfo, bool) {
    const FIELDS: &[Field] = &[
        Field { key: "about", required: false, within: None },
        Field { key: "use", required: false, within: None },
        Field { key: "settings", required: false, within: None },
    ];
    let mut about: Option<String> = None;
    let mut groups = OneOrMany::default();
    let mut own: Vec<(String, SettingDocument)> = Vec::new();
    node.fill_some(FIELDS, &mut [&mut about, &mut groups, &mut own]);
    let entries = compile::entries(node.log, &node.path, document, &groups.0, &own);
    let (settings, _) = compile::settings(node.log, &node.path, &entries);
    let info = OperationInfo {
        id: head.id.to_string(),
        name: head.name().to_owned(),
        about,
        tool: head.tool.clone(),
        model: head.model.clone(),
        tier: head.tier.clone(),
        tags: head.tags.clone(),
        settings: settings.iter().map(setting).collect(),
        pricing: pricing(node.value),
        approximate: views(node.value)
            .any(|view| view.get("approximate") == Some(&Value::Bool(true))),
        error: None,
    };
    (info, entries.iter().any(|entry| entry.document.has_limits()))
}

/// The objects that may hold a price: the operation, and each of its dated prices.
fn views(operation: &Value) -> impl Iterator<Item = &Value> {
    let dated = match operation.get("prices") {
        Some(Value::Array(prices)) => prices.as_slice(),
        _ => &[],
    };
    std::iter::once(operation).chain(dated)
}

fn pricing(operation: &Value) -> &'static str {
    let all = |word: &str| {
        let mut prices = views(operation).filter_map(|view| view.get("price"));
        prices.all(|price| matches!(price, Value::String(text) if text == word))
    };
    if all("free") {
        "free"
    } else if all("unpriced") {
        "unpriced"
    } else if all("not_sold") {
        "not_sold"
    } else {
        "priced"
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
        others: setting.others,
        tradable: setting.tradable,
        limits: Vec::new(),
        min_items: None,
        max_items: None,
    };
    match &setting.kind {
        Kind::Number(grid) => info.bounded(grid, "number", true),
        Kind::Numbers(choices) => {
            info.bounded(&NumberRange::default(), "choice", true);
            info.choices = Some(choices.iter().map(|n| SettingValue::Number(*n)).collect());
        }
        Kind::Choice(choices) => {
            info.bounded(&NumberRange::default(), "choice", false);
            info.choices = Some(choices.iter().map(|c| SettingValue::Text(c.clone())).collect());
        }
        Kind::Flag => info.bounded(&NumberRange::default(), "flag", false),
        Kind::List { item, min_items, max_items } => {
            info.bounded(item, "list", false);
            info.min_items = Some(*min_items);
            info.max_items = *max_items;
        }
    }
    info
}

impl SettingInfo {
    /// Whether it can have more than one value.
    pub fn has_choice(&self) -> bool {
        match (&self.choices, self.min, self.max) {
            (Some(choices), ..) => choices.len() > 1 || self.optional,
            (None, Some(min), Some(max)) => min != max || self.kind == "list" || self.optional,
            _ => true,
        }
    }

    fn bounded(&mut self, grid: &NumberRange, kind: &'static str, numeric: bool) {
        self.kind = kind;
        self.numeric = numeric;
        (self.min, self.max, self.step) = (grid.min, grid.max, grid.step);
    }
}
