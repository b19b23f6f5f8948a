//! What a sentence about an operation begins with.

use super::words::{Unit, qualifier};
use crate::amount::Decimal;
use crate::catalog::program::{Body, Kind, Operation, Use};
use crate::catalog::{Catalog, SettingValue};

/// For each setting that matters, the values it has.
pub(super) type Area = Vec<(String, Vec<SettingValue>)>;

/// The unit of all prices.
pub(super) fn credits(catalog: &Catalog) -> Unit<'_> {
    let document = &catalog.checked().document;
    Unit { one: document.unit_for(Decimal::ONE), many: document.unit_for(Decimal::ZERO) }
}

/// `Clip for 5 s at 720p, on Pro`: an operation with the values of settings that matter. Numbers
/// that are billed are always said, at their default.
pub(super) fn subject(
    catalog: &Catalog,
    operation: &Operation,
    area: &Area,
    plan: Option<&str>,
) -> String {
    let qualifiers = operation.settings.iter().enumerate().filter_map(|(place, setting)| {
        if let Some((_, values)) = area.iter().find(|(name, _)| *name == *setting.name) {
            return Some(qualifier(operation, setting, values));
        }
        let is_number = matches!(setting.kind, Kind::Number(_) | Kind::Numbers(_));
        let default = setting.default.as_ref().filter(|_| is_number)?;
        is_billed(operation, place + 1)
            .then(|| qualifier(operation, setting, &[setting.value(default)]))
    });
    let mut qualifiers: Vec<(u8, String)> = qualifiers.collect();
    qualifiers.sort_by_key(|(place, _)| *place);
    let text = operation.name.clone() + &qualifiers.into_iter().map(|(_, q)| q).collect::<String>();
    let plan = plan.map(|id| {
        let found = catalog.checked().plans.iter().find(|plan| *plan.id == *id);
        format!(", on {}", found.map_or(id, |plan| &plan.name))
    });
    text + &plan.unwrap_or_default()
}

/// The settings of a point that are not at their default.
pub(super) fn other_than_default(operation: &Operation, point: &[(String, SettingValue)]) -> Area {
    let is_default = |name: &str, value: &SettingValue| {
        let setting = operation.settings.iter().find(|setting| *setting.name == *name);
        setting.and_then(|s| s.default.as_ref().map(|held| s.value(held))).as_ref() == Some(value)
    };
    let others = point.iter().filter(|(name, value)| !is_default(name, value));
    others.map(|(name, value)| (name.clone(), vec![value.clone()])).collect()
}

/// Whether a setting, by its slot, enters an amount and is more than 0 by default.
fn is_billed(operation: &Operation, slot: usize) -> bool {
    let setting = slot.checked_sub(1).and_then(|place| operation.settings.get(place));
    let default = setting.and_then(|setting| Some(setting.value(setting.default.as_ref()?)));
    let is_nothing = matches!(default, Some(SettingValue::Number(number)) if number.is_zero());
    let mut is_measured = false;
    for price in &operation.prices {
        if let Body::Sum(sum) = &price.body {
            sum.uses(&mut |seen, how| is_measured |= seen == slot && matches!(how, Use::Measured));
        }
    }
    is_measured && !is_nothing
}
