//! From a [`Value`] to checked types, collecting every error on the way.
//!
//! A type that reads itself implements [`Read`]. A bad field logs an error and yields a
//! placeholder, so that reading goes on; what was read is handed out only when nothing was logged.

use super::log::{Log, Path};
use super::{Value, Within};
use crate::amount::Decimal;
use crate::error::{Error, ErrorKind, Errors, nearest_hint};
use crate::order::sorted;
use crate::visible::{has_hidden, visible};

/// Keys whose texts are sentences for people. All other texts are names, or stand in a line.
const PROSE: [&str; 8] =
    ["about", "at", "note", "notes", "reason", "reporting_lag", "text", "when_empty"];

/// A value with its place, and where to report.
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

    /// Logs that something else was expected here.
    #[cold]
    pub(crate) fn expected(&self, expected: &str) {
        self.error(ErrorKind::Type, format!("expected {expected}, found {}", self.value.shown()));
    }

    /// The members, or nothing and an error when it is no object.
    pub(crate) fn members(&self, expected: &str) -> &'a [(String, Value)] {
        match self.value {
            Value::Object(members) => members,
            _ => {
                self.expected(expected);
                &[]
            }
        }
    }

    /// Logs every key of an object that is none of these.
    pub(crate) fn check_keys(&self, members: &[(String, Value)], keys: &[&str]) {
        for (key, _) in sorted(members, |a, b| a.0.cmp(&b.0)) {
            if !keys.contains(&key.as_str()) {
                let hint = elsewhere(key, keys).unwrap_or_else(|| nearest_hint(key, keys));
                let path = self.path.key(key).to_string();
                let sentence = format!("unknown key `{key}`{hint}");
                self.log.error(Error::new(ErrorKind::UnknownKey, path, sentence));
            }
        }
    }

    /// The value of a key, when it is there.
    pub(crate) fn member<'n>(&'n self, key: &'n str) -> Option<Node<'n>> {
        let value = self.value.get(key)?;
        Some(Node { value, path: self.path.key(key), log: self.log })
    }

    /// Fills the fields of a record from an object with these keys and no others.
    pub(crate) fn fill(&self, fields: &[Field], places: &mut [&mut dyn Fill]) {
        if let Value::Object(members) = self.value {
            let keys: Vec<&str> = fields.iter().map(|field| field.key).collect();
            self.check_keys(members, &keys);
        }
        self.fill_some(fields, places);
    }

    /// Fills some fields of a record, whatever other keys there are.
    pub(crate) fn fill_some(&self, fields: &[Field], places: &mut [&mut dyn Fill]) {
        if !matches!(self.value, Value::Object(_)) {
            return self.expected("an object");
        }
        for (field, place) in fields.iter().zip(places) {
            match self.member(field.key) {
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

    /// Fills a field with numbers in a range; what could not be read is in none.
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

    /// Visits each member of an object, in the order of the keys.
    #[inline(never)]
    pub(super) fn each_entry(&self, visit: &mut dyn FnMut(&'a str, &Node)) {
        let members = self.members("an object");
        for (key, value) in sorted(members, |a, b| a.0.cmp(&b.0)) {
            let node = Node { value, path: self.path.key(key), log: self.log };
            if self.log.is_strict && has_hidden(key) {
                node.refuse_hidden(key);
            }
            visit(key, &node);
        }
    }

    /// A text to keep. In a strict log it has no characters that cannot be seen: where it is for
    /// people alone, they are escaped, elsewhere they are an error.
    pub(crate) fn text(&self, text: &str) -> String {
        if self.log.is_strict && has_hidden(text) { self.escaped(text) } else { text.to_owned() }
    }

    #[cold]
    fn escaped(&self, text: &str) -> String {
        let shown = visible(text).into_owned();
        if !PROSE.contains(&self.path.last_key()) {
            self.refuse_hidden(text);
            return shown;
        }
        self.log.warning(|| {
            let sentence =
                "characters that cannot be seen are shown by their codes: leave them out";
            Error::new(ErrorKind::OutOfRange, self.path.to_string(), sentence)
        });
        shown
    }

    #[cold]
    fn refuse_hidden(&self, text: &str) {
        let found = visible(text);
        let sentence = format!(
            "expected no control characters, marks of direction or others that cannot be seen, found `{found}`"
        );
        self.error(ErrorKind::OutOfRange, sentence);
    }

    /// Reads each item of a list.
    pub(crate) fn items<T>(&self, mut read: impl FnMut(&Node) -> T) -> Vec<T> {
        let mut list = Vec::new();
        self.each_item(&mut |node| list.push(read(node)));
        list
    }

    /// Reads each member of an object, in the order of the keys.
    pub(crate) fn entries<T>(&self, mut read: impl FnMut(&'a str, &Node) -> Option<T>) -> Vec<T> {
        let mut list = Vec::new();
        self.each_entry(&mut |key, node| list.extend(read(key, node)));
        list
    }
}

/// A key of a record.
pub(crate) struct Field {
    pub(crate) key: &'static str,
    pub(crate) required: bool,
    /// The range of its number, or numbers.
    pub(crate) within: Option<&'static Within>,
}

/// A place that a value is read into: what [`Read`] comes to when the type is not known, so that
/// all records share one loop.
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
    /// Whether null is an error with a hint, and not the same as leaving the key out.
    const HAS_WORDS_FOR_NULL: bool = false;

    /// Reads it; logs what is wrong, and then returns a placeholder.
    fn read(node: &Node) -> Self;

    /// Reads it into the place of a placeholder.
    fn read_into(&mut self, node: &Node) {
        *self = Self::read(node);
    }

    /// What stands in for a value that could not be read.
    fn placeholder() -> Self;

    /// Logs each number that it is, or holds, outside of a range.
    fn check_within(&self, _: &Within, _: &Path, _: &Log) {}

    /// Logs each number of a record, and of those in it, outside of the range of its field.
    fn check_fields(&self, _: &Path, _: &Log) {}
}

/// Keys that are known in another place: beside which key they were found, and what to write there.
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

/// A placeholder, read into.
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
    /// The whole number that a number is, however it is written: `3`, `3.0`, `3e0`, `"3"`.
    pub(crate) fn whole_number(&self) -> Option<i64> {
        let (Value::String(text) | Value::Number(text)) = self.value else { return None };
        text.parse::<Decimal>().ok()?.to_integer()
    }
}

/// Reads a string that parses; logs an error otherwise.
pub(crate) fn read_text<T: std::str::FromStr>(node: &Node, expected: &str) -> Option<T> {
    if let Value::String(text) = node.value
        && let Ok(value) = text.parse()
    {
        return Some(value);
    }
    node.expected(expected);
    None
}
