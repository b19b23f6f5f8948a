//! Exact decimals of any exponent, as lists write them: `1.5e-07`.

use bigdecimal::{BigDecimal, One, Signed, ToPrimitive, Zero};
use std::fmt;
use std::str::FromStr;

/// The longest text of a number; a price list has at most 17 digits.
const BYTES: usize = 60;
/// The most digits of an exponent.
const EXPONENT: usize = 3;
/// The most decimal places, or zeros at the end: what a rate for a multiple of units can hold. A price list
/// has at most 23 places.
const PLACES: i64 = 30;
/// The most digits before the point, as in a catalog.
const WHOLE: i64 = 24;
/// The most places of a number that says how many times one price is another.
const TIMES: i64 = 6;

/// An exact decimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Exact(BigDecimal);

impl Exact {
    /// Reads `3`, `0.15`, `1.5e-07`; `None` for anything else, and for what a catalog cannot hold.
    pub(super) fn read(text: &str) -> Option<Exact> {
        if text.len() > BYTES || !is_number(text) {
            return None;
        }
        let number = BigDecimal::from_str(text).ok()?.normalized();
        let places = number.fractional_digit_count();
        let whole = i64::try_from(number.digits()).ok()? - places;
        (places.abs() <= PLACES && whole <= WHOLE).then_some(Exact(number))
    }

    pub(super) fn zero() -> Exact {
        Exact(BigDecimal::zero())
    }

    pub(super) fn one() -> Exact {
        Exact(BigDecimal::one())
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    pub(super) fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Times 10^`power`.
    pub(super) fn shifted(&self, power: i32) -> Exact {
        Exact((&self.0 * BigDecimal::new(1.into(), -i64::from(power))).normalized())
    }

    /// How many times `other` it is, if at most six places say that exactly.
    pub(super) fn times(&self, other: &Exact) -> Option<Exact> {
        if self.is_zero() || other.is_zero() {
            return (self == other).then(Exact::one);
        }
        let rounded = (&self.0 / &other.0).with_scale(TIMES);
        (&rounded * &other.0 == self.0).then(|| Exact(rounded.normalized()))
    }

    pub(super) fn multiplied(&self, other: &Exact) -> Exact {
        Exact((&self.0 * &other.0).normalized())
    }

    /// How many places stand after the point.
    pub(super) fn places(&self) -> i64 {
        self.0.fractional_digit_count().max(0)
    }

    /// As a whole number of 0 or more.
    pub(super) fn whole(&self) -> Option<u64> {
        if self.0.is_integer() { self.0.to_u64() } else { None }
    }

    /// As lists write small numbers: `1.5e-07`; others without an exponent.
    pub(super) fn scientific(&self) -> String {
        let text = self.0.to_scientific_notation();
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        match exponent.parse::<i32>() {
            Ok(small @ ..-4) => format!("{mantissa}e-{:02}", -small),
            _ => self.to_string(),
        }
    }
}

/// Without an exponent: `0.00000015`.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_plain_string())
    }
}

/// Whether it is a number of JSON: the library also reads `+1`, `.5` and `1_000`.
fn is_number(text: &str) -> bool {
    let size = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = size.split_once(['e', 'E']).unwrap_or((size, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    exponent.len() <= EXPONENT && [whole, part, exponent].into_iter().all(are_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        for (text, plain, per_million) in [
            ("0", "0", "0"),
            ("0.0", "0", "0"),
            ("-0", "0", "0"),
            ("3", "3", "3000000"),
            ("1.5e-07", "0.00000015", "0.15"),
            ("7.500000000000001e-08", "0.00000007500000000000001", "0.07500000000000001"),
            ("2.5E+2", "250", "250000000"),
            ("1200000", "1200000", "1200000000000"),
            ("-0.25", "-0.25", "-250000"),
        ] {
            let number = Exact::read(text).unwrap();
            assert_eq!(number.to_string(), plain, "{text}");
            assert_eq!(number.shifted(6).to_string(), per_million, "{text}");
        }
    }

    #[test]
    fn one_number_is_a_multiple_of_another_or_not() {
        for (number, of, times) in [
            ("1.5", "3", Some("0.5")),
            ("0.03", "0.3", Some("0.1")),
            ("20", "8", Some("2.5")),
            ("1", "3", None),
            ("0", "0", Some("1")),
            ("0", "3", None),
            ("3", "0", None),
        ] {
            let found = Exact::read(number).unwrap().times(&Exact::read(of).unwrap());
            assert_eq!(found.map(|found| found.to_string()).as_deref(), times, "{number} of {of}");
        }
    }

    #[test]
    fn products_keep_all_their_digits() {
        for (one, other, product) in [
            ("3", "0.5", "1.5"),
            ("99999999999999999999", "99999999999", "9999999999899999999900000000001"),
            ("7.500000000000001e-08", "0.5", "0.000000037500000000000005"),
            ("0", "12", "0"),
        ] {
            let found = Exact::read(one).unwrap().multiplied(&Exact::read(other).unwrap());
            assert_eq!(found.to_string(), product);
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        let long = "1".repeat(61);
        for text in [
            "", "-", "+1", ".5", "1.", "1e", "1e++1", "1e400", "1e30", "1e-31", "0x1", "NaN", " 1",
            &long,
        ] {
            assert_eq!(Exact::read(text), None, "{text}");
        }
    }

    #[test]
    fn small_numbers_have_an_exponent() {
        for (text, written) in [
            ("0.00000015", "1.5e-07"),
            ("0.000003", "3e-06"),
            ("0.00001", "1e-05"),
            ("0.0001", "0.0001"),
            ("0.02", "0.02"),
            ("0", "0"),
        ] {
            assert_eq!(Exact::read(text).unwrap().scientific(), written);
        }
    }
}
