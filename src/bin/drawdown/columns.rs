//! A table with typed columns, as CSV or as Parquet.

use crate::sheet::Sheet;
use anyhow::Context;
use drawdown::{Decimal, Instant};
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Stored, ZstdLevel};
use parquet::data_type::{
    ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType, Int64Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use std::fs;
use std::sync::Arc;

/// The values of a column; `None` where a row has none.
pub(crate) enum Values {
    Texts(Vec<Option<String>>),
    Counts(Vec<Option<u64>>),
    Decimals(Vec<Option<Decimal>>),
    Instants(Vec<Option<Instant>>),
}

/// A table whose columns have a name each, and all the same number of rows.
pub(crate) struct Columns(Vec<(String, Values)>);

/// Digits of a decimal in all, and after the point: each of our decimals fits.
const DIGITS: (i32, i32) = (38, 12);

impl Columns {
    pub(crate) fn of<'n>(columns: impl IntoIterator<Item = (&'n str, Values)>) -> Self {
        Columns(columns.into_iter().map(|(name, values)| (name.to_owned(), values)).collect())
    }

    pub(crate) fn rows(&self) -> usize {
        self.0.first().map_or(0, |(_, values)| values.count())
    }

    /// CSV with a line of headings.
    pub(crate) fn csv(&self) -> anyhow::Result<String> {
        let mut sheet = Sheet::new(self.0.iter().map(|(name, _)| name.as_str()))?;
        for row in 0..self.rows() {
            let cells: Vec<String> = self.0.iter().map(|(_, values)| values.text(row)).collect();
            sheet.row(cells.iter().map(String::as_str))?;
        }
        sheet.text()
    }

    /// Writes a Parquet file: nothing is written if it cannot be made.
    pub(crate) fn write_parquet(&self, path: &str) -> anyhow::Result<()> {
        let bytes = self.parquet()?;
        fs::write(path, bytes).with_context(|| format!("{path} could not be written"))
    }

    /// The bytes of a Parquet file, compressed by zstd. Decimals have twelve places.
    fn parquet(&self) -> anyhow::Result<Vec<u8>> {
        let fields = self.0.iter().map(|(name, values)| values.field(name).map(Arc::new));
        let fields = fields.collect::<Result<Vec<_>, _>>()?;
        let schema = Type::group_type_builder("drawdown").with_fields(fields).build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(format!("drawdown {}", env!("CARGO_PKG_VERSION")))
            .build();
        let mut writer =
            SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
        let mut group = writer.next_row_group()?;
        for (_, values) in &self.0 {
            values.write(&mut group)?;
        }
        group.close()?;
        Ok(writer.into_inner()?)
    }
}

impl Values {
    fn count(&self) -> usize {
        match self {
            Values::Texts(list) => list.len(),
            Values::Counts(list) => list.len(),
            Values::Decimals(list) => list.len(),
            Values::Instants(list) => list.len(),
        }
    }

    fn text(&self, row: usize) -> String {
        fn shown<T: ToString>(list: &[Option<T>], row: usize) -> String {
            list.get(row).and_then(Option::as_ref).map_or(String::new(), T::to_string)
        }
        match self {
            Values::Texts(list) => shown(list, row),
            Values::Counts(list) => shown(list, row),
            Values::Decimals(list) => shown(list, row),
            Values::Instants(list) => shown(list, row),
        }
    }

    fn field(&self, name: &str) -> anyhow::Result<Type> {
        let (stored, logical) = match self {
            Values::Texts(_) => (Stored::BYTE_ARRAY, Some(LogicalType::String)),
            Values::Counts(_) => (Stored::INT64, None),
            Values::Decimals(_) => {
                (Stored::FIXED_LEN_BYTE_ARRAY, Some(LogicalType::decimal(DIGITS.1, DIGITS.0)))
            }
            Values::Instants(_) => {
                (Stored::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS)))
            }
        };
        let mut field = Type::primitive_type_builder(name, stored)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        if let Values::Decimals(_) = self {
            field = field.with_length(16).with_precision(DIGITS.0).with_scale(DIGITS.1);
        }
        Ok(field.build()?)
    }

    fn write(&self, group: &mut SerializedRowGroupWriter<'_, Vec<u8>>) -> anyhow::Result<()> {
        match self {
            Values::Texts(list) => {
                column::<ByteArrayType, _>(group, list, |text| Some(ByteArray::from(text.as_str())))
            }
            Values::Counts(list) => {
                column::<Int64Type, _>(group, list, |count| i64::try_from(*count).ok())
            }
            Values::Instants(list) => {
                column::<Int64Type, _>(group, list, |at| at.to_unix().checked_mul(1_000))
            }
            Values::Decimals(list) => column::<FixedLenByteArrayType, _>(group, list, |decimal| {
                let bytes = unscaled(*decimal)?.to_be_bytes().to_vec();
                Some(FixedLenByteArray::from(ByteArray::from(bytes)))
            }),
        }
    }
}

/// Writes a column. A value that does not fit is an error.
fn column<T: DataType, V>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    list: &[Option<V>],
    stored: impl Fn(&V) -> Option<T::T>,
) -> anyhow::Result<()> {
    let levels: Vec<i16> = list.iter().map(|value| i16::from(value.is_some())).collect();
    let values: Option<Vec<T::T>> = list.iter().flatten().map(stored).collect();
    let values = values.context("a number is too large for Parquet")?;
    let mut column = group.next_column()?.context("a column too many")?;
    column.typed::<T>().write_batch(&values, Some(&levels), None)?;
    Ok(column.close()?)
}

/// A decimal in units of 10^-12.
fn unscaled(decimal: Decimal) -> Option<i128> {
    let text = decimal.to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    format!("{whole}{rest:0<12}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_stored_in_its_smallest_units() {
        for (text, units) in [
            ("0", 0),
            ("1.5", 1_500_000_000_000),
            ("-0.000000000001", -1),
            ("-12", -12_000_000_000_000),
            ("123456789012345678901234", 123_456_789_012_345_678_901_234_000_000_000_000),
        ] {
            let decimal = text.parse().unwrap();
            assert_eq!(unscaled(decimal), Some(units), "{text}");
        }
    }
}
