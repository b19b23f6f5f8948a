//! Reading of texts, numbers, lists and pairs.

use super::log::{Log, Path, TELLS_WARNINGS};
use super::read::{Node, Read, read_in_place, read_text};
use super::{Value, Within};
use crate::amount::{Credits, Decimal, FineDecimal, Money, ParseDecimalError};
use crate::calendar::{Instant, TimeOfDay};
use crate::error::{Error, ErrorKind};
use std::sync::Arc;

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
    fn is_absent(&self) -> bool {
        self.is_none()
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
    fn is_absent(&self) -> bool {
        self.is_empty()
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
impl<K: AsRef<str> + for<'k> From<&'k str>, T: Read> Read for Vec<(K, T)> {
    const REQUIRED: bool = false;
    fn read(node: &Node) -> Self {
        read_in_place(node)
    }
    fn read_into(&mut self, node: &Node) {
        node.each_entry(&mut |key, node| {
            self.push((K::from(key), T::placeholder()));
            if let Some((_, value)) = self.last_mut() {
                value.read_into(node);
            }
        });
    }
    fn placeholder() -> Self {
        Vec::new()
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
    fn check_within(&self, within: &Within, path: &Path, log: &Log) {
        self.iter()
            .for_each(|(key, value)| value.check_within(within, &path.key(key.as_ref()), log));
    }
    fn check_fields(&self, path: &Path, log: &Log) {
        self.iter().for_each(|(key, value)| value.check_fields(&path.key(key.as_ref()), log));
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
    fn is_absent(&self) -> bool {
        !self
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

/// A value that many others share.
impl<T: Read> Read for Arc<T> {
    const REQUIRED: bool = T::REQUIRED;
    fn read(node: &Node) -> Self {
        Arc::new(T::read(node))
    }
    fn placeholder() -> Self {
        Arc::new(T::placeholder())
    }
}

/// A text that many values share.
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

/// Other tools read JSON numbers as binary floats, which hold only some decimals exactly.
fn warn_of_float(node: &Node, text: &str, number: FineDecimal) {
    if TELLS_WARNINGS && !number.is_binary() {
        node.log.warning(|| {
            let sentence = format!(
                "{text} is not an exact binary float, so other tools may change it: write \"{text}\""
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
