//! JSON text to [`Value`].

use super::{Field, Value, escape};
use crate::error::{Error, ErrorKind, Errors, Findings};
use crate::order::Places;
use crate::visible::is_hidden;
use std::ops::Range;

/// Deeper nesting is refused, so that no input can exhaust the stack.
const DEPTH: usize = 64;
/// Longer numbers are unsafe in other tools, so they must be strings.
const SIGNIFICANT_DIGITS: usize = 15;
/// Larger exponents are never amounts.
const EXPONENT: i32 = 300;

/// The longest text: 64 MiB.
const BYTES: usize = 64 << 20;
/// The maximum number of values, at about fifty bytes each.
pub(crate) const VALUES: usize = 6_000_000;

/// Reads a JSON text. A byte order mark at its start is skipped.
///
/// # Errors
/// One `syntax` error with line and column, or one `limit` error; otherwise every `duplicate` key,
/// and every number with more than 15 significant digits (write it as a string).
pub fn parse(text: &str) -> Result<Value, Errors> {
    let mut parser = Parser::new(admitted(text)?);
    let value = parser.document()?;
    Errors::check(parser.errors.into_list("errors"))?;
    Ok(value)
}

/// Reads a text of any length that this crate has written.
pub(crate) fn parse_own(text: &str) -> Result<Value, Errors> {
    let mut parser = Parser { left: usize::MAX, ..Parser::new(text) };
    Ok(parser.document()?)
}

/// As [`parse`], of a text that is [`admitted`], but numbers may have any number of digits: public lists write
/// `8.000000000000001e-08`.
#[cfg(feature = "lists")]
pub(crate) fn parse_all_digits(text: &str) -> Result<Value, Errors> {
    let mut parser = Parser { digits: usize::MAX, ..Parser::new(text) };
    let value = parser.document()?;
    Errors::check(parser.errors.into_list("errors"))?;
    Ok(value)
}

/// The value of a JSON text; of duplicate keys, the first.
pub(crate) fn parse_loosely(text: &str) -> Option<Value> {
    Parser::new(text).document().ok()
}

/// Checks the length of a text and strips its byte order mark.
pub(crate) fn admitted(text: &str) -> Result<&str, Error> {
    if text.len() > BYTES {
        let sentence = format!("{} bytes, expected at most {BYTES} (64 MiB)", text.len());
        return Err(Error::new(ErrorKind::Limit, "", sentence));
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// A list whose outline is kept, and the progress in it.
pub(super) struct Outlined<'a> {
    pub(super) list: &'a str,
    pub(super) kept: &'a [Field],
    pub(super) inside: bool,
    pub(super) spans: Vec<Range<usize>>,
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    /// How many further values are allowed.
    left: usize,
    /// The most significant digits of a number.
    digits: usize,
    /// The list to outline.
    pub(super) outlined: Option<Outlined<'a>>,
    /// Errors that do not stop the parser. Their pointers are completed on the way up.
    pub(super) errors: Findings,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let errors = Findings::default();
        Parser { text, at: 0, left: VALUES, digits: SIGNIFICANT_DIGITS, outlined: None, errors }
    }
}

impl Parser<'_> {
    pub(super) fn document(&mut self) -> Result<Value, Error> {
        let value = self.value(0)?;
        self.space();
        match self.peek() {
            None => Ok(value),
            Some(_) => Err(self.unexpected("the end of the text")),
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    pub(super) fn value(&mut self, depth: usize) -> Result<Value, Error> {
        if depth > DEPTH {
            return Err(self.error(ErrorKind::Limit, format!("nested deeper than {DEPTH} levels")));
        }
        self.left = self.left.checked_sub(1).ok_or_else(|| {
            self.error(ErrorKind::Limit, format!("more than {VALUES} values in one text"))
        })?;
        self.space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.literal(),
        }
    }

    fn literal(&mut self) -> Result<Value, Error> {
        let rest = self.text.get(self.at..).unwrap_or("");
        for (word, value) in
            [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)]
        {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.unexpected("a JSON value"))
    }

    fn array(&mut self, depth: usize) -> Result<Value, Error> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.take(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            let before = self.errors.told.len();
            let item = self.item(depth);
            items.push(self.placed(before, item, &|| items.len().to_string())?);
            self.space();
            if self.take(b']') {
                return Ok(Value::Array(items));
            }
            if !self.take(b',') {
                return Err(self.unexpected("`,` or `]`"));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, Error> {
        self.at += 1;
        let mut members: Vec<(String, Value)> = Vec::new();
        self.space();
        if self.take(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a key in double quotes"));
            }
            let key = self.string()?;
            self.space();
            if !self.take(b':') {
                return Err(self.unexpected("`:`"));
            }
            let before = self.errors.told.len();
            let value = self.member(&key, depth);
            if let Some(value) = self.placed(before, value, &|| escape(&key))? {
                members.push((key, value));
            }
            self.space();
            if self.take(b'}') {
                self.refuse_repeated(&mut members);
                return Ok(Value::Object(members));
            }
            if !self.take(b',') {
                return Err(self.unexpected("`,` or `}`"));
            }
        }
    }

    /// Keeps the first of members with the same key.
    fn refuse_repeated(&mut self, members: &mut Vec<(String, Value)>) {
        let repeated = repeated(members);
        if repeated.is_empty() {
            return;
        }
        let mut place = 0;
        members.retain(|(key, _)| {
            place += 1;
            let is_first = repeated.binary_search(&(place - 1)).is_err();
            if !is_first {
                self.report_repeated(key);
            }
            is_first
        });
    }

    fn report_repeated(&mut self, key: &str) {
        let pointer = format!("/{}", escape(key));
        let sentence = format!("the key `{key}` is listed twice");
        self.report(ErrorKind::Duplicate, pointer, sentence);
    }

    /// Logs an error that does not stop the parser.
    #[cold]
    fn report(&mut self, kind: ErrorKind, pointer: String, sentence: String) {
        self.errors.push(Error::new(kind, pointer, sentence));
    }

    /// Puts a segment before the pointers of the errors found below it.
    fn placed<T>(
        &mut self,
        before: usize,
        result: Result<T, Error>,
        segment: &dyn Fn() -> String,
    ) -> Result<T, Error> {
        if self.errors.told.len() > before {
            let prefix = format!("/{}", segment());
            for error in self.errors.told.iter_mut().skip(before) {
                error.put_under(&prefix);
            }
        }
        result.map_err(|mut error| {
            error.put_under(&format!("/{}", segment()));
            error
        })
    }

    fn number(&mut self) -> Result<Value, Error> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') && self.digits() == 0 {
            return Err(self.unexpected("a digit"));
        }
        if self.take(b'.') && self.digits() == 0 {
            return Err(self.unexpected("a digit after the point"));
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'+') || self.take(b'-');
            if self.digits() == 0 {
                return Err(self.unexpected("a digit of the exponent"));
            }
        }
        let text = self.text.get(start..self.at).unwrap_or("");
        let text = text.to_owned();
        self.check_number(&text);
        Ok(Value::Number(text))
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn check_number(&mut self, text: &str) {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (count, zeros) = significant(mantissa);
        if count - zeros > self.digits {
            let sentence = format!(
                "{text} has more than {SIGNIFICANT_DIGITS} significant digits, which other tools \
                 would change: use a string"
            );
            self.report(ErrorKind::Number, String::new(), sentence);
        }
        let small = exponent.parse::<i32>().is_ok_and(|e| e.abs() <= EXPONENT);
        if !small || count > EXPONENT as usize {
            let sentence = format!("{} is out of range", text.get(..40).unwrap_or(text));
            self.report(ErrorKind::Number, String::new(), sentence);
        }
    }

    fn string(&mut self) -> Result<String, Error> {
        self.at += 1;
        let mut out = self.plain().to_owned();
        loop {
            out.push_str(self.plain());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    out.push(self.escaped()?);
                }
                _ => return Err(self.unexpected("a closing `\"`")),
            }
        }
    }

    /// Skips plain text, up to a quote, an escape or a control character.
    fn plain(&mut self) -> &str {
        let start = self.at;
        let mut end = start;
        while let Some(byte) = self.text.as_bytes().get(end) {
            if matches!(byte, b'"' | b'\\' | 0..=0x1f) {
                break;
            }
            end += 1;
        }
        self.at = end;
        self.text.get(start..end).unwrap_or("")
    }

    fn escaped(&mut self) -> Result<char, Error> {
        let byte = self.peek();
        self.at += 1;
        Ok(match byte {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => {
                self.at -= 1;
                return Err(self.unexpected("an escape such as \\n or \\u00e9"));
            }
        })
    }

    fn unicode(&mut self) -> Result<char, Error> {
        let first = self.hex4()?;
        let code = if (0xd800..0xdc00).contains(&first) {
            if !(self.take(b'\\') && self.take(b'u')) {
                return Err(self.unexpected("the second half of a surrogate pair"));
            }
            let second = self.hex4()?;
            if !(0xdc00..0xe000).contains(&second) {
                return Err(self.unexpected("the second half of a surrogate pair"));
            }
            0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
        } else {
            first
        };
        char::from_u32(code).ok_or_else(|| self.unexpected("a character, not half of one"))
    }

    fn hex4(&mut self) -> Result<u32, Error> {
        let digits = self.text.get(self.at..self.at + 4).unwrap_or("");
        if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(self.unexpected("four hexadecimal digits"));
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| self.unexpected("four hexadecimal digits"))
    }

    #[cold]
    pub(super) fn unexpected(&self, expected: &str) -> Error {
        let rest = self.text.get(self.at..).unwrap_or("");
        let found = rest.chars().next().map_or("the end of the text".to_owned(), shown);
        self.error(ErrorKind::Syntax, format!("expected {expected}, found {found}"))
    }

    #[cold]
    fn error(&self, kind: ErrorKind, sentence: String) -> Error {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Error::new(kind, "", format!("{sentence} (line {line}, column {column})"))
    }
}

/// The number of digits from the first nonzero one, and of trailing zeros.
pub(super) fn significant(number: &str) -> (usize, usize) {
    let (mut count, mut zeros) = (0, 0);
    for byte in number.bytes() {
        match byte {
            b'0' if count > 0 => (count, zeros) = (count + 1, zeros + 1),
            b'1'..=b'9' => (count, zeros) = (count + 1, 0),
            _ => {}
        }
    }
    (count, zeros)
}

/// A character in a sentence; an invisible one by its code.
pub(crate) fn shown(c: char) -> String {
    if is_hidden(c) { format!("character {}", u32::from(c)) } else { format!("`{c}`") }
}

/// Indices of members whose key occurs earlier, in order.
fn repeated(members: &[(String, Value)]) -> Vec<usize> {
    const FEW: usize = 40;
    let mut found: Vec<usize> = Vec::new();
    if members.len() <= FEW {
        for (i, (key, _)) in members.iter().enumerate() {
            if members.iter().take(i).any(|(other, _)| other == key) {
                found.push(i);
            }
        }
        return found;
    }
    let keys: Vec<&str> = members.iter().map(|(key, _)| key.as_str()).collect();
    Places::of(&keys).repeated().map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        parse(text).map_or_else(|e| e.to_string(), |v| format!("{v:?}"))
    }

    #[test]
    fn numbers_keep_their_text() {
        let value = parse(" [1.50, -0, 1e3] ").unwrap();
        let numbers = ["1.50", "-0", "1e3"].map(|n| Value::Number(n.into()));
        assert_eq!(value, Value::Array(numbers.to_vec()));
    }

    #[test]
    fn strings_are_unescaped() {
        let value = parse(r#""a\u00e9\ud83d\ude00\n\/""#).unwrap();
        assert_eq!(value, Value::String("aé😀\n/".into()));
        assert!(error(r#""\ud800""#).contains("surrogate pair"));
        assert!(error(r#""\udc00""#).contains("not half of one"));
    }

    #[test]
    fn every_error_names_its_place() {
        assert_eq!(
            error(r#"{"a": [1, {"b/c": 1, "b/c": 2}], "d": 0.30000000000000004}"#),
            "/a/1/b~1c: the key `b/c` is listed twice\n/d: 0.30000000000000004 has more than 15 \
             significant digits, which other tools would change: use a string"
        );
        assert_eq!(
            error("{\"a\":\n [1,]}"),
            "/a/1: expected a JSON value, found `]` (line 2, column 5)"
        );
        for text in [
            "",
            "{",
            "[",
            "\"",
            "{\"a\"}",
            "01",
            "1.",
            "-",
            "1e",
            "nul",
            "[1 2]",
            "{}x",
            "\"\u{1}\"",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(error(&"[".repeat(100_000)).contains("nested deeper"));
        assert!(error("1e301").contains("out of range"));
    }
}
