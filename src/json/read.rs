//! From a [`Value`] to checked types, collecting every error on the way.
//!
//! A type that reads itself implements [`Read`]. A bad field logs an error and yields a
//! placeholder, so that reading goes on; what was read is handed out only when nothing was logged.

use super::{Value, Within, escape};
use crate::amount::{Credits, Decimal, FineDecimal, Money, ParseDecimalError};
use crate::calendar::{Instant, TimeOfDay};
use crate::error::{Error, ErrorKind, Findings, nearest_hint};
use crate::order::sorted;
use crate::visible::{has_hidden, visible};
use std::cell::RefCell;
use std::fmt::Write;
use std::sync::Arc;

/// Whether anybody is told of warnings. The module for prices alone has no such question, and so
/// none of the code that looks for them.
pub(crate) const TELLS_WARNINGS: bool = cfg!(any(not(feature = "wasm"), feature = "wasm-plans"));

/// Errors and warnings, in the order they were met: the first hundred of each, and a count.
#[derive(Default)]
pub(crate) struct Log {
    errors: RefCell<Findings>,
    warnings: RefCell<Findings>,
    /// Characters that cannot be seen are refused in names.
    is_strict: bool,
    /// Whoever reads asks [`Read::check_fields`] later, beside what else is wrong.
    ranges_later: bool,
    uses: RefCell<Vec<String>>,
}

impl Log {
    /// For what others write and people read, such as a catalog: its texts can all be seen.
    pub(crate) fn strict() -> Self {
        Log { is_strict: true, ..Log::default() }
    }

    /// For what is put together in Rust too, and checked before it is used.
    pub(crate) fn of_values() -> Self {
        Log { ranges_later: true, ..Log::default() }
    }

    /// Both.
    pub(crate) fn of_strict_values() -> Self {
        Log { ranges_later: true, ..Log::strict() }
    }

    #[cold]
    pub(crate) fn error(&self, error: Error) {
        self.errors.borrow_mut().push(error);
    }

    pub(crate) fn warning(&self, warning: impl FnOnce() -> Error) {
        if TELLS_WARNINGS {
            self.warnings.borrow_mut().push(warning());
        }
    }

    /// How many errors there are so far.
    pub(crate) fn mark(&self) -> usize {
        self.errors.borrow().told.len()
    }

    /// Says of every error since a mark where what it is about is used.
    pub(crate) fn used_at(&self, mark: usize, path: &Path) {
        for error in self.errors.borrow_mut().told.iter_mut().skip(mark) {
            error.used_at(&path.to_string());
        }
    }

    /// Something that stands in the document under a name is used.
    pub(crate) fn uses(&self, path: &Path) {
        if TELLS_WARNINGS {
            self.uses.borrow_mut().push(path.to_string());
        }
    }

    /// What was used, by its pointers.
    pub(crate) fn take_uses(&self) -> Vec<String> {
        self.uses.take()
    }

    /// Errors and warnings.
    pub(crate) fn into_lists(self) -> (Vec<Error>, Vec<Error>) {
        let warnings = self.warnings.into_inner().into_list("warnings");
        (self.errors.into_inner().into_list("errors"), warnings)
    }
}

/// A place in a document, as a list that lives on the stack.
#[derive(Clone, Copy)]
pub(crate) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    pub(crate) fn key(&'a self, key: &'a str) -> Path<'a> {
        Path::Key(self, key)
    }

    pub(crate) fn index(&'a self, index: usize) -> Path<'a> {
        Path::Index(self, index)
    }

    /// The JSON pointer, as a text to keep.
    #[inline(never)]
    pub(crate) fn text(&self) -> Arc<str> {
        self.to_string().into()
    }

    /// The key that it ends with, but for places in lists.
    fn last_key(&self) -> &'a str {
        match self {
            Path::Root => "",
            Path::Key(_, key) => key,
            Path::Index(parent, _) => parent.last_key(),
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Path::Root => {}
            Path::Key(parent, key) => {
                parent.write(out);
                out.push('/');
                out.push_str(&escape(key));
            }
            Path::Index(parent, index) => {
                parent.write(out);
                let _infallible = write!(out, "/{index}");
            }
        }
    }
}

/// The JSON pointer.
impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = String::new();
        self.write(&mut out);
        f.write_str(&out)
    }
}

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
    fn each_item(&self, visit: &mut dyn FnMut(&Node)) {
        let Value::Array(items) = self.value else {
            return self.expected("a list");
        };
        for (i, value) in items.iter().enumerate() {
            visit(&Node { value, path: self.path.index(i), log: self.log });
        }
    }

    /// Visits each member of an object, in the order of the keys.
    #[inline(never)]
    fn each_entry(&self, visit: &mut dyn FnMut(&'a str, &Node)) {
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

impl<T: Read> Read for Option<T> {
    const REQUIRED: bool = false;
    fn read(node: &Node) -> Self {
        read_in_place(node)
    }
    fn read_into(&mut self, node: &Node) {
        if !matches!(node.value, Value::Null) || T::HAS_WORDS_FOR_NULL {
            self.insert(T::placeholder()).read_into(node);
        }
    }
    fn placeholder() -> Self {
        None
    }
    fn check_within(&self, within: &Within, path: &Path, log: &Log) {
        self.iter().for_each(|value| value.check_within(within, path, log));
    }
    fn check_fields(&self, path: &Path, log: &Log) {
        self.iter().for_each(|value| value.check_fields(path, log));
    }
}

impl<T: Read> Read for Vec<T> {
    const REQUIRED: bool = false;
    fn read(node: &Node) -> Self {
        read_in_place(node)
    }
    fn read_into(&mut self, node: &Node) {
        node.each_item(&mut |node| {
            self.push(T::placeholder());
            if let Some(item) = self.last_mut() {
                item.read_into(node);
            }
        });
    }
    fn placeholder() -> Self {
        Vec::new()
    }
    fn check_within(&self, within: &Within, path: &Path, log: &Log) {
        let items = self.iter().enumerate();
        items.for_each(|(place, item)| item.check_within(within, &path.index(place), log));
    }
    fn check_fields(&self, path: &Path, log: &Log) {
        let items = self.iter().enumerate();
        items.for_each(|(place, item)| item.check_fields(&path.index(place), log));
    }
}

/// An object with any keys, in their order.
impl<T: Read> Read for Vec<(String, T)> {
    const REQUIRED: bool = false;
    fn read(node: &Node) -> Self {
        read_in_place(node)
    }
    fn read_into(&mut self, node: &Node) {
        node.each_entry(&mut |key, node| {
            self.push((key.to_owned(), T::placeholder()));
            if let Some((_, value)) = self.last_mut() {
                value.read_into(node);
            }
        });
    }
    fn placeholder() -> Self {
        Vec::new()
    }
    fn check_within(&self, within: &Within, path: &Path, log: &Log) {
        self.iter().for_each(|(key, value)| value.check_within(within, &path.key(key), log));
    }
    fn check_fields(&self, path: &Path, log: &Log) {
        self.iter().for_each(|(key, value)| value.check_fields(&path.key(key), log));
    }
}

impl<T: Read> Read for Box<T> {
    const REQUIRED: bool = T::REQUIRED;
    fn read(node: &Node) -> Self {
        read_in_place(node)
    }
    fn read_into(&mut self, node: &Node) {
        (**self).read_into(node);
    }
    fn placeholder() -> Self {
        Box::new(T::placeholder())
    }
}

impl Read for bool {
    const REQUIRED: bool = false;
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Bool(b) => *b,
            _ => {
                node.expected("true or false");
                false
            }
        }
    }
    fn placeholder() -> Self {
        false
    }
}

impl Read for String {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::String(text) if !text.is_empty() => node.text(text),
            Value::Number(number) => {
                node.expected(&format!("a text, such as \"{number}\""));
                String::new()
            }
            _ => {
                node.expected("a text");
                String::new()
            }
        }
    }
    fn placeholder() -> Self {
        String::new()
    }
}

/// A text that many carry along.
impl Read for Arc<str> {
    fn read(node: &Node) -> Self {
        String::read(node).into()
    }
    fn placeholder() -> Self {
        Arc::default()
    }
}

impl Read for u32 {
    fn read(node: &Node) -> Self {
        let count = node.whole_number().and_then(|count| u32::try_from(count).ok());
        count.unwrap_or_else(|| {
            node.expected("a whole number from 0 to 4294967295");
            0
        })
    }
    fn placeholder() -> Self {
        0
    }
    fn check_within(&self, within: &Within, path: &Path, log: &Log) {
        within.check((*self).into(), path, log);
    }
}

impl Node<'_> {
    /// The whole number that a number is, however it is written: `3`, `3.0`, `3e0`, `"3"`.
    pub(crate) fn whole_number(&self) -> Option<i64> {
        let (Value::String(text) | Value::Number(text)) = self.value else { return None };
        text.parse::<Decimal>().ok()?.to_integer()
    }
}

impl Read for FineDecimal {
    fn read(node: &Node) -> Self {
        let (Value::String(text) | Value::Number(text)) = node.value else {
            node.expected("a decimal such as \"12.5\"");
            return FineDecimal::ONE;
        };
        let read = text.parse();
        if let (Value::Number(_), Ok(number)) = (node.value, read) {
            warn_of_float(node, text, number);
        }
        read.unwrap_or_else(|fault| {
            not_a_decimal(node, fault);
            FineDecimal::ONE
        })
    }
    fn placeholder() -> Self {
        FineDecimal::ONE
    }
}

impl Read for Decimal {
    fn read(node: &Node) -> Self {
        let fine = FineDecimal::read(node);
        fine.to_decimal().unwrap_or_else(|| {
            not_a_decimal(node, ParseDecimalError::TooFine);
            Decimal::ZERO
        })
    }
    fn placeholder() -> Self {
        Decimal::ZERO
    }
    fn check_within(&self, within: &Within, path: &Path, log: &Log) {
        within.check(*self, path, log);
    }
}

#[cold]
fn not_a_decimal(node: &Node, fault: ParseDecimalError) {
    let kind = match fault {
        ParseDecimalError::Malformed => ErrorKind::Type,
        _ => ErrorKind::Number,
    };
    let found = node.value.shown();
    node.error(kind, format!("expected a decimal such as \"12.5\", found {found}: {fault}"));
}

/// Other tools read a JSON number as a binary float; only some decimals are one exactly.
fn warn_of_float(node: &Node, text: &str, number: FineDecimal) {
    if TELLS_WARNINGS && !number.is_binary() {
        node.log.warning(|| {
            let sentence = format!(
                "{text} is no exact binary float, so other tools may change it: write \"{text}\""
            );
            Error::new(ErrorKind::Number, node.path.to_string(), sentence)
        });
    }
}

macro_rules! read_as_decimal {
    ($($ty:ident),*) => {
        $(impl Read for $ty {
            fn read(node: &Node) -> Self {
                $ty::from(Decimal::read(node))
            }
            fn placeholder() -> Self {
                $ty::ZERO
            }
            fn check_within(&self, within: &Within, path: &Path, log: &Log) {
                within.check(self.decimal(), path, log);
            }
        })*
    };
}
read_as_decimal!(Credits, Money);

impl Read for Instant {
    fn read(node: &Node) -> Self {
        read_text(node, "a date or instant such as \"2026-11-01\" or \"2026-11-01T09:00:00Z\"")
            .unwrap_or(Self::placeholder())
    }
    fn placeholder() -> Self {
        Instant::EPOCH
    }
}

impl Read for TimeOfDay {
    fn read(node: &Node) -> Self {
        read_text(node, "a time of day such as \"22:00\"").unwrap_or(Self::placeholder())
    }
    fn placeholder() -> Self {
        TimeOfDay::MIDNIGHT
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

/// Declares a struct that is read from an object with exactly these keys. `#[within(range)]` is the
/// range of a field's number, or of all its numbers.
macro_rules! record {
    ($(#[doc = $doc:literal])* $vis:vis struct $name:ident {
        $($(#[doc = $field_doc:literal])* $(#[within($within:expr)])? $field:ident: $ty:ty,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        $vis struct $name {
            $($(#[doc = $field_doc])* pub $field: $ty,)*
        }

        impl $crate::json::Read for $name {
            fn read(node: &$crate::json::Node) -> Self {
                $crate::json::read_in_place(node)
            }
            fn read_into(&mut self, node: &$crate::json::Node) {
                const FIELDS: &[$crate::json::Field] = &[$($crate::json::Field {
                    key: $crate::json::key(stringify!($field)),
                    required: <$ty as $crate::json::Read>::REQUIRED,
                    within: $crate::json::first([$(Some(const { &$within }),)? None]),
                }),*];
                node.fill(FIELDS, &mut [$(&mut self.$field),*]);
            }
            fn placeholder() -> Self {
                $name { $($field: $crate::json::Read::placeholder(),)* }
            }
            fn check_fields(&self, path: &$crate::json::Path, log: &$crate::json::Log) {
                $(
                    let path_of_it = &path.key($crate::json::key(stringify!($field)));
                    $($crate::json::Read::check_within(&self.$field, &$within, path_of_it, log);)?
                    $crate::json::Read::check_fields(&self.$field, path_of_it, log);
                )*
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::json::schema::object(concat!($($doc, "\n"),*), [$((
                    $crate::json::key(stringify!($field)),
                    concat!($($field_doc, "\n"),*),
                    <$ty as $crate::json::Read>::REQUIRED,
                    $crate::json::schema::bounded(
                        <$ty as $crate::json::schema::Shape>::shape(generator),
                        $crate::json::first([$(Some(const { &$within }),)? None]),
                    ),
                )),*])
            }
        }
        #[cfg(feature = "schema")]
        $crate::json::schema::shape!($name);
    };
}
pub(crate) use record;

/// Declares an enum that is read from one of these words.
macro_rules! words {
    ($(#[doc = $doc:literal])* $vis:vis enum $name:ident {
        $($(#[doc = $variant_doc:literal])* $variant:ident = $word:literal,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $name { $($(#[doc = $variant_doc])* $variant,)* }

        impl $name {
            const WORDS: &[(&'static str, $name)] = &[$(($word, $name::$variant)),*];
        }

        $crate::json::words!(@read $name, $name::WORDS, concat!($($doc, "\n"),*));
    };
    (@read $name:ident, $words:expr, $about:expr) => {
        impl $crate::json::Read for $name {
            fn read(node: &$crate::json::Node) -> Self {
                $crate::json::read_word(&node, $words)
                    .unwrap_or_else(<Self as $crate::json::Read>::placeholder)
            }
            #[allow(clippy::indexing_slicing, reason = "a list that is written out and not empty")]
            fn placeholder() -> Self {
                $words[0].1
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::json::schema::one_of($about, $words.iter().map(|(word, _)| *word))
            }
        }
        #[cfg(feature = "schema")]
        $crate::json::schema::shape!($name);
    };
}
pub(crate) use words;

/// One of these words, or an error that lists them.
pub(crate) fn read_word<T: Copy>(node: &Node, words: &[(&'static str, T)]) -> Option<T> {
    let word = |place| words.get(place).map_or("", |(word, _): &(&str, T)| word);
    let place = find_word(node, words.len(), &word)?;
    words.get(place).map(|(_, value)| *value)
}

/// The place of a word among so many, for all kinds of words.
fn find_word(node: &Node, count: usize, word: &dyn Fn(usize) -> &'static str) -> Option<usize> {
    let words: Vec<&str> = (0..count).map(word).collect();
    let Value::String(found) = node.value else {
        node.expected(&format!("one of \"{}\"", words.join("\", \"")));
        return None;
    };
    let place = words.iter().position(|word| word == found);
    if place.is_none() {
        let hint = nearest_hint(found, &words);
        node.error(ErrorKind::UnknownName, format!("`{found}` is not known here{hint}"));
    }
    place
}

/// What stands first: the range of a field, or none.
pub(crate) const fn first<const N: usize>(
    ranges: [Option<&'static Within>; N],
) -> Option<&'static Within> {
    match ranges.as_slice() {
        [first, ..] => *first,
        [] => None,
    }
}

/// The JSON key of a field: its name, without the mark of a raw identifier.
pub(crate) const fn key(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}
