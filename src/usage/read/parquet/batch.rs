//! Some rows of one column, decoded.

use super::kind::Kind;
use super::leaf::{Leaf, Role};
use crate::amount::Decimal;
use crate::calendar::{DAY, Instant, Wall, Zone};
use crate::usage::field::Field;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType, Int96};
use parquet::errors::ParquetError;
use std::fmt::Write;

/// Some rows of one column.
pub(super) struct Batch {
    kind: Kind,
    defined: i16,
    /// For each entry, whether it has a value; empty if all have.
    definitions: Vec<i16>,
    /// For each entry, 0 if it begins a row; empty if all do.
    repetitions: Vec<i16>,
    values: Values,
}

#[derive(Debug)]
enum Values {
    Bytes(Vec<ByteArray>),
    /// Texts that follow each other, and where they end.
    Written(String, Vec<usize>),
    /// `None` outside the calendar.
    At(Vec<Option<Instant>>),
    /// `None` if it does not fit.
    Numbers(Vec<Option<Decimal>>),
}

/// The next entry and the next value of a batch.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cursor {
    entry: usize,
    value: usize,
}

/// What an entry holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found<'a> {
    Nothing,
    Bytes(&'a [u8]),
    Text(&'a str),
    At(Instant),
    NoInstant,
    Number(Decimal),
    NoNumber,
}

impl Batch {
    pub(super) fn of(leaf: &Leaf) -> Self {
        let is_instant = matches!(leaf.kind, Kind::Date | Kind::Stamp(..) | Kind::Stamp96);
        // Elsewhere, instants are written as texts.
        let keeps_instants = is_instant && matches!(leaf.role, Role::Field(Field::At));
        Batch {
            kind: leaf.kind,
            defined: leaf.defined,
            definitions: Vec::new(),
            repetitions: Vec::new(),
            values: match leaf.kind {
                Kind::Text => Values::Bytes(Vec::new()),
                _ if keeps_instants => Values::At(Vec::new()),
                _ if leaf.holds_numbers() => Values::Numbers(Vec::new()),
                _ => Values::Written(String::new(), Vec::new()),
            },
        }
    }

    /// Reads the next rows; fewer are an error.
    pub(super) fn read(
        &mut self,
        reader: &mut ColumnReader,
        rows: usize,
        zone: &Zone,
    ) -> Result<(), ParquetError> {
        self.clear();
        let kind = self.kind;
        match reader {
            ColumnReader::BoolColumnReader(reader) => {
                let flags = self.stored(reader, rows)?;
                self.write(flags, |flag, text| write!(text, "{flag}"));
            }
            ColumnReader::Int32ColumnReader(reader) => {
                let numbers = self.stored(reader, rows)?;
                match kind {
                    Kind::Date => self.instants(
                        numbers,
                        |days| Some((i64::from(days).checked_mul(DAY)?, false)),
                        zone,
                    ),
                    Kind::Unsigned => {
                        self.decimals(numbers.into_iter().map(|n| i128::from(n as u32)), 0)
                    }
                    _ => self.whole(numbers),
                }
            }
            ColumnReader::Int64ColumnReader(reader) => {
                let numbers = self.stored(reader, rows)?;
                match kind {
                    Kind::Stamp(parts, is_utc) => self.instants(
                        numbers,
                        |stamp| Some((stamp.div_euclid(parts), is_utc)),
                        zone,
                    ),
                    Kind::Unsigned => {
                        self.decimals(numbers.into_iter().map(|n| i128::from(n as u64)), 0)
                    }
                    _ => self.whole(numbers),
                }
            }
            ColumnReader::Int96ColumnReader(reader) => {
                let stamps = self.stored(reader, rows)?;
                self.instants(stamps, |stamp: Int96| Some((stamp.to_seconds(), true)), zone);
            }
            ColumnReader::FloatColumnReader(reader) => {
                let numbers = self.stored(reader, rows)?;
                self.write(numbers, |number, text| write!(text, "{number}"));
            }
            ColumnReader::DoubleColumnReader(reader) => {
                let numbers = self.stored(reader, rows)?;
                self.write(numbers, |number, text| write!(text, "{number}"));
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                let bytes = self.stored(reader, rows)?;
                self.bytes(bytes);
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                let bytes = self.stored(reader, rows)?;
                self.bytes(bytes.into_iter().map(ByteArray::from).collect());
            }
        }
        Ok(())
    }

    fn clear(&mut self) {
        self.definitions.clear();
        self.repetitions.clear();
        match &mut self.values {
            Values::Bytes(bytes) => bytes.clear(),
            Values::Written(text, ends) => {
                text.clear();
                ends.clear();
            }
            Values::At(instants) => instants.clear(),
            Values::Numbers(numbers) => numbers.clear(),
        }
    }

    /// The stored values of the next rows.
    fn stored<T: DataType>(
        &mut self,
        reader: &mut ColumnReaderImpl<T>,
        rows: usize,
    ) -> Result<Vec<T::T>, ParquetError> {
        let mut values = Vec::with_capacity(rows);
        let (definitions, repetitions) = (&mut self.definitions, &mut self.repetitions);
        let (found, ..) =
            reader.read_records(rows, Some(definitions), Some(repetitions), &mut values)?;
        if found == rows {
            return Ok(values);
        }
        Err(ParquetError::EOF(format!("a column ends {} rows early", rows - found)))
    }

    fn write<T>(
        &mut self,
        values: impl IntoIterator<Item = T>,
        written: impl Fn(T, &mut String) -> std::fmt::Result,
    ) {
        let Values::Written(text, ends) = &mut self.values else { return };
        for value in values {
            // Writing to a text does not fail.
            let _done = written(value, text);
            ends.push(text.len());
        }
    }

    /// Whole numbers, or decimals that are stored as such.
    fn whole<T: Into<i64>>(&mut self, numbers: Vec<T>) {
        let scale = if let Kind::Decimal(scale) = self.kind { scale } else { 0 };
        self.decimals(numbers.into_iter().map(|number| i128::from(number.into())), scale);
    }

    /// Numbers, each given as a whole number and its places after the point.
    fn decimals(&mut self, unscaled: impl Iterator<Item = i128>, scale: u32) {
        match &mut self.values {
            Values::Numbers(numbers) => {
                numbers.extend(unscaled.map(|unscaled| Decimal::from_parts(unscaled, scale)));
            }
            _ => self.write(unscaled, |unscaled, text| write_decimal(unscaled, scale, text)),
        }
    }

    fn bytes(&mut self, bytes: Vec<ByteArray>) {
        match self.kind {
            Kind::Decimal(scale) => {
                self.decimals(bytes.iter().map(|bytes| big_endian(bytes.data())), scale);
            }
            Kind::Uuid => self.write(bytes, |bytes, text| write_uuid(bytes.data(), text)),
            _ => self.values = Values::Bytes(bytes),
        }
    }

    /// Seconds since 1970, of UTC or of the wall clock.
    fn instants<T>(
        &mut self,
        values: Vec<T>,
        seconds: impl Fn(T) -> Option<(i64, bool)>,
        zone: &Zone,
    ) {
        let instant = |value| match seconds(value)? {
            (seconds, true) => Instant::from_unix(seconds),
            // Beyond the calendar, a wall clock shows nothing.
            (seconds, false) => zone.instant(Wall(Instant::from_unix(seconds)?.to_unix())),
        };
        match &mut self.values {
            Values::At(instants) => instants.extend(values.into_iter().map(instant)),
            _ => self.write(values, |value, text| match instant(value) {
                Some(at) => write!(text, "{at}"),
                None => Ok(()),
            }),
        }
    }

    /// The entry of the next row.
    pub(super) fn next(&self, cursor: &mut Cursor) -> Found<'_> {
        let is_defined =
            self.definitions.get(cursor.entry).is_none_or(|level| *level == self.defined);
        cursor.entry += 1;
        if !is_defined {
            return Found::Nothing;
        }
        let place = cursor.value;
        cursor.value += 1;
        self.value(place)
    }

    /// The entries of the next row.
    pub(super) fn entries(&self, cursor: &mut Cursor) -> Vec<Found<'_>> {
        let mut entries = vec![self.next(cursor)];
        while self.repetitions.get(cursor.entry).is_some_and(|level| *level > 0) {
            entries.push(self.next(cursor));
        }
        entries
    }

    fn value(&self, place: usize) -> Found<'_> {
        let found = match &self.values {
            Values::Bytes(bytes) => bytes.get(place).map(|bytes| Found::Bytes(bytes.data())),
            Values::Written(text, ends) => {
                let from = place.checked_sub(1).and_then(|before| ends.get(before)).copied();
                let end = ends.get(place).copied();
                end.and_then(|end| text.get(from.unwrap_or(0)..end)).map(Found::Text)
            }
            Values::At(instants) => {
                instants.get(place).map(|at| at.map_or(Found::NoInstant, Found::At))
            }
            Values::Numbers(numbers) => {
                numbers.get(place).map(|number| number.map_or(Found::NoNumber, Found::Number))
            }
        };
        found.unwrap_or(Found::Nothing)
    }
}

/// The number that these bytes hold, the highest first; at most sixteen count.
fn big_endian(bytes: &[u8]) -> i128 {
    let first = if bytes.first().is_some_and(|byte| *byte >= 0x80) { -1 } else { 0 };
    bytes.iter().fold(first, |number: i128, byte| number << 8 | i128::from(*byte))
}

fn write_decimal(unscaled: i128, scale: u32, text: &mut String) -> std::fmt::Result {
    if scale == 0 {
        return write!(text, "{unscaled}");
    }
    let sign = if unscaled < 0 { "-" } else { "" };
    let width = scale as usize + 1;
    let digits = format!("{:0width$}", unscaled.unsigned_abs());
    let (whole, rest) = digits.split_at(digits.len() - scale as usize);
    write!(text, "{sign}{whole}.{rest}")
}

fn write_uuid(bytes: &[u8], text: &mut String) -> std::fmt::Result {
    for (place, byte) in bytes.iter().enumerate() {
        let dash = if matches!(place, 4 | 6 | 8 | 10) { "-" } else { "" };
        write!(text, "{dash}{byte:02x}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(unscaled: i128, scale: u32) -> String {
        let mut text = String::new();
        write_decimal(unscaled, scale, &mut text).unwrap();
        text
    }

    #[test]
    fn decimals_are_written_with_their_places() {
        assert_eq!(written(-5, 3), "-0.005");
        assert_eq!(written(1_250, 2), "12.50");
        assert_eq!(written(-7, 0), "-7");
        assert_eq!(written(0, 12), "0.000000000000");
    }

    #[test]
    fn bytes_are_a_number_with_a_sign() {
        assert_eq!(big_endian(&[0xff, 0xfe]), -2);
        assert_eq!(big_endian(&[0x00, 0xff]), 255);
        assert_eq!(big_endian(&i128::MIN.to_be_bytes()), i128::MIN);
        assert_eq!(big_endian(&[]), 0);
    }

    #[test]
    fn a_uuid_has_its_dashes() {
        let mut text = String::new();
        write_uuid(&[0xab; 16], &mut text).unwrap();
        assert_eq!(text, "abababab-abab-abab-abab-abababababab");
    }
}
