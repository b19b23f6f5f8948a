//! Outlines a JSON text: in one list, records only the position of each object and a few of its
//! keys. The rest of an object is skipped by brackets and quotes, and parsed on demand.

use super::parse::{Outlined, Parser, parse};
use super::{Field, Value};
use crate::error::{Error, Errors};
use std::ops::Range;

/// The value without most of one list, and the range of each item of that list in the text.
pub(crate) struct Outline {
    pub(crate) value: Value,
    pub(crate) spans: Vec<Range<usize>>,
}

/// Reads a JSON text; from the objects in one list, only these keys.
///
/// # Errors
/// As for [`parse`]. An error inside an item that does not hide the item's end is left for
/// [`parse_part`].
pub(crate) fn outline(text: &str, list: &str, kept: &[Field]) -> Result<Outline, Errors> {
    let mut parser = Parser::new(text);
    parser.outlined = Some(Outlined { list, kept, inside: false, spans: Vec::new() });
    let value = parser.document();
    // Keys may have been skipped, so the place of an error is unknown.
    let value = value.map_err(|error| parse(text).err().unwrap_or_else(|| error.into()))?;
    Errors::check(parser.errors.into_list("errors"))?;
    Ok(Outline { value, spans: parser.outlined.map(|outlined| outlined.spans).unwrap_or_default() })
}

/// Reads an item of the list.
///
/// # Errors
/// An error inside the item, relative to it.
pub(crate) fn parse_part(text: &str, span: &Range<usize>) -> Result<Value, Errors> {
    let mut parser = Parser::new(text.get(..span.end).unwrap_or(""));
    parser.at = span.start;
    let value = parser.value(ITEM)?;
    Errors::check(parser.errors.into_list("errors"))?;
    Ok(value)
}

/// The depth of an item of the list.
const ITEM: usize = 2;

impl Parser<'_> {
    /// The next item of a list.
    pub(super) fn item(&mut self, depth: usize) -> Result<Value, Error> {
        if !self.is_inside() || depth + 1 != ITEM {
            return self.value(depth + 1);
        }
        self.space();
        let start = self.at;
        let value = self.value(depth + 1);
        let span = start..self.at;
        self.outlined.iter_mut().for_each(|outlined| outlined.spans.push(span.clone()));
        value
    }

    /// The value of a key; `None` if it is not kept.
    pub(super) fn member(&mut self, key: &str, depth: usize) -> Result<Option<Value>, Error> {
        match &mut self.outlined {
            Some(outlined) if depth == 0 => {
                outlined.inside = key == outlined.list;
                self.value(depth + 1).map(Some)
            }
            Some(outlined) if depth == ITEM && outlined.inside && !outlined.keeps(key) => {
                self.pass_by().map(|()| None)
            }
            _ => self.value(depth + 1).map(Some),
        }
    }

    /// Skips to the end of a value, which a comma or the enclosing bracket follows.
    fn pass_by(&mut self) -> Result<(), Error> {
        let mut open = Brackets::default();
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.pass_string();
                    continue;
                }
                b',' if open.depth == 0 => return Ok(()),
                b'}' | b']' if open.depth == 0 => return Ok(()),
                b'{' | b'[' if !open.push(*byte) => break,
                b'}' | b']' if !open.pop(*byte) => break,
                _ => {}
            }
            self.at += 1;
        }
        Err(self.unexpected("the end of a value"))
    }

    fn pass_string(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' => break,
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        self.at = (at + 1).min(bytes.len());
    }

    fn is_inside(&self) -> bool {
        self.outlined.as_ref().is_some_and(|outlined| outlined.inside)
    }
}

impl Outlined<'_> {
    fn keeps(&self, key: &str) -> bool {
        self.kept.iter().any(|field| field.key == key)
    }
}

/// Open brackets, one bit each: whether it is a brace. Deeper nesting is refused anyway.
#[derive(Default)]
struct Brackets {
    depth: u32,
    braces: u64,
}

impl Brackets {
    fn push(&mut self, byte: u8) -> bool {
        self.depth += 1;
        self.braces = self.braces << 1 | u64::from(byte == b'{');
        self.depth < u64::BITS
    }

    /// Whether it closes the innermost open bracket.
    fn pop(&mut self, byte: u8) -> bool {
        let is_brace = self.braces & 1 == 1;
        self.depth -= 1;
        self.braces >>= 1;
        is_brace == (byte == b'}')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEPT: &[Field] = &[Field { key: "id", required: true, within: None }];

    #[test]
    fn items_are_where_they_stand_and_keep_their_heads() {
        let text = r#"{ "a": [ { "x": 1 } ], "list": [ {"id": "one", "b": [ {"c": "}"} ]},
            5, { "d": {"id": 2}, "id": [3] } ], "z": { "list": [ { "y": null } ] } }"#;
        let Outline { value, spans } = outline(text, "list", KEPT).unwrap();
        let found: Vec<&str> = spans.iter().map(|span| &text[span.clone()]).collect();
        assert_eq!(
            found,
            [r#"{"id": "one", "b": [ {"c": "}"} ]}"#, "5", r#"{ "d": {"id": 2}, "id": [3] }"#]
        );
        let whole = parse(text).unwrap();
        for (place, span) in spans.iter().enumerate() {
            let Some(Value::Array(items)) = whole.get("list") else { panic!("no list") };
            assert_eq!(parse_part(text, span).unwrap(), items[place]);
        }
        let heads = r#"[ {"id": "one"}, 5, {"id": [3]} ]"#;
        assert_eq!(value.get("list"), Some(&parse(heads).unwrap()));
        assert_eq!(value.get("a"), whole.get("a"));
        assert_eq!(value.get("z"), whole.get("z"));
    }

    #[test]
    fn what_hides_the_end_of_an_item_is_refused_at_once() {
        for text in [
            "{",
            r#"{"list": [{"a": [1}, {"b": 2]}]}"#,
            r#"{"list": [{"a": [1]]}]}"#,
            r#"{"list": [{"a": "\"}]}"#,
            r#"{"list": [{"a" 1}]}"#,
            r#"{"list": [{"a": 1}"#,
            r#"{"list": [{"id": }]}"#,
        ] {
            assert_eq!(outline(text, "list", KEPT).err(), parse(text).err(), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_inside_of_an_item_is_told_when_it_is_read() {
        for text in [
            r#"{"list": [{"a": {"b": 1, "b": 2}}]}"#,
            r#"{"list": [ {"a": ,"b": 2}]}"#,
            "{\"list\":\n [{\"a\": [1, {\"b\": \"\\q\"}]}]}",
            r#"{"list": [{"a": 0.30000000000000004}]}"#,
        ] {
            let spans = outline(text, "list", KEPT).unwrap().spans;
            let errors = parse_part(text, &spans[0]).unwrap_err().under("/list/0");
            assert_eq!(Err(errors), parse(text), "{text}");
        }
        let deep = format!(r#"{{"list": [{{"a": {}{} }}]}}"#, "[".repeat(99), "]".repeat(99));
        assert_eq!(outline(&deep, "list", KEPT).err(), parse(&deep).err());
    }
}
