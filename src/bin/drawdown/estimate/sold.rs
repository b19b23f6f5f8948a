//! The values that can be requested, for people.

use super::itemised::label;
use crate::table::{Left, line_width, table_within};
use drawdown::{Decimal, SettingInfo, SettingValue, Sold, SoldRange, grouped};

pub(super) fn words(answer: &[Sold], settings: &[SettingInfo]) -> String {
    let rows: Vec<[String; 3]> = answer.iter().map(|one| row(one, settings)).collect();
    if rows.is_empty() {
        return "This operation has no settings\n".to_owned();
    }
    table_within(line_width(), [("setting", Left), ("sold", Left), ("not sold", Left)], &rows)
}

fn row(one: &Sold, settings: &[SettingInfo]) -> [String; 3] {
    let setting = settings.iter().find(|known| known.name == *one.setting);
    let unit = setting.and_then(|known| known.unit.as_ref());
    let sold = match &one.ranges {
        Some(ranges) if ranges.is_empty() => "nothing".to_owned(),
        Some(ranges) => {
            let ranges: Vec<String> = ranges.iter().map(range).collect();
            let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
            format!("{}{unit}", ranges.join(", "))
        }
        None if one.sold.is_empty() => "nothing".to_owned(),
        None => values(&one.sold),
    };
    [label(&one.setting, settings).to_owned(), sold, values(&one.not_sold)]
}

fn values(values: &[SettingValue]) -> String {
    values.iter().map(SettingValue::to_string).collect::<Vec<_>>().join(", ")
}

/// `5`, `3–30`, `at least 1`, `any`.
fn range(range: &SoldRange) -> String {
    let shown = |end: Decimal| grouped(end);
    match (range.from, range.to) {
        (Some(from), Some(to)) if from == to => shown(from),
        (Some(from), Some(to)) => format!("{}–{}", shown(from), shown(to)),
        (Some(from), None) => format!("at least {}", shown(from)),
        (None, Some(to)) => format!("at most {}", shown(to)),
        (None, None) => "any".to_owned(),
    }
}
