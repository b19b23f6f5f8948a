//! Requests for one account wait for their turn, so that they do not undo each other's work. Between
//! processes, the version of the account decides.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

/// With this many accounts in the map, those without a request are removed.
const SWEEP: usize = 1024;

/// Whose turn it is, by account.
#[derive(Default)]
pub(super) struct Turns(Mutex<HashMap<String, Weak<Turn<()>>>>);

impl Turns {
    /// Waits for the turn; it ends when the guard is dropped.
    pub(super) async fn take(&self, account: &str) -> OwnedMutexGuard<()> {
        self.of(account).lock_owned().await
    }

    fn of(&self, account: &str) -> Arc<Turn<()>> {
        let mut turns = self.lock();
        if let Some(turn) = turns.get(account).and_then(Weak::upgrade) {
            return turn;
        }
        if turns.len() >= SWEEP {
            turns.retain(|_, turn| turn.strong_count() > 0);
        }
        let turn = Arc::new(Turn::new(()));
        turns.insert(account.to_owned(), Arc::downgrade(&turn));
        turn
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Weak<Turn<()>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
