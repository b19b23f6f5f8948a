//! What a catalog does not say, though the list does: counted, so that the answer stays short.

use serde::Serialize;

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

/// What was left out so far, in the order of discovery.
#[derive(Default)]
pub(super) struct Omissions(Vec<LeftOut>);

impl Omissions {
    pub(super) fn add(&mut self, what: impl Into<String>, pointer: &str) {
        let what = what.into();
        match self.0.iter_mut().find(|known| known.what == what) {
            Some(known) => known.count += 1,
            None => self.0.push(LeftOut { what, count: 1, first: pointer.to_owned() }),
        }
    }

    pub(super) fn into_list(self) -> Vec<LeftOut> {
        self.0
    }
}
