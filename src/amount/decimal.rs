//! Scaled decimals: parse, print, add, subtract, multiply by a count.

use super::integer::{multiply, quotient};
use crate::by_text::split_once;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// Decimal places kept.
pub(crate) const PLACES: u32 = 12;
/// 10^12: the stored value of 1.
pub(crate) const ONE: i128 = 10_i128.pow(PLACES);
/// 10^24 in stored units: the first value that is too large.
const LIMIT: i128 = 10_i128.pow(24 + PLACES);

/// An exact decimal: at most 12 places after the point, below 10^24 in size.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
// Without this, every enum around it gets a tag of 16 bytes too.
#[repr(Rust, packed(4))]
pub struct Decimal(i128);

/// Why a text is not a [`Decimal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseDecimalError {
    /// It is not a decimal number.
    Malformed,
    /// It has more decimal places than allowed: 12, or 18 in a [`FineDecimal`](super::FineDecimal).
    TooFine,
    /// It is 10^24 or more.
    TooLarge,
}

impl fmt::Display for ParseDecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ParseDecimalError::Malformed => "not a decimal number",
            ParseDecimalError::TooFine => "too many decimal places: 12 are kept, 18 in a rate",
            ParseDecimalError::TooLarge => "10^24 or more",
        })
    }
}

impl std::error::Error for ParseDecimalError {}

impl Decimal {
    /// Zero.
    pub const ZERO: Decimal = Decimal(0);
    /// One.
    pub const ONE: Decimal = Decimal(ONE);
    /// The largest decimal.
    pub(crate) const MAX: Decimal = Decimal(LIMIT - 1);

    /// From stored units of 10^-12; `None` from 10^24 on.
    pub(crate) fn from_scaled(scaled: i128) -> Option<Self> {
        (-LIMIT < scaled && scaled < LIMIT).then_some(Decimal(scaled))
    }

    /// From a whole number without its decimal point, and how many places it has; `None` if it does
    /// not fit.
    #[cfg(feature = "parquet")]
    pub(crate) fn from_parts(unscaled: i128, places: u32) -> Option<Self> {
        Decimal::from_scaled(rescale(unscaled, -i32::try_from(places).ok()?).ok()?)
    }

    /// A decimal of this many stored units of 10^-12.
    pub(crate) const fn from_units(units: i64) -> Self {
        Decimal(units as i128)
    }

    /// Stored units of 10^-12.
    pub(crate) fn scaled(self) -> i128 {
        self.0
    }

    /// The sum, if it fits.
    pub fn checked_add(self, other: Decimal) -> Option<Decimal> {
        Decimal::from_scaled(self.0.checked_add(other.0)?)
    }

    /// The difference, if it fits.
    pub fn checked_sub(self, other: Decimal) -> Option<Decimal> {
        Decimal::from_scaled(self.0.checked_sub(other.0)?)
    }

    /// The product with a count, if it fits.
    pub fn checked_times(self, count: u64) -> Option<Decimal> {
        Decimal::from_scaled(self.0.checked_mul(i128::from(count))?)
    }

    /// Whether it is a whole number of steps; the step must not be zero.
    pub(crate) fn is_multiple_of(self, step: Decimal) -> bool {
        quotient(self.0, step.0).1 == 0
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The whole number, if the decimal is one and it fits.
    pub fn to_integer(self) -> Option<i64> {
        let (whole, rest) = quotient(self.0, ONE);
        if rest == 0 { i64::try_from(whole).ok() } else { None }
    }

    /// The binary float that prints as exactly this decimal, if there is one (15 digits).
    #[cfg(any(feature = "wasm", test))]
    pub(crate) fn to_js_number(self) -> Option<f64> {
        let fits = |digits: i64| digits.unsigned_abs() < DIGITS_15;
        let (digits, scale) = match i64::try_from(self.0) {
            Ok(units) if fits(units) => (units, PLACES),
            Ok(units) => stripped(units, PLACES),
            Err(_) => {
                let (whole, rest) = quotient(self.0, ONE);
                let (parts, places) = stripped(rest as i64, PLACES);
                let digits = multiply(whole, 10_i128.pow(places))? + i128::from(parts);
                (i64::try_from(digits).ok()?, places)
            }
        };
        fits(digits).then(|| divide_by_power_of_ten(digits, scale))
    }
}

/// Every number of this many digits has a float that prints as it.
#[cfg(any(feature = "wasm", test))]
const DIGITS_15: u64 = 1_000_000_000_000_000;

#[cfg(any(feature = "wasm", test))]
/// Both operands are exact floats, so the quotient is the float nearest to the decimal, and its
/// shortest text is the decimal.
#[allow(clippy::float_arithmetic, reason = "one correctly rounded division, at the JS edge only")]
#[allow(clippy::cast_precision_loss, reason = "below 10^15: exact")]
fn divide_by_power_of_ten(digits: i64, scale: u32) -> f64 {
    digits as f64 / power_of_ten(scale) as f64
}

impl From<u32> for Decimal {
    fn from(n: u32) -> Self {
        Decimal(i128::from(n) * ONE)
    }
}

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    /// Reads `-12.50` and `1.25e-3`: the numbers of JSON, also with leading zeros, and no other
    /// text.
    fn from_str(text: &str) -> Result<Self, ParseDecimalError> {
        let (mantissa, exponent) = scientific(text)?;
        Decimal::from_scaled(rescale(mantissa, exponent)?).ok_or(ParseDecimalError::TooLarge)
    }
}

/// A text as `mantissa × 10^exponent`.
pub(super) fn scientific(text: &str) -> Result<(i128, i32), ParseDecimalError> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (digits, exponent) = split_exponent(rest)?;
    let (mantissa, scale) = read_digits(digits)?;
    Ok((if negative { -mantissa } else { mantissa }, exponent.saturating_sub(scale)))
}

fn split_exponent(text: &str) -> Result<(&str, i32), ParseDecimalError> {
    match split_once(text, |byte| matches!(byte, b'e' | b'E')) {
        None => Ok((text, 0)),
        Some((digits, exponent)) => {
            let size = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if !size.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(ParseDecimalError::Malformed);
            }
            let value = exponent.parse::<i32>().map_err(|_| ParseDecimalError::Malformed)?;
            Ok((digits, value))
        }
    }
}

/// The digits as one integer, and how many of them are decimal places.
fn read_digits(text: &str) -> Result<(i128, i32), ParseDecimalError> {
    let (whole, fraction) = split_once(text, |byte| byte == b'.').unwrap_or((text, "0"));
    if whole.is_empty() || fraction.is_empty() {
        return Err(ParseDecimalError::Malformed);
    }
    let mut mantissa: i128 = 0;
    let mut scale = 0;
    let kept = fraction.trim_end_matches('0');
    for (byte, after_point) in
        whole.bytes().map(|b| (b, false)).chain(kept.bytes().map(|b| (b, true)))
    {
        if !byte.is_ascii_digit() {
            return Err(ParseDecimalError::Malformed);
        }
        mantissa =
            multiply(mantissa, 10).and_then(|m| m.checked_add(i128::from(byte - b'0'))).ok_or(
                if after_point { ParseDecimalError::TooFine } else { ParseDecimalError::TooLarge },
            )?;
        scale += i32::from(after_point);
    }
    Ok((mantissa, scale))
}

/// `mantissa × 10^exponent` in stored units.
fn rescale(mut mantissa: i128, mut exponent: i32) -> Result<i128, ParseDecimalError> {
    while mantissa != 0 {
        let (tenth, rest) = quotient(mantissa, 10);
        if rest != 0 {
            break;
        }
        mantissa = tenth;
        exponent = exponent.saturating_add(1);
    }
    if mantissa == 0 {
        return Ok(0);
    }
    let shift = exponent.saturating_add(PLACES as i32);
    let shift = u32::try_from(shift).map_err(|_| ParseDecimalError::TooFine)?;
    let power =
        if shift <= 18 { Some(i128::from(10_i64.pow(shift))) } else { 10_i128.checked_pow(shift) };
    power.and_then(|power| multiply(mantissa, power)).ok_or(ParseDecimalError::TooLarge)
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = quotient(self.0, ONE);
        match i64::try_from(whole) {
            Ok(whole) if rest == 0 => fmt::Display::fmt(&whole, f),
            _ => self.fmt_long(f),
        }
    }
}

impl Decimal {
    #[cold]
    fn fmt_long(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.push(&mut text);
        f.pad(&text)
    }

    /// Appends its text, without the formatting machinery.
    pub(crate) fn push(self, out: &mut String) {
        const TRILLION: u64 = ONE as u64;
        if self.0 < 0 {
            out.push('-');
        }
        let size = self.0.unsigned_abs();
        let rest = match u64::try_from(size) {
            Ok(size) => {
                digits(size / TRILLION, 1, out);
                size % TRILLION
            }
            Err(_) => {
                let part = |n: u128| (n % u128::from(TRILLION)) as u64;
                let whole = size / u128::from(TRILLION);
                let high = part(whole / u128::from(TRILLION));
                if high > 0 {
                    digits(high, 1, out);
                }
                digits(part(whole), if high > 0 { PLACES } else { 1 }, out);
                part(size)
            }
        };
        if rest > 0 {
            let (rest, width) = stripped(rest as i64, PLACES);
            out.push('.');
            digits(rest.unsigned_abs(), width, out);
        }
    }
}

/// A whole number, printed like a decimal.
pub(super) fn push_integer(n: i64, out: &mut String) {
    if n < 0 {
        out.push('-');
    }
    digits(n.unsigned_abs(), 1, out);
}

/// Pads to a minimum number of digits.
fn digits(mut n: u64, width: u32, out: &mut String) {
    const MOST: usize = 20;
    let mut text = [b'0'; MOST];
    let mut count = 0;
    for digit in text.iter_mut().rev() {
        // With 32 bits, division is several times faster.
        let (rest, last) = match u32::try_from(n) {
            Ok(n) => (u64::from(n / 10), n % 10),
            Err(_) => (n / 10, (n % 10) as u32),
        };
        *digit += last as u8;
        (n, count) = (rest, count + 1);
        if n == 0 && count >= width as usize {
            break;
        }
    }
    let text = text.get(MOST - count..).unwrap_or_default();
    out.push_str(str::from_utf8(text).unwrap_or_default());
}

/// 10^n for n up to 18, as a table instead of a loop.
pub(super) fn power_of_ten(n: u32) -> i64 {
    const ALL: [i64; 19] = [
        1,
        10,
        100,
        1_000,
        10_000,
        100_000,
        1_000_000,
        10_000_000,
        100_000_000,
        1_000_000_000,
        10_000_000_000,
        100_000_000_000,
        1_000_000_000_000,
        10_000_000_000_000,
        100_000_000_000_000,
        1_000_000_000_000_000,
        10_000_000_000_000_000,
        100_000_000_000_000_000,
        1_000_000_000_000_000_000,
    ];
    ALL.get(n as usize).copied().unwrap_or(i64::MAX)
}

/// Drops trailing zeros, at most one per decimal place, and returns the number of places left.
/// Several are dropped at once, because division is slow.
pub(super) fn stripped(mut digits: i64, mut places: u32) -> (i64, u32) {
    for (zeros, power) in [(8, 100_000_000), (4, 10_000), (2, 100), (1, 10)] {
        while places >= zeros {
            let fewer = digits / power;
            if fewer * power != digits {
                break;
            }
            (digits, places) = (fewer, places - zeros);
        }
    }
    (digits, places)
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

macro_rules! unit_of_account {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub(crate) Decimal);

        impl $name {
            /// Zero.
            pub const ZERO: $name = $name(Decimal::ZERO);

            /// The plain decimal.
            pub fn decimal(self) -> Decimal {
                self.0
            }

            /// The sum, if it fits.
            pub fn checked_add(self, other: $name) -> Option<$name> {
                self.0.checked_add(other.0).map($name)
            }

            /// The difference, if it fits.
            pub fn checked_sub(self, other: $name) -> Option<$name> {
                self.0.checked_sub(other.0).map($name)
            }

            /// The product with a count, if it fits.
            pub fn checked_times(self, count: u64) -> Option<$name> {
                self.0.checked_times(count).map($name)
            }
        }

        impl From<Decimal> for $name {
            fn from(decimal: Decimal) -> Self {
                $name(decimal)
            }
        }

        impl FromStr for $name {
            type Err = ParseDecimalError;
            fn from_str(text: &str) -> Result<Self, ParseDecimalError> {
                text.parse().map($name)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

unit_of_account! {
    /// An exact number of a platform's credits.
    ///
    /// ```
    /// use drawdown::Credits;
    /// let tenth: Credits = "0.1".parse()?;
    /// assert_eq!(tenth.checked_times(10).unwrap().to_string(), "1");
    /// # Ok::<(), drawdown::ParseDecimalError>(())
    /// ```
    Credits
}

unit_of_account! {
    /// An exact amount of money, in the catalog's currency.
    Money
}

#[cfg(test)]
mod tests;
