//! Results to [`Value`] and to text: a serializer, so that no JSON library has to be in the module.

use super::canonical::write_string;
use super::Value;
use serde::ser::{self, Impossible, Serialize};
use std::fmt;

/// Turns anything serializable into a [`Value`]; amounts become decimal strings.
///
/// # Errors
/// For what JSON has no form for: maps whose keys are no strings, floats, bytes. No type of this
/// crate is such.
pub fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Value, WriteError> {
    value.serialize(Writer)
}

/// A value as JSON text without white space.
pub fn to_text<T: Serialize + ?Sized>(value: &T) -> Result<String, WriteError> {
    let mut out = String::new();
    write(&to_value(value)?, None, &mut out);
    Ok(out)
}

/// A value as JSON text, indented by two spaces, with a line break at the end.
pub fn to_text_pretty<T: Serialize + ?Sized>(value: &T) -> Result<String, WriteError> {
    let mut out = String::new();
    write(&to_value(value)?, Some(0), &mut out);
    out.push('\n');
    Ok(out)
}

/// A value that JSON has no form for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError(String);

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WriteError {}

impl ser::Error for WriteError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        WriteError(message.to_string())
    }
}

fn write(value: &Value, indent: Option<usize>, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Number(text) => out.push_str(text),
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            write_all(items, indent, out, ['[', ']'], |item, indent, out| write(item, indent, out));
        }
        Value::Object(members) => {
            write_all(members, indent, out, ['{', '}'], |(key, value), indent, out| {
                write_string(key, out);
                out.push_str(if indent.is_some() { ": " } else { ":" });
                write(value, indent, out);
            });
        }
    }
}

fn write_all<T>(
    items: &[T],
    indent: Option<usize>,
    out: &mut String,
    [open, close]: [char; 2],
    each: impl Fn(&T, Option<usize>, &mut String),
) {
    let inner = indent.map(|depth| depth + 1);
    out.push(open);
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        new_line(inner, out);
        each(item, inner, out);
    }
    if !items.is_empty() {
        new_line(indent, out);
    }
    out.push(close);
}

fn new_line(indent: Option<usize>, out: &mut String) {
    if let Some(depth) = indent {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
}

struct Writer;

type Written = Result<Value, WriteError>;

fn refused(what: &str) -> WriteError {
    WriteError(format!("JSON here has no form for {what}"))
}

macro_rules! integers {
    ($($name:ident: $ty:ty),*) => {
        $(fn $name(self, v: $ty) -> Written { Ok(Value::Number(v.to_string())) })*
    };
}

impl ser::Serializer for Writer {
    type Ok = Value;
    type Error = WriteError;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Impossible<Value, WriteError>;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = Impossible<Value, WriteError>;

    integers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64);

    fn serialize_bool(self, v: bool) -> Written {
        Ok(Value::Bool(v))
    }
    fn serialize_f32(self, _: f32) -> Written {
        Err(refused("floats"))
    }
    fn serialize_f64(self, _: f64) -> Written {
        Err(refused("floats"))
    }
    fn serialize_char(self, v: char) -> Written {
        Ok(Value::String(v.into()))
    }
    fn serialize_str(self, v: &str) -> Written {
        Ok(Value::String(v.into()))
    }
    fn serialize_bytes(self, _: &[u8]) -> Written {
        Err(refused("bytes"))
    }
    fn serialize_none(self) -> Written {
        Ok(Value::Null)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, v: &T) -> Written {
        v.serialize(self)
    }
    fn serialize_unit(self) -> Written {
        Ok(Value::Null)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Written {
        Ok(Value::Null)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        Ok(Value::String(variant.into()))
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, v: &T) -> Written {
        v.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        v: &T,
    ) -> Written {
        Ok(Value::Object(vec![(variant.into(), v.serialize(Writer)?)]))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Items, WriteError> {
        Ok(Items(Vec::new()))
    }
    fn serialize_tuple(self, _: usize) -> Result<Items, WriteError> {
        Ok(Items(Vec::new()))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, WriteError> {
        Ok(Items(Vec::new()))
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
    fn serialize_map(self, _: Option<usize>) -> Result<Members, WriteError> {
        Ok(Members::default())
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members, WriteError> {
        Ok(Members::default())
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

struct Items(Vec<Value>);

impl Items {
    fn push<T: Serialize + ?Sized>(&mut self, v: &T) -> Result<(), WriteError> {
        self.0.push(v.serialize(Writer)?);
        Ok(())
    }
}

impl ser::SerializeSeq for Items {
    type Ok = Value;
    type Error = WriteError;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, v: &T) -> Result<(), WriteError> {
        self.push(v)
    }
    fn end(self) -> Written {
        Ok(Value::Array(self.0))
    }
}

impl ser::SerializeTuple for Items {
    type Ok = Value;
    type Error = WriteError;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, v: &T) -> Result<(), WriteError> {
        self.push(v)
    }
    fn end(self) -> Written {
        Ok(Value::Array(self.0))
    }
}

impl ser::SerializeTupleStruct for Items {
    type Ok = Value;
    type Error = WriteError;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, v: &T) -> Result<(), WriteError> {
        self.push(v)
    }
    fn end(self) -> Written {
        Ok(Value::Array(self.0))
    }
}

#[derive(Default)]
struct Members {
    members: Vec<(String, Value)>,
    key: Option<String>,
}

impl ser::SerializeMap for Members {
    type Ok = Value;
    type Error = WriteError;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), WriteError> {
        match key.serialize(Writer)? {
            Value::String(key) => {
                self.key = Some(key);
                Ok(())
            }
            other => Err(refused(&format!("{} as a key", other.kind()))),
        }
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, v: &T) -> Result<(), WriteError> {
        let key = self.key.take().unwrap_or_default();
        self.members.push((key, v.serialize(Writer)?));
        Ok(())
    }
    fn end(self) -> Written {
        Ok(Value::Object(self.members))
    }
}

impl ser::SerializeStruct for Members {
    type Ok = Value;
    type Error = WriteError;
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        v: &T,
    ) -> Result<(), WriteError> {
        self.members.push((key.to_owned(), v.serialize(Writer)?));
        Ok(())
    }
    fn end(self) -> Written {
        Ok(Value::Object(self.members))
    }
}
