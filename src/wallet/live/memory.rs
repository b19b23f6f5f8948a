//! The memory of commands: one that comes again has the outcome of the first time.

use super::super::Result;
use super::outcome::Outcome;
use crate::calendar::Instant;
use crate::error::{Error, ErrorKind};
use std::collections::VecDeque;

/// A command that was carried out.
#[derive(Clone, Debug)]
pub(crate) struct Remembered {
    /// When it was carried out.
    pub(in super::super) at: Instant,
    /// The digest of what it does.
    pub(in super::super) body: String,
    pub(in super::super) outcome: Outcome,
}

/// The commands that were carried out lately.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    /// By id, in ascending order.
    by_id: Vec<(String, Remembered)>,
    /// Their ids, in the order in which they were carried out.
    order: VecDeque<String>,
}

impl Memory {
    /// Remembers a command. Returns whether its id was unknown until now.
    pub(in super::super) fn keep(&mut self, id: String, command: Remembered) -> bool {
        match self.place(&id) {
            Ok(_) => false,
            Err(place) => {
                self.order.push_back(id.clone());
                self.by_id.insert(place, (id, command));
                true
            }
        }
    }

    /// Where an id is, or would be.
    fn place(&self, id: &str) -> std::result::Result<usize, usize> {
        self.by_id.binary_search_by(|(known, _)| known.as_str().cmp(id))
    }

    fn get(&self, id: &str) -> Option<&Remembered> {
        self.by_id.get(self.place(id).ok()?).map(|(_, known)| known)
    }

    /// In the order in which they were carried out.
    pub(in super::super) fn iter(&self) -> impl Iterator<Item = (&String, &Remembered)> {
        self.order.iter().filter_map(|id| Some((id, self.get(id)?)))
    }

    /// The outcome of a command that was carried out before under this id.
    pub(super) fn outcome(&self, id: &str, body: &str) -> Result<Option<Outcome>> {
        let Some(known) = self.get(id) else { return Ok(None) };
        if known.body == body {
            return Ok(Some(known.outcome.again()));
        }
        let sentence = format!("`{id}` was another command, carried out at {}", known.at);
        Err(Error::new(ErrorKind::Duplicate, "/id", sentence))
    }

    /// Forgets the oldest ones, as long as they are too old.
    pub(super) fn forget(&mut self, is_old: impl Fn(Instant) -> bool) {
        while let Some(first) = self.order.front()
            && self.get(first).is_none_or(|known| is_old(known.at))
        {
            if let Ok(place) = self.place(first) {
                self.by_id.remove(place);
            }
            self.order.pop_front();
        }
    }
}
