//! Amounts as people read them. In JSON they stay exact.

use super::Money;

/// Currencies without smaller coins, and those of a thousand; all others have two places (ISO 4217).
const WHOLE: [&str; 16] = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
    "VUV", "XAF", "XOF",
];
const THOUSANDTHS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// A number with commas between thousands: `62,040`, `-1,234.5`.
pub fn grouped(number: impl ToString) -> String {
    grouped_text(&number.to_string())
}

fn grouped_text(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, rest) =
        digits.split_at_checked(digits.find('.').unwrap_or(digits.len())).unwrap_or((digits, ""));
    let mut out = String::with_capacity(text.len() + digits.len() / 3);
    out.push_str(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out.push_str(rest);
    out
}

impl Money {
    /// With all digits that coins of the currency have, or more where the amount has more:
    /// `1,250.00`; of yen `1,250`.
    pub fn coins(self, currency: Option<&str>) -> String {
        let mut text = grouped(self);
        let places: usize = match currency {
            Some(code) if WHOLE.contains(&code) => 0,
            Some(code) if THOUSANDTHS.contains(&code) => 3,
            _ => 2,
        };
        let known = text.find('.').map_or(0, |point| text.len() - point - 1);
        if known == 0 && places > 0 {
            text.push('.');
        }
        text.extend(std::iter::repeat_n('0', places.saturating_sub(known)));
        text
    }

    /// The same with the currency: `1,250.00 USD`.
    pub fn words(self, currency: Option<&str>) -> String {
        let coins = self.coins(currency);
        match currency {
            Some(currency) => format!("{coins} {currency}"),
            None => coins,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped_before_the_point_only() {
        for (text, shown) in [
            ("0", "0"),
            ("999", "999"),
            ("62040", "62,040"),
            ("-1234567.1234", "-1,234,567.1234"),
            ("-100", "-100"),
        ] {
            assert_eq!(grouped(text), shown);
        }
    }

    #[test]
    fn money_has_the_digits_of_its_currency() {
        let money = |text: &str, currency| text.parse::<Money>().unwrap().words(currency);
        assert_eq!(money("1250", Some("USD")), "1,250.00 USD");
        assert_eq!(money("0.5", Some("EUR")), "0.50 EUR");
        assert_eq!(money("0.00049", Some("USD")), "0.00049 USD");
        assert_eq!(money("1250", Some("JPY")), "1,250 JPY");
        assert_eq!(money("12.5", Some("JPY")), "12.5 JPY");
        assert_eq!(money("12.5", Some("KWD")), "12.500 KWD");
        assert_eq!(money("-3", None), "-3.00");
    }
}
