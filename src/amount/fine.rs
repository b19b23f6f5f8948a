//! Decimals finer than amounts, for rates.

use super::decimal::{self, Decimal, ParseDecimalError};
use super::fraction::Fraction;
use std::fmt;
use std::str::FromStr;

/// Decimal places of a rate.
const PLACES: u32 = 18;
/// The first value that is too large, in stored units.
const LIMIT: u128 = 10_u128.pow(24);

/// An exact rate: at most 18 places after the point, below 10^24 in size, and at most 38 digits.
///
/// ```
/// use drawdown::FineDecimal;
/// let rate: FineDecimal = "0.00000000000000075".parse()?;
/// assert_eq!(rate.to_string(), "0.00000000000000075");
/// # Ok::<(), drawdown::ParseDecimalError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(Rust, packed(4))]
pub struct FineDecimal {
    /// Without trailing zeros after the point.
    digits: i128,
    places: u32,
}

impl FineDecimal {
    /// One.
    pub const ONE: FineDecimal = FineDecimal { digits: 1, places: 0 };

    /// The decimal of a fraction, if at most 18 places suffice.
    pub(crate) fn from_fraction(fraction: &Fraction) -> Option<Self> {
        let (digits, rest) = fraction.floor_at(PLACES)?;
        if rest.is_zero() { FineDecimal::new(digits, PLACES).ok() } else { None }
    }

    pub(crate) fn to_fraction(self) -> Fraction {
        Fraction::new(self.digits, 10_i128.pow(self.places))
    }

    /// As an amount, if twelve places suffice.
    pub(crate) fn to_decimal(self) -> Option<Decimal> {
        self.to_fraction().to_decimal()
    }

    /// Whether binary floats hold it exactly.
    pub(crate) fn is_binary(self) -> bool {
        self.digits % 5_i128.pow(self.places) == 0
    }

    /// The binary float that prints as it, if it has at most 15 digits.
    #[cfg(feature = "wasm")]
    #[allow(
        clippy::float_arithmetic,
        reason = "one correctly rounded division, at the JS edge only"
    )]
    #[allow(clippy::cast_precision_loss, reason = "both operands are exact")]
    pub(crate) fn to_js_number(self) -> Option<f64> {
        let digits = i64::try_from(self.digits).ok()?;
        (digits.unsigned_abs() < 1_000_000_000_000_000)
            .then(|| digits as f64 / decimal::power_of_ten(self.places) as f64)
    }

    /// Appends its text.
    pub(crate) fn push(self, out: &mut String) {
        let size = self.digits.unsigned_abs();
        let one = 10_u128.pow(self.places);
        if self.digits < 0 {
            out.push('-');
        }
        push_digits(size / one, 1, out);
        if self.places > 0 {
            out.push('.');
            push_digits(size % one, self.places, out);
        }
    }

    /// Drops trailing zeros; refuses values that are too fine or too large.
    fn new(mut digits: i128, mut places: u32) -> Result<Self, ParseDecimalError> {
        if let Ok(short) = i64::try_from(digits) {
            let (short, left) = decimal::stripped(short, places);
            (digits, places) = (short.into(), left);
        }
        while places > 0 && digits % 10 == 0 {
            (digits, places) = (digits / 10, places - 1);
        }
        if places > PLACES {
            return Err(ParseDecimalError::TooFine);
        }
        let size = digits.unsigned_abs();
        if size >= LIMIT && size / 10_u128.pow(places) >= LIMIT {
            return Err(ParseDecimalError::TooLarge);
        }
        Ok(FineDecimal { digits, places })
    }
}

/// Pads to a minimum number of digits.
fn push_digits(n: u128, width: u32, out: &mut String) {
    if n >= 10 || width > 1 {
        push_digits(n / 10, width.saturating_sub(1), out);
    }
    out.push(char::from(b'0' + (n % 10) as u8));
}

impl FromStr for FineDecimal {
    type Err = ParseDecimalError;

    fn from_str(text: &str) -> Result<Self, ParseDecimalError> {
        let (digits, exponent) = decimal::scientific(text)?;
        match u32::try_from(exponent) {
            Ok(zeros) => {
                let power = 10_i128.checked_pow(zeros).filter(|_| digits != 0 || zeros == 0);
                let whole = power.and_then(|power| digits.checked_mul(power));
                match whole {
                    _ if digits == 0 => FineDecimal::new(0, 0),
                    Some(whole) => FineDecimal::new(whole, 0),
                    None => Err(ParseDecimalError::TooLarge),
                }
            }
            Err(_) => FineDecimal::new(digits, exponent.unsigned_abs()),
        }
    }
}

impl From<Decimal> for FineDecimal {
    fn from(decimal: Decimal) -> Self {
        // Every decimal has fewer places and digits.
        FineDecimal::new(decimal.scaled(), decimal::PLACES).unwrap_or(FineDecimal::ONE)
    }
}

impl fmt::Display for FineDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.push(&mut text);
        f.pad(&text)
    }
}

impl fmt::Debug for FineDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Fraction {
    /// Appends decimal places: exact, or cut after six places with `…`.
    pub(crate) fn push(&self, out: &mut String) {
        if let Some(decimal) = self.to_decimal() {
            return decimal.push(out);
        }
        if let Some(fine) = FineDecimal::from_fraction(self) {
            return fine.push(out);
        }
        let size = if self.is_negative() { self.negated() } else { Ok(*self) };
        let cut = size.ok().and_then(|size| size.floor_at(decimal::PLACES / 2));
        let six = 10_i128.pow(decimal::PLACES / 2);
        if self.is_negative() {
            out.push('-');
        }
        if let Some(decimal) = cut.and_then(|(n, _)| Decimal::from_scaled(n.checked_mul(six)?)) {
            decimal.push(out);
        }
        out.push('…');
    }
}

/// Formats a decimal for a sentence.
impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.push(&mut text);
        f.write_str(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(text: &str) -> String {
        text.parse::<FineDecimal>().map_or_else(|e| format!("{e:?}"), |d| d.to_string())
    }

    #[test]
    fn reads_and_prints_the_shortest_form() {
        for (text, printed) in [
            ("0", "0"),
            ("-0.0", "0"),
            ("012.50", "12.5"),
            ("0.00000000000000075", "0.00000000000000075"),
            ("7.5e-16", "0.00000000000000075"),
            ("1E3", "1000"),
            ("0e99", "0"),
            ("-0.000000000000000001", "-0.000000000000000001"),
            ("12345678901234567890.123456789012345678", "12345678901234567890.123456789012345678"),
        ] {
            assert_eq!(print(text), printed, "{text}");
        }
    }

    #[test]
    fn refuses_what_it_cannot_hold() {
        for text in ["", "-", ".", "1.", ".5", "1e", "--1", "NaN"] {
            assert_eq!(print(text), "Malformed", "{text}");
        }
        assert_eq!(print("1e-19"), "TooFine");
        for text in ["1e24", "-1e24", "1e2000000000", "1234567890123456789012345678901234567890"] {
            assert_eq!(print(text), "TooLarge", "{text}");
        }
    }

    #[test]
    fn a_fraction_of_18_places_comes_back() {
        for text in ["0.000000000000000001", "12.5", "-3", "0.1"] {
            let fine: FineDecimal = text.parse().unwrap();
            assert_eq!(FineDecimal::from_fraction(&fine.to_fraction()), Some(fine), "{text}");
        }
        assert_eq!(FineDecimal::from_fraction(&Fraction::new(1, 3)), None);
    }
}
