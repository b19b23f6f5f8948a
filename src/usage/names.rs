//! Names as numbers, so that events are compared and summed by number.

use crate::error::{Error, ErrorKind};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

/// A map whose order is never looked at.
pub(super) type Index<K, V> = HashMap<K, V, BuildHasherDefault<DefaultHasher>>;

/// More different names of one kind are an error: they would fill the memory.
const MOST_NAMES: usize = 1_000_000;

/// The names of one kind, numbered in the order in which they occur.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: Index<Box<str>, u32>,
    names: Vec<Box<str>>,
    last: u32,
}

impl Names {
    /// The number of a name.
    pub(super) fn number(&mut self, name: &str) -> Result<u32, Error> {
        if self.name(self.last) == Some(name) {
            return Ok(self.last);
        }
        self.last = match self.numbers.get(name) {
            Some(number) => *number,
            None => self.add(name)?,
        };
        Ok(self.last)
    }

    fn add(&mut self, name: &str) -> Result<u32, Error> {
        if self.names.len() >= MOST_NAMES {
            let sentence = format!("more than {MOST_NAMES} different names in one column");
            return Err(Error::new(ErrorKind::Limit, "", sentence));
        }
        let number = self.names.len() as u32;
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        Ok(number)
    }

    /// The memory of the names, in bytes: each is there twice, and its map is at most 7/8 full.
    pub(super) fn bytes(&self) -> usize {
        let texts: usize = self.names.iter().map(|name| 2 * name.len()).sum();
        let slot = size_of::<(Box<str>, u32)>() + 1;
        texts
            + self.names.capacity() * size_of::<Box<str>>()
            + self.numbers.capacity() * slot * 8 / 7
    }

    /// The names by their numbers.
    pub(super) fn into_list(self) -> Vec<Box<str>> {
        self.names
    }

    pub(super) fn name(&self, number: u32) -> Option<&str> {
        self.names.get(number as usize).map(|name| &**name)
    }
}
