//! What a catalog does not say, though the list does: counted, so that the answer stays short.

use super::place::Place;
use crate::error::Error;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// Something of a list that its catalog does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// What it is, and why it is left out.
    pub what: String,
    /// How many times the list has it.
    pub count: usize,
    /// JSON pointer of the first.
    pub first: String,
}

/// `names of models (3 times, first at /0/name)`.
impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count {
            1 => write!(f, "{} (once, at {})", self.what, self.first),
            count => write!(f, "{} ({count} times, first at {})", self.what, self.first),
        }
    }
}

/// What was left out so far, in the order of discovery.
#[derive(Default)]
pub(super) struct Omissions {
    /// Each kind for each provider.
    found: Vec<(LeftOut, String)>,
    places: BTreeMap<(String, String), usize>,
    provider: String,
}

impl Omissions {
    /// What follows belongs to this provider.
    pub(super) fn of(&mut self, provider: &str) {
        if self.provider != provider {
            provider.clone_into(&mut self.provider);
        }
    }

    pub(super) fn add(&mut self, what: impl Into<String>, pointer: &str) {
        let key = (what.into(), self.provider.clone());
        let known = self.places.get(&key).and_then(|place| self.found.get_mut(*place));
        if let Some((known, _)) = known {
            known.count += 1;
            return;
        }
        let left = LeftOut { what: key.0.clone(), count: 1, first: pointer.to_owned() };
        self.found.push((left, key.1.clone()));
        self.places.insert(key, self.found.len() - 1);
    }

    /// Those of some providers; of all if none is named.
    pub(super) fn into_list(self, providers: &[String]) -> Vec<LeftOut> {
        let mut list: Vec<LeftOut> = Vec::new();
        let mut places = BTreeMap::new();
        for (left, provider) in self.found {
            if !providers.is_empty() && !providers.contains(&provider) {
                continue;
            }
            let place = *places.entry(left.what.clone()).or_insert(list.len());
            match list.get_mut(place) {
                Some(known) => known.count += left.count,
                None => list.push(left),
            }
        }
        list
    }
}

/// Members that are not read, and so are left out.
pub(super) struct Unused {
    pub(super) whose: &'static str,
    /// Members that are read.
    pub(super) read: &'static [&'static str],
    /// Words for the others, if there are any.
    pub(super) known: &'static [(&'static str, &'static str)],
}

impl Unused {
    pub(super) fn note(&self, place: &Place<'_>, left_out: &mut Omissions) -> Result<(), Error> {
        for (key, found) in place.members()? {
            if !self.read.contains(&key) {
                let words = self.known.iter().find(|(known, _)| *known == key);
                let words = words.map(|(_, words)| (*words).to_owned());
                let words = words.unwrap_or_else(|| format!("`{key}` of {}", self.whose));
                left_out.add(words, &found.pointer);
            }
        }
        Ok(())
    }
}
