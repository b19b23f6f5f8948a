//! Ids that have occurred: sixteen bytes each.

use siphasher::sip128::{Hasher128, SipHasher13};
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// More ids would take gigabytes: the rest is not compared, which the caller reports.
const MOST_IDS: usize = 50_000_000;

/// The ids so far, as hashes of 128 bits: for a billion ids, the chance that any two differ but
/// have the same hash is below 10^-20.
#[derive(Debug, Default)]
pub(super) struct Seen(HashSet<u128, BuildHasherDefault<FirstBits>>);

impl Seen {
    /// Whether an id is new; `None` if there are too many to tell.
    pub(super) fn is_new(&mut self, id: &str) -> Option<bool> {
        let mut hasher = SipHasher13::new();
        hasher.write(id.as_bytes());
        let hash = hasher.finish128().as_u128();
        if self.0.len() >= MOST_IDS && !self.0.contains(&hash) {
            return None;
        }
        Some(self.0.insert(hash))
    }
}

/// What is hashed already needs no second hash.
#[derive(Default)]
struct FirstBits(u64);

impl Hasher for FirstBits {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u128(&mut self, hash: u128) {
        self.0 = hash as u64;
    }
}
