//! Data as text: JSON, and the literals of Python and JavaScript in which packages carry a list.
//!
//! JSON has the reader of this crate. No crate reads just these literals: `py_literal` knows no calls,
//! `json5` no `!0` and no `` ` ``, and both make binary floats of numbers; parsers of the whole languages
//! are many times as large as this crate, or need a newer compiler. `winnow` does the parsing.
//!
//! Of Python, a call with keywords is an object, `Decimal('0.1')` its number, and a date or a time of day
//! its text. Nothing is computed. A call with arguments that are not known stays an object, so that what reads the
//! list refuses it.

use crate::error::{Error, ErrorKind, Errors, Findings};
use crate::json::{VALUES, Value, admitted, escape, parse_all_digits};
use std::cell::Cell;
use std::collections::BTreeSet;
use winnow::ascii::{escaped, multispace0};
use winnow::combinator::{
    alt, cut_err, delimited, dispatch, empty, fail, opt, peek, preceded, repeat, separated_pair,
    terminated,
};
use winnow::error::{ContextError, ErrMode, StrContext, StrContextValue};
use winnow::prelude::*;
use winnow::token::{any, take_till, take_while};

const DEPTH: usize = 64;
/// How Python names UTC.
const UTC: [&str; 4] = ["datetime.timezone.utc", "datetime.UTC", "timezone.utc", "UTC"];
/// Where the data begins in a file of a package: the Python module, or a bundle of JavaScript, minified or not.
const BEGINNINGS: [(&str, &str); 3] =
    [("providers: list[Provider] = ", "["), ("", "[{id:\""), ("", "[\n  {\n    id: \"")];

/// Reads a JSON text, or the list in a data file of a package.
pub(super) fn read(text: &str) -> Result<Value, Errors> {
    let text = admitted(text)?;
    if text.trim_start().starts_with(['{', '[']) {
        return parse_all_digits(text);
    }
    let data = |(before, data): (&str, &str)| {
        let at = text.find(&format!("{before}{data}"))?;
        text.get(at + before.len()..)
    };
    match BEGINNINGS.into_iter().find_map(data) {
        Some(data) => {
            let value = literal(text, data)?;
            let mut repeated = Findings::default();
            find_repeated(&value, "", &mut repeated);
            Errors::check(repeated.into_list("errors"))?;
            Ok(value)
        }
        None => {
            let sentence = "expected JSON or the data file of a package, found another text";
            Err(Error::new(ErrorKind::Syntax, "", sentence).into())
        }
    }
}

/// The literal at the start of the rest of a text.
fn literal(text: &str, mut rest: &str) -> Result<Value, Error> {
    let left = Cell::new(VALUES);
    value(&mut rest, Bounds { depth: 0, left: &left }).map_err(|error| {
        let before = text.get(..text.len() - rest.len()).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let found = rest.chars().next();
        let found = found.map_or("the end of the text".to_owned(), |c| format!("`{c}`"));
        let expected = error.into_inner().map(|error| error.to_string()).unwrap_or_default();
        let sentence = format!("{expected}, found {found} (line {line}, column {column})");
        Error::new(ErrorKind::Syntax, "", sentence)
    })
}

/// Refuses keys that stand twice in one object.
fn find_repeated(value: &Value, pointer: &str, found: &mut Findings) {
    match value {
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                find_repeated(item, &format!("{pointer}/{place}"), found);
            }
        }
        Value::Object(members) => {
            let mut known = BTreeSet::new();
            for (key, value) in members {
                let pointer = format!("{pointer}/{}", escape(key));
                if !known.insert(key) {
                    let sentence = format!("the key `{key}` is listed twice");
                    found.push(Error::new(ErrorKind::Duplicate, &*pointer, sentence));
                }
                find_repeated(value, &pointer, found);
            }
        }
        _ => {}
    }
}

type Fault = ErrMode<ContextError>;

/// How deep a value is, and how many may still follow.
#[derive(Clone, Copy)]
struct Bounds<'l> {
    depth: usize,
    left: &'l Cell<usize>,
}

impl Bounds<'_> {
    fn below(self) -> Self {
        Bounds { depth: self.depth + 1, ..self }
    }

    /// Fails if the text has more values than JSON may have.
    fn count(self, input: &mut &str) -> ModalResult<()> {
        let Some(left) = self.left.get().checked_sub(1) else {
            return cut_err(fail).context(expected("at most 6000000 values")).parse_next(input);
        };
        self.left.set(left);
        Ok(())
    }
}

fn expected(what: &'static str) -> StrContext {
    StrContext::Expected(StrContextValue::Description(what))
}

/// The first character decides what a value is, so a fault inside it is the fault of the text.
fn value(input: &mut &str, bounds: Bounds<'_>) -> ModalResult<Value> {
    if bounds.depth > DEPTH {
        let levels = expected("at most 64 levels of brackets");
        return cut_err(fail).context(levels).parse_next(input);
    }
    let value = match peek(any).context(expected("a value")).parse_next(input)? {
        '[' => list('[', |item: &mut &str| value(item, bounds.below()), ']')
            .map(Value::Array)
            .parse_next(input),
        '{' => list('{', |item: &mut &str| member(item, bounds), '}')
            .map(Value::Object)
            .parse_next(input),
        '"' | '\'' | '`' => strings.map(Value::String).parse_next(input),
        '-' | '.' | '0'..='9' => number.parse_next(input),
        // What bundles make of `true` and `false`.
        '!' => alt(("!0".value(Value::Bool(true)), "!1".value(Value::Bool(false))))
            .context(expected("`!0` or `!1`"))
            .parse_next(input),
        _ => word(input, bounds),
    }?;
    bounds.count(input)?;
    Ok(value)
}

/// Items between two brackets; a comma may follow the last one.
fn list<'a, T>(
    open: char,
    item: impl Parser<&'a str, T, Fault>,
    close: char,
) -> impl Parser<&'a str, Vec<T>, Fault> {
    let comma = alt((',', peek(close))).context(expected("`,` or a closing bracket"));
    let item = terminated(item, cut_err(preceded(multispace0, comma)));
    let items = repeat(0.., preceded(multispace0, item));
    let close = preceded(multispace0, close).context(expected("a value or a closing bracket"));
    delimited(open, items, cut_err(close))
}

fn member(input: &mut &str, bounds: Bounds<'_>) -> ModalResult<(String, Value)> {
    let key = alt((string, name.map(str::to_owned)));
    let colon = (multispace0, ':', multispace0).context(expected("`:`"));
    let value = |input: &mut &str| value(input, bounds.below());
    separated_pair(key, cut_err(colon), cut_err(value)).parse_next(input)
}

fn name<'a>(input: &mut &'a str) -> ModalResult<&'a str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.');
    take_while(1.., is_part).context(expected("a name")).parse_next(input)
}

/// Adjacent strings are one, as in Python.
fn strings(input: &mut &str) -> ModalResult<String> {
    let parts: Vec<String> = repeat(1.., terminated(string, multispace0)).parse_next(input)?;
    Ok(parts.concat())
}

fn string(input: &mut &str) -> ModalResult<String> {
    let quote = alt(('"', '\'', '`')).parse_next(input)?;
    let plain = take_till(1.., move |c| c == quote || c == '\\');
    let end = quote.context(expected("the end of the string"));
    terminated(escaped(plain, '\\', cut_err(escape_code)), cut_err(end)).parse_next(input)
}

fn escape_code(input: &mut &str) -> ModalResult<char> {
    dispatch! { any;
        'n' => empty.value('\n'),
        't' => empty.value('\t'),
        'r' => empty.value('\r'),
        'b' => empty.value('\u{8}'),
        'f' => empty.value('\u{c}'),
        'x' => code(2).verify_map(char::from_u32),
        'u' => alt((pair, code(4))).verify_map(char::from_u32),
        'U' => code(8).verify_map(char::from_u32),
        other => empty.value(other),
    }
    .context(expected("an escape such as `\\n` or `\\u00e9`"))
    .parse_next(input)
}

fn code<'a>(digits: usize) -> impl Parser<&'a str, u32, Fault> {
    take_while(digits, |c: char| c.is_ascii_hexdigit())
        .try_map(|digits: &str| u32::from_str_radix(digits, 16))
}

/// Two codes that are one character beyond the first plane.
fn pair(input: &mut &str) -> ModalResult<u32> {
    let high = code(4).verify(|code| (0xd800..0xdc00).contains(code));
    let low = code(4).verify(|code| (0xdc00..0xe000).contains(code));
    let (high, low) = separated_pair(high, "\\u", low).parse_next(input)?;
    Ok(0x1_0000 + ((high & 0x3ff) << 10) + (low & 0x3ff))
}

/// The text of a number: Python may group digits, and JavaScript begin with the point.
fn number(input: &mut &str) -> ModalResult<Value> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | 'e' | 'E' | '+' | '-');
    let (sign, size) = (opt('-'), take_while(1.., is_part)).parse_next(input)?;
    let sign = sign.map_or("", |_| "-");
    let zero = if size.starts_with('.') { "0" } else { "" };
    Ok(Value::Number(format!("{sign}{zero}{}", size.replace('_', ""))))
}

fn word(input: &mut &str, bounds: Bounds<'_>) -> ModalResult<Value> {
    let name = name.context(expected("a value")).parse_next(input)?;
    match name {
        "true" | "True" => return Ok(Value::Bool(true)),
        "false" | "False" => return Ok(Value::Bool(false)),
        "null" | "None" | "undefined" => return Ok(Value::Null),
        _ => {}
    }
    let argument = |input: &mut &str| {
        let key = opt(terminated(word_before_equals, multispace0)).parse_next(input)?;
        Ok((key, value(input, bounds.below())?))
    };
    let arguments = opt(preceded(multispace0, list('(', argument, ')'))).parse_next(input)?;
    Ok(match arguments {
        Some(arguments) => called(name, arguments),
        None => Value::String(name.to_owned()),
    })
}

/// `name=` before an argument.
fn word_before_equals(input: &mut &str) -> ModalResult<String> {
    terminated(name, (multispace0, '=')).map(str::to_owned).parse_next(input)
}

/// The value of a call in Python: of an argument without a name, its place is the key.
fn called(name: &str, arguments: Vec<(Option<String>, Value)>) -> Value {
    let keyed = arguments.into_iter().enumerate();
    let arguments: Vec<(String, Value)> =
        keyed.map(|(place, (key, value))| (key.unwrap_or(place.to_string()), value)).collect();
    match name.rsplit('.').next() {
        Some("Decimal") if arguments.len() == 1 => match arguments.into_iter().next() {
            Some((_, Value::String(text))) => Value::Number(text),
            Some((_, other)) => other,
            None => Value::Null,
        },
        Some("date") => date(&arguments).map_or(Value::Object(arguments), Value::String),
        Some("time") => time(&arguments).map_or(Value::Object(arguments), Value::String),
        _ => Value::Object(arguments),
    }
}

type Arguments = [(String, Value)];

fn date(arguments: &Arguments) -> Option<String> {
    let [year, month, day] = numbers(arguments, ["year", "month", "day"])?;
    Some(format!("{:04}-{:02}-{:02}", year?, month?, day?))
}

/// A time of day in UTC, or without a zone.
fn time(arguments: &Arguments) -> Option<String> {
    let is_zone = |(key, _): &&(String, Value)| key == "tzinfo";
    let is_utc = |value: &Value| match value {
        Value::Null => true,
        Value::String(zone) => UTC.contains(&zone.as_str()),
        _ => false,
    };
    if !arguments.iter().filter(is_zone).all(|(_, zone)| is_utc(zone)) {
        return None;
    }
    let rest: Vec<(String, Value)> =
        arguments.iter().filter(|each| !is_zone(each)).cloned().collect();
    let [hour, minute, second] = numbers(&rest, ["hour", "minute", "second"])?;
    let [hour, minute, second] = [hour, minute, second].map(|part| part.unwrap_or(0));
    Some(format!("{hour:02}:{minute:02}:{second:02}"))
}

/// The numbers of a call's parameters, by name or place; `None` if it has other arguments, or one twice.
fn numbers<const N: usize>(arguments: &Arguments, names: [&str; N]) -> Option<[Option<u32>; N]> {
    let mut numbers = [None; N];
    for (key, value) in arguments {
        let place = names.iter().position(|name| name == key).or_else(|| key.parse().ok())?;
        let number = numbers.get_mut(place).filter(|number| number.is_none())?;
        let Value::Number(text) = value else { return None };
        *number = Some(text.parse().ok()?);
    }
    Some(numbers)
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
        let spaced = javascript.replace("[{id:", "[\n  {\n    id: ").replace(",", ",\n    ");
        assert_eq!(read(&spaced).unwrap(), expected);
    }

    #[test]
    fn numbers_keep_all_their_digits() {
        let json = read("[7.500000000000001e-08, 1000000, -3]").unwrap();
        let python = "providers: list[Provider] = [7.500000000000001e-08, 1_000_000, -3]";
        assert_eq!(read(python).unwrap(), json);
        assert_eq!(
            json,
            Value::Array(
                ["7.500000000000001e-08", "1000000", "-3"]
                    .map(|text| Value::Number(text.to_owned()))
                    .to_vec(),
            )
        );
    }

    #[test]
    fn dates_and_times_have_their_parts_by_place_or_name() {
        for (call, text) in [
            ("date(2026, month=8, day=17)", Some("2026-08-17")),
            ("date(2026, 8)", None),
            ("time(16)", Some("16:00:00")),
            ("time(hour=16, minute=30)", Some("16:30:00")),
            ("time(16, 30, tzinfo=datetime.UTC)", Some("16:30:00")),
            ("time(minute=30, tzinfo=timezone.utc)", Some("00:30:00")),
            ("time(16, tzinfo=ZoneInfo('Asia/Shanghai'))", None),
            ("time(16, tzinfo=china)", None),
            ("time(16, 30, 0, 1)", None),
            ("time(16, hour=17)", None),
            ("time(16, fold=1)", None),
        ] {
            let value = read(&format!("providers: list[Provider] = [datetime.{call}]")).unwrap();
            let Value::Array(items) = value else { panic!("{call}") };
            let found =
                if let Value::String(found) = &items[0] { Some(found.as_str()) } else { None };
            assert_eq!(found, text, "{call}");
        }
    }

    #[test]
    fn a_key_stands_once_in_an_object() {
        for data in ["[1, {'a/b': 1, 'a/b': 2}]", "[1, A(a=1, b=2, a=3)]", "[1, {a: 1, 'a': 2}]"] {
            let error =
                read(&format!("providers: list[Provider] = {data}")).unwrap_err().to_string();
            assert!(error.starts_with("/1/a") && error.contains("` is listed twice"), "{error}");
        }
    }

    #[test]
    fn values_are_limited() {
        let left = Cell::new(3);
        let bounds = Bounds { depth: 0, left: &left };
        assert!(value(&mut "[1, 2]", bounds).is_ok());
        left.set(3);
        let error = value(&mut "[1, 2, 3]", bounds).unwrap_err().into_inner().unwrap();
        assert_eq!(error.to_string(), format!("expected at most {VALUES} values"));
    }

    #[test]
    fn only_one_mark_of_byte_order_is_no_text() {
        assert!(read("\u{feff}[1]").is_ok());
        assert!(read("\u{feff}\u{feff}[1]").is_err());
    }

    #[test]
    fn faults_name_their_line() {
        for (data, sentence) in [
            (
                "[1,\n 2",
                "expected `,` or a closing bracket, found the end of the text (line 2, column 3)",
            ),
            ("[A(a 1)]", "expected `,` or a closing bracket, found `1` (line 1, column 34)"),
            ("[{'a' 1}]", "expected `:`, found `1` (line 1, column 35)"),
            (
                "['a",
                "expected the end of the string, found the end of the text (line 1, column 32)",
            ),
            ("[?]", "expected a value or a closing bracket, found `?` (line 1, column 30)"),
            (
                "['\\xzz']",
                "expected an escape such as `\\n` or `\\u00e9`, found `z` (line 1, column 33)",
            ),
        ] {
            let error = read(&format!("providers: list[Provider] = {data}")).unwrap_err();
            assert_eq!(error.to_string(), format!("(document): {sentence}"), "{data}");
        }
        let deep = format!("providers: list[Provider] = {}", "[".repeat(100_000));
        assert!(read(&deep).unwrap_err().to_string().contains("expected at most 64 levels"));
        let error = read("<html>").unwrap_err();
        assert_eq!(
            error.to_string(),
            "(document): expected JSON or the data file of a package, found another text"
        );
    }
}
