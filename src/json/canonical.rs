//! One text for one value (RFC 8785), and its SHA-256.
//!
//! Keys are sorted by UTF-16 code units, there is no white space, and numbers are printed like in
//! ECMAScript. This needs no binary floats: with at most 15 significant digits, the shortest text
//! of the nearest float is the decimal itself.

use super::Value;
use crate::order::sorted;
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::fmt::Write;

/// The canonical text of a value.
pub(crate) fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write_value(value, &mut out);
    out
}

/// The canonical text of an object without one of its members.
pub(crate) fn canonical_without(value: &Value, key: &str) -> String {
    let mut out = String::new();
    match value {
        Value::Object(members) => write_members(members, Some(key), &mut out),
        _ => write_value(value, &mut out),
    }
    out
}

/// `sha256:` and the digest of a text in 64 hexadecimal digits.
pub(crate) fn sha256(text: &str) -> String {
    let mut out = String::from("sha256:");
    for byte in Sha256::digest(text.as_bytes()) {
        write_hex(byte, &mut out);
    }
    out
}

fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(text) => write_number(text, out),
        Value::String(text) => write_string(text, out),
        Value::Array(items) => write_array(items, out),
        Value::Object(members) => write_members(members, None, out),
    }
}

fn write_array(items: &[Value], out: &mut String) {
    out.push('[');
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        write_value(item, out);
    }
    out.push(']');
}

fn write_members(members: &[(String, Value)], without: Option<&str>, out: &mut String) {
    let sorted = sorted(members, |a, b| by_utf16(&a.0, &b.0));
    out.push('{');
    for (key, value) in sorted.filter(|(key, _)| Some(key.as_str()) != without) {
        if !out.ends_with('{') {
            out.push(',');
        }
        write_string(key, out);
        out.push(':');
        write_value(value, out);
    }
    out.push('}');
}

/// Only beyond ASCII does UTF-16 have another order than UTF-8.
fn by_utf16(a: &str, b: &str) -> Ordering {
    if a.is_ascii() || b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

/// A JSON string with the minimal escapes of RFC 8785.
pub(super) fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut start = 0;
    for (place, byte) in text.bytes().enumerate() {
        if is_escaped(byte) {
            out.push_str(text.get(start..place).unwrap_or(""));
            write_escape(byte, out);
            start = place + 1;
        }
    }
    out.push_str(text.get(start..).unwrap_or(""));
    out.push('"');
}

/// Whether a byte must be escaped in a JSON string; every such byte is a whole character.
pub(super) fn is_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

#[cold]
fn write_escape(byte: u8, out: &mut String) {
    let letter = match byte {
        8 => 'b',
        b'\t' => 't',
        b'\n' => 'n',
        12 => 'f',
        b'\r' => 'r',
        b'"' | b'\\' => byte.into(),
        _ => 'u',
    };
    out.push('\\');
    out.push(letter);
    if letter == 'u' {
        out.push_str("00");
        write_hex(byte, out);
    }
}

/// Two hexadecimal digits.
fn write_hex(byte: u8, out: &mut String) {
    for digit in [byte >> 4, byte & 15] {
        out.extend(char::from_digit(digit.into(), 16));
    }
}

/// ECMAScript's Number::toString for a decimal text.
fn write_number(text: &str, out: &mut String) {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let negative = mantissa.starts_with('-');
    let (whole, fraction) = mantissa
        .trim_start_matches('-')
        .split_once('.')
        .unwrap_or((mantissa.trim_start_matches('-'), ""));
    let all = format!("{whole}{fraction}");
    let leading = all.bytes().take_while(|b| *b == b'0').count();
    let digits = all.trim_start_matches('0').trim_end_matches('0');
    if digits.is_empty() {
        return out.push('0');
    }
    // The value is 0.DIGITS × 10^point.
    let exponent: i64 = exponent.trim_start_matches('+').parse().unwrap_or(0);
    let point = whole.len() as i64 - leading as i64 + exponent;
    if negative {
        out.push('-');
    }
    write_digits(digits, point, out);
}

fn write_digits(digits: &str, point: i64, out: &mut String) {
    let count = digits.len() as i64;
    let split =
        |at: i64| digits.split_at_checked(usize::try_from(at).unwrap_or(0)).unwrap_or((digits, ""));
    let zeros = |n: i64| "0".repeat(usize::try_from(n).unwrap_or(0));
    if count <= point && point <= 21 {
        out.push_str(digits);
        out.push_str(&zeros(point - count));
    } else if 0 < point && point <= 21 {
        let (whole, fraction) = split(point);
        let _infallible = write!(out, "{whole}.{fraction}");
    } else if -6 < point && point <= 0 {
        let _infallible = write!(out, "0.{}{digits}", zeros(-point));
    } else {
        let (first, rest) = split(1);
        out.push_str(first);
        if !rest.is_empty() {
            let _infallible = write!(out, ".{rest}");
        }
        let _infallible = write!(out, "e{:+}", point - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn sorts_keys_and_prints_numbers_as_ecmascript_does() {
        let text = "{\"\u{20ac}\":1.50,\"\\r\":1E21,\"1\":1e-7,\"\u{1f600}\":0.000001,\"\u{fb33}\":-0.0,\"ö\":123456789012345e6}";
        assert_eq!(
            canonical(&parse(text).unwrap()),
            "{\"\\r\":1e+21,\"1\":1e-7,\"ö\":123456789012345000000,\"€\":1.5,\"😀\":0.000001,\"\u{fb33}\":0}"
        );
    }

    #[test]
    fn numbers_agree_with_the_shortest_float_text() {
        for text in ["0.1", "100", "120.5", "1e20", "0.00001234", "3.25e2", "999999999999999"] {
            let number: f64 = text.parse().unwrap();
            assert_eq!(canonical(&parse(text).unwrap()), number.to_string(), "{text}");
        }
    }

    #[test]
    fn digests_are_the_known_ones() {
        assert_eq!(
            sha256("abc"),
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
