//! The margin on top of the need.

use crate::amount::{Credits, Decimal, Fraction, Mode, ONE};
use crate::json::{Node, Read, Value, Within, record, words};
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

/// A margin on top of the need, with a smaller and a larger value.
///
/// JSON forms: `25`, `"25%"`, `"20-30%"`, `"500 credits"`, or `{ "low": "20", "high": "30", "unit":
/// "percent" }`.
///
/// ```
/// use drawdown::{Buffer, BufferUnit};
/// assert_eq!(Buffer::percent(20, 30), "20-30%".parse()?);
/// assert_eq!(Buffer::credits(500, 500), "500 credits".parse()?);
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Buffer {
    /// The smaller margin.
    pub low: Decimal,
    /// The larger margin.
    pub high: Decimal,
    /// Its unit.
    pub unit: BufferUnit,
}

words! {
    /// The unit of a margin.
    #[non_exhaustive]
    pub enum BufferUnit {
        /// Per cent of the need.
        Percent = "percent",
        /// Credits a month.
        Credits = "credits",
    }
}

record! {
    /// A smaller and a larger margin.
    pub(crate) struct BufferFields {
        /// The smaller margin.
        #[within(Within::NOT_NEGATIVE)]
        low: Decimal,
        /// The larger margin.
        #[within(Within::NOT_NEGATIVE)]
        high: Decimal,
        /// Its unit; per cent when absent.
        unit: Option<BufferUnit>,
    }
}

impl Default for Buffer {
    /// 20 to 30 per cent.
    fn default() -> Self {
        Buffer { low: 20.into(), high: 30.into(), unit: BufferUnit::Percent }
    }
}

impl Buffer {
    /// A smaller and a larger margin, in per cent of the need.
    pub fn percent(low: impl Into<Decimal>, high: impl Into<Decimal>) -> Self {
        Buffer { low: low.into(), high: high.into(), unit: BufferUnit::Percent }
    }

    /// A smaller and a larger margin, in credits a month.
    pub fn credits(low: impl Into<Decimal>, high: impl Into<Decimal>) -> Self {
        Buffer { low: low.into(), high: high.into(), unit: BufferUnit::Credits }
    }

    /// An amount increased by a margin, to the twelfth place.
    pub(super) fn on(&self, amount: &Fraction, margin: Decimal) -> Option<Credits> {
        let margin = Fraction::from_decimal(margin);
        let sum = match self.unit {
            BufferUnit::Credits => amount.add(&margin).ok()?,
            BufferUnit::Percent => {
                let factor = margin.add(&Fraction::integer(100)).ok()?;
                amount.mul(&factor.div(&Fraction::integer(100)).ok()?).ok()?
            }
        };
        sum.nearest_decimal().ok().map(Credits::from)
    }

    /// The factor that increases a need by the margin, in 10^-12, rounded up.
    pub(super) fn factor(&self, need: &Fraction, margin: Decimal) -> Option<i128> {
        let part = match self.unit {
            BufferUnit::Percent => Fraction::integer(100),
            BufferUnit::Credits if !need.is_zero() => *need,
            BufferUnit::Credits => return Some(ONE),
        };
        let share = Fraction::from_decimal(margin).div(&part).ok()?;
        let share = share.rounded(Mode::Ceil, Fraction::from_parts(1, ONE)?)?;
        Some(share.scaled() + ONE)
    }

    /// A margin with its unit: `20 %`, `500 credits`.
    pub fn words(&self, margin: Decimal) -> String {
        match self.unit {
            BufferUnit::Percent => format!("{margin} %"),
            BufferUnit::Credits => format!("{margin} credits"),
        }
    }
}

impl std::str::FromStr for Buffer {
    type Err = String;

    /// Reads `25`, `25%`, `20-30`, `20-30%` or `500 credits`.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (numbers, unit) = match (text.strip_suffix('%'), text.strip_suffix("credits")) {
            (Some(numbers), _) => (numbers, BufferUnit::Percent),
            (_, Some(numbers)) => (numbers, BufferUnit::Credits),
            _ => (text, BufferUnit::Percent),
        };
        let (low, high) = numbers.split_once('-').unwrap_or((numbers, numbers));
        let margin = |text: &str| text.trim().parse::<Decimal>();
        match (margin(low), margin(high)) {
            (Ok(low), Ok(high)) if numbers.len() == text.len() => per_cent(low, high),
            (Ok(low), Ok(high)) => Ok(Buffer { low, high, unit }),
            _ => Err(FORMS.to_owned()),
        }
    }
}

/// A margin without a unit. A value below 1 may be meant as a fraction of 1.
fn per_cent(low: Decimal, high: Decimal) -> Result<Buffer, String> {
    let is_share = |margin: &Decimal| *margin > Decimal::ZERO && *margin < Decimal::ONE;
    match [low, high].into_iter().find(is_share) {
        Some(share) => {
            let times = share.checked_times(100).unwrap_or(share);
            Err(format!("per cent, such as {times}, or \"{share}%\" for less than one per cent"))
        }
        None => Ok(Buffer { low, high, unit: BufferUnit::Percent }),
    }
}

const FORMS: &str = "a margin such as \"25%\", \"20-30%\" or \"500 credits\"";

impl Read for Buffer {
    fn read(node: &Node) -> Self {
        let read = match node.value {
            Value::String(text) => text.parse(),
            Value::Object(_) => {
                let fields = BufferFields::read(node);
                fields.check_fields(&node.path, node.log);
                let BufferFields { low, high, unit } = fields;
                unit.map_or_else(|| per_cent(low, high), |unit| Ok(Buffer { low, high, unit }))
            }
            _ => {
                let margin = Decimal::read(node);
                Within::NOT_NEGATIVE.check(margin, &node.path, node.log);
                per_cent(margin, margin)
            }
        };
        read.unwrap_or_else(|forms| {
            node.expected(&forms);
            Buffer::default()
        })
    }
    fn placeholder() -> Self {
        Buffer::default()
    }
}

impl Serialize for Buffer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Buffer", 3)?;
        fields.serialize_field("low", &self.low)?;
        fields.serialize_field("high", &self.high)?;
        fields.serialize_field("unit", &self.unit)?;
        fields.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buffer(text: &str) -> Buffer {
        text.parse().unwrap()
    }

    #[test]
    fn margins_are_read_as_people_write_them() {
        assert_eq!(buffer("20-30%"), Buffer::default());
        assert_eq!(buffer("25").high, 25.into());
        assert_eq!(buffer(" 12.5 % ").low.to_string(), "12.5");
        let credits = Buffer { low: 500.into(), high: 800.into(), unit: BufferUnit::Credits };
        assert_eq!(buffer("500 - 800 credits"), credits);
        assert!("a lot".parse::<Buffer>().is_err());
    }

    #[test]
    fn a_margin_in_credits_is_a_share_of_the_need_rounded_up() {
        let need = &Fraction::integer(300);
        assert_eq!(buffer("25%").factor(need, 25.into()), Some(ONE / 4 * 5));
        assert_eq!(buffer("100 credits").factor(need, 100.into()), Some(1_333_333_333_334));
        assert_eq!(buffer("100 credits").factor(&Fraction::ZERO, 100.into()), Some(ONE));
        assert_eq!(buffer("100 credits").on(need, 100.into()), Some(Decimal::from(400).into()));
    }
}
