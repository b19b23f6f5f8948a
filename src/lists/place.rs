//! A value of a list with its JSON pointer, for errors that name their place.

use super::number::Exact;
use crate::error::{Error, ErrorKind};
use crate::json::{Value, escape};

/// A value and where it is.
#[derive(Clone)]
pub(super) struct Place<'a> {
    pub(super) value: &'a Value,
    pub(super) pointer: String,
}

impl<'a> Place<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Place { value, pointer: String::new() }
    }

    /// The value of a key; `None` if it is absent or null.
    pub(super) fn get(&self, key: &str) -> Option<Place<'a>> {
        match self.value.get(key) {
            None | Some(Value::Null) => None,
            Some(value) => Some(self.below(value, &escape(key))),
        }
    }

    pub(super) fn need(&self, key: &str) -> Result<Place<'a>, Error> {
        self.members()?;
        let missing =
            || Error::new(ErrorKind::Missing, &*self.pointer, format!("`{key}` is missing"));
        self.get(key).ok_or_else(missing)
    }

    pub(super) fn items(&self) -> Result<Vec<Place<'a>>, Error> {
        match self.value {
            Value::Array(items) => {
                let place = |(index, item)| self.below(item, &usize::to_string(&index));
                Ok(items.iter().enumerate().map(place).collect())
            }
            _ => Err(self.expected("a list")),
        }
    }

    /// The members that are not null.
    pub(super) fn members(&self) -> Result<Vec<(&'a str, Place<'a>)>, Error> {
        match self.value {
            Value::Object(members) => {
                let known = members.iter().filter(|(_, value)| *value != Value::Null);
                Ok(known
                    .map(|(key, value)| (key.as_str(), self.below(value, &escape(key))))
                    .collect())
            }
            _ => Err(self.expected("an object")),
        }
    }

    /// Refuses members with other keys: what they say could change a price.
    pub(super) fn only(&self, keys: &[&str]) -> Result<(), Error> {
        match self.members()?.iter().find(|(key, _)| !keys.contains(key)) {
            Some((key, _)) => Err(Error::unknown_name(&self.pointer, "member", key, keys)),
            None => Ok(()),
        }
    }

    pub(super) fn text(&self) -> Result<&'a str, Error> {
        match self.value {
            Value::String(text) => Ok(text),
            _ => Err(self.expected("a string")),
        }
    }

    /// A price: a decimal, as a number or a string, 0 or more.
    pub(super) fn price(&self) -> Result<Exact, Error> {
        let price = self.number()?;
        if price.is_negative() {
            let sentence = format!("expected a price of 0 or more, found {}", self.value.shown());
            return Err(Error::new(ErrorKind::OutOfRange, &*self.pointer, sentence));
        }
        Ok(price)
    }

    /// A decimal, as a number or a string.
    pub(super) fn number(&self) -> Result<Exact, Error> {
        let (Value::Number(text) | Value::String(text)) = self.value else {
            return Err(self.expected("a number"));
        };
        Exact::read(text)
            .ok_or_else(|| self.expected("a decimal below 10^24 with at most 30 places"))
    }

    /// A whole number of 0 or more, such as a bound in tokens; `256000.0` is one too.
    pub(super) fn count(&self) -> Result<u64, Error> {
        let whole = self.number()?.whole();
        whole.ok_or_else(|| self.expected("a whole number of 0 or more"))
    }

    #[cold]
    pub(super) fn expected(&self, what: &str) -> Error {
        let sentence = format!("expected {what}, found {}", self.value.shown());
        Error::new(ErrorKind::Type, &*self.pointer, sentence)
    }

    fn below(&self, value: &'a Value, segment: &str) -> Place<'a> {
        Place { value, pointer: format!("{}/{segment}", self.pointer) }
    }
}
