//! What a slot is filled with, as a person would write it.

use super::asked::Filled;
use crate::catalog::SettingValue;
use crate::catalog::program::Kind;

pub(crate) fn value(filled: &Filled, kind: &Kind) -> Option<SettingValue> {
    Some(match (filled, kind) {
        (Filled::Number(n), _) => SettingValue::Number(n.to_decimal()?),
        (Filled::Choice(i), Kind::Choice(names)) => SettingValue::Text(names.get(*i)?.clone()),
        (Filled::Flag(flag), _) => SettingValue::Flag(*flag),
        (Filled::Other(value), _) => value.clone(),
        (Filled::List(items), _) => {
            let mut list = Vec::with_capacity(items.len());
            for item in items {
                list.push(item.to_decimal()?);
            }
            SettingValue::List(list)
        }
        _ => return None,
    })
}
