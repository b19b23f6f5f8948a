//! The content of a slot, as a user would write it.

use super::asked::SlotValue;
use crate::catalog::SettingValue;
use crate::catalog::program::Kind;

pub(crate) fn value(filled: &SlotValue, kind: &Kind) -> Option<SettingValue> {
    Some(match (filled, kind) {
        (SlotValue::Number(n), _) => SettingValue::Number(n.to_decimal()?),
        (SlotValue::Choice(i), Kind::Choice(names)) => SettingValue::Text(names.get(*i)?.clone()),
        (SlotValue::Flag(flag), _) => SettingValue::Flag(*flag),
        (SlotValue::Other(value), _) => value.clone(),
        (SlotValue::List(items), _) => {
            let mut list = Vec::with_capacity(items.len());
            for item in items {
                list.push(item.to_decimal()?);
            }
            SettingValue::List(list)
        }
        _ => return None,
    })
}
