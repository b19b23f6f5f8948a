//! Decimals of any exponent, as lists write them: `1.5e-07` is moved by powers of ten, never computed.

/// The most digits of a number; a price list has at most 17.
const DIGITS: usize = 60;
/// The largest power of ten in either direction.
const EXPONENT: i32 = 60;

/// An exact decimal: `digits` × 10^-`places`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Exact {
    negative: bool,
    /// Without zeros at either end; empty for zero.
    digits: String,
    places: i32,
}

impl Exact {
    pub(super) const ZERO: Exact = Exact { negative: false, digits: String::new(), places: 0 };

    /// Reads `3`, `0.15`, `1.5e-07`; `None` for anything else, and for more than sixty digits.
    pub(super) fn read(text: &str) -> Option<Exact> {
        let (negative, size) = match text.strip_prefix('-') {
            Some(size) => (true, size),
            None => (false, text),
        };
        let (mantissa, exponent) = size.split_once(['e', 'E']).unwrap_or((size, "0"));
        let magnitude = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if ![whole, part, magnitude].into_iter().all(are_digits) {
            return None;
        }
        let exponent: i32 = exponent.parse().ok()?;
        if mantissa.len() > DIGITS || exponent.abs() > EXPONENT {
            return None;
        }
        let places = i32::try_from(part.len()).ok()?.checked_sub(exponent)?;
        let number = Exact { negative, digits: format!("{whole}{part}"), places }.reduced();
        (number.whole_digits() <= 24).then_some(number)
    }

    fn reduced(mut self) -> Exact {
        let kept = self.digits.trim_end_matches('0').len();
        let dropped = self.digits.len() - kept;
        self.digits.truncate(kept);
        self.places = self.places.saturating_sub(i32::try_from(dropped).unwrap_or(i32::MAX));
        self.digits = self.digits.trim_start_matches('0').to_owned();
        if self.digits.is_empty() { Exact::ZERO } else { self }
    }

    /// How many digits stand before the point.
    fn whole_digits(&self) -> i32 {
        i32::try_from(self.digits.len()).unwrap_or(i32::MAX).saturating_sub(self.places)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    pub(super) fn is_negative(&self) -> bool {
        self.negative && !self.is_zero()
    }

    /// Times 10^`power`.
    pub(super) fn shifted(&self, power: i32) -> Exact {
        let places = if self.is_zero() { 0 } else { self.places - power };
        Exact { places, ..self.clone() }
    }

    /// How many times `other` it is, if at most six places say that exactly.
    pub(super) fn times(&self, other: &Exact) -> Option<Exact> {
        if self.is_zero() || other.is_zero() {
            return (self == other).then_some(Exact::one());
        }
        let (above, below): (u128, u128) = (self.digits.parse().ok()?, other.digits.parse().ok()?);
        let exact = |power: u32| {
            let above = above.checked_mul(10_u128.checked_pow(power)?)?;
            (above % below == 0).then(|| above / below)
        };
        let (power, quotient) = (0..=18).find_map(|power| Some((power, exact(power)?)))?;
        let places = self.places - other.places + i32::try_from(power).ok()?;
        let negative = self.negative != other.negative;
        let number = Exact { negative, digits: quotient.to_string(), places }.reduced();
        (number.places <= 6).then_some(number)
    }

    /// The product, digit by digit: no length is too much.
    pub(super) fn multiplied(&self, other: &Exact) -> Exact {
        let digits = |number: &Exact| -> Vec<u32> {
            number.digits.chars().rev().filter_map(|digit| digit.to_digit(10)).collect()
        };
        let mut sums = vec![0_u32; self.digits.len() + other.digits.len()];
        for (place, digit) in digits(self).iter().enumerate() {
            for (sum, factor) in sums.iter_mut().skip(place).zip(digits(other)) {
                *sum += digit * factor;
            }
        }
        let mut carry = 0;
        let mut text: Vec<char> = Vec::with_capacity(sums.len());
        for sum in sums {
            let total = sum + carry;
            text.extend(char::from_digit(total % 10, 10));
            carry = total / 10;
        }
        let negative = self.negative != other.negative;
        let digits = text.into_iter().rev().collect();
        Exact { negative, digits, places: self.places + other.places }.reduced()
    }

    pub(super) fn half() -> Exact {
        Exact { negative: false, digits: "5".to_owned(), places: 1 }
    }

    pub(super) fn one() -> Exact {
        Exact { negative: false, digits: "1".to_owned(), places: 0 }
    }

    /// How many places stand after the point.
    pub(super) fn places(&self) -> i32 {
        self.places.max(0)
    }

    /// As a whole number of 0 or more.
    pub(super) fn whole(&self) -> Option<u64> {
        if self.is_negative() || self.places > 0 { None } else { self.to_string().parse().ok() }
    }

    /// As lists write small numbers: `1.5e-07`, as the shortest text of its float if that is exact.
    pub(super) fn scientific(&self) -> String {
        let exponent = self.whole_digits() - 1;
        if self.is_zero() || (-4..16).contains(&exponent) {
            return self.to_string();
        }
        let (first, rest) = self.digits.split_at_checked(1).unwrap_or((&self.digits, ""));
        let sign = if self.negative { "-" } else { "" };
        let point = if rest.is_empty() { "" } else { "." };
        let direction = if exponent < 0 { '-' } else { '+' };
        format!("{sign}{first}{point}{rest}e{direction}{:02}", exponent.abs())
    }
}

/// Without an exponent: `0.00000015`.
impl std::fmt::Display for Exact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_negative() {
            f.write_str("-")?;
        }
        let whole = usize::try_from(self.whole_digits().max(0)).unwrap_or(0);
        let zeros = |count: i32| "0".repeat(usize::try_from(count.max(0)).unwrap_or(0));
        let (before, after) = self.digits.split_at_checked(whole).unwrap_or((&self.digits, ""));
        f.write_str(if before.is_empty() { "0" } else { before })?;
        f.write_str(&zeros(-self.places))?;
        if self.places > 0 {
            write!(f, ".{}{after}", zeros(-self.whole_digits()))?;
        }
        Ok(())
    }
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
        for text in
            ["", "-", "+1", ".5", "1.", "1e", "1e++1", "1e400", "1e30", "0x1", "NaN", " 1", &long]
        {
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
