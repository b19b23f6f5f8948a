//! The words of amounts, settings and dates in sentences for customers.

use super::price::{ABOUT, FREE, NOT_PUBLISHED, ends};
use crate::amount::{Decimal, grouped};
use crate::calendar::{Instant, Zone};
use crate::catalog::program::{Operation, Setting};
use crate::catalog::{SettingValue, listed};

/// The names of a unit: `credit` and `credits`; `USD` for both.
#[derive(Clone, Copy)]
pub(super) struct Unit<'c> {
    pub(super) one: &'c str,
    pub(super) many: &'c str,
}

impl Unit<'_> {
    fn of(self, amount: Decimal) -> String {
        if amount == Decimal::ONE { self.one.to_owned() } else { self.many.to_owned() }
    }

    /// `98 → 110 credits`; a side that is no amount says so: `free → 5 credits`.
    pub(super) fn change(self, before: &str, after: &str) -> String {
        let are_amounts = before != FREE && ends(before).is_some() && ends(after).is_some();
        let before = if are_amounts { number(before) } else { self.price(before) };
        format!("{before} → {}", self.price(after))
    }

    /// `98 credits`, `about 98 credits`, `price not published`.
    pub(super) fn price(self, price: &str) -> String {
        match (price, ends(price)) {
            (FREE, _) => price.to_owned(),
            (NOT_PUBLISHED, _) => format!("price {NOT_PUBLISHED}"),
            (_, Some((_, high))) => format!("{} {}", number(price), self.of(high)),
            _ => price.replace(", known only after the run", ""),
        }
    }
}

/// `1,250`, `about 98`, `10 to 20`.
fn number(price: &str) -> String {
    let (about, rest) = price.strip_prefix(ABOUT).map_or(("", price), |rest| ("about ", rest));
    let parts = rest
        .split(" to ")
        .map(|part| part.parse::<Decimal>().map_or_else(|_| part.to_owned(), grouped));
    format!("{about}{}", parts.collect::<Vec<_>>().join(" to "))
}

/// A sentence with the date from which it holds.
pub(super) fn dated(sentence: &str, from: Instant) -> String {
    let comma = if sentence.contains('→') { "" } else { "," };
    format!("{sentence}{comma} from {}", Zone::utc().long_date(from))
}

/// A label inside a sentence: `Resolution` becomes `resolution`, `HDR` stays.
pub(super) fn inside(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            let rest = label.get(first.len_utf8()..).unwrap_or("");
            format!("{}{rest}", first.to_lowercase())
        }
        _ => label.to_owned(),
    }
}

/// Some values of a setting, and their place among the others: ` for 5 s`, ` at 720p or 1080p`,
/// ` with audio`, then what needs a label, `, style anime`.
pub(super) fn qualifier(
    operation: &Operation,
    setting: &Setting,
    values: &[SettingValue],
) -> (u8, String) {
    // `at 1080p` may be the input's or the output's.
    let others = operation.settings.iter().filter(|other| other.name != setting.name);
    let is_shared = others.into_iter().any(|o| values.iter().any(|value| o.hold(value).is_ok()));
    let label = inside(&setting.label);
    let all: Vec<String> = values.iter().map(ToString::to_string).collect();
    let all = listed(&all, "or");
    match (values, &setting.unit) {
        ([SettingValue::Number(_), ..], Some(unit)) => (0, format!(" for {all} {unit}")),
        ([SettingValue::Text(_), ..], _) if !is_shared && values.iter().all(is_measure) => {
            (1, format!(" at {all}"))
        }
        ([SettingValue::Flag(true)], _) => (2, format!(" with {label}")),
        ([SettingValue::Flag(false)], _) => (2, format!(" without {label}")),
        _ => (3, format!(", {label} {all}")),
    }
}

/// Whether a value needs no label: `4K`, `720p`, `16:9`.
fn is_measure(value: &SettingValue) -> bool {
    matches!(value, SettingValue::Text(text) if text.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREDITS: Unit = Unit { one: "credit", many: "credits" };

    #[test]
    fn prices_change_in_words() {
        for (before, after, words) in [
            ("98", "110", "98 → 110 credits"),
            ("1250", "1", "1,250 → 1 credit"),
            ("≈ 100", "≈ 1105.5", "about 100 → about 1,105.5 credits"),
            ("10 to 20", "12 to 24", "10 to 20 → 12 to 24 credits"),
            ("free", "5", "free → 5 credits"),
            ("20", "not published", "20 credits → price not published"),
            ("20", "not offered", "20 credits → not offered"),
            ("4 per 1,000 tokens, known only after the run", "5", "4 per 1,000 tokens → 5 credits"),
        ] {
            assert_eq!(CREDITS.change(before, after), words);
        }
    }

    #[test]
    fn labels_fit_into_a_sentence() {
        for (label, inner) in [("Resolution", "resolution"), ("HDR", "HDR"), ("", ""), ("É", "é")]
        {
            assert_eq!(inside(label), inner);
        }
    }
}
