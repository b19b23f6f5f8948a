//! Results to JSON text: a serializer, so that the module needs no JSON library.

use super::canonical::{is_escaped, write_string};
use super::parse::significant;
use super::{Value, parse_own};
use crate::amount::{Decimal, FineDecimal};
use crate::visible::{has_hidden, is_hidden};
use serde::ser::{self, Impossible, Serialize};
use std::fmt::{self, Write};

/// The name by which a decimal is recognised; other serializers see a string.
const DECIMAL: &str = "Decimal";

/// Anything serializable as a [`Value`]; amounts become decimal strings.
///
/// # Errors
/// As for [`to_text`].
pub fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Value, WriteError> {
    parse_own(&to_text(value)?).map_err(|errors| WriteError(Box::new(errors.to_string())))
}

/// JSON text without white space; amounts are decimal strings.
///
/// # Errors
/// For values that JSON cannot hold here: maps whose keys are not strings, floats, bytes. No type
/// of this crate has such values.
pub fn to_text<T: Serialize + ?Sized>(value: &T) -> Result<String, WriteError> {
    write(value, false)
}

/// JSON text for printing: indented by two spaces, with a final line break. Amounts are decimal
/// strings, and invisible characters are escaped.
///
/// # Errors
/// As for [`to_text`].
pub fn to_text_pretty<T: Serialize + ?Sized>(value: &T) -> Result<String, WriteError> {
    let mut out = String::new();
    indent(&to_value(value)?, 0, &mut out);
    out.push('\n');
    Ok(out)
}

/// JSON text for JavaScript: an amount becomes a number if that number prints as it.
#[cfg(feature = "wasm")]
pub(crate) fn to_js_text<T: Serialize + ?Sized>(value: &T) -> Result<String, WriteError> {
    write(value, true)
}

fn write<T: Serialize + ?Sized>(value: &T, numbers: bool) -> Result<String, WriteError> {
    let mut writer =
        Writer { out: String::with_capacity(512), numbers, is_number: false, refused: None };
    value.serialize(&mut writer)?;
    writer.refused.map_or(Ok(writer.out), |what| Err(refused(what)))
}

/// A value that JSON cannot hold here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError(Message);

/// One pointer wide, because every written field can fail.
#[allow(clippy::box_collection, reason = "a boxed str is two words")]
type Message = Box<String>;

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WriteError {}

impl ser::Error for WriteError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        WriteError(Box::new(message.to_string()))
    }
}

fn indent(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            indent_all(items, depth, out, ['[', ']'], |item, out| indent(item, depth + 1, out));
        }
        Value::Object(members) if !members.is_empty() => {
            indent_all(members, depth, out, ['{', '}'], |(key, value), out| {
                write_visible(key, out);
                out.push_str(": ");
                indent(value, depth + 1, out);
            });
        }
        Value::Null => out.push_str("null"),
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Number(text) => out.push_str(text),
        Value::String(text) => write_visible(text, out),
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
    }
}

fn indent_all<T>(
    items: &[T],
    depth: usize,
    out: &mut String,
    [open, close]: [char; 2],
    each: impl Fn(&T, &mut String),
) {
    out.push(open);
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        new_line(depth + 1, out);
        each(item, out);
    }
    new_line(depth, out);
    out.push(close);
}

fn new_line(depth: usize, out: &mut String) {
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
}

struct Writer {
    out: String,
    /// Amounts become numbers where possible.
    numbers: bool,
    /// The next value is such an amount.
    is_number: bool,
    /// The refused type. Kept here instead of returned: if no step can fail, the compiler drops the
    /// error checks from every written type.
    refused: Option<&'static str>,
}

type Written = Result<(), WriteError>;

fn refused(what: &str) -> WriteError {
    WriteError(Box::new(format!("cannot write {what} as JSON")))
}

impl Writer {
    fn display(&mut self, value: impl fmt::Display) -> Written {
        let _infallible = write!(self.out, "{value}");
        Ok(())
    }

    /// Writes a comma, except for the first item of a list.
    fn separate(&mut self) {
        if !matches!(self.out.as_bytes().last(), Some(b'[' | b'{')) {
            self.out.push(',');
        }
    }

    /// In quotes, except for an amount that can be a number.
    fn quoted(&mut self, value: &dyn fmt::Display) {
        let start = self.out.len();
        let _infallible = write!(self.out, "{value}");
        let text = self.out.get(start..).unwrap_or("");
        if self.is_number && is_safe_number(text) {
            return;
        }
        if text.bytes().any(is_escaped) {
            let text = text.to_owned();
            self.out.truncate(start);
            write_string(&text, &mut self.out);
        } else {
            self.out.insert(start, '"');
            self.out.push('"');
        }
    }

    fn key(&mut self, key: &str) {
        self.separate();
        write_string(key, &mut self.out);
        self.out.push(':');
    }
}

/// A JSON string with invisible characters escaped: the same value, safe to print.
pub(crate) fn write_visible(text: &str, out: &mut String) {
    let start = out.len();
    write_string(text, out);
    // Characters below 32 are already escaped.
    if !has_hidden(out.get(start..).unwrap_or("")) {
        return;
    }
    let written = out.split_off(start);
    for c in written.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _infallible = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
}

impl Serialize for Decimal {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(DECIMAL, &Shown(self))
    }
}

impl Serialize for FineDecimal {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(DECIMAL, &Shown(self))
    }
}

/// The text of an amount or a rate, for [`DECIMAL`].
struct Shown<'a, T>(&'a T);

impl<T: fmt::Display> Serialize for Shown<'_, T> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

/// Whether the nearest binary float prints as this decimal text: up to 15 significant digits.
pub(crate) fn is_safe_number(text: &str) -> bool {
    let (count, zeros) = significant(text);
    let zeros = if text.contains('.') { 0 } else { zeros };
    count - zeros <= 15 && text.len() <= 21
}

macro_rules! integers {
    ($($name:ident: $ty:ty),*) => {
        $(fn $name(self, v: $ty) -> Written { self.display(v) })*
    };
}

impl<'w> ser::Serializer for &'w mut Writer {
    type Ok = ();
    type Error = WriteError;
    type SerializeSeq = Nested<'w>;
    type SerializeTuple = Nested<'w>;
    type SerializeTupleStruct = Nested<'w>;
    type SerializeTupleVariant = Impossible<(), WriteError>;
    type SerializeMap = Nested<'w>;
    type SerializeStruct = Nested<'w>;
    type SerializeStructVariant = Impossible<(), WriteError>;

    integers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64);

    fn serialize_bool(self, v: bool) -> Written {
        self.out.push_str(if v { "true" } else { "false" });
        Ok(())
    }
    fn serialize_f32(self, _: f32) -> Written {
        Err(refused("floats"))
    }
    fn serialize_f64(self, _: f64) -> Written {
        Err(refused("floats"))
    }
    fn serialize_char(self, v: char) -> Written {
        self.serialize_str(v.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, v: &str) -> Written {
        write_string(v, &mut self.out);
        Ok(())
    }
    /// Amounts, instants and dates are written through this method.
    fn collect_str<T: fmt::Display + ?Sized>(self, v: &T) -> Written {
        self.quoted(&v);
        Ok(())
    }
    fn serialize_bytes(self, _: &[u8]) -> Written {
        Err(refused("bytes"))
    }
    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }
    fn serialize_some<T: Serialize + ?Sized>(self, v: &T) -> Written {
        v.serialize(self)
    }
    fn serialize_unit(self) -> Written {
        self.out.push_str("null");
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, v: &T) -> Written {
        self.is_number = self.numbers && name == DECIMAL;
        v.serialize(&mut *self)?;
        self.is_number = false;
        Ok(())
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        v: &T,
    ) -> Written {
        self.out.push('{');
        self.key(variant);
        v.serialize(&mut *self)?;
        self.out.push('}');
        Ok(())
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Nested<'w>, WriteError> {
        self.out.push('[');
        Ok(Nested { writer: self, close: ']' })
    }
    fn serialize_tuple(self, length: usize) -> Result<Nested<'w>, WriteError> {
        self.serialize_seq(Some(length))
    }
    fn serialize_tuple_struct(
        self,
        _: &'static str,
        length: usize,
    ) -> Result<Nested<'w>, WriteError> {
        self.serialize_seq(Some(length))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, WriteError> {
        Err(refused("tuple variants"))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Nested<'w>, WriteError> {
        self.out.push('{');
        Ok(Nested { writer: self, close: '}' })
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Nested<'w>, WriteError> {
        self.serialize_map(None)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, WriteError> {
        Err(refused("struct variants"))
    }
}

/// A list or object that is being written.
struct Nested<'w> {
    writer: &'w mut Writer,
    close: char,
}

impl Nested<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, v: &T) -> Written {
        self.writer.separate();
        v.serialize(&mut *self.writer)
    }

    fn close(self) -> Written {
        self.writer.out.push(self.close);
        Ok(())
    }
}

macro_rules! list {
    ($trait:ident, $method:ident) => {
        impl ser::$trait for Nested<'_> {
            type Ok = ();
            type Error = WriteError;
            fn $method<T: Serialize + ?Sized>(&mut self, v: &T) -> Written {
                self.item(v)
            }
            fn end(self) -> Written {
                self.close()
            }
        }
    };
}
list!(SerializeSeq, serialize_element);
list!(SerializeTuple, serialize_element);
list!(SerializeTupleStruct, serialize_field);

impl ser::SerializeMap for Nested<'_> {
    type Ok = ();
    type Error = WriteError;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        self.writer.separate();
        let start = self.writer.out.len();
        key.serialize(&mut *self.writer)?;
        if self.writer.out.get(start..).is_some_and(|key| !key.starts_with('"')) {
            self.writer.refused = Some("keys that are not strings");
        }
        self.writer.out.push(':');
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, v: &T) -> Written {
        v.serialize(&mut *self.writer)
    }
    fn end(self) -> Written {
        self.close()
    }
}

impl ser::SerializeStruct for Nested<'_> {
    type Ok = ();
    type Error = WriteError;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, v: &T) -> Written {
        self.writer.key(key);
        v.serialize(&mut *self.writer)
    }
    fn end(self) -> Written {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_print_back_are_the_safe_ones() {
        for (text, safe) in [
            ("72", true),
            ("-0.000000000001", true),
            ("123456789012345", true),
            ("1234567890123456", false),
            ("123456789012.345678", false),
            ("0.0000123456789", true),
            ("1000000000000000", true),
        ] {
            assert_eq!(is_safe_number(text), safe, "{text}");
        }
    }

    #[test]
    fn text_is_escaped_and_nested() {
        let text = to_text(&[("a\"\n", Some(1_u8)), ("", None)]).unwrap();
        assert_eq!(text, r#"[["a\"\n",1],["",null]]"#);
        assert_eq!(to_text_pretty(&[1]).unwrap(), "[\n  1\n]\n");
        assert!(to_text(&1.5).is_err());
    }
}
