//! From a [`Value`] to checked types, collecting every error on the way.
//!
//! A type that reads itself implements [`Read`]. A bad field logs an error and yields a
//! placeholder, so that reading continues. The result is returned only if no error was logged.

use super::log::{Log, Path};
use super::{Value, Within};
use crate::amount::Decimal;
use crate::error::{Error, ErrorKind, Errors, nearest_hint};
use crate::order::sorted;
use crate::visible::{has_hidden, visible};

/// Keys whose texts are sentences for people. Other texts are names or parts of a line.
const PROSE: [&str; 8] =
    ["about", "at", "note", "notes", "reason", "reporting_lag", "text", "when_empty"];

/// Bytes that one text of a catalog may have: enough for any note, and a page can still lay it out.
const LONGEST: usize = 10_000;

/// A value with its path and the log.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    pub(crate) value: &'a Value,
    pub(crate) path: Path<'a>,
    pub(crate) log: &'a Log,
}

impl<'a> Node<'a> {
    pub(crate) fn root(value: &'a Value, log: &'a Log) -> Self {
        Node { value, path: Path::Root, log }
    }

    #[cold]
    pub(crate) fn error(&self, kind: ErrorKind, sentence: impl Into<String>) {
        self.log.error(Error::new(kind, self.path.to_string(), sentence));
    }

    /// Logs that another type was expected.
    #[cold]
    pub(crate) fn expected(&self, expected: &str) {
        self.error(ErrorKind::Type, format!("expected {expected}, found {}", self.value.shown()));
    }

    /// The members; an empty list and an error if it is not an object.
    pub(crate) fn members(&self, expected: &str) -> &'a [(String, Value)] {
        match self.value {
            Value::Object(members) => members,
            _ => {
                self.expected(expected);
                &[]
            }
        }
    }

    /// Logs every key of an object that is not among these.
    pub(crate) fn check_keys(&self, members: &[(String, Value)], keys: &[&str]) {
        if members.iter().all(|(key, _)| keys.contains(&key.as_str())) {
            return;
        }
        for (key, _) in sorted(members, |a, b| a.0.cmp(&b.0)) {
            if !keys.contains(&key.as_str()) {
                let hint = elsewhere(key, keys).unwrap_or_else(|| nearest_hint(key, keys));
                let path = self.path.key(key).to_string();
                let sentence = format!("unknown key `{key}`{hint}");
                self.log.error(Error::new(ErrorKind::UnknownKey, path, sentence));
            }
        }
    }

    /// The value of a key, if present.
    pub(crate) fn member<'n>(&'n self, key: &'n str) -> Option<Node<'n>> {
        let value = self.value.get(key)?;
        Some(Node { value, path: self.path.key(key), log: self.log })
    }

    /// Fills the fields of a record from an object with exactly these keys.
    pub(crate) fn fill(&self, fields: &[Field], places: &mut [&mut dyn Fill]) {
        let Value::Object(members) = self.value else {
            return self.expected("an object");
        };
        if is_in_order(members, fields) {
            let mut rest = members.as_slice();
            return self.fill_each(fields, places, &mut |key| match rest.split_first() {
                Some(((first, value), after)) if first == key => {
                    rest = after;
                    Some(value)
                }
                _ => None,
            });
        }
        let keys: Vec<&str> = fields.iter().map(|field| field.key).collect();
        self.check_keys(members, &keys);
        self.fill_some(fields, places);
    }

    /// Fills some fields of a record, ignoring other keys.
    pub(crate) fn fill_some(&self, fields: &[Field], places: &mut [&mut dyn Fill]) {
        if !matches!(self.value, Value::Object(_)) {
            return self.expected("an object");
        }
        self.fill_each(fields, places, &mut |key| self.value.get(key));
    }

    fn fill_each(
        &self,
        fields: &[Field],
        places: &mut [&mut dyn Fill],
        value_of: &mut dyn FnMut(&str) -> Option<&'a Value>,
    ) {
        for (field, place) in fields.iter().zip(places) {
            let node = |value| Node { value, path: self.path.key(field.key), log: self.log };
            match value_of(field.key).map(node) {
                Some(node) => match field.within.filter(|_| !self.log.ranges_later) {
                    Some(within) => node.fill_within(*place, within),
                    None => place.fill(&node),
                },
                None if field.required => {
                    let sentence = format!("expected a key `{}`, found none", field.key);
                    self.error(ErrorKind::Missing, sentence);
                }
                None => {}
            }
        }
    }

    /// Fills a field with numbers in a range; an unreadable value is not checked.
    #[inline(never)]
    fn fill_within(&self, place: &mut dyn Fill, within: &Within) {
        let mark = self.log.mark();
        place.fill(self);
        if self.log.mark() == mark {
            place.check(within, &self.path, self.log);
        }
    }

    /// Visits each item of a list.
    #[inline(never)]
    pub(super) fn each_item(&self, visit: &mut dyn FnMut(&Node)) {
        let Value::Array(items) = self.value else {
            return self.expected("a list");
        };
        for (i, value) in items.iter().enumerate() {
            visit(&Node { value, path: self.path.index(i), log: self.log });
        }
    }

    /// Visits each member of an object, sorted by key.
    #[inline(never)]
    pub(super) fn each_entry(&self, visit: &mut dyn FnMut(&'a str, &Node)) {
        let members = self.members("an object");
        for (key, value) in sorted(members, |a, b| a.0.cmp(&b.0)) {
            let node = Node { value, path: self.path.key(key), log: self.log };
            if self.log.is_strict && is_unfit(key) {
                node.refuse(key);
            }
            visit(key, &node);
        }
    }

    /// A text to keep. A strict log allows no text that is too long, and no invisible characters: in
    /// sentences for people they are escaped, in other texts they are an error.
    pub(crate) fn text(&self, text: &str) -> String {
        if self.log.is_strict && is_unfit(text) { self.escaped(text) } else { text.to_owned() }
    }

    #[cold]
    fn escaped(&self, text: &str) -> String {
        if text.len() > LONGEST || !PROSE.contains(&self.path.last_key()) {
            self.refuse(text);
            return String::new();
        }
        let shown = visible(text).into_owned();
        self.log.warning(|| {
            let sentence = "invisible characters are shown by their codes: leave them out";
            Error::new(ErrorKind::OutOfRange, self.path.to_string(), sentence)
        });
        shown
    }

    #[cold]
    fn refuse(&self, text: &str) {
        if text.len() > LONGEST {
            let sentence = format!("expected at most {LONGEST} bytes, found {}", text.len());
            return self.error(ErrorKind::Limit, sentence);
        }
        let found = visible(text);
        let sentence = format!(
            "expected no control characters, marks of direction or other invisible ones, found `{found}`"
        );
        self.error(ErrorKind::OutOfRange, sentence);
    }

    /// Reads each item of a list.
    pub(crate) fn items<T>(&self, mut read: impl FnMut(&Node) -> T) -> Vec<T> {
        let mut list = Vec::new();
        self.each_item(&mut |node| list.push(read(node)));
        list
    }

    /// Reads each member of an object, sorted by key.
    pub(crate) fn entries<T>(&self, mut read: impl FnMut(&'a str, &Node) -> Option<T>) -> Vec<T> {
        let mut list = Vec::new();
        self.each_entry(&mut |key, node| list.extend(read(key, node)));
        list
    }
}

/// Whether a catalog may not have this text as it is.
fn is_unfit(text: &str) -> bool {
    text.len() > LONGEST || has_hidden(text)
}

/// Whether members are of these fields only, in their order, as in most records: then nothing has
/// to be looked for.
fn is_in_order(members: &[(String, Value)], fields: &[Field]) -> bool {
    let mut rest = members.iter();
    let mut next = rest.next();
    for field in fields {
        match next {
            Some((key, _)) if *key == field.key => next = rest.next(),
            Some(_) => {}
            None => break,
        }
    }
    next.is_none()
}

/// A key of a record.
pub(crate) struct Field {
    pub(crate) key: &'static str,
    pub(crate) required: bool,
    /// The range of its numbers.
    pub(crate) within: Option<&'static Within>,
}

/// A field to read into, as a trait object for [`Read`], so that all records share one loop.
pub(crate) trait Fill {
    fn fill(&mut self, node: &Node);
    fn check(&self, within: &Within, path: &Path, log: &Log);
}

impl<T: Read> Fill for T {
    fn fill(&mut self, node: &Node) {
        self.read_into(node);
    }
    fn check(&self, within: &Within, path: &Path, log: &Log) {
        self.check_within(within, path, log);
    }
}

/// A type that can be read from JSON.
pub(crate) trait Read: Sized {
    /// Whether a record must have it.
    const REQUIRED: bool = true;
    /// Whether null is an error with a hint, instead of an absent key.
    const HAS_WORDS_FOR_NULL: bool = false;

    /// Reads a value; on an error, logs it and returns a placeholder.
    fn read(node: &Node) -> Self;

    /// Reads a value in place of a placeholder.
    fn read_into(&mut self, node: &Node) {
        *self = Self::read(node);
    }

    /// The placeholder for a value that could not be read.
    fn placeholder() -> Self;

    /// Whether it is what is left out of a text.
    fn is_absent(&self) -> bool {
        false
    }

    /// Logs each of its numbers outside of a range.
    fn check_within(&self, _: &Within, _: &Path, _: &Log) {}

    /// Logs each number of a record, and of nested ones, outside of its field's range.
    fn check_fields(&self, _: &Path, _: &Log) {}
}

/// Misplaced keys: the key, a key beside it, and the correct form.
const ELSEWHERE: &[(&[&str], &str, &str)] = &[
    (
        &["times", "minimum", "maximum", "round", "convert"],
        "adjust",
        "; it is a step: write it in `adjust`",
    ),
    (&["is"], "flat", "; in a tier it is called `rate`"),
    (&["rate"], "is", "; in a range it is called `is`"),
    (&["up_to"], "above", "; in a condition it is called `max`"),
];

fn elsewhere(key: &str, keys: &[&str]) -> Option<String> {
    let known =
        ELSEWHERE.iter().find(|(words, beside, _)| words.contains(&key) && keys.contains(beside));
    known.map(|(.., hint)| (*hint).to_owned())
}

/// Reads into a placeholder.
pub(crate) fn read_in_place<T: Read>(node: &Node) -> T {
    let mut value = T::placeholder();
    value.read_into(node);
    value
}

impl Log {
    /// What a whole value says, or everything that is wrong with it.
    pub(crate) fn read<T: Read>(self, value: &Value) -> Result<T, Errors> {
        let read = T::read(&Node::root(value, &self));
        Errors::check(self.into_lists().0)?;
        Ok(read)
    }
}

impl Node<'_> {
    /// A whole number in any form: `3`, `3.0`, `3e0`, `"3"`.
    pub(crate) fn whole_number(&self) -> Option<i64> {
        let (Value::String(text) | Value::Number(text)) = self.value else { return None };
        text.parse::<Decimal>().ok()?.to_integer()
    }
}

/// Reads a string and parses it; logs an error if that fails.
pub(crate) fn read_text<T: std::str::FromStr>(node: &Node, expected: &str) -> Option<T> {
    if let Value::String(text) = node.value
        && let Ok(value) = text.parse()
    {
        return Some(value);
    }
    node.expected(expected);
    None
}
