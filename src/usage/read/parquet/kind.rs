//! The types of Parquet that are read.

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::schema::types::ColumnDescriptor;

/// How the stored values of a column become texts or instants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Uuid,
    /// A flag, or a binary float, which is read as its shortest text.
    Plain,
    Whole,
    Unsigned,
    /// A decimal, and the number of its places after the point.
    Decimal(u32),
    /// Days since 1970.
    Date,
    /// Parts of seconds since 1970, how many a second, and whether of UTC or of a wall clock.
    Stamp(i64, bool),
    /// An instant in twelve bytes, as older programs write it.
    Stamp96,
}

/// More digits do not fit.
const MOST_DIGITS: i32 = 38;

impl Kind {
    /// `None` for a type that is not read.
    pub(super) fn of(column: &ColumnDescriptor) -> Option<Kind> {
        match column.logical_type_ref() {
            Some(LogicalType::Decimal(decimal)) => decimal_of(decimal.scale, decimal.precision),
            Some(LogicalType::Date) => Some(Kind::Date),
            Some(LogicalType::Timestamp(stamp)) => {
                let parts = match stamp.unit {
                    TimeUnit::MILLIS => 1_000,
                    TimeUnit::MICROS => 1_000_000,
                    TimeUnit::NANOS => 1_000_000_000,
                };
                Some(Kind::Stamp(parts, stamp.is_adjusted_to_u_t_c))
            }
            Some(LogicalType::Integer(integer)) if !integer.is_signed => Some(Kind::Unsigned),
            Some(LogicalType::Uuid) => Some(Kind::Uuid),
            Some(LogicalType::String | LogicalType::Enum | LogicalType::Json) => Some(Kind::Text),
            Some(LogicalType::Integer(_)) => Some(Kind::Whole),
            None => of_converted(column),
            Some(_) => None,
        }
    }
}

impl Kind {
    /// Whether it is an exact number.
    pub(super) fn is_exact(self) -> bool {
        matches!(self, Kind::Whole | Kind::Unsigned | Kind::Decimal(_))
    }
}

/// By the older annotation, or none.
fn of_converted(column: &ColumnDescriptor) -> Option<Kind> {
    match column.converted_type() {
        ConvertedType::DECIMAL => decimal_of(column.type_scale(), column.type_precision()),
        ConvertedType::DATE => Some(Kind::Date),
        ConvertedType::TIMESTAMP_MILLIS => Some(Kind::Stamp(1_000, true)),
        ConvertedType::TIMESTAMP_MICROS => Some(Kind::Stamp(1_000_000, true)),
        ConvertedType::UINT_8
        | ConvertedType::UINT_16
        | ConvertedType::UINT_32
        | ConvertedType::UINT_64 => Some(Kind::Unsigned),
        ConvertedType::INTERVAL
        | ConvertedType::BSON
        | ConvertedType::TIME_MILLIS
        | ConvertedType::TIME_MICROS => None,
        _ => match column.physical_type() {
            Type::BYTE_ARRAY => Some(Kind::Text),
            Type::INT96 => Some(Kind::Stamp96),
            Type::FIXED_LEN_BYTE_ARRAY => None,
            Type::INT32 | Type::INT64 => Some(Kind::Whole),
            _ => Some(Kind::Plain),
        },
    }
}

fn decimal_of(scale: i32, digits: i32) -> Option<Kind> {
    let scale = u32::try_from(scale).ok()?;
    (digits <= MOST_DIGITS).then_some(Kind::Decimal(scale))
}
