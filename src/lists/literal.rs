//! Data as text: JSON, and the literals of Python and JavaScript in which packages carry a list.
//!
//! Numbers keep their text. Of Python, a call with keywords is an object, `Decimal('0.1')` its number,
//! and a date or a time of day its text. Nothing is computed.

use crate::error::{Error, ErrorKind};
use crate::json::Value;

const DEPTH: usize = 64;
/// The longest text: 64 MiB.
const BYTES: usize = 64 << 20;
/// Where the data begins in a file of a package: the Python module, or a bundle of JavaScript.
const BEGINNINGS: [(&str, &str); 2] = [("providers: list[Provider] = ", "["), ("", "[{id:\"")];

/// Reads a JSON text, or the list in a data file of a package.
pub(super) fn read(text: &str) -> Result<Value, Error> {
    if text.len() > BYTES {
        let sentence = format!("{} bytes, expected at most {BYTES} (64 MiB)", text.len());
        return Err(Error::new(ErrorKind::Limit, "", sentence));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with(['{', '[']) {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(0)?;
        reader.space();
        return if reader.peek().is_none() {
            Ok(value)
        } else {
            Err(reader.error("the end of the text"))
        };
    }
    let begins = |(before, data): (&str, &str)| {
        text.find(&format!("{before}{data}")).map(|place| place + before.len())
    };
    match BEGINNINGS.into_iter().find_map(begins) {
        Some(at) => Reader { text, at }.value(0),
        None => Err(Reader { text, at: 0 }.error("JSON, or the data file of a package")),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Takes the byte if it comes next, after white space.
    fn take(&mut self, byte: u8) -> bool {
        self.space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn take_while(&mut self, is_it: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        while self.peek().is_some_and(&is_it) {
            self.at += 1;
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    #[cold]
    fn error(&self, expected: &str) -> Error {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let found = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let found = found.map_or("the end of the text".to_owned(), |c| format!("`{c}`"));
        let sentence = format!("line {line}, column {column}: expected {expected}, found {found}");
        Error::new(ErrorKind::Syntax, "", sentence)
    }

    fn value(&mut self, depth: usize) -> Result<Value, Error> {
        if depth > DEPTH {
            let sentence = format!("nested deeper than {DEPTH} levels");
            return Err(Error::new(ErrorKind::Limit, "", sentence));
        }
        self.space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"' | b'\'' | b'`') => self.strings(),
            Some(b'-' | b'.' | b'0'..=b'9') => self.number(),
            Some(b'!') => self.minified_flag(),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => self.word(depth),
            _ => Err(self.error("a value")),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, Error> {
        self.at += 1;
        let mut items = Vec::new();
        while !self.take(b']') {
            items.push(self.value(depth + 1)?);
            if !self.take(b',') && self.peek() != Some(b']') {
                return Err(self.error("`,` or `]`"));
            }
        }
        Ok(Value::Array(items))
    }

    fn object(&mut self, depth: usize) -> Result<Value, Error> {
        self.at += 1;
        let mut members = Vec::new();
        while !self.take(b'}') {
            let key = match self.peek() {
                Some(b'"' | b'\'' | b'`') => self.string()?,
                _ => self.name()?.to_owned(),
            };
            if !self.take(b':') {
                return Err(self.error("`:`"));
            }
            members.push((key, self.value(depth + 1)?));
            if !self.take(b',') && self.peek() != Some(b'}') {
                return Err(self.error("`,` or `}`"));
            }
        }
        self.unique(&members)?;
        Ok(Value::Object(members))
    }

    fn unique(&self, members: &[(String, Value)]) -> Result<(), Error> {
        let mut keys: Vec<&str> = members.iter().map(|(key, _)| key.as_str()).collect();
        keys.sort_unstable();
        let twice = keys.iter().zip(keys.iter().skip(1)).find(|(one, next)| one == next);
        match twice {
            None => Ok(()),
            Some((key, _)) => {
                let line = self.text.get(..self.at).unwrap_or_default().matches('\n').count() + 1;
                let sentence = format!(
                    "the key `{key}` is listed twice, in the object that ends in line {line}"
                );
                Err(Error::new(ErrorKind::Duplicate, "", sentence))
            }
        }
    }

    fn name(&mut self) -> Result<&'a str, Error> {
        self.space();
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.');
        let name = self.take_while(is_part);
        if name.is_empty() { Err(self.error("a name")) } else { Ok(name) }
    }

    /// Adjacent strings are one, as in Python.
    fn strings(&mut self) -> Result<Value, Error> {
        let mut text = self.string()?;
        loop {
            let end = self.at;
            self.space();
            if !matches!(self.peek(), Some(b'"' | b'\'')) {
                self.at = end;
                return Ok(Value::String(text));
            }
            text.push_str(&self.string()?);
        }
    }

    fn string(&mut self) -> Result<String, Error> {
        self.space();
        let quote = self.peek();
        self.at += 1;
        let mut out = String::new();
        loop {
            let plain = self.take_while(|byte| Some(byte) != quote && byte != b'\\');
            out.push_str(plain);
            match self.peek() {
                None => return Err(self.error("the end of the string")),
                Some(b'\\') => self.escape(&mut out)?,
                Some(_) => {
                    self.at += 1;
                    return Ok(out);
                }
            }
        }
    }

    fn escape(&mut self, out: &mut String) -> Result<(), Error> {
        self.at += 1;
        let next = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let Some(next) = next else { return Err(self.error("an escape")) };
        self.at += next.len_utf8();
        match next {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            '\n' => {}
            'u' => out.push(self.unicode()?),
            'x' => out.push(char::from_u32(self.hex(2)?).unwrap_or(char::REPLACEMENT_CHARACTER)),
            'U' => out.push(char::from_u32(self.hex(8)?).unwrap_or(char::REPLACEMENT_CHARACTER)),
            other => out.push(other),
        }
        Ok(())
    }

    /// The digits of `\u`, of which two make one character beyond the first plane.
    fn unicode(&mut self) -> Result<char, Error> {
        let first = self.hex(4)?;
        let is_high = (0xd800..0xdc00).contains(&first);
        let rest = self.text.get(self.at..).unwrap_or_default();
        if !is_high || !rest.starts_with("\\u") {
            return Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        self.at += 2;
        let second = self.hex(4)?;
        let low = second.wrapping_sub(0xdc00) & 0x3ff;
        Ok(char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + low)
            .unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex(&mut self, digits: usize) -> Result<u32, Error> {
        let text = self.text.get(self.at..self.at + digits).unwrap_or_default();
        let are_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u32::from_str_radix(text, 16).ok().filter(|_| are_digits);
        let number = number.ok_or_else(|| self.error("hexadecimal digits"))?;
        self.at += digits;
        Ok(number)
    }

    /// As JSON has it; Python may group digits, and JavaScript begin with the point.
    fn number(&mut self) -> Result<Value, Error> {
        let sign = if self.take(b'-') { "-" } else { "" };
        let size = self
            .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'_'));
        let mut text = format!("{sign}{}{size}", if size.starts_with('.') { "0" } else { "" });
        text.retain(|c| c != '_');
        if text.ends_with(['e', 'E']) {
            if let Some(direction @ (b'+' | b'-')) = self.peek() {
                self.at += 1;
                text.push(char::from(direction));
            }
            text.push_str(self.take_while(|byte| byte.is_ascii_digit()));
        }
        if text.bytes().any(|byte| byte.is_ascii_digit()) {
            Ok(Value::Number(text))
        } else {
            Err(self.error("a digit"))
        }
    }

    /// `!0` and `!1`.
    fn minified_flag(&mut self) -> Result<Value, Error> {
        self.at += 1;
        match self.take_while(|byte| byte.is_ascii_digit()) {
            "0" => Ok(Value::Bool(true)),
            "1" => Ok(Value::Bool(false)),
            _ => Err(self.error("`!0` or `!1`")),
        }
    }

    fn word(&mut self, depth: usize) -> Result<Value, Error> {
        let name = self.name()?;
        match name {
            "true" | "True" => return Ok(Value::Bool(true)),
            "false" | "False" => return Ok(Value::Bool(false)),
            "null" | "None" | "undefined" => return Ok(Value::Null),
            "NaN" | "Infinity" => return Err(self.error("a number")),
            _ => {}
        }
        if !self.take(b'(') {
            return Ok(Value::String(name.to_owned()));
        }
        let mut arguments = Vec::new();
        while !self.take(b')') {
            let key = self.keyword().unwrap_or_else(|| arguments.len().to_string());
            arguments.push((key, self.value(depth + 1)?));
            if !self.take(b',') && self.peek() != Some(b')') {
                return Err(self.error("`,` or `)`"));
            }
        }
        Ok(called(name, arguments))
    }

    /// `name=` before an argument.
    fn keyword(&mut self) -> Option<String> {
        let start = self.at;
        let name = self.name().ok().map(str::to_owned);
        match name {
            Some(name) if self.take(b'=') => Some(name),
            _ => {
                self.at = start;
                None
            }
        }
    }
}

/// The value of a call in Python.
fn called(name: &str, arguments: Vec<(String, Value)>) -> Value {
    let number = |place: &str| {
        arguments.iter().find(|(key, _)| key == place).and_then(|(_, value)| match value {
            Value::Number(text) => text.parse::<u32>().ok(),
            _ => None,
        })
    };
    match name.rsplit('.').next() {
        Some("Decimal") => match arguments.into_iter().next() {
            Some((_, Value::String(text))) => Value::Number(text),
            Some((_, other)) => other,
            None => Value::Null,
        },
        Some("date") => match (number("0"), number("1"), number("2")) {
            (Some(year), Some(month), Some(day)) => {
                Value::String(format!("{year:04}-{month:02}-{day:02}"))
            }
            _ => Value::Object(arguments),
        },
        Some("time") => {
            let (hour, minute) = (number("0").unwrap_or(0), number("1").unwrap_or(0));
            Value::String(format!("{hour:02}:{minute:02}:{:02}", number("2").unwrap_or(0)))
        }
        _ => Value::Object(arguments),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn python_and_javascript_say_what_json_says() {
        let json = parse(
            r#"[{"id":"a","ok":true,"no":null,"text":"it's \"x\" é\n","prices":{"in":0.8,"out":2e5},
                "from":"2026-08-17","at":"00:30:00","list":[1,2]}]"#,
        );
        let python = "import x\n\nproviders: list[Provider] = [\n    Provider(\n        id='a', ok=True, no=None,\n        \
                      text='it\\'s ' '\"x\" \\xe9\\n', prices=ModelPrice(in=Decimal('0.8'), out=Decimal('2e5')),\n        \
                      from=datetime.date(2026, 8, 17), at=datetime.time(0, 30, tzinfo=datetime.timezone.utc),\n        \
                      list=[1, 2],\n    ),\n]\n\nmore = [1]\n";
        let javascript = "const a=1,E=[{id:\"a\",ok:!0,no:null,text:`it's \"x\" \\u00e9\n`,\
                          prices:{in:.8,out:2e5},from:\"2026-08-17\",at:\"00:30:00\",list:[1,2]}];f();";
        let expected = json.unwrap();
        assert_eq!(read(python).unwrap(), expected);
        assert_eq!(read(javascript).unwrap(), expected);
    }

    #[test]
    fn numbers_keep_all_their_digits() {
        let read = read("[7.500000000000001e-08, 1_000_000, -3]").unwrap();
        let numbers =
            ["7.500000000000001e-08", "1000000", "-3"].map(|text| Value::Number(text.to_owned()));
        assert_eq!(read, Value::Array(numbers.to_vec()));
    }

    #[test]
    fn faults_name_their_line() {
        for (text, sentence) in [
            ("[1,\n 2", "line 2, column 3: expected `,` or `]`, found the end of the text"),
            ("{\"a\" 1}", "line 1, column 6: expected `:`, found `1`"),
            (
                "{\"a\": 1, \"a\": 2}",
                "the key `a` is listed twice, in the object that ends in line 1",
            ),
            ("[1] 2", "line 1, column 5: expected the end of the text, found `2`"),
            ("[\"a", "line 1, column 4: expected the end of the string, found the end of the text"),
            ("[\"\\ud83d\\", "line 1, column 10: expected an escape, found the end of the text"),
            ("<html>", "line 1, column 1: expected JSON, or the data file of a package, found `<`"),
        ] {
            assert_eq!(read(text).unwrap_err().sentence(), sentence, "{text}");
        }
        assert_eq!(read(&"[".repeat(100)).unwrap_err().kind(), ErrorKind::Limit);
    }
}
